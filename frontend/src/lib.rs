//! The wasm entry point: brings the islands of `app` to life. Nothing else may live here.
#![cfg(target_arch = "wasm32")]

use app as _;

/// Called once by `public/islands.js` before it wakes the islands of a page.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}

//! The HTML document around every page: head, style sheet, scripts, and nothing inline.

use std::sync::Arc;

use leptos::prelude::*;
use sha2::{Digest, Sha256};

use super::assets::Assets;
use super::visit::Visit;
use crate::ui::document_head;

/// What stands around a body.
pub(super) struct Document<'a> {
    pub title: &'a str,
    pub assets: &'a Assets,
    pub nonce: &'a str,
    /// `system`, `light` or `dark`.
    pub scheme: &'a str,
    /// Whether the page holds islands, and so needs wasm.
    pub islands: bool,
    /// Whether the page hears of changes, and from when on.
    pub live: Option<Live>,
    /// Further small scripts, by their name in the manifest.
    pub scripts: &'a [&'static str],
}

/// What a page needs to hear of changes.
pub(super) struct Live {
    since: Arc<str>,
    room: String,
}

impl Live {
    /// Pages of one session share one stream: they find each other by a name that says nothing.
    pub(super) fn of(visit: &Visit) -> Live {
        let hash = Sha256::new().chain_update(b"live").chain_update(visit.standing.session_hash).finalize();
        let room = hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        Live { since: Arc::clone(&visit.since), room }
    }
}

impl Document<'_> {
    /// The whole page as text. Must run inside an owner when the body holds islands.
    pub(super) fn render(&self, body: AnyView) -> String {
        let mut html = String::with_capacity(16_384);
        html.push_str("<!doctype html>");
        html.push_str(&self.view(body).to_html());
        html
    }

    fn view(&self, body: AnyView) -> AnyView {
        let (nonce, scheme) = (self.nonce.to_string(), self.scheme.to_string());
        let css = self.assets.path("duplex.css");
        let title = format!("{} · Duplex", self.title);
        let scripts: Vec<_> = self
            .scripts
            .iter()
            .map(|name| {
                let (src, nonce) = (self.assets.path(name), nonce.clone());
                view! { <script type="module" src=src nonce=nonce></script> }
            })
            .collect();
        let live = self.live.as_ref().map(|live| self.live(live, nonce.clone()));
        let islands = self.islands.then(|| self.islands(nonce));
        view! {
            <html lang="en-US" data-scheme=scheme>
                <head>
                    {document_head(css)}
                    <title>{title}</title>
                    {islands} {live} {scripts}
                </head>
                <body>{body}</body>
            </html>
        }
        .into_any()
    }

    fn live(&self, live: &Live, nonce: String) -> AnyView {
        let (src, since, room) = (self.assets.path("live.js"), live.since.to_string(), live.room.clone());
        view! { <script type="module" src=src nonce=nonce data-live-room=room data-since=since></script> }
            .into_any()
    }

    /// The loader reads the two addresses from its own element, so that no script stands inline.
    fn islands(&self, nonce: String) -> AnyView {
        let (js, wasm) = (self.assets.path("duplex.js"), self.assets.path("duplex_bg.wasm"));
        let src = self.assets.path("islands.js");
        view! {
            <link rel="modulepreload" href=js.clone()/>
            <link rel="preload" href=wasm.clone() r#as="fetch" r#type="application/wasm" crossorigin="anonymous"/>
            <script type="module" src=src nonce=nonce data-islands="" data-js=js data-wasm=wasm></script>
        }
        .into_any()
    }
}

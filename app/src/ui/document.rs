//! What stands in `<head>` of every page: how it scales, what it looks like, what it is called on a phone.

use leptos::prelude::*;

/// Links and metas of the house. `styles` is the address of the style sheet as the build named it.
pub fn document_head(styles: String) -> impl IntoView + use<> {
    view! {
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
        <meta name="color-scheme" content="light dark"/>
        <link rel="icon" href="/mark.svg" type="image/svg+xml"/>
        <link rel="icon" href="/favicon.ico" sizes="32x32"/>
        <link rel="apple-touch-icon" href="/icon-180.png"/>
        <link rel="manifest" href="/manifest.webmanifest"/>
        <link rel="stylesheet" href=styles/>
    }
}

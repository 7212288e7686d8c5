//! Dialogs. Each is a page with its own address first; where script or popovers help, it is a layer second.

use leptos::prelude::*;

use super::shown::Shown;

/// A dialog as a page: the question, what follows from it, and the two ways on.
pub fn dialog_page(title: impl Into<String>, body: impl Shown) -> AnyView {
    view! {
        <div class="dialog still" role="group" aria-labelledby="dialog-title">
            <h1 class="t-5" id="dialog-title">{title.into()}</h1>
            {body.shown()}
        </div>
    }
    .into_any()
}

/// The same as a layer over the page that asks; a button made by `opener(id, …)` opens it.
pub fn dialog_layer(id: &'static str, title: impl Into<String>, body: impl Shown) -> AnyView {
    let title_id = format!("{id}-title");
    let named_by = title_id.clone();
    view! {
        <div class="dialog" id=id popover="auto" role="dialog" aria-labelledby=named_by>
            <h2 class="t-5" id=title_id>{title.into()}</h2>
            {body.shown()}
        </div>
    }
    .into_any()
}

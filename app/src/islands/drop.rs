//! A file dragged anywhere over the page lands in its form and is sent. Without wasm the form's own control takes it.

use leptos::ev;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{DragEvent, HtmlFormElement, HtmlInputElement};

/// The control that dropped files go to: the page's one form for files.
const TARGET: &str = "form[enctype='multipart/form-data'] input[type=file]";

/// Takes files that are dropped on the page, and says so while one hovers.
#[island]
pub fn DropFiles() -> impl IntoView {
    let (hovers, set_hovers) = signal(false);
    Effect::new(move |_| {
        let over = window_event_listener(ev::dragover, move |event| {
            if holds_files(&event) {
                // Without this the browser would open the file in place of the page.
                event.prevent_default();
                set_hovers.set(true);
            }
        });
        let leave = window_event_listener(ev::dragleave, move |event| {
            // Leaving the window has nothing on the other side.
            if event.related_target().is_none() {
                set_hovers.set(false);
            }
        });
        let drop = window_event_listener(ev::drop, move |event| {
            if holds_files(&event) {
                event.prevent_default();
                set_hovers.set(false);
                take(&event);
            }
        });
        on_cleanup(move || {
            over.remove();
            leave.remove();
            drop.remove();
        });
    });
    view! {
        <div class="drop-here" class:hovers=hovers aria-hidden="true">
            <p>"Let go to bring this file"</p>
        </div>
    }
}

fn holds_files(event: &DragEvent) -> bool {
    event.data_transfer().is_some_and(|data| data.types().includes(&"Files".into(), 0))
}

fn take(event: &DragEvent) {
    let files = event.data_transfer().and_then(|data| data.files()).filter(|files| files.length() > 0);
    let input = document().query_selector(TARGET).ok().flatten();
    let input = input.and_then(|e| e.dyn_into::<HtmlInputElement>().ok());
    if let (Some(files), Some(input)) = (files, input) {
        input.set_files(Some(&files));
        let form: Option<HtmlFormElement> = input.form();
        // Where something is missing still, the page comes back and says what.
        if let Some(form) = form {
            let _ = form.request_submit();
        }
    }
}

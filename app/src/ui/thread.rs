//! Lineage: one thread from a figure back to the line of the file it came from.

use leptos::prelude::*;

use super::icon::{Icon, icon};
use super::shown::{Shown, stands_in_view};

/// A thread in the making.
#[derive(Default)]
pub struct Thread {
    knots: Vec<AnyView>,
}

/// Begins a thread at the figure; each knot after it lies nearer to the source.
pub fn thread() -> Thread {
    Thread::default()
}

impl Thread {
    /// One knot: what it is, the amount there, and what is known about it.
    pub fn knot(mut self, mark: Icon, title: impl Shown, sum: Option<String>, body: impl Shown) -> Thread {
        let sum = sum.map(|sum| view! { " " <span class="sum">{sum}</span> });
        let (title, body) = (title.shown(), body.shown());
        self.knots.push(view! { <li>{icon(mark)} <div><h3>{title} {sum}</h3> {body}</div></li> }.into_any());
        self
    }

    /// As a view.
    pub fn view(self) -> AnyView {
        view! { <ol class="thread-of">{self.knots}</ol> }.into_any()
    }
}

stands_in_view!(Thread);

/// A page whose table stands beside the thread of its chosen figure.
pub fn with_aside(
    body: impl Shown,
    id: &'static str,
    title: impl Into<String>,
    aside: impl Shown,
) -> AnyView {
    let title_id = format!("{id}-title");
    let named_by = title_id.clone();
    view! {
        <div class="with-aside columns">
            <div>{body.shown()}</div>
            <aside class="aside" id=id aria-labelledby=named_by>
                <div class="head"><h2 id=title_id>{title.into()}</h2></div>
                {aside.shown()}
            </aside>
        </div>
    }
    .into_any()
}

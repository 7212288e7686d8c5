//! Where a thing stands: a line with stations, across or down; and how far long work has come.

use leptos::prelude::*;

use super::shown::{Shown, stands_in_view};
use super::words::grouped;

/// A line of stations in the making.
pub struct Track {
    label: String,
    down: bool,
    stations: Vec<AnyView>,
}

/// A line across the page; `label` says whose it is, for readers.
pub fn track(label: impl Into<String>) -> Track {
    Track { label: label.into(), down: false, stations: Vec::new() }
}

/// The same set downwards, the day in the margin.
pub fn track_down(label: impl Into<String>) -> Track {
    Track { down: true, ..track(label) }
}

impl Track {
    /// A station behind us, and when.
    pub fn done(self, name: impl Into<String>, when: impl Shown) -> Track {
        self.push(Some("done"), name.into(), when.shown(), None)
    }

    /// The station it stands at.
    pub fn here(self, name: impl Into<String>, when: impl Shown) -> Track {
        self.push(Some("here"), name.into(), when.shown(), None)
    }

    /// A station to come.
    pub fn ahead(self, name: impl Into<String>, when: impl Shown) -> Track {
        self.push(None, name.into(), when.shown(), None)
    }

    /// A station behind us with words of its own, for a line set downwards.
    pub fn told(self, name: impl Into<String>, when: impl Shown, words: impl Shown) -> Track {
        self.push(Some("done"), name.into(), when.shown(), Some(words.shown()))
    }

    /// A station to come with words of its own.
    pub fn foretold(self, name: impl Into<String>, when: impl Shown, words: impl Shown) -> Track {
        self.push(None, name.into(), when.shown(), Some(words.shown()))
    }

    fn push(
        mut self,
        class: Option<&'static str>,
        name: String,
        when: AnyView,
        words: Option<AnyView>,
    ) -> Track {
        let step = (class == Some("here")).then_some("step");
        let station = match self.down {
            false => view! { <li class=class aria-current=step><b>{name}</b> " " {when}</li> }.into_any(),
            true => view! {
                <li class=class aria-current=step>
                    <span class="at">{when}</span> <span><b>{name}</b> " " {words}</span>
                </li>
            }
            .into_any(),
        };
        self.stations.push(station);
        self
    }

    /// As a view.
    pub fn view(self) -> AnyView {
        let class = if self.down { "track down" } else { "track" };
        view! { <ol class=class aria-label=self.label>{self.stations}</ol> }.into_any()
    }
}

stands_in_view!(Track);

/// How far a job has come. The job goes on when the page is closed.
pub fn progress(label: impl Into<String>, done: i64, of: i64, unit: &'static str) -> AnyView {
    let label = label.into();
    let words = format!("{} of {} {unit}", grouped(done), grouped(of));
    view! {
        <div>
            <p class="between"><b>{label.clone()}</b> <span>{words.clone()}</span></p>
            <progress max=of value=done aria-label=label>{words}</progress>
        </div>
    }
    .into_any()
}

//! The pages before anybody is known: setup, sign-in, invitation, a new password. Words at the left, the form
//! at the right; on a small screen one after the other.

use leptos::prelude::*;

use super::icon::{Icon, icon};
use super::shell::skip_link;
use super::shown::{Shown, stands_in_view};

/// A cover page in the making.
pub struct Cover {
    mark: Icon,
    title: String,
    lead: Option<AnyView>,
    points: Vec<AnyView>,
    body: AnyView,
}

/// A cover page with its title and what stands at the right, usually a form.
pub fn cover(title: impl Into<String>, body: impl Shown) -> Cover {
    let (title, body) = (title.into(), body.shown());
    Cover { mark: Icon::MarkLandlord, title, lead: None, points: Vec::new(), body }
}

impl Cover {
    /// For somebody who rents: the other half of the mark is filled.
    pub fn for_tenant(mut self) -> Cover {
        self.mark = Icon::MarkTenant;
        self
    }

    /// One or two sentences under the title.
    pub fn lead(mut self, words: impl Shown) -> Cover {
        self.lead = Some(words.shown());
        self
    }

    /// One thing to know, its first words strong.
    pub fn point(mut self, mark: Icon, strong: &'static str, words: &'static str) -> Cover {
        self.points.push(view! { <li>{icon(mark)} <span><b>{strong}</b> " " {words}</span></li> }.into_any());
        self
    }

    /// As a view.
    pub fn view(self) -> AnyView {
        let lead = self.lead.map(|words| view! { <p class="lead">{words}</p> });
        let points =
            (!self.points.is_empty()).then(|| view! { <ul class="points" role="list">{self.points}</ul> });
        view! {
            {skip_link()}
            <main class="cover" id="main">
                <p class="brand">{icon(self.mark)} "Duplex"</p>
                <div class="leaves">
                    <div class="first"><h1>{self.title}</h1> {lead}</div>
                    <div class="side">{self.body}</div>
                    {points}
                </div>
            </main>
        }
        .into_any()
    }
}

stands_in_view!(Cover);

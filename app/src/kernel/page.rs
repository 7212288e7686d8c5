//! Drawing a page: the reads are done, the portal goes around the body, and the whole is sent at once.

use std::sync::Arc;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use hydration_context::SsrSharedContext;
use leptos::prelude::*;
use leptos::reactive::owner::Owner;

use domain::Role;

use super::document::{Document, Live};
use super::house::House;
use super::notice::Notice;
use super::visit::Visit;
use crate::ui::{Chrome, Toast, shell, tenant_shell};

/// Which portal stands around a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// The landlord's dashboard.
    Landlord,
    /// The tenant's portal.
    Tenant,
    /// A page on its own, before or beside the portals; draws its own frame.
    Cover,
}

/// A page in the making.
pub struct Page {
    title: String,
    door: Door,
    status: StatusCode,
    islands: bool,
    live: Option<&'static str>,
    scripts: Vec<&'static str>,
}

impl Page {
    /// A page behind a door, with the title of its window.
    pub fn new(door: Door, title: impl Into<String>) -> Page {
        Page {
            title: title.into(),
            door,
            status: StatusCode::OK,
            islands: false,
            live: None,
            scripts: Vec::new(),
        }
    }

    /// The answer to a form that could not be accepted: 422, everything typed still in place.
    pub fn refused(mut self) -> Page {
        self.status = StatusCode::UNPROCESSABLE_ENTITY;
        self
    }

    /// A page that says in words why there is nothing here.
    pub fn status(mut self, status: StatusCode) -> Page {
        self.status = status;
        self
    }

    /// [`Page::refused`] when the form has errors.
    pub fn refused_if(self, refused: bool) -> Page {
        if refused { self.refused() } else { self }
    }

    /// The body holds islands: loads wasm.
    pub fn with_islands(mut self) -> Page {
        self.islands = true;
        self
    }

    /// The body holds live regions: elements with an id and `data-live="ticket"` or `data-live="ticket:UUID"`, several
    /// parted by blanks, or `*` for anything. When such a thing changes, the page is asked for again and they are brought up
    /// to date in place; so they have to be there even when they are empty.
    pub fn with_live(mut self) -> Page {
        self.live.get_or_insert("");
        self
    }

    /// [`Page::with_live`], and all of the page's main part is one live region, which hears of these nouns; but what is marked
    /// `data-still` stays as it was drawn.
    pub fn live_on(mut self, nouns: &'static str) -> Page {
        self.live = Some(nouns);
        self
    }

    /// Loads a small script of `public/` by its name in the manifest.
    pub fn with_script(mut self, name: &'static str) -> Page {
        self.scripts.push(name);
        self
    }

    /// Draws the page for a visit. `body` runs when the portal is drawn, after all reads.
    pub fn draw(self, visit: &Visit, body: impl FnOnce() -> AnyView) -> Response {
        let chrome = Chrome { live: self.live.unwrap_or_default(), ..chrome(visit) };
        let nonce = fresh_nonce();
        let live = self.live.map(|_| Live::of(visit));
        let html = self.render(&visit.house, &nonce, &visit.standing.scheme, live, |door| match door {
            Door::Landlord => shell(chrome, body()),
            Door::Tenant => tenant_shell(chrome, body()),
            Door::Cover => view! { {body()} {chrome.toast.map(Toast::view)} }.into_any(),
        });
        finish(html, &nonce, self.status, visit.notice.is_some())
    }

    /// Draws a page for somebody nobody knows yet: sign-in, setup, invitations.
    pub fn draw_for_stranger(self, house: &House, body: impl FnOnce() -> AnyView) -> Response {
        let nonce = fresh_nonce();
        let html = self.render(house, &nonce, "system", None, |_| body());
        finish(html, &nonce, self.status, false)
    }

    fn render(
        &self,
        house: &House,
        nonce: &str,
        scheme: &str,
        live: Option<Live>,
        body: impl FnOnce(Door) -> AnyView,
    ) -> String {
        let document = Document {
            title: &self.title,
            assets: &house.assets,
            nonce,
            scheme,
            islands: self.islands,
            live,
            scripts: &self.scripts,
        };
        let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
        owner.with(|| document.render(body(self.door)))
    }
}

fn chrome(visit: &Visit) -> Chrome {
    let place = visit.standing.place.as_ref();
    let role = visit.role().unwrap_or(Role::Tenant);
    Chrome {
        path: visit.path.clone(),
        portfolio: place.map(|p| p.name.clone()).unwrap_or_default(),
        person: visit.standing.name.clone(),
        role,
        review_count: place.map_or(0, |p| p.open_lines),
        repairs_count: place.map_or(0, |p| p.open_repairs),
        unread: place.map_or(0, |p| p.unread),
        is_demo: place.is_some_and(|p| p.is_demo),
        can_view_as_tenant: role.keeps_people(),
        other_doors: visit.standing.doors > 1,
        viewing_as: place.and_then(|p| p.viewing_as.as_ref()).map(|(_, name)| name.clone()),
        live: "",
        toast: visit.notice.clone().map(toast),
    }
}

fn toast(notice: Notice) -> Toast {
    let toast = Toast::new(notice.sentence);
    match notice.undo {
        Some(path) => toast.undo(path),
        None => toast,
    }
}

/// The one-time word that lets this page's own scripts run: 128 random bits.
fn fresh_nonce() -> String {
    let mut bytes = [0u8; 16];
    store::db::fill(&mut bytes);
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

fn finish(html: String, nonce: &str, status: StatusCode, notice_eaten: bool) -> Response {
    let mut response = (status, html).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    // Nothing inline runs, not even style; wasm needs its own word.
    let policy = format!(
        "default-src 'self'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; img-src 'self' data:; object-src 'none'; \
         base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
    );
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    // Pages hold what one person may see: no cache keeps them.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if notice_eaten && let Ok(cookie) = HeaderValue::from_str(&Notice::eaten()) {
        headers.append(header::SET_COOKIE, cookie);
    }
    response
}

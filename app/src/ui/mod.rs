//! The look: shells, forms, tables, money, dates, charts. Knows no feature of the house.
//!
//! Builders instead of components with many props: `page_head("Leases").lead("…")`, `form("/leases", &typed)
//! .with(text("name", "Name"))`. A builder stands in the braces of `view!` as it is, and returns an erased view,
//! so that the types of pages stay small. Variation is by class, attribute and `data-tone`; there is no style
//! attribute anywhere, because the content security policy refuses them.

mod button;
pub mod chart;
mod chrome;
mod cover;
pub mod date;
mod dialog;
mod document;
mod filters;
mod find;
pub mod form;
mod head;
mod house;
mod html;
mod icon;
mod leaders;
pub mod money;
pub mod nav;
mod needs;
mod notice;
mod owe;
mod pager;
mod shell;
mod shown;
mod status;
mod strip;
pub mod table;
mod tabs;
mod tenant;
mod thread;
mod track;
pub mod words;

pub use button::{Button, button, closer, link_button, opener, press, resting};
pub use chrome::Chrome;
pub use cover::{Cover, cover};
pub use dialog::{dialog_layer, dialog_page};
pub use document::document_head;
pub use filters::filters;
pub use find::find;
pub use form::form;
pub use head::{PageHead, crumbs, page_head, section, section_linked};
pub use house::house;
pub use html::Html;
pub use icon::{Icon, icon};
pub use leaders::{Leaders, facts, leaders};
pub use needs::{Need, need, needs};
pub use notice::{Toast, empty, note};
pub use owe::{Owe, owe};
pub use pager::{next_page, pager};
pub use shell::shell;
pub(crate) use shell::skip_link;
pub use shown::Shown;
pub use status::{Status, Tone, status, tag};
pub use strip::{Figure, figure, strip};
pub use table::table;
pub use tabs::{Tabs, tabs};
pub use tenant::tenant_shell;
pub use thread::{Thread, thread, with_aside};
pub use track::{Track, progress, track, track_down};

#[cfg(test)]
mod kit;

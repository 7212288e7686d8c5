//! What every page stands on: who is visiting, how a page is drawn, how a form is read, how a failure is told.

mod answer;
mod asked;
mod assets;
mod document;
mod form;
mod house;
mod notice;
mod page;
mod photos;
mod shelf;
mod visit;

pub use answer::{Answer, Failure, Sentence, Unknown, csv, download, go, see_other};
pub use asked::{Asked, Link, link_to};
pub use assets::Assets;
pub use form::{Form, OnlyShown, Upload, Uploads, texts};
pub use house::{Address, House, RequestId};
pub use notice::Notice;
pub use page::{Door, Page};
pub use photos::Photos;
pub use shelf::{Lying, Shelf, Unshelved};
pub(crate) use visit::cookie;
pub use visit::{Landlord, Tenancy, Visit, session_cookie, session_hash};

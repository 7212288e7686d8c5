//! How files are shown: photos small and side by side, documents by name, each leading to the whole one.

use domain::file::{FILE_BYTES_MAX, FORM_FILES_MAX, Size, Thumbnail};
use leptos::prelude::*;
use store::files::FileRow;

use crate::kernel::Visit;
use crate::ui::form::{Field, choose_file};
use crate::ui::{Icon, icon};

/// What a form may bring. Telephones turn their own kinds into the first of these when they are asked this way.
pub const ACCEPT: &str = "image/jpeg,image/png,image/webp,application/pdf";

/// The control of a form that takes photos and documents: several at once, none needed.
pub fn choose(label: &'static str) -> Field {
    let most = FILE_BYTES_MAX / 1_048_576;
    choose_file("photos", label, ACCEPT).several().optional().hint(format!(
        "JPEG, PNG, WebP or PDF, at most {FORM_FILES_MAX} at once and {most} MB each. Where a photo was taken is removed from it."
    ))
}

/// The files of a repair, for whoever visits.
pub fn photos(visit: &Visit, files: &[FileRow]) -> AnyView {
    let items: Vec<_> = files.iter().map(|file| item(visit, file)).collect();
    view! { <ul class="photos">{items}</ul> }.into_any()
}

fn item(visit: &Visit, file: &FileRow) -> AnyView {
    let href = format!("/files/{}", file.id);
    let about = format!("{}, {}", file.added_by_name, Size(file.bytes));
    let own = file.lease.is_none().then(|| view! { <span class="only">"Only your side sees it"</span> });
    // A landlord who looks through a tenant's eyes changes nothing.
    let may = file.may_remove(&visit.standing.viewer) && visit.standing.viewer.person().is_some();
    let remove = may.then(|| {
        let action = format!("/files/{}/remove", file.id);
        let which = file.name.clone();
        view! { <form method="post" action=action><button class="button quiet small">"Remove" <span class="sr">{which}</span></button></form> }
    });
    view! {
        <li>
            <a href=href>{face(file)} <span class="name">{file.name.clone()}</span></a>
            <p class="about">{about}</p>
            {own} {remove}
        </li>
    }
    .into_any()
}

/// The small picture; until it is made a box that says so; for documents, and where it cannot be made, an icon.
fn face(file: &FileRow) -> AnyView {
    match file.thumbnail {
        Thumbnail::Ready => {
            let src = format!("/files/{}/small", file.id);
            // The name stands below it and says the same.
            view! { <img src=src alt="" loading="lazy" width="144" height="108"/> }.into_any()
        }
        Thumbnail::Waiting => {
            view! { <span class="face"><span>"Small picture comes in a moment"</span></span> }.into_any()
        }
        Thumbnail::None | Thumbnail::Failed => {
            view! { <span class="face">{icon(Icon::File)}</span> }.into_any()
        }
    }
}

//! Where somebody is signed in, and ending it; and what they changed about themselves.

use domain::Viewer;
use leptos::prelude::*;
use store::person_activity::{self, PersonActivity};
use store::sessions;

use super::{Side, settings_tabs};
use crate::kernel::{Answer, Failure, Form, Notice, Page, Visit, go, see_other};
use crate::people::secrets::{hex, unhex};
use crate::ui::date::moment;
use crate::ui::table::{kind, name, wide, words};
use crate::ui::{Icon, Tone, button, page_head, section, status, table};

/// `GET …/sessions`
pub async fn show(visit: Visit) -> Answer {
    let side = Side::of(&visit);
    if visit.standing.place.is_none() {
        return Err(Failure::Elsewhere("/doors"));
    }
    if !visit.path.starts_with(side.base) {
        return Ok(go(&side.page("sessions")));
    }
    let mut tx = own(&visit).await?;
    let (open, changes) = (sessions::list(&mut tx).await?, person_activity::list(&mut tx).await?);
    Ok(Page::new(side.door, "Sign-ins").draw(&visit, || {
        let path = side.page("sessions");
        let mut head = page_head("Settings");
        if open.len() > 1 {
            let all = view! {
                <form method="post" action=path.clone()>
                    {button("End all others").sends("session", "others")}
                </form>
            };
            head = head.action(all.into_any());
        }
        let tabs = settings_tabs(&visit, &path);
        view! { {head} {tabs} {listed(&visit, &path, &open)} {changed(&visit, &changes)} }.into_any()
    }))
}

/// As oneself: also for a landlord who looks through a tenant's eyes, whose sessions these are not.
async fn own(visit: &Visit) -> Result<store::Tx, Failure> {
    let viewer = Viewer::Person { person: visit.standing.viewer.person().ok_or(Failure::Missing)? };
    Ok(visit.house.db.enter(&viewer).await?)
}

fn listed(visit: &Visit, path: &str, open: &[sessions::Session]) -> AnyView {
    let columns = [name("Where"), words("Used"), wide("Signed in"), kind("End", "do").unseen()];
    let mut rows = table("Where you are signed in", columns);
    let (now, zone) = (visit.now(), visit.standing.zone);
    for session in open {
        let here = session.id_hash == visit.standing.session_hash;
        rows.row(|row| {
            row.text(&session.browser).sub(&session.address);
            row.view(moment(session.seen_at, now, zone).into_any());
            row.view(moment(session.created_at, now, zone).into_any());
            if here {
                row.status(&status(Tone::Plain, Icon::Check, "This one"));
            } else {
                row.view(
                    view! {
                        <form method="post" action=path.to_string()>
                            {button("End").small().sends("session", hex(&session.id_hash))}
                        </form>
                    }
                    .into_any(),
                );
            }
        });
    }
    rows.view()
}

/// What they changed about themselves, so that somebody else's hand is noticed.
fn changed(visit: &Visit, changes: &[PersonActivity]) -> Option<AnyView> {
    let mut rows = table("What you changed about yourself", [name("What"), words("When")]);
    for change in changes {
        rows.row(|row| {
            row.text(&change.sentence);
            row.view(moment(change.at, visit.now(), visit.standing.zone).into_any());
        });
    }
    let words = "If one of these was not you, change your password: it signs you out everywhere else.";
    let body = view! { {rows.view()} <p class="after">{words}</p> };
    (!changes.is_empty()).then(|| section("changes", "What you changed about yourself", body))
}

/// `POST …/sessions`
pub async fn end(visit: Visit, Form(typed): Form) -> Answer {
    let mut tx = own(&visit).await?;
    let words = match typed.value("session") {
        "others" => {
            sessions::end_others(&mut tx, &visit.standing.session_hash).await?;
            "All other sign-ins are ended."
        }
        one => {
            let id_hash = unhex(one).ok_or(Failure::Missing)?;
            sessions::end_own(&mut tx, &id_hash).await?;
            "That sign-in is ended."
        }
    };
    tx.commit().await?;
    Ok(see_other(&Side::of(&visit).page("sessions"), Notice::new(words)))
}

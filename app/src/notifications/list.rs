//! `/notifications` at both doors: what happened to repairs, newest first. Opening one marks it as read.

use axum::extract::Path;
use chrono::DateTime;
use domain::Role;
use domain::id::NotificationId;
use leptos::prelude::*;
use store::notifications::{self, Cursor, Notification};

use crate::kernel::{Answer, Asked, Door, Failure, Notice, Page, Visit, go, link_to, see_other};
use crate::ui::table::{kind, name};
use crate::ui::{Icon, Tone, button, date, empty, link_button, page_head, pager, press, status, table};

/// Rows on one page.
const ROWS: u16 = 50;

/// Where the pages of this visit's side begin.
fn side(visit: &Visit) -> Result<(Door, &'static str), Failure> {
    match visit.role() {
        Some(Role::Tenant) if visit.path.starts_with("/portal/") => Ok((Door::Tenant, "/portal")),
        Some(role) if role.keeps_people() && !visit.path.starts_with("/portal/") => Ok((Door::Landlord, "")),
        _ => Err(Failure::Missing),
    }
}

/// `GET …/notifications?before=…`
pub async fn show(visit: Visit, Asked(asked): Asked) -> Answer {
    let (door, base) = side(&visit)?;
    let after = read_cursor(asked.value("before"));
    let mut tx = visit.enter().await?;
    // Whoever looks through a tenant's eyes finds none: they are the tenant's own.
    let mut rows = match visit.standing.viewer.person() {
        Some(_) => notifications::list(&mut tx, after, ROWS + 1).await?,
        None => Vec::new(),
    };
    let has_older = rows.len() > usize::from(ROWS);
    rows.truncate(usize::from(ROWS));
    let here = link_to(format!("{base}/notifications"));
    let older = rows.last().filter(|_| has_older).map(|n| here.clone().with("before", cursor(n)).href());
    let newest = after.map(|_| here.href());
    Ok(Page::new(door, "Notifications").with_live().draw(&visit, || {
        let unread = rows.iter().any(|n| n.read_at.is_none());
        let mut head = page_head("Notifications").action(
            link_button(format!("{base}/settings/notifications"), "Choose what you hear of")
                .icon(Icon::Settings),
        );
        if unread {
            head = head.action(press(
                format!("{base}/notifications/read"),
                button("Mark all as read").icon(Icon::Check),
            ));
        }
        let body = if rows.is_empty() {
            empty(
                "Nothing new",
                "When something happens to a repair that concerns you, it stands here.",
                None,
            )
        } else {
            view! { {listed(&visit, base, &rows)} {pager("", newest, older)} }.into_any()
        };
        view! { {head} <div id="notifications" data-live="notification">{body}</div> }.into_any()
    }))
}

fn listed(visit: &Visit, base: &str, rows: &[Notification]) -> AnyView {
    let columns = [name("What"), kind("When", "date nowrap"), kind("Read", "state").unseen()];
    let mut list = table("What happened", columns).folds();
    for one in rows {
        list.row(|row| {
            // A form and not a link, because opening it marks it as read.
            row.view(
                press(
                    format!("{base}/notifications/{}/open", one.id),
                    button(one.sentence.clone()).quiet().class("sentence"),
                )
                .into_any(),
            );
            row.view(date::moment(one.created_at, visit.now(), visit.standing.zone));
            match one.read_at {
                None => row.status(&status(Tone::Wait, Icon::Bell, "New")),
                Some(_) => row.status(&status(Tone::Plain, Icon::Check, "Read")),
            };
        });
    }
    list.view()
}

/// `POST …/notifications/{id}/open`
pub async fn open(visit: Visit, Path(id): Path<String>) -> Answer {
    let (_, base) = side(&visit)?;
    let id: NotificationId = id.parse().map_err(|_| Failure::Missing)?;
    let mut tx = visit.enter().await?;
    let ticket = notifications::open(&mut tx, id).await?;
    tx.commit().await?;
    let page = if base.is_empty() { "/maintenance" } else { "/portal/repairs" };
    Ok(go(&format!("{page}/{ticket}")))
}

/// `POST …/notifications/read`
pub async fn read_all(visit: Visit) -> Answer {
    let (_, base) = side(&visit)?;
    let mut tx = visit.enter().await?;
    let count = notifications::read_all(&mut tx).await?;
    tx.commit().await?;
    let words =
        if count == 0 { "Everything was read already." } else { "All notifications are marked as read." };
    Ok(see_other(&format!("{base}/notifications"), Notice::new(words)))
}

fn cursor(one: &Notification) -> String {
    format!("{}_{}", one.created_at.timestamp_micros(), one.id)
}

fn read_cursor(text: &str) -> Option<Cursor> {
    let (at, id) = text.split_once('_')?;
    Some(Cursor { at: DateTime::from_timestamp_micros(at.parse().ok()?)?, id: id.parse().ok()? })
}

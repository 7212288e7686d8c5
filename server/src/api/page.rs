//! Lists in pages: `limit` at once, `cursor` to go on from where the page before ended.

use axum::Json;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::problem::Problem;

/// Entries on a page that asks for no number of its own.
const USUAL: u16 = 50;
/// Most entries on one page.
const MOST: u16 = 100;

/// A page of a list.
#[derive(Serialize, ToSchema)]
pub struct Page<T> {
    /// The entries.
    pub items: Vec<T>,
    /// What to send as `cursor` for the next page; `null` on the last one.
    pub next: Option<String>,
}

impl<T: Serialize> IntoResponse for Page<T> {
    fn into_response(self) -> Response {
        Json(self).into_response()
    }
}

/// How many entries were asked for.
pub fn limit(asked: Option<u16>) -> Result<i64, Problem> {
    match asked.unwrap_or(USUAL) {
        limit @ 1..=MOST => Ok(limit.into()),
        _ => Err(Problem::new("not-understood", format!("limit: ask for 1 to {MOST} at once."))),
    }
}

/// A moment and a key, as a cursor carries them.
pub fn mark(at: DateTime<Utc>, id: Uuid) -> String {
    format!("{}.{}", at.timestamp_micros(), id.simple())
}

/// What [`mark`] has written.
pub fn read_mark(text: &str) -> Option<(DateTime<Utc>, Uuid)> {
    let (at, id) = text.split_once('.')?;
    Some((DateTime::from_timestamp_micros(at.parse().ok()?)?, id.parse().ok()?))
}

/// For a cursor that is none of ours.
pub fn no_cursor() -> Problem {
    Problem::new("not-understood", "cursor: send what the page before gave as next, or nothing.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_comes_back_as_it_was() {
        let (at, id) = ("2026-11-25T12:00:00.123456Z".parse().unwrap(), Uuid::from_u128(7));
        assert_eq!(read_mark(&mark(at, id)), Some((at, id)));
        for text in ["", "7", "x.y", "7.x", "99999999999999999999.0"] {
            assert_eq!(read_mark(text), None, "{text}");
        }
    }

    #[test]
    fn a_page_has_one_to_a_hundred_entries() {
        assert_eq!(limit(None).unwrap(), 50);
        assert!(limit(Some(0)).is_err() && limit(Some(101)).is_err());
    }
}

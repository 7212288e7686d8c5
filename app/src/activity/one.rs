//! `/activity/{id}`: one thing that was done, with the values before and after.

use axum::extract::Path;
use domain::Cents;
use domain::id::ActivityId;
use leptos::prelude::*;
use serde_json::{Map, Value};
use store::activity::{self, Activity};

use super::undo::can_take_back;
use crate::kernel::{Answer, Door, Landlord, Page, Visit};
use crate::ui::table::{name, words};
use crate::ui::{Icon, button, date, facts, link_button, page_head, press, section, table};

/// `GET /activity/{id}`
pub async fn show(Landlord(visit): Landlord, Path(id): Path<ActivityId>) -> Answer {
    let mut tx = visit.enter().await?;
    let entry = activity::read(&mut tx, id).await?;
    Ok(Page::new(Door::Landlord, "Activity").draw(&visit, || body(&visit, &entry)))
}

fn body(visit: &Visit, entry: &Activity) -> AnyView {
    let mut head = page_head(entry.sentence.clone()).crumbs(&[("/activity", "Activity")]);
    if let Some(href) = subject_page(entry) {
        head = head.action(link_button(href, "See it").icon_after(Icon::ArrowRight));
    }
    let about = format!("/activity?about={}", entry.subject);
    head = head.action(link_button(about, "All about it").quiet().icon(Icon::Clock));
    if can_take_back(entry, visit.now(), visit.role()) {
        head = head.action(press(format!("/activity/{}/undo", entry.id), button("Undo").icon(Icon::Undo)));
    }
    let moment = |at| {
        let local = chrono::DateTime::with_timezone(&at, &visit.zone());
        format!("{}, {}", date::long_day(local.date_naive()), date::clock(local))
    };
    let undone = entry.undone_at.map_or_else(|| "No".to_string(), moment);
    let mut rows =
        vec![("Who", entry.person_name.clone()), ("When", moment(entry.at)), ("Taken back", undone)];
    if let Some(request) = entry.request {
        rows.push(("Request in the log", request.to_string()));
    }
    let who = facts(rows);
    let values = changes(entry).map(|values| section("values", "Values", values));
    view! { {head} {section("done", "Done", who)} {values} }.into_any()
}

/// Old and new values side by side, only where they differ.
fn changes(entry: &Activity) -> Option<AnyView> {
    let nothing = Map::new();
    let object = |value: &Option<Value>| value.as_ref().and_then(Value::as_object).cloned();
    let (before, after) = (object(&entry.before), object(&entry.after));
    if before.is_none() && after.is_none() {
        return None;
    }
    let (old, new) = (before.as_ref().unwrap_or(&nothing), after.as_ref().unwrap_or(&nothing));
    let mut list = table("Values before and after", [name("Value"), words("Before"), words("After")])
        .class("table plain");
    let keys: std::collections::BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    for key in keys {
        let (was, is) = (written(key, old.get(key)), written(key, new.get(key)));
        if was != is {
            list.row(|row| {
                row.text(&words_of(key)).text(&was).text(&is);
            });
        }
    }
    (!list.is_empty()).then(|| list.view())
}

/// `placed_in_service` as people read it.
fn words_of(key: &str) -> String {
    let words = key.trim_end_matches("_id").replace('_', " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn written(key: &str, value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => "–".into(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Bool(yes)) => if *yes { "yes" } else { "no" }.into(),
        Some(Value::Array(list)) => list.iter().map(|v| written(key, Some(v))).collect::<Vec<_>>().join("; "),
        Some(Value::Object(map)) => map
            .iter()
            .map(|(k, v)| format!("{} {}", words_of(k).to_lowercase(), written(k, Some(v))))
            .collect::<Vec<_>>()
            .join(", "),
        Some(Value::Number(number)) => match number.as_i64().filter(|_| is_money(key)) {
            Some(cents) => Cents(cents).to_string(),
            None => number.to_string(),
        },
    }
}

/// Entries hold cents as whole numbers; these are the names they go by.
fn is_money(key: &str) -> bool {
    const NAMES: &[&str] = &[
        "amount", "cost", "land", "rent", "deposit", "opening", "stated", "least", "most", "price", "fee",
        "late_fee",
    ];
    key.ends_with("_cents") || NAMES.contains(&key)
}

/// The page of the row it was done to, by the noun of its kind.
fn subject_page(entry: &Activity) -> Option<String> {
    let (noun, _) = entry.kind.split_once('.')?;
    let place = match noun {
        "property" => "properties",
        "unit" => "units",
        "tenant" => "tenants",
        "lease" => "leases",
        "account" => "accounts",
        "import" => "imports",
        "line" => "transactions",
        "rule" => "rules",
        _ => return None,
    };
    Some(format!("/{place}/{}", entry.subject))
}

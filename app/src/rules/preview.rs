//! What a rule would have met so far, and which other rules meet the same lines.

use domain::Cents;
use domain::id::{BankLineId, RuleId};
use domain::rules::{Direction, RuleDraft};
use leptos::prelude::*;
use store::rules::{Preview, RuleRow};

use crate::ui::table::{figures, name};
use crate::ui::words::{grouped, things};
use crate::ui::{Icon, Tone, facts, money, need, needs, section, table};

/// The preview as a section.
pub fn view(preview: &Preview) -> AnyView {
    let rows = [
        ("In review", format!("{} would be settled", things(preview.open, "line", "lines"))),
        ("Booked the same", things(preview.agree, "line", "lines")),
        ("Booked otherwise", format!("{}, which stay as they are", things(preview.differ, "line", "lines"))),
    ];
    let body = view! { {facts(rows)} {examples(&preview.examples, preview.open)} };
    section("preview", "On your history", body.into_any())
}

fn examples(rows: &[(BankLineId, String, Cents)], all: i64) -> Option<AnyView> {
    if rows.is_empty() {
        return None;
    }
    let mut list = table("Lines in review that it would settle", [name("In review"), figures("Amount")])
        .class("table plain");
    for (id, words, amount) in rows {
        list.row(|row| {
            row.link(&format!("/transactions/{id}"), words).text(&money::flow(*amount));
        });
    }
    let shown = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let more =
        (all > shown).then(|| view! { <p class="muted">{format!("And {} more.", grouped(all - shown))}</p> });
    Some(view! { {list} {more} }.into_any())
}

/// Rules that meet lines of the same words and say something else; the first in the list decides.
pub fn conflicts(id: Option<RuleId>, draft: &RuleDraft, rules: &[RuleRow]) -> Option<AnyView> {
    let found: Vec<_> = rules
        .iter()
        .filter(|other| Some(other.id) != id && overlaps(draft, &other.draft))
        .map(|other| {
            let words = match comes_first(&other.draft, draft) {
                true => "It is asked first, so it decides where both fit.",
                false => "It is asked after this one, so this one decides where both fit.",
            };
            need(
                Tone::Wait,
                Icon::Rule,
                format!("/rules/{}", other.id),
                format!("“{}” says something else", other.draft.name),
            )
            .words(words)
            .fact(other.category_name.clone(), format!("priority {}", other.draft.priority))
        })
        .collect();
    (!found.is_empty())
        .then(|| section("conflicts", "Other rules for the same lines", needs("Rules that differ", found)))
}

/// Both can meet one line, and what they make of it differs.
fn overlaps(a: &RuleDraft, b: &RuleDraft) -> bool {
    let (x, y) = (format!(" {} ", a.pattern), format!(" {} ", b.pattern));
    let words = x.contains(y.as_str()) || y.contains(x.as_str());
    let ways = a.direction == b.direction || [a.direction, b.direction].contains(&Direction::Any);
    let accounts = a.account.is_none() || b.account.is_none() || a.account == b.account;
    let above = |least: Option<Cents>, most: Option<Cents>| least.zip(most).is_none_or(|(l, m)| l <= m);
    let amounts = above(a.least, b.most) && above(b.least, a.most);
    let differ = (&a.category, a.property) != (&b.category, b.property);
    words && ways && accounts && amounts && differ
}

/// Higher priority, then the longer pattern: as the matcher asks.
fn comes_first(a: &RuleDraft, b: &RuleDraft) -> bool {
    (a.priority, a.pattern.len()) > (b.priority, b.pattern.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(pattern: &str, category: &str) -> RuleDraft {
        RuleDraft::always(pattern, category, category, None)
    }

    #[test]
    fn rules_conflict_when_one_line_can_meet_both_and_they_differ() {
        assert!(overlaps(&rule("HOME DEPOT", "repairs"), &rule("DEPOT", "supplies")));
        assert!(!overlaps(&rule("HOME DEPOT", "repairs"), &rule("DEPOT", "repairs")));
        assert!(!overlaps(&rule("OFFICE", "repairs"), &rule("OFF", "supplies")), "words count whole");
        let small = RuleDraft { most: Some(Cents(5_000)), ..rule("HOME DEPOT", "supplies") };
        let large = RuleDraft { least: Some(Cents(5_001)), ..rule("HOME DEPOT", "repairs") };
        assert!(!overlaps(&small, &large));
    }
}

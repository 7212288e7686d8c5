//! The words of a question about a CSV file.

use super::build::{self, Source};
use super::choose::{Open, Plan, Reading};
use super::lines::{Day, Fault};
use super::{amounts, dates};
use crate::question::{Answer, Choice, DateOrder, DecimalStyle, Money, Question, SignRule, day};

/// Most readings that are offered. What lies beyond them is answered by mapping the columns by hand.
const MAX_READINGS: usize = 4;

/// A question over readings that differ. What was `answered` before stays part of each new answer, which takes its place.
pub(super) fn question(source: &Source<'_, '_>, open: &Open<'_>, answered: Option<&Answer>) -> Question {
    let (plans, readings) = (open.plans.as_slice(), open.readings.as_slice());
    let before = answered.cloned().unwrap_or_default();
    let differ = |part: fn(&Reading) -> usize| readings.iter().any(|r| part(r) != part(&readings[0]));
    let doubt = Doubt {
        columns: differ(|r| r.plan),
        order: differ(|r| r.order as usize),
        style: differ(|r| r.style as usize),
        sign: differ(|r| r.rule as usize),
    };
    // What any reading leaves open is part of each answer, also when not all readings are shown.
    let readings = &readings[..readings.len().min(MAX_READINGS)];
    let choices: Vec<Choice> = readings
        .iter()
        .map(|reading| {
            let plan = &plans[reading.plan];
            // What had to be forced comes about only by the whole of it.
            let says = |doubted: bool| doubted || open.forced;
            let answer = Answer {
                date_order: says(doubt.order).then_some(reading.order).or(before.date_order),
                decimal: says(doubt.style).then_some(reading.style).or(before.decimal),
                sign: says(doubt.sign).then_some(reading.rule).or(before.sign),
                columns: says(doubt.columns).then(|| plan.columns.clone()).or_else(|| before.columns.clone()),
            };
            Choice::new(
                answer,
                label(source, plan, *reading, &doubt),
                build::statement(source, plan, *reading),
            )
        })
        .collect();
    Question { key: source.key.clone(), text: text(source, plans, readings, &doubt), choices }
}

/// Which parts of the readings differ.
struct Doubt {
    columns: bool,
    order: bool,
    style: bool,
    sign: bool,
}

impl Doubt {
    fn count(&self) -> usize {
        [self.columns, self.order, self.style, self.sign].into_iter().filter(|d| *d).count()
    }
}

fn text(source: &Source<'_, '_>, plans: &[Plan<'_>], readings: &[Reading], doubt: &Doubt) -> String {
    if doubt.count() > 1 {
        return "This file can be read in more than one way. Which of these is right?".to_owned();
    }
    let plan = &plans[readings[0].plan];
    if doubt.order {
        let (shown, days) = sample_date(source, plan, readings);
        return format!("Is {shown} {}?", days.join(" or "));
    }
    if doubt.style {
        return format!(
            "Is “{}” the amount {}?",
            sample_amount(source, plan),
            sample_values(plan, readings).join(" or ")
        );
    }
    if doubt.sign {
        let (what, number) = sample_row(source, plan);
        return format!("Is “{what}” with {number} money that you received or money that you spent?");
    }
    match plan.columns.money {
        Money::Two { .. } => "Which column holds the money that you spent?".to_owned(),
        Money::One(_) => "Which column holds the amount?".to_owned(),
    }
}

fn label(source: &Source<'_, '_>, plan: &Plan<'_>, reading: Reading, doubt: &Doubt) -> String {
    let mut parts = Vec::new();
    if doubt.columns {
        let named = |c: usize| match source.layout.columns.get(c).map(|col| col.heading.as_str()) {
            Some(heading) if !heading.is_empty() => format!("“{heading}”"),
            _ => format!("column {}", c + 1),
        };
        parts.push(match plan.columns.money {
            Money::One(c) => format!("the amount is in {}", named(c)),
            Money::Two { debit, credit } => {
                format!("spent in {}, received in {}", named(debit), named(credit))
            }
        });
    }
    if doubt.order {
        parts.push(
            match reading.order {
                DateOrder::DayFirst => "day first",
                DateOrder::MonthFirst => "month first",
                DateOrder::YearFirst => "year first",
            }
            .to_owned(),
        );
    }
    if doubt.style {
        parts.push(
            match reading.style {
                DecimalStyle::Point => "1,234.56: the point stands before the cents",
                DecimalStyle::Comma => "1.234,56: the comma stands before the cents",
            }
            .to_owned(),
        );
    }
    if doubt.sign {
        parts.push(
            match reading.rule {
                SignRule::AsWritten => "plus is money received",
                SignRule::Flipped => "plus is money spent",
                SignRule::ByFlag => "the debit/credit column decides",
                SignRule::LessFee => "the fee is taken off the amount",
                SignRule::Apart => "signs in the two columns do not count",
                SignRule::ApartAsWritten => "a minus turns the direction around",
            }
            .to_owned(),
        );
    }
    let mut label = parts.join("; ");
    if let Some(first) = label.get(..1) {
        let upper = first.to_uppercase();
        label.replace_range(..1, &upper);
    }
    label
}

/// A date that the readings understand differently, and what they make of it.
fn sample_date(source: &Source<'_, '_>, plan: &Plan<'_>, readings: &[Reading]) -> (String, Vec<String>) {
    for line in &plan.lines.lines {
        let Day::Scan(scan) = line.day else { continue };
        let days: Vec<_> =
            readings.iter().filter_map(|r| dates::resolve(scan, r.order, source.today)).collect();
        if days.len() == readings.len() && days.iter().any(|d| *d != days[0]) {
            let cells = plan.columns.dates.iter().map(|c| source.table.cell(line.record, *c));
            let shown = cells.into_iter().find(|cell| !cell.is_empty()).unwrap_or_default().into_owned();
            return (shown, days.into_iter().map(day).collect());
        }
    }
    ("the date".to_owned(), vec!["written with the day first".to_owned(), "with the month first".to_owned()])
}

fn sample_amount(source: &Source<'_, '_>, plan: &Plan<'_>) -> String {
    let columns: Vec<usize> =
        super::kinds::money_columns(&plan.columns).chain(plan.columns.balance).collect();
    let cells = plan.lines.lines.iter().flat_map(|l| columns.iter().map(|c| source.table.cell(l.record, *c)));
    let mut doubtful = cells.filter(|cell| {
        amounts::scan(cell).is_some_and(|s| matches!(amounts::proof(&s), amounts::Proof::Either(_)))
    });
    doubtful.next().unwrap_or_default().into_owned()
}

fn sample_values(plan: &Plan<'_>, readings: &[Reading]) -> Vec<String> {
    let doubtful = plan.lines.numbers().find(|s| matches!(amounts::proof(s), amounts::Proof::Either(_)));
    let values = readings.iter().filter_map(|r| doubtful.and_then(|s| amounts::value(&s, r.style)));
    values.map(|v| v.normalize().to_string()).collect()
}

/// The first row with an amount: what it says and its number.
fn sample_row(source: &Source<'_, '_>, plan: &Plan<'_>) -> (String, String) {
    for line in &plan.lines.lines {
        let Some(number) = super::lines::number(line.first).filter(|n| !n.is_zero()) else { continue };
        let texts = plan.columns.texts.iter().copied().chain(plan.columns.payee);
        let said =
            texts.map(|c| crate::text::clean(&source.table.cell(line.record, c))).find(|t| !t.is_empty());
        let said: String = said.unwrap_or_else(|| "the first row".to_owned()).chars().take(60).collect();
        let value = amounts::value(&number, DecimalStyle::Point)
            .or_else(|| amounts::value(&number, DecimalStyle::Comma));
        return (
            said,
            value.ok_or(Fault::OddAmount).map_or_else(|_| "its amount".to_owned(), |v| v.to_string()),
        );
    }
    ("the first row".to_owned(), "its amount".to_owned())
}

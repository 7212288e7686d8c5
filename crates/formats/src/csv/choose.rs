//! From everything that a file leaves open to the readings that remain: one, or the choices of a question.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::balance::{self, Run};
use super::banks::{self, Bank};
use super::clues;
use super::layout::Layout;
use super::lines::{self, Day, Lines};
use super::split::Table;
use super::{amounts, columns, dates, signs};
use crate::question::{Answer, Columns, DateOrder, DecimalStyle, Money, SignRule};

/// One complete reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    /// Index among the plans.
    pub plan: usize,
    pub order: DateOrder,
    pub style: DecimalStyle,
    pub rule: SignRule,
}

/// Readings that remain, with the mappings they name.
pub(super) struct Open<'t> {
    pub plans: Vec<Plan<'t>>,
    /// The likelier first. Empty when the table has no dated amounts.
    pub readings: Vec<Reading>,
    /// None of the readings of the file itself was the one answered for; what the file does not disprove was set by force.
    pub forced: bool,
}

/// A mapping with its lines.
pub(super) struct Plan<'t> {
    pub columns: Columns,
    pub lines: Lines<'t>,
}

/// A way to read the money, and the order of rows that the balance proves for it.
#[derive(Clone, Copy)]
struct Way {
    plan: usize,
    style: DecimalStyle,
    rule: SignRule,
    runs: [bool; 2],
}

/// The mappings and readings that remain.
///
/// An answer first of all chooses among what the file leaves open by itself, so that it settles the very question it was
/// given to: whatever was too weak to be offered then cannot come up again.
pub(super) fn readings<'t>(
    table: &Table<'t>,
    layout: &Layout,
    today: NaiveDate,
    answer: Option<&Answer>,
) -> Open<'t> {
    let mut open = weigh(table, layout, today, None);
    let Some(answer) = answer else { return open };
    let plans = &open.plans;
    let meant: Vec<Reading> = open.readings.iter().copied().filter(|r| r.is_meant(plans, answer)).collect();
    if meant.is_empty() {
        return weigh(table, layout, today, Some(answer));
    }
    open.readings = meant;
    open
}

impl Reading {
    fn is_meant(&self, plans: &[Plan<'_>], answer: &Answer) -> bool {
        answer.date_order.is_none_or(|order| order == self.order)
            && answer.decimal.is_none_or(|style| style == self.style)
            && answer.sign.is_none_or(|rule| rule == self.rule)
            && answer.columns.as_ref().is_none_or(|columns| *columns == plans[self.plan].columns)
    }
}

/// Weighs all that a file leaves open, after what was answered has been set where the file does not disprove it.
fn weigh<'t>(table: &Table<'t>, layout: &Layout, today: NaiveDate, answer: Option<&Answer>) -> Open<'t> {
    let bank = banks::find(layout);
    let chosen = answer.and_then(|a| a.columns.clone()).filter(|c| columns::still_fits(layout, c));
    let mappings = chosen.map_or_else(|| columns::plans(table, layout), |c| vec![c]);
    let plans: Vec<Plan<'t>> = mappings
        .into_iter()
        .map(|columns| Plan { lines: lines::read(table, layout, &columns, today), columns })
        .collect();
    let unlikely = signs::unlikely_sides(table, layout, &plans);
    let mut ways = Vec::new();
    for index in (0..plans.len()).filter(|index| Some(*index) != unlikely) {
        ways.extend(ways_of(table, layout, &plans, index, bank, answer));
    }
    let proven = ways.iter().any(|w| w.runs != [false, false]);
    if proven {
        ways.retain(|w| w.runs != [false, false]);
    }
    let mut found = Vec::new();
    for way in &ways {
        let plan = &plans[way.plan];
        for order in orders(table, layout, plan, way, bank, today, answer) {
            found.push(Reading { plan: way.plan, order, style: way.style, rule: way.rule });
        }
    }
    drop_weak(&plans, &mut found, today);
    Open { plans, readings: found, forced: answer.is_some() }
}

/// All ways to read the money under one mapping.
fn ways_of(
    table: &Table<'_>,
    layout: &Layout,
    plans: &[Plan<'_>],
    index: usize,
    bank: Option<&'static Bank>,
    answer: Option<&Answer>,
) -> Vec<Way> {
    let Plan { columns, lines } = &plans[index];
    let european = table.delimiter == b';'
        || lines.lines.iter().any(|l| matches!(l.day, Day::Scan(dates::Scan::Open { separator: b'.', .. })));
    let mut styles = lines.styles(european);
    if let Some(style) = answer.and_then(|a| a.decimal).filter(|s| styles.contains(s)) {
        styles = vec![style];
    }
    let rules = signs::rules(table, layout, columns, lines, bank);
    let mut open = rules.open;
    let said = answer.and_then(|a| a.sign).filter(|rule| fits(columns, *rule));
    let kept = said.filter(|rule| open.contains(rule) || open.len() > 1 || rules.owes);
    if let Some(rule) = kept {
        open = vec![rule];
    }
    let mut likely: Vec<Way> = ways(lines, index, &styles, &open);
    if rules.owes {
        likely.iter_mut().for_each(|way| way.runs = [false, false]);
    }
    if columns.balance.is_none()
        || kept.is_some()
        || likely.iter().any(|w| w.runs != [false, false])
        || rules.owes
    {
        return likely;
    }
    // The balance contradicts the likely rules: perhaps it proves another one.
    let others: Vec<SignRule> = rivals(columns).iter().copied().filter(|r| !open.contains(r)).collect();
    let mut proven: Vec<Way> =
        ways(lines, index, &styles, &others).into_iter().filter(|w| w.runs != [false, false]).collect();
    if proven.iter().any(|way| Some(way.rule) == said) {
        proven.retain(|way| Some(way.rule) == said);
    }
    if proven.is_empty() { likely } else { proven }
}

fn ways(lines: &Lines<'_>, plan: usize, styles: &[DecimalStyle], rules: &[SignRule]) -> Vec<Way> {
    let mut found = Vec::new();
    for style in styles {
        for rule in rules {
            let runs = balance::runs(&lines.entries(*rule, *style));
            let runs = [runs.contains(&Run::OldestFirst), runs.contains(&Run::NewestFirst)];
            found.push(Way { plan, style: *style, rule: *rule, runs });
        }
    }
    found
}

fn rivals(columns: &Columns) -> &'static [SignRule] {
    match columns.money {
        Money::Two { .. } => &[SignRule::Apart, SignRule::ApartAsWritten],
        Money::One(_) if columns.fee.is_some() => {
            &[SignRule::AsWritten, SignRule::LessFee, SignRule::Flipped]
        }
        Money::One(_) if columns.flag.is_some() => {
            &[SignRule::AsWritten, SignRule::ByFlag, SignRule::Flipped]
        }
        Money::One(_) => &[SignRule::AsWritten, SignRule::Flipped],
    }
}

fn fits(columns: &Columns, rule: SignRule) -> bool {
    let two = matches!(columns.money, Money::Two { .. });
    match rule {
        SignRule::Apart | SignRule::ApartAsWritten => two,
        SignRule::ByFlag => !two && columns.flag.is_some(),
        SignRule::LessFee => !two && columns.fee.is_some(),
        SignRule::AsWritten | SignRule::Flipped => !two,
    }
}

/// The orders of day and month that remain for a way.
fn orders(
    table: &Table<'_>,
    layout: &Layout,
    plan: &Plan<'_>,
    way: &Way,
    bank: Option<&'static Bank>,
    today: NaiveDate,
    answer: Option<&Answer>,
) -> Vec<DateOrder> {
    let mut scans = Vec::new();
    for column in &plan.columns.dates {
        let cells =
            plan.lines.lines.iter().filter_map(|l| dates::scan(&table.cell(l.record, *column), today));
        scans.extend(cells);
    }
    let open = dates::orders(&scans, today);
    if let Some(order) = answer.and_then(|a| a.date_order).filter(|o| open.contains(o)) {
        return vec![order];
    }
    let run = match way.runs {
        [true, false] => Some(Run::OldestFirst),
        [false, true] => Some(Run::NewestFirst),
        _ => None,
    };
    let style = plan
        .lines
        .numbers()
        .any(|n| matches!(amounts::proof(&n), amounts::Proof::Is(_)))
        .then_some(way.style);
    clues::narrow(
        &clues::Case { table, layout, columns: &plan.columns, lines: &plan.lines, bank, style, run, today },
        open,
    )
}

/// Readings that give the same rows are one reading; one that can read less than half of what another reads is none.
fn drop_weak(plans: &[Plan<'_>], found: &mut Vec<Reading>, today: NaiveDate) {
    if found.len() < 2 {
        return;
    }
    type Row = (usize, NaiveDate, Decimal);
    let mut results: Vec<(Reading, Vec<Row>)> = Vec::new();
    for reading in found.iter().take(16) {
        let lines = &plans[reading.plan].lines;
        let rows = lines.lines.iter().filter_map(|l| {
            let date = lines.date(l, reading.order, today)?;
            let amount = lines.amount(l, reading.rule, reading.style).ok()?;
            Some((l.record, date, amount))
        });
        let rows: Vec<Row> = rows.collect();
        if !results.iter().any(|(_, known)| *known == rows) {
            results.push((*reading, rows));
        }
    }
    let most = results.iter().map(|(_, rows)| rows.len()).max().unwrap_or(0);
    *found =
        results.into_iter().filter(|(_, rows)| rows.len() * 2 >= most).map(|(reading, _)| reading).collect();
}

//! Day or month first, when no date in the file proves it. Independent clues are added up; a narrow lead is no lead.

use chrono::{Days, NaiveDate};

use super::balance::Run;
use super::banks::Bank;
use super::layout::Layout;
use super::lines::{Day, Lines};
use super::split::Table;
use super::words::{Role, fold};
use super::{currencies, dates, flags};
use crate::question::{Columns, DateOrder, DecimalStyle};

/// Everything that may say something about the order.
pub(super) struct Case<'a, 't> {
    pub table: &'a Table<'t>,
    pub layout: &'a Layout,
    pub columns: &'a Columns,
    pub lines: &'a Lines<'t>,
    pub bank: Option<&'static Bank>,
    /// Proven decimal style.
    pub style: Option<DecimalStyle>,
    /// Proven order of rows.
    pub run: Option<Run>,
    pub today: NaiveDate,
}

/// Lead that a side needs to win without a question.
const LEAD: i32 = 3;

/// Narrows the open orders; more than one left means that a person must say.
pub(super) fn narrow(case: &Case<'_, '_>, open: Vec<DateOrder>) -> Vec<DateOrder> {
    if open.len() < 2 {
        return open;
    }
    let points: Vec<i32> = open.iter().map(|order| points(case, *order, &open)).collect();
    // Strong signs of both kinds of place contradict each other: then only order and calendar may decide.
    let known = case.bank.is_some_and(|b| b.order.is_some());
    let torn = !known && american(case) >= LEAD && european(case) >= LEAD;
    let points = match torn {
        true => open.iter().map(|order| order_points(case, *order, &open)).collect(),
        false => points,
    };
    let best = points.iter().copied().max().unwrap_or(0);
    let mut ranked: Vec<(i32, DateOrder)> = points.into_iter().zip(open).collect();
    ranked.sort_by_key(|(points, _)| std::cmp::Reverse(*points));
    let second = ranked.get(1).map_or(i32::MIN, |(points, _)| *points);
    if best - second >= LEAD {
        ranked.truncate(1);
    }
    ranked.into_iter().map(|(_, order)| order).collect()
}

fn points(case: &Case<'_, '_>, order: DateOrder, open: &[DateOrder]) -> i32 {
    let place = match order {
        DateOrder::MonthFirst => american(case) - european(case),
        DateOrder::DayFirst => european(case) - american(case),
        DateOrder::YearFirst => 0,
    };
    // Place counts half on each side, so that a clue is not counted twice.
    place.div_euclid(2) + place.rem_euclid(2) + order_points(case, order, open)
}

/// What sorting and calendar say for an order.
fn order_points(case: &Case<'_, '_>, order: DateOrder, open: &[DateOrder]) -> i32 {
    sorted(case, order, open) + future(case, order, open) + close(case, order, open)
}

/// Signs of a United States bank.
fn american(case: &Case<'_, '_>) -> i32 {
    let mut points = if case.bank.and_then(|b| b.order) == Some(DateOrder::MonthFirst) { 8 } else { 0 };
    points += i32::from(currency(case) == Some("USD") || (case.table.delimiter == b',' && dollars(case)));
    points += i32::from(headings(
        case,
        &["check number", "check", "checknumber", "check or slip", "zip code", "check no"],
    ));
    points += 3 * i32::from(says(
        case,
        &["ppd id", "zelle", "venmo", "web id", "checkcard", "ach ", "des ", "indn ", "cash app"],
    ));
    points += 3 * i32::from(zones(case)) + 3 * i32::from(short_style(case));
    points + i32::from(states(case))
}

/// "1/5/26", without zeros and with a short year, is how American programs write a date.
fn short_style(case: &Case<'_, '_>) -> bool {
    let first = case.columns.dates.first().copied().unwrap_or(0);
    case.lines.lines.iter().take(500).any(|l| {
        let cell = case.table.cell(l.record, first);
        let mut parts = cell.split(' ').next().unwrap_or("").split('/').map(str::len);
        matches!((parts.next(), parts.next(), parts.next()), (Some(a), Some(b), Some(2)) if a == 1 || b == 1)
    })
}

/// A column of United States time zones.
fn zones(case: &Case<'_, '_>) -> bool {
    const ZONES: &[&str] = &["pst", "pdt", "mst", "mdt", "cst", "cdt", "est", "edt", "akst", "akdt", "hst"];
    let is_zone = |c: &super::layout::Column| {
        !c.values.is_empty() && !c.many_values && c.values.iter().all(|(v, _)| ZONES.contains(&v.as_str()))
    };
    case.layout.columns.iter().any(is_zone)
}

/// Signs of a bank elsewhere, where the day comes first.
fn european(case: &Case<'_, '_>) -> i32 {
    let mut points = if case.bank.and_then(|b| b.order) == Some(DateOrder::DayFirst) { 8 } else { 0 };
    let dotted = case
        .lines
        .lines
        .iter()
        .any(|l| matches!(l.day, Day::Scan(dates::Scan::Open { separator: b'.', .. })));
    points += 4 * i32::from(dotted);
    points += 3 * i32::from(
        case.layout.columns.iter().filter(|c| c.meaning.is_some_and(|m| !m.english)).count() >= 2,
    );
    points += 2 * i32::from(case.style == Some(DecimalStyle::Comma));
    points += i32::from(case.table.delimiter == b';');
    points += 3 * i32::from(currency(case).is_some_and(|c| !["USD", "CAD", "PHP"].contains(&c)));
    points += 2 * i32::from(headings(
        case,
        &["cheque number", "cheque no", "cheque", "sort code", "iban", "bic", "bsb", "bsb number"],
    ));
    points
        + 3 * i32::from(says(
            case,
            &[
                "sepa ",
                "faster payment",
                "bacs",
                "eftpos",
                "direct debit ",
                "ltd ",
                "contactless",
                "iban ",
                "paypal europe",
            ],
        ))
}

/// The file's one currency, from a column or a heading.
fn currency(case: &Case<'_, '_>) -> Option<&'static str> {
    let heading = case.layout.columns.iter().find_map(|c| c.meaning.and_then(|m| m.currency));
    let column = case.columns.currency.and_then(|c| case.layout.columns.get(c));
    let value = column.and_then(|c| match c.values.as_slice() {
        [(value, _)] => currencies::code(value),
        _ => None,
    });
    let sign = || case.lines.numbers().find_map(|s| s.currency);
    value.or(heading).or_else(sign)
}

fn headings(case: &Case<'_, '_>, words: &[&str]) -> bool {
    case.layout.columns.iter().any(|c| words.contains(&fold(&c.heading).as_str()))
}

fn says(case: &Case<'_, '_>, words: &[&str]) -> bool {
    texts(case).any(|text| words.iter().any(|w| flags::has_phrase(&text, w)))
}

fn texts<'a>(case: &'a Case<'_, '_>) -> impl Iterator<Item = String> + 'a {
    case.lines
        .lines
        .iter()
        .take(500)
        .map(|l| super::lines::said(case.table, case.layout, case.columns, l.record))
}

fn dollars(case: &Case<'_, '_>) -> bool {
    let columns = super::kinds::money_columns(case.columns).collect::<Vec<_>>();
    case.lines
        .lines
        .iter()
        .take(50)
        .any(|l| columns.iter().any(|c| case.table.cell(l.record, *c).contains('$')))
}

/// "TEMPE AZ": descriptions that end with a United States state, in a third of the rows.
fn states(case: &Case<'_, '_>) -> bool {
    const STATES: &str = "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC";
    let lines = case.lines.lines.iter().take(500);
    let ends = lines.filter(|l| {
        case.columns.texts.iter().any(|c| {
            let cell = case.table.cell(l.record, *c);
            let mut words = cell.rsplit([' ', ',']);
            let last = words.next().unwrap_or("");
            last.len() == 2
                && words.next().is_some_and(|w| w.len() > 2)
                && STATES.split(' ').any(|s| s == last)
        })
    });
    let count = ends.count();
    count > 0 && count * 3 >= case.lines.lines.len().min(500)
}

fn days(case: &Case<'_, '_>, order: DateOrder) -> Vec<NaiveDate> {
    case.lines.lines.iter().filter_map(|l| case.lines.date(l, order, case.today)).collect()
}

/// Statements are sorted; an order under which the rows run to and fro is hardly right.
fn sorted(case: &Case<'_, '_>, order: DateOrder, open: &[DateOrder]) -> i32 {
    let steps = |order: DateOrder| {
        let days = days(case, order);
        let up = days.windows(2).filter(|w| w[0] < w[1]).count();
        let down = days.windows(2).filter(|w| w[0] > w[1]).count();
        match case.run {
            Some(Run::OldestFirst) => (down, up),
            Some(Run::NewestFirst) => (up, down),
            None => (up.min(down), up.max(down)),
        }
    };
    let (wrong, right) = steps(order);
    let others_wrong = open.iter().filter(|o| **o != order).map(|o| steps(*o).0).min().unwrap_or(0);
    if wrong > 0 || others_wrong == 0 {
        return 0;
    }
    // A proven order of rows makes one step back enough; otherwise several steps must agree.
    if case.run.is_some() || (right >= 4 && others_wrong >= 2) { 3 } else { i32::from(right >= 2) }
}

/// Bank lines lie in the past, apart from a few days of pending ones.
fn future(case: &Case<'_, '_>, order: DateOrder, open: &[DateOrder]) -> i32 {
    let horizon = case.today.checked_add_days(Days::new(14)).unwrap_or(case.today);
    let beyond = |order: DateOrder| days(case, order).into_iter().any(|d| d > horizon);
    let others = open.iter().filter(|o| **o != order).all(|o| beyond(*o));
    if others && !beyond(order) { 3 } else { 0 }
}

/// Rows of a few weeks under one order, and all on the same day of far-apart months under the other. Only a hint:
/// rent comes on the same day of each month.
fn close(case: &Case<'_, '_>, order: DateOrder, open: &[DateOrder]) -> i32 {
    let span = |order: DateOrder| {
        let days = days(case, order);
        match (days.iter().min(), days.iter().max()) {
            (Some(first), Some(last)) => (*last - *first).num_days(),
            _ => 0,
        }
    };
    let own = span(order);
    let others = open.iter().filter(|o| **o != order).map(|o| span(*o)).min().unwrap_or(0);
    let role = case.columns.dates.first().and_then(|c| case.layout.columns.get(*c)).and_then(|c| c.role());
    i32::from(role != Some(Role::Value) && own <= 45 && others >= 60 && days(case, order).len() >= 3)
}

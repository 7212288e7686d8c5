//! Which column means what. A heading proposes, the content disposes; without a heading only the content speaks.

use super::flags;
use super::layout::{Column, Layout};
use super::split::Table;
use super::words::Role;
use super::{amounts, balance};
use crate::question::{Columns, Money};

/// The mappings that headings and content leave open, the likelier first. Empty when no money or date is found.
pub(super) fn plans(table: &Table<'_>, layout: &Layout) -> Vec<Columns> {
    let dates = dates(layout);
    if dates.is_empty() {
        return Vec::new();
    }
    let balance = by_role(layout, Role::Balance)
        .into_iter()
        .find(|c| layout.columns[*c].is_amounts() || layout.sampled == 0);
    let moneys = match named_money(table, layout) {
        Some(money) => vec![(money, balance)],
        None => unnamed_money(table, layout, balance),
    };
    moneys.into_iter().take(4).map(|(money, balance)| complete(layout, &dates, money, balance)).collect()
}

/// A mapping that a person chose earlier still fits this file.
pub(super) fn still_fits(layout: &Layout, columns: &Columns) -> bool {
    let ok = |c: usize| layout.columns.get(c).is_some_and(|col| col.is_amounts() || col.filled == 0);
    let money = match columns.money {
        Money::One(c) => ok(c) && layout.columns.get(c).is_some_and(|col| col.filled > 0),
        Money::Two { debit, credit } => ok(debit) && ok(credit),
    };
    let width = layout.columns.len();
    let single =
        [columns.flag, columns.fee, columns.balance, columns.currency, columns.account, columns.payee];
    let rest = [columns.check, columns.id, columns.status, columns.pending, columns.cancelled];
    let inside =
        single.into_iter().chain(rest).flatten().chain(columns.texts.iter().copied()).all(|c| c < width);
    money
        && inside
        && columns.dates.first().is_some_and(|c| layout.columns.get(*c).is_some_and(Column::is_dates))
}

/// Columns with a role, the clearest heading first.
fn by_role(layout: &Layout, role: Role) -> Vec<usize> {
    let mut found: Vec<usize> =
        (0..layout.columns.len()).filter(|c| layout.columns[*c].role() == Some(role)).collect();
    found.sort_by_key(|c| layout.columns[*c].meaning.map_or(u8::MAX, |m| m.rank));
    found
}

fn dates(layout: &Layout) -> Vec<usize> {
    let empty = layout.sampled == 0;
    let named = [Role::Posted, Role::Date, Role::Value].into_iter().flat_map(|role| by_role(layout, role));
    let mut found: Vec<usize> = named.filter(|c| empty || layout.columns[*c].is_dates()).collect();
    if found.is_empty() {
        let enough = |c: &usize| {
            let column = &layout.columns[*c];
            column.dates * 10 >= column.filled * 7 && column.dates * 2 >= layout.sampled.max(1)
        };
        found = (0..layout.columns.len()).filter(enough).collect();
    }
    found
}

/// Money by its headings.
fn named_money(table: &Table<'_>, layout: &Layout) -> Option<Money> {
    let usable = |c: &usize| layout.sampled == 0 || layout.columns[*c].is_amounts();
    let mut singles = by_role(layout, Role::Amount);
    let net = by_role(layout, Role::Net);
    let has_parts =
        layout.columns.iter().any(|c| c.role() == Some(Role::Fee) || c.heading.eq_ignore_ascii_case("gross"));
    if has_parts {
        singles.splice(0..0, net);
    } else {
        singles.extend(net);
    }
    singles.retain(usable);
    // A column that is filled in most rows beats a clearer heading over an empty one.
    singles.sort_by_key(|c| layout.columns[*c].filled * 2 < layout.sampled);
    let side = |role| by_role(layout, role);
    let (debits, credits) = (side(Role::Debit), side(Role::Credit));
    let pair = debits.iter().zip(&credits).map(|(d, c)| (*d, *c)).find(|(d, c)| {
        let fits = |i: usize| layout.columns[i].filled == 0 || layout.columns[i].is_amounts();
        fits(*d)
            && fits(*c)
            && (layout.sampled == 0 || layout.columns[*d].filled + layout.columns[*c].filled > 0)
    });
    match (singles.first().copied(), pair) {
        (Some(one), Some((debit, credit))) => Some(one_or_two(table, layout, one, debit, credit)),
        (Some(one), None) => Some(Money::One(one)),
        (None, Some((debit, credit))) => Some(Money::Two { debit, credit }),
        (None, None) => one_side(table, layout, &debits, &credits),
    }
}

/// Only one side has a known heading ("Deposits" beside "Payments"): a number column that is filled exactly where
/// this one is empty is the other side.
fn one_side(table: &Table<'_>, layout: &Layout, debits: &[usize], credits: &[usize]) -> Option<Money> {
    let usable = |c: &usize| layout.sampled == 0 || layout.columns[*c].is_amounts();
    let partner = |side: usize| {
        let free = |c: &usize| layout.columns[*c].role().is_none() && layout.columns[*c].is_amounts();
        (0..layout.columns.len()).filter(free).find(|c| *c != side && is_pair(table, layout, side, *c))
    };
    if let Some(debit) = debits.iter().copied().find(usable) {
        return Some(partner(debit).map_or(Money::One(debit), |credit| Money::Two { debit, credit }));
    }
    let credit = credits.iter().copied().find(usable)?;
    Some(partner(credit).map_or(Money::One(credit), |debit| Money::Two { debit, credit }))
}

/// Both an amount column and a debit/credit pair: the amount column wins when it is signed and says the same.
fn one_or_two(table: &Table<'_>, layout: &Layout, one: usize, debit: usize, credit: usize) -> Money {
    let column = &layout.columns[one];
    let pair = layout.columns[debit].filled.max(layout.columns[credit].filled);
    let rows = (layout.first..table.records.len()).take(500);
    let (mut same, mut compared) = (0, 0);
    for r in rows {
        let (single, out, inn) = (table.cell(r, one), table.cell(r, debit), table.cell(r, credit));
        let digits = |cell: &str| cell.chars().filter(char::is_ascii_digit).collect::<String>();
        if amounts::is_amount(&single) && (amounts::is_amount(&out) || amounts::is_amount(&inn)) {
            compared += 1;
            same += usize::from(digits(&single) == digits(&out) || digits(&single) == digits(&inn));
        }
    }
    let says_the_same = compared > 0 && same * 10 >= compared * 9;
    if pair == 0 || (says_the_same && column.negatives > 0) || (compared == 0 && column.filled > pair) {
        Money::One(one)
    } else {
        Money::Two { debit, credit }
    }
}

/// Money by content: number columns that no heading claims for something else.
fn unnamed_money(
    table: &Table<'_>,
    layout: &Layout,
    named_balance: Option<usize>,
) -> Vec<(Money, Option<usize>)> {
    let free = |c: &usize| {
        let column = &layout.columns[*c];
        let taken = column.role().is_some_and(|role| !matches!(role, Role::Text | Role::Memo | Role::Value));
        column.is_amounts() && !taken && Some(*c) != named_balance
    };
    let mut found: Vec<usize> = (0..layout.columns.len()).filter(free).collect();
    if found.iter().any(|c| layout.columns[*c].money_like > 0) {
        found.retain(|c| layout.columns[*c].money_like > 0);
    }
    if let Some(moneys) = two_sides(table, layout, &found, named_balance) {
        return moneys;
    }
    let often: Vec<usize> =
        found.iter().copied().filter(|c| layout.columns[*c].filled * 10 >= layout.sampled * 8).collect();
    let mut found = if often.is_empty() { found } else { often };
    if found.len() < 2 {
        return found.into_iter().map(|c| (Money::One(c), named_balance)).collect();
    }
    let mut proven = Vec::new();
    for amount in &found {
        for running in found.iter().filter(|c| *c != amount) {
            if balance::columns_agree(table, layout.first, *amount, *running) {
                proven.push((Money::One(*amount), Some(*running)));
            }
        }
    }
    if !proven.is_empty() {
        // Two balances (before and after) prove the same amount.
        proven.dedup_by_key(|(money, _)| *money);
        return proven;
    }
    // Nothing is proven. A column with signs is the likelier amount.
    found.sort_by_key(|c| layout.columns[*c].negatives == 0);
    found.into_iter().map(|c| (Money::One(c), named_balance)).collect()
}

/// Two number columns of which each row fills one: money out and money in, but which is which? A third number
/// column may be the balance.
fn two_sides(
    table: &Table<'_>,
    layout: &Layout,
    found: &[usize],
    balance: Option<usize>,
) -> Option<Vec<(Money, Option<usize>)>> {
    for (i, a) in found.iter().enumerate() {
        for b in found.iter().skip(i + 1) {
            if !is_pair(table, layout, *a, *b) {
                continue;
            }
            let mut rest = found.iter().filter(|c| *c != a && *c != b);
            let balance = balance.or(rest.next().copied());
            let sides = |debit, credit| (Money::Two { debit, credit }, balance);
            return Some(vec![sides(*a, *b), sides(*b, *a)]);
        }
    }
    None
}

/// Each row fills one of two columns.
fn is_pair(table: &Table<'_>, layout: &Layout, a: usize, b: usize) -> bool {
    let (mut either, mut both) = (0, 0);
    for r in (layout.first..table.records.len()).take(2000) {
        let filled = |c: usize| amounts::scan(&table.cell(r, c)).is_some_and(|s| !s.is_zero());
        match (filled(a), filled(b)) {
            (true, true) => both += 1,
            (true, false) | (false, true) => either += 1,
            (false, false) => {}
        }
    }
    either > 0 && both * 20 <= either
}

/// The rest of the mapping, around dates and money.
fn complete(layout: &Layout, dates: &[usize], money: Money, balance: Option<usize>) -> Columns {
    let of = |role| by_role(layout, role);
    let filled = |c: &usize| layout.columns[*c].filled > 0 || layout.sampled == 0;
    let texts = of(Role::Text).into_iter().filter(filled);
    let mut texts: Vec<usize> = texts.chain(of(Role::Memo).into_iter().filter(filled)).collect();
    let payee = of(Role::Payee).into_iter().find(filled);
    if texts.is_empty() && payee.is_none() {
        let free = |c: &usize| {
            layout.columns[*c].is_text() && layout.columns[*c].role().is_none_or(|r| r == Role::Type)
        };
        let longest = (0..layout.columns.len()).filter(free).max_by_key(|c| layout.columns[*c].chars);
        texts.extend(longest);
        texts.extend((0..layout.columns.len()).filter(|c| free(c) && Some(*c) != longest));
    }
    let flag = matches!(money, Money::One(_)).then(|| flags::find(layout)).flatten();
    texts.extend(of(Role::Type).into_iter().filter(filled).filter(|c| Some(*c) != flag));
    let currency = of(Role::Currency)
        .into_iter()
        .chain(of(Role::Value))
        .find(|c| layout.columns[*c].is_codes())
        .or_else(|| {
            (0..layout.columns.len()).find(|c| {
                let column = &layout.columns[*c];
                column.is_codes() && column.role().is_none() && column.filled * 2 >= layout.sampled
            })
        });
    let account = of(Role::Account).into_iter().find(|c| {
        let column = &layout.columns[*c];
        layout.sampled == 0 || (column.filled * 10 >= layout.sampled * 9 && !column.many_values)
    });
    texts.retain(|c| !dates.contains(c) && Some(*c) != currency);
    texts.dedup();
    Columns {
        dates: dates.to_vec(),
        money,
        flag,
        fee: of(Role::Fee).into_iter().find(|c| layout.columns[*c].is_amounts()),
        balance,
        currency,
        account,
        payee,
        texts,
        check: of(Role::Check).into_iter().find(filled),
        id: of(Role::Id).into_iter().find(filled),
        status: of(Role::Status).into_iter().find(filled),
        pending: of(Role::Pending).into_iter().find(filled),
        cancelled: of(Role::Cancelled).into_iter().find(filled),
    }
}

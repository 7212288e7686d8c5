//! Which sign means money in. Stated directions and known layouts settle it; otherwise words are weighed, and what
//! stays open is asked.

use super::banks::Bank;
use super::choose::Plan;
use super::flags::{self, Direction};
use super::layout::Layout;
use super::lines::{self, Line, Lines};
use super::split::Table;
use super::words::Role;
use crate::question::{Columns, Money, SignRule};

/// The rules that a mapping leaves open, the likelier first; `sure` is false when even a single rule should be
/// doubted if the running balance speaks for another.
pub(super) struct Rules {
    pub open: Vec<SignRule>,
    /// A card export by name or words: its balance is what is owed, so a fitting balance proves nothing.
    pub owes: bool,
}

/// Weighs the signs of a mapping.
pub(super) fn rules(
    table: &Table<'_>,
    layout: &Layout,
    columns: &Columns,
    lines: &Lines<'_>,
    bank: Option<&Bank>,
) -> Rules {
    if matches!(columns.money, Money::Two { .. }) {
        return Rules { open: two_columns(lines), owes: false };
    }
    let count = Count::of(lines);
    if columns.flag.is_some() {
        return Rules { open: flagged(&count), owes: false };
    }
    let Money::One(column) = columns.money else {
        return Rules { open: vec![SignRule::AsWritten], owes: false };
    };
    match layout.columns.get(column).and_then(|c| c.role()) {
        // Only the debit column was found: its plain numbers are money out.
        Some(Role::Debit) if count.minus == 0 => return Rules { open: vec![SignRule::Flipped], owes: false },
        Some(Role::Debit) if count.plus == 0 => {
            return Rules { open: vec![SignRule::AsWritten], owes: false };
        }
        Some(Role::Debit) => {
            return Rules { open: vec![SignRule::Flipped, SignRule::AsWritten], owes: false };
        }
        Some(Role::Credit) => return Rules { open: vec![SignRule::AsWritten], owes: false },
        _ => {}
    }
    if lines.unmarked_is_debit {
        return Rules { open: vec![SignRule::AsWritten], owes: false };
    }
    let words = Words::of(table, layout, columns, lines);
    by_words(&count, &words, bank)
}

/// Signs of the numbers, and how they go with the stated directions.
#[derive(Default)]
struct Count {
    plus: usize,
    minus: usize,
    /// Numbers with an explicit plus.
    written_plus: usize,
    agree: usize,
    against: usize,
}

impl Count {
    fn of(lines: &Lines<'_>) -> Count {
        let mut count = Count::default();
        for line in &lines.lines {
            let Some(inward) = is_in(line) else { continue };
            if inward {
                count.plus += 1
            } else {
                count.minus += 1
            }
            count.written_plus += usize::from(lines::number(line.first).is_some_and(|n| n.plus));
            match line.direction {
                Some(direction) if (direction == Direction::In) == inward => count.agree += 1,
                Some(_) => count.against += 1,
                None => {}
            }
        }
        count
    }
}

/// Whether the number as written is plus; nothing for zeros and blanks.
fn is_in(line: &Line<'_>) -> Option<bool> {
    let scan = lines::number(line.first)?;
    (!scan.is_zero()).then_some(!(scan.negative || scan.mark == Some(super::amounts::Mark::Debit)))
}

/// A column states the direction. Numbers of one sign take theirs from it; signed numbers must go with it.
fn flagged(count: &Count) -> Vec<SignRule> {
    if count.plus == 0 || count.minus == 0 || count.agree == 0 {
        vec![SignRule::ByFlag]
    } else if count.against == 0 || count.agree >= 9 * count.against {
        vec![SignRule::AsWritten]
    } else {
        vec![SignRule::AsWritten, SignRule::ByFlag]
    }
}

/// Debit and credit columns: a column of one sign only is meant without it.
fn two_columns(lines: &Lines<'_>) -> Vec<SignRule> {
    let mixed = |pick: for<'l> fn(&Line<'l>) -> lines::Cell<'l>| {
        let numbers = || lines.lines.iter().filter_map(|l| lines::number(pick(l))).filter(|s| !s.is_zero());
        numbers().any(|s| s.negative) && numbers().any(|s| !s.negative)
    };
    if mixed(|l| l.first) || mixed(|l| l.second) {
        vec![SignRule::ApartAsWritten, SignRule::Apart]
    } else {
        vec![SignRule::Apart]
    }
}

/// Of two mappings that swap the debit and credit column, the one that the rows' words speak against.
pub(super) fn unlikely_sides(table: &Table<'_>, layout: &Layout, plans: &[Plan<'_>]) -> Option<usize> {
    let [first, second] = plans else { return None };
    let Money::Two { debit, credit } = first.columns.money else { return None };
    if second.columns.money != (Money::Two { debit: credit, credit: debit }) {
        return None;
    }
    let (mut agree, mut against) = (0_usize, 0_usize);
    for line in first.lines.lines.iter().take(5_000) {
        let filled = |cell| lines::number(cell).is_some_and(|n| !n.is_zero());
        let inward = match (filled(line.first), filled(line.second)) {
            (true, false) => false,
            (false, true) => true,
            _ => continue,
        };
        match flags::suggested(&lines::said(table, layout, &first.columns, line.record)) {
            Some(direction) if (direction == Direction::In) == inward => agree += 1,
            Some(_) => against += 1,
            None => {}
        }
    }
    if agree >= 2 && agree >= 4 * against {
        Some(1)
    } else if against >= 2 && against >= 4 * agree {
        Some(0)
    } else {
        None
    }
}

/// How the words of the rows go with the written signs.
#[derive(Default)]
struct Words {
    agree: usize,
    against: usize,
    /// A card issuer's receipt of a payment, written as plus and as minus.
    receipt_plus: usize,
    receipt_minus: usize,
}

impl Words {
    fn of(table: &Table<'_>, layout: &Layout, columns: &Columns, lines: &Lines<'_>) -> Words {
        let mut words = Words::default();
        for line in lines.lines.iter().take(5_000) {
            let Some(inward) = is_in(line) else { continue };
            let said = lines::said(table, layout, columns, line.record);
            if flags::is_card_payment(&said) {
                if inward {
                    words.receipt_plus += 1
                } else {
                    words.receipt_minus += 1
                }
                continue;
            }
            match flags::suggested(&said) {
                Some(direction) if (direction == Direction::In) == inward => words.agree += 1,
                Some(_) => words.against += 1,
                None => {}
            }
        }
        words
    }
}

fn by_words(count: &Count, words: &Words, bank: Option<&Bank>) -> Rules {
    use SignRule::{AsWritten, Flipped};
    let contradicted = words.receipt_plus > 0 && words.receipt_minus == 0;
    if bank.is_some_and(|b| b.flipped) {
        let open = if contradicted { vec![Flipped, AsWritten] } else { vec![Flipped] };
        return Rules { open, owes: true };
    }
    let looks_flipped = words.receipt_minus > 0 && words.receipt_plus == 0;
    if looks_flipped {
        let open = if words.agree == 0 && count.plus > 0 { vec![Flipped] } else { vec![Flipped, AsWritten] };
        return Rules { open, owes: true };
    }
    let (agree, against) = (words.agree + words.receipt_plus, words.against + words.receipt_minus);
    if bank.is_some_and(|b| b.signed) || (count.written_plus > 0 && count.minus > 0) {
        // A file that writes "+" and "-" means them.
        return Rules { open: vec![AsWritten], owes: false };
    }
    let all_plus = count.minus == 0 && count.plus > 0;
    let sure = if all_plus {
        // Nothing shows that the file knows a minus: only words for every row make it sure.
        against == 0 && agree == count.plus
    } else {
        // Exports that flip signs have many plus rows and few words for them.
        against * 2 <= agree && (agree > 0 || count.plus < 3 * count.minus || count.plus + count.minus < 4)
    };
    let open = if sure { vec![AsWritten] } else { vec![AsWritten, Flipped] };
    Rules { open, owes: all_plus && against > agree }
}

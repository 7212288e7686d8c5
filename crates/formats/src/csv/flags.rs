//! Words that say "in" or "out": in a debit/credit column, and more loosely in descriptions.

use super::layout::Layout;
use super::words::{Role, fold};

/// Where the money goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    In,
    Out,
}

/// Values that state a direction, folded.
const STATED: &[(&str, Direction)] = &[
    ("credit", Direction::In),
    ("debit", Direction::Out),
    ("cr", Direction::In),
    ("dr", Direction::Out),
    ("db", Direction::Out),
    ("c", Direction::In),
    ("d", Direction::Out),
    ("k", Direction::In),
    ("h", Direction::In),
    ("s", Direction::Out),
    ("haben", Direction::In),
    ("soll", Direction::Out),
    ("bij", Direction::In),
    ("af", Direction::Out),
    ("in", Direction::In),
    ("out", Direction::Out),
    ("i", Direction::In),
    ("o", Direction::Out),
    ("inflow", Direction::In),
    ("outflow", Direction::Out),
    ("incoming", Direction::In),
    ("outgoing", Direction::Out),
    ("money in", Direction::In),
    ("money out", Direction::Out),
    ("paid in", Direction::In),
    ("paid out", Direction::Out),
    ("income", Direction::In),
    ("expense", Direction::Out),
    ("deposit", Direction::In),
    ("withdrawal", Direction::Out),
    ("received", Direction::In),
    ("sent", Direction::Out),
    ("eingang", Direction::In),
    ("ausgang", Direction::Out),
    ("kredit", Direction::In),
    ("debet", Direction::Out),
    ("credito", Direction::In),
    ("debito", Direction::Out),
    ("abono", Direction::In),
    ("cargo", Direction::Out),
    ("haber", Direction::In),
    ("debe", Direction::Out),
    ("avere", Direction::In),
    ("dare", Direction::Out),
    ("ingreso", Direction::In),
    ("gasto", Direction::Out),
    ("entrata", Direction::In),
    ("uscita", Direction::Out),
    ("entrada", Direction::In),
    ("saida", Direction::Out),
    ("uznanie", Direction::In),
    ("obciazenie", Direction::Out),
    ("prijem", Direction::In),
    ("vydaj", Direction::Out),
    ("gutschrift", Direction::In),
    ("lastschrift", Direction::Out),
    ("belastung", Direction::Out),
    ("crdt", Direction::In),
    ("dbit", Direction::Out),
    ("+", Direction::In),
    ("-", Direction::Out),
];

/// Single letters mean a direction only beside their partner.
const PAIRS: &[(&str, &str)] = &[("d", "c"), ("d", "k"), ("s", "h"), ("o", "i"), ("-", "+")];

/// The direction that a cell of a debit/credit column states.
pub(super) fn stated(cell: &str) -> Option<Direction> {
    let cell = cell.trim();
    let folded = fold(cell);
    let value = if folded.is_empty() { cell } else { folded.as_str() };
    if let Some((_, direction)) = STATED.iter().find(|(word, _)| *word == value) {
        return Some(*direction);
    }
    // ACH_DEBIT, "Wire transfer credit": the last word tells.
    match value.rsplit(' ').next() {
        Some("debit") => Some(Direction::Out),
        Some("credit") => Some(Direction::In),
        _ => None,
    }
}

/// The column that says debit or credit in (nearly) every row.
pub(super) fn find(layout: &Layout) -> Option<usize> {
    let rank = |c: &usize| match layout.columns[*c].role() {
        Some(Role::Flag) => 0,
        Some(Role::Type) => 1,
        None => 2,
        Some(Role::Text | Role::Category | Role::Status) => 3,
        _ => 9,
    };
    let mut candidates: Vec<usize> = (0..layout.columns.len()).filter(|c| rank(c) < 9).collect();
    candidates.sort_by_key(rank);
    candidates.into_iter().find(|c| says_directions(layout, *c))
}

fn says_directions(layout: &Layout, c: usize) -> bool {
    let column = &layout.columns[c];
    let usual: usize = column.values.iter().filter(|(v, _)| stated(v).is_some()).map(|(_, n)| n).sum();
    if column.many_values || column.filled * 10 < layout.sampled * 9 || usual * 10 < column.filled * 9 {
        return false;
    }
    let short = |v: &str| v.len() <= 1 || PAIRS.iter().any(|(a, b)| v == *a || v == *b);
    let words: Vec<&str> =
        column.values.iter().map(|(v, _)| v.as_str()).filter(|v| stated(v).is_some()).collect();
    if words.iter().all(|v| !short(v)) {
        return true;
    }
    let named = matches!(column.role(), Some(Role::Flag | Role::Type));
    let paired = PAIRS.iter().any(|(a, b)| words.contains(a) && words.contains(b));
    paired || (named && words.iter().all(|v| PAIRS.iter().any(|(a, b)| v == a || v == b)))
}

/// Phrases in descriptions and types that usually go with money out.
const OUT: &[&str] = &[
    "purchase",
    "withdrawal",
    "withdraw",
    "atm ",
    "atm wd",
    "debit card",
    "checkcard",
    "check card",
    "service charge",
    "monthly fee",
    "maintenance fee",
    "overdraft fee",
    "late fee",
    "annual fee",
    "interest charge",
    "bill pay",
    "billpay",
    "bill payment",
    "payment to",
    "transfer to",
    "sent to",
    "paid to",
    "payment sent",
    "zelle to",
    "direct debit",
    "standing order",
    "pos ",
    "point of sale",
    "ach debit",
    "cash advance",
    "lastschrift",
    "kartenzahlung",
    "abbuchung",
    "bankomat",
    "incasso",
    "betaalautomaat",
    "geldautomaat",
    "prelevement",
    "paiement par carte",
    "retrait",
    "recibo",
    "compra",
    "cajero",
    "prelievo",
    "pagamento",
    "zakup",
    "platba kartou",
    "kortkop",
    "fee charged",
    "sale ",
];

/// Phrases that usually go with money in.
const IN: &[&str] = &[
    "deposit",
    "payroll",
    "salary",
    "payment received",
    "payment from",
    "transfer from",
    "received from",
    "zelle from",
    "refund",
    "cash back",
    "cashback",
    "interest earned",
    "interest paid",
    "interest payment",
    "credit interest",
    "direct dep",
    "dividend",
    "ach credit",
    "payment thank you",
    "thank you for your payment",
    "payments and credits",
    "payment credit",
    "mobile payment thank you",
    "autopay payment",
    "gutschrift",
    "gehalt",
    "lohn",
    "virement de",
    "virement recu",
    "nomina",
    "stipendio",
    "salario",
    "wynagrodzenie",
    "przelew przychodzacy",
    "lon ",
    "reward",
];

/// What a card issuer writes beside a payment that it received; on a card export it shows which sign means "in".
const CARD_PAYMENT: &[&str] = &[
    "payment thank you",
    "thank you for your payment",
    "payments and credits",
    "payment received",
    "autopay payment",
    "internet payment",
    "online payment thank",
    "mobile payment",
    "payment credit",
    "automatic payment",
    "electronic payment received",
];

/// The direction that a description suggests; nothing when it suggests both or none.
pub(super) fn suggested(folded: &str) -> Option<Direction> {
    let has = |list: &[&str]| list.iter().any(|phrase| has_phrase(folded, phrase));
    match (has(IN), has(OUT)) {
        (true, false) => Some(Direction::In),
        (false, true) => Some(Direction::Out),
        _ => None,
    }
}

/// Whether a description is a card issuer's receipt of a payment.
pub(super) fn is_card_payment(folded: &str) -> bool {
    CARD_PAYMENT.iter().any(|phrase| has_phrase(folded, phrase))
}

/// Whether a phrase begins at the beginning of a word; one that ends with a blank must end a word too.
pub(super) fn has_phrase(folded: &str, phrase: &str) -> bool {
    let words = phrase.trim_end();
    folded.match_indices(words).any(|(at, _)| {
        let starts = at == 0 || folded.as_bytes().get(at - 1) == Some(&b' ');
        let next = folded.as_bytes().get(at + words.len());
        starts && (words.len() == phrase.len() || next.is_none_or(|b| *b == b' '))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directions() {
        assert_eq!(stated("ACH_DEBIT"), Some(Direction::Out));
        assert_eq!(stated("Bij"), Some(Direction::In));
        assert_eq!(stated("+"), Some(Direction::In));
        assert_eq!(stated("GROCERIES"), None);
        assert_eq!(suggested("atm withdrawal main st"), Some(Direction::Out));
        assert_eq!(suggested("overdraft fee refund"), None);
        assert!(is_card_payment("internet payment thank you"));
    }
}

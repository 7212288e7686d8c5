//! Layouts that are known by their headings: what such an export always means, where the rows alone leave doubt.

use super::layout::Layout;
use super::words::fold;
use crate::question::DateOrder;

/// What is known about a layout.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Bank {
    /// Folded headings that must all be there.
    headings: &'static [&'static str],
    pub order: Option<DateOrder>,
    /// Purchases are plus.
    pub flipped: bool,
    /// Money out is minus.
    pub signed: bool,
}

const fn bank(
    headings: &'static [&'static str],
    order: Option<DateOrder>,
    flipped: bool,
    signed: bool,
) -> Bank {
    Bank { headings, order, flipped, signed }
}

const US: Option<DateOrder> = Some(DateOrder::MonthFirst);
const DAY: Option<DateOrder> = Some(DateOrder::DayFirst);

/// Longer lists first, so that the closest layout is found.
const KNOWN: &[Bank] = &[
    // Chase: checking, card
    bank(
        &["details", "posting date", "description", "amount", "type", "balance", "check or slip"],
        US,
        false,
        true,
    ),
    bank(&["transaction date", "post date", "description", "category", "type", "amount"], US, false, true),
    // Bank of America: checking, card
    bank(&["date", "description", "amount", "running bal"], US, false, true),
    bank(&["posted date", "reference number", "payee", "address", "amount"], US, false, true),
    // Discover card
    bank(&["trans date", "post date", "description", "amount", "category"], US, true, false),
    // American Express with details
    bank(&["date", "description", "card member", "account", "amount"], US, true, false),
    bank(
        &["date", "description", "amount", "extended details", "appears on your statement as"],
        US,
        true,
        false,
    ),
    // Apple Card
    bank(
        &["transaction date", "clearing date", "description", "merchant", "category", "type", "amount usd"],
        US,
        true,
        false,
    ),
    // Capital One: bank, card
    bank(
        &[
            "account number",
            "transaction description",
            "transaction date",
            "transaction type",
            "transaction amount",
        ],
        US,
        false,
        false,
    ),
    bank(
        &["transaction date", "posted date", "card no", "description", "category", "debit", "credit"],
        US,
        false,
        false,
    ),
    // Citi
    bank(&["status", "date", "description", "debit", "credit"], US, false, false),
    // Schwab
    bank(
        &["date", "type", "check", "description", "withdrawal", "deposit", "runningbalance"],
        US,
        false,
        false,
    ),
    bank(
        &["date", "status", "type", "checknumber", "description", "withdrawal", "deposit"],
        US,
        false,
        false,
    ),
    // Navy Federal
    bank(&["posting date", "transaction date", "amount", "credit debit indicator"], US, false, false),
    // TD Bank
    bank(
        &["date", "bank rtn", "account number", "transaction type", "description", "debit", "credit"],
        US,
        false,
        false,
    ),
    // Ally, SoFi, USAA
    bank(&["date", "time", "amount", "type", "description"], None, false, true),
    bank(&["date", "description", "type", "amount", "current balance", "status"], None, false, true),
    bank(
        &["date", "description", "original description", "category", "amount", "status"],
        None,
        false,
        false,
    ),
    // Fidelity cash management, Mercury, Mint, Quicken's successors
    bank(&["date utc", "description", "amount", "status", "source account"], US, false, true),
    bank(
        &[
            "date",
            "description",
            "original description",
            "amount",
            "transaction type",
            "category",
            "account name",
        ],
        US,
        false,
        false,
    ),
    // Credit unions on the common US platforms
    bank(
        &["transaction number", "date", "description", "memo", "amount debit", "amount credit"],
        US,
        false,
        false,
    ),
    bank(
        &["account number", "post date", "check", "description", "debit", "credit", "status", "balance"],
        US,
        false,
        false,
    ),
    bank(
        &["posting date", "effective date", "transaction type", "amount", "check number", "reference number"],
        US,
        false,
        true,
    ),
    // Plaid's transaction list
    bank(
        &["date", "name", "amount", "pending", "account id", "transaction id", "payment channel"],
        None,
        true,
        false,
    ),
    // Venmo and PayPal write their own signs
    bank(&["id", "datetime", "type", "status", "note", "from", "to", "amount total"], None, false, true),
    bank(&["date", "time", "name", "type", "status", "currency", "gross", "fee", "net"], None, false, true),
    // Wise, Starling, Monzo
    bank(&["transferwise id", "date", "amount", "currency"], DAY, false, true),
    bank(&["date", "counter party", "reference", "type", "amount gbp"], DAY, false, true),
    bank(
        &["transaction id", "date", "time", "type", "name", "emoji", "category", "amount"],
        DAY,
        false,
        true,
    ),
    // Barclays, NatWest
    bank(&["number", "date", "account", "amount", "subcategory", "memo"], DAY, false, true),
    bank(
        &["date", "type", "description", "value", "balance", "account name", "account number"],
        DAY,
        false,
        true,
    ),
];

/// The known layout that the headings show.
pub(super) fn find(layout: &Layout) -> Option<&'static Bank> {
    let headings: Vec<String> = layout.columns.iter().map(|c| fold(&c.heading)).collect();
    let has = |heading: &&str| headings.iter().any(|h| h == heading);
    KNOWN.iter().filter(|bank| bank.headings.iter().all(has)).max_by_key(|bank| bank.headings.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_folded() {
        for bank in KNOWN {
            for heading in bank.headings {
                assert_eq!(fold(heading), *heading);
            }
        }
    }
}

//! What a repair costs: a quote, or spent.

use chrono::{Days, NaiveDate};

use crate::form::Typed;
use crate::id::VendorId;
use crate::money::Cents;

/// A cost about to be written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CostDraft {
    /// What for.
    pub what: String,
    /// Who is paid.
    pub vendor: Option<VendorId>,
    /// How much; above zero.
    pub amount: Cents,
    /// The day it was spent, or quoted.
    pub on: NaiveDate,
    /// Only said, not spent yet.
    pub is_quote: bool,
}

impl CostDraft {
    /// Reads `what`, `vendor`, `amount`, `on` and `quote`; errors are recorded beside the fields.
    pub fn read(form: &mut Typed, today: NaiveDate) -> Option<CostDraft> {
        let what = form.text("what", "What for", 120);
        let amount = form.money("amount", "The amount");
        if amount.0 <= 0 && form.error("amount").is_none() {
            form.fail("amount", "Write an amount above zero.");
        }
        let on = form.date("on", "The day");
        if on.is_some_and(|day| day > today + Days::new(1)) {
            form.fail("on", "This day is still to come. Write the day it was spent or quoted.");
        }
        let vendor = match form.value("vendor").is_empty() {
            true => None,
            false => form.choice::<VendorId>("vendor", "a vendor of the list"),
        };
        Some(CostDraft { what, vendor, amount, on: on?, is_quote: form.checked("quote") })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cost_has_an_amount_and_a_day_that_has_come() {
        let today: NaiveDate = "2026-11-20".parse().unwrap();
        let filled = |amount: &str, on: &str| {
            Typed::filled([("what", "Zone valve".into()), ("amount", amount.into()), ("on", on.into())])
        };
        let mut typed = filled("84.37", "2026-11-19");
        let cost = CostDraft::read(&mut typed, today).unwrap();
        assert!(typed.is_sound() && cost.amount == Cents(8_437) && !cost.is_quote);
        for (amount, on, field) in
            [("0", "2026-11-19", "amount"), ("-5", "2026-11-19", "amount"), ("5", "2027-01-01", "on")]
        {
            let mut typed = filled(amount, on);
            CostDraft::read(&mut typed, today);
            assert!(typed.error(field).is_some(), "{amount} {on}");
        }
    }
}

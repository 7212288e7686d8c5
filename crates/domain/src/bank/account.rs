//! An account at a bank, card or wallet, as a person describes it.

use std::str::FromStr;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::Cents;
use crate::form::Typed;
use crate::id::PropertyId;

/// What kind of account it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BankKind {
    /// For daily money.
    Checking,
    /// For money that waits.
    Savings,
    /// A credit card: its balance is owed.
    Card,
    /// Venmo, PayPal and the like.
    Wallet,
    /// Notes and coins.
    Cash,
}

impl BankKind {
    /// All of them, as a form lists them.
    pub const ALL: [BankKind; 5] =
        [BankKind::Checking, BankKind::Savings, BankKind::Card, BankKind::Wallet, BankKind::Cash];

    /// The word stored in the database and in forms.
    pub fn word(self) -> &'static str {
        match self {
            BankKind::Checking => "checking",
            BankKind::Savings => "savings",
            BankKind::Card => "card",
            BankKind::Wallet => "wallet",
            BankKind::Cash => "cash",
        }
    }

    /// As pages show it.
    pub fn title(self) -> &'static str {
        match self {
            BankKind::Checking => "Checking account",
            BankKind::Savings => "Savings account",
            BankKind::Card => "Credit card",
            BankKind::Wallet => "Wallet",
            BankKind::Cash => "Cash",
        }
    }
}

impl FromStr for BankKind {
    type Err = String;
    fn from_str(text: &str) -> Result<BankKind, String> {
        BankKind::ALL
            .into_iter()
            .find(|k| k.word() == text)
            .ok_or_else(|| format!("“{text}” is no kind of account."))
    }
}

/// What a person says about an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountDraft {
    /// What people here call it: "Rental checking".
    pub name: String,
    /// What it is.
    pub kind: BankKind,
    /// The last four digits of its number.
    pub last_four: Option<String>,
    /// The property its lines belong to unless something says otherwise.
    pub property: Option<PropertyId>,
    /// Balance before the first line we know; a card's is minus.
    pub opening: Cents,
    /// The day of that balance.
    pub opening_on: Option<NaiveDate>,
}

impl AccountDraft {
    /// Reads the account form; errors are recorded beside the fields.
    pub fn read(form: &mut Typed) -> AccountDraft {
        let name = form.text("name", "Name", 80);
        let kind = form.choice("kind", "what kind of account it is").unwrap_or(BankKind::Checking);
        let last_four = form.optional("last_four", "Last four digits", 40).map(|typed| {
            // Somebody may paste the whole number, with its blanks.
            let digits: Vec<char> = typed.chars().filter(char::is_ascii_digit).collect();
            if digits.len() < 4 || typed.chars().any(char::is_alphabetic) {
                form.fail("last_four", "Write the last four digits, like 4417, or leave it empty.");
            }
            digits[digits.len().saturating_sub(4)..].iter().collect::<String>()
        });
        let property = match form.value("property") {
            "" | "none" => None,
            _ => form.choice("property", "a property, or none"),
        };
        AccountDraft {
            name,
            kind,
            last_four,
            property,
            opening: form.money_or("opening", Cents::ZERO),
            opening_on: form.optional_date("opening_on", "Day of the opening balance"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> (AccountDraft, Typed) {
        let mut form = Typed::new(pairs.iter().map(|(k, v)| (k.to_string(), v.to_string())).collect());
        (AccountDraft::read(&mut form), form)
    }

    #[test]
    fn an_account_needs_a_name_and_a_kind() {
        let (draft, form) = read(&[("name", "Rental checking"), ("kind", "card"), ("opening", "-12.50")]);
        assert!(form.is_sound());
        assert_eq!((draft.kind, draft.opening, draft.property), (BankKind::Card, Cents(-1250), None));
        let (draft, _) = read(&[("last_four", "6011 0009 9013 9424")]);
        assert_eq!(draft.last_four.as_deref(), Some("9424"));
        let (_, form) = read(&[("last_four", "44x7")]);
        let wrong: Vec<_> = form.errors().iter().map(|e| e.field.as_str()).collect();
        assert_eq!(wrong, ["name", "kind", "last_four"]);
    }
}

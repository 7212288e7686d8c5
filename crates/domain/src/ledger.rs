//! Which accounts a document debits and credits. One debit and one credit a transfer, so nothing can be out of balance.
//!
//! Expense: debit expense(category, property), credit bank. Income: debit bank, credit income. A movement meets the account
//! that its category's kind names: own money in transit, the owner's private side, deposits owed, a loan, an improvement.
//! Money that goes the other way (a refund, a returned payment) swaps the two sides.

use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::id::{BankAccountId, PropertyId};
use crate::{CategoryKind, Cents};

/// The typed document that stands behind an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DocumentKind {
    /// Spent on the rental.
    Expense,
    /// Earned.
    Income,
    /// Moved without being either.
    Movement,
}

impl DocumentKind {
    /// All three.
    pub const ALL: [DocumentKind; 3] = [DocumentKind::Expense, DocumentKind::Income, DocumentKind::Movement];

    /// The document that amounts of a category's kind are booked as.
    pub fn of(kind: CategoryKind) -> DocumentKind {
        match kind {
            CategoryKind::Expense => DocumentKind::Expense,
            CategoryKind::Income => DocumentKind::Income,
            CategoryKind::Transfer
            | CategoryKind::Personal
            | CategoryKind::Deposit
            | CategoryKind::Principal
            | CategoryKind::Capital => DocumentKind::Movement,
        }
    }

    /// The word in the database, and of its table.
    pub fn word(self) -> &'static str {
        match self {
            DocumentKind::Expense => "expense",
            DocumentKind::Income => "income",
            DocumentKind::Movement => "movement",
        }
    }

    /// The kind of a stored word.
    pub fn from_word(word: &str) -> Option<DocumentKind> {
        DocumentKind::ALL.into_iter().find(|k| k.word() == word)
    }

    /// The document's amount from what came into the bank account, and back: an expense counts what went out.
    pub fn flip(self, cash: Cents) -> Cents {
        if self == DocumentKind::Expense { -cash } else { cash }
    }
}

/// Sides of the balance sheet and the profit and loss.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AccountKind {
    /// What we own.
    Asset,
    /// What we owe.
    Liability,
    /// What we earn.
    Income,
    /// What we spend.
    Expense,
    /// What is the owner's.
    Equity,
}

impl AccountKind {
    /// The word stored in the database.
    pub fn word(self) -> &'static str {
        match self {
            AccountKind::Asset => "asset",
            AccountKind::Liability => "liability",
            AccountKind::Income => "income",
            AccountKind::Expense => "expense",
            AccountKind::Equity => "equity",
        }
    }
}

/// An account of the ledger. Its code names all it is, and its id is made of the code: nobody has to look it up first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Like `expense:repairs:0192…` or `bank:0192…`.
    pub code: String,
    /// Its side.
    pub kind: AccountKind,
    /// The property it belongs to.
    pub property: Option<PropertyId>,
    /// The category it counts.
    pub category: Option<String>,
    /// The bank account it mirrors.
    pub bank: Option<BankAccountId>,
}

impl Account {
    /// The mirror of a bank account.
    pub fn of_bank(bank: BankAccountId) -> Account {
        Account {
            code: format!("bank:{bank}"),
            kind: AccountKind::Asset,
            property: None,
            category: None,
            bank: Some(bank),
        }
    }

    /// The other side of documents of this category and property.
    pub fn of_category(kind: CategoryKind, category: &str, property: Option<PropertyId>) -> Account {
        let side = match kind {
            CategoryKind::Income => AccountKind::Income,
            CategoryKind::Expense => AccountKind::Expense,
            CategoryKind::Transfer | CategoryKind::Capital => AccountKind::Asset,
            CategoryKind::Personal => AccountKind::Equity,
            CategoryKind::Deposit | CategoryKind::Principal => AccountKind::Liability,
        };
        let place = property.map_or_else(|| "-".to_string(), |p| p.to_string());
        Account {
            code: format!("{}:{category}:{place}", kind.word()),
            kind: side,
            property,
            category: Some(category.to_string()),
            bank: None,
        }
    }

    /// Where the money of an account was before we knew it.
    pub fn of_opening() -> Account {
        Account {
            code: "equity:opening".into(),
            kind: AccountKind::Equity,
            property: None,
            category: None,
            bank: None,
        }
    }

    /// Its id: the first half of the code's hash, as a uuid of the custom version (RFC 9562, version 8).
    pub fn id(&self) -> Uuid {
        let hash = Sha256::digest(self.code.as_bytes());
        let mut half = [0u8; 16];
        half.copy_from_slice(&hash[..16]);
        uuid::Builder::from_custom_bytes(half).into_uuid()
    }
}

/// The two sides of an amount that came into a bank account (minus: went out), given the mirror of the bank account and the
/// category's account: debit, credit, and the amount without sign. Nothing to book for zero.
pub fn sides<T>(cash: Cents, bank: T, other: T) -> Option<(T, T, Cents)> {
    match cash.0 {
        0 => None,
        1.. => Some((bank, other, cash)),
        _ => Some((other, bank, -cash)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spending_debits_the_expense_and_a_refund_takes_it_off() {
        assert_eq!(sides(Cents(-500), "bank", "repairs"), Some(("repairs", "bank", Cents(500))));
        assert_eq!(sides(Cents(500), "bank", "repairs"), Some(("bank", "repairs", Cents(500))));
        assert_eq!(sides(Cents(0), "bank", "repairs"), None);
        assert_eq!(DocumentKind::Expense.flip(Cents(-500)), Cents(500));
        assert_eq!(DocumentKind::Income.flip(Cents(-500)), Cents(-500));
    }

    #[test]
    fn an_id_is_made_of_the_code_alone() {
        let here = PropertyId(Uuid::from_u128(5));
        let account = |p| Account::of_category(CategoryKind::Expense, "repairs", p);
        assert_eq!(account(Some(here)).id(), account(Some(here)).id());
        assert_ne!(account(Some(here)).id(), account(None).id());
        assert_eq!(account(None).code, "expense:repairs:-");
        assert_eq!(account(None).id().get_version_num(), 8);
    }
}

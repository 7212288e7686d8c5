//! What money was for. Categories carry lines of IRS Schedule E (Form 1040), Part I.

use serde::{Deserialize, Serialize};

/// How a category enters the books.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CategoryKind {
    /// Earned: Schedule E line 3 or income without a line.
    Income,
    /// Spent on the rental: Schedule E lines 5 to 19.
    Expense,
    /// Between own accounts: neither earned nor spent.
    Transfer,
    /// Spent privately; never on the tax form.
    Personal,
    /// A tenant's deposit: owed back, so a liability.
    Deposit,
    /// Loan principal: pays down a debt.
    Principal,
    /// An improvement to be depreciated, not deducted at once.
    Capital,
}

impl CategoryKind {
    /// The word stored in the database.
    pub fn word(self) -> &'static str {
        match self {
            CategoryKind::Income => "income",
            CategoryKind::Expense => "expense",
            CategoryKind::Transfer => "transfer",
            CategoryKind::Personal => "personal",
            CategoryKind::Deposit => "deposit",
            CategoryKind::Principal => "principal",
            CategoryKind::Capital => "capital",
        }
    }

    /// True where money of this kind belongs to a property, if to any: not between own accounts, and not for oneself.
    pub fn has_property(self) -> bool {
        !matches!(self, CategoryKind::Transfer | CategoryKind::Personal)
    }

    /// The kind of a stored word.
    pub fn from_word(word: &str) -> Option<CategoryKind> {
        use CategoryKind::*;
        [Income, Expense, Transfer, Personal, Deposit, Principal, Capital]
            .into_iter()
            .find(|k| k.word() == word)
    }
}

/// A starter category, given to every portfolio when it is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Category {
    /// Stable slug, also its key in the database.
    pub code: &'static str,
    /// As pages show it.
    pub name: &'static str,
    /// How it enters the books.
    pub kind: CategoryKind,
    /// Schedule E line, where it has one.
    pub tax_line: Option<u8>,
}

const fn category(
    code: &'static str,
    name: &'static str,
    kind: CategoryKind,
    tax_line: Option<u8>,
) -> Category {
    Category { code, name, kind, tax_line }
}

/// The starter set. Line numbers: Schedule E (Form 1040), Part I, unchanged from 2019 to the 2025 form.
pub const STARTER: &[Category] = {
    use CategoryKind::*;
    &[
        category("rent", "Rents received", Income, Some(3)),
        category("reimbursement", "Utilities paid back by tenants", Income, Some(3)),
        category("late-fee", "Late fees", Income, Some(3)),
        category("laundry", "Laundry and parking", Income, Some(3)),
        category("other-income", "Other income", Income, None),
        category("advertising", "Advertising", Expense, Some(5)),
        category("auto-travel", "Auto and travel", Expense, Some(6)),
        category("cleaning", "Cleaning and maintenance", Expense, Some(7)),
        category("commissions", "Commissions", Expense, Some(8)),
        category("insurance", "Insurance", Expense, Some(9)),
        category("professional", "Legal and other professional fees", Expense, Some(10)),
        category("management", "Management fees", Expense, Some(11)),
        category("mortgage-interest", "Mortgage interest paid to banks", Expense, Some(12)),
        category("other-interest", "Other interest", Expense, Some(13)),
        category("repairs", "Repairs", Expense, Some(14)),
        category("supplies", "Supplies", Expense, Some(15)),
        category("taxes", "Taxes", Expense, Some(16)),
        category("utilities", "Utilities", Expense, Some(17)),
        category("depreciation", "Depreciation", Expense, Some(18)),
        category("bank-fees", "Bank and card fees", Expense, Some(19)),
        category("licenses", "Licenses and permits", Expense, Some(19)),
        category("hoa", "Homeowners association dues", Expense, Some(19)),
        category("other-expense", "Other expenses", Expense, Some(19)),
        category("improvement", "Improvement, to be depreciated", Capital, None),
        category("transfer", "Transfer between own accounts", Transfer, None),
        category("card-payment", "Card payment", Transfer, None),
        // A servicer takes interest, principal and escrow in one sum. Booked as it is, it deducts nothing; splitting it does.
        category("mortgage", "Mortgage payment, to be split", Principal, None),
        category("principal", "Loan principal", Principal, None),
        category("deposit", "Security deposit", Deposit, None),
        category("personal", "Personal", Personal, None),
    ]
};

/// The starter category of a code.
pub fn starter(code: &str) -> Option<&'static Category> {
    STARTER.iter().find(|c| c.code == code)
}

/// Title of a Schedule E line, as the form prints it.
pub fn tax_line_title(line: u8) -> &'static str {
    match line {
        3 => "Rents received",
        4 => "Royalties received",
        5 => "Advertising",
        6 => "Auto and travel",
        7 => "Cleaning and maintenance",
        8 => "Commissions",
        9 => "Insurance",
        10 => "Legal and other professional fees",
        11 => "Management fees",
        12 => "Mortgage interest paid to banks, etc.",
        13 => "Other interest",
        14 => "Repairs",
        15 => "Supplies",
        16 => "Taxes",
        17 => "Utilities",
        18 => "Depreciation expense or depletion",
        19 => "Other",
        20 => "Total expenses",
        21 => "Income, line 3 less line 20",
        _ => "",
    }
}

/// Type of property as Schedule E line 1b numbers it.
pub const PROPERTY_TYPES: &[(u8, &str)] = &[
    (1, "Single family residence"),
    (2, "Multi-family residence"),
    (3, "Vacation or short-term rental"),
    (4, "Commercial"),
    (5, "Land"),
    (6, "Royalties"),
    (7, "Self-rental"),
    (8, "Other"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_expense_line_of_the_form_has_a_category() {
        for line in 5..=19u8 {
            assert!(STARTER.iter().any(|c| c.tax_line == Some(line)), "line {line}");
        }
    }

    #[test]
    fn only_income_and_expense_reach_the_form() {
        for c in STARTER {
            let may = matches!(c.kind, CategoryKind::Income | CategoryKind::Expense);
            assert!(may || c.tax_line.is_none(), "{}", c.code);
        }
    }
}

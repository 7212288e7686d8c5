//! The labels of the evaluation sets: lines of Schedule E and a few words for what is on no line.

use super::{Band, Guess};
use crate::category::{CategoryKind, starter};

/// `L3`, `L5` … `L19`, `MORTGAGE_SPLIT`, `DEPOSIT_LIAB`, `CAPEX`, `TRANSFER`, `PERSONAL`, or `REVIEW` where a person is asked:
/// without a guess, and with one that the review page calls unsure.
///
/// Income without a line of the form (a bank's interest, a claim paid out) is as little the rental's as private spending,
/// and has that label.
pub fn eval_label(guess: Option<&Guess>) -> String {
    let Some(guess) = guess.filter(|g| Band::of(Some(g.confidence)) >= Band::Likely) else {
        return "REVIEW".into();
    };
    let Some(category) = starter(&guess.category) else { return "REVIEW".into() };
    match (category.tax_line, category.kind) {
        (Some(line), _) => format!("L{line}"),
        (None, CategoryKind::Principal) => "MORTGAGE_SPLIT".into(),
        (None, CategoryKind::Deposit) => "DEPOSIT_LIAB".into(),
        (None, CategoryKind::Capital) => "CAPEX".into(),
        (None, CategoryKind::Transfer) => "TRANSFER".into(),
        (None, CategoryKind::Personal | CategoryKind::Income | CategoryKind::Expense) => "PERSONAL".into(),
    }
}

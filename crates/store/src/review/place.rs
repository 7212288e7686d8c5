//! A line that takes the place of an expense booked by hand, and what becomes of origins when a line is booked anew.

use domain::CategoryKind;

use crate::ledger::{Books, Live, Origin, by_hand, void};
use crate::{Error, Result, Tx};

/// Voids the expense booked by hand that the line is.
pub(super) async fn take_over(
    tx: &mut Tx,
    origin: Origin,
    kinds: &[CategoryKind],
    books: &mut Books,
) -> Result<Option<Live>> {
    let Origin::Of(origin) = origin else { return Ok(None) };
    if !kinds.contains(&CategoryKind::Expense) {
        return Err(Error::refused(
            "category",
            "What was booked by hand was spent on the rental. Choose such a category, or say that this line is something else.",
        ));
    }
    let Some(waiting) = by_hand::hold(tx, origin).await? else {
        return Err(Error::refused(
            "",
            "The expense that was booked by hand does not wait for its line any more. Say that this line is something else.",
        ));
    };
    void(tx, std::slice::from_ref(&waiting), books).await?;
    by_hand::release(tx, origin).await?;
    Ok(Some(waiting))
}

/// The origin of each part: that of the document whose place it takes, as long as it is an expense; and for the first
/// expense without one, that of the decision.
pub(super) fn origins(before: &[Live], kinds: &[CategoryKind], decided: Origin) -> Vec<Origin> {
    let mut origins = vec![Origin::None; kinds.len()];
    let mut place = |at: usize, origin: Origin| {
        let free = |at: &usize, origins: &[Origin]| {
            kinds.get(*at) == Some(&CategoryKind::Expense) && origins[*at] == Origin::None
        };
        let at = Some(at)
            .filter(|at| free(at, &origins))
            .or_else(|| (0..kinds.len()).find(|at| free(at, &origins)));
        if let Some(at) = at.filter(|_| origin != Origin::None) {
            origins[at] = origin;
        }
    };
    place(0, decided);
    for (at, gone) in before.iter().enumerate() {
        place(at, gone.origin.map_or(Origin::None, Origin::Of));
    }
    origins
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ledger::DocumentKind;
    use domain::{Cents, Period};
    use uuid::Uuid;

    fn gone(origin: Option<u128>) -> Live {
        let day = "2026-11-03".parse().unwrap();
        Live {
            kind: DocumentKind::Expense,
            id: Uuid::from_u128(9),
            line: None,
            category: "repairs".into(),
            property: None,
            cash: Cents(-1),
            cash_on: day,
            period: Period::of(day),
            origin: origin.map(Uuid::from_u128),
        }
    }

    #[test]
    fn an_origin_stays_with_its_part_or_goes_to_the_first_expense() {
        use CategoryKind::{Expense, Personal};
        let (one, of) = (Uuid::from_u128(1), |n| Origin::Of(Uuid::from_u128(n)));
        assert_eq!(origins(&[], &[Expense, Expense], Origin::Of(one)), [of(1), Origin::None]);
        let before = [gone(None), gone(Some(1))];
        assert_eq!(origins(&before, &[Expense, Expense], Origin::None), [Origin::None, of(1)]);
        assert_eq!(origins(&before, &[Expense], Origin::None), [of(1)]);
        assert_eq!(origins(&before, &[Personal, Personal], Origin::None), [Origin::None, Origin::None]);
        assert_eq!(origins(&before, &[Personal, Expense], Origin::Own), [Origin::None, Origin::Own]);
    }
}

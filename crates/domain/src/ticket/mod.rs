//! Repairs: what is reported, where it stands, who may do what about it, and what it costs.
//!
//! A ticket is what the code calls a repair; pages say "repair". It is open, in progress, and then completed or cancelled;
//! for thirty days after that it can be opened again.

mod category;
mod cost;
mod draft;
mod happened;
mod priority;
mod status;
mod text;
mod visit;

pub use category::{Category, PLACES};
pub use cost::CostDraft;
pub use draft::{Access, Facts, Report, title_of};
pub use happened::Happened;
pub use priority::Priority;
pub use status::{Move, REOPEN_DAYS, Side, Stand, Status};
pub use text::{TEXT_MAX, said};
pub use visit::{VisitDraft, VisitStatus};

use crate::id::TicketId;

/// What people call a repair when they talk about it: `R-7K2M`, of the last twenty bits of its id. Not unique.
pub fn number(id: TicketId) -> String {
    const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let bits = id.0.as_u128();
    let letter = |place: u32| char::from(LETTERS[(bits >> (5 * place)) as usize & 31]);
    format!("R-{}{}{}{}", letter(3), letter(2), letter(1), letter(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_number_is_made_of_the_last_bits() {
        assert_eq!(number(TicketId(Uuid::from_u128(0))), "R-0000");
        assert_eq!(number(TicketId(Uuid::from_u128(u128::MAX))), "R-ZZZZ");
        assert_eq!(number(TicketId(Uuid::from_u128(0xF_0000_0000_0000_0000_0001))), "R-0001");
    }
}

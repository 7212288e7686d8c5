//! What is done about a repair: the kinds of its timeline.

use std::str::FromStr;

macro_rules! happened {
    ($($(#[$doc:meta])* $name:ident = $word:literal, seen by $who:ident;)*) => {
        /// One thing done. What it says about it stands in "before" and "after".
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Happened { $($(#[$doc])* $name,)* }

        impl Happened {
            /// All of them.
            pub const ALL: &[Happened] = &[$(Happened::$name),*];

            /// The word in the database and in the API.
            pub fn word(self) -> &'static str {
                match self { $(Happened::$name => $word,)* }
            }

            /// True for what the household may know; the rest is the landlord's alone.
            pub fn is_for_household(self) -> bool {
                match self { $(Happened::$name => happened!($who),)* }
            }
        }
    };
    (all) => { true };
    (landlord) => { false };
}

happened! {
    /// It was reported.
    Reported = "reported", seen by all;
    /// It went from one status to another: their words.
    Status = "status", seen by all;
    /// It became more or less pressing: the words of both.
    Priority = "priority", seen by all;
    /// Its title, place or category was put right: the title before and after.
    Facts = "facts", seen by all;
    /// The household changed when somebody may come in.
    Access = "access", seen by all;
    /// Photos or documents were added without a word.
    FilesAdded = "files_added", seen by all;
    /// A visit was proposed.
    VisitProposed = "visit_proposed", seen by all;
    /// The visit suits.
    VisitAccepted = "visit_accepted", seen by all;
    /// It does not, with the words that were given.
    VisitDeclined = "visit_declined", seen by all;
    /// The visit was taken back.
    VisitCancelled = "visit_cancelled", seen by all;
    /// The household says that it is fixed.
    Confirmed = "confirmed", seen by all;
    /// Somebody else is to do it: the vendors before and after.
    Vendor = "vendor", seen by landlord;
    /// A cost was written down: what and how much.
    CostAdded = "cost_added", seen by landlord;
    /// A cost was taken away.
    CostRemoved = "cost_removed", seen by landlord;
    /// A cost is in the books.
    CostBooked = "cost_booked", seen by landlord;
    /// It is not any more.
    CostUnbooked = "cost_unbooked", seen by landlord;
}

impl FromStr for Happened {
    type Err = ();

    fn from_str(word: &str) -> Result<Happened, ()> {
        Happened::ALL.iter().copied().find(|h| h.word() == word).ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_concerns_money_and_vendors_is_not_the_households() {
        let hidden: Vec<&str> =
            Happened::ALL.iter().filter(|h| !h.is_for_household()).map(|h| h.word()).collect();
        assert_eq!(hidden, ["vendor", "cost_added", "cost_removed", "cost_booked", "cost_unbooked"]);
        assert!(Happened::ALL.iter().all(|h| h.word().parse() == Ok(*h)));
    }
}

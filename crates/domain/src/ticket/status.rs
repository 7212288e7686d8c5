//! Where a repair stands and how it may go on: open, in progress, completed or cancelled, and open again for a while.

use std::str::FromStr;

use chrono::{DateTime, Days, Utc};

/// For so many days after it was closed a repair can be opened again; later it is reported anew.
pub const REOPEN_DAYS: u64 = 30;

/// Where a repair stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Reported.
    Open,
    /// Somebody is at it.
    InProgress,
    /// Done, as the landlord says.
    Completed,
    /// Not needed any more.
    Cancelled,
}

impl Status {
    /// All of them, in their order.
    pub const ALL: [Status; 4] = [Status::Open, Status::InProgress, Status::Completed, Status::Cancelled];

    /// The word in the database and in addresses.
    pub fn word(self) -> &'static str {
        match self {
            Status::Open => "open",
            Status::InProgress => "in_progress",
            Status::Completed => "completed",
            Status::Cancelled => "cancelled",
        }
    }

    /// As a page says it.
    pub fn title(self) -> &'static str {
        match self {
            Status::Open => "Open",
            Status::InProgress => "In progress",
            Status::Completed => "Fixed",
            Status::Cancelled => "Cancelled",
        }
    }

    /// Nothing more is to be done.
    pub fn is_closed(self) -> bool {
        matches!(self, Status::Completed | Status::Cancelled)
    }
}

impl FromStr for Status {
    type Err = ();

    fn from_str(word: &str) -> Result<Status, ()> {
        Status::ALL.into_iter().find(|s| s.word() == word).ok_or(())
    }
}

/// Whose hand it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// A member.
    Landlord,
    /// Somebody of the household.
    Tenant,
}

impl Side {
    /// The word in the database.
    pub fn word(self) -> &'static str {
        match self {
            Side::Landlord => "landlord",
            Side::Tenant => "tenant",
        }
    }

    /// The other way round; whatever is no tenant's is the landlord's.
    pub fn from_word(word: &str) -> Side {
        if word == "tenant" { Side::Tenant } else { Side::Landlord }
    }
}

/// A step from one status to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// Somebody begins.
    Start,
    /// It is done.
    Complete,
    /// It is not needed.
    Cancel,
    /// It is not done after all.
    Reopen,
}

impl Move {
    /// All of them.
    pub const ALL: [Move; 4] = [Move::Start, Move::Complete, Move::Cancel, Move::Reopen];

    /// The word that forms send.
    pub fn word(self) -> &'static str {
        match self {
            Move::Start => "start",
            Move::Complete => "complete",
            Move::Cancel => "cancel",
            Move::Reopen => "reopen",
        }
    }
}

impl FromStr for Move {
    type Err = ();

    fn from_str(word: &str) -> Result<Move, ()> {
        Move::ALL.into_iter().find(|m| m.word() == word).ok_or(())
    }
}

/// All that decides where a repair may go from here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stand {
    /// Where it stands.
    pub status: Status,
    /// When it was closed, while it is.
    pub closed_at: Option<DateTime<Utc>>,
    /// Who reported it.
    pub reporter: Side,
}

impl Stand {
    /// Where this step leads.
    ///
    /// # Errors
    /// A sentence that says why it leads nowhere, and what to do instead.
    pub fn step(&self, step: Move, by: Side, now: DateTime<Utc>) -> Result<Status, &'static str> {
        match (self.status, step, by) {
            (Status::Open | Status::InProgress, Move::Cancel, Side::Tenant)
                if self.reporter != Side::Tenant =>
            {
                Err("Your landlord reported this, so only they can cancel it. Write to them below.")
            }
            (Status::Open, Move::Start | Move::Complete, Side::Tenant)
            | (Status::InProgress, Move::Start | Move::Complete, Side::Tenant) => {
                Err("Only your landlord’s side can do that. Write to them below.")
            }
            (Status::Open, Move::Start, Side::Landlord) => Ok(Status::InProgress),
            (Status::Open | Status::InProgress, Move::Complete, Side::Landlord) => Ok(Status::Completed),
            (Status::Open | Status::InProgress, Move::Cancel, _) => Ok(Status::Cancelled),
            (Status::Completed | Status::Cancelled, Move::Reopen, _) => match self.may_reopen(now) {
                true => Ok(Status::Open),
                false => Err("This was closed more than 30 days ago, so it is reported anew."),
            },
            (Status::Open | Status::InProgress, Move::Reopen, _) => Err("This repair is open already."),
            (Status::InProgress, Move::Start, Side::Landlord) => Err("This repair is in progress already."),
            (Status::Completed, _, _) => Err("This repair is marked as fixed. Open it again first."),
            (Status::Cancelled, _, _) => Err("This repair was cancelled. Open it again first."),
        }
    }

    /// True while it is closed and can be opened again.
    pub fn may_reopen(&self, now: DateTime<Utc>) -> bool {
        self.status.is_closed() && self.closed_at.is_some_and(|at| now <= at + Days::new(REOPEN_DAYS))
    }

    /// The steps that this side may take from here, in the order of [`Move::ALL`].
    pub fn steps(&self, by: Side, now: DateTime<Utc>) -> Vec<Move> {
        Move::ALL.into_iter().filter(|step| self.step(*step, by, now).is_ok()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Duration;
    use proptest::prelude::*;

    fn noon() -> DateTime<Utc> {
        DateTime::from_timestamp(1_795_176_000, 0).unwrap()
    }

    fn open(reporter: Side) -> Stand {
        Stand { status: Status::Open, closed_at: None, reporter }
    }

    /// As the store does it.
    fn walk(stand: &mut Stand, step: Move, by: Side, now: DateTime<Utc>) -> bool {
        let Ok(to) = stand.step(step, by, now) else { return false };
        *stand = Stand { status: to, closed_at: to.is_closed().then_some(now), ..*stand };
        true
    }

    #[test]
    fn a_repair_goes_its_way_and_comes_back_for_thirty_days() {
        let mut stand = open(Side::Tenant);
        assert!(walk(&mut stand, Move::Start, Side::Landlord, noon()));
        assert!(walk(&mut stand, Move::Complete, Side::Landlord, noon()));
        assert!(stand.step(Move::Complete, Side::Landlord, noon()).unwrap_err().contains("fixed"));
        assert!(stand.may_reopen(noon() + Duration::days(30)));
        let late = noon() + Duration::days(30) + Duration::seconds(1);
        assert!(stand.step(Move::Reopen, Side::Tenant, late).unwrap_err().contains("anew"));
        assert!(walk(&mut stand, Move::Reopen, Side::Tenant, noon() + Duration::days(29)));
        assert_eq!((stand.status, stand.closed_at), (Status::Open, None));
    }

    #[test]
    fn tenants_cancel_what_their_household_reported_and_nothing_else() {
        assert_eq!(open(Side::Tenant).steps(Side::Tenant, noon()), [Move::Cancel]);
        assert_eq!(open(Side::Landlord).steps(Side::Tenant, noon()), []);
        let all = [Move::Start, Move::Complete, Move::Cancel];
        assert_eq!(open(Side::Landlord).steps(Side::Landlord, noon()), all);
    }

    fn moves() -> impl Strategy<Value = Vec<(usize, bool, i64)>> {
        prop::collection::vec((0usize..4, any::<bool>(), 0i64..40), 0..40)
    }

    proptest! {
        #[test]
        fn whatever_is_done_in_whatever_order_keeps_the_rules(walks in moves(), by_tenant in any::<bool>()) {
            let reporter = if by_tenant { Side::Tenant } else { Side::Landlord };
            let (mut stand, mut now) = (open(reporter), noon());
            for (step, tenant, days) in walks {
                now += Duration::days(days);
                let (step, by) = (Move::ALL[step], if tenant { Side::Tenant } else { Side::Landlord });
                let before = stand;
                let went = walk(&mut stand, step, by, now);
                // Closed is exactly what has a moment of closing.
                prop_assert_eq!(stand.status.is_closed(), stand.closed_at.is_some());
                prop_assert_eq!(went, before.steps(by, now).contains(&step));
                if went {
                    prop_assert!(stand.status != before.status);
                    // What is closed only opens, in time; what is open is never opened.
                    prop_assert_eq!(before.status.is_closed(), step == Move::Reopen);
                    if let Some(at) = before.closed_at {
                        prop_assert!(now - at <= Duration::days(30));
                    }
                    // Tenants never say that work began or is done.
                    prop_assert!(by == Side::Landlord || !matches!(stand.status, Status::InProgress | Status::Completed));
                } else {
                    prop_assert_eq!(stand, before);
                    prop_assert!(before.step(step, by, now).unwrap_err().len() > 10);
                }
            }
        }

        #[test]
        fn somebody_can_always_go_on_until_thirty_days_have_passed(walks in moves()) {
            let (mut stand, mut now) = (open(Side::Tenant), noon());
            for (step, tenant, days) in walks {
                now += Duration::days(days);
                walk(&mut stand, Move::ALL[step], if tenant { Side::Tenant } else { Side::Landlord }, now);
                let over = stand.closed_at.is_some_and(|at| now - at > Duration::days(30));
                prop_assert_eq!(stand.steps(Side::Landlord, now).is_empty(), over);
            }
        }
    }
}

//! Repairs of the demo: told by the product's own use-cases, each at its own moment of the past.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use domain::Cents;
use domain::Viewer;
use domain::demo::{DemoRepair, REPAIRS, Step, VENDORS};
use domain::id::{CommentId, CostId, LeaseId, TicketId, VisitId};
use domain::ticket::{Access, Category, CostDraft, Facts, Move, Priority, Report, VisitDraft, title_of};
use domain::vendor::VendorDraft;
use domain::viewer::{Member, Tenant};
use store::leases::{self, Filter, LeaseRecord, Listing};
use store::tickets::{self, Chosen, NewTicket};
use store::{Db, Result, Tx, vendors};

/// Leases of the demo that run today; there are six.
const LEASES_MAX: u16 = 50;

/// Where the stories happen.
struct Stage<'a> {
    db: &'a Db,
    owner: &'a Member,
    leases: Vec<(LeaseId, LeaseRecord)>,
    now: DateTime<Utc>,
    today: NaiveDate,
}

/// Tells them all.
pub async fn tell(db: &Db, owner: &Member, today: NaiveDate) -> Result<()> {
    let viewer = Viewer::Member(owner.clone());
    let mut tx = db.enter(&viewer).await?;
    for (name, phone, trade) in VENDORS {
        let draft = VendorDraft {
            name: (*name).into(),
            phone: Some((*phone).into()),
            email: None,
            trade: Some((*trade).into()),
            note: None,
        };
        vendors::add(&mut tx, &draft).await?;
    }
    let listing = Listing { filter: Filter::Running, after: None, limit: LEASES_MAX };
    let mut found = Vec::new();
    for line in leases::list(&mut tx, listing, today).await? {
        found.push((line.id, leases::find(&mut tx, line.id).await?));
    }
    tx.commit().await?;
    let stage = Stage { db, owner, leases: found, now: db.now(), today };
    for repair in REPAIRS {
        stage.play(repair).await?;
    }
    Ok(())
}

impl Stage<'_> {
    /// A transaction at a moment, as the landlord or as somebody of the household.
    async fn enter(&self, at: DateTime<Utc>, who: Option<&Viewer>) -> Result<Tx> {
        let landlord = Viewer::Member(self.owner.clone());
        self.db.at(at).enter(who.unwrap_or(&landlord)).await
    }

    /// Whoever reports it, as their session would be. In the demo nobody signs in as them, so the owner lends their hand.
    fn tenant(&self, lease: LeaseId, record: &LeaseRecord, name: &str) -> Option<Viewer> {
        let me = record.lease.members.iter().find(|m| m.name == name)?.tenant;
        Some(Viewer::Tenant(Tenant {
            portfolio: self.owner.portfolio,
            person: Some(self.owner.person),
            tenant: me,
            leases: vec![lease],
            living: vec![lease],
            terms: Vec::new(),
            household: record.lease.members.iter().map(|m| m.tenant).collect(),
            units: vec![record.unit],
            properties: vec![record.property],
        }))
    }

    async fn play(&self, repair: &DemoRepair) -> Result<()> {
        let Some((lease, record)) = self.leases.iter().find(|(_, l)| l.unit_name == repair.unit) else {
            return Ok(());
        };
        let tenant = repair.by.and_then(|name| self.tenant(*lease, record, name));
        let begun = self.now - Duration::hours(repair.hours_ago);
        let report = Report {
            category: repair.category.parse().unwrap_or(Category::Other),
            place: repair.place.into(),
            title: title_of(repair.words),
            description: repair.words.into(),
            priority: repair.priority.parse().unwrap_or_default(),
            access: Access {
                when: Some(repair.access.to_string()).filter(|a| !a.is_empty()),
                may_enter: true,
                phone: None,
            },
        };
        let mut tx = self.enter(begun, tenant.as_ref()).await?;
        let new = TicketId(tx.new_id());
        let id = match &tenant {
            Some(_) => tickets::report_own(&mut tx, new, *lease, &report).await?.id,
            None => {
                let new = NewTicket {
                    id: new,
                    property: record.property,
                    unit: Some(record.unit),
                    with_household: false,
                };
                tickets::report(&mut tx, &new, &report, self.today).await?.id
            }
        };
        tx.commit().await?;
        for (hours, step) in repair.story {
            let at = begun + Duration::hours(*hours);
            let by_tenant = matches!(step, Step::Tells(_) | Step::Agrees | Step::Confirms);
            let mut tx = self.enter(at, tenant.as_ref().filter(|_| by_tenant)).await?;
            self.follow(&mut tx, id, at, *step).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    async fn follow(&self, tx: &mut Tx, id: TicketId, at: DateTime<Utc>, step: Step) -> Result<()> {
        let ticket = tickets::find(tx, id).await?;
        let (version, key) = (ticket.version, tx.new_id());
        let to = async |tx: &mut Tx, step| tickets::change_status(tx, id, version, step).await.map(|_| ());
        match step {
            Step::Tells(words) | Step::Says(words) => {
                tickets::say(tx, id, CommentId(key), words).await.map(|_| ())
            }
            Step::Notes(words) => tickets::note(tx, id, CommentId(key), words).await.map(|_| ()),
            Step::Becomes(word) => {
                let priority: Priority = word.parse().unwrap_or_default();
                let facts =
                    Facts { title: ticket.title, category: ticket.category, place: ticket.place, priority };
                tickets::change_facts(tx, id, version, &facts).await
            }
            Step::Vendor(name) => {
                let all = vendors::list(tx, false).await?;
                let vendor = all.iter().find(|v| v.draft.name == name).map(|v| v.id);
                tickets::choose_vendor(tx, id, version, vendor).await
            }
            Step::Visit(who, hours) => {
                let starts_at = at + Duration::hours(hours);
                let draft =
                    VisitDraft { starts_at, ends_at: starts_at + Duration::hours(2), who: who.into() };
                tickets::propose_visit(tx, id, VisitId(key), &draft).await
            }
            Step::Agrees => match tickets::visits(tx, id).await?.first() {
                Some(visit) => tickets::answer_visit(tx, visit.id, visit.version, true, None).await,
                None => Ok(()),
            },
            Step::Start => to(tx, Move::Start).await,
            Step::Fix => to(tx, Move::Complete).await,
            Step::Cancel => to(tx, Move::Cancel).await,
            Step::Confirms => tickets::confirm(tx, id, version).await,
            Step::Cost(what, cents, is_quote) => {
                let vendor = tickets::inside(tx, id).await?.vendor.map(|(id, ..)| id);
                let on = at.date_naive();
                let draft = CostDraft { what: what.into(), vendor, amount: Cents(cents), on, is_quote };
                tickets::add_cost(tx, id, CostId(key), &draft).await
            }
            Step::Book => self.book(tx, id).await,
        }
    }

    async fn book(&self, tx: &mut Tx, id: TicketId) -> Result<()> {
        let property = tickets::find(tx, id).await?.property;
        let cost = tickets::costs(tx, id).await?.into_iter().rfind(|c| c.booked.is_none() && !c.is_quote);
        let account = tickets::default_account(tx, property).await?;
        match (cost, account) {
            (Some(cost), Some((account, _))) => {
                tickets::book_by_hand(tx, cost.id, cost.version, account, &Chosen::default()).await
            }
            _ => Ok(()),
        }
    }
}

//! Open streams are told by a pure rule; row-level security would decide the same, for whatever viewer and audience.

use domain::event::Audience;
use domain::id::{LeaseId, PersonId, PortfolioId, PropertyId, TenantId};
use domain::viewer::{Member, Reach, Tenant};
use domain::{Role, Viewer};
use std::collections::BTreeSet;
use store::testing::{TestHouse, conn, fresh};
use uuid::Uuid;

/// The same numbers in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    fn some<T: Copy>(&mut self, of: &[T]) -> Vec<T> {
        of.iter().copied().filter(|_| self.roll(2) == 0).collect()
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.roll(of.len())]
    }
}

/// Ids to choose from: few, so that they often meet.
struct Ids {
    portfolios: [Uuid; 2],
    properties: [Uuid; 3],
    leases: [Uuid; 4],
    people: [Uuid; 4],
}

fn audience(dice: &mut Dice, ids: &Ids) -> Audience {
    let property = (dice.roll(3) > 0).then(|| PropertyId(dice.one(&ids.properties)));
    match dice.roll(4) {
        0 => Audience::Members(property),
        1 => Audience::Keepers(property),
        2 => Audience::Household(PropertyId(dice.one(&ids.properties)), LeaseId(dice.one(&ids.leases))),
        _ => Audience::Person(PersonId(dice.one(&ids.people))),
    }
}

fn viewer(dice: &mut Dice, ids: &Ids) -> Viewer {
    let portfolio = PortfolioId(dice.one(&ids.portfolios));
    let person = PersonId(dice.one(&ids.people));
    match dice.roll(7) {
        0 => Viewer::Worker { portfolio },
        1..=3 => {
            let role = dice.one(&[Role::Owner, Role::Manager, Role::Bookkeeper]);
            let properties = dice.some(&ids.properties).into_iter().map(PropertyId).collect();
            let reach =
                (role == Role::Manager && dice.roll(3) > 0).then(|| Reach { properties, ..Reach::default() });
            Viewer::Member(Member { portfolio, person, role, reach })
        }
        _ => {
            let leases: Vec<LeaseId> = dice.some(&ids.leases).into_iter().map(LeaseId).collect();
            Viewer::Tenant(Tenant {
                portfolio,
                person: (dice.roll(4) > 0).then_some(person),
                tenant: TenantId(fresh()),
                living: dice.some(&leases),
                leases,
                terms: vec![],
                household: vec![],
                units: vec![],
                properties: dice.some(&ids.properties).into_iter().map(PropertyId).collect(),
            })
        }
    }
}

#[tokio::test]
async fn the_rule_says_what_row_level_security_says() {
    let mut house = TestHouse::new().await;
    let mut dice = Dice(20_261_120);
    let ids = Ids {
        portfolios: std::array::from_fn(|_| fresh()),
        properties: std::array::from_fn(|_| fresh()),
        leases: std::array::from_fn(|_| fresh()),
        people: std::array::from_fn(|_| fresh()),
    };
    let mut events = Vec::new();
    for _ in 0..300 {
        let (id, portfolio, audience) = (fresh(), dice.one(&ids.portfolios), audience(&mut dice, &ids));
        sqlx::query("insert into event (portfolio_id, id, topic, subject_id, audience, property_id, lease_id, person_id) values ($1, $2, 'ticket', $2, $3, $4, $5, $6)")
            .bind(portfolio).bind(id).bind(audience.word()).bind(audience.property().map(|p| p.0))
            .bind(audience.lease().map(|l| l.0)).bind(audience.person().map(|p| p.0))
            .execute(&mut house.owner).await.unwrap();
        events.push((PortfolioId(portfolio), id, audience));
    }
    let mut met = BTreeSet::new();
    for _ in 0..150 {
        let viewer = viewer(&mut dice, &ids);
        let mut tx = house.db.enter(&viewer).await.unwrap();
        let shown: Vec<Uuid> =
            sqlx::query_scalar("select id from event").fetch_all(conn(&mut tx)).await.unwrap();
        let shown: BTreeSet<Uuid> = shown.into_iter().collect();
        let told = events.iter().filter(|(portfolio, _, audience)| audience.reaches(*portfolio, &viewer));
        let told: BTreeSet<Uuid> = told.map(|(_, id, _)| *id).collect();
        assert_eq!(told, shown, "{viewer:?}");
        met.insert((viewer.database_role(), told.is_empty()));
    }
    assert!(met.len() >= 4, "many kinds of viewers, who hear of something or nothing: {met:?}");
    for nobody in [Viewer::Public, Viewer::Person { person: PersonId(ids.people[0]) }] {
        assert!(!events.iter().any(|(portfolio, _, audience)| audience.reaches(*portfolio, &nobody)));
        let mut tx = house.db.enter(&nobody).await.unwrap();
        assert!(sqlx::query("select id from event").fetch_all(conn(&mut tx)).await.is_err());
    }
}

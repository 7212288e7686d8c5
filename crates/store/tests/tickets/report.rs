//! Reporting, and who sees what was reported.

use chrono::Duration;
use domain::Role;
use domain::id::TicketId;
use domain::ticket::{Priority, Side, Status};
use store::testing::{as_viewer, conn, fresh, noon};
use store::tickets::{self, NewTicket};
use store::{Error, db};

use crate::{World, enter, leak, today};

#[tokio::test]
async fn the_household_and_those_who_keep_people_see_it_and_nobody_else() {
    let mut world = World::new().await;
    let ticket = world.leak().await;
    assert_eq!(
        (ticket.status, ticket.reporter, ticket.lease),
        (Status::Open, Side::Tenant, Some(world.lease))
    );
    assert_eq!(ticket.waits_since, Some(noon()));
    assert!(ticket.answered_at.is_none());
    for who in [world.maya, world.ben] {
        let mut tx = world.as_tenant(who).await;
        assert_eq!(tickets::find(&mut tx, ticket.id).await.unwrap().title, "Water drips under the sink");
        assert_eq!(tickets::own(&mut tx).await.unwrap().open.len(), 1);
        assert_eq!(tickets::thread(&mut tx, ticket.id, None, 50).await.unwrap().len(), 1);
    }
    for who in [world.frank, world.nora, world.eve] {
        let mut tx = world.as_tenant(who).await;
        assert!(matches!(tickets::find(&mut tx, ticket.id).await, Err(Error::Missing)));
        assert!(tickets::own(&mut tx).await.unwrap().open.is_empty());
        assert!(tickets::thread(&mut tx, ticket.id, None, 50).await.unwrap().is_empty());
        assert!(tickets::visits(&mut tx, ticket.id).await.unwrap().is_empty());
    }
    let (birch, oak) = (world.birch, world.oak);
    let keeper = world.colleague(Role::Manager, Some(birch)).await;
    let mut tx = enter(&world.house.db, &as_viewer(&keeper)).await;
    assert!(tickets::find(&mut tx, ticket.id).await.is_ok());
    let others =
        [world.colleague(Role::Manager, Some(oak)).await, world.colleague(Role::Bookkeeper, None).await];
    let rival = world.house.portfolio("Rival").await;
    for member in others.iter().chain([&rival]) {
        let mut tx = enter(&world.house.db, &as_viewer(member)).await;
        assert!(matches!(tickets::find(&mut tx, ticket.id).await, Err(Error::Missing)));
        assert!(tickets::triage(&mut tx, &tickets::Filter::default(), None, 50).await.unwrap().is_empty());
        assert_eq!(
            tickets::counts(&mut tx, &tickets::Filter::default()).await.unwrap(),
            tickets::Counts::default()
        );
    }
}

#[tokio::test]
async fn roommates_never_read_each_others_numbers() {
    let mut world = World::new().await;
    let ticket = world.leak().await;
    let mut tx = world.as_tenant(world.ben).await;
    let read = sqlx::query("select phone from ticket").fetch_all(conn(&mut tx)).await;
    assert!(read.unwrap_err().to_string().contains("permission denied"));
    let mut tx = world.tx().await;
    assert_eq!(tickets::inside(&mut tx, ticket.id).await.unwrap().phone.as_deref(), Some("614-555-0199"));
}

#[tokio::test]
async fn sent_twice_it_is_one_and_at_once_too() {
    let mut world = World::new().await;
    let (lease, id) = (world.lease, TicketId(fresh()));
    let viewer = world.viewer(world.maya, today()).await;
    let send = async || {
        let mut tx = enter(&world.house.db, &viewer).await;
        let done = tickets::report_own(&mut tx, id, lease, &leak()).await.unwrap();
        tx.commit().await.unwrap();
        done
    };
    let (a, b) = tokio::join!(send(), send());
    let c = send().await;
    assert_eq!([a.id, b.id, c.id], [id; 3]);
    assert_eq!([a.is_new, b.is_new, c.is_new].iter().filter(|n| **n).count(), 1);
    for table in
        ["ticket", "ticket_event", "activity where kind = 'ticket.report'", "event where topic = 'ticket'"]
    {
        assert_eq!(world.count(&format!("select count(*) from {table}")).await, 1, "{table}");
    }
}

#[tokio::test]
async fn an_id_that_is_somebody_elses_makes_another_repair_and_says_nothing() {
    let mut world = World::new().await;
    let ticket = world.leak().await;
    let nora = world.viewer(world.nora, today()).await;
    let domain::Viewer::Tenant(me) = &nora else { panic!() };
    let mut tx = enter(&world.house.db, &nora).await;
    let done = tickets::report_own(&mut tx, ticket.id, me.living[0], &leak()).await.unwrap();
    tx.commit().await.unwrap();
    assert!(done.is_new && done.id != ticket.id);
    assert_eq!(world.find(ticket.id).await.reporter_name, "Maya Okafor");
}

#[tokio::test]
async fn nobody_reports_where_they_do_not_live() {
    let mut world = World::new().await;
    let lease = world.lease;
    for who in [world.frank, world.nora, world.eve] {
        let mut tx = world.as_tenant(who).await;
        let id = TicketId(tx.new_id());
        assert!(matches!(tickets::report_own(&mut tx, id, lease, &leak()).await, Err(Error::Missing)));
    }
}

#[tokio::test]
async fn from_the_day_somebody_moved_out_it_is_not_theirs_any_more() {
    let mut world = World::new().await;
    let ticket = world.leak().await;
    let id = world.lease;
    let mut tx = world.tx().await;
    let version = store::leases::find(&mut tx, id).await.unwrap().version;
    store::leases::end_on(&mut tx, id, version, Some(today())).await.unwrap();
    tx.commit().await.unwrap();
    for (day, sees) in [(today(), true), (today().succ_opt().unwrap(), false)] {
        let viewer = world.viewer(world.maya, day).await;
        let mut tx = enter(&world.house.db, &viewer).await;
        assert_eq!(tickets::find(&mut tx, ticket.id).await.is_ok(), sees, "{day}");
        assert_eq!(tickets::own(&mut tx).await.unwrap().open.len(), usize::from(sees));
        let say = tickets::say(&mut tx, ticket.id, domain::id::CommentId(fresh()), "Hello").await;
        assert_eq!(say.is_ok(), sees);
    }
}

#[tokio::test]
async fn the_landlord_reports_with_and_without_the_household() {
    let mut world = World::new().await;
    let (birch, unit) = (world.birch, world.unit);
    let mut tx = world.tx().await;
    let mut report = async |unit, with_household| {
        let new = NewTicket { id: TicketId(tx.new_id()), property: birch, unit, with_household };
        tickets::report(
            &mut tx,
            &new,
            &domain::ticket::Report { priority: Priority::High, ..leak() },
            today(),
        )
        .await
    };
    let seen = report(Some(unit), true).await.unwrap().id;
    let own = report(Some(unit), false).await.unwrap().id;
    let shared = report(None, false).await.unwrap().id;
    assert!(matches!(report(None, true).await, Err(Error::Refused { field: "seen", .. })));
    tx.commit().await.unwrap();
    let mut tx = world.as_tenant(world.ben).await;
    assert!(tickets::find(&mut tx, seen).await.is_ok());
    for hidden in [own, shared] {
        assert!(matches!(tickets::find(&mut tx, hidden).await, Err(Error::Missing)));
    }
    // Nobody waits for an answer to what the landlord wrote down, and no answer is counted.
    let ticket = world.find(seen).await;
    assert_eq!((ticket.waits_since, ticket.answered_at), (None, None));
    let empty = {
        let mut tx = world.tx().await;
        let draft = domain::unit::UnitDraft { name: "Birch 3".into() };
        let id = store::units::add(&mut tx, birch, &draft).await.unwrap();
        let new =
            NewTicket { id: TicketId(tx.new_id()), property: birch, unit: Some(id), with_household: true };
        tickets::report(&mut tx, &new, &leak(), today()).await
    };
    assert!(matches!(empty, Err(Error::Refused { field: "seen", .. })));
}

#[tokio::test]
async fn whoever_looks_through_a_tenants_eyes_changes_nothing() {
    let mut world = World::new().await;
    let ticket = world.leak().await;
    let domain::Viewer::Tenant(me) = world.viewer(world.maya, today()).await else { panic!() };
    let eyes = domain::Viewer::Tenant(domain::viewer::Tenant { person: None, ..me });
    let mut tx = enter(&world.house.db, &eyes).await;
    assert!(tickets::find(&mut tx, ticket.id).await.is_ok());
    let say = tickets::say(&mut tx, ticket.id, domain::id::CommentId(fresh()), "Hello").await;
    assert!(matches!(say, Err(Error::Looking)));
    let done = db::only_looking(async {
        let mut tx = world.tx().await;
        tickets::note(&mut tx, ticket.id, domain::id::CommentId(fresh()), "x").await
    });
    assert!(matches!(done.await, Err(Error::Looking)));
}

#[tokio::test]
async fn a_session_knows_where_somebody_lives_and_who_waits() {
    let mut world = World::new().await;
    world.leak().await;
    let lease = world.lease;
    let hash = [7u8; 32];
    let late = world.house.at(noon() + Duration::minutes(3)).await;
    for (person, door, expects) in
        [(world.maya.person, "tenant", None), (world.owner.person, "landlord", Some(1))]
    {
        sqlx::query(
            "insert into session (id_hash, person_id, portfolio_id, door, address, browser, created_at, seen_at, expires_at, member_idle_s,
               tenant_idle_s) values ($1, $2, $3, $4, '', '', $5, $5, $5 + interval '1 day', 9000, 9000)",
        )
        .bind(hash.as_slice())
        .bind(person.0)
        .bind(world.owner.portfolio.0)
        .bind(door)
        .bind(noon())
        .execute(&mut world.house.owner)
        .await
        .unwrap();
        let standing = store::sessions::resolve(&late, &hash).await.unwrap().unwrap();
        match (&standing.viewer, expects) {
            (domain::Viewer::Tenant(me), None) => assert_eq!(me.living, [lease]),
            (_, expects) => assert_eq!(standing.place.unwrap().open_repairs, expects.unwrap()),
        }
        sqlx::query("delete from session").execute(&mut world.house.owner).await.unwrap();
    }
}

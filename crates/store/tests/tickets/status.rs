//! Steps from one status to another, by two people at once and in time.

use chrono::Duration;
use domain::id::TicketId;
use domain::ticket::{Access, Facts, Happened, Move, Priority, Status};
use store::Error;
use store::testing::noon;
use store::tickets::{self, What};

use crate::{World, enter, today};

async fn step(world: &World, id: TicketId, version: i32, step: Move) -> store::Result<i32> {
    let mut tx = world.tx().await;
    let ticket = tickets::change_status(&mut tx, id, version, step).await?;
    tx.commit().await?;
    Ok(ticket.version)
}

#[tokio::test]
async fn it_goes_its_way_and_every_step_is_written_down_with_who_and_when() {
    let mut world = World::new().await;
    let ticket = world.leak().await;
    let v = step(&world, ticket.id, ticket.version, Move::Start).await.unwrap();
    let v = step(&world, ticket.id, v, Move::Complete).await.unwrap();
    let now = world.find(ticket.id).await;
    assert_eq!((now.status, now.closed_at, now.waits_since), (Status::Completed, Some(noon()), None));
    assert_eq!(now.answered_at, Some(noon()), "the first thing done is the answer");
    let mut tx = world.as_tenant(world.ben).await;
    tickets::confirm(&mut tx, ticket.id, v).await.unwrap();
    tickets::confirm(&mut tx, ticket.id, v).await.unwrap();
    tx.commit().await.unwrap();
    let v = world.find(ticket.id).await.version;
    let mut tx = world.as_tenant(world.maya).await;
    let again = tickets::change_status(&mut tx, ticket.id, v, Move::Reopen).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!((again.status, again.confirmed_at, again.closed_at), (Status::Open, None, None));
    assert_eq!(again.waits_since, Some(noon()), "whoever opens it again waits");
    let mut tx = world.as_tenant(world.maya).await;
    let thread = tickets::thread(&mut tx, ticket.id, None, 50).await.unwrap();
    let mut told: Vec<(String, Happened, Option<String>)> = thread
        .into_iter()
        .filter_map(|e| match e.what {
            What::Done { what, after, .. } => Some((e.name, what, after)),
            _ => None,
        })
        .collect();
    let owner = "Owner of Calloway Homes";
    let expected = [
        ("Maya Okafor", Happened::Reported, None),
        (owner, Happened::Status, Some("in_progress")),
        (owner, Happened::Status, Some("completed")),
        ("Ben Lind", Happened::Confirmed, None),
        ("Maya Okafor", Happened::Status, Some("open")),
    ];
    // All in one moment of the test's clock, so in no order.
    let mut expected = expected.map(|(n, w, a)| (n.to_string(), w, a.map(String::from)));
    for list in [&mut told[..], &mut expected[..]] {
        list.sort_by_key(|(name, what, after)| (name.clone(), what.word(), after.clone()));
    }
    assert_eq!(told, expected);
}

#[tokio::test]
async fn the_second_of_two_people_is_told_and_sees_what_the_first_did() {
    let mut world = World::new().await;
    let ticket = world.leak().await;
    let (a, b) = tokio::join!(
        step(&world, ticket.id, ticket.version, Move::Complete),
        step(&world, ticket.id, ticket.version, Move::Cancel)
    );
    let late = [&a, &b].into_iter().filter(|r| matches!(r, Err(Error::Stale))).count();
    assert_eq!((late, [&a, &b].into_iter().filter(|r| r.is_ok()).count()), (1, 1), "{a:?} {b:?}");
    // As another member, because nobody is told of what they did themselves.
    let nia = world.colleague(domain::Role::Manager, None).await;
    let mut tx = enter(&world.house.db, &store::testing::as_viewer(&nia)).await;
    let since = tickets::since(&mut tx, ticket.id, noon() - Duration::seconds(1)).await.unwrap();
    assert!(since.iter().any(|e| matches!(e.what, What::Done { what: Happened::Status, .. })));
    // What is only said does not make anybody's decision stale.
    let again = world.find(ticket.id).await;
    let v = step(&world, ticket.id, again.version, Move::Reopen).await.unwrap();
    crate::say(world.tx().await, ticket.id, "Hello").await.unwrap();
    assert!(step(&world, ticket.id, v, Move::Start).await.is_ok());
}

#[tokio::test]
async fn after_thirty_days_it_stays_closed() {
    let mut world = World::new().await;
    let ticket = world.leak().await;
    let v = step(&world, ticket.id, ticket.version, Move::Cancel).await.unwrap();
    let maya = world.viewer(world.maya, today()).await;
    for (days, opens) in [(31, false), (29, true)] {
        let then = world.house.at(noon() + Duration::days(days)).await;
        let mut tx = enter(&then, &maya).await;
        let done = tickets::change_status(&mut tx, ticket.id, v, Move::Reopen).await;
        assert_eq!(done.is_ok(), opens, "{days}: {done:?}");
    }
}

#[tokio::test]
async fn tenants_cancel_their_own_reports_and_never_say_that_work_is_done() {
    let mut world = World::new().await;
    let ticket = world.leak().await;
    let mut tx = world.as_tenant(world.ben).await;
    for no in [Move::Start, Move::Complete, Move::Reopen] {
        let done = tickets::change_status(&mut tx, ticket.id, ticket.version, no).await;
        assert!(matches!(done, Err(Error::Refused { .. })), "{no:?}");
    }
    let done = tickets::change_status(&mut tx, ticket.id, ticket.version, Move::Cancel).await.unwrap();
    assert_eq!((done.status, done.waits_since), (Status::Cancelled, None));
}

#[tokio::test]
async fn facts_and_access_are_put_right_and_both_versions_are_kept_apart() {
    let mut world = World::new().await;
    let ticket = world.leak().await;
    let facts = Facts {
        title: "Leak under the sink".into(),
        category: ticket.category,
        place: ticket.place.clone(),
        priority: Priority::High,
    };
    let mut tx = world.tx().await;
    tickets::change_facts(&mut tx, ticket.id, ticket.version, &facts).await.unwrap();
    tx.commit().await.unwrap();
    let access = Access { when: Some("Any time".into()), may_enter: false, phone: None };
    let mut tx = world.as_tenant(world.maya).await;
    let stale = tickets::change_access(&mut tx, ticket.id, ticket.version, &access).await;
    assert!(matches!(stale, Err(Error::Stale)));
    let now = tickets::find(&mut tx, ticket.id).await.unwrap();
    tickets::change_access(&mut tx, ticket.id, now.version, &access).await.unwrap();
    tx.commit().await.unwrap();
    let now = world.find(ticket.id).await;
    assert_eq!(
        (now.title.as_str(), now.priority, now.may_enter),
        ("Leak under the sink", Priority::High, false)
    );
    let mut tx = world.tx().await;
    let phone = tickets::inside(&mut tx, ticket.id).await.unwrap().phone;
    assert_eq!(phone.as_deref(), Some("614-555-0199"), "an empty number leaves the one that was given");
    let mut tx = world.as_tenant(world.maya).await;
    let tried = tickets::change_facts(&mut tx, ticket.id, now.version, &facts).await;
    assert!(matches!(tried, Err(Error::Missing)));
}

#[tokio::test]
async fn who_repairs_it_is_the_landlords_secret() {
    let mut world = World::new().await;
    let ticket = world.leak().await;
    let mut tx = world.tx().await;
    let draft = domain::vendor::VendorDraft {
        name: "Kessler Heating".into(),
        phone: Some("614-555-0117".into()),
        email: None,
        trade: None,
        note: None,
    };
    let vendor = store::vendors::add(&mut tx, &draft).await.unwrap();
    tickets::choose_vendor(&mut tx, ticket.id, ticket.version, Some(vendor)).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = world.as_tenant(world.maya).await;
    let shown = format!("{:?}", tickets::thread(&mut tx, ticket.id, None, 50).await.unwrap());
    assert!(!shown.contains("Kessler"), "{shown}");
    assert!(matches!(tickets::inside(&mut tx, ticket.id).await, Err(Error::Missing)));
    assert!(store::vendors::list(&mut tx, true).await.is_err());
    let mut tx = world.tx().await;
    let listed = store::vendors::list(&mut tx, false).await.unwrap();
    assert_eq!((listed[0].repairs, listed[0].last), (1, Some(noon())));
    store::vendors::put_away(&mut tx, vendor, true).await.unwrap();
    assert!(store::vendors::list(&mut tx, false).await.unwrap().is_empty());
    assert!(tickets::inside(&mut tx, ticket.id).await.unwrap().vendor.is_some(), "the repair keeps the name");
    drop(tx);
    let twice = store::vendors::add(&mut world.tx().await, &draft).await;
    assert!(matches!(twice, Err(Error::Refused { field: "name", .. })));
}

//! The landlord's list: order, filters, pages, counts, and how quickly repairs go.

use chrono::Duration;
use domain::id::TicketId;
use domain::ticket::{Move, Priority, Report, Status};
use store::testing::{as_viewer, noon};
use store::tickets::{self, Age, Counts, Cursor, Filter, NewTicket, Shown};

use crate::{World, enter, leak, say, today};

/// Reports something some hours before noon.
async fn report(world: &World, hours: i64, priority: Priority, title: &str) -> TicketId {
    let then = world.house.at(noon() - Duration::hours(hours)).await;
    let mut tx = enter(&then, &as_viewer(&world.owner)).await;
    let new = NewTicket { id: TicketId(tx.new_id()), property: world.oak, unit: None, with_household: false };
    let draft = Report { priority, title: title.into(), ..leak() };
    let id = tickets::report(&mut tx, &new, &draft, today()).await.unwrap().id;
    tx.commit().await.unwrap();
    id
}

#[tokio::test]
async fn what_is_pressing_stands_first_page_by_page() {
    let mut world = World::new().await;
    report(&world, 100, Priority::Low, "low").await;
    report(&world, 30, Priority::Normal, "older").await;
    report(&world, 20, Priority::Normal, "newer").await;
    report(&world, 1, Priority::Emergency, "fire").await;
    let leak = world.leak().await;
    let all = Filter::default();
    let mut tx = world.tx().await;
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let page = tickets::triage(&mut tx, &all, after, 2).await.unwrap();
        let Some(last) = page.last() else { break };
        after = Some(Cursor { priority: last.priority, created_at: last.created_at, id: last.id });
        seen.extend(page.into_iter().map(|l| l.title));
    }
    assert_eq!(seen, ["fire", "older", "newer", "Water drips under the sink", "low"]);
    let only = |filter: Filter| filter;
    for (filter, count) in [
        (only(Filter { shown: Shown::Waiting, ..all }), 1),
        (only(Filter { priority: Some(Priority::Normal), ..all }), 3),
        (only(Filter { property: Some(world.birch), ..all }), 1),
        (only(Filter { age: Some(Age::Days3), ..all }), 1),
        (only(Filter { shown: Shown::Only(Status::Completed), ..all }), 0),
    ] {
        assert_eq!(tickets::triage(&mut tx, &filter, None, 50).await.unwrap().len(), count, "{filter:?}");
    }
    let expected = Counts { going: 5, waiting: 1, open: 5, ..Counts::default() };
    assert_eq!(tickets::counts(&mut tx, &all).await.unwrap(), expected);
    let pressing: Vec<String> =
        tickets::pressing(&mut tx, 10).await.unwrap().into_iter().map(|l| l.title).collect();
    assert_eq!(pressing, ["fire", leak.title.as_str()]);
}

#[tokio::test]
async fn medians_tell_how_quickly_a_house_is_answered_and_repaired() {
    let mut world = World::new().await;
    let maya = world.viewer(world.maya, today()).await;
    // Answered after one, three and nine hours; the middle one counts.
    for hours in [1, 3, 9] {
        let lease = world.lease;
        let mut tx = enter(&world.house.db, &maya).await;
        let id = TicketId(tx.new_id());
        tickets::report_own(&mut tx, id, lease, &leak()).await.unwrap();
        tx.commit().await.unwrap();
        let then = world.house.at(noon() + Duration::hours(hours)).await;
        say(enter(&then, &as_viewer(&world.owner)).await, id, "Coming.").await.unwrap();
        let mut tx = enter(&then, &as_viewer(&world.owner)).await;
        tickets::change_status(&mut tx, id, 1, Move::Complete).await.unwrap();
        tx.commit().await.unwrap();
    }
    let mut tx = world.tx().await;
    let pace = tickets::pace(&mut tx).await.unwrap();
    assert_eq!(pace.len(), 1, "Oak has no report of a tenant");
    assert_eq!((pace[0].property_name.as_str(), pace[0].reports), ("Birch", 3));
    assert_eq!((pace[0].answer, pace[0].close), (Some(Duration::hours(3)), Some(Duration::hours(3))));
}

//! A visit is proposed, agreed to or not, changed and taken back.

use chrono::{DateTime, Duration, Utc};
use domain::id::{TicketId, VisitId};
use domain::ticket::{VisitDraft, VisitStatus};
use store::Error;
use store::testing::{fresh, noon};
use store::tickets;

use crate::{World, enter, today};

fn tomorrow() -> VisitDraft {
    let starts_at: DateTime<Utc> = noon() + Duration::days(1);
    VisitDraft { starts_at, ends_at: starts_at + Duration::hours(2), who: "Kessler Heating".into() }
}

async fn propose(world: &World, ticket: TicketId, draft: &VisitDraft) -> VisitId {
    let id = VisitId(fresh());
    let mut tx = world.tx().await;
    tickets::propose_visit(&mut tx, ticket, id, draft).await.unwrap();
    tickets::propose_visit(&mut tx, ticket, id, draft).await.unwrap();
    tx.commit().await.unwrap();
    id
}

#[tokio::test]
async fn the_household_agrees_or_says_when_it_would_suit() {
    let mut world = World::new().await;
    let ticket = world.leak().await;
    let visit = propose(&world, ticket.id, &tomorrow()).await;
    assert_eq!(world.find(ticket.id).await.waits_since, None, "a proposal is an answer");
    let mut tx = world.as_tenant(world.nora).await;
    assert!(matches!(tickets::answer_visit(&mut tx, visit, 1, true, None).await, Err(Error::Missing)));
    let mut tx = world.tx().await;
    assert!(matches!(tickets::answer_visit(&mut tx, visit, 1, true, None).await, Err(Error::Forbidden)));
    let mut tx = world.as_tenant(world.ben).await;
    let no_words = tickets::answer_visit(&mut tx, visit, 1, false, None).await;
    assert!(matches!(no_words, Err(Error::Refused { field: "words", .. })));
    tickets::answer_visit(&mut tx, visit, 1, true, None).await.unwrap();
    tickets::answer_visit(&mut tx, visit, 1, true, None).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = world.as_tenant(world.maya).await;
    let known = tickets::find_visit(&mut tx, visit).await.unwrap();
    assert_eq!(known.status, VisitStatus::Accepted);
    // Plans change: what was agreed may be declined until it is over.
    tickets::answer_visit(&mut tx, visit, known.version, false, Some("Thursday is better")).await.unwrap();
    tx.commit().await.unwrap();
    assert!(world.find(ticket.id).await.waits_since.is_some(), "a no waits for another proposal");
    assert_eq!(world.count("select count(*) from ticket_event where kind like 'visit%'").await, 3);
}

#[tokio::test]
async fn an_answer_to_a_visit_that_was_changed_meanwhile_is_stale() {
    let mut world = World::new().await;
    let ticket = world.leak().await;
    let first = propose(&world, ticket.id, &tomorrow()).await;
    let later = VisitDraft {
        starts_at: noon() + Duration::days(3),
        ends_at: noon() + Duration::days(3) + Duration::hours(1),
        ..tomorrow()
    };
    let second = propose(&world, ticket.id, &later).await;
    let mut tx = world.as_tenant(world.maya).await;
    assert!(matches!(tickets::answer_visit(&mut tx, first, 1, true, None).await, Err(Error::Stale)));
    let standing: Vec<VisitId> = tickets::visits(&mut tx, ticket.id)
        .await
        .unwrap()
        .into_iter()
        .filter(|v| v.status.stands())
        .map(|v| v.id)
        .collect();
    assert_eq!(standing, [second]);
    drop(tx);
    let mut tx = world.tx().await;
    tickets::cancel_visit(&mut tx, second, 1).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = world.as_tenant(world.maya).await;
    assert!(matches!(tickets::answer_visit(&mut tx, second, 1, true, None).await, Err(Error::Stale)));
    let line = &tickets::own(&mut tx).await.unwrap().open[0];
    assert_eq!(line.visit, None);
}

#[tokio::test]
async fn what_is_over_cannot_be_answered_and_nobody_is_sent_to_what_is_closed() {
    let mut world = World::new().await;
    let ticket = world.leak().await;
    let visit = propose(&world, ticket.id, &tomorrow()).await;
    let maya = world.viewer(world.maya, today()).await;
    let then = world.house.at(noon() + Duration::days(2)).await;
    let mut tx = enter(&then, &maya).await;
    assert!(matches!(tickets::answer_visit(&mut tx, visit, 1, true, None).await, Err(Error::Refused { .. })));
    drop(tx);
    let mut tx = world.tx().await;
    let ticket = tickets::find(&mut tx, ticket.id).await.unwrap();
    tickets::change_status(&mut tx, ticket.id, ticket.version, domain::ticket::Move::Cancel).await.unwrap();
    let refused = tickets::propose_visit(&mut tx, ticket.id, VisitId(fresh()), &tomorrow()).await;
    assert!(matches!(refused, Err(Error::Refused { .. })));
}

#[tokio::test]
async fn where_no_household_is_asked_a_visit_is_agreed_at_once() {
    let world = World::new().await;
    let mut tx = world.tx().await;
    let id = TicketId(tx.new_id());
    let new = tickets::NewTicket { id, property: world.birch, unit: None, with_household: false };
    tickets::report(&mut tx, &new, &crate::leak(), today()).await.unwrap();
    tickets::propose_visit(&mut tx, id, VisitId(fresh()), &tomorrow()).await.unwrap();
    assert_eq!(tickets::visits(&mut tx, id).await.unwrap()[0].status, VisitStatus::Accepted);
}

//! Costs whose money is in the books already: said to be theirs, counted once, and never out of sight a second time.

use domain::Cents;
use store::Error;
use store::lines::LineState;
use store::review::{self, Split};
use store::tickets::{self, Chosen};

use crate::money::{Money, line};

#[tokio::test]
async fn a_line_that_was_booked_before_is_said_to_be_the_cost_and_counts_once() {
    let mut money = Money::new().await;
    money.import(money.checking, vec![line("2026-11-18", -9_500, "KESSLER HTG")]).await;
    let booked = money.lines("KESSLER").await.remove(0);
    let property = Some(money.world.birch);
    let whole =
        Split { category: "repairs".into(), property, amount: Cents(-9_500), period: None, note: None };
    let mut tx = money.tx().await;
    review::book(&mut tx, booked.id, booked.version, &[whole]).await.unwrap();
    tx.commit().await.unwrap();
    let (cost, other) = (money.cost(9_500, "2026-11-19").await, money.cost(9_500, "2026-11-19").await);
    let offer = money.offers(&cost).await.remove(0);
    assert!(offer.is_booked && offer.line == booked.id);
    let mut tx = money.tx().await;
    let chosen = (offer.line, offer.version);
    tickets::book_line(&mut tx, cost.id, cost.version, chosen, &Chosen::default()).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(money.spent().await, 9_500);
    let cost = money.read(cost.id).await;
    assert_eq!(cost.booked.as_ref().unwrap().line.map(|(id, ..)| id), Some(booked.id));
    // It is no other cost besides.
    assert!(money.offers(&other).await.is_empty());
    let again =
        tickets::book_line(&mut money.tx().await, other.id, other.version, chosen, &Chosen::default()).await;
    assert!(matches!(again, Err(Error::Refused { .. })), "{again:?}");
    // Out of the books again means only that it is not this cost.
    let mut tx = money.tx().await;
    tickets::unbook(&mut tx, cost.id, cost.version).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(money.spent().await, 9_500);
    assert_eq!(money.lines("KESSLER").await[0].state, LineState::Booked);
    assert!(money.read(cost.id).await.booked.is_none());
}

#[tokio::test]
async fn bringing_back_what_stands_there_takes_nothing_out_of_the_books() {
    let mut money = Money::new().await;
    let cost = money.cost(9_500, "2026-11-19").await;
    money.by_hand(&cost, money.checking).await;
    let mut tx = money.tx().await;
    tickets::bring_cost_back(&mut tx, cost.id).await.unwrap();
    tx.commit().await.unwrap();
    assert!(money.read(cost.id).await.booked.is_some());
    assert_eq!(money.spent().await, 9_500);
}

#[tokio::test]
async fn what_counts_out_of_sight_is_not_booked_a_second_time() {
    let mut money = Money::new().await;
    money.import(money.checking, vec![line("2026-11-18", -9_500, "KESSLER HTG")]).await;
    let cost = money.cost(9_500, "2026-11-19").await;
    let offer = money.offers(&cost).await.remove(0);
    let mut tx = money.tx().await;
    tickets::book_line(&mut tx, cost.id, cost.version, (offer.line, offer.version), &Chosen::default())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    // The owner decides the line anew, for no single property; a limited manager sees the cost and not the expense.
    let booked = money.lines("KESSLER").await.remove(0);
    let whole =
        Split { category: "repairs".into(), property: None, amount: Cents(-9_500), period: None, note: None };
    let mut tx = money.tx().await;
    review::book(&mut tx, booked.id, booked.version, &[whole]).await.unwrap();
    tx.commit().await.unwrap();
    let birch = money.world.birch;
    let limited = domain::Viewer::Member(money.world.colleague(domain::Role::Manager, Some(birch)).await);
    let mut tx = crate::enter(&money.world.house.db, &limited).await;
    let seen = tickets::find_cost(&mut tx, cost.id).await.unwrap();
    assert!(seen.booked.is_none());
    let refused =
        tickets::book_by_hand(&mut tx, seen.id, seen.version, money.checking, &Chosen::default()).await;
    assert!(matches!(refused, Err(Error::Refused { .. })), "{refused:?}");
    drop(tx);
    assert_eq!(money.spent().await, 9_500);
}

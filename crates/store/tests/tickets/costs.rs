//! A cost becomes an expense, in every order in which costs and bank lines can come; and the books tie to the cent.

use domain::rules::{Direction, RuleDraft};
use domain::{Cents, Role};
use store::Error;
use store::imports;
use store::lines::{self, Line, LineState};
use store::review::{self, Split};
use store::testing::as_viewer;
use store::tickets::{self, Chosen};

use crate::enter;
use crate::money::{Money, line};

#[tokio::test]
async fn booked_by_hand_first_the_line_that_comes_takes_its_place() {
    let mut money = Money::new().await;
    let cost = money.cost(9_500, "2026-11-19").await;
    money.by_hand(&cost, money.checking).await;
    assert_eq!(money.spent().await, 9_500);
    let booked = money.read(cost.id).await.booked.unwrap();
    assert_eq!((booked.line, booked.account.0, booked.source.as_str()), (None, money.checking, "person"));
    money
        .import(
            money.checking,
            vec![line("2026-11-21", -9_500, "KESSLER HTG"), line("2026-11-21", -9_501, "OTHER")],
        )
        .await;
    let waiting = money.lines("KESSLER").await.remove(0);
    let guess = waiting.guess.clone().unwrap();
    assert!(
        guess.by_hand.is_some() && guess.reason.contains("booked by hand on 19 November 2026"),
        "{guess:?}"
    );
    assert_eq!((guess.category.as_str(), guess.property), ("repairs", Some(money.world.birch)));
    assert!(money.lines("OTHER").await[0].guess.as_ref().is_none_or(|g| g.by_hand.is_none()));
    assert_eq!(money.spent().await, 9_500, "an open line counts nowhere");
    money.accept(&waiting).await;
    assert_eq!(money.spent().await, 9_500, "and accepted it counts once");
    let booked = money.read(cost.id).await.booked.unwrap();
    assert_eq!(booked.line.map(|(id, ..)| id), Some(waiting.id));
    // Back to the file and the line from the cost, and from the line to the repair.
    let known = lines::find(&mut money.tx().await, waiting.id).await.unwrap();
    assert_eq!(known.documents[0].repair.as_ref().map(|(id, _)| *id), Some(money.ticket));
}

#[tokio::test]
async fn taken_back_what_was_booked_by_hand_counts_again_whatever_was_taken_back() {
    let mut money = Money::new().await;
    let cost = money.cost(9_500, "2026-11-19").await;
    money.by_hand(&cost, money.checking).await;
    let file = money.import(money.checking, vec![line("2026-11-21", -9_500, "KESSLER HTG")]).await;
    for round in 0..3 {
        let waiting = money.lines("KESSLER").await.remove(0);
        assert!(waiting.guess.as_ref().unwrap().by_hand.is_some(), "round {round}: {:?}", waiting.guess);
        money.accept(&waiting).await;
        assert_eq!(money.spent().await, 9_500);
        let line = money.lines("KESSLER").await.remove(0);
        let mut tx = money.tx().await;
        match round {
            0 => review::reopen(&mut tx, line.id, line.version).await.unwrap(),
            1 => assert_eq!(review::take_back(&mut tx, &[line.id]).await.unwrap(), 1),
            _ => assert_eq!(imports::undo(&mut tx, file).await.unwrap().lines, 1),
        }
        tx.commit().await.unwrap();
        assert_eq!(money.spent().await, 9_500, "round {round}");
        assert_eq!(money.read(cost.id).await.booked.unwrap().line, None);
    }
    // The same file again: the line is told anew what it is.
    money.import(money.checking, vec![line("2026-11-21", -9_500, "KESSLER HTG")]).await;
    let open: Vec<Line> =
        money.lines("KESSLER").await.into_iter().filter(|l| l.state == LineState::Open).collect();
    assert!(open[0].guess.as_ref().unwrap().by_hand.is_some());
}

#[tokio::test]
async fn a_rule_that_books_by_itself_and_accepting_all_leave_such_a_line_to_a_person() {
    let mut money = Money::new().await;
    let rule = RuleDraft {
        name: "Kessler".into(),
        pattern: "KESSLER".into(),
        direction: Direction::Out,
        account: None,
        least: None,
        most: None,
        category: "repairs".into(),
        property: Some(money.world.birch),
        priority: 100,
        confidence: 99,
    };
    let mut tx = money.tx().await;
    let rule = store::rules::add(&mut tx, &rule).await.unwrap();
    tx.commit().await.unwrap();
    let cost = money.cost(9_500, "2026-11-19").await;
    money.by_hand(&cost, money.checking).await;
    money
        .import(
            money.checking,
            vec![line("2026-11-21", -9_500, "KESSLER HTG"), line("2026-11-22", -9_500, "KESSLER HTG")],
        )
        .await;
    let found = money.lines("KESSLER").await;
    let state = |at: usize| (found[at].state, found[at].guess.as_ref().is_some_and(|g| g.by_hand.is_some()));
    // The nearer one is it; the other is another payment, which the rule books.
    assert_eq!((state(0), state(1)), ((LineState::Booked, false), (LineState::Open, true)));
    assert_eq!(money.spent().await, 19_000);
    let mut tx = money.tx().await;
    store::rules::apply(&mut tx, rule).await.unwrap();
    review::accept_certain(&mut tx, None).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(money.lines("KESSLER").await[1].state, LineState::Open);
    assert_eq!(money.spent().await, 19_000);
    money.accept(&money.lines("KESSLER").await[1]).await;
    assert_eq!(money.spent().await, 19_000);
}

#[tokio::test]
async fn the_line_first_it_is_offered_and_booked_from_the_cost() {
    let mut money = Money::new().await;
    money
        .import(
            money.checking,
            vec![line("2026-10-01", -9_500, "KESSLER HTG"), line("2026-08-01", -9_500, "TOO OLD")],
        )
        .await;
    let cost = money.cost(9_500, "2026-11-19").await;
    let offers = money.offers(&cost).await;
    assert_eq!(offers.len(), 1, "{offers:?}");
    let mut tx = money.tx().await;
    let chosen = (offers[0].line, offers[0].version);
    tickets::book_line(&mut tx, cost.id, cost.version, chosen, &Chosen::default()).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(money.spent().await, 9_500);
    let booked = money.read(cost.id).await;
    assert_eq!(booked.booked.as_ref().unwrap().line.map(|(id, ..)| id), Some(chosen.0));
    let again =
        tickets::book_by_hand(&mut money.tx().await, cost.id, booked.version, money.visa, &Chosen::default())
            .await;
    assert!(matches!(again, Err(Error::Refused { .. })));
    // Out of the books: the line waits, and the cost can be booked anew.
    let mut tx = money.tx().await;
    tickets::unbook(&mut tx, cost.id, booked.version).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(money.spent().await, 0);
    assert_eq!(money.lines("KESSLER").await[0].state, LineState::Open);
    let cost = money.read(cost.id).await;
    assert!(cost.booked.is_none() && !cost.was_booked);
    assert_eq!(money.offers(&cost).await.len(), 1);
}

#[tokio::test]
async fn unbooked_by_hand_the_waiting_line_gets_another_guess() {
    let mut money = Money::new().await;
    let cost = money.cost(9_500, "2026-11-19").await;
    money.by_hand(&cost, money.checking).await;
    money.import(money.checking, vec![line("2026-11-21", -9_500, "THE HOME DEPOT #0485")]).await;
    let mut tx = money.tx().await;
    let version = tickets::find_cost(&mut tx, cost.id).await.unwrap().version;
    tickets::unbook(&mut tx, cost.id, version).await.unwrap();
    tx.commit().await.unwrap();
    let guess = money.lines("HOME DEPOT").await.remove(0).guess;
    assert!(guess.as_ref().is_some_and(|g| g.by_hand.is_none() && g.category == "supplies"), "{guess:?}");
    assert_eq!(money.spent().await, 0);
}

#[tokio::test]
async fn unbooked_after_its_line_came_the_line_waits_and_nothing_counts() {
    let mut money = Money::new().await;
    let cost = money.cost(9_500, "2026-11-19").await;
    money.by_hand(&cost, money.checking).await;
    money.import(money.checking, vec![line("2026-11-21", -9_500, "KESSLER HTG")]).await;
    money.accept(&money.lines("KESSLER").await[0]).await;
    let mut tx = money.tx().await;
    let version = tickets::find_cost(&mut tx, cost.id).await.unwrap().version;
    tickets::unbook(&mut tx, cost.id, version).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(money.spent().await, 0);
    let line = money.lines("KESSLER").await.remove(0);
    assert_eq!((line.state, line.guess.and_then(|g| g.by_hand)), (LineState::Open, None));
}

#[tokio::test]
async fn a_line_said_to_be_something_else_leaves_what_was_booked_by_hand_alone() {
    let mut money = Money::new().await;
    let cost = money.cost(9_500, "2026-11-19").await;
    money.by_hand(&cost, money.checking).await;
    money.import(money.checking, vec![line("2026-11-21", -9_500, "KROGER 512")]).await;
    let whole = |category: &str, cents| Split {
        category: category.into(),
        property: None,
        amount: Cents(cents),
        period: None,
        note: None,
    };
    let line = money.lines("KROGER").await.remove(0);
    let mut tx = money.tx().await;
    review::book(&mut tx, line.id, line.version, &[whole("personal", -9_500)]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(money.spent().await, 9_500);
    // Accepted by mistake, and decided anew: the one booked by hand is back.
    let line = money.lines("KROGER").await.remove(0);
    let mut tx = money.tx().await;
    review::reopen(&mut tx, line.id, line.version).await.unwrap();
    tx.commit().await.unwrap();
    let line = money.lines("KROGER").await.remove(0);
    money.accept(&line).await;
    let line = money.lines("KROGER").await.remove(0);
    let mut tx = money.tx().await;
    review::book(&mut tx, line.id, line.version, &[whole("personal", -9_500)]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(money.spent().await, 9_500);
    assert!(money.read(cost.id).await.booked.unwrap().line.is_none());
}

#[tokio::test]
async fn split_and_booked_anew_the_cost_follows_its_part() {
    let mut money = Money::new().await;
    let cost = money.cost(9_500, "2026-11-19").await;
    money.by_hand(&cost, money.checking).await;
    money.import(money.checking, vec![line("2026-11-21", -9_500, "KESSLER HTG")]).await;
    let birch = money.world.birch;
    let part = |category: &str, cents| Split {
        category: category.into(),
        property: Some(birch),
        amount: Cents(cents),
        period: None,
        note: None,
    };
    let parts = [part("repairs", -8_000), part("supplies", -1_500)];
    let line = money.lines("KESSLER").await.remove(0);
    let mut tx = money.tx().await;
    review::book_in_its_place(&mut tx, line.id, line.version, &parts).await.unwrap();
    tx.commit().await.unwrap();
    let booked = money.read(cost.id).await.booked.unwrap();
    assert_eq!((booked.amount, booked.line.unwrap().2), (Cents(8_000), Cents(9_500)));
    assert_eq!(money.spent().await, 8_000);
    let line = money.lines("KESSLER").await.remove(0);
    let mut tx = money.tx().await;
    review::book(&mut tx, line.id, line.version, &[part("repairs", -9_500)]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(money.read(cost.id).await.booked.unwrap().amount, Cents(9_500));
    assert_eq!(money.spent().await, 9_500);
}

#[tokio::test]
async fn a_bookkeeper_accepts_the_line_and_the_cost_finds_its_expense() {
    let mut money = Money::new().await;
    let cost = money.cost(9_500, "2026-11-19").await;
    money.by_hand(&cost, money.checking).await;
    money.import(money.checking, vec![line("2026-11-21", -9_500, "KESSLER HTG")]).await;
    let books = money.world.colleague(Role::Bookkeeper, None).await;
    let waiting = money.lines("KESSLER").await.remove(0);
    let mut tx = enter(&money.world.house.db, &as_viewer(&books)).await;
    assert!(matches!(tickets::find_cost(&mut tx, cost.id).await, Err(Error::Missing)));
    review::accept(&mut tx, waiting.id, waiting.version).await.unwrap();
    let known = lines::find(&mut tx, waiting.id).await.unwrap();
    assert!(known.documents[0].repair.is_none(), "repairs are not the bookkeeper's to see");
    tx.commit().await.unwrap();
    assert_eq!(money.spent().await, 9_500);
    assert!(money.read(cost.id).await.booked.unwrap().line.is_some());
}

#[tokio::test]
async fn pressed_twice_at_once_it_is_booked_once() {
    let mut money = Money::new().await;
    let cost = money.cost(9_500, "2026-11-19").await;
    let press = async || {
        let mut tx = money.tx().await;
        let done =
            tickets::book_by_hand(&mut tx, cost.id, cost.version, money.checking, &Chosen::default()).await;
        if done.is_ok() {
            tx.commit().await.unwrap();
        }
        done
    };
    let (a, b) = tokio::join!(press(), press());
    assert_eq!([&a, &b].into_iter().filter(|d| d.is_ok()).count(), 1);
    assert!([&a, &b].into_iter().any(|d| matches!(d, Err(Error::Stale))));
    assert_eq!(money.spent().await, 9_500);
}

#[tokio::test]
async fn costs_are_written_down_taken_away_and_brought_back_unless_they_are_in_the_books() {
    let mut money = Money::new().await;
    let cost = money.cost(9_500, "2026-11-19").await;
    let mut tx = money.tx().await;
    tickets::remove_cost(&mut tx, cost.id, cost.version).await.unwrap();
    tx.commit().await.unwrap();
    assert!(tickets::costs(&mut money.tx().await, money.ticket).await.unwrap().is_empty());
    let mut tx = money.tx().await;
    tickets::bring_cost_back(&mut tx, cost.id).await.unwrap();
    tx.commit().await.unwrap();
    let cost = money.read(cost.id).await;
    money.by_hand(&cost, money.checking).await;
    let cost = money.read(cost.id).await;
    let refused = tickets::remove_cost(&mut money.tx().await, cost.id, cost.version).await;
    assert!(matches!(refused, Err(Error::Refused { .. })));
    let wrong = Chosen { category: "rent".into() };
    let other = money.cost(100, "2026-11-19").await;
    let refused =
        tickets::book_by_hand(&mut money.tx().await, other.id, other.version, money.checking, &wrong).await;
    assert!(matches!(refused, Err(Error::Refused { field: "category", .. })));
    let mut tx = money.world.as_tenant(money.world.maya).await;
    assert!(matches!(tickets::costs(&mut tx, money.ticket).await, Err(Error::Missing)));
    let shown = format!("{:?}", tickets::thread(&mut tx, money.ticket, None, 100).await.unwrap());
    assert!(!shown.contains("Finding the fault"), "{shown}");
}

//! Costs and bank lines in every order, at random: the books tie after each step, and the same money never counts twice.

use domain::Cents;
use store::lines::{Line, LineState};
use store::tickets::{self, Chosen};
use store::{imports, review};

use crate::money::{Money, line};

/// One thing that people do.
#[derive(Clone, Copy, Debug)]
enum Step {
    BookByHand,
    Bring,
    Accept,
    Reopen,
    SetAside,
    UndoImport,
    Unbook,
    BookOffered,
}

const STEPS: [Step; 8] = [
    Step::BookByHand,
    Step::Bring,
    Step::Accept,
    Step::Reopen,
    Step::SetAside,
    Step::UndoImport,
    Step::Unbook,
    Step::BookOffered,
];

/// A small generator of numbers, the same for the same seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }
}

#[tokio::test]
async fn whatever_is_done_in_whatever_order_the_same_money_counts_once() {
    for seed in 1..=3 {
        let mut money = Money::new().await;
        let cost = money.cost(9_500, "2026-11-19").await;
        let (mut dice, mut file, mut walked) = (Dice(seed), None, Vec::new());
        for _ in 0..20 {
            let step = STEPS[dice.roll(STEPS.len())];
            walked.push(step);
            take(&money, cost.id, step, &mut file).await;
            let spent = money.spent().await;
            let cost = money.read(cost.id).await;
            let expected = if cost.booked.is_some() { 9_500 } else { booked_lines(&money).await };
            assert_eq!(spent, expected, "seed {seed}: {walked:?}");
        }
    }
}

/// What lines that no cost points at are booked as.
async fn booked_lines(money: &Money) -> i64 {
    money.lines("KESSLER").await.iter().filter(|l| l.state == LineState::Booked).map(|l| -l.amount.0).sum()
}

/// Does it, where it can be done; what is refused changes nothing.
async fn take(money: &Money, cost: domain::id::CostId, step: Step, file: &mut Option<domain::id::ImportId>) {
    let now = money.read(cost).await;
    let lines: Vec<Line> = money.lines("KESSLER").await;
    let of = |state: LineState| lines.iter().find(|l| l.state == state);
    let mut tx = money.tx().await;
    let done = match step {
        Step::BookByHand => {
            tickets::book_by_hand(&mut tx, cost, now.version, money.checking, &Chosen::default()).await
        }
        Step::Bring if file.is_none() => {
            drop(tx);
            *file = Some(money.import(money.checking, vec![line("2026-11-21", -9_500, "KESSLER HTG")]).await);
            return;
        }
        Step::Bring => return,
        Step::Accept => match of(LineState::Open) {
            Some(open) => review::accept(&mut tx, open.id, open.version).await,
            None => return,
        },
        Step::Reopen => {
            match lines.iter().find(|l| matches!(l.state, LineState::Booked | LineState::SetAside)) {
                Some(line) => review::reopen(&mut tx, line.id, line.version).await,
                None => return,
            }
        }
        Step::SetAside => match of(LineState::Open) {
            Some(open) => review::set_aside(&mut tx, open.id, open.version).await,
            None => return,
        },
        Step::UndoImport => match file.take() {
            Some(id) => imports::undo(&mut tx, id).await.map(|_| ()),
            None => return,
        },
        Step::Unbook => tickets::unbook(&mut tx, cost, now.version).await,
        Step::BookOffered => match money.offers(&now).await.first() {
            Some(offer) => {
                let chosen = (offer.line, offer.version);
                tickets::book_line(&mut tx, cost, now.version, chosen, &Chosen::default()).await
            }
            None => return,
        },
    };
    assert_eq!(now.amount, Cents(9_500));
    if done.is_ok() {
        tx.commit().await.unwrap();
    }
}

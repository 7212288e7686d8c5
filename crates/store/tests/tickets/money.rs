//! A world with two accounts and a repair, and what its books say.

use domain::Cents;
use domain::bank::{AccountDraft, BankKind, NewLine};
use domain::id::{BankAccountId, CostId, TicketId};
use domain::ticket::CostDraft;
use store::Tx;
use store::imports::{self, Batch, NewImport, Reading};
use store::lines::{self, Line};
use store::review;
use store::testing::fresh;
use store::tickets::{self, Chosen, Cost, Offer};

use crate::World;

/// What this world's books hold.
pub struct Money {
    pub world: World,
    pub checking: BankAccountId,
    pub visa: BankAccountId,
    pub ticket: TicketId,
}

pub fn line(day: &str, cents: i64, words: &str) -> NewLine {
    NewLine {
        line_no: 2,
        raw: format!("{day},{words},{cents}"),
        posted_on: day.parse().unwrap(),
        amount: Cents(cents),
        description: words.into(),
        payee: None,
        memo: None,
        source_id: None,
        balance: None,
    }
}

impl Money {
    pub async fn new() -> Money {
        let mut world = World::new().await;
        let ticket = world.leak().await.id;
        let mut tx = world.tx().await;
        let mut account = async |name: &str, kind| {
            let draft = AccountDraft {
                name: name.into(),
                kind,
                last_four: None,
                property: None,
                opening: Cents(100_000),
                opening_on: Some("2026-01-01".parse().unwrap()),
            };
            store::accounts::add(&mut tx, &draft).await.unwrap()
        };
        let checking = account("Checking", BankKind::Checking).await;
        let visa = account("Visa", BankKind::Card).await;
        tx.commit().await.unwrap();
        Money { world, checking, visa, ticket }
    }

    pub async fn tx(&self) -> Tx {
        self.world.tx().await
    }

    pub async fn cost(&self, cents: i64, day: &str) -> Cost {
        let mut tx = self.tx().await;
        let draft = CostDraft {
            what: "Finding the fault".into(),
            vendor: None,
            amount: Cents(cents),
            on: day.parse().unwrap(),
            is_quote: false,
        };
        let id = CostId(fresh());
        tickets::add_cost(&mut tx, self.ticket, id, &draft).await.unwrap();
        tx.commit().await.unwrap();
        self.read(id).await
    }

    pub async fn read(&self, id: CostId) -> Cost {
        tickets::find_cost(&mut self.tx().await, id).await.unwrap()
    }

    /// Lines that the cost could be.
    pub async fn offers(&self, cost: &Cost) -> Vec<Offer> {
        let found = tickets::offers(&mut self.tx().await, self.world.birch, &[cost]).await;
        found.unwrap().remove(0)
    }

    pub async fn by_hand(&self, cost: &Cost, account: BankAccountId) {
        let mut tx = self.tx().await;
        tickets::book_by_hand(&mut tx, cost.id, cost.version, account, &Chosen::default()).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Brings a file of these rows.
    pub async fn import(&self, account: BankAccountId, mut rows: Vec<NewLine>) -> domain::id::ImportId {
        for (row, number) in rows.iter_mut().zip(2..) {
            row.line_no = number;
        }
        let mut tx = self.tx().await;
        let bytes = serde_json::to_vec(&rows).unwrap();
        let new = NewImport { account, file_name: "bank.csv".into(), bytes };
        let reading = Reading::Preview { format: "csv".into(), header: None, answer: None, rows: rows.len() };
        let id = imports::add(&mut tx, &new, &reading).await.unwrap();
        imports::commit(&mut tx, id, &Batch { lines: rows, ..Batch::default() }, |_| ()).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    /// Every line with this word, the newest first.
    pub async fn lines(&self, word: &str) -> Vec<Line> {
        let mut tx = self.tx().await;
        let rows = lines::list(&mut tx, &lines::Filter::default(), None, 500).await.unwrap();
        let mut found = Vec::new();
        for row in rows.into_iter().filter(|r| r.description.contains(word)) {
            found.push(lines::find(&mut tx, row.id).await.unwrap());
        }
        found
    }

    pub async fn accept(&self, line: &Line) {
        let mut tx = self.tx().await;
        review::accept(&mut tx, line.id, line.version).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// What the books say was spent on repairs in November, and that all of it ties.
    pub async fn spent(&mut self) -> i64 {
        let portfolio = self.world.owner.portfolio;
        let wrong = store::check::books(&self.world.house.db, portfolio).await.unwrap();
        assert!(wrong.is_empty(), "{wrong:?}");
        let kept = self
            .world
            .count("select coalesce(sum(amount_cents), 0)::bigint from month_total where reading = 'cash' and category = 'repairs'")
            .await;
        let documents = self
            .world
            .count("select coalesce(sum(amount_cents), 0)::bigint from expense where voided_at is null and category = 'repairs'")
            .await;
        assert_eq!(kept, documents);
        kept
    }
}

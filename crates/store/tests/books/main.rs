//! From a bank's file to the books and back, against Postgres, as the landlord's restricted role.

mod imports;
mod review;

use domain::bank::{AccountDraft, BankKind, NewLine};
use domain::id::{BankAccountId, ImportId, PropertyId};
use domain::viewer::{Member, Reach};
use domain::{Cents, Role};
use sqlx::{AssertSqlSafe, Row};
use store::imports::{Batch, NewImport, Outcome, Reading};
use store::testing::{TestHouse, as_viewer, conn, fresh};
use store::{Db, Tx};

/// A portfolio with two properties and a checking account of the first.
pub struct World {
    pub house: TestHouse,
    pub owner: Member,
    pub birch: PropertyId,
    pub oak: PropertyId,
    pub checking: BankAccountId,
}

pub fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

pub fn row(day_: &str, cents: i64, words: &str) -> NewLine {
    NewLine {
        line_no: 2,
        raw: format!("{day_},{words},{cents}"),
        posted_on: day(day_),
        amount: Cents(cents),
        description: words.into(),
        payee: None,
        memo: None,
        source_id: None,
        balance: None,
    }
}

pub fn batch(mut lines: Vec<NewLine>) -> Batch {
    for (line, number) in lines.iter_mut().zip(2..) {
        line.line_no = number;
    }
    Batch { lines, ..Batch::default() }
}

impl World {
    pub async fn new() -> World {
        let mut house = TestHouse::new().await;
        let owner = house.portfolio("Calloway Homes").await;
        let (birch, oak) =
            (property(&mut house, &owner, "Birch").await, property(&mut house, &owner, "Oak").await);
        let mut tx = house.db.enter(&as_viewer(&owner)).await.unwrap();
        let checking = store::accounts::add(&mut tx, &account("Rental checking", Some(birch))).await.unwrap();
        tx.commit().await.unwrap();
        World { house, owner, birch, oak, checking }
    }

    pub async fn tx(&self) -> Tx {
        self.house.db.enter(&as_viewer(&self.owner)).await.unwrap()
    }

    /// A manager who sees only this property, with the account of it.
    pub fn manager_of_birch(&self) -> Member {
        Member {
            role: Role::Manager,
            reach: Some(Reach {
                properties: vec![self.birch],
                bank_accounts: vec![self.checking],
                tenants: Vec::new(),
            }),
            ..self.owner.clone()
        }
    }

    pub async fn import(&self, batch: &Batch) -> Outcome {
        let id = bring(&self.house.db, &self.owner, self.checking, batch).await;
        commit(&self.house.db, &self.owner, id, batch).await
    }

    /// Nothing differs, anywhere.
    pub async fn assert_sound(&self) {
        let found = store::check::books(&self.house.db, self.owner.portfolio).await.unwrap();
        assert!(found.is_empty(), "{found:#?}");
    }

    /// Every running sum and every balance of the ledger that is not zero, in words.
    pub async fn sums(&self) -> Vec<String> {
        let mut tx = self.tx().await;
        let sql = "
          select 'month ' || concat_ws(' ', reading, month, property_id, category, amount_cents, entries) from month_total
            where (amount_cents, entries) <> (0, 0)
          union all select 'account ' || concat_ws(' ', bank_account_id, lines, lines_cents, open_lines, open_in_cents, open_out_cents)
            from bank_account_total
          union all select 'ledger ' || a.code || ' ' || sum(m.cents) from (
            select debit_id as id, amount_cents as cents from transfer union all select credit_id, -amount_cents from transfer) m
            join ledger_account a on a.id = m.id group by a.code having sum(m.cents) <> 0
          union all select 'lines ' || state || ' ' || count(*) || ' ' || sum(amount_cents) from bank_line
            where state <> 'withdrawn' group by state
          union all select 'twins ' || count(*) from bank_line where twin_of is not null and state <> 'withdrawn'
          order by 1";
        let rows = sqlx::query(sql).fetch_all(conn(&mut tx)).await.unwrap();
        rows.iter().map(|r| r.get(0)).collect()
    }

    pub async fn count(&self, sql: &str) -> i64 {
        let mut tx = self.tx().await;
        sqlx::query_scalar(AssertSqlSafe(sql.to_string())).fetch_one(conn(&mut tx)).await.unwrap()
    }
}

pub fn account(name: &str, property: Option<PropertyId>) -> AccountDraft {
    AccountDraft {
        name: name.into(),
        kind: BankKind::Checking,
        last_four: Some("4417".into()),
        property,
        opening: Cents(100_000),
        opening_on: Some(day("2026-01-01")),
    }
}

async fn property(house: &mut TestHouse, owner: &Member, name: &str) -> PropertyId {
    let id = fresh();
    sqlx::query(
        "insert into property (portfolio_id, id, name, street, city, state, zip, kind, created_at)
         values ($1, $2, $3, '1 Main St', 'Tempe', 'AZ', '85281', 1, now())",
    )
    .bind(owner.portfolio.0)
    .bind(id)
    .bind(name)
    .execute(&mut house.owner)
    .await
    .unwrap();
    PropertyId(id)
}

/// Brings a file; the same rows are the same bytes.
pub async fn bring(db: &Db, who: &Member, account: BankAccountId, batch: &Batch) -> ImportId {
    let mut tx = db.enter(&as_viewer(who)).await.unwrap();
    let bytes = serde_json::to_vec(&batch.lines).unwrap();
    let new = NewImport { account, file_name: "chase.csv".into(), bytes };
    let reading =
        Reading::Preview { format: "csv".into(), header: None, answer: None, rows: batch.lines.len() };
    let id = store::imports::add(&mut tx, &new, &reading).await.unwrap();
    tx.commit().await.unwrap();
    id
}

pub async fn commit(db: &Db, who: &Member, id: ImportId, batch: &Batch) -> Outcome {
    let mut tx = db.enter(&as_viewer(who)).await.unwrap();
    let outcome = store::imports::commit(&mut tx, id, batch, |_| ()).await.unwrap();
    tx.commit().await.unwrap();
    outcome
}

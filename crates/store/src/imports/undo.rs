//! Taking an import back as one act: its lines count no more, what was booked from them is reversed, and every sum is
//! again what it was.

use std::collections::HashMap;

use domain::Cents;
use domain::id::{BankAccountId, ImportId};
use uuid::Uuid;

use super::{State, find, lock, not_now};
use crate::activity::{Entry, record};
use crate::ledger::{Books, LineChange, Live, by_hand, live_of_lines, void};
use crate::{Error, Result, Tx, accounts};

/// What was taken back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Undone {
    /// Lines that count no more.
    pub lines: usize,
    /// Documents voided.
    pub documents: usize,
}

/// A line about to be withdrawn.
pub(crate) struct Gone {
    pub id: Uuid,
    pub amount: Cents,
    pub state: String,
}

/// Takes an import back. Lines of other imports that were merged into one of its lines count again.
///
/// # Errors
/// [`Error::Refused`] when it was never written, or was taken back already; [`Error::Forbidden`] when a part of it is booked
/// on properties the viewer does not manage; [`Error::Missing`].
pub async fn undo(tx: &mut Tx, id: ImportId) -> Result<Undone> {
    let account = find(tx, id).await?.account;
    lock(tx, account).await?;
    let import = find(tx, id).await?;
    if import.state != State::Done {
        return Err(not_now(import.state));
    }
    let rows = sqlx::query!(
        "select id, amount_cents, state from bank_line
         where portfolio_id = app.portfolio_id() and import_id = $1 and state <> 'withdrawn' order by id for update",
        id.0
    )
    .fetch_all(tx.conn())
    .await?;
    let gone: Vec<Gone> =
        rows.into_iter().map(|r| Gone { id: r.id, amount: Cents(r.amount_cents), state: r.state }).collect();
    let mut books = Books::default();
    let ids: Vec<Uuid> = gone.iter().map(|g| g.id).collect();
    let documents = whole(tx, &gone).await?;
    void(tx, &documents, &mut books).await?;
    for line in gone.iter().filter(|g| g.state != "merged") {
        books.line(account, LineChange::counted(-1, line.amount));
        if line.state == "open" {
            books.line(account, LineChange::waiting(-1, line.amount));
        }
    }
    withdraw(tx, id, account, &ids, &mut books).await?;
    // What was booked by hand, and one of these lines stood for, counts again; another line may be it.
    for origin in by_hand::restore(tx, &documents, &mut books).await? {
        by_hand::offer(tx, origin).await?;
    }
    books.settle(tx).await?;
    let undone = Undone { lines: gone.len(), documents: documents.len() };
    let account = accounts::find(tx, account).await?;
    let sentence = format!(
        "Took back the import of {}: {} lines of {}.",
        import.file_name, undone.lines, account.draft.name
    );
    record(tx, Entry::new("import.undo", id, sentence).at(account.draft.property).after(&undone)).await?;
    Ok(undone)
}

/// The documents of booked lines, if all of them can be seen: what is left out would stay in the books for good.
pub(crate) async fn whole(tx: &mut Tx, lines: &[Gone]) -> Result<Vec<Live>> {
    let booked: HashMap<Uuid, Cents> =
        lines.iter().filter(|l| l.state == "booked").map(|l| (l.id, l.amount)).collect();
    let ids: Vec<Uuid> = booked.keys().copied().collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let documents = live_of_lines(tx, &ids).await?;
    let mut sums: HashMap<Uuid, Cents> = HashMap::new();
    for d in &documents {
        *sums.entry(d.line.unwrap_or_default()).or_default() += d.cash;
    }
    if booked.iter().any(|(id, amount)| sums.get(id) != Some(amount)) {
        return Err(Error::Forbidden);
    }
    Ok(documents)
}

async fn withdraw(
    tx: &mut Tx,
    id: ImportId,
    account: BankAccountId,
    lines: &[Uuid],
    books: &mut Books,
) -> Result<()> {
    sqlx::query!(
        "update bank_line set state = 'withdrawn', version = version + 1, twin_of = null, twin_answer = null
         where portfolio_id = app.portfolio_id() and id = any($1)",
        lines
    )
    .execute(tx.conn())
    .await?;
    // What looked like one of them, or was merged into one, stands for itself again.
    let free = sqlx::query!(
        r#"update bank_line l set twin_of = null, twin_answer = null, version = l.version + 1,
             state = case when l.state = 'merged' then 'open' else l.state end
           from (select id, state from bank_line where portfolio_id = app.portfolio_id() and twin_of = any($1) for update) as was
           where l.portfolio_id = app.portfolio_id() and l.id = was.id
           returning l.amount_cents, was.state as "was!""#,
        lines
    )
    .fetch_all(tx.conn())
    .await?;
    for line in free.iter().filter(|f| f.was == "merged") {
        books.line(account, LineChange::counted(1, Cents(line.amount_cents)));
        books.line(account, LineChange::waiting(1, Cents(line.amount_cents)));
    }
    let (now, person) = (tx.now(), tx.viewer().person().map(|p| p.0));
    sqlx::query!(
        "update unreadable_line set settled = 'discarded', settled_by = $2, settled_at = $3
         where portfolio_id = app.portfolio_id() and import_id = $1 and settled is null",
        id.0,
        person,
        now
    )
    .execute(tx.conn())
    .await?;
    sqlx::query!(
        "update import set state = 'undone', undone_at = $2 where portfolio_id = app.portfolio_id() and id = $1",
        id.0,
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

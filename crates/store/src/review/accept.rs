//! Many lines at once: everything that is as good as known, and the same taken back.

use domain::Cents;
use domain::id::{ActivityId, BankAccountId, BankLineId, PropertyId};
use domain::period::accounting;
use uuid::Uuid;

use crate::activity::{Entry, record};
use crate::imports::{Gone, whole};
use crate::ledger::{Books, By, LineChange, Origin, Post, by_hand, post, void};
use crate::{Error, Result, Tx, categories, rules};

/// So many lines are accepted in one go; a larger queue needs another go.
const LINES_MAX: i64 = 10_000;

/// What was accepted.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Accepted {
    /// The lines, for [`take_back`].
    pub lines: Vec<BankLineId>,
    /// Where it is written down; nothing was accepted without it.
    #[serde(skip)]
    pub entry: Option<ActivityId>,
}

/// Books every line whose guess is certain, of one account where it is named, but for possible twins nobody has answered.
/// Lines that somebody else decides about at this moment are left to them. The activity entry `review.accept` keeps the ids in `after`.
///
/// # Errors
/// [`Error::Forbidden`] for jobs; [`Error::Database`].
pub async fn accept_certain(tx: &mut Tx, account: Option<BankAccountId>) -> Result<Accepted> {
    let person = tx.viewer().person().ok_or(Error::Forbidden)?;
    let (kinds, limited) = (categories::kinds(tx).await?, rules::is_limited(tx));
    let rows = sqlx::query!(
        r#"select id, bank_account_id, posted_on, amount_cents, merchant, guess_category as "category!", guess_property,
             guess_confidence, guess_reason
           from bank_line where portfolio_id = app.portfolio_id() and state = 'open' and band = 3
             and (twin_of is null or twin_answer is not null) and guess_category is not null
             and ($2::uuid is null or bank_account_id = $2)
           order by band desc, posted_on desc, id desc limit $1 for update skip locked"#,
        LINES_MAX,
        account.map(|a| a.0)
    )
    .fetch_all(tx.conn())
    .await?;
    let rows: Vec<_> = rows
        .into_iter()
        .filter(|r| kinds.contains_key(&r.category) && (!limited || r.guess_property.is_some()))
        .collect();
    let reasons: Vec<String> = rows
        .iter()
        .map(|r| format!("Suggestion accepted: {}", r.guess_reason.as_deref().unwrap_or_default()))
        .collect();
    let mut books = Books::default();
    let posts: Vec<Post> = rows
        .iter()
        .zip(&reasons)
        .filter_map(|(r, reason)| {
            Some(Post {
                line: Some(BankLineId(r.id)),
                account: BankAccountId(r.bank_account_id),
                kind: *kinds.get(&r.category)?,
                category: &r.category,
                property: r.guess_property.map(PropertyId),
                who: &r.merchant,
                cash: Cents(r.amount_cents),
                cash_on: r.posted_on,
                period: accounting(&r.category, r.posted_on),
                note: None,
                by: By::Person(person),
                reason,
                confidence: r.guess_confidence.and_then(|c| u8::try_from(c).ok()),
                replaces: None,
                origin: Origin::None,
            })
        })
        .collect();
    let ids: Vec<Uuid> = rows.iter().map(|r| r.id).collect();
    if ids.is_empty() {
        return Ok(Accepted::default());
    }
    move_lines(tx, &ids, "booked").await?;
    post(tx, &posts, &mut books).await?;
    for r in &rows {
        books.line(BankAccountId(r.bank_account_id), LineChange::waiting(-1, Cents(r.amount_cents)));
    }
    books.settle(tx).await?;
    let mut accepted = Accepted { lines: ids.into_iter().map(BankLineId).collect(), entry: None };
    let count = accepted.lines.len();
    let sentence =
        format!("Accepted what is certain: {count} {}.", if count == 1 { "line" } else { "lines" });
    let portfolio = tx.portfolio()?.0;
    let entry = Entry::new("review.accept", portfolio, sentence).after(&accepted);
    accepted.entry = Some(record(tx, entry).await?);
    Ok(accepted)
}

/// Lets booked lines wait again, those of them that are still booked. Returns how many.
///
/// # Errors
/// [`Error::Forbidden`] when a part of one belongs to properties out of reach; [`Error::Database`].
pub async fn take_back(tx: &mut Tx, lines: &[BankLineId]) -> Result<usize> {
    let ids: Vec<Uuid> = lines.iter().map(|l| l.0).collect();
    let rows = sqlx::query!(
        "select id, bank_account_id, amount_cents, state from bank_line
         where portfolio_id = app.portfolio_id() and id = any($1) and state = 'booked' order by id for update",
        &ids
    )
    .fetch_all(tx.conn())
    .await?;
    let mut books = Books::default();
    for r in &rows {
        books.line(BankAccountId(r.bank_account_id), LineChange::waiting(1, Cents(r.amount_cents)));
    }
    let gone: Vec<Gone> =
        rows.into_iter().map(|r| Gone { id: r.id, amount: Cents(r.amount_cents), state: r.state }).collect();
    let documents = whole(tx, &gone).await?;
    void(tx, &documents, &mut books).await?;
    by_hand::restore(tx, &documents, &mut books).await?;
    let ids: Vec<Uuid> = gone.iter().map(|g| g.id).collect();
    move_lines(tx, &ids, "open").await?;
    books.settle(tx).await?;
    let portfolio = tx.portfolio()?.0;
    let sentence = format!("Let {} booked lines wait again.", ids.len());
    record(tx, Entry::new("review.take_back", portfolio, sentence)).await?;
    Ok(ids.len())
}

pub(crate) async fn move_lines(tx: &mut Tx, ids: &[Uuid], state: &str) -> Result<()> {
    sqlx::query!(
        "update bank_line set state = $2, version = version + 1 where portfolio_id = app.portfolio_id() and id = any($1)",
        ids,
        state
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

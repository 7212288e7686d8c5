//! Writing documents and the transfers they book, thousands in a handful of statements.

use chrono::NaiveDate;
use domain::id::{BankAccountId, BankLineId, PersonId, PropertyId, RuleId};
use domain::ledger::{DocumentKind, sides};
use domain::{CategoryKind, Cents, Period};
use uuid::Uuid;

use super::accounts::Needed;
use super::books::Books;
use crate::ids::ascending;
use crate::{Result, Tx};

/// Rows that one statement carries: enough to forget the round trip, few enough to stay small in memory.
const ROWS_A_STATEMENT: usize = 10_000;

/// Who decided what a line was for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum By {
    Person(PersonId),
    Rule(RuleId),
    Starter,
}

impl By {
    fn word(self) -> &'static str {
        match self {
            By::Person(_) => "person",
            By::Rule(_) => "rule",
            By::Starter => "starter",
        }
    }

    fn person(self) -> Option<Uuid> {
        match self {
            By::Person(p) => Some(p.0),
            By::Rule(_) | By::Starter => None,
        }
    }

    fn rule(self) -> Option<Uuid> {
        match self {
            By::Rule(r) => Some(r.0),
            By::Person(_) | By::Starter => None,
        }
    }
}

/// The document that whatever an expense was booked for finds it by, whatever has stood for it since.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Origin {
    /// Nobody looks for it.
    #[default]
    None,
    /// Itself: it is booked for something.
    Own,
    /// It stands for this one.
    Of(Uuid),
}

/// One document about to be booked.
#[derive(Clone, Debug)]
pub(crate) struct Post<'a> {
    /// The line it is booked from; none for an expense booked by hand, which has an origin.
    pub line: Option<BankLineId>,
    pub account: BankAccountId,
    pub kind: CategoryKind,
    pub category: &'a str,
    pub property: Option<PropertyId>,
    pub who: &'a str,
    /// Into the account is plus; never zero.
    pub cash: Cents,
    pub cash_on: NaiveDate,
    pub period: Period,
    pub note: Option<&'a str>,
    pub by: By,
    pub reason: &'a str,
    pub confidence: Option<u8>,
    pub replaces: Option<Uuid>,
    /// Only expenses have one.
    pub origin: Origin,
}

/// Books documents; returns kind and id of each, in their order.
///
/// # Errors
/// [`crate::Error::Missing`] when a category or property is not there, or not the viewer's to book on.
pub(crate) async fn post(
    tx: &mut Tx,
    posts: &[Post<'_>],
    books: &mut Books,
) -> Result<Vec<(DocumentKind, Uuid)>> {
    let ids = ascending(tx, posts.len());
    let kinds: Vec<DocumentKind> = posts.iter().map(|p| DocumentKind::of(p.kind)).collect();
    for kind in DocumentKind::ALL {
        let of_kind: Vec<(Uuid, &Post)> =
            (0..posts.len()).filter(|at| kinds[*at] == kind).map(|at| (ids[at], &posts[at])).collect();
        for chunk in of_kind.chunks(ROWS_A_STATEMENT) {
            write_documents(tx, kind, chunk).await?;
        }
    }
    write_transfers(tx, posts, &kinds, &ids).await?;
    for (post, kind) in posts.iter().zip(&kinds) {
        books.month(1, post.category, post.property, post.cash_on, post.period, kind.flip(post.cash));
    }
    Ok(kinds.into_iter().zip(ids).collect())
}

/// The columns that the three tables share, one array each.
struct Columns<'a> {
    ids: Vec<Uuid>,
    accounts: Vec<Uuid>,
    lines: Vec<Option<Uuid>>,
    properties: Vec<Option<Uuid>>,
    categories: Vec<&'a str>,
    whos: Vec<&'a str>,
    amounts: Vec<i64>,
    days: Vec<NaiveDate>,
    periods: Vec<NaiveDate>,
    notes: Vec<Option<&'a str>>,
    sources: Vec<&'static str>,
    rules: Vec<Option<Uuid>>,
    people: Vec<Option<Uuid>>,
    reasons: Vec<&'a str>,
    confidences: Vec<Option<i16>>,
    replaced: Vec<Option<Uuid>>,
    origins: Vec<Option<Uuid>>,
}

impl<'a> Columns<'a> {
    fn of(kind: DocumentKind, rows: &[(Uuid, &'a Post<'a>)]) -> Columns<'a> {
        fn column<'a, T>(rows: &[(Uuid, &'a Post<'a>)], pick: impl Fn(&'a Post<'a>) -> T) -> Vec<T> {
            rows.iter().map(|(_, p)| pick(p)).collect()
        }
        Columns {
            ids: rows.iter().map(|(id, _)| *id).collect(),
            accounts: column(rows, |p| p.account.0),
            lines: column(rows, |p| p.line.map(|l| l.0)),
            properties: column(rows, |p| p.property.map(|x| x.0)),
            categories: column(rows, |p| p.category),
            whos: column(rows, |p| clip(p.who, 200)),
            amounts: column(rows, |p| kind.flip(p.cash).0),
            days: column(rows, |p| p.cash_on),
            periods: column(rows, |p| p.period.first()),
            notes: column(rows, |p| p.note),
            sources: column(rows, |p| p.by.word()),
            rules: column(rows, |p| p.by.rule()),
            people: column(rows, |p| p.by.person()),
            reasons: column(rows, |p| clip(p.reason, 300)),
            confidences: column(rows, |p| p.confidence.map(i16::from)),
            replaced: column(rows, |p| p.replaces),
            origins: rows
                .iter()
                .map(|(id, p)| match p.origin {
                    Origin::None => None,
                    Origin::Own => Some(*id),
                    Origin::Of(first) => Some(first),
                })
                .collect(),
        }
    }
}

/// At most so many characters.
fn clip(text: &str, chars_max: usize) -> &str {
    text.char_indices().nth(chars_max).map_or(text, |(at, _)| &text[..at])
}

/// The same statement for each table; only its name and the columns of who and of what differ.
macro_rules! insert_documents {
    ($tx:expr, $c:expr, $head:literal, $row:literal) => {{
        let (portfolio, now) = ($tx.portfolio()?.0, $tx.now());
        let c = &$c;
        sqlx::query!(
            $head
                + ", bank_account_id, bank_line_id, property_id, category, cash_on, period, note, source, rule_id, decided_by, reason,
               confidence, replaces, recorded_at) select $1, u.id, u.who, u.amount"
                + $row
                + ", u.account, u.line, u.property, u.category, u.day, u.period, u.note, u.source, u.rule, u.person, u.reason, u.confidence,
               u.replaced, $2
             from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::text[], $8::text[], $9::bigint[], $10::date[], $11::date[],
               $12::text[], $13::text[], $14::uuid[], $15::uuid[], $16::text[], $17::smallint[], $18::uuid[], $19::uuid[])
               as u(id, account, line, property, category, who, amount, day, period, note, source, rule, person, reason, confidence, replaced,
                 origin)",
            portfolio,
            now,
            &c.ids,
            &c.accounts,
            &c.lines as _,
            &c.properties as _,
            &c.categories as _,
            &c.whos as _,
            &c.amounts,
            &c.days,
            &c.periods,
            &c.notes as _,
            &c.sources as _,
            &c.rules as _,
            &c.people as _,
            &c.reasons as _,
            &c.confidences as _,
            &c.replaced as _,
            &c.origins as _
        )
        .execute($tx.conn())
        .await?;
    }};
}

async fn write_documents(tx: &mut Tx, kind: DocumentKind, rows: &[(Uuid, &Post<'_>)]) -> Result<()> {
    let c = Columns::of(kind, rows);
    match kind {
        DocumentKind::Expense => insert_documents!(
            tx,
            c,
            "insert into expense (portfolio_id, id, merchant, amount_cents, is_refund, origin_id",
            ", u.amount < 0, u.origin"
        ),
        DocumentKind::Income => {
            insert_documents!(tx, c, "insert into income (portfolio_id, id, payer, amount_cents", "")
        }
        DocumentKind::Movement => {
            insert_documents!(tx, c, "insert into movement (portfolio_id, id, counterpart, amount_cents", "")
        }
    }
    Ok(())
}

async fn write_transfers(
    tx: &mut Tx,
    posts: &[Post<'_>],
    kinds: &[DocumentKind],
    ids: &[Uuid],
) -> Result<()> {
    let mut needed = Needed::default();
    let sided: Vec<(Uuid, Uuid, i64)> = posts
        .iter()
        .filter_map(|p| {
            let (bank, other) = (needed.bank(p.account), needed.category(p.kind, p.category, p.property));
            sides(p.cash, bank, other).map(|(debit, credit, amount)| (debit, credit, amount.0))
        })
        .collect();
    needed.write(tx).await?;
    let (portfolio, now) = (tx.portfolio()?.0, tx.now());
    let person = tx.viewer().person().map(|p| p.0);
    let transfers = ascending(tx, posts.len());
    for from in (0..posts.len()).step_by(ROWS_A_STATEMENT) {
        let range = from..(from + ROWS_A_STATEMENT).min(posts.len());
        let part = &posts[range.clone()];
        let debits: Vec<Uuid> = sided[range.clone()].iter().map(|s| s.0).collect();
        let credits: Vec<Uuid> = sided[range.clone()].iter().map(|s| s.1).collect();
        let amounts: Vec<i64> = sided[range.clone()].iter().map(|s| s.2).collect();
        let causes: Vec<&str> = kinds[range.clone()].iter().map(|k| k.word()).collect();
        let properties: Vec<Option<Uuid>> = part.iter().map(|p| p.property.map(|x| x.0)).collect();
        let days: Vec<NaiveDate> = part.iter().map(|p| p.cash_on).collect();
        let periods: Vec<NaiveDate> = part.iter().map(|p| p.period.first()).collect();
        sqlx::query!(
            "insert into transfer (portfolio_id, id, debit_id, credit_id, amount_cents, cause, cause_id, leg, property_id, cash_on, period,
               recorded_by, recorded_at)
             select $1, u.id, u.debit, u.credit, u.amount, u.cause, u.doc, 0, u.property, u.day, u.period, $2, $3
             from unnest($4::uuid[], $5::uuid[], $6::uuid[], $7::bigint[], $8::text[], $9::uuid[], $10::uuid[], $11::date[], $12::date[])
               as u(id, debit, credit, amount, cause, doc, property, day, period)",
            portfolio,
            person,
            now,
            &transfers[range.clone()],
            &debits,
            &credits,
            &amounts,
            &causes as _,
            &ids[range],
            &properties as _,
            &days,
            &periods
        )
        .execute(tx.conn())
        .await?;
    }
    Ok(())
}

//! The list of transactions, newest first, page by page.

use chrono::NaiveDate;
use domain::id::{BankAccountId, BankLineId, PropertyId};
use domain::{Cents, Period};

use crate::{Result, Tx};

/// Where a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineState {
    /// Waits in review.
    Open,
    /// In the books.
    Booked,
    /// Somebody said that it does not belong in the books.
    SetAside,
    /// Somebody said that it is the same money as another line.
    Merged,
    /// Its import was undone.
    Withdrawn,
}

impl LineState {
    /// Those that a list can ask for.
    pub const ALL: [LineState; 4] =
        [LineState::Open, LineState::Booked, LineState::SetAside, LineState::Merged];

    /// The word in the database and in addresses.
    pub fn word(self) -> &'static str {
        match self {
            LineState::Open => "open",
            LineState::Booked => "booked",
            LineState::SetAside => "set_aside",
            LineState::Merged => "merged",
            LineState::Withdrawn => "withdrawn",
        }
    }

    /// The state of a word.
    pub fn from_word(word: &str) -> Option<LineState> {
        [LineState::ALL.as_slice(), &[LineState::Withdrawn]].concat().into_iter().find(|s| s.word() == word)
    }
}

/// What a list asks for; what is `None` is not asked.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Lines of one account.
    pub account: Option<BankAccountId>,
    /// Lines of one month.
    pub month: Option<Period>,
    /// Booked to this category.
    pub category: Option<String>,
    /// Booked to this property.
    pub property: Option<PropertyId>,
    /// These words stand in the bank's text, in any case.
    pub text: Option<String>,
    /// In this state; withdrawn lines only when they are asked for.
    pub state: Option<LineState>,
}

/// A line in the list.
#[derive(Clone, Debug)]
pub struct LineRow {
    /// Its id.
    pub id: BankLineId,
    /// Day the bank booked it.
    pub posted_on: NaiveDate,
    /// Into the account is plus.
    pub amount: Cents,
    /// The bank's text.
    pub description: String,
    /// Normalised.
    pub merchant: String,
    /// Name of its account.
    pub account: String,
    /// Where it stands.
    pub state: LineState,
    /// Changes with every decision.
    pub version: i32,
    /// What it was for, in parts.
    pub placed: Vec<Placed>,
}

/// A part of a line: its category and property, by name.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
pub struct Placed {
    /// Category's name.
    pub category: String,
    /// Property's name.
    pub property: Option<String>,
}

/// At most `limit` lines, those older than `after` when it is given.
///
/// # Errors
/// [`crate::Error::Database`] only.
pub async fn list(
    tx: &mut Tx,
    filter: &Filter,
    after: Option<(NaiveDate, BankLineId)>,
    limit: i64,
) -> Result<Vec<LineRow>> {
    let (from, to) = filter.month.map(|m| (m.first(), m.last())).unzip();
    let (day, id) = after.map(|(day, id)| (day, id.0)).unzip();
    // Percent and underscore are letters here, not wildcards.
    let text = filter.text.as_ref().map(|t| t.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"));
    let rows = sqlx::query!(
        r#"select l.id, l.posted_on, l.amount_cents, l.description, l.merchant, a.name as account, l.state, l.version,
             (select json_agg(json_build_object('category', c.name, 'property', p.name) order by d.amount_cents desc)
              from document d
              join category c on c.portfolio_id = d.portfolio_id and c.code = d.category
              left join property p on p.portfolio_id = d.portfolio_id and p.id = d.property_id
              where d.portfolio_id = l.portfolio_id and d.bank_line_id = l.id and d.voided_at is null) as placed
           from bank_line l
           join bank_account a on a.portfolio_id = l.portfolio_id and a.id = l.bank_account_id
           where l.portfolio_id = app.portfolio_id()
             and ($1::uuid is null or l.bank_account_id = $1)
             and ($2::date is null or l.posted_on between $2 and $3)
             and (($4::text is null and l.state <> 'withdrawn') or l.state = $4)
             and ($5::text is null or l.description ilike '%' || $5 || '%' or l.merchant ilike '%' || $5 || '%')
             and (($6::text is null and $7::uuid is null) or exists (select 1 from document d
               where d.portfolio_id = l.portfolio_id and d.bank_line_id = l.id and d.voided_at is null
                 and ($6 is null or d.category = $6) and ($7 is null or d.property_id = $7)))
             and ($8::date is null or (l.posted_on, l.id) < ($8, $9))
           order by l.posted_on desc, l.id desc limit $10"#,
        filter.account.map(|a| a.0),
        from,
        to,
        filter.state.map(LineState::word),
        text,
        filter.category,
        filter.property.map(|p| p.0),
        day,
        id,
        limit
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| LineRow {
            id: BankLineId(r.id),
            posted_on: r.posted_on,
            amount: Cents(r.amount_cents),
            description: r.description,
            merchant: r.merchant,
            account: r.account,
            state: LineState::from_word(&r.state).unwrap_or(LineState::Withdrawn),
            version: r.version,
            placed: r.placed.and_then(|json| serde_json::from_value(json).ok()).unwrap_or_default(),
        })
        .collect())
}

//! The queue: the surest guesses first, in each the newest line first.

use chrono::NaiveDate;
use domain::Cents;
use domain::id::{BankAccountId, BankLineId, PropertyId, RuleId};
use domain::rules::Band;

use crate::{Result, Tx};

/// Which lines of the queue; all without a choice. Every line stands in exactly one sort.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Those with a guess of this sureness, and nothing else to ask.
    Sure(Band),
    /// Those that may be the same money as another line, while nobody has answered.
    Twin,
}

impl Sort {
    /// The bands, the surest first, and twins before those without a guess.
    pub const ALL: [Sort; 5] = [
        Sort::Sure(Band::Certain),
        Sort::Sure(Band::Likely),
        Sort::Sure(Band::Unsure),
        Sort::Twin,
        Sort::Sure(Band::None),
    ];
}

/// Open lines of one account and sort together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Their account.
    pub account: BankAccountId,
    /// The account's name.
    pub account_name: String,
    /// What they have in common.
    pub sort: Sort,
    /// How many; never none.
    pub lines: i64,
    /// Received on them.
    pub received: Cents,
    /// Paid out on them, plus.
    pub paid: Cents,
}

impl Group {
    fn empty(account: BankAccountId, account_name: &str, sort: Sort) -> Group {
        let account_name = account_name.to_string();
        Group { account, account_name, sort, lines: 0, received: Cents::ZERO, paid: Cents::ZERO }
    }
}

/// All groups that hold a line, by the account's name.
///
/// # Errors
/// [`crate::Error::Database`] only.
pub async fn groups(tx: &mut Tx) -> Result<Vec<Group>> {
    // Counts and sums come from the index alone; the few twins are counted by themselves and taken off.
    let rows = sqlx::query!(
        r#"select g.bank_account_id as "account!", a.name, g.band as "band!", g.twin as "twin!", g.lines as "lines!",
             g.received as "received!", g.paid as "paid!"
           from (
             select bank_account_id, band, false as twin, count(*) as lines,
               coalesce(sum(amount_cents) filter (where amount_cents > 0), 0)::bigint as received,
               coalesce(-sum(amount_cents) filter (where amount_cents < 0), 0)::bigint as paid
             from bank_line where portfolio_id = app.portfolio_id() and state = 'open' group by bank_account_id, band
             union all
             select bank_account_id, band, true, count(*),
               coalesce(sum(amount_cents) filter (where amount_cents > 0), 0)::bigint,
               coalesce(-sum(amount_cents) filter (where amount_cents < 0), 0)::bigint
             from bank_line where portfolio_id = app.portfolio_id() and twin_of is not null and twin_answer is null
               and state = 'open' group by bank_account_id, band
           ) g
           join bank_account a on a.portfolio_id = app.portfolio_id() and a.id = g.bank_account_id
           order by a.name, a.id"#
    )
    .fetch_all(tx.conn())
    .await?;
    let mut groups: Vec<Group> = Vec::new();
    for r in rows {
        let sure = Sort::Sure(Band::from_number(r.band));
        let counted = if r.twin { vec![(Sort::Twin, 1), (sure, -1)] } else { vec![(sure, 1)] };
        for (sort, sign) in counted {
            let account = BankAccountId(r.account);
            let at =
                groups.iter().position(|g| g.account == account && g.sort == sort).unwrap_or_else(|| {
                    groups.push(Group::empty(account, &r.name, sort));
                    groups.len() - 1
                });
            groups[at].lines += sign * r.lines;
            groups[at].received += Cents(sign * r.received);
            groups[at].paid += Cents(sign * r.paid);
        }
    }
    groups.retain(|g| g.lines > 0);
    Ok(groups)
}

/// Where a line stands in the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// How sure its guess is.
    pub band: Band,
    /// Its day.
    pub posted_on: NaiveDate,
    /// Itself.
    pub id: BankLineId,
}

/// A line of the queue.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// Where it stands.
    pub place: Place,
    /// Its account.
    pub account: BankAccountId,
    /// The account's name.
    pub account_name: String,
    /// Into the account is plus.
    pub amount: Cents,
    /// The bank's text.
    pub description: String,
    /// Normalised text.
    pub merchant: String,
    /// Code of the category that was guessed.
    pub category: Option<String>,
    /// The category's name.
    pub category_name: Option<String>,
    /// The property that was guessed.
    pub property: Option<PropertyId>,
    /// The property's name.
    pub property_name: Option<String>,
    /// Percent.
    pub confidence: Option<i16>,
    /// Why.
    pub reason: Option<String>,
    /// The rule it comes from.
    pub rule: Option<RuleId>,
    /// Perhaps the same money as this line, and nobody has answered.
    pub twin_of: Option<BankLineId>,
    /// Changes with every decision.
    pub version: i32,
}

/// Lines that wait: at most `limit`, those behind `after`; of one sort and one account, where they are named.
///
/// # Errors
/// [`crate::Error::Database`] only.
pub async fn queue(
    tx: &mut Tx,
    sort: Option<Sort>,
    account: Option<BankAccountId>,
    after: Option<Place>,
    limit: i64,
) -> Result<Vec<Waiting>> {
    let band = match sort {
        Some(Sort::Sure(band)) => Some(band.number()),
        _ => None,
    };
    let rows = sqlx::query!(
        r#"select l.id, l.bank_account_id, a.name as account_name, l.posted_on, l.amount_cents, l.description, l.merchant,
             l.guess_category, c.name as "category_name?", l.guess_property, p.name as "property_name?", l.guess_confidence, l.guess_reason,
             l.guess_rule, case when l.twin_answer is null then l.twin_of end as twin_of, l.version, l.band
           from bank_line l
           join bank_account a on a.portfolio_id = l.portfolio_id and a.id = l.bank_account_id
           left join category c on c.portfolio_id = l.portfolio_id and c.code = l.guess_category
           left join property p on p.portfolio_id = l.portfolio_id and p.id = l.guess_property
           where l.portfolio_id = app.portfolio_id() and l.state = 'open' and ($1::smallint is null or l.band = $1)
             and ($2::smallint is null or (l.band, l.posted_on, l.id) < ($2, $3, $4))
             and ($6::boolean is null or (l.twin_of is not null and l.twin_answer is null) = $6)
             and ($7::uuid is null or l.bank_account_id = $7)
           order by l.band desc, l.posted_on desc, l.id desc limit $5"#,
        band,
        after.map(|p| p.band.number()),
        after.map(|p| p.posted_on),
        after.map(|p| p.id.0),
        limit.clamp(1, 1000),
        sort.map(|s| s == Sort::Twin),
        account.map(|a| a.0)
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Waiting {
            place: Place { band: Band::from_number(r.band), posted_on: r.posted_on, id: BankLineId(r.id) },
            account: BankAccountId(r.bank_account_id),
            account_name: r.account_name,
            amount: Cents(r.amount_cents),
            description: r.description,
            merchant: r.merchant,
            category: r.guess_category,
            category_name: r.category_name,
            property: r.guess_property.map(PropertyId),
            property_name: r.property_name,
            confidence: r.guess_confidence,
            reason: r.guess_reason,
            rule: r.guess_rule.map(RuleId),
            twin_of: r.twin_of.map(BankLineId),
            version: r.version,
        })
        .collect())
}

/// The lines that wait before and behind a line, whether or not it still waits itself.
///
/// # Errors
/// [`crate::Error::Missing`] when the line is not there or not in reach.
pub async fn around(tx: &mut Tx, id: BankLineId) -> Result<(Option<BankLineId>, Option<BankLineId>)> {
    let r = sqlx::query!(
        r#"select
             (select b.id from bank_line b where b.portfolio_id = app.portfolio_id() and b.state = 'open'
                and (b.band, b.posted_on, b.id) > (l.band, l.posted_on, l.id) order by b.band, b.posted_on, b.id limit 1) as before,
             (select n.id from bank_line n where n.portfolio_id = app.portfolio_id() and n.state = 'open'
                and (n.band, n.posted_on, n.id) < (l.band, l.posted_on, l.id)
                order by n.band desc, n.posted_on desc, n.id desc limit 1) as next
           from bank_line l where l.portfolio_id = app.portfolio_id() and l.id = $1"#,
        id.0
    )
    .fetch_one(tx.conn())
    .await?;
    Ok((r.before.map(BankLineId), r.next.map(BankLineId)))
}

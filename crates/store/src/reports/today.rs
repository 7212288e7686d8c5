//! What the first page needs besides the monthly totals: accounts, homes, and what waits.

use chrono::NaiveDate;
use domain::Cents;
use domain::id::{BankAccountId, LeaseId};

use crate::{Result, Tx};

/// An account as the first page shows it.
#[derive(Clone, Debug)]
pub struct AccountLine {
    /// Its id.
    pub id: BankAccountId,
    /// Name, with the last four digits where they are known.
    pub name: String,
    /// Opening balance plus every line.
    pub balance: Cents,
    /// Lines that wait in review.
    pub open_lines: i64,
    /// Day of the newest line.
    pub newest: Option<NaiveDate>,
}

/// What waits, and how the homes stand.
#[derive(Clone, Debug, Default)]
pub struct Today {
    /// Accounts by name.
    pub accounts: Vec<AccountLine>,
    /// Lines that wait in review.
    pub open_lines: i64,
    /// Received on them.
    pub open_in: Cents,
    /// Paid out on them, plus.
    pub open_out: Cents,
    /// Homes.
    pub units: i64,
    /// Homes with a lease today.
    pub let_units: i64,
    /// Rent of today's leases for a month.
    pub rent: Cents,
    /// Leases that end within 60 days: id, home, last day.
    pub ending: Vec<(LeaseId, String, NaiveDate)>,
    /// Properties.
    pub properties: i64,
}

/// Reads it in three statements.
///
/// # Errors
/// [`crate::Error::Database`] only.
pub async fn today(tx: &mut Tx, day: NaiveDate) -> Result<Today> {
    let accounts = sqlx::query!(
        r#"select a.id, a.name || coalesce(' …' || a.last_four, '') as "name!", a.opening_cents + coalesce(t.lines_cents, 0) as "balance!",
             coalesce(t.open_lines, 0) as "open_lines!", coalesce(t.open_in_cents, 0) as "open_in!", coalesce(t.open_out_cents, 0) as "open_out!",
             (select l.posted_on from bank_line l where l.portfolio_id = a.portfolio_id and l.bank_account_id = a.id
              order by l.posted_on desc, l.id desc limit 1) as newest
           from bank_account a left join bank_account_total t on t.portfolio_id = a.portfolio_id and t.bank_account_id = a.id
           where a.portfolio_id = app.portfolio_id() and a.archived_at is null order by lower(a.name) limit 200"#
    )
    .fetch_all(tx.conn())
    .await?;
    let homes = sqlx::query!(
        r#"select count(distinct u.id) as "units!", count(l.id) as "let_units!", coalesce(sum(t.rent_cents), 0)::bigint as "rent!",
             count(distinct p.id) as "properties!"
           from property p
           left join unit u on u.portfolio_id = p.portfolio_id and u.property_id = p.id and u.archived_at is null
           left join lease l on l.portfolio_id = u.portfolio_id and l.unit_id = u.id and l.removed_at is null
             and l.starts_on <= $1 and (l.ends_on is null or l.ends_on >= $1)
           left join lateral (select rent_cents from lease_term t where t.portfolio_id = l.portfolio_id and t.lease_id = l.id
             and t.from_on <= $1 order by t.from_on desc limit 1) t on true
           where p.portfolio_id = app.portfolio_id() and p.archived_at is null"#,
        day
    )
    .fetch_one(tx.conn())
    .await?;
    let ending = sqlx::query!(
        r#"select l.id, p.name || case when u.name in ('House', 'Whole house') then '' else ', ' || u.name end as "home!", l.ends_on as "ends_on!"
           from lease l
           join unit u on u.portfolio_id = l.portfolio_id and u.id = l.unit_id
           join property p on p.portfolio_id = l.portfolio_id and p.id = l.property_id
           where l.portfolio_id = app.portfolio_id() and l.removed_at is null and l.ends_on between $1 and $1 + 60
             and not exists (select 1 from lease n where n.portfolio_id = l.portfolio_id and n.unit_id = l.unit_id
               and n.removed_at is null and n.starts_on > l.ends_on)
           order by l.ends_on limit 20"#,
        day
    )
    .fetch_all(tx.conn())
    .await?;
    let mut found = Today {
        units: homes.units,
        let_units: homes.let_units,
        rent: Cents(homes.rent),
        properties: homes.properties,
        ending: ending.into_iter().map(|r| (LeaseId(r.id), r.home, r.ends_on)).collect(),
        ..Today::default()
    };
    for a in accounts {
        found.open_lines += a.open_lines;
        found.open_in += Cents(a.open_in);
        found.open_out += Cents(a.open_out);
        let (id, balance) = (BankAccountId(a.id), Cents(a.balance));
        found.accounts.push(AccountLine {
            id,
            name: a.name,
            balance,
            open_lines: a.open_lines,
            newest: a.newest,
        });
    }
    Ok(found)
}

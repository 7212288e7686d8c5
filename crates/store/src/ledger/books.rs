//! What a transaction changes in the running sums: collected while it writes, applied once at its end, in the order of
//! keys, so that two who book at once wait for each other shortly and never block.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use domain::Cents;
use domain::Period;
use domain::id::{BankAccountId, PropertyId};
use uuid::Uuid;

use crate::{Result, Tx};

/// Changes of monthly totals and of the accounts' sums.
#[derive(Default)]
pub(crate) struct Books {
    categories: Vec<String>,
    months: HashMap<Month, (i64, i64)>,
    accounts: BTreeMap<BankAccountId, LineChange>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Month {
    accrual: bool,
    first: NaiveDate,
    property: Uuid,
    category: usize,
}

/// How the sums of an account's lines change.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct LineChange {
    pub lines: i64,
    pub cents: i64,
    pub open: i64,
    pub open_in: i64,
    pub open_out: i64,
}

impl LineChange {
    /// A line that counts comes (`1`) or goes (`-1`).
    pub fn counted(sign: i64, amount: Cents) -> LineChange {
        LineChange { lines: sign, cents: sign * amount.0, ..LineChange::default() }
    }

    /// A line begins (`1`) or ceases (`-1`) to wait in review.
    pub fn waiting(sign: i64, amount: Cents) -> LineChange {
        let (open_in, open_out) = (sign * amount.0.max(0), sign * (-amount.0).max(0));
        LineChange { open: sign, open_in, open_out, ..LineChange::default() }
    }
}

impl Books {
    /// A document's amount comes (`1`) or goes (`-1`), in both readings.
    pub fn month(
        &mut self,
        sign: i64,
        category: &str,
        property: Option<PropertyId>,
        cash_on: NaiveDate,
        period: Period,
        amount: Cents,
    ) {
        let category = match self.categories.iter().position(|c| c == category) {
            Some(at) => at,
            None => {
                self.categories.push(category.to_string());
                self.categories.len() - 1
            }
        };
        let property = property.map_or(Uuid::nil(), |p| p.0);
        for (accrual, first) in [(false, Period::of(cash_on).first()), (true, period.first())] {
            let sum = self.months.entry(Month { accrual, first, property, category }).or_default();
            sum.0 += sign * amount.0;
            sum.1 += sign;
        }
    }

    /// Lines of an account change.
    pub fn line(&mut self, account: BankAccountId, change: LineChange) {
        let sum = self.accounts.entry(account).or_default();
        sum.lines += change.lines;
        sum.cents += change.cents;
        sum.open += change.open;
        sum.open_in += change.open_in;
        sum.open_out += change.open_out;
    }

    /// Keeps everybody from changing sums until the end of the transaction; whoever is at it finishes first.
    pub async fn hold(tx: &mut Tx) -> Result<()> {
        let name = lock_name(tx)?;
        sqlx::query!("select pg_advisory_xact_lock(hashtextextended($1, 0))", name)
            .execute(tx.conn())
            .await?;
        Ok(())
    }

    /// Applies everything. The last thing a use-case does before its activity entry.
    pub async fn settle(self, tx: &mut Tx) -> Result<()> {
        let name = lock_name(tx)?;
        sqlx::query!("select pg_advisory_xact_lock_shared(hashtextextended($1, 0))", name)
            .execute(tx.conn())
            .await?;
        self.settle_months(tx).await?;
        self.settle_accounts(tx).await
    }

    async fn settle_months(&self, tx: &mut Tx) -> Result<()> {
        let mut rows: Vec<_> = self.months.iter().filter(|(_, sum)| **sum != (0, 0)).collect();
        if rows.is_empty() {
            return Ok(());
        }
        rows.sort_by_key(|(m, _)| (m.accrual, m.first, m.property, self.categories[m.category].as_str()));
        let portfolio = tx.portfolio()?.0;
        let word = |accrual| if accrual { "accrual" } else { "cash" };
        let readings: Vec<&str> = rows.iter().map(|(m, _)| word(m.accrual)).collect();
        let months: Vec<NaiveDate> = rows.iter().map(|(m, _)| m.first).collect();
        let properties: Vec<Uuid> = rows.iter().map(|(m, _)| m.property).collect();
        let categories: Vec<&str> = rows.iter().map(|(m, _)| self.categories[m.category].as_str()).collect();
        let amounts: Vec<i64> = rows.iter().map(|(_, sum)| sum.0).collect();
        let entries: Vec<i64> = rows.iter().map(|(_, sum)| sum.1).collect();
        sqlx::query!(
            "insert into month_total (portfolio_id, reading, month, property_id, category, amount_cents, entries)
             select $1, * from unnest($2::text[], $3::date[], $4::uuid[], $5::text[], $6::bigint[], $7::bigint[])
             on conflict (portfolio_id, reading, month, property_id, category) do update
               set amount_cents = month_total.amount_cents + excluded.amount_cents, entries = month_total.entries + excluded.entries",
            portfolio,
            &readings as _,
            &months,
            &properties,
            &categories as _,
            &amounts,
            &entries
        )
        .execute(tx.conn())
        .await?;
        Ok(())
    }

    async fn settle_accounts(&self, tx: &mut Tx) -> Result<()> {
        if self.accounts.is_empty() {
            return Ok(());
        }
        let portfolio = tx.portfolio()?.0;
        let of = |pick: fn(&LineChange) -> i64| self.accounts.values().map(pick).collect::<Vec<i64>>();
        let ids: Vec<Uuid> = self.accounts.keys().map(|a| a.0).collect();
        sqlx::query!(
            "insert into bank_account_total (portfolio_id, bank_account_id, lines, lines_cents, open_lines, open_in_cents, open_out_cents)
             select $1, * from unnest($2::uuid[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[])
             on conflict (portfolio_id, bank_account_id) do update set lines = bank_account_total.lines + excluded.lines,
               lines_cents = bank_account_total.lines_cents + excluded.lines_cents,
               open_lines = bank_account_total.open_lines + excluded.open_lines,
               open_in_cents = bank_account_total.open_in_cents + excluded.open_in_cents,
               open_out_cents = bank_account_total.open_out_cents + excluded.open_out_cents",
            portfolio,
            &ids,
            &of(|c| c.lines),
            &of(|c| c.cents),
            &of(|c| c.open),
            &of(|c| c.open_in),
            &of(|c| c.open_out)
        )
        .execute(tx.conn())
        .await?;
        Ok(())
    }
}

/// Whoever changes sums shares this lock; [`Books::hold`] has it alone.
fn lock_name(tx: &Tx) -> Result<String> {
    Ok(format!("sums of {}", tx.portfolio()?))
}

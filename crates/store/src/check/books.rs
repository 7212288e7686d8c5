//! Do documents, transfers, totals, accounts and bank lines tell the same story, to the cent? For each rule the first
//! difference is named. And the sums, made anew from what they sum.

use domain::id::PortfolioId;
use domain::{Cents, Viewer};

use super::Finding;
use crate::activity::{Entry, record};
use crate::ledger::Books;
use crate::{Db, Result, Tx};

/// Everything about a portfolio's books that does not add up, as its worker: at most one finding a rule.
///
/// # Errors
/// [`crate::Error::Database`] when the database does not answer.
pub async fn books(db: &Db, portfolio: PortfolioId) -> Result<Vec<Finding>> {
    let tx = &mut db.enter(&Viewer::Worker { portfolio }).await?;
    // One moment for all questions: what others book meanwhile is not half seen.
    sqlx::query("set transaction isolation level repeatable read").execute(tx.conn()).await?;
    // Everything is compared with everything. Looking for one difference, the planner expects to find it at once and would
    // go through all documents for each line; where there is none, that takes hours.
    sqlx::query("set local enable_nestloop = off").execute(tx.conn()).await?;
    let mut found = Vec::new();
    found.extend(lines(tx).await?);
    found.extend(documents(tx).await?);
    found.extend(strays(tx).await?);
    found.extend(openings(tx).await?);
    found.extend(months(tx).await?);
    found.extend(accounts(tx).await?);
    found.extend(mirrors(tx).await?);
    found.extend(by_hand(tx).await?);
    Ok(found)
}

fn finding(rule: &'static str, object: String, sentence: String) -> Finding {
    Finding { rule, object, sentence }
}

/// A booked line is exactly the sum of its documents; any other line has none.
async fn lines(tx: &mut Tx) -> Result<Option<Finding>> {
    let row = sqlx::query!(
        r#"select l.id, l.state, l.posted_on, l.amount_cents, coalesce(d.cents, 0) as "booked!"
           from bank_line l left join (
             select bank_line_id, sum(cash_cents)::bigint as cents from document
             where portfolio_id = app.portfolio_id() and voided_at is null group by bank_line_id) d on d.bank_line_id = l.id
           where l.portfolio_id = app.portfolio_id()
             and (case when l.state = 'booked' then l.amount_cents end) is distinct from d.cents
           order by l.posted_on, l.id limit 1"#
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|r| {
        let (amount, booked, day) = (Cents(r.amount_cents), Cents(r.booked), r.posted_on);
        let sentence =
            format!("The line of {amount} on {day} is {}, and its documents sum to {booked}.", r.state);
        finding("line-documents", r.id.to_string(), sentence)
    }))
}

/// A document booked exactly one transfer of its amount, day, month and accounts; a voided one is reversed.
async fn documents(tx: &mut Tx) -> Result<Option<Finding>> {
    let row = sqlx::query!(
        r#"select d.id as "id!", d.kind as "kind!", d.cash_cents as "cash!", d.cash_on as "cash_on!", d.voided_at is not null as "voided!",
             t.amount_cents as "booked?", r.amount_cents as "reversed?"
           from document d
           left join transfer t on t.portfolio_id = d.portfolio_id and t.cause_id = d.id and t.cause = d.kind and t.leg = 0
           left join transfer r on r.portfolio_id = d.portfolio_id and r.cause_id = d.id and r.cause = d.kind and r.leg = 1
           left join ledger_account b on b.portfolio_id = d.portfolio_id
             and b.id = case when d.cash_cents > 0 then t.debit_id else t.credit_id end
           left join ledger_account o on o.portfolio_id = d.portfolio_id
             and o.id = case when d.cash_cents > 0 then t.credit_id else t.debit_id end
           where d.portfolio_id = app.portfolio_id()
             and ((t.amount_cents, t.cash_on, t.period, t.property_id, b.bank_account_id, o.category, o.property_id)
                    is distinct from
                  (abs(d.cash_cents), d.cash_on, d.period, d.property_id, d.bank_account_id, d.category, d.property_id)
               or (d.voided_at is null) <> (r.id is null)
               or r.id is not null and (r.debit_id, r.credit_id, r.amount_cents, r.cash_on, r.period, r.reverses)
                    is distinct from (t.credit_id, t.debit_id, t.amount_cents, t.cash_on, t.period, t.id))
           order by d.cash_on, d.id limit 1"#
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|r| {
        let booked = r.booked.map_or("nothing".to_string(), |c| Cents(c).to_string());
        let back = match (r.voided, r.reversed) {
            (true, None) => ", and its reversal is missing",
            (false, Some(_)) => ", and it is reversed although it counts",
            _ => "",
        };
        let (kind, cash, day) = (r.kind, Cents(r.cash), r.cash_on);
        let sentence = format!(
            "The {kind} of {cash} on {day} booked {booked}{back}, or on other accounts, days or months."
        );
        finding("document-transfer", r.id.to_string(), sentence)
    }))
}

/// No transfer without the document that it books.
async fn strays(tx: &mut Tx) -> Result<Option<Finding>> {
    let row = sqlx::query!(
        r#"select t.id, t.cause, t.cause_id, t.amount_cents from transfer t
           where t.portfolio_id = app.portfolio_id() and t.cause <> 'opening'
             and not exists (select 1 from document d where d.portfolio_id = t.portfolio_id and d.id = t.cause_id and d.kind = t.cause)
           order by t.id limit 1"#
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|r| {
        let sentence = format!(
            "{} stand in the ledger for the {} {}, which is not there.",
            Cents(r.amount_cents),
            r.cause,
            r.cause_id
        );
        finding("transfer-document", r.id.to_string(), sentence)
    }))
}

/// Opening balances are booked as they are said.
async fn openings(tx: &mut Tx) -> Result<Option<Finding>> {
    let row = sqlx::query!(
        r#"select a.id, a.name, a.opening_cents, coalesce(t.cents, 0) as "booked!"
           from bank_account a left join (
             select t.cause_id, sum(case when d.bank_account_id is not null then t.amount_cents else -t.amount_cents end)::bigint as cents
             from transfer t join ledger_account d on d.portfolio_id = t.portfolio_id and d.id = t.debit_id
             where t.portfolio_id = app.portfolio_id() and t.cause = 'opening' group by t.cause_id) t on t.cause_id = a.id
           where a.portfolio_id = app.portfolio_id() and a.opening_cents <> coalesce(t.cents, 0) order by a.id limit 1"#
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|r| {
        let (said, booked) = (Cents(r.opening_cents), Cents(r.booked));
        finding(
            "account-opening",
            r.id.to_string(),
            format!("{} opened with {said}, and the ledger has {booked}.", r.name),
        )
    }))
}

/// Monthly totals are the sums of documents, in both readings.
async fn months(tx: &mut Tx) -> Result<Option<Finding>> {
    let row = sqlx::query!(
        r#"with truth as (
             select r.reading, date_trunc('month', case when r.reading = 'cash' then d.cash_on else d.period end)::date as month,
               coalesce(d.property_id, '00000000-0000-0000-0000-000000000000') as property_id, d.category,
               sum(d.amount_cents)::bigint as cents, count(*) as entries
             from document d cross join (values ('cash'), ('accrual')) as r(reading)
             where d.portfolio_id = app.portfolio_id() and d.voided_at is null group by 1, 2, 3, 4),
           kept as (select reading, month, property_id, category, amount_cents as cents, entries from month_total
             where portfolio_id = app.portfolio_id() and (amount_cents, entries) <> (0, 0))
           select reading as "reading!", month as "month!", property_id as "property!", category as "category!",
             coalesce(truth.cents, 0) as "truth!", coalesce(kept.cents, 0) as "kept!"
           from truth full join kept using (reading, month, property_id, category)
           where (truth.cents, truth.entries) is distinct from (kept.cents, kept.entries)
           order by month, reading, category, property_id limit 1"#
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|r| {
        let (truth, kept, month) = (Cents(r.truth), Cents(r.kept), r.month.format("%B %Y"));
        let sentence = format!(
            "{} for {month} by {} is kept as {kept}; its documents sum to {truth}.",
            r.category, r.reading
        );
        finding("month-total", format!("{} {}", r.month, r.property), sentence)
    }))
}

/// Sums of accounts are the sums of their lines.
async fn accounts(tx: &mut Tx) -> Result<Option<Finding>> {
    let row = sqlx::query!(
        r#"with truth as (
             select bank_account_id, count(*) as lines, sum(amount_cents)::bigint as cents,
               count(*) filter (where state = 'open') as open,
               coalesce(sum(amount_cents) filter (where state = 'open' and amount_cents > 0), 0)::bigint as open_in,
               coalesce(-sum(amount_cents) filter (where state = 'open' and amount_cents < 0), 0)::bigint as open_out
             from bank_line where portfolio_id = app.portfolio_id() and state not in ('withdrawn', 'merged') group by 1)
           select a.id, a.name, coalesce(l.cents, 0) as "truth!", coalesce(t.lines_cents, 0) as "kept!",
             coalesce(l.open, 0) as "open!", coalesce(t.open_lines, 0) as "kept_open!"
           from bank_account a
           left join truth l on l.bank_account_id = a.id
           left join bank_account_total t on t.portfolio_id = a.portfolio_id and t.bank_account_id = a.id
           where a.portfolio_id = app.portfolio_id()
             and (coalesce(l.lines, 0), coalesce(l.cents, 0), coalesce(l.open, 0), coalesce(l.open_in, 0), coalesce(l.open_out, 0))
               is distinct from (coalesce(t.lines, 0), coalesce(t.lines_cents, 0), coalesce(t.open_lines, 0), coalesce(t.open_in_cents, 0),
                                 coalesce(t.open_out_cents, 0))
           order by a.id limit 1"#
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|r| {
        let (truth, kept) = (Cents(r.truth), Cents(r.kept));
        let (open, kept_open) = (r.open, r.kept_open);
        let sentence = format!(
            "The lines of {} sum to {truth}, {open} of them open; kept are {kept} and {kept_open}.",
            r.name
        );
        finding("account-lines", r.id.to_string(), sentence)
    }))
}

/// An account's mirror in the ledger holds its opening balance, its booked lines, and what was booked by hand and waits for
/// its line.
async fn mirrors(tx: &mut Tx) -> Result<Option<Finding>> {
    let row = sqlx::query!(
        r#"with moved as (
             select debit_id as id, sum(amount_cents) as cents from transfer where portfolio_id = app.portfolio_id() group by 1
             union all
             select credit_id, -sum(amount_cents) from transfer where portfolio_id = app.portfolio_id() group by 1),
           booked as (select bank_account_id, sum(cents)::bigint as cents from (
             select bank_account_id, amount_cents as cents from bank_line
              where portfolio_id = app.portfolio_id() and state = 'booked'
             union all
             select bank_account_id, cash_cents from document
              where portfolio_id = app.portfolio_id() and bank_line_id is null and voided_at is null) s group by 1)
           select a.id, a.name, a.opening_cents + coalesce(b.cents, 0) as "truth!",
             coalesce((select sum(m.cents) from moved m where m.id = g.id), 0)::bigint as "kept!"
           from bank_account a
           left join booked b on b.bank_account_id = a.id
           left join ledger_account g on g.portfolio_id = a.portfolio_id and g.bank_account_id = a.id
           where a.portfolio_id = app.portfolio_id()
             and a.opening_cents + coalesce(b.cents, 0) <> coalesce((select sum(m.cents) from moved m where m.id = g.id), 0)
           order by a.id limit 1"#
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|r| {
        let (truth, kept) = (Cents(r.truth), Cents(r.kept));
        let sentence =
            format!("Opening balance, booked lines and what waits for its line of {} are {truth}; the ledger holds {kept}.", r.name);
        finding("account-ledger", r.id.to_string(), sentence)
    }))
}

/// What was booked by hand counts by itself or by the line that stands for it, and never by both.
async fn by_hand(tx: &mut Tx) -> Result<Option<Finding>> {
    let row = sqlx::query!(
        r#"select e.id, e.amount_cents, e.cash_on, n.cash_on as line_on
           from expense e
           join expense n on n.portfolio_id = e.portfolio_id and n.origin_id = e.origin_id and n.id <> e.id and n.voided_at is null
           where e.portfolio_id = app.portfolio_id() and e.bank_line_id is null and e.voided_at is null order by e.id limit 1"#
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|r| {
        let sentence = format!(
            "The {} booked by hand on {} counts, and so does the line of {} that stands for it.",
            Cents(r.amount_cents),
            r.cash_on,
            r.line_on
        );
        finding("by-hand-twice", r.id.to_string(), sentence)
    }))
}

/// Makes monthly totals and accounts' sums anew from documents and lines. Documents and transfers are never touched: what
/// is wrong with them needs a person.
///
/// # Errors
/// [`crate::Error::Database`] only.
pub async fn rebuild(tx: &mut Tx) -> Result<()> {
    Books::hold(tx).await?;
    let portfolio = tx.portfolio()?.0;
    sqlx::query!("update month_total set amount_cents = 0, entries = 0 where portfolio_id = $1", portfolio)
        .execute(tx.conn())
        .await?;
    sqlx::query!(
        "insert into month_total (portfolio_id, reading, month, property_id, category, amount_cents, entries)
         select $1, r.reading, date_trunc('month', case when r.reading = 'cash' then d.cash_on else d.period end)::date,
           coalesce(d.property_id, '00000000-0000-0000-0000-000000000000'), d.category, sum(d.amount_cents)::bigint, count(*)
         from document d cross join (values ('cash'), ('accrual')) as r(reading)
         where d.portfolio_id = $1 and d.voided_at is null group by 2, 3, 4, 5
         on conflict (portfolio_id, reading, month, property_id, category) do update
           set amount_cents = excluded.amount_cents, entries = excluded.entries",
        portfolio
    )
    .execute(tx.conn())
    .await?;
    sqlx::query!(
        "insert into bank_account_total (portfolio_id, bank_account_id, lines, lines_cents, open_lines, open_in_cents, open_out_cents)
         select $1, a.id, count(l.id), coalesce(sum(l.amount_cents), 0)::bigint, count(l.id) filter (where l.state = 'open'),
           coalesce(sum(l.amount_cents) filter (where l.state = 'open' and l.amount_cents > 0), 0)::bigint,
           coalesce(-sum(l.amount_cents) filter (where l.state = 'open' and l.amount_cents < 0), 0)::bigint
         from bank_account a
         left join bank_line l on l.portfolio_id = a.portfolio_id and l.bank_account_id = a.id and l.state not in ('withdrawn', 'merged')
         where a.portfolio_id = $1 group by a.id
         on conflict (portfolio_id, bank_account_id) do update set lines = excluded.lines, lines_cents = excluded.lines_cents,
           open_lines = excluded.open_lines, open_in_cents = excluded.open_in_cents, open_out_cents = excluded.open_out_cents",
        portfolio
    )
    .execute(tx.conn())
    .await?;
    record(
        tx,
        Entry::new("books.rebuild", portfolio, "Made every monthly total and every account's sum anew."),
    )
    .await?;
    Ok(())
}

//! Do the books tie? Documents, transfers, monthly totals, accounts and bank lines, to the cent, the first difference of
//! each kind named.

use domain::Cents;
use domain::id::PortfolioId;

use super::Finding;
use crate::{Db, Result, Tx};

/// Compares everything of one portfolio, as its worker. Nothing is changed.
///
/// # Errors
/// [`crate::Error::Database`] only.
pub async fn books(db: &Db, portfolio: PortfolioId) -> Result<Vec<Finding>> {
    let mut tx = db.enter(&domain::Viewer::Worker { portfolio }).await?;
    let mut found = Vec::new();
    found.extend(lines_and_documents(&mut tx).await?);
    found.extend(documents_and_transfers(&mut tx).await?);
    found.extend(documents_and_totals(&mut tx).await?);
    found.extend(lines_and_accounts(&mut tx).await?);
    found.extend(ledger_and_accounts(&mut tx).await?);
    Ok(found)
}

fn finding(rule: &'static str, object: String, sentence: String) -> Finding {
    Finding { rule, object, sentence }
}

/// A booked line and its documents come to the same; other lines have none.
async fn lines_and_documents(tx: &mut Tx) -> Result<Option<Finding>> {
    let row = sqlx::query!(
        r#"select l.id, l.state, l.amount_cents as line, coalesce(d.cash, 0)::bigint as "documents!"
           from bank_line l
           left join (select bank_line_id, sum(cash_cents) as cash from document
                      where portfolio_id = app.portfolio_id() and voided_at is null group by bank_line_id) d on d.bank_line_id = l.id
           where l.portfolio_id = app.portfolio_id()
             and coalesce(d.cash, 0) <> case when l.state = 'booked' then l.amount_cents else 0 end
           order by l.posted_on, l.id limit 1"#
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|r| {
        let (line, documents) = (Cents(r.line), Cents(r.documents));
        let sentence = format!("The line is {} with {line}, its documents come to {documents}.", r.state);
        finding("line-documents", format!("bank line {}", r.id), sentence)
    }))
}

/// A document moves its amount on its bank account; a voided one moves nothing.
async fn documents_and_transfers(tx: &mut Tx) -> Result<Option<Finding>> {
    let row = sqlx::query!(
        r#"with moved as (
             select t.cause_id, sum(case when a.bank_account_id is not null then t.amount_cents else 0 end)
                 - sum(case when b.bank_account_id is not null then t.amount_cents else 0 end) as cash
             from transfer t
             join ledger_account a on a.portfolio_id = t.portfolio_id and a.id = t.debit_id
             join ledger_account b on b.portfolio_id = t.portfolio_id and b.id = t.credit_id
             where t.portfolio_id = app.portfolio_id() and t.cause <> 'opening' group by t.cause_id)
           select d.id as "id!", d.cash_cents as "document!", d.voided_at is not null as "voided!", coalesce(m.cash, 0)::bigint as "moved!"
           from document d left join moved m on m.cause_id = d.id
           where d.portfolio_id = app.portfolio_id()
             and coalesce(m.cash, 0) <> case when d.voided_at is null then d.cash_cents else 0 end
           order by d.cash_on, d.id limit 1"#
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|r| {
        let due = if r.voided { Cents::ZERO } else { Cents(r.document) };
        let sentence = format!("It should move {due} on its account, its transfers move {}.", Cents(r.moved));
        finding("document-transfers", format!("document {}", r.id), sentence)
    }))
}

/// The monthly totals are the sums of the documents, in both readings.
async fn documents_and_totals(tx: &mut Tx) -> Result<Option<Finding>> {
    let row = sqlx::query!(
        r#"with sums as (
             select 'cash' as reading, date_trunc('month', cash_on)::date as month,
               coalesce(property_id, '00000000-0000-0000-0000-000000000000') as property_id, category, sum(amount_cents) as amount, count(*) as n
             from document where portfolio_id = app.portfolio_id() and voided_at is null group by 2, 3, 4
             union all
             select 'accrual', period, coalesce(property_id, '00000000-0000-0000-0000-000000000000'), category, sum(amount_cents), count(*)
             from document where portfolio_id = app.portfolio_id() and voided_at is null group by 2, 3, 4)
           select coalesce(s.reading, t.reading) as "reading!", coalesce(s.month, t.month) as "month!",
             coalesce(s.category, t.category) as "category!", coalesce(s.amount, 0)::bigint as "documents!", coalesce(t.amount_cents, 0) as "total!"
           from sums s
           full join (select * from month_total where portfolio_id = app.portfolio_id()) t
             on t.reading = s.reading and t.month = s.month and t.property_id = s.property_id and t.category = s.category
           where coalesce(s.amount, 0) <> coalesce(t.amount_cents, 0) or coalesce(s.n, 0) <> coalesce(t.entries, 0)
           order by 1, 2, 3 limit 1"#
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|r| {
        let object = format!("{} of {}, {}", r.category, r.month.format("%B %Y"), r.reading);
        let sentence =
            format!("The total says {}, the documents come to {}.", Cents(r.total), Cents(r.documents));
        finding("month-total", object, sentence)
    }))
}

/// An account's running sums are the sums of its lines.
async fn lines_and_accounts(tx: &mut Tx) -> Result<Option<Finding>> {
    let row = sqlx::query!(
        r#"with sums as (
             select bank_account_id, count(*) as n, sum(amount_cents) as cents, count(*) filter (where state = 'open') as open_n,
               coalesce(sum(amount_cents) filter (where state = 'open' and amount_cents > 0), 0) as open_in,
               coalesce(-sum(amount_cents) filter (where state = 'open' and amount_cents < 0), 0) as open_out
             from bank_line where portfolio_id = app.portfolio_id() and state in ('open', 'booked', 'set_aside') group by 1)
           select a.name, coalesce(s.cents, 0)::bigint as "lines!", coalesce(t.lines_cents, 0) as "total!",
             coalesce(s.open_n, 0) as "open_lines!", coalesce(t.open_lines, 0) as "open_total!"
           from bank_account a
           left join sums s on s.bank_account_id = a.id
           left join bank_account_total t on t.portfolio_id = a.portfolio_id and t.bank_account_id = a.id
           where a.portfolio_id = app.portfolio_id()
             and (coalesce(s.cents, 0) <> coalesce(t.lines_cents, 0) or coalesce(s.n, 0) <> coalesce(t.lines, 0)
               or coalesce(s.open_n, 0) <> coalesce(t.open_lines, 0) or coalesce(s.open_in, 0) <> coalesce(t.open_in_cents, 0)
               or coalesce(s.open_out, 0) <> coalesce(t.open_out_cents, 0))
           order by a.name limit 1"#
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|r| {
        let (lines, total) = (Cents(r.lines), Cents(r.total));
        let sentence = format!(
            "Its lines come to {lines} with {} waiting, its sums say {total} with {} waiting.",
            r.open_lines, r.open_total
        );
        finding("account-total", r.name, sentence)
    }))
}

/// What the ledger moved on a bank's account is what its booked lines came to.
async fn ledger_and_accounts(tx: &mut Tx) -> Result<Option<Finding>> {
    let row = sqlx::query!(
        r#"with moved as (
             select a.bank_account_id, sum(case when t.debit_id = a.id then t.amount_cents else -t.amount_cents end) as cents
             from ledger_account a
             join transfer t on t.portfolio_id = a.portfolio_id and (t.debit_id = a.id or t.credit_id = a.id) and t.cause <> 'opening'
             where a.portfolio_id = app.portfolio_id() and a.bank_account_id is not null group by 1),
           booked as (select bank_account_id, sum(amount_cents) as cents from bank_line
             where portfolio_id = app.portfolio_id() and state = 'booked' group by 1)
           select b.name, coalesce(m.cents, 0)::bigint as "ledger!", coalesce(k.cents, 0)::bigint as "lines!"
           from bank_account b
           left join moved m on m.bank_account_id = b.id left join booked k on k.bank_account_id = b.id
           where b.portfolio_id = app.portfolio_id() and coalesce(m.cents, 0) <> coalesce(k.cents, 0)
           order by b.name limit 1"#
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|r| {
        let sentence = format!(
            "The ledger moved {} there, its booked lines come to {}.",
            Cents(r.ledger),
            Cents(r.lines)
        );
        finding("ledger-account", r.name, sentence)
    }))
}

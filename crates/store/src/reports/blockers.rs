//! What stands between the books and a finished Schedule E.

use domain::Cents;
use domain::id::PropertyId;

use crate::activity::{Entry, record};
use crate::{Error, Result, Tx};

/// What is missing for a year.
#[derive(Clone, Debug, Default)]
pub struct Blockers {
    /// Bank lines of the year that wait in review.
    pub open_lines: i64,
    /// What came in on them.
    pub open_in: Cents,
    /// What went out on them, plus.
    pub open_out: Cents,
    /// Documents with a tax line but no property.
    pub without_property: i64,
    /// Their sum, income less expense.
    pub without_property_net: Cents,
    /// Mortgage payments that are booked whole: nobody has said which part is interest.
    pub unsplit: i64,
    /// Their sum.
    pub unsplit_sum: Cents,
    /// Unreadable lines of files that nobody has typed or discarded.
    pub unreadable: i64,
}

/// What is missing for the calendar year `year`.
///
/// # Errors
/// [`Error::Database`] only.
pub async fn of_year(tx: &mut Tx, year: i32) -> Result<Blockers> {
    let r = sqlx::query!(
        r#"select
             (select count(*) from bank_line where portfolio_id = app.portfolio_id() and state = 'open'
                and posted_on between make_date($1, 1, 1) and make_date($1, 12, 31)) as "open_lines!",
             (select coalesce(sum(amount_cents) filter (where amount_cents > 0), 0)::bigint from bank_line
                where portfolio_id = app.portfolio_id() and state = 'open'
                and posted_on between make_date($1, 1, 1) and make_date($1, 12, 31)) as "open_in!",
             (select coalesce(-sum(amount_cents) filter (where amount_cents < 0), 0)::bigint from bank_line
                where portfolio_id = app.portfolio_id() and state = 'open'
                and posted_on between make_date($1, 1, 1) and make_date($1, 12, 31)) as "open_out!",
             (select count(*) from unreadable_line where portfolio_id = app.portfolio_id() and settled is null) as "unreadable!",
             (select coalesce(sum(entries), 0)::bigint from month_total where portfolio_id = app.portfolio_id() and reading = 'cash'
                and category = 'mortgage' and month between make_date($1, 1, 1) and make_date($1, 12, 1)) as "unsplit!",
             (select coalesce(sum(amount_cents), 0)::bigint from month_total where portfolio_id = app.portfolio_id() and reading = 'cash'
                and category = 'mortgage' and month between make_date($1, 1, 1) and make_date($1, 12, 1)) as "unsplit_sum!",
             coalesce(sum(t.entries), 0)::bigint as "homeless!",
             coalesce(sum(case when c.kind = 'income' then t.amount_cents else -t.amount_cents end), 0)::bigint as "homeless_net!"
           from month_total t join category c on c.portfolio_id = t.portfolio_id and c.code = t.category and c.tax_line is not null
           where t.portfolio_id = app.portfolio_id() and t.reading = 'cash' and t.property_id = '00000000-0000-0000-0000-000000000000'
             and t.month between make_date($1, 1, 1) and make_date($1, 12, 1)"#,
        year
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(Blockers {
        open_lines: r.open_lines,
        open_in: Cents(r.open_in),
        open_out: Cents(r.open_out),
        without_property: r.homeless,
        without_property_net: Cents(r.homeless_net),
        unsplit: r.unsplit,
        unsplit_sum: Cents(r.unsplit_sum),
        unreadable: r.unreadable,
    })
}

/// Days let at a fair price and days used privately, by property, where somebody has confirmed them.
///
/// # Errors
/// [`Error::Database`] only.
pub async fn confirmed_days(tx: &mut Tx, year: i32) -> Result<Vec<(PropertyId, i32, i32)>> {
    let year = i16::try_from(year).map_err(|_| Error::Missing)?;
    let rows = sqlx::query!(
        r#"select property_id, coalesce(fair_days, 0) as "fair!", coalesce(personal_days, 0) as "personal!"
           from property_year where portfolio_id = app.portfolio_id() and year = $1 and confirmed_at is not null"#,
        year
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(|r| (PropertyId(r.property_id), r.fair, r.personal)).collect())
}

/// Confirms the days of a property's tax year (Schedule E line 2).
///
/// # Errors
/// [`Error::Missing`] when the property is not in reach.
pub async fn confirm_days(
    tx: &mut Tx,
    property: PropertyId,
    year: i32,
    fair: i16,
    personal: i16,
) -> Result<()> {
    let found = crate::properties::find(tx, property).await?;
    let (portfolio, now) = (tx.portfolio()?.0, tx.now());
    let person = tx.viewer().person().map(|p| p.0);
    let short = i16::try_from(year).map_err(|_| Error::Missing)?;
    sqlx::query!(
        "insert into property_year (portfolio_id, property_id, year, fair_days, personal_days, confirmed_by, confirmed_at)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (portfolio_id, property_id, year) do update set fair_days = excluded.fair_days,
           personal_days = excluded.personal_days, confirmed_by = excluded.confirmed_by, confirmed_at = excluded.confirmed_at",
        portfolio,
        property.0,
        short,
        fair,
        personal,
        person,
        now
    )
    .execute(tx.conn())
    .await?;
    let sentence = format!(
        "Said that {} was let {fair} days and used privately {personal} days in {year}.",
        found.draft.name
    );
    record(tx, Entry::new("tax.confirm_days", property, sentence).at(property)).await?;
    Ok(())
}

//! The first person and the first portfolio, made once; and further portfolios for those who own one.

use chrono_tz::Tz;
use domain::category::STARTER;
use domain::id::{PersonId, PortfolioId};

use crate::{Error, Result, Tx};

/// True until somebody was set up.
///
/// # Errors
/// [`Error::Database`] only.
pub async fn is_fresh(tx: &mut Tx) -> Result<bool> {
    Ok(sqlx::query_scalar!(r#"select app.is_fresh() as "fresh!""#).fetch_one(tx.conn()).await?)
}

/// The first person, who owns the first portfolio.
pub struct NewHouse<'a> {
    /// Their name.
    pub name: &'a str,
    /// Their address, lower-cased.
    pub email: &'a str,
    /// Their password's hash.
    pub password_hash: &'a str,
    /// Their zone, and the portfolio's.
    pub zone: Tz,
    /// What the portfolio is called.
    pub portfolio: &'a str,
}

/// Sets the house up (as nobody), with the starter categories.
///
/// # Errors
/// [`Error::Refused`] when somebody was faster.
pub async fn found(tx: &mut Tx, new: NewHouse<'_>) -> Result<(PersonId, PortfolioId)> {
    let (person, portfolio, activity, now) = (tx.new_id(), tx.new_id(), tx.new_id(), tx.now());
    let set = Categories::starter();
    sqlx::query!(
        r#"select app.found_house($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) as "done: ()""#,
        person,
        new.name,
        new.email,
        new.password_hash,
        new.zone.name(),
        portfolio,
        new.portfolio,
        now,
        activity,
        &set.codes,
        &set.names,
        &set.kinds,
        &set.lines as &[Option<i16>],
    )
    .execute(tx.conn())
    .await
    .map_err(|e| {
        Error::from(e).explain("house_is_fresh", "", "This house is set up already. Sign in instead.")
    })?;
    Ok((PersonId(person), PortfolioId(portfolio)))
}

/// Makes a further portfolio that the viewer owns: the demo, or a second one.
///
/// # Errors
/// [`Error::Missing`] for those who do not own the portfolio they are in.
pub async fn found_portfolio(tx: &mut Tx, name: &str, zone: Tz, is_demo: bool) -> Result<PortfolioId> {
    let (portfolio, activity, now) = (tx.new_id(), tx.new_id(), tx.now());
    let set = Categories::starter();
    sqlx::query!(
        r#"select app.found_portfolio($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) as "done: ()""#,
        portfolio,
        name,
        zone.name(),
        is_demo,
        now,
        activity,
        &set.codes,
        &set.names,
        &set.kinds,
        &set.lines as &[Option<i16>],
    )
    .execute(tx.conn())
    .await?;
    Ok(PortfolioId(portfolio))
}

/// The starter categories by column, as Postgres takes arrays.
pub(crate) struct Categories {
    pub(crate) codes: Vec<String>,
    pub(crate) names: Vec<String>,
    pub(crate) kinds: Vec<String>,
    pub(crate) lines: Vec<Option<i16>>,
}

impl Categories {
    pub(crate) fn starter() -> Categories {
        let words = |of: fn(&domain::Category) -> &str| STARTER.iter().map(|c| of(c).to_string()).collect();
        Categories {
            codes: words(|c| c.code),
            names: words(|c| c.name),
            kinds: words(|c| c.kind.word()),
            lines: STARTER.iter().map(|c| c.tax_line.map(i16::from)).collect(),
        }
    }
}

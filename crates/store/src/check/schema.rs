//! The rules of the schema, each a query over Postgres' catalog that must return no row. What they protect stands in
//! docs/THREAT_MODEL.md; the queries stand in `rules/`, the exceptions in `reviewed.rs`.

use super::reviewed::Reviewed;
use super::{Finding, rules};
use crate::Result;
use sqlx::{AssertSqlSafe, PgConnection};

/// Which claim a rule belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// People are kept apart.
    Isolation,
    /// The schema can be distributed by portfolio.
    Scale,
}

/// One rule.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Short name, with dashes.
    pub name: &'static str,
    /// Which claim it belongs to.
    pub about: About,
    /// What is wrong with an object that the query names; `{}` stands for the object.
    pub sentence: &'static str,
    /// Answers one text per object that breaks the rule. `$1` holds the names on the reviewed list.
    pub sql: &'static str,
    /// Objects that may break it (or, for a few rules, that it is about), each with the reason.
    pub reviewed: &'static [Reviewed],
}

/// Every rule, in the order in which a reader should fix them.
pub fn every() -> impl Iterator<Item = &'static Rule> {
    [rules::roles::RULES, rules::tables::RULES, rules::keys::RULES, rules::grants::RULES]
        .into_iter()
        .chain([rules::policies::RULES, rules::functions::RULES])
        .flatten()
}

/// Asks the rules about one claim, all in one statement: one by one they would be a hundred messages of every start. Every
/// role may read the catalog, but names come out short only for one that may use the schema public: any of the four roles,
/// not the login itself.
///
/// # Errors
/// [`crate::Error::Database`] when the database does not answer.
pub async fn broken(conn: &mut PgConnection, about: About) -> Result<Vec<Finding>> {
    let asked: Vec<&Rule> = every().filter(|rule| rule.about == about).collect();
    let mut parts = Vec::with_capacity(asked.len());
    for (at, rule) in asked.iter().enumerate() {
        let sql = rule.sql.replace("$1", &format!("${}", at + 1));
        parts.push(format!("select {at}, q.object::text from ({sql}) as q(object)"));
    }
    // Made of nothing but the rules above; names on their lists travel as parameters.
    let mut query =
        sqlx::query_as::<_, (i32, String)>(AssertSqlSafe(parts.join(" union all "))).persistent(false);
    for rule in &asked {
        query = query.bind(rule.reviewed.iter().map(|r| r.object).collect::<Vec<_>>());
    }
    let mut rows = query.fetch_all(conn).await?;
    rows.sort();
    let found = rows.into_iter().filter_map(|(at, object)| {
        let rule = asked.get(usize::try_from(at).ok()?)?;
        Some(Finding { rule: rule.name, sentence: rule.sentence.replace("{}", &object), object })
    });
    Ok(found.collect())
}

/// Objects that break a rule, given the names on its list.
///
/// # Errors
/// [`crate::Error::Database`] when the database does not answer.
pub async fn objects(conn: &mut PgConnection, rule: &Rule, reviewed: &[&str]) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar(rule.sql).bind(reviewed).fetch_all(conn).await?)
}

//! The rules of the schema, each a query over Postgres' catalog that must return no row. What they protect stands in
//! docs/THREAT_MODEL.md; the queries stand in `rules/`, the exceptions in `reviewed.rs`.

use super::reviewed::Reviewed;
use super::{Finding, rules};
use crate::Result;
use sqlx::PgConnection;

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

/// Asks the rules about one claim. Every role may read the catalog, but names come out short only for one that may use
/// the schema public: any of the four roles, not the login itself.
///
/// # Errors
/// [`crate::Error::Database`] when the database does not answer.
pub async fn broken(conn: &mut PgConnection, about: About) -> Result<Vec<Finding>> {
    let mut found = Vec::new();
    for rule in every().filter(|rule| rule.about == about) {
        let reviewed: Vec<&str> = rule.reviewed.iter().map(|r| r.object).collect();
        for object in objects(conn, rule, &reviewed).await? {
            let sentence = rule.sentence.replace("{}", &object);
            found.push(Finding { rule: rule.name, object, sentence });
        }
    }
    Ok(found)
}

/// Objects that break a rule, given the names on its list.
///
/// # Errors
/// [`crate::Error::Database`] when the database does not answer.
pub async fn objects(conn: &mut PgConnection, rule: &Rule, reviewed: &[&str]) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar(rule.sql).bind(reviewed).fetch_all(conn).await?)
}

//! What guessing and booking needs to know, read once: rules, categories, and the property of each account.

use std::collections::{BTreeMap, HashMap};

use domain::CategoryKind;
use domain::Cents;
use domain::id::{BankAccountId, PropertyId, RuleId};
use domain::rules::{Guess, Matcher, Source, Subject};

use crate::ledger::By;
use crate::{Result, Tx, categories, rules};

pub(crate) struct Desk {
    matcher: Matcher,
    kinds: HashMap<String, CategoryKind>,
    properties: HashMap<BankAccountId, Option<PropertyId>>,
    /// A manager limited to properties books nothing without one.
    limited: bool,
}

impl Desk {
    pub async fn open(tx: &mut Tx) -> Result<Desk> {
        let rows =
            sqlx::query!("select id, property_id from bank_account where portfolio_id = app.portfolio_id()")
                .fetch_all(tx.conn())
                .await?;
        Ok(Desk {
            matcher: rules::matcher(tx).await?,
            kinds: categories::kinds(tx).await?,
            properties: rows
                .into_iter()
                .map(|r| (BankAccountId(r.id), r.property_id.map(PropertyId)))
                .collect(),
            limited: rules::is_limited(tx),
        })
    }

    /// A guess that can be booked here: its category is in use, and it has a property where it needs one.
    pub fn guess(&self, account: BankAccountId, merchant: &str, amount: Cents) -> Option<Guess> {
        let mut guess = self.matcher.guess(&Subject { merchant, amount, account })?;
        let kind = self.kind(&guess.category)?;
        if guess.property.is_none() && (kind.has_property() || self.limited) {
            guess.property = self.properties.get(&account).copied().flatten();
        }
        Some(guess)
    }

    /// The kind of a category in use.
    pub fn kind(&self, code: &str) -> Option<CategoryKind> {
        self.kinds.get(code).copied()
    }
}

/// Who decides when a guess books by itself.
pub(crate) fn by(source: Source) -> By {
    match source {
        Source::Rule(id) => By::Rule(id),
        Source::Starter => By::Starter,
    }
}

/// How often each rule stands in these guesses.
pub(crate) fn hits<'a>(guesses: impl Iterator<Item = &'a Guess>) -> BTreeMap<RuleId, i64> {
    let mut hits = BTreeMap::new();
    for rule in guesses.filter_map(|g| g.source.rule()) {
        *hits.entry(rule).or_default() += 1;
    }
    hits
}

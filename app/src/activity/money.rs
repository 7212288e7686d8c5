//! Taking back what was done with money: accounts, files, decisions about lines, rules.

use domain::bank::AccountDraft;
use domain::id::{BankAccountId, BankLineId, ImportId, RuleId};
use domain::rules::RuleDraft;
use serde::de::DeserializeOwned;
use store::activity::Activity;
use store::review::Accepted;
use store::{Error, Result, Tx, accounts, imports, lines, review, rules};

/// Kinds of entries that this file takes back.
pub const KINDS: &[&str] = &[
    "account.change",
    "account.put_away",
    "account.bring_back",
    "import.done",
    "line.book",
    "line.accept",
    "line.set_aside",
    "review.accept",
    "rule.add",
    "rule.change",
    "rule.end",
    "rule.bring_back",
];

/// Puts things back as they were before the entry.
///
/// # Errors
/// [`Error::Missing`] when what it was done to is not there any more; [`Error::Refused`] in words when it cannot go back.
pub async fn put_back(tx: &mut Tx, entry: &Activity) -> Result<()> {
    let subject = entry.subject;
    match entry.kind.as_str() {
        "account.put_away" => accounts::put_away(tx, BankAccountId(subject), false).await,
        "account.bring_back" => accounts::put_away(tx, BankAccountId(subject), true).await,
        "account.change" => {
            let draft: AccountDraft = before(entry)?;
            let id = BankAccountId(subject);
            let version = accounts::find(tx, id).await?.version;
            accounts::change(tx, id, version, &draft).await
        }
        "import.done" => imports::undo(tx, ImportId(subject)).await.map(|_| ()),
        "line.book" | "line.accept" | "line.set_aside" => {
            let id = BankLineId(subject);
            let version = lines::find(tx, id).await?.version;
            review::reopen(tx, id, version).await
        }
        "review.accept" => {
            let accepted = entry.after.clone().and_then(|v| serde_json::from_value::<Accepted>(v).ok());
            review::take_back(tx, &accepted.ok_or(Error::Missing)?.lines).await.map(|_| ())
        }
        "rule.add" | "rule.bring_back" => rules::end(tx, RuleId(subject), true).await,
        "rule.end" => rules::end(tx, RuleId(subject), false).await,
        "rule.change" => {
            let draft: RuleDraft = before(entry)?;
            let id = RuleId(subject);
            let version = rules::find(tx, id).await?.version;
            rules::change(tx, id, version, &draft).await
        }
        _ => Err(Error::Missing),
    }
}

fn before<T: DeserializeOwned>(entry: &Activity) -> Result<T> {
    entry.before.clone().and_then(|v| serde_json::from_value(v).ok()).ok_or(Error::Missing)
}

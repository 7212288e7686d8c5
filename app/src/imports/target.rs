//! Which account a file's lines go to: the one somebody chose, or those whose numbers the file names.

use domain::Cents;
use domain::bank::{AccountDraft, BankKind};
use domain::id::BankAccountId;
use formats::Account as Named;

use crate::ui::words::{list, things};

/// What somebody chose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Whatever the file names.
    Named,
    /// This account.
    Account(BankAccountId),
    /// An account to be made.
    New(AccountDraft),
}

/// An account there is, as far as a file's number can meet it.
#[derive(Clone, Debug)]
pub struct Existing {
    /// Its id.
    pub id: BankAccountId,
    /// What people call it.
    pub name: String,
    /// The last digits of its number.
    pub last_four: Option<String>,
}

impl From<&store::accounts::Account> for Existing {
    fn from(account: &store::accounts::Account) -> Existing {
        let draft = &account.draft;
        Existing { id: account.id, name: draft.name.clone(), last_four: draft.last_four.clone() }
    }
}

/// Where one part of a file goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// There already, or to be made.
    pub account: Result<BankAccountId, AccountDraft>,
    /// The account as the file names it; `None` takes every row.
    pub named: Option<String>,
}

/// Shares a file out. An error is a sentence that says what to choose instead.
///
/// # Errors
/// When the file names several accounts and the choice is for one that is not among them, or names none and nothing was
/// chosen.
pub fn share(target: &Target, named: &[Named], existing: &[Existing]) -> Result<Vec<Share>, String> {
    let single = named.len() < 2;
    match target {
        Target::Named => by_name(named, existing),
        Target::Account(id) => {
            let account = existing.iter().find(|e| e.id == *id);
            let theirs = account.and_then(|a| a.last_four.as_deref());
            let part = if single { None } else { Some(part_of(named, theirs)?) };
            Ok(vec![Share { account: Ok(*id), named: part }])
        }
        Target::New(draft) => {
            let part = if single { None } else { Some(part_of(named, draft.last_four.as_deref())?) };
            let mut draft = draft.clone();
            if draft.last_four.is_none() && single {
                draft.last_four = named.first().and_then(|n| last_four(&n.id));
            }
            Ok(vec![Share { account: Err(draft), named: part }])
        }
    }
}

/// The account that an import's lines are taken from, in a file that names several.
///
/// # Errors
/// A sentence when none of them is the import's account.
pub fn part_for(account: &Existing, named: &[Named]) -> Result<Option<String>, String> {
    if named.len() < 2 {
        return Ok(None);
    }
    let by_name = named.iter().find(|n| n.id.trim().eq_ignore_ascii_case(&account.name));
    match by_name {
        Some(same) => Ok(Some(same.id.clone())),
        None => part_of(named, account.last_four.as_deref()).map(Some),
    }
}

fn part_of(named: &[Named], last: Option<&str>) -> Result<String, String> {
    let fits = |n: &&Named| last.is_some() && last_four(&n.id).as_deref() == last;
    named.iter().find(fits).map(|n| n.id.clone()).ok_or_else(|| {
        let count = i64::try_from(named.len()).unwrap_or(i64::MAX);
        let names: Vec<String> = named.iter().take(4).map(|n| short(&n.id)).collect();
        format!(
            "This file shows {}: {}. Choose “As the file says”, so that each goes into its own.",
            things(count, "account", "accounts"),
            list(&names)
        )
    })
}

fn by_name(named: &[Named], existing: &[Existing]) -> Result<Vec<Share>, String> {
    if named.is_empty() {
        return match existing {
            [only] => Ok(vec![Share { account: Ok(only.id), named: None }]),
            _ => Err("This file does not say which account it is of. Choose the account.".into()),
        };
    }
    let single = named.len() == 1;
    let shares = named.iter().map(|n| {
        let last = last_four(&n.id);
        let same = |e: &&Existing| {
            (last.is_some() && e.last_four == last) || e.name.eq_ignore_ascii_case(n.id.trim())
        };
        let account = existing.iter().find(same).map(|e| e.id).ok_or_else(|| draft(n, last.clone()));
        Share { account, named: (!single).then(|| n.id.clone()) }
    });
    Ok(shares.collect())
}

/// A new account with what the file knows about it.
fn draft(named: &Named, last: Option<String>) -> AccountDraft {
    let said = named.kind.as_deref().unwrap_or_default().to_ascii_uppercase();
    let name = named.id.to_ascii_uppercase();
    let is_card = ["CREDIT CARD", "VISA", "MASTERCARD", "AMEX"].iter().any(|word| name.contains(word));
    let kind = match said.as_str() {
        s if is_card || s.contains("CREDIT") || s.contains("CARD") => BankKind::Card,
        s if s.contains("SAV") || s.contains("MONEYMRKT") => BankKind::Savings,
        _ => BankKind::Checking,
    };
    let name = match &last {
        Some(last) => format!("{} …{last}", kind.title()),
        None => named.id.trim().chars().take(80).collect(),
    };
    AccountDraft { name, kind, last_four: last, property: None, opening: Cents::ZERO, opening_on: None }
}

/// The last four digits of an account's number.
pub fn last_four(id: &str) -> Option<String> {
    let digits: Vec<char> = id.chars().filter(char::is_ascii_digit).collect();
    let masked = id.chars().any(|c| c.is_ascii_alphabetic() && !matches!(c, 'x' | 'X'));
    // A name with a number in it, like "Suite 1200", is no account number; an IBAN is one.
    let iban = id.len() >= 15 && id.chars().all(|c| c.is_ascii_alphanumeric() || c == ' ');
    (digits.len() >= 4 && (!masked || iban)).then(|| digits[digits.len() - 4..].iter().collect())
}

/// `…4417`, or the name when it is no number.
pub fn short(id: &str) -> String {
    last_four(id).map_or_else(|| id.trim().chars().take(40).collect(), |last| format!("…{last}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(ids: &[&str]) -> Vec<Named> {
        ids.iter().map(|id| Named { id: (*id).into(), ..Named::default() }).collect()
    }

    fn there(n: u128, last: &str) -> Existing {
        let id = BankAccountId(uuid::Uuid::from_u128(n));
        Existing { id, name: format!("Account {n}"), last_four: Some(last.into()) }
    }

    #[test]
    fn a_file_of_several_accounts_goes_to_each_of_them() {
        let file = named(&["000123 4417", "XXXX2206"]);
        let shares = share(&Target::Named, &file, &[there(1, "4417")]).unwrap();
        assert_eq!(shares[0].account, Ok(there(1, "4417").id));
        assert_eq!(shares[0].named.as_deref(), Some("000123 4417"));
        let made = shares[1].account.clone().unwrap_err();
        assert_eq!((made.name.as_str(), made.last_four.as_deref()), ("Checking account …2206", Some("2206")));
    }

    #[test]
    fn a_choice_that_does_not_fit_says_what_to_choose_instead() {
        let file = named(&["4417", "2206"]);
        let one = Target::Account(there(1, "9999").id);
        assert!(share(&one, &file, &[there(1, "9999")]).unwrap_err().contains("…4417 and …2206"));
        assert!(share(&Target::Named, &[], &[there(1, "1"), there(2, "2")]).is_err());
        assert_eq!(share(&Target::Named, &[], &[there(1, "1")]).unwrap().len(), 1);
    }

    #[test]
    fn only_numbers_have_last_digits() {
        assert_eq!(last_four("DE89 3704 0044 0532 0130 00").as_deref(), Some("3000"));
        assert_eq!(last_four("Suite 1200"), None);
        assert_eq!(last_four("123"), None);
    }
}

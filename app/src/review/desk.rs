//! The desk as a page needs it: the pile, where in it we are, and everything the chosen line's sheet shows.

use chrono::NaiveDate;
use domain::id::{BankAccountId, BankLineId};
use domain::rules::Band;
use domain::{Cents, Typed};
use store::lines::{self, Line, LineState};
use store::review::{self, Group, Place, Sort, Waiting};
use store::{Result, Tx, accounts};

use crate::kernel::{Link, Visit, link_to};
use crate::pick::Pick;

/// Lines of the pile on one page.
const LINES: i64 = 40;

/// What a page of the review desk shows.
pub struct Desk {
    /// Which tab; `None` for all.
    pub sort: Option<Sort>,
    /// Whose lines: of this account, with its name; `None` for all.
    pub account: Option<(BankAccountId, String)>,
    /// What waits, of every account.
    pub groups: Vec<Group>,
    /// This page of the pile.
    pub lines: Vec<Waiting>,
    /// The way to the lines behind it, when there are more.
    pub more: Option<String>,
    /// The way back to the first, when we are not there.
    pub begin: Option<String>,
    /// What may be chosen.
    pub pick: Pick,
    /// Today, where the portfolio is.
    pub today: NaiveDate,
    /// The line in front of us, whole.
    pub line: Option<Line>,
    after: String,
}

impl Desk {
    /// Reads the pile that the address asks for; without a chosen line the first one is in front.
    ///
    /// # Errors
    /// [`store::Error::Missing`] when the chosen line is not there or not in reach.
    pub async fn read(tx: &mut Tx, visit: &Visit, asked: &Typed, chosen: Option<BankLineId>) -> Result<Desk> {
        let sort = read_sort(asked.value("show"));
        let after = asked.value("after").to_string();
        let groups = review::groups(tx).await?;
        let account = match asked.value("account").parse::<BankAccountId>() {
            Ok(id) => Some((id, account_name(tx, &groups, id).await?)),
            Err(_) => None,
        };
        let of = account.as_ref().map(|(id, _)| *id);
        let mut lines = review::queue(tx, sort, of, read_place(&after), LINES + 1).await?;
        let has_more = i64::try_from(lines.len()).is_ok_and(|n| n > LINES);
        lines.truncate(usize::try_from(LINES).unwrap_or(usize::MAX));
        let id = chosen.or_else(|| lines.first().map(|l| l.place.id));
        let line = match id {
            Some(id) => Some(lines::find(tx, id).await?),
            None => None,
        };
        let pick =
            Pick::read(tx, visit.today()).await?.received(line.as_ref().is_some_and(|l| l.amount.0 > 0));
        let today = visit.today();
        let mut desk =
            Desk { sort, account, groups, lines, more: None, begin: None, pick, today, line, after };
        let last = desk.lines.last().map(|l| write_place(l.place));
        desk.more = last.filter(|_| has_more).map(|at| desk.link(sort).with("after", at).href());
        desk.begin = (!desk.after.is_empty()).then(|| desk.link(sort).href());
        Ok(desk)
    }

    /// What waits on the account that was asked for.
    fn shown(&self) -> impl Iterator<Item = &Group> {
        let of = self.account.as_ref().map(|(id, _)| *id);
        self.groups.iter().filter(move |g| of.is_none_or(|id| g.account == id))
    }

    /// How many lines wait, under every tab.
    pub fn all(&self) -> i64 {
        self.shown().map(|g| g.lines).sum()
    }

    /// How many under this tab.
    pub fn count(&self, sort: Sort) -> i64 {
        self.shown().filter(|g| g.sort == sort).map(|g| g.lines).sum()
    }

    /// What waits, received and paid out.
    pub fn sums(&self) -> (Cents, Cents) {
        (self.shown().map(|g| g.received).sum(), self.shown().map(|g| g.paid).sum())
    }

    /// Accounts to choose from, each with how many of its lines stand under the open tab; by name.
    pub fn accounts(&self) -> Vec<(BankAccountId, &str, i64)> {
        let mut found: Vec<(BankAccountId, &str, i64)> = Vec::new();
        for group in &self.groups {
            let lines = if self.sort.is_none_or(|s| s == group.sort) { group.lines } else { 0 };
            match found.iter_mut().find(|(id, ..)| *id == group.account) {
                Some((_, _, count)) => *count += lines,
                None => found.push((group.account, &group.account_name, lines)),
            }
        }
        if let Some((id, name)) = &self.account
            && !found.iter().any(|(found, ..)| found == id)
        {
            found.push((*id, name, 0));
        }
        found
    }

    /// True when the line in front of us still waits.
    pub fn is_open(&self) -> bool {
        self.line.as_ref().is_some_and(|l| l.state == LineState::Open)
    }

    fn at(&self) -> Option<usize> {
        let id = self.line.as_ref()?.id;
        self.lines.iter().position(|l| l.place.id == id)
    }

    /// The line after the one in front of us.
    pub fn next(&self) -> Option<BankLineId> {
        match self.at() {
            Some(at) => self.lines.get(at + 1).map(|l| l.place.id),
            None => self.lines.first().map(|l| l.place.id),
        }
    }

    /// The line before it.
    pub fn previous(&self) -> Option<BankLineId> {
        let at = self.at()?.checked_sub(1)?;
        self.lines.get(at).map(|l| l.place.id)
    }

    /// The desk with another tab.
    pub fn link(&self, sort: Option<Sort>) -> Link {
        link_to("/review")
            .with("show", sort.map(word).unwrap_or_default())
            .with("account", self.account_word())
    }

    /// The page of one line, with the pile as it is.
    pub fn line_link(&self, id: BankLineId) -> Link {
        self.under(link_to(format!("/review/{id}")))
    }

    /// Any address with the tab, the account and the page of the pile we are on.
    pub fn under(&self, link: Link) -> Link {
        link.with("show", self.sort.map(word).unwrap_or_default())
            .with("account", self.account_word())
            .with("after", self.after.clone())
    }

    /// The account as an address carries it.
    pub fn account_word(&self) -> String {
        self.account.as_ref().map(|(id, _)| id.to_string()).unwrap_or_default()
    }
}

/// The account's name; one without a line that waits is looked up, and has to be in reach.
async fn account_name(tx: &mut Tx, groups: &[Group], id: BankAccountId) -> Result<String> {
    match groups.iter().find(|g| g.account == id) {
        Some(group) => Ok(group.account_name.clone()),
        None => Ok(accounts::find(tx, id).await?.draft.name),
    }
}

/// A tab, as an address carries it.
pub fn word(sort: Sort) -> &'static str {
    match sort {
        Sort::Sure(band) => band.word(),
        Sort::Twin => "same",
    }
}

fn read_sort(text: &str) -> Option<Sort> {
    Sort::ALL.into_iter().find(|sort| word(*sort) == text)
}

/// A place in the pile, as an address carries it.
fn write_place(place: Place) -> String {
    format!("{}_{}_{}", place.band.number(), place.posted_on, place.id)
}

fn read_place(text: &str) -> Option<Place> {
    let mut parts = text.splitn(3, '_');
    let band = Band::from_number(parts.next()?.parse().ok()?);
    Some(Place { band, posted_on: parts.next()?.parse().ok()?, id: parts.next()?.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tab_survives_its_address() {
        for sort in Sort::ALL {
            assert_eq!(read_sort(word(sort)), Some(sort));
        }
        assert_eq!(read_sort(""), None);
    }

    #[test]
    fn a_place_survives_its_address() {
        let place = Place {
            band: Band::Likely,
            posted_on: NaiveDate::from_ymd_opt(2026, 11, 20).unwrap(),
            id: BankLineId(uuid::Uuid::from_u128(7)),
        };
        assert_eq!(read_place(&write_place(place)), Some(place));
        assert_eq!(read_place("x_y"), None);
    }
}

//! What the list of transactions is asked for: read from the address, written back into it.

use chrono::NaiveDate;
use domain::id::BankLineId;
use domain::{Period, Typed};
use store::lines::{Filter, LineState};

use crate::kernel::{Link, link_to};
use crate::ui::form::{Field, search, select};

/// Months offered to choose from.
const MONTHS: u32 = 36;
/// The names of the filters in addresses.
const NAMES: [&str; 6] = ["text", "month", "account", "category", "property", "state"];

/// The filter of an address. What cannot be read is not asked.
pub fn read(asked: &Typed) -> Filter {
    let word = |name: &str| Some(asked.value(name).trim().to_string()).filter(|v| !v.is_empty());
    Filter {
        account: word("account").and_then(|v| v.parse().ok()),
        month: word("month").and_then(|v| v.parse().ok()),
        category: word("category"),
        property: word("property").and_then(|v| v.parse().ok()),
        text: word("text").map(|v| v.chars().take(80).collect()),
        state: word("state").and_then(|v| LineState::from_word(&v)),
    }
}

/// The address of the same filter, at its beginning.
pub fn address(path: &str, asked: &Typed) -> Link {
    NAMES.iter().fold(link_to(path), |link, name| link.with(name, asked.value(name).trim()))
}

/// True while anything is narrowed down.
pub fn is_narrow(asked: &Typed) -> bool {
    NAMES.iter().any(|name| !asked.value(name).trim().is_empty())
}

/// Where a page begins: after this line.
pub fn cursor(asked: &Typed) -> Option<(NaiveDate, BankLineId)> {
    let (day, id) = asked.value("after").split_once('_')?;
    Some((day.parse().ok()?, id.parse().ok()?))
}

/// What may be chosen.
pub struct Options {
    /// Accounts by name.
    pub accounts: Vec<(String, String)>,
    /// Categories in groups.
    pub categories: Vec<(&'static str, Vec<(String, String)>)>,
    /// Properties by name.
    pub properties: Vec<(String, String)>,
}

/// The fields of the filter.
pub fn fields(options: Options, today: NaiveDate) -> Vec<Field> {
    let mut months: Vec<(String, String)> = Period::of(today)
        .back(MONTHS)
        .into_iter()
        .map(|month| (month.first().format("%Y-%m").to_string(), month.to_string()))
        .collect();
    months.reverse();
    let mut category = select("category", "Category", Vec::<(String, String)>::new());
    for (heading, rows) in options.categories {
        category = category.options(Some(heading), rows);
    }
    let states = LineState::ALL.map(|state| (state.word(), title(state)));
    vec![
        search("text", "Text").max(80),
        select("month", "Month", months).blank("Any month"),
        select("account", "Account", options.accounts).blank("Any account"),
        category.blank("Any category"),
        select("property", "Property", options.properties).blank("Any property"),
        select("state", "State", states).blank("Any state"),
    ]
}

/// A state as pages show it.
pub fn title(state: LineState) -> &'static str {
    match state {
        LineState::Open => "In review",
        LineState::Booked => "In the books",
        LineState::SetAside => "Set aside",
        LineState::Merged => "Same money as another",
        LineState::Withdrawn => "Import taken back",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_survives_its_address_and_nonsense_asks_for_nothing() {
        let typed = |pairs: &[(&str, &str)]| {
            Typed::new(pairs.iter().map(|(k, v)| (k.to_string(), v.to_string())).collect())
        };
        let asked = typed(&[("month", "2026-11"), ("state", "booked"), ("account", "no-id"), ("after", "x")]);
        let filter = read(&asked);
        assert_eq!(filter.month, "2026-11".parse().ok());
        assert_eq!((filter.state, filter.account), (Some(LineState::Booked), None));
        assert_eq!(address("/t", &typed(&[("text", "A&B"), ("after", "x")])).href(), "/t?text=A%26B");
        assert_eq!(cursor(&asked), None);
    }
}

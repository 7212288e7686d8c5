//! What a person may choose for a bank line: categories in groups, properties. Read once for a page.

use chrono::NaiveDate;
use domain::CategoryKind;
use store::categories::{self, CategoryRow};
use store::{Result, Tx, properties};

/// The choices of a page, `(value, words)` each.
#[derive(Clone, Debug, Default)]
pub struct Pick {
    /// Categories under their headings.
    pub categories: Vec<(&'static str, Vec<(String, String)>)>,
    /// Properties by name.
    pub properties: Vec<(String, String)>,
}

impl Pick {
    /// Reads them; those put away are not offered.
    ///
    /// # Errors
    /// [`store::Error::Database`] only.
    pub async fn read(tx: &mut Tx, today: NaiveDate) -> Result<Pick> {
        let rows = categories::list(tx, false).await?;
        let homes = properties::list(tx, today).await?;
        Ok(Pick {
            categories: groups(&rows),
            properties: homes.into_iter().map(|p| (p.id.to_string(), p.name)).collect(),
        })
    }

    /// For money that came in: what is earned stands first.
    pub fn received(mut self, is_in: bool) -> Pick {
        if is_in {
            self.categories.sort_by_key(|(heading, _)| *heading != EARNED);
        }
        self
    }

    /// The words of a category by its code.
    pub fn category(&self, code: &str) -> Option<&str> {
        let mut all = self.categories.iter().flat_map(|(_, options)| options);
        all.find(|(value, _)| value == code).map(|(_, words)| words.as_str())
    }

    /// The name of a property by its id.
    pub fn property(&self, id: &str) -> Option<&str> {
        self.properties.iter().find(|(value, _)| value == id).map(|(_, words)| words.as_str())
    }
}

const EARNED: &str = "Earned";

fn groups(rows: &[CategoryRow]) -> Vec<(&'static str, Vec<(String, String)>)> {
    let of = |kinds: &[CategoryKind]| -> Vec<(String, String)> {
        rows.iter().filter(|r| kinds.contains(&r.kind)).map(|r| (r.code.clone(), words(r))).collect()
    };
    use CategoryKind::*;
    vec![
        ("Spent on the rental", of(&[Expense])),
        (EARNED, of(&[Income])),
        ("Neither earned nor spent", of(&[Transfer, Deposit, Principal, Capital])),
        ("Not the rental’s", of(&[Personal])),
    ]
}

/// `Repairs, line 14`.
pub fn words(row: &CategoryRow) -> String {
    match row.tax_line {
        Some(line) => format!("{}, line {line}", row.name),
        None => row.name.clone(),
    }
}

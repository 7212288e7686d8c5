//! A property: a building or house that stands in one column of Schedule E.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::form::Typed;
use crate::money::Cents;

/// What a person says about a property.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PropertyDraft {
    /// What people here call it: "Birch Street".
    pub name: String,
    /// Street and number.
    pub street: String,
    /// City.
    pub city: String,
    /// State, as the post writes it.
    pub state: String,
    /// ZIP code.
    pub zip: String,
    /// Schedule E line 1b: type of property, 1 to 8.
    pub kind: u8,
    /// First day it was ready to be let; decides depreciation (Pub. 946).
    pub placed_in_service: Option<NaiveDate>,
    /// What it cost, land included.
    pub cost: Option<Cents>,
    /// The land's part of the cost, which is never depreciated.
    pub land: Option<Cents>,
}

impl PropertyDraft {
    /// Reads the property form; errors are recorded beside the fields.
    pub fn read(form: &mut Typed) -> PropertyDraft {
        let money = |form: &mut Typed, name: &str| {
            let typed = !form.value(name).trim().is_empty();
            typed.then(|| form.money_or(name, Cents::ZERO))
        };
        let draft = PropertyDraft {
            street: form.text("street", "Street", 120),
            city: form.text("city", "City", 80),
            state: form.text("state", "State", 40),
            zip: form.text("zip", "ZIP code", 12),
            name: form.optional("name", "Name", 80).unwrap_or_default(),
            kind: u8::try_from(form.number("kind", "Type of property", 1, 8)).unwrap_or(8),
            placed_in_service: form.optional_date("placed_in_service", "Placed in service"),
            cost: money(form, "cost"),
            land: money(form, "land"),
        };
        if draft.cost.is_some_and(|c| c < Cents::ZERO) {
            form.fail("cost", "Write the cost without a minus sign.");
        }
        match (draft.cost, draft.land) {
            (None, Some(_)) => form.fail("cost", "Write the whole cost too; the land is a part of it."),
            (Some(cost), Some(land)) if land > cost || land < Cents::ZERO => {
                form.fail("land", format!("The land is a part of the cost, so it is at most {cost}."));
            }
            _ => {}
        }
        PropertyDraft {
            name: if draft.name.is_empty() { draft.street.clone() } else { draft.name.clone() },
            ..draft
        }
    }

    /// The form filled with these values.
    pub fn filled(&self, version: i32) -> Typed {
        Typed::filled([
            ("name", self.name.clone()),
            ("street", self.street.clone()),
            ("city", self.city.clone()),
            ("state", self.state.clone()),
            ("zip", self.zip.clone()),
            ("kind", self.kind.to_string()),
            ("placed_in_service", self.placed_in_service.map(|d| d.to_string()).unwrap_or_default()),
            ("cost", self.cost.map(Cents::plain).unwrap_or_default()),
            ("land", self.land.map(Cents::plain).unwrap_or_default()),
            ("version", version.to_string()),
        ])
    }

    /// "14 Birch Street, Columbus, OH 43201".
    pub fn address(&self) -> String {
        format!("{}, {}, {} {}", self.street, self.city, self.state, self.zip)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn land_is_a_part_of_the_cost() {
        let mut form = Typed::filled([
            ("street", "14 Birch Street".into()),
            ("city", "Columbus".into()),
            ("state", "OH".into()),
            ("zip", "43201".into()),
            ("kind", "2".into()),
            ("cost", "200,000".into()),
            ("land", "300,000".into()),
        ]);
        let draft = PropertyDraft::read(&mut form);
        assert_eq!(draft.name, "14 Birch Street");
        assert!(form.error("land").is_some_and(|e| e.contains("$200,000.00")));
    }
}

//! What a repair is about, and where in a home it may be.

use std::str::FromStr;

/// What is broken, as far as a choice of nine can say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Category {
    /// Leaks, drains, taps, toilets.
    Water,
    /// Heating and cooling.
    Heating,
    /// Outlets, lights, breakers.
    Electric,
    /// Stove, fridge, washer.
    Appliance,
    /// Doors, windows, locks, keys.
    Door,
    /// Insects and rodents.
    Pest,
    /// Walls, floors, ceilings, stairs.
    Structure,
    /// Yard, roof, and what everybody shares.
    Outside,
    /// Anything else.
    Other,
}

impl Category {
    /// All of them, in the order of the form.
    pub const ALL: [Category; 9] = [
        Category::Water,
        Category::Heating,
        Category::Electric,
        Category::Appliance,
        Category::Door,
        Category::Pest,
        Category::Structure,
        Category::Outside,
        Category::Other,
    ];

    /// The word in the database and in forms.
    pub fn word(self) -> &'static str {
        match self {
            Category::Water => "water",
            Category::Heating => "heating",
            Category::Electric => "electric",
            Category::Appliance => "appliance",
            Category::Door => "door",
            Category::Pest => "pest",
            Category::Structure => "structure",
            Category::Outside => "outside",
            Category::Other => "other",
        }
    }

    /// As a page says it.
    pub fn title(self) -> &'static str {
        match self {
            Category::Water => "Water or drains",
            Category::Heating => "Heating or cooling",
            Category::Electric => "Electricity",
            Category::Appliance => "Appliance",
            Category::Door => "Door, window or lock",
            Category::Pest => "Insects or mice",
            Category::Structure => "Wall, floor or ceiling",
            Category::Outside => "Outside or shared",
            Category::Other => "Something else",
        }
    }
}

impl FromStr for Category {
    type Err = ();

    fn from_str(word: &str) -> Result<Category, ()> {
        Category::ALL.into_iter().find(|c| c.word() == word).ok_or(())
    }
}

/// Places that the form offers; any other words will do.
pub const PLACES: [&str; 8] =
    ["Kitchen", "Bathroom", "Bedroom", "Living room", "Hallway", "Basement", "Laundry", "Outside"];

//! Repairs of the demo: a dozen in every state, told in hours before the moment it is made.

/// A vendor of the demo: name, phone, what they do.
pub const VENDORS: &[(&str, &str, &str)] = &[
    ("Kessler Heating", "614-555-0117", "Heating"),
    ("Roto-Rooter", "614-555-0121", "Drains"),
    ("Buckeye Lock & Key", "614-555-0163", "Locks"),
];

/// A repair with what became of it.
pub struct DemoRepair {
    /// Name of the home.
    pub unit: &'static str,
    /// Who reported it; none for the landlord.
    pub by: Option<&'static str>,
    /// What it is about, by its word.
    pub category: &'static str,
    /// Where.
    pub place: &'static str,
    /// What was reported.
    pub words: &'static str,
    /// When somebody may come in.
    pub access: &'static str,
    /// How soon, by its word.
    pub priority: &'static str,
    /// So many hours ago.
    pub hours_ago: i64,
    /// What followed, each so many hours after the report.
    pub story: &'static [(i64, Step)],
}

/// One thing that followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The household says something.
    Tells(&'static str),
    /// The landlord answers.
    Says(&'static str),
    /// The landlord keeps a note.
    Notes(&'static str),
    /// It becomes this pressing.
    Becomes(&'static str),
    /// This vendor is to do it.
    Vendor(&'static str),
    /// A visit of this vendor is proposed, so many hours later, for two hours.
    Visit(&'static str, i64),
    /// The household agrees.
    Agrees,
    /// Work begins.
    Start,
    /// It is marked as fixed.
    Fix,
    /// The household says that it is.
    Confirms,
    /// Nobody needs it any more.
    Cancel,
    /// A cost: what for, cents, whether it is a quote.
    Cost(&'static str, i64, bool),
    /// The cost written down last is booked by hand.
    Book,
}

/// The repairs, in the order of the list.
pub const REPAIRS: &[DemoRepair] = &[
    repair(
        "Birch 1",
        Some("Maya Okafor"),
        "heating",
        "Bedrooms",
        "No heat in the bedrooms. The radiators in both are cold, the one in the kitchen works. It was 58 degrees in there this morning. I have bled them, no change.",
        "Weekdays after noon. The cat stays in the kitchen.",
        "normal",
        43,
        HEAT,
    ),
    repair(
        "Birch 3",
        Some("Tom Whitaker"),
        "water",
        "Bathroom",
        "The toilet keeps running. You hear it all night, and the tank never fills.",
        "Mornings",
        "normal",
        52,
        &[],
    ),
    repair(
        "Cedar A",
        None,
        "outside",
        "Front steps",
        "A tread of the front steps is loose. Screw it down before the frost.",
        "",
        "low",
        220,
        &[],
    ),
    repair(
        "House",
        Some("Ana Duarte"),
        "door",
        "Back door",
        "The back door does not lock any more. The key turns and nothing happens.",
        "Any time",
        "emergency",
        3,
        &[],
    ),
    repair(
        "Birch 2",
        Some("Daniel Reyes"),
        "appliance",
        "Kitchen",
        "The oven stops after ten minutes. The light goes out as well.",
        "Saturdays",
        "normal",
        120,
        OVEN,
    ),
    repair(
        "Cedar A",
        Some("Grace Lindqvist"),
        "electric",
        "Hallway",
        "The outlet in the hallway is dead. The breaker is on.",
        "After six",
        "normal",
        300,
        OUTLET,
    ),
    repair(
        "Birch 2",
        Some("Priya Nair"),
        "water",
        "Kitchen sink",
        "The sink drains slowly. Plunger and hot water did not help.",
        "Any time",
        "normal",
        800,
        SINK,
    ),
    repair(
        "House",
        Some("Ana Duarte"),
        "pest",
        "Basement",
        "Mice in the basement. Two in a week.",
        "Any time",
        "high",
        1_300,
        MICE,
    ),
    repair(
        "Birch 3",
        Some("Tom Whitaker"),
        "structure",
        "Living room",
        "A crack in the ceiling. It has not grown since I wrote the first time.",
        "Evenings",
        "low",
        2_000,
        CRACK,
    ),
    repair(
        "Birch 1",
        Some("Maya Okafor"),
        "door",
        "Window, bedroom",
        "The bedroom window does not close. It catches at the top.",
        "Weekdays after noon",
        "normal",
        2_600,
        WINDOW,
    ),
    repair(
        "Cedar A",
        Some("Sam Lindqvist"),
        "other",
        "Mailbox",
        "The mailbox key broke off.",
        "",
        "normal",
        3_100,
        MAILBOX,
    ),
    repair(
        "Birch 1",
        None,
        "heating",
        "Boiler room",
        "Service the boiler before winter.",
        "",
        "normal",
        1_500,
        BOILER,
    ),
];

#[allow(clippy::too_many_arguments)]
const fn repair(
    unit: &'static str,
    by: Option<&'static str>,
    category: &'static str,
    place: &'static str,
    words: &'static str,
    access: &'static str,
    priority: &'static str,
    hours_ago: i64,
    story: &'static [(i64, Step)],
) -> DemoRepair {
    DemoRepair { unit, by, category, place, words, access, priority, hours_ago, story }
}

const HEAT: &[(i64, Step)] = &[
    (11, Step::Becomes("high")),
    (
        12,
        Step::Says(
            "Thank you Maya, that is too cold. Kessler Heating comes to look at it this morning. Two space heaters are in the basement by the stairs, please take them.",
        ),
    ),
    (13, Step::Vendor("Kessler Heating")),
    (15, Step::Start),
    (
        16,
        Step::Notes(
            "Kessler: the zone valve is stuck. They had none on the van, I bought one at Home Depot. If the pump is worn too, ask for a price before they start.",
        ),
    ),
    (17, Step::Visit("Kessler Heating", 48)),
    (20, Step::Agrees),
    (21, Step::Tells("I am out until five. Please use the key.")),
    (30, Step::Says("Will do.")),
    (31, Step::Cost("Finding the fault", 9_500, false)),
    (32, Step::Cost("Zone valve", 8_437, false)),
    (32, Step::Book),
    (33, Step::Cost("Labor, 2 h at $90.00", 18_000, true)),
];
const OVEN: &[(i64, Step)] = &[
    (5, Step::Says("Thank you, I will ask for somebody who knows this model.")),
    (90, Step::Visit("Ruth Calloway", 100)),
];
const OUTLET: &[(i64, Step)] =
    &[(20, Step::Says("I can come on Thursday.")), (48, Step::Start), (60, Step::Fix)];
const SINK: &[(i64, Step)] = &[
    (3, Step::Says("Roto-Rooter comes tomorrow.")),
    (4, Step::Vendor("Roto-Rooter")),
    (4, Step::Start),
    (30, Step::Cost("Drain, kitchen", 14_500, false)),
    (30, Step::Fix),
    (50, Step::Confirms),
];
const MICE: &[(i64, Step)] = &[
    (8, Step::Says("Traps are on their way, and I close the gap behind the washer on Saturday.")),
    (9, Step::Start),
    (200, Step::Fix),
    (230, Step::Confirms),
];
const CRACK: &[(i64, Step)] = &[
    (70, Step::Says("I have looked at it: only the plaster. I paint it in spring.")),
    (400, Step::Fix),
    (420, Step::Confirms),
];
const WINDOW: &[(i64, Step)] = &[(26, Step::Start), (27, Step::Fix), (40, Step::Confirms)];
const MAILBOX: &[(i64, Step)] = &[(10, Step::Says("You get a new one on Monday.")), (90, Step::Cancel)];
const BOILER: &[(i64, Step)] = &[(1, Step::Vendor("Kessler Heating")), (100, Step::Fix)];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::leases;
    use crate::ticket::{Category, Priority};

    #[test]
    fn everybody_who_reports_lives_there_and_every_word_is_known() {
        let today = "2026-11-20".parse().unwrap();
        let leases = leases(today);
        for repair in REPAIRS {
            assert!(
                repair.category.parse::<Category>().is_ok() && repair.priority.parse::<Priority>().is_ok()
            );
            let lease = leases.iter().find(|l| l.unit == repair.unit).unwrap();
            if let Some(by) = repair.by {
                assert!(lease.members.iter().any(|(name, ..)| *name == by), "{by} in {}", repair.unit);
            }
            let hours: Vec<i64> = repair.story.iter().map(|(h, _)| *h).collect();
            assert!(hours.is_sorted() && hours.iter().all(|h| *h <= repair.hours_ago), "{}", repair.words);
        }
    }
}

//! Statements of an invented bank: the same for the same seed, as long as is asked for.

use std::fmt::Write as _;

use chrono::{Days, NaiveDate};

/// Days over which the lines of a statement are spread.
pub const YEARS_5: u64 = 1_826;

const HEAD: [&str; 7] = ["Al", "Ber", "Cor", "Dan", "El", "For", "Gar"];
const TAIL: [&str; 8] = ["mont", "ton", "wood", "field", "dale", "hurst", "ley", "ford"];
const CITIES: [&str; 4] = ["PHOENIX AZ", "TEMPE AZ", "MESA AZ", "DENVER CO"];

/// What merchants do, and the category of it. The first is what tenants pay.
pub const TRADES: [(&str, &str); 8] = [
    ("Rent", "rent"),
    ("Plumbing", "repairs"),
    ("Hardware", "supplies"),
    ("Mutual Insurance", "insurance"),
    ("Water and Power", "utilities"),
    ("County Treasurer", "taxes"),
    ("Cleaners", "cleaning"),
    ("Homeowners", "hoa"),
];

/// The name of a property, at most 56 of them, and of whoever works for it.
pub fn place(number: usize) -> String {
    format!("{}{}", HEAD[number / TAIL.len() % HEAD.len()], TAIL[number % TAIL.len()])
}

/// The name of a merchant of a property.
pub fn merchant(property: usize, trade: usize) -> String {
    format!("{} {}", place(property), TRADES[trade].0)
}

/// Lines of a statement, in the order of their days.
pub struct Statement {
    /// Seed of everything that is drawn.
    pub seed: u64,
    /// How many lines.
    pub rows: usize,
    /// Properties that money comes from and goes to.
    pub properties: usize,
    /// Day of the last line.
    pub last: NaiveDate,
    /// Days from the first to the last.
    pub days: u64,
}

impl Statement {
    /// The file, and its first `part` lines as a file of their own.
    pub fn bytes(&self, part: usize) -> (Vec<u8>, Vec<u8>) {
        let mut text = String::from("Posting Date,Description,Amount,Balance\r\n");
        let mut draw = Draw(self.seed);
        let (mut balance, mut cut) = (2_000_000_i64, text.len());
        let first = self.last.checked_sub_days(Days::new(self.days)).unwrap_or(self.last);
        for row in 0..self.rows {
            let day = first + Days::new(row as u64 * self.days / self.rows.max(1) as u64);
            let (property, trade) = (draw.below(self.properties), draw.below(TRADES.len()));
            let cents = match trade {
                0 => 90_000 + 1_000 * property as i64,
                _ => -(100 + draw.below(60_000) as i64),
            };
            balance += cents;
            let (number, city) = (draw.below(100_000), CITIES[draw.below(CITIES.len())]);
            let words = merchant(property, trade).to_uppercase();
            let _ = write!(
                text,
                "{},{words} #{number:05} {city},{},{}\r\n",
                day.format("%m/%d/%Y"),
                plain(cents),
                plain(balance)
            );
            if row + 1 == part {
                cut = text.len();
            }
        }
        let part = text.as_bytes()[..cut].to_vec();
        (text.into_bytes(), part)
    }
}

fn plain(cents: i64) -> String {
    domain::Cents(cents).plain()
}

/// SplitMix64: small, and the same on every machine.
struct Draw(u64);

impl Draw {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % end.max(1) as u64) as usize
    }
}

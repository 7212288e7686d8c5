//! What the demo's banks show: fourteen months of lines over three accounts, most of them decided, the last few open.

use chrono::{Days, NaiveDate};

use super::MONTHS;
use super::people::leases;
use crate::money::Cents;
use crate::period::{Period, day_in};

/// An account of the demo.
pub struct DemoAccount {
    /// Its name.
    pub name: &'static str,
    /// Kind in the database.
    pub kind: &'static str,
    /// Last four digits.
    pub last_four: &'static str,
    /// Balance before the first line.
    pub opening: Cents,
}

/// The three accounts, in the order that lines name them by.
pub const ACCOUNTS: [DemoAccount; 3] = [
    DemoAccount { name: "Olentangy checking", kind: "checking", last_four: "4417", opening: Cents(941_520) },
    DemoAccount { name: "Olentangy savings", kind: "savings", last_four: "0982", opening: Cents(520_000) },
    DemoAccount { name: "Visa", kind: "card", last_four: "2206", opening: Cents(0) },
];

/// What a line was for, as Ruth has decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// She has not looked at it yet.
    Open,
    /// A category, and a property where it belongs to one.
    For(&'static str, Option<&'static str>),
}

/// A line of the demo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoLine {
    /// Index into [`ACCOUNTS`].
    pub account: usize,
    /// The day the bank shows.
    pub day: NaiveDate,
    /// Money in is plus.
    pub amount: Cents,
    /// The bank's words.
    pub text: String,
    /// Decision.
    pub what: What,
}

const CHECKING: usize = 0;
const SAVINGS: usize = 1;
const VISA: usize = 2;

/// Account, day of the month, cents, words, category, property.
type Habit = (usize, u32, i64, &'static str, &'static str, Option<&'static str>);

/// Every month: account, day, cents, words, category, property.
const MONTHLY: &[Habit] = &[
    (CHECKING, 9, -98_341, "ROCKET MORTGAGE LOAN 7731 INT", "mortgage-interest", Some("birch")),
    (CHECKING, 9, -41_902, "ROCKET MORTGAGE LOAN 7731 PRIN", "principal", Some("birch")),
    (CHECKING, 11, -65_402, "HUNTINGTON MTG LOAN 2210 INT", "mortgage-interest", Some("larch")),
    (CHECKING, 11, -30_118, "HUNTINGTON MTG LOAN 2210 PRIN", "principal", Some("larch")),
    (CHECKING, 12, -12_383, "STATE FARM INSURANCE BIRCH", "insurance", Some("birch")),
    (CHECKING, 12, -9_367, "STATE FARM INSURANCE CEDAR", "insurance", Some("cedar")),
    (CHECKING, 14, -8_067, "STATE FARM INSURANCE LARCH", "insurance", Some("larch")),
    (CHECKING, 17, -18_642, "CITY OF COLUMBUS WATER", "utilities", Some("birch")),
    (CHECKING, 24, -1_200, "MONTHLY SERVICE FEE", "bank-fees", None),
    (CHECKING, 26, -25_000, "TRANSFER TO SAVINGS 0982", "transfer", None),
    (SAVINGS, 26, 25_000, "TRANSFER FROM CHECKING 4417", "transfer", None),
    (SAVINGS, 28, 1_846, "INTEREST PAID", "other-income", None),
    (VISA, 15, -8_000, "GREENLEAF LAWN SERVICE", "cleaning", Some("birch")),
    (VISA, 15, -6_000, "GREENLEAF LAWN SERVICE", "cleaning", Some("cedar")),
    (VISA, 2, -4_450, "ZILLOW RENTALS", "advertising", Some("cedar")),
];

/// Now and then: months back, account, day, cents, words, category, property.
const SOMETIMES: &[(u32, Habit)] = &[
    (1, (VISA, 8, -6_418, "HOME DEPOT #3842 COLUMBUS OH", "repairs", Some("birch"))),
    (2, (VISA, 3, -2_397, "HOME DEPOT #3842 COLUMBUS OH", "supplies", Some("cedar"))),
    (3, (CHECKING, 14, -41_000, "BUCKEYE GLASS CO", "repairs", Some("birch"))),
    (3, (VISA, 5, -9_633, "LOWE'S 1123 COLUMBUS OH", "supplies", Some("larch"))),
    (4, (VISA, 7, -1_729, "ACE HARDWARE CLINTONVILLE", "supplies", Some("birch"))),
    (5, (CHECKING, 18, -292_108, "FRANKLIN COUNTY TREASURER", "taxes", Some("birch"))),
    (5, (CHECKING, 18, -218_895, "FRANKLIN COUNTY TREASURER", "taxes", Some("cedar"))),
    (5, (CHECKING, 18, -195_322, "FRANKLIN COUNTY TREASURER", "taxes", Some("larch"))),
    (6, (CHECKING, 27, -38_900, "KESSLER HTG & CLG COLUMBUS OH", "repairs", Some("birch"))),
    (6, (VISA, 11, -5_216, "SHERWIN WILLIAMS 7043", "supplies", Some("cedar"))),
    (7, (CHECKING, 21, -15_000, "H R PATEL CPA", "professional", None)),
    (8, (VISA, 9, -8_840, "SHERWIN WILLIAMS 7043", "repairs", Some("cedar"))),
    (8, (CHECKING, 20, -231_000, "CAPITAL ROOFING LLC", "repairs", Some("cedar"))),
    (10, (CHECKING, 22, -28_500, "ROTO-ROOTER 614", "repairs", Some("birch"))),
    (10, (CHECKING, 20, -292_108, "FRANKLIN COUNTY TREASURER", "taxes", Some("birch"))),
    (10, (CHECKING, 20, -218_895, "FRANKLIN COUNTY TREASURER", "taxes", Some("cedar"))),
    (10, (CHECKING, 20, -195_322, "FRANKLIN COUNTY TREASURER", "taxes", Some("larch"))),
    (11, (VISA, 12, -11_800, "BUCKEYE LOCK & KEY", "repairs", Some("larch"))),
    (12, (VISA, 19, -7_211, "KROGER 512 COLUMBUS", "personal", None)),
    (13, (CHECKING, 16, -8_000, "COLUMBUS RENTAL REGISTRY", "licenses", Some("cedar"))),
];

/// The lines nobody has looked at: days back, account, cents, words.
const OPEN: &[(u64, usize, i64, &str)] = &[
    (1, VISA, -14_318, "HOME DEPOT #3842 COLUMBUS OH"),
    (1, CHECKING, -9_651, "AEP OHIO ELECTRIC PMT"),
    (2, CHECKING, 4_661, "ZELLE FROM T WHITAKER"),
    (3, CHECKING, 9_321, "VENMO CASHOUT"),
    (6, VISA, -6_240, "LOWE'S 1123 COLUMBUS OH"),
    (7, CHECKING, -9_500, "KESSLER HTG & CLG COLUMBUS OH"),
    (10, CHECKING, -25_000, "CHECK 1043"),
    (12, VISA, -3_876, "AMZN MKTP US*2K4RT"),
];

/// All lines up to and including `today`, oldest first.
pub fn lines(today: NaiveDate) -> Vec<DemoLine> {
    let now = Period::of(today);
    let months = now.back(MONTHS + 1);
    let newest_open = OPEN.iter().map(|(back, ..)| *back).max().unwrap_or(0);
    let settled = today - Days::new(newest_open + 1);
    let mut all = Vec::new();
    for (back, month) in (0..).zip(months.iter().rev()) {
        let mut push = |account, day, cents, text: &str, code, property| {
            let day = day_in(*month, day);
            let what = What::For(code, property);
            all.push(DemoLine { account, day, amount: Cents(cents), text: text.into(), what });
        };
        for (account, day, cents, text, code, property) in MONTHLY {
            push(*account, *day, *cents, text, code, *property);
        }
        for (_, (account, day, cents, text, code, property)) in SOMETIMES.iter().filter(|s| s.0 == back) {
            push(*account, *day, *cents, text, code, *property);
        }
        card_payment(&mut all, *month);
    }
    rents(&mut all, today, &months);
    // Rent is recognized the day it comes; everything after the oldest open line waits with it.
    let is_rent = |line: &DemoLine| matches!(line.what, What::For("rent", _));
    all.retain(|line| line.day <= settled || (line.day <= today && is_rent(line)));
    for (back, account, cents, text) in OPEN {
        let day = today - Days::new(*back);
        all.push(DemoLine {
            account: *account,
            day,
            amount: Cents(*cents),
            text: (*text).into(),
            what: What::Open,
        });
    }
    all.sort_by(|a, b| (a.day, a.account, &a.text, a.amount).cmp(&(b.day, b.account, &b.text, b.amount)));
    all
}

/// The card is paid from checking on the 20th: what was charged on it so far this month.
fn card_payment(all: &mut Vec<DemoLine>, month: Period) {
    let charged: Cents = all
        .iter()
        .filter(|l| l.account == VISA && Period::of(l.day) == month && l.amount.0 < 0)
        .map(|l| l.amount)
        .sum();
    let day = day_in(month, 20);
    let what = What::For("card-payment", None);
    let pay = |account, amount, text: &str| DemoLine { account, day, amount, text: text.into(), what };
    all.push(pay(CHECKING, charged, "VISA 2206 AUTOPAY PAYMENT"));
    all.push(pay(VISA, -charged, "PAYMENT THANK YOU"));
}

/// Rent of every lease and month, on the first days; Tom has not paid this month.
fn rents(all: &mut Vec<DemoLine>, today: NaiveDate, months: &[Period]) {
    for lease in leases(today) {
        for month in months {
            let due = month.first();
            let over = lease.ends_on.is_some_and(|end| end < due);
            let late = lease.unit == "Birch 3" && *month == Period::of(today);
            if due < lease.starts_on || over || late {
                continue;
            }
            let rent = match lease.raise {
                Some((from, raised)) if due >= from => raised,
                _ => lease.rent,
            };
            for (i, (who, _, _, share)) in (0u32..).zip(lease.members) {
                let part = Cents(rent.0 * i64::from(*share) / 10_000);
                let text = format!("ZELLE FROM {}", who.to_uppercase());
                let what = What::For("rent", Some(lease.property));
                all.push(DemoLine {
                    account: CHECKING,
                    day: day_in(*month, 1 + i),
                    amount: part,
                    text,
                    what,
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::category::starter;

    #[test]
    fn every_line_is_past_and_every_category_exists() {
        for day in ["2026-11-20", "2026-03-01", "2028-02-29", "2026-12-31"] {
            let today: NaiveDate = day.parse().unwrap();
            let lines = lines(today);
            assert!(lines.iter().all(|l| l.day <= today && l.amount.0 != 0), "{day}");
            assert_eq!(lines.iter().filter(|l| l.what == What::Open).count(), OPEN.len());
            for line in &lines {
                if let What::For(code, _) = line.what {
                    assert!(starter(code).is_some(), "{code}");
                }
            }
        }
    }

    #[test]
    fn the_same_day_gives_the_same_portfolio() {
        let today: NaiveDate = "2026-11-20".parse().unwrap();
        assert_eq!(lines(today), lines(today));
        assert!(lines(today).len() > 250);
    }
}

//! Guesses on texts like those of real statements.

use uuid::Uuid;

use super::*;
use crate::id::{BankAccountId, PropertyId, RuleId};
use crate::rules::{Band, eval_label};

fn account() -> BankAccountId {
    BankAccountId(Uuid::from_u128(1))
}

fn guess(matcher: &Matcher, text: &str, cents: i64) -> Option<Guess> {
    matcher.guess(&Subject { merchant: &normalize(text), amount: Cents(cents), account: account() })
}

fn rule(number: u128, pattern: &str, category: &str) -> Rule {
    Rule {
        id: RuleId(Uuid::from_u128(number)),
        name: format!("{pattern} is {category}"),
        pattern: pattern.into(),
        direction: Direction::Any,
        account: None,
        least: None,
        most: None,
        category: category.into(),
        property: None,
        priority: 50,
        confidence: 95,
    }
}

#[test]
fn general_knowledge_names_the_line_of_the_form() {
    let matcher = Matcher::new(Vec::new()).unwrap();
    for (text, cents, label) in [
        ("CHECKCARD 0612 MENARDS 3241 DES MOINES IA", -8_412, "L15"),
        ("DUKE ENERGY BILL PAY", -14_210, "L17"),
        ("VILLAGE OF OAK PARK WATER DEPT", -6_000, "L17"),
        ("HILLSIDE PLUMBING AND HEATING", -31_000, "L14"),
        ("ORKIN 884-2", -5_500, "L7"),
        ("LIBERTY MUTUAL DES:INS PYMT ID:22", -9_900, "L9"),
        ("COOK COUNTY TREASURER", -240_000, "L16"),
        ("PENNYMAC CASH", -180_000, "MORTGAGE_SPLIT"),
        ("US BANK HOME MTG", -180_000, "MORTGAGE_SPLIT"),
        ("AMEX EPAYMENT ACH PMT", -50_000, "TRANSFER"),
        ("Online Transfer to SAV ...0921", -50_000, "TRANSFER"),
        ("VENMO CASHOUT", 40_000, "TRANSFER"),
        ("KROGER 221", -9_000, "PERSONAL"),
        ("INTEREST EARNED", 120, "PERSONAL"),
        ("Zelle from Ann Lee rent may", 120_000, "L3"),
        ("Zelle from Ann Lee water share", 4_000, "L3"),
        ("Zelle to Ann Lee deposit refund", -90_000, "DEPOSIT_LIAB"),
        ("SUMMIT ROOFING LLC", -1_240_000, "CAPEX"),
        ("SUMMIT ROOFING LLC", -31_000, "L14"),
        ("AMAZON.COM*2H4JK0", -2_999, "REVIEW"),
        ("CHECK 1043", -90_000, "REVIEW"),
        ("Zelle to Bob", -10_000, "REVIEW"),
    ] {
        let guess = guess(&matcher, text, cents);
        assert_eq!(eval_label(guess.as_ref()), label, "{text}: {guess:?}");
        assert!(guess.is_none_or(|g| !g.books_itself), "{text}");
    }
}

#[test]
fn money_back_stays_with_its_category() {
    let matcher = Matcher::new(Vec::new()).unwrap();
    let back = guess(&matcher, "THE HOME DEPOT 0485", 4_888).unwrap();
    let spent = guess(&matcher, "THE HOME DEPOT 0485", -4_888).unwrap();
    assert_eq!(back.category, spent.category);
    assert!(back.confidence < spent.confidence && back.reason.contains("taken off"));
}

#[test]
fn only_whole_words_count() {
    let matcher = Matcher::new(vec![rule(1, "ACE", "supplies")]).unwrap();
    assert!(guess(&matcher, "PALACE THEATRE", -100).is_none_or(|g| g.source == Source::Starter));
    assert_eq!(guess(&matcher, "ACE OF SPADES", -100).unwrap().category, "supplies");
}

#[test]
fn a_persons_rule_stands_above_general_knowledge_and_books() {
    let matcher = Matcher::new(vec![rule(1, "Home Depot #0485", "repairs")]).unwrap();
    let found = guess(&matcher, "THE HOME DEPOT 0485", -4_888).unwrap();
    assert_eq!((found.category.as_ref(), found.books_itself), ("repairs", true));
    assert_eq!(found.source, Source::Rule(RuleId(Uuid::from_u128(1))));
    assert!(found.reason.contains("Home Depot #0485 is repairs"));
}

#[test]
fn among_rules_priority_then_length_then_the_newest_decides() {
    let mut first = rule(1, "OAK", "cleaning");
    first.priority = 100;
    first.confidence = 60;
    let long = rule(2, "OAK STREET PLUMBING", "repairs");
    let matcher = Matcher::new(vec![first, long.clone()]).unwrap();
    let found = guess(&matcher, "OAK STREET PLUMBING", -100).unwrap();
    assert_eq!((found.category.as_ref(), found.books_itself), ("cleaning", true));
    let matcher = Matcher::new(vec![rule(1, "OAK STREET", "cleaning"), long]).unwrap();
    assert_eq!(guess(&matcher, "OAK STREET PLUMBING", -100).unwrap().category, "repairs");
    let matcher = Matcher::new(vec![rule(8, "OAK", "cleaning"), rule(9, "OAK", "repairs")]).unwrap();
    assert_eq!(guess(&matcher, "OAK STREET", -100).unwrap().category, "repairs");
}

#[test]
fn account_amount_and_direction_narrow_a_rule() {
    let mut narrow = rule(1, "OAK", "repairs");
    narrow.account = Some(BankAccountId(Uuid::from_u128(2)));
    let matcher = Matcher::new(vec![narrow.clone()]).unwrap();
    assert!(guess(&matcher, "OAK", -100).is_none());
    narrow.account = Some(account());
    narrow.least = Some(Cents(500));
    narrow.most = Some(Cents(900));
    narrow.direction = Direction::Out;
    narrow.property = Some(PropertyId(Uuid::from_u128(7)));
    let matcher = Matcher::new(vec![narrow]).unwrap();
    assert!(guess(&matcher, "OAK", -100).is_none());
    let out = guess(&matcher, "OAK", -600).unwrap();
    assert!(out.books_itself && out.property.is_some());
    let back = guess(&matcher, "OAK", 600).unwrap();
    assert!(!back.books_itself && back.category == "repairs");
    assert_eq!(Band::of(Some(back.confidence)), Band::Likely);
}

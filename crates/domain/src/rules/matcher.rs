//! All rules and all starter words in one pass over a text.

use std::borrow::Cow;
use std::cmp::Reverse;

use aho_corasick::{AhoCorasick, MatchKind};

use super::starter::{Entry, SIGNS, Sign, TABLES, Way};
use super::{BOOKS_CONFIDENCE_MIN, BOOKS_PRIORITY_MIN, Direction, Guess, Rule, Source, Subject};
use crate::Cents;
use crate::bank::normalize;

/// Rules and starter entries, ready to look at many lines.
///
/// Words count only as whole words: texts and patterns are padded with blanks. Every match is looked at, so that a longer
/// pattern elsewhere in the text can win over the first one.
#[derive(Debug)]
pub struct Matcher {
    rules: Vec<Rule>,
    automaton: AhoCorasick,
    targets: Vec<Target>,
}

#[derive(Clone, Copy, Debug)]
enum Target {
    Rule(usize),
    Entry(&'static Entry, &'static str),
    Sign(Sign),
}

/// A starter entry whose words stand in the text, and where.
#[derive(Clone, Copy)]
struct Hit {
    entry: &'static Entry,
    words: &'static str,
    start: usize,
    end: usize,
}

/// The starter entries of a text, and what else stands in it.
#[derive(Default)]
struct Found {
    rules: Vec<usize>,
    entries: Vec<Hit>,
    from_person: bool,
    to_person: bool,
}

impl Matcher {
    /// Makes the pass for these rules and the starter entries.
    ///
    /// # Errors
    /// A sentence when there are so many rules that no machine for them fits into memory.
    pub fn new(rules: Vec<Rule>) -> Result<Matcher, String> {
        let mut patterns: Vec<String> = Vec::with_capacity(rules.len() + 1200);
        let mut targets = Vec::with_capacity(rules.len() + 1200);
        for (at, rule) in rules.iter().enumerate() {
            let words = normalize(&rule.pattern);
            if !words.is_empty() {
                patterns.push(format!(" {words} "));
                targets.push(Target::Rule(at));
            }
        }
        for entry in TABLES.iter().flat_map(|table| table.iter()) {
            for words in entry.each() {
                patterns.push(padded(words));
                targets.push(Target::Entry(entry, words));
            }
        }
        for (sign, list) in SIGNS {
            for words in *list {
                patterns.push(padded(words));
                targets.push(Target::Sign(*sign));
            }
        }
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .build(&patterns)
            .map_err(|_| "There are too many rules. End some that no longer match anything.".to_string())?;
        Ok(Matcher { rules, automaton, targets })
    }

    /// What a line was probably for; `None` when nothing about it says so.
    pub fn guess(&self, subject: &Subject) -> Option<Guess> {
        let mut text = String::with_capacity(subject.merchant.len() + 2);
        text.push(' ');
        text.push_str(subject.merchant);
        text.push(' ');
        let mut found = Found::default();
        for hit in self.automaton.find_overlapping_iter(&text) {
            match self.targets[hit.pattern().as_usize()] {
                Target::Rule(at) => found.rules.push(at),
                Target::Entry(entry, words) => {
                    found.entries.push(Hit { entry, words, start: hit.start(), end: hit.end() });
                }
                Target::Sign(Sign::FromPerson) => found.from_person = true,
                Target::Sign(Sign::ToPerson) => found.to_person = true,
            }
        }
        self.by_rule(&found.rules, subject).or_else(|| by_starter(&found, subject.amount))
    }

    /// The rules this matcher was made of.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// Highest priority, then longest pattern, then the newest rule.
    fn by_rule(&self, hits: &[usize], subject: &Subject) -> Option<Guess> {
        let rule = hits.iter().map(|at| &self.rules[*at]).filter(|r| fits(r, subject)).max_by_key(|r| {
            (against(r.direction, subject.amount) == Against::Same, r.priority, r.pattern.len(), r.id)
        })?;
        let refund = against(rule.direction, subject.amount) == Against::Opposite;
        let (confidence, reason) = if refund {
            (rule.confidence.min(80), format!("Your rule “{}”, the other way round: money back.", rule.name))
        } else {
            (rule.confidence, format!("Your rule “{}”.", rule.name))
        };
        Some(Guess {
            category: Cow::Owned(rule.category.clone()),
            property: rule.property,
            confidence,
            reason,
            source: Source::Rule(rule.id),
            books_itself: !refund
                && (confidence >= BOOKS_CONFIDENCE_MIN || rule.priority >= BOOKS_PRIORITY_MIN),
        })
    }
}

/// A starter pattern: whole words, or the beginning of a word where it ends with a star.
fn padded(words: &str) -> String {
    match words.strip_suffix('*') {
        Some(stem) => format!(" {stem}"),
        None => format!(" {words} "),
    }
}

#[derive(PartialEq)]
enum Against {
    Same,
    Opposite,
}

fn against(direction: Direction, amount: Cents) -> Against {
    match direction {
        Direction::In if amount.0 < 0 => Against::Opposite,
        Direction::Out if amount.0 > 0 => Against::Opposite,
        _ => Against::Same,
    }
}

/// Account and amount fit. The direction need not: what comes back from a merchant stays with its category.
fn fits(rule: &Rule, subject: &Subject) -> bool {
    let size = subject.amount.abs();
    rule.account.is_none_or(|a| a == subject.account)
        && rule.least.is_none_or(|least| size >= least)
        && rule.most.is_none_or(|most| size <= most)
}

/// The weightiest entry; of equal ones the longest words.
fn by_starter(found: &Found, amount: Cents) -> Option<Guess> {
    let mut fitting = fitting(&found.entries, amount);
    fitting.sort_by_key(|h| Reverse((h.entry.rank, h.words.len(), h.entry.confidence)));
    let Some(&Hit { entry: best, words, .. }) = fitting.first() else {
        return found.from_person.then(|| from_person(amount)).flatten();
    };
    if found.from_person && amount.0 > 0 && best.category == "utilities" {
        return Some(starter("reimbursement", 85, format!("Somebody paid you back for “{}”.", title(words))));
    }
    let refund = best.way.is_against(amount);
    let others = || fitting.iter().map(|h| h.entry).filter(|e| e.category != best.category);
    let mut minus = 10 * u8::from(refund);
    if others().any(|e| e.rank == best.rank) {
        minus += 15;
    }
    // Where a private shop's name stands too, a deduction is asked about, never offered as likely.
    if others().any(|e| e.category == "personal" && e.rank >= 4) {
        minus += 15;
    }
    // A private person who is paid or pays rarely is the firm whose name they share.
    if (found.from_person || found.to_person) && (best.rank <= 3 || refund) {
        minus += 15;
    }
    let back = if refund { "; this is money the other way, so it is taken off again" } else { "" };
    let reason = format!("“{}” {}{back}.", title(words), best.why);
    Some(starter(best.category, best.confidence.saturating_sub(minus), reason))
}

/// Entries that this amount allows, without those whose words are only a part of another's: in "DRY CLEANERS" nobody
/// cleans a house.
fn fitting(hits: &[Hit], amount: Cents) -> Vec<Hit> {
    let may = |h: &&Hit| h.entry.way.allows(amount) && amount.abs() >= h.entry.least;
    let all: Vec<Hit> = hits.iter().filter(may).copied().collect();
    let inside = |h: &Hit, o: &Hit| o.start <= h.start && h.end <= o.end && o.end - o.start > h.end - h.start;
    all.iter().filter(|h| !all.iter().any(|o| inside(h, o))).copied().collect()
}

/// Money from a person without a word what for: mostly rent, but not sure enough to be offered as such.
fn from_person(amount: Cents) -> Option<Guess> {
    (amount.0 > 0)
        .then(|| starter("rent", 55, "A person sent it and did not say what for; perhaps rent.".into()))
}

fn starter(category: &'static str, confidence: u8, reason: String) -> Guess {
    Guess {
        category: Cow::Borrowed(category),
        property: None,
        confidence,
        reason,
        source: Source::Starter,
        books_itself: false,
    }
}

/// `HOME DEPOT` as people write it: `Home Depot`.
fn title(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut first = true;
    for c in words.trim_end_matches('*').chars() {
        out.push(if first { c } else { c.to_ascii_lowercase() });
        first = c == ' ';
    }
    out
}

impl Way {
    fn allows(self, amount: Cents) -> bool {
        match self {
            Way::OnlyIn => amount.0 > 0,
            Way::OnlyOut => amount.0 < 0,
            Way::In | Way::Out | Way::Both => true,
        }
    }

    fn is_against(self, amount: Cents) -> bool {
        matches!(self, Way::In if amount.0 < 0) || matches!(self, Way::Out if amount.0 > 0)
    }
}

#[cfg(test)]
mod tests;

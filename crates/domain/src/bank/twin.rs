//! Rows of a file against what is there already: known by key, or possibly the same money under another key.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::Key;
use super::likeness::likeness;
use crate::Cents;

/// Further apart than this, equal amounts are two purchases: banks re-date a row by a weekend and a holiday at most.
pub const DAYS_APART_MAX: i64 = 4;
/// Below this, two texts name two merchants.
const LIKENESS_MIN: u32 = 50;
/// A row looks at no more than so many others of its amount: a file of ten thousand equal rents stays quick.
const LOOK_AT_MAX: usize = 40;

/// A row, as far as sameness looks at it.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// Its key.
    pub key: Key,
    /// Day the bank booked it.
    pub posted_on: NaiveDate,
    /// Into the account is plus.
    pub amount: Cents,
    /// Normalised merchant text.
    pub merchant: &'a str,
    /// False for lines that somebody has merged into another: known again by key, but nobody's twin.
    pub counts: bool,
}

/// What a row of a file is, compared with the lines there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    /// Not seen before.
    New,
    /// The very row at this place of `old`.
    Known(usize),
    /// New, but looks like the line at this place of `old`: somebody should say whether it is the same.
    Twin(usize),
}

/// Sorts rows of one file into new, known and possible twin. `old` are lines of the same account.
///
/// A line that another row of this very file is known to be is nobody's twin: the bank shows both, so both are real.
/// Each old line is the twin of at most one row; as many rows as possible find one, the most alike first.
pub fn sight(new: &[Known], old: &[Known]) -> Vec<Sight> {
    let by_key: HashMap<Key, usize> = old.iter().enumerate().map(|(at, o)| (o.key, at)).collect();
    let mut present = vec![false; old.len()];
    let mut seen: Vec<Sight> = Vec::with_capacity(new.len());
    for row in new {
        seen.push(match by_key.get(&row.key) {
            Some(&at) => {
                present[at] = true;
                Sight::Known(at)
            }
            None => Sight::New,
        });
    }
    let mut pairing = Pairing::new(new.len(), old.len());
    let mut by_cents: HashMap<Cents, Vec<usize>> = HashMap::new();
    for (at, o) in old.iter().enumerate().filter(|(at, o)| o.counts && !present[*at]) {
        by_cents.entry(o.amount).or_default().push(at);
    }
    for list in by_cents.values_mut() {
        list.sort_by_key(|at| (old[*at].posted_on, *at));
    }
    for (at, row) in new.iter().enumerate().filter(|(at, _)| seen[*at] == Sight::New) {
        if let Some(list) = by_cents.get(&row.amount) {
            pairing.offer(at, near(row, list, old));
        }
    }
    for (row, line) in pairing.pairs() {
        seen[row] = Sight::Twin(line);
    }
    seen
}

/// Lines near enough in day and alike enough in words, with what speaks against them (less is better).
fn near(row: &Known, list: &[usize], old: &[Known]) -> Vec<(u32, usize)> {
    let days = |at: usize| (row.posted_on - old[at].posted_on).num_days();
    let from = list.partition_point(|at| days(*at) > DAYS_APART_MAX);
    let mut found = Vec::new();
    for &at in list[from..].iter().take_while(|at| days(**at) >= -DAYS_APART_MAX).take(LOOK_AT_MAX) {
        let alike = likeness(row.merchant, old[at].merchant);
        if alike >= LIKENESS_MIN {
            let apart = u32::try_from(days(at).abs()).unwrap_or(0);
            found.push(((100 - alike) + 5 * apart, at));
        }
    }
    found.sort_unstable();
    found
}

/// One-to-one assignment: best pairs first, then every row that is left makes room for itself where it can.
struct Pairing {
    offers: Vec<Vec<(u32, usize)>>,
    taken_by: Vec<Option<usize>>,
    has: Vec<Option<usize>>,
    /// Lines from where no free one can be reached any more: a search that failed is not made again.
    dead: Vec<bool>,
}

impl Pairing {
    fn new(rows: usize, lines: usize) -> Pairing {
        Pairing {
            offers: vec![Vec::new(); rows],
            taken_by: vec![None; lines],
            has: vec![None; rows],
            dead: vec![false; lines],
        }
    }

    fn offer(&mut self, row: usize, lines: Vec<(u32, usize)>) {
        self.offers[row] = lines;
    }

    fn pairs(mut self) -> Vec<(usize, usize)> {
        let mut all: Vec<(u32, usize, usize)> = Vec::new();
        for (row, lines) in self.offers.iter().enumerate() {
            all.extend(lines.iter().map(|(cost, line)| (*cost, row, *line)));
        }
        all.sort_unstable();
        for (_, row, line) in all {
            if self.has[row].is_none() && self.taken_by[line].is_none() {
                self.give(row, line);
            }
        }
        for row in 0..self.offers.len() {
            if self.has[row].is_none() && !self.offers[row].is_empty() {
                self.make_room(row);
            }
        }
        self.has.iter().enumerate().filter_map(|(row, line)| line.map(|l| (row, l))).collect()
    }

    fn give(&mut self, row: usize, line: usize) {
        self.taken_by[line] = Some(row);
        self.has[row] = Some(line);
    }

    /// Looks, breadth first, for a chain of rows that each move to another line until one is free.
    fn make_room(&mut self, start: usize) {
        let mut came_from: HashMap<usize, usize> = HashMap::new();
        let mut queue = vec![start];
        let mut next = 0;
        while let Some(&row) = queue.get(next) {
            next += 1;
            for &(_, line) in &self.offers[row] {
                if self.dead[line] || came_from.contains_key(&line) {
                    continue;
                }
                came_from.insert(line, row);
                match self.taken_by[line] {
                    Some(holder) => queue.push(holder),
                    None => return self.shift(line, &came_from),
                }
            }
        }
        for line in came_from.into_keys() {
            self.dead[line] = true;
        }
    }

    /// Walks the chain back and moves every row on it by one.
    fn shift(&mut self, free: usize, came_from: &HashMap<usize, usize>) {
        let mut line = free;
        while let Some(&row) = came_from.get(&line) {
            let before = self.has[row];
            self.give(row, line);
            match before {
                Some(earlier) => line = earlier,
                None => return,
            }
        }
    }
}

#[cfg(test)]
mod tests;

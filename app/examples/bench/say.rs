//! How a bench speaks: one JSON object a line, which `bin/bench` sets beside its limit.

use serde_json::{Value, json};

/// What a value is held against.
#[derive(Clone, Copy)]
pub enum Bound {
    /// It may be so much.
    Most(f64),
    /// It should be so much.
    Least(f64),
    /// Nothing: told for its own sake.
    None,
}

/// Middle, least and most of several rounds.
#[derive(Clone, Copy)]
pub struct Spread {
    pub median: f64,
    pub min: f64,
    pub max: f64,
}

impl Spread {
    /// Of rounds, of which there is at least one.
    pub fn of(mut rounds: Vec<f64>) -> Spread {
        rounds.sort_by(f64::total_cmp);
        Spread { median: rounds[rounds.len() / 2], min: rounds[0], max: rounds[rounds.len() - 1] }
    }
}

/// Says one value.
pub fn value(line: &str, value: f64, unit: &str, bound: Bound) {
    print(line, value, unit, bound, json!({}));
}

/// Says the median of several rounds, with the least and the most of them.
pub fn spread(line: &str, rounds: Vec<f64>, unit: &str, bound: Bound) {
    let spread = Spread::of(rounds);
    print(line, spread.median, unit, bound, json!({ "min": round(spread.min), "max": round(spread.max) }));
}

/// Says on standard error what is left out, and why.
pub fn skipped(what: &str, why: &str) {
    eprintln!("skipped: {what} ({why})");
}

fn print(line: &str, value: f64, unit: &str, bound: Bound, mut more: Value) {
    more["line"] = json!(line);
    more["value"] = json!(round(value));
    more["unit"] = json!(unit);
    match bound {
        Bound::Most(limit) => more["limit"] = json!(limit),
        Bound::Least(least) => more["least"] = json!(least),
        Bound::None => {}
    }
    println!("{more}");
}

fn round(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}

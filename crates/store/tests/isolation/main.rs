//! Proof of the two walls: the catalog's rules, who sees and does what in every table, and attacks that must fail.

// Helpers of tests fail a test by panicking, with a sentence.
#![allow(clippy::expect_used, clippy::unwrap_used, missing_docs)]

mod attacks;
mod attempts;
mod catalog;
mod expression;
mod known_ids;
mod matrix;
mod mutants;
mod people;
mod plans;
mod pool;
mod reviewed;
mod rules;
mod scale;
mod script;
mod seeds;

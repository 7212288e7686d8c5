//! Proof of the two walls: the catalog's rules, who sees and does what in every table, and attacks that must fail.

mod rules;

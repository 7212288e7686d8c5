//! What each command does, one file each.

pub mod check;
pub mod db;
pub mod demo;
pub mod eval;
pub mod help;
pub mod import;
pub mod migrate;
pub mod serve;
pub mod user;
pub mod web;
pub mod worker;

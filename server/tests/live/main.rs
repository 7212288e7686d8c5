//! The live stream of the real program: who hears what, what is missed and made up for, and when it ends.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop where it stands")]

#[path = "../common/mod.rs"]
mod common;
mod ear;
mod ends;
mod lasting;
mod scene;
mod walls;

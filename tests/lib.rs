//! Tests of the whole program, which compare with coverage.py and run in real browsers.
//!
//! The library has what the tests share: the sample project, and coverage.py run on it.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod acme;
mod coverage;

pub use acme::{Acme, Example, Kind};
pub use coverage::{Coverage, Row, timeless};

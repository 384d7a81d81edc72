//! What only holds for the whole, held against coverage.py itself and in real browsers.
//!
//! Here is what the tests share: the sample project, and coverage.py run on it.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod acme;
mod coverage;

pub use acme::{Acme, Example, Kind};
pub use coverage::{Coverage, Row, timeless};

//! Tests of the whole program: they compare it with coverage.py, and run it in real browsers.
//!
//! The library has the shared parts of the tests: the sample project, and runs of coverage.py on
//! it.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod acme;
mod coverage;

pub use acme::{Acme, Example, Kind};
pub use coverage::{Coverage, Row, timeless};

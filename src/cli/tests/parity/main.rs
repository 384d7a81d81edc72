//! `covdrop` and coverage.py side by side, over whole projects and settings of every kind.
//!
//! `COVDROP_COVERAGE` names a Python that has coverage.py. Without it these tests have nothing to
//! compare with and end, but on a CI server, where they fail.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod pytest_cov;
mod settings;
mod side_by_side;
mod whole_projects;

//! `covdrop` and coverage.py side by side, over whole projects and settings of every kind.
//!
//! `COVDROP_COVERAGE` names a Python that has coverage.py. Without it these tests do nothing,
//! except on a CI server, where they fail.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test fails by panicking, and says how much it compared"
)]

mod html;
mod inputs;
mod pytest_cov;
mod settings;
mod side_by_side;
mod sources;
mod whole_projects;

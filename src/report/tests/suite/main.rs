//! Compares reports and numbers with coverage.py's.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test fails by panicking, and says what it compared"
)]

mod compare;
mod formats;
mod nasty;
mod numbers;
mod oracle;

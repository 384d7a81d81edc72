//! Tests a session's answers: compares numbers with coverage.py's, and other answers with
//! expectations.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod analyses;
mod changes;
mod export;
mod jobs;
mod listing;
mod sessions;
mod source;
mod trials;

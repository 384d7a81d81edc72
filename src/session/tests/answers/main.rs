//! What a session answers: numbers against coverage.py's, the rest against what can be seen by eye.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod analyses;
mod export;
mod jobs;
mod listing;
mod made;
mod source;
mod trials;

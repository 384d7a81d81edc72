//! Tests of the promises in SECURITY.md to users of `covdrop`, about inputs, file systems and
//! terminals. SECURITY.md names these tests.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod files;
mod messages;
mod outputs;
mod project;
mod promises;
mod publishing;
mod settings;
mod streams;
mod terminal;

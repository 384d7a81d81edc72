//! What an input, a file system or a terminal cannot do to the one who runs `covdrop`.
//! SECURITY.md names these tests.

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

//! Tests drops: archives made by real tools, hostile archives, and unsupported files.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod cards;
mod dropped;
mod handmade;
mod hostile;
mod jobs;
mod late;
mod made;
mod parts;
mod properties;
mod totals;
mod wrong;

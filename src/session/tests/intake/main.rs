//! What people drop: archives made by real tools, hostile ones, and the wrong files.

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

//! Tests drops: archives made by real tools, hostile archives, and unsupported files.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod cards;
mod deferred;
mod dropped;
mod handmade;
mod hostile;
mod jobs;
mod listing_in_parts;
mod properties;
mod real_archives;
mod totals;
mod unsupported;

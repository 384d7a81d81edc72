//! Tests the built page in a real browser, with the actions of a user.
//!
//! `./dev test` builds the page, sets `COVDROP_DIST` to its folder, and provides the browser.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod access;
mod bench;
mod browser;
mod copy;
mod doubts;
mod driver;
mod elsewhere;
mod fields;
mod hands;
mod intake;
mod job_groups;
mod keep;
mod long;
mod main_job;
mod markup;
mod named_sources;
mod paths;
mod report;
mod scrolling;
mod shots;
mod site;
mod stays;
mod stopped;
mod very_long;
mod viewer;
mod visit;
mod wrong_input;

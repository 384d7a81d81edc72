//! Tests the built page in a real browser, with the actions of a user.
//!
//! `./dev test` builds the page, sets `COVDROP_DIST` to its folder, and provides the browser.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod access;
mod accessibility_tree;
mod bench;
mod browser;
mod copy;
mod cpu_quota;
mod doubts;
mod driver;
mod elsewhere;
mod fields;
mod file_input;
mod first_screen;
mod intake;
mod job_groups;
mod line_details;
mod lists;
mod long_files;
mod main_use;
mod markup;
mod named_sources;
mod paths;
mod report;
mod saved_session;
mod scrolling;
mod shots;
mod site;
mod slow_machine;
mod stopped;
mod undo;
mod very_long;
mod viewer;
mod visit;
mod without_drop;
mod wrong_input;

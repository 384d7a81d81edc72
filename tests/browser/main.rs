//! The built page in a real browser, driven as a person would.
//!
//! `./dev test` builds the page, names its folder in `COVDROP_DIST`, and has the browser there.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod access;
mod bench;
mod browser;
mod copy;
mod doubts;
mod driver;
mod elsewhere;
mod fields;
mod first_screen;
mod hands;
mod intake;
mod job_groups;
mod keep;
mod line_details;
mod lists;
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
mod undo;
mod very_long;
mod viewer;
mod visit;
mod wrong_input;

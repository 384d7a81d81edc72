//! Tests of the crate as a whole, on real and on damaged data.
#![allow(clippy::unwrap_used, reason = "helpers of tests end a test as tests do")]

mod combining;
mod common;
mod damaged;
mod jobs;
mod path_properties;
mod paths;
mod readers;
mod settings;

//! `covdrop diff`, run on changes that real git made in temporary repositories.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod base;
mod compare_branch;
mod formats;
mod repository;
mod statements;

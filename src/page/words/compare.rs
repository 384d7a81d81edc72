//! Questions about jobs.

use super::{branches, files, statements};

pub(crate) const QUESTION: &str = "Question";
pub(crate) const ONLY: &str = "Only these jobs cover";
pub(crate) const MINUS: &str = "Covered by A, not by B";
pub(crate) const SINGLE: &str = "Covered by exactly one job";
pub(crate) const MINIMAL: &str = "Minimal job set with the same coverage";

pub(crate) const USE: &str = "Use";
pub(crate) const SET_A: &str = "A";
pub(crate) const SET_B: &str = "B";
pub(crate) const CHOOSE: &str = "Choose at least one job.";
pub(crate) const SWITCH_OTHERS_OFF: &str = "Switch the others off";

pub(crate) fn job_in_set(job: &str, set: &str) -> String {
    format!("{job} in {set}")
}

/// The numbers of an answer, after its share of all. `shown` is the number of files in the table.
pub(crate) fn found(stmts: u64, branch: u64, all: usize, shown: usize) -> String {
    let (stmts, branch) = (statements(stmts), branches(branch));
    let words = format!("of all: {stmts} and {branch} in {}", files(all as u64));
    if all > shown { format!("{words}, the first {shown} here") } else { words }
}

/// The description of the minimal job set, after its size.
pub(crate) fn minimal_set(enabled: usize, is_proven: bool) -> String {
    let proof = if is_proven {
        "No smaller set does."
    } else {
        "A smaller set may exist: there are too many jobs to try all sets."
    };
    format!("of the {enabled} enabled jobs cover as much as all of them. {proof}")
}

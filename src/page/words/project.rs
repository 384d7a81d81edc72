//! The project of the report.

pub(crate) const PIPELINE: &str = "Pipeline";

pub(crate) fn commit(short: &str) -> String {
    format!("commit {short}")
}

pub(crate) fn made(moment: &str) -> String {
    format!("made {moment}")
}

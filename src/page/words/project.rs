//! What the report says of the project.

pub(crate) const PIPELINE: &str = "Pipeline";

pub(crate) fn commit(short: &str) -> String {
    format!("commit {short}")
}

pub(crate) fn made(moment: &str) -> String {
    format!("made {moment}")
}

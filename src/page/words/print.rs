//! The head of a printed report.

use super::plural;

/// The title, with that of the project if there is one.
pub(crate) fn title(project: Option<&str>) -> String {
    match project {
        Some(project) => format!("Coverage of {project}"),
        None => "Coverage".to_owned(),
    }
}

pub(crate) fn commit(branch: Option<&str>, commit: Option<&str>) -> String {
    let parts = [branch.map(str::to_owned), commit.map(|commit| format!("commit {commit}"))];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// The enabled jobs, and the number of all.
pub(crate) fn jobs(enabled: &[String], all: usize) -> String {
    let names = enabled.join(", ");
    if enabled.len() == all {
        format!("{}: {names}", plural(all as u64, "job", "jobs"))
    } else {
        format!("{} of {}: {names}", enabled.len(), plural(all as u64, "job", "jobs"))
    }
}

pub(crate) fn made(date: &str) -> String {
    format!("Report made {date}")
}

pub(crate) fn printed(date: &str) -> String {
    format!("Printed {date}")
}

//! The Code Quality report of GitLab, which marks uncovered lines in a merge request.

use std::collections::HashMap;
use std::io;

use md5::{Digest, Md5};
use serde::Serialize;

use super::ChangeFormat;
use crate::{ChangeReport, Error, Extent};

/// An issue for each uncovered statement, and for each statement with a missing branch.
#[derive(Debug)]
pub(super) struct Gitlab;

/// An issue, as Code Climate's format names its parts.
#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'static str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

impl ChangeFormat for Gitlab {
    fn name(&self) -> &'static str {
        "gitlab"
    }

    fn write(&self, report: &ChangeReport, out: &mut dyn io::Write) -> Result<(), Error> {
        let mut issues = Vec::new();
        for (file, coverage) in report.measurable() {
            let path = file.path.as_str();
            // GitLab knows an issue again by its fingerprint: it must not change with the lines
            // above, and no two may be equal.
            let mut seen: HashMap<&'static str, u32> = HashMap::new();
            let mut issue = |extent: Extent, description, check_name, severity| {
                let number = seen.entry(check_name).or_default();
                *number += 1;
                let digest = Md5::digest(format!("{check_name}\n{path}\n{number}"));
                let (begin, end) = (extent.first.get(), extent.last.get());
                let fingerprint = format!("{digest:x}");
                let location = Location { path, lines: Lines { begin, end } };
                issues.push(Issue { description, check_name, fingerprint, severity, location });
            };
            for &statement in &coverage.missing {
                issue(statement, super::missing_message(statement), "uncovered-lines", "major");
            }
            for statement in &coverage.partial {
                let message = super::partial_message(statement);
                issue(statement.extent, message, "uncovered-branches", "minor");
            }
        }
        serde_json::to_writer_pretty(&mut *out, &issues).map_err(io::Error::from)?;
        writeln!(out)?;
        Ok(())
    }
}

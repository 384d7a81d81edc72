//! The JSON report, format 3: all data of the report, for programs.
//!
//! It is written file by file: with contexts, the whole may be far larger than memory.

use std::io;

use covdrop_analysis::RegionKind;
use covdrop_lines::{Arc, Line, LineSet};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::Format;
use super::python_json::PythonJson;
use crate::regions::{RegionCoverage, parts};
use crate::report::{File, LineContexts};
use crate::{Error, FileCoverage, Numbers, Percent, Precision, RULES_VERSION, Report};

/// The report of `coverage json`.
pub struct Json;

/// The format number, which changes with the format.
const FORMAT: u32 = 3;

/// The indentation of each level for readable output.
const INDENT: usize = 4;

impl Format for Json {
    fn name(&self) -> &'static str {
        "json"
    }

    fn file_name(&self) -> &'static str {
        "coverage.json"
    }

    fn write(&self, report: &Report<'_>, out: &mut dyn io::Write) -> Result<(), Error> {
        let indent = report.settings.pretty_print.then_some(INDENT);
        let mut out = serde_json::Serializer::with_formatter(out, PythonJson::new(indent));
        let whole = Whole {
            meta: Meta {
                format: FORMAT,
                version: RULES_VERSION,
                timestamp: &report.timestamp.local,
                branch_coverage: report.has_arcs,
                show_contexts: report.settings.show_contexts,
            },
            files: Files(report),
            totals: Summary::new(&report.total(), report.has_arcs, report.settings.precision),
            covdrop: report.settings.doubts.as_ref().map(|doubts| Own { doubts }),
        };
        whole.serialize(&mut out).map_err(io::Error::from)?;
        Ok(())
    }

    fn total(&self, report: &Report<'_>) -> Percent {
        report.total().covered_or_none()
    }
}

#[derive(Serialize)]
struct Whole<'a> {
    meta: Meta<'a>,
    files: Files<'a>,
    totals: Summary,
    #[serde(skip_serializing_if = "Option::is_none")]
    covdrop: Option<Own<'a>>,
}

/// Keys that coverage.py does not write.
#[derive(Serialize)]
struct Own<'a> {
    doubts: &'a Value,
}

#[derive(Serialize)]
struct Meta<'a> {
    format: u32,
    version: &'a str,
    timestamp: &'a str,
    branch_coverage: bool,
    show_contexts: bool,
}

/// The files by name.
struct Files<'a>(&'a Report<'a>);

impl Serialize for Files<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let report = self.0;
        serializer
            .collect_map(report.files.iter().map(|file| (file.name, FileEntry { report, file })))
    }
}

struct FileEntry<'a> {
    report: &'a Report<'a>,
    file: &'a File<'a>,
}

impl Serialize for FileEntry<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let FileEntry { report, file } = *self;
        let kind = |kind| Regions { report, file, kind };
        let mut map = serializer.serialize_map(None)?;
        write_coverage(&mut map, report, file, file.measured.coverage, None)?;
        map.serialize_entry("functions", &kind(RegionKind::Function))?;
        map.serialize_entry("classes", &kind(RegionKind::Class))?;
        map.end()
    }
}

/// The regions of one kind by name.
struct Regions<'a> {
    report: &'a Report<'a>,
    file: &'a File<'a>,
    kind: RegionKind,
}

impl Serialize for Regions<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Regions { report, file, kind } = *self;
        let parts = parts(file, kind);
        serializer
            .collect_map(parts.iter().map(|part| (&part.name, RegionEntry { report, file, part })))
    }
}

struct RegionEntry<'a> {
    report: &'a Report<'a>,
    file: &'a File<'a>,
    part: &'a RegionCoverage<'a>,
}

impl Serialize for RegionEntry<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let RegionEntry { report, file, part } = *self;
        let mut map = serializer.serialize_map(None)?;
        write_coverage(&mut map, report, file, &part.coverage, Some(part))?;
        map.end()
    }
}

/// Writes the entries that files and regions share.
fn write_coverage<M: SerializeMap>(
    map: &mut M,
    report: &Report<'_>,
    file: &File<'_>,
    coverage: &FileCoverage,
    part: Option<&RegionCoverage<'_>>,
) -> Result<(), M::Error> {
    let mut excluded = file.measured.analysis.excluded().clone();
    if let Some(part) = part {
        excluded.intersect_with(&part.lines);
    }
    map.serialize_entry("executed_lines", &Lines(&coverage.executed))?;
    let precision = report.settings.precision;
    map.serialize_entry("summary", &Summary::new(&coverage.numbers, report.has_arcs, precision))?;
    map.serialize_entry("missing_lines", &Lines(&coverage.missing))?;
    map.serialize_entry("excluded_lines", &Lines(&excluded))?;
    if let Some(part) = part {
        map.serialize_entry("start_line", &part.start)?;
    }
    if report.settings.show_contexts {
        let lines = part.map(|part| &*part.lines);
        map.serialize_entry("contexts", &Contexts { by_line: &file.contexts, lines })?;
    }
    if report.has_arcs {
        map.serialize_entry("executed_branches", &Branches(&coverage.executed_branches))?;
        map.serialize_entry("missing_branches", &Branches(&coverage.missing_branches))?;
    }
    Ok(())
}

#[derive(Serialize)]
struct Summary {
    covered_lines: u64,
    num_statements: u64,
    percent_covered: f64,
    percent_covered_display: String,
    missing_lines: u64,
    excluded_lines: u64,
    percent_statements_covered: f64,
    percent_statements_covered_display: String,
    #[serde(flatten)]
    branches: Option<BranchSummary>,
}

#[derive(Serialize)]
struct BranchSummary {
    num_branches: u64,
    num_partial_branches: u64,
    covered_branches: u64,
    missing_branches: u64,
    percent_branches_covered: f64,
    percent_branches_covered_display: String,
}

impl Summary {
    fn new(numbers: &Numbers, has_arcs: bool, precision: Precision) -> Summary {
        let (covered, statements) = (numbers.covered(), numbers.statements_covered());
        Summary {
            covered_lines: numbers.executed(),
            num_statements: numbers.statements,
            percent_covered: covered.value(),
            percent_covered_display: covered.display(precision),
            missing_lines: numbers.missing,
            excluded_lines: numbers.excluded,
            percent_statements_covered: statements.value(),
            percent_statements_covered_display: statements.display(precision),
            branches: has_arcs.then(|| BranchSummary {
                num_branches: numbers.branches,
                num_partial_branches: numbers.partial_branches,
                covered_branches: numbers.executed_branches(),
                missing_branches: numbers.missing_branches,
                percent_branches_covered: numbers.branches_covered().value(),
                percent_branches_covered_display: numbers.branches_covered().display(precision),
            }),
        }
    }
}

/// Lines as a list of numbers.
struct Lines<'a>(&'a LineSet);

impl Serialize for Lines<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(Line::get))
    }
}

/// Branches as a list of pairs, with the outside of a code object as a negative number.
struct Branches<'a>(&'a [Arc]);

impl Serialize for Branches<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|arc| (arc.from.get(), arc.to.get())))
    }
}

/// Contexts by line, for some lines or all.
struct Contexts<'a> {
    by_line: &'a LineContexts<'a>,
    lines: Option<&'a LineSet>,
}

impl Serialize for Contexts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let is_wanted = |number: u32| match self.lines {
            Some(lines) => Line::new(number).is_some_and(|line| lines.contains(line)),
            None => true,
        };
        let wanted = self.by_line.iter().filter(|(number, _)| is_wanted(*number));
        serializer.collect_map(wanted.map(|(number, names)| (number, names)))
    }
}

//! The report on a change for scripts. `docs` in the README describes it; a change that readers must
//! know of raises [`FORMAT`].

use std::collections::BTreeMap;
use std::io;

use covdrop_changes::ChangeKind;
use serde::Serialize;

use super::{ChangeFormat, blocks};
use crate::{
    BaseReport, ChangeCoverage, ChangeReport, ChangeResult, ChangedFile, ComparedFile, Error,
    Extent, Numbers, Precision,
};

/// The version of the format.
const FORMAT: u32 = 1;

/// Everything that is known of the change.
#[derive(Debug)]
pub(super) struct Json;

#[derive(Serialize)]
struct Document<'a> {
    format: u32,
    branch_coverage: bool,
    totals: Summary,
    files: Vec<File<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    base: Option<Base<'a>>,
}

/// The comparison with a base.
#[derive(Serialize)]
struct Base<'a> {
    before: Summary,
    now: Summary,
    categories: BTreeMap<&'static str, usize>,
    files: Vec<BaseFile<'a>>,
}

#[derive(Serialize)]
struct BaseFile<'a> {
    path: &'a str,
    old_path: Option<&'a str>,
    before: Option<Summary>,
    now: Option<Summary>,
    /// First and last line of each block of first lines of statements.
    categories: BTreeMap<&'static str, Vec<[u32; 2]>>,
}

/// The counts, named as in coverage.py's JSON report.
#[derive(Serialize)]
struct Summary {
    covered_lines: u64,
    num_statements: u64,
    percent_covered: Option<f64>,
    percent_covered_display: Option<String>,
    missing_lines: u64,
    excluded_lines: u64,
    num_branches: u64,
    num_partial_branches: u64,
    covered_branches: u64,
    missing_branches: u64,
}

#[derive(Serialize)]
struct File<'a> {
    path: &'a str,
    old_path: Option<&'a str>,
    source: Option<&'a str>,
    change: &'static str,
    result: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage: Option<Coverage>,
    #[serde(skip_serializing_if = "Option::is_none")]
    misfits: Option<Misfits>,
}

#[derive(Serialize)]
struct Misfits {
    shown: usize,
    misfits: usize,
}

#[derive(Serialize)]
struct Coverage {
    summary: Summary,
    /// First and last line of each block.
    changed_lines: Vec<[u32; 2]>,
    /// First and last line of each statement.
    missing: Vec<[u32; 2]>,
    partial: Vec<Partial>,
}

#[derive(Serialize)]
struct Partial {
    lines: [u32; 2],
    branches: Vec<[i32; 2]>,
    messages: Vec<String>,
}

impl ChangeFormat for Json {
    fn name(&self) -> &'static str {
        "json"
    }

    fn write(&self, report: &ChangeReport, out: &mut dyn io::Write) -> Result<(), Error> {
        let document = Document {
            format: FORMAT,
            branch_coverage: report.has_arcs,
            totals: summary(&report.total(), report.precision),
            files: report.files.iter().map(|changed| file(changed, report.precision)).collect(),
            base: report.base.as_ref().map(|compared| base(compared, report.precision)),
        };
        serde_json::to_writer_pretty(&mut *out, &document).map_err(io::Error::from)?;
        writeln!(out)?;
        Ok(())
    }
}

fn summary(numbers: &Numbers, precision: Precision) -> Summary {
    let covered = (numbers.statements + numbers.branches > 0).then(|| numbers.covered());
    Summary {
        covered_lines: numbers.executed(),
        num_statements: numbers.statements,
        percent_covered: covered.map(crate::Percent::value),
        percent_covered_display: covered.map(|covered| covered.display(precision)),
        missing_lines: numbers.missing,
        excluded_lines: numbers.excluded,
        num_branches: numbers.branches,
        num_partial_branches: numbers.partial_branches,
        covered_branches: numbers.executed_branches(),
        missing_branches: numbers.missing_branches,
    }
}

fn base(base: &BaseReport, precision: Precision) -> Base<'_> {
    let counts = base.counts().into_iter();
    Base {
        before: summary(&base.before, precision),
        now: summary(&base.now, precision),
        categories: counts.map(|(category, count)| (category.as_str(), count)).collect(),
        files: base.changed().map(|file| base_file(file, precision)).collect(),
    }
}

fn base_file(file: &ComparedFile, precision: Precision) -> BaseFile<'_> {
    let side = |numbers: &Option<Numbers>| numbers.as_ref().map(|side| summary(side, precision));
    let categories = file.categories.iter();
    BaseFile {
        path: &file.path,
        old_path: file.old_path.as_deref(),
        before: side(&file.before),
        now: side(&file.now),
        categories: categories
            .map(|(category, lines)| (category.as_str(), blocks(lines)))
            .collect(),
    }
}

fn file(file: &ChangedFile, precision: Precision) -> File<'_> {
    let (result, misfits) = match file.result {
        ChangeResult::Measured(_) => ("measured", None),
        ChangeResult::NotMeasured => ("not_measured", None),
        ChangeResult::Omitted => ("omitted", None),
        ChangeResult::Unanalysed => ("unanalysed", None),
        ChangeResult::Uncounted => ("uncounted", None),
        ChangeResult::NotFound => ("not_found", None),
        ChangeResult::Misfit { shown, misfits } => ("misfit", Some(Misfits { shown, misfits })),
        ChangeResult::NothingToMeasure => ("nothing_to_measure", None),
    };
    File {
        path: &file.path,
        old_path: file.old_path.as_deref(),
        source: file.source.as_deref(),
        change: match file.kind {
            ChangeKind::Added => "added",
            ChangeKind::Deleted => "deleted",
            ChangeKind::Renamed => "renamed",
            ChangeKind::Copied => "copied",
            ChangeKind::Modified => "modified",
        },
        result,
        coverage: file.coverage().map(|measured| coverage(measured, precision)),
        misfits,
    }
}

fn coverage(coverage: &ChangeCoverage, precision: Precision) -> Coverage {
    let lines = |extent: Extent| [extent.first.get(), extent.last.get()];
    let partial = coverage.partial.iter().map(|statement| Partial {
        lines: lines(statement.extent),
        branches: statement.branches.iter().map(|arc| [arc.from.get(), arc.to.get()]).collect(),
        messages: statement.messages.clone(),
    });
    Coverage {
        summary: summary(&coverage.numbers, precision),
        changed_lines: blocks(&coverage.lines),
        missing: coverage.missing.iter().copied().map(lines).collect(),
        partial: partial.collect(),
    }
}

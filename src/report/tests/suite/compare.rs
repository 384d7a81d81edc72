//! Compares a project's reports with coverage.py's.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use covdrop_analysis::{Analysis, Options, Patterns, Source, analyze};
use covdrop_data::Hits;
use covdrop_lines::{Arc, Line};
use covdrop_report::{
    FORMATS, File, FileCoverage, Measured, Precision, Report, Settings, Status, Timestamp, measure,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::oracle;

/// A project to report on.
#[derive(Clone, Serialize)]
pub(crate) struct Project {
    pub(crate) folder: PathBuf,
    /// The settings file, or false for none.
    pub(crate) config: Value,
    pub(crate) branch: bool,
    /// Whether recorded names are relative.
    pub(crate) relative: bool,
    /// The names of the files for which to generate hits.
    pub(crate) files: Vec<String>,
    pub(crate) contexts: Vec<String>,
    /// Data files to combine, and the folder in which they were recorded.
    pub(crate) data: Vec<PathBuf>,
    pub(crate) recorded_in: String,
    pub(crate) cases: Vec<Case>,
}

impl Project {
    pub(crate) fn new(folder: &Path, branch: bool) -> Project {
        Project {
            folder: folder.canonicalize().unwrap(),
            config: Value::Bool(false),
            branch,
            relative: false,
            files: Vec::new(),
            contexts: vec![String::new()],
            data: Vec::new(),
            recorded_in: String::new(),
            cases: Vec::new(),
        }
    }
}

/// A report to compare.
#[derive(Clone, Debug, Serialize)]
#[allow(clippy::struct_excessive_bools, reason = "each is a setting of coverage.py")]
pub(crate) struct Case {
    pub(crate) format: &'static str,
    pub(crate) precision: i64,
    pub(crate) sort: Cow<'static, str>,
    pub(crate) skip_covered: bool,
    pub(crate) skip_empty: bool,
    pub(crate) show_missing: bool,
    pub(crate) show_contexts: bool,
    pub(crate) pretty_print: bool,
    pub(crate) line_checksums: bool,
    pub(crate) package_depth: usize,
    pub(crate) source_roots: Vec<String>,
}

pub(crate) const PLAIN: Case = Case {
    format: "text",
    precision: 0,
    sort: Cow::Borrowed("name"),
    skip_covered: false,
    skip_empty: false,
    show_missing: false,
    show_contexts: false,
    pretty_print: false,
    line_checksums: false,
    package_depth: 99,
    source_roots: Vec::new(),
};

impl Case {
    fn settings(&self) -> Settings {
        Settings {
            precision: Precision::new(self.precision).unwrap(),
            sort: self.sort.parse().unwrap(),
            skip_covered: self.skip_covered,
            skip_empty: self.skip_empty,
            show_missing: self.show_missing,
            show_contexts: self.show_contexts,
            pretty_print: self.pretty_print,
            line_checksums: self.line_checksums,
            package_depth: self.package_depth,
            source_roots: self.source_roots.clone(),
            ..Settings::default()
        }
    }
}

/// Returns a case for each format.
pub(crate) fn one_of_each() -> Vec<Case> {
    FORMATS.iter().map(|format| Case { format: format.name(), ..PLAIN }).collect()
}

/// Returns cases for every setting of every format, alone and combined.
pub(crate) fn all_cases(folder: &Path) -> Vec<Case> {
    let mut cases = one_of_each();
    let columns = ["name", "Stmts", "miss", "branch", "brpart", "cover"];
    let orders = columns
        .iter()
        .flat_map(|column| [(*column).to_owned(), format!("-{column}"), format!("+{column}")]);
    for order in orders {
        cases.push(Case { sort: order.into(), show_missing: true, precision: 1, ..PLAIN });
    }
    for format in ["text", "markdown", "total"] {
        for precision in 0..=4 {
            cases.push(Case { format, precision, show_missing: precision == 2, ..PLAIN });
        }
        for (skip_covered, skip_empty) in [(true, false), (false, true), (true, true)] {
            cases.push(Case { format, skip_covered, skip_empty, show_missing: true, ..PLAIN });
        }
    }
    for pretty_print in [false, true] {
        cases.push(Case { format: "json", pretty_print, precision: 3, ..PLAIN });
        cases.push(Case { format: "json", pretty_print, show_contexts: true, ..PLAIN });
    }
    for (line_checksums, skip_empty) in [(true, false), (false, true), (true, true)] {
        cases.push(Case { format: "lcov", line_checksums, skip_empty, ..PLAIN });
    }
    cases.push(Case { format: "xml", skip_empty: true, ..PLAIN });
    for package_depth in 0..4 {
        cases.push(Case { format: "xml", package_depth, ..PLAIN });
    }
    for root in [".", "pkg", "my_package"] {
        let root = folder.canonicalize().unwrap().join(root);
        if let Ok(root) = root.canonicalize() {
            let source_roots = vec![root.to_str().unwrap().to_owned()];
            cases.push(Case { format: "xml", source_roots, ..PLAIN });
        }
    }
    let root = folder.canonicalize().unwrap();
    let nested = ["", "/pkg", "/pkg/sub", "/my_package"];
    let nested = nested.map(|inner| format!("{}{inner}", root.display()));
    let source_roots = nested.into_iter().filter(|root| Path::new(root).exists()).collect();
    cases.push(Case { format: "xml", source_roots, ..PLAIN });
    cases
}

/// coverage.py's data for a project, and its reports.
#[derive(Deserialize)]
struct Answer {
    python: String,
    exclude: Vec<String>,
    partial: Vec<String>,
    has_arcs: bool,
    files: Vec<Recorded>,
    marks: Marks,
    /// Text and total; `None` if coverage.py writes no report.
    outputs: Vec<Option<(String, String)>>,
}

/// By file and line: the category in the HTML report, and the notes, short and long.
type Marks = BTreeMap<String, Vec<(String, Vec<String>, Vec<String>)>>;

#[derive(Deserialize)]
struct Recorded {
    path: String,
    name: String,
    lines: Vec<i64>,
    arcs: Vec<(i64, i64)>,
    contexts: Vec<(u32, Vec<String>)>,
}

/// A file as Covdrop measures it.
struct Ours {
    recorded: Recorded,
    source: Source,
    analysis: Analysis,
    coverage: FileCoverage,
}

fn measured(project: &Project, answer: &mut Answer) -> Vec<Ours> {
    let options = Options {
        target: answer.python.parse().unwrap(),
        exclude: Patterns::new(&answer.exclude).unwrap(),
        partial: Patterns::new(&answer.partial).unwrap(),
    };
    let mut files = Vec::new();
    for recorded in answer.files.drain(..) {
        let bytes = fs::read(project.folder.join(&recorded.path)).unwrap();
        let source = Source::decode(&bytes).unwrap();
        let analysis = analyze(&source, &options).unwrap();
        let mut arcs: Vec<Arc> =
            recorded.arcs.iter().filter_map(|&(from, to)| Arc::new(from, to)).collect();
        arcs.sort();
        let hits = Hits {
            lines: recorded.lines.iter().filter_map(|&line| Line::from_i64(line)).collect(),
            arcs,
            has_arcs: answer.has_arcs,
        };
        let coverage = measure(&analysis, &hits);
        files.push(Ours { recorded, source, analysis, coverage });
    }
    // The report must sort the files itself.
    files.reverse();
    files
}

fn report<'a>(files: &'a [Ours], has_arcs: bool, settings: Settings) -> Report<'a> {
    let file = |ours: &'a Ours| File {
        path: &ours.recorded.path,
        name: &ours.recorded.name,
        source: ours.source.text(),
        measured: Measured { analysis: &ours.analysis, coverage: &ours.coverage },
        contexts: ours
            .recorded
            .contexts
            .iter()
            .map(|(line, names)| (*line, names.iter().map(String::as_str).collect()))
            .collect(),
    };
    let timestamp = Timestamp { local: "now".to_owned(), unix_millis: 0 };
    Report::new(files.iter().map(file).collect(), has_arcs, timestamp, settings)
}

/// The number of comparisons.
#[derive(Debug, Default)]
pub(crate) struct Compared {
    reports: usize,
    lines: usize,
}

/// Compares all reports and annotations of `project`, whose data exists.
pub(crate) fn compare(project: &Project, compared: &mut Compared) {
    let Some(mut answer) = oracle::ask::<Answer>("reports", project) else { return };
    assert_eq!(answer.outputs.len(), project.cases.len());
    assert!(!answer.files.is_empty());
    let files = measured(project, &mut answer);
    for (case, expected) in project.cases.iter().zip(answer.outputs) {
        let report = report(&files, answer.has_arcs, case.settings());
        let format = FORMATS.iter().find(|format| format.name() == case.format).unwrap();
        let mut text = Vec::new();
        let written = format.write(&report, &mut text);
        let Some((expected, total)) = expected else {
            assert!(written.is_err(), "{case:?}");
            continue;
        };
        written.unwrap();
        let text = String::from_utf8(text).unwrap();
        same_text(&text, &expected, case);
        let total: f64 = total.parse().unwrap();
        assert_eq!(format.total(&report).value().to_bits(), total.to_bits(), "{case:?}");
    }
    compared.reports += project.cases.len();
    compared.lines += compare_marks(&files, &answer.marks);
}

/// Fails at the first difference between two texts.
fn same_text(ours: &str, theirs: &str, case: &Case) {
    if ours == theirs {
        return;
    }
    let at = ours.bytes().zip(theirs.bytes()).take_while(|(a, b)| a == b).count();
    let near = |text: &str| {
        let bytes = text.as_bytes();
        let end = bytes.len().min(at + 300);
        String::from_utf8_lossy(&bytes[at.saturating_sub(300)..end]).into_owned()
    };
    panic!("{case:?}\n\n--- ours:\n{}\n\n--- coverage.py:\n{}", near(ours), near(theirs));
}

/// Compares each line's status and notes with the HTML report's. Returns the number of lines.
fn compare_marks(files: &[Ours], marks: &Marks) -> usize {
    let mut count = 0;
    for ours in files {
        let measured = Measured { analysis: &ours.analysis, coverage: &ours.coverage };
        let name = &ours.recorded.name;
        for (index, (category, short, long)) in marks[name].iter().enumerate() {
            let line = Line::from_index(index).unwrap();
            let annotation = measured.annotation(line);
            let status = match category.trim_end_matches('2') {
                "run" => Status::Run,
                "mis" => Status::Miss,
                "exc" => Status::Excluded,
                "par" => Status::Partial,
                "" => Status::Plain,
                other => panic!("coverage.py has a category {other}"),
            };
            assert_eq!(annotation.status, status, "{name}:{line}");
            assert_eq!(annotation.continued, category.ends_with('2'), "{name}:{line}");
            let notes = measured.notes(line);
            let arrow = format!("{line}\u{202f}\u{219b}\u{202f}");
            let shorts: Vec<String> = short.iter().map(|to| format!("{arrow}{to}")).collect();
            assert_eq!(notes.iter().map(|note| &*note.short).collect::<Vec<_>>(), shorts);
            assert_eq!(notes.iter().map(|note| &*note.long).collect::<Vec<_>>(), *long);
            count += 1;
        }
    }
    count
}

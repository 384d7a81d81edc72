//! Every report over whole projects, with paths of every form.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::side_by_side::{covdrop, coverage, python};

/// The forms of paths that project.py knows, each with the pattern of `[paths]` for it.
const FORMS: [(&str, &str); 4] = [
    ("posix", "/builds/*/project"),
    ("windows", r"C:\builds\*\project"),
    ("relative", ""),
    ("relative-windows", ""),
];

/// The values of `[run] source`. Of nested folders, coverage.py may use any.
const SOURCES: [&str; 6] = ["", "src/", ".", "./src, nowhere", "..", "src/toolz, src/packaging"];

#[test]
fn reports_on_whole_projects_are_coverage_pys() {
    let Some(python) = python() else { return };
    let mut reports = 0;
    for (number, name) in ["packaging", "sortedcontainers", "toolz"].into_iter().enumerate() {
        let data = data_files(&format!("projects/{name}"), &["one", "two"]);
        for (form, pattern) in FORMS {
            let folder = make(&python, form, &data);
            // Every source once for each form, spread over the projects.
            for source in SOURCES.iter().skip(number).step_by(3) {
                reports += compare(&python, folder.path(), form, pattern, source);
            }
        }
    }
    println!("{reports} reports");
}

/// Returns the data files of some jobs of the test data.
fn data_files(folder: &str, jobs: &[&str]) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data").join(folder);
    let read = |job: &&str| fs::read_dir(folder.join(job)).unwrap();
    let mut files: Vec<PathBuf> =
        jobs.iter().flat_map(read).map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// Returns a folder with a project and its data.
fn make(python: &Path, form: &str, data: &[PathBuf]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/parity/project.py");
    let mut command = Command::new(python);
    let made = command.arg(script).arg(folder.path()).arg(form).args(data).status().unwrap();
    assert!(made.success());
    folder
}

/// Compares every report with this `[run] source`; returns the number of reports.
fn compare(python: &Path, folder: &Path, form: &str, pattern: &str, source: &str) -> usize {
    let project = folder.join("project").canonicalize().unwrap();
    let form_settings = if form.starts_with("relative") {
        "[run]\nrelative_files = true\n".to_owned()
    } else {
        format!("[paths]\nhere =\n    .\n    {pattern}\n[run]\n")
    };
    let set = if source.is_empty() { "" } else { "source = " };
    let settings = format!("{form_settings}{set}{source}\n");
    fs::write(project.join(".coveragerc"), &settings).unwrap();
    let combined = coverage(python, &project, &["combine", "--keep", "../data"]);
    assert_eq!(combined.status, Some(0), "{combined:?}");
    let mut compared = 0;
    for report in [
        &["xml", "-i", "-q", "-o", "-"][..],
        &["lcov", "-i", "-q", "-o", "-"],
        &["json", "-i", "-q", "-o", "-"],
        &["report", "-i", "-m"],
    ] {
        let theirs = coverage(python, &project, report);
        let ours: Vec<&str> = report.iter().copied().filter(|option| *option != "-q").collect();
        let ours = covdrop(&project, &[&ours[..], &["--source", ".", "../data"]].concat());
        assert!(
            ours.text == theirs.text,
            "{form} {report:?}\n{settings}\n--- ours:\n{}\n--- coverage.py:\n{}",
            head(&ours.text, &theirs.text),
            head(&theirs.text, &ours.text)
        );
        assert_eq!(ours.status, theirs.status, "{form} {report:?}\n{settings}");
        compared += 1;
    }
    compared
}

/// Returns the part of `text` around the first difference from `other`.
fn head<'a>(text: &'a str, other: &str) -> &'a str {
    let at = text.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    let start = (0..=at.saturating_sub(200)).rev().find(|at| text.is_char_boundary(*at));
    let end = (at + 300).min(text.len());
    text.get(start.unwrap_or(0)..end).unwrap_or(text)
}

//! Data of pytest-cov: one `.coverage` a job, with the test and its phase as contexts
//! (`tests/data/pytest-cov`, recorded by pytest-cov itself).

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::side_by_side::{covdrop, coverage, python};

const JOBS: [&str; 2] = ["py311-a", "py311-b"];

#[test]
fn data_of_pytest_cov_is_reported_with_its_contexts() {
    let Some(python) = python() else { return };
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/pytest-cov");
    let folder = tempfile::tempdir().unwrap();
    let project = folder.path();
    fs::create_dir(project.join("shop")).unwrap();
    for name in ["shop/__init__.py", "shop/price.py"] {
        fs::copy(data.join("source").join(name), project.join(name)).unwrap();
    }
    let settings = "[run]\nbranch = true\n[paths]\nx =\n    .\n    /builds/shop/shop\n";
    fs::write(project.join(".coveragerc"), settings).unwrap();
    let files: Vec<PathBuf> = JOBS.map(|job| data.join(job).join(".coverage")).into();
    let files: Vec<&str> = files.iter().map(|file| file.to_str().unwrap()).collect();
    let combined = coverage(&python, project, &[&["combine", "--keep"], &files[..]].concat());
    assert_eq!(combined.status, Some(0), "{combined:?}");

    let report = |options: &[&str]| {
        let theirs = coverage(&python, project, options);
        let ours: Vec<&str> = options.iter().copied().filter(|option| *option != "-q").collect();
        let jobs = JOBS.map(|job| data.join(job));
        let jobs: Vec<&str> = jobs.iter().map(|job| job.to_str().unwrap()).collect();
        let ours = covdrop(project, &[&ours[..], &["--source", "."], &jobs].concat());
        assert_eq!(ours.status, theirs.status, "{options:?}");
        (ours.text, theirs.text)
    };
    for options in [
        &["report", "-m"][..],
        &["report", r"--contexts=\[6\]\|run"],
        &["report", "--contexts=test_total,TestLabel"],
        &["report", "--contexts=setup"],
    ] {
        let (ours, theirs) = report(options);
        assert_eq!(ours, theirs, "{options:?}");
    }

    let (ours, theirs) = report(&["json", "-q", "-o", "-", "--show-contexts"]);
    let (ours, theirs) = (contexts(&ours), contexts(&theirs));
    assert_eq!(ours, theirs);
    assert!(ours.iter().any(|(_, names)| names.contains("tests/test_price.py::test_total|run")));
}

/// Returns the entries of all `contexts` in the order of the text, which a JSON parser would lose:
/// the line, and the names in any order.
fn contexts(report: &str) -> Vec<(String, BTreeSet<String>)> {
    let maps = report.split("\"contexts\": {").skip(1).map(|map| map.split('}').next().unwrap());
    let entries = maps.flat_map(|map| map.split_inclusive("\"]"));
    entries
        .map(|entry| {
            let (line, names) = entry.split_once(": ").unwrap();
            let names: BTreeSet<String> = serde_json::from_str(names).unwrap();
            (line.trim_start_matches(", ").to_owned(), names)
        })
        .collect()
}

//! Runs a quick part of the conformance comparison: the standard library of one Python.

mod compare;

use std::process::Command;

use compare::{RESPECTS, compare};

#[test]
#[ignore = "needs COVDROP_COVERAGE, a Python that has coverage.py 7.17.4; ./dev test sets it"]
fn the_analysis_of_the_standard_library_equals_coverage_pys() {
    let python = std::env::var("COVDROP_COVERAGE").expect("COVDROP_COVERAGE names a Python");
    let locate = "import sysconfig; print(sysconfig.get_path('stdlib'))";
    let output = Command::new(&python).args(["-c", locate]).output().unwrap();
    let library = String::from_utf8(output.stdout).unwrap();
    let library = library.trim();

    let folder = tempfile::tempdir().unwrap();
    let dump = folder.path().join("dump.jsonl");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/conformance/dump.py");
    let status = Command::new(&python).args([script, library]).arg(&dump).status().unwrap();
    assert!(status.success());

    let tally = compare(library.as_ref(), &dump).unwrap();
    assert_eq!(tally.coverage, "7.17.4");
    assert!(tally.files > 500, "only {} files of Python {}", tally.files, tally.python);
    assert!(tally.statements > tally.files && tally.arcs > tally.files && tally.refused < 100);
    let differences: Vec<String> = tally.differences.iter().map(ToString::to_string).collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    assert!(RESPECTS.iter().all(|respect| tally.identical.get(respect) == Some(&tally.files)));
}

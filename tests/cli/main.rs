//! `covdrop`, run as a person would, against coverage.py run on the same.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::ffi::OsStr;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use covdrop_tests::{Acme, Coverage, Kind};

const JOBS: [&str; 6] = ["py38", "py39", "py310", "py311", "py312", "py313"];

/// What `covdrop` with these arguments does.
fn covdrop(arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Output {
    Command::new(env!("CARGO_BIN_EXE_covdrop")).args(arguments).output().unwrap()
}

/// What `covdrop report` prints for the sample, given these options.
fn report(kind: Kind, options: &[&str]) -> String {
    let mut arguments = vec!["report".into(), "--source".into(), Acme::source()];
    arguments.extend(Acme::data_files(kind, &JOBS).unwrap());
    arguments.extend(options.iter().map(PathBuf::from));
    let Output { status, stdout, stderr } = covdrop(&arguments);
    assert!(status.success(), "{}", String::from_utf8_lossy(&stderr));
    String::from_utf8(stdout).unwrap()
}

#[test]
fn reports_are_coverage_pys_to_the_letter() {
    for kind in [Kind::Lines, Kind::Branch] {
        let coverage = Coverage::combine(&Acme::data_files(kind, &JOBS).unwrap());
        for options in [
            &[][..],
            &["-m"],
            &["--skip-covered"],
            &["--skip-empty", "--sort=-miss"],
            &["--precision=2"],
            &["--format=markdown", "-m"],
            &["--format=total"],
        ] {
            let expected = coverage.run(&[&["report"], options].concat());
            assert_eq!(report(kind, options), expected, "{kind:?} {options:?}");
        }
    }
}

#[test]
fn the_status_tells_a_total_under_the_threshold() {
    let run = |threshold: &str| {
        let mut arguments = vec!["report".into(), "--source".into(), Acme::source()];
        arguments.extend(Acme::data_files(Kind::Lines, &JOBS).unwrap());
        arguments.push(format!("--fail-under={threshold}").into());
        covdrop(&arguments)
    };
    let under = run("99.5");
    assert_eq!(under.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&under.stderr).contains("less than fail-under=99.5"));
    assert_eq!(run("50").status.code(), Some(0));
}

#[test]
fn a_missing_source_ends_it_unless_told_otherwise() {
    let data = Acme::data_files(Kind::Lines, &["py38"]).unwrap();
    let mut arguments: Vec<PathBuf> = vec!["report".into()];
    arguments.extend(data);
    arguments.push("--source".into());
    arguments.push(Acme::source().join("my_package"));
    let refused = covdrop(&arguments);
    assert_eq!(refused.status.code(), Some(1));
    let words = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(words.contains("No source for code: '/builds/acme/acme/bin/acme'"), "{words}");
    arguments.push("-i".into());
    let ignored = covdrop(&arguments);
    assert_eq!(ignored.status.code(), Some(0));
    let table = String::from_utf8_lossy(&ignored.stdout).into_owned();
    assert!(table.contains("shapes.py") && !table.contains("test_shapes.py"), "{table}");
}

#[test]
fn wrong_files_are_named_and_the_rest_is_used() {
    let folder = tempfile::tempdir().unwrap();
    let wrong = folder.path().join("letter.txt");
    fs::write(&wrong, "Dear all\n").unwrap();
    let mut arguments = vec!["report".into(), "--source".into(), Acme::source(), wrong.clone()];
    let alone = covdrop(&arguments);
    assert_eq!(alone.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&alone.stderr).contains("no usable data file"));
    arguments.extend(Acme::data_files(Kind::Lines, &["py38"]).unwrap());
    let with_data = covdrop(&arguments);
    assert_eq!(with_data.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&with_data.stderr).contains("letter.txt: "));
}

#[test]
fn what_is_not_there_is_said_so() {
    let output = covdrop(["report", "nowhere"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "There is no file or folder 'nowhere'\n");
}

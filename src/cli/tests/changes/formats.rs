//! The formats of `covdrop diff`, its exit status, and `report --diff`.

use std::fs;
use std::process::{Command, Output};

use crate::repository::Repository;

/// A project with a covered, an uncovered and a partial statement among the changed ones.
///
/// The data has branches: line 3 runs and jumps to line 4 alone, so that 5 and 6 are missing.
fn project() -> (Repository, std::path::PathBuf) {
    let repository = Repository::new(&[("p/m.py", "a = 1\n"), ("p/n.py", "b = 1\n")]);
    let text = "a = 1\nb = 2\nif b:\n    c = 3\nelse:\n    d = [\n        4]\n";
    repository.write(&[("p/m.py", text), ("p/*%:,.py", "x = 1\n")]);
    repository.git(["add", "--all"]);
    let data = repository.arcs(&[
        ("p/m.py", &[(-1, 1), (1, 2), (2, 3), (3, 4), (4, -1)]),
        ("p/n.py", &[(-1, 1), (1, -1)]),
        ("p/*%:,.py", &[]),
    ]);
    fs::write(repository.beside("c.diff"), repository.git(["diff", "--cached"])).unwrap();
    (repository, data)
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn text_and_markdown_have_a_table_of_the_change() {
    let (repository, data) = project();
    let output = repository.diff(&data, &["--diff", "c.diff"]);
    let expected = "\
Name        Stmts   Miss Branch BrPart  Cover   Missing
-------------------------------------------------------
p/*%:,.py       1      1      0      0     0%   1
p/m.py          4      1      2      1    67%   6
-------------------------------------------------------
TOTAL           5      2      2      1    57%

3 of 5 changed statements, 1 of 2 branches: 57%
";
    assert_eq!(stdout(&output), expected);
    let output = repository.diff(&data, &["--diff", "c.diff", "--format=markdown"]);
    let text = stdout(&output);
    assert!(
        text.starts_with("**3 of 5 changed statements, 1 of 2 branches: 57%**\n\n| Name "),
        "{text}"
    );
    assert!(text.contains("| p/\\*\\%\\:,.py |"), "{text}");
}

#[test]
fn annotations_escape_names() {
    let (repository, data) = project();
    let output = repository.diff(&data, &["--diff", "c.diff", "--format=github"]);
    let expected = "\
::warning file=p/*%25%3A%2C.py,line=1,endLine=1::Line 1 is not covered
::warning file=p/m.py,line=6,endLine=7::Lines 6 to 7 are not covered
::warning file=p/m.py,line=3,endLine=3::Not covered in full: line 3 didn't jump to line 6 because the condition on line 3 was always true
::notice::Patch coverage: 3 of 5 changed statements, 1 of 2 branches: 57%25
";
    assert_eq!(stdout(&output), expected);
}

#[test]
fn gitlab_gets_issues_with_stable_fingerprints() {
    let (repository, data) = project();
    let issues = |repository: &Repository| {
        let output = repository.diff(&data, &["--diff", "c.diff", "--format=gitlab"]);
        let issues: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        issues.as_array().unwrap().clone()
    };
    let first = issues(&repository);
    assert_eq!(first.len(), 3);
    assert_eq!(first[1]["location"]["path"], "p/m.py");
    assert_eq!(first[1]["location"]["lines"], serde_json::json!({"begin": 6, "end": 7}));
    assert_eq!((&first[1]["severity"], &first[2]["severity"]), (&"major".into(), &"minor".into()));
    let prints: std::collections::BTreeSet<_> =
        first.iter().map(|issue| issue["fingerprint"].as_str().unwrap().to_owned()).collect();
    assert_eq!(prints.len(), 3);
}

#[test]
fn the_threshold_is_one_of_the_change() {
    let (repository, data) = project();
    let under = repository.diff(&data, &["--diff", "c.diff", "--format=total", "--fail-under=58"]);
    assert_eq!((under.status.code(), stdout(&under).as_str()), (Some(2), "57\n"));
    let words = String::from_utf8(under.stderr).unwrap();
    let failure = "Coverage failure: coverage of the change of 57 is less than fail-under=58";
    assert!(words.contains(failure), "{words}");
    // The settings' threshold is one of the total.
    repository.write(&[(".coveragerc", "[report]\nfail_under = 100\nprecision = 1\n")]);
    let met = repository.diff(&data, &["--diff", "c.diff", "--format=total", "--fail-under=57"]);
    assert_eq!((met.status.code(), stdout(&met).as_str()), (Some(0), "57.1\n"));
}

#[test]
fn a_change_without_code_meets_every_threshold() {
    let (repository, data) = project();
    fs::write(repository.beside("none.diff"), "").unwrap();
    let docs = "--- a/README\n+++ b/README\n@@ -0,0 +1 @@\n+x\n";
    fs::write(repository.beside("docs.diff"), docs).unwrap();
    for diff in ["none.diff", "docs.diff"] {
        for (format, expected) in [("text", "Nothing measurable changed\n"), ("total", "")] {
            let options = ["--diff", diff, "--fail-under=100", "--format", format];
            let output = repository.diff(&data, &options);
            assert_eq!((output.status.code(), stdout(&output).as_str()), (Some(0), expected));
        }
    }
    let report = repository.run("report", &data, &["--diff", "docs.diff"]);
    assert_eq!((report.status.code(), stdout(&report).as_str()), (Some(0), ""));
}

#[test]
fn an_ordinary_report_may_be_of_changed_files_alone() {
    let (repository, data) = project();
    fs::remove_file(repository.path().join("p/*%:,.py")).unwrap();
    let output = repository.run("report", &data, &["--diff", "c.diff", "--include=p/m.py,p/n.py"]);
    let text = stdout(&output);
    assert!(text.contains("p/m.py") && !text.contains("p/n.py"), "{text}");
    let whole = repository.run("report", &data, &["-i"]);
    assert!(stdout(&whole).contains("p/n.py"));
}

#[test]
fn a_diff_may_come_on_standard_input() {
    let (repository, data) = project();
    let mut run = Command::new(env!("CARGO_BIN_EXE_covdrop"));
    run.args(["diff", "--format=total", "--diff=-", "--source"]).arg(repository.path()).arg(&data);
    run.stdin(fs::File::open(repository.beside("c.diff")).unwrap());
    assert_eq!(stdout(&run.output().unwrap()), "57\n");
}

#[test]
fn what_is_wrong_with_a_diff_is_told() {
    let (repository, data) = project();
    fs::write(repository.beside("no.diff"), "import os\n").unwrap();
    for (options, words) in [
        (&["--diff", "no.diff"][..], "no.diff: It is not a unified diff. Make one by `git diff"),
        (&["--diff", "missing.diff"], "missing.diff: "),
        (&["--diff", "c.diff", "--compare-branch=main"], "cannot be used with"),
        (&[], "required"),
        (&["--diff", "c.diff", "--format=html"], "the formats are text, markdown, json"),
    ] {
        let output = repository.diff(&data, options);
        let all = [&output.stdout[..], &output.stderr].concat();
        let all = String::from_utf8_lossy(&all).into_owned();
        assert_eq!(output.status.code(), Some(1), "{all}");
        assert!(all.contains(words), "{all}");
    }
}

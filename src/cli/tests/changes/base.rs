//! `--base`: each cell of the table of categories, renamed files, and the totals.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use serde_json::{Value, json};

use crate::repository::{Repository, git_in};

/// Every category but those of settings in one file; the names of variables tell which lines run.
const BEFORE: &str = "\
still = 1
unrun = 2
lost = 3
gained = 4
included = 5
included_unrun = 6
excluded = 7
excluded_unrun = 8
deleted = 9
deleted_unrun = 10
call(
    1,
)
";

const NOW: &str = "\
new = 0
new_unrun = 0
still = 1
unrun = 2
lost = 3
gained = 4
included = 5
included_unrun = 6
excluded = 7
excluded_unrun = 8
call(
    1,
    2,
)
";

/// A repository with `NOW`, beside which `base` has `BEFORE`, both with settings and data.
fn versions() -> (Repository, PathBuf) {
    let settings = |pattern: &str| format!("[report]\nexclude_also = ^{pattern}\n");
    let repository = Repository::new(&[("m.py", NOW), (".coveragerc", &settings("excluded"))]);
    let base = repository.beside("base/acme");
    fs::create_dir_all(&base).unwrap();
    fs::write(base.join("m.py"), BEFORE).unwrap();
    fs::write(base.join(".coveragerc"), settings("included")).unwrap();
    write_data(&repository.beside("base/.coverage"), &json!({"m.py": [1, 3, 5, 7, 9, 11]}));
    let data = repository.lines(&[("m.py", &[1, 3, 6, 7, 9, 11])]);
    (repository, data)
}

fn write_data(path: &Path, lines: &Value) {
    let head = "!coverage.py: This is a private format, don't read it directly!";
    let lines = lines.as_object().unwrap().iter();
    let lines: serde_json::Map<String, Value> =
        lines.map(|(name, lines)| (format!("/builds/acme/{name}"), lines.clone())).collect();
    fs::write(path, format!("{head}{}", json!({ "lines": lines }))).unwrap();
}

fn report(output: &Output) -> Value {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    serde_json::from_slice(&output.stdout).unwrap()
}

const COMPARE: [&str; 4] = ["--base", "base/.coverage", "--base-source", "base/acme"];

#[test]
fn each_statement_has_a_category() {
    let (repository, data) = versions();
    let report = report(&repository.diff(&data, &[&COMPARE[..], &["--format=json"]].concat()));
    let base = &report["base"];
    let expected = json!({
        "new_covered": [[1, 1], [11, 11]],
        "new_uncovered": [[2, 2]],
        "still_covered": [[3, 3]],
        "still_uncovered": [[4, 4]],
        "lost": [[5, 5]],
        "gained": [[6, 6]],
        "included_covered": [[7, 7]],
        "included_uncovered": [[8, 8]],
        // Lines of the base.
        "excluded_covered": [[7, 7]],
        "excluded_uncovered": [[8, 8]],
        "deleted_covered": [[9, 9], [11, 11]],
        "deleted_uncovered": [[10, 10]],
    });
    assert_eq!(base["files"][0]["categories"], expected);
    assert_eq!(base["categories"].as_object().unwrap().len(), 12);
    assert_eq!(base["categories"]["deleted_covered"], 2);
    assert_eq!(base["before"]["num_statements"], 9);
    assert_eq!(base["now"]["percent_covered_display"], "56");
    // The change, without a diff.
    assert_eq!(report["totals"]["num_statements"], 3);
    assert_eq!(report["files"][0]["coverage"]["missing"], json!([[2, 2]]));
}

#[test]
fn text_names_what_was_lost() {
    let (repository, data) = versions();
    let output = repository.diff(&data, &COMPARE);
    let text = String::from_utf8(output.stdout).unwrap();
    for words in [
        "2 of 3 changed statements: 67%\n\nTotal: 56% before, 56% now\n",
        "  Newly counted, not covered               1\n",
        "m.py: 56% before, 56% now\n",
        "  Lost: 5\n",
        "  Deleted, was covered: 9, 11\n",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let output = repository.diff(&data, &[&COMPARE[..], &["--format=markdown"]].concat());
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("\n**Total: 56% before, 56% now**\n\n| Statements | Count |"), "{text}");
    assert!(text.contains("\n  - Lost: 5\n"), "{text}");
}

#[test]
fn a_diff_tells_of_renamed_files() {
    let repository =
        Repository::new(&[("p/old.py", "a = 1\nb = 2\nc = 3\n"), ("p/gone.py", "d = 4\n")]);
    let base = repository.beside("base");
    git_in(
        &repository.path(),
        ["worktree", "add", "--quiet", base.to_str().unwrap(), "HEAD", "--detach"],
    );
    repository.git(["mv", "p/old.py", "p/new.py"]);
    repository.git(["rm", "--quiet", "p/gone.py"]);
    repository.write(&[("p/new.py", "x = 0\na = 1\nb = 2\nc = 3\n")]);
    repository.git(["add", "--all"]);
    fs::write(repository.beside("c.diff"), repository.git(["diff", "-M", "--cached"])).unwrap();
    write_data(&repository.beside("base.coverage"), &json!({"p/old.py": [1, 2], "p/gone.py": [1]}));
    let data = repository.lines(&[("p/new.py", &[1, 3, 4])]);
    let options = ["--base=base.coverage", "--base-source=base", "--format=json", "--diff=c.diff"];
    let compared = report(&repository.diff(&data, &options));
    let files = &compared["base"]["files"];
    assert_eq!(files[0]["path"], "p/gone.py");
    assert_eq!(files[0]["categories"], json!({"deleted_covered": [[1, 1]]}));
    assert_eq!(
        (&files[1]["path"], &files[1]["old_path"]),
        (&json!("p/new.py"), &json!("p/old.py"))
    );
    let expected = json!({
        "new_covered": [[1, 1]], "lost": [[2, 2]], "still_covered": [[3, 3]], "gained": [[4, 4]],
    });
    assert_eq!(files[1]["categories"], expected);
    // A diff means that the base has other sources.
    let refused = repository.diff(&data, &["--base=base.coverage", "--diff=c.diff"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stdout).contains("--base-source DIR"));
}

#[test]
fn two_runs_of_the_same_source_may_be_compared() {
    let repository = Repository::new(&[("p/m.py", "a = 1\nb = 2\n"), ("p/n.py", "c = 3\n")]);
    write_data(&repository.beside("one.coverage"), &json!({"p/m.py": [1]}));
    write_data(&repository.beside("two.coverage"), &json!({"p/n.py": [1]}));
    let data = repository.lines(&[("p/m.py", &[2])]);
    let options =
        ["--base=one.coverage", "--base=two.coverage", "--fail-under=100", "--format=json"];
    let compared = report(&repository.diff(&data, &options));
    assert_eq!(compared["totals"]["percent_covered"], Value::Null);
    let files = &compared["base"]["files"];
    assert_eq!(files[0]["categories"], json!({"lost": [[1, 1]], "gained": [[2, 2]]}));
    // It is there, and no longer measured.
    assert_eq!(files[1]["categories"], json!({"excluded_covered": [[1, 1]]}));
    assert_eq!(files[1]["now"], Value::Null);
}

//! Tests which statements of a change count, by cases worked out by hand.
//!
//! Nothing ran in the data, so that each changed statement is missing.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::repository::Repository;

/// A source with statements of every kind.
const BEFORE: &str = "\
'''Docs.'''
import os


def f(a, b):
    '''More
    docs.'''
    if a:
        return os.path.join(
            a,
            b,
        )
    else:
        # A comment
        text = '''x
y'''
    if b:  # pragma: no cover
        print(a)
    return a \\
        + b


@f(1, 2)
def g():
    pass
";

/// First and last line of the changed statements of each file.
type Statements = BTreeMap<String, Vec<(u64, u64)>>;

/// Returns the changed statements of the files that were measured.
fn statements(report: &Value) -> Statements {
    let files = report["files"].as_array().unwrap().iter();
    let measured = files.filter(|file| file["result"] == "measured");
    let missing = |file: &Value| {
        let all = file["coverage"]["missing"].as_array().unwrap().iter();
        all.map(|lines| (lines[0].as_u64().unwrap(), lines[1].as_u64().unwrap())).collect()
    };
    measured.map(|file| (file["path"].as_str().unwrap().to_owned(), missing(file))).collect()
}

/// The changed statements of `m.py`, when `BEFORE` is edited.
fn edited(from: &str, to: &str) -> Vec<(u64, u64)> {
    let repository = Repository::new(&[("m.py", BEFORE)]);
    assert!(BEFORE.contains(from), "{from}");
    repository.write(&[("m.py", &BEFORE.replacen(from, to, 1))]);
    let report = repository.json(&repository.lines(&[("m.py", &[])]), &repository.git(["diff"]));
    statements(&report).remove("m.py").unwrap_or_default()
}

#[test]
fn a_statement_is_changed_if_any_of_its_lines_is() {
    for (from, to, expected) in [
        ("import os", "import os, sys", &[(2, 2)][..]),
        ("            b,\n", "            b + 1,\n", &[(9, 12)]),
        ("            b,\n", "            b,\n            # A comment\n", &[(9, 13)]),
        ("x\ny", "x\nz", &[(15, 16)]),
        ("        + b", "        - b", &[(19, 20)]),
        ("if a:", "if not a:", &[(8, 8)]),
        ("@f(1, 2)", "@f(1, 3)", &[(23, 23)]),
        ("    pass", "    pass\n    pass", &[(26, 26)]),
        ("def f(a, b):", "def f(\n    a,\n    b,\n):", &[(5, 8)]),
        (
            "    return a \\\n        + b\n",
            "    return (\n        a\n        + b\n    )\n",
            &[(19, 22)],
        ),
        // Only the new side counts.
        ("            b,\n", "", &[]),
        ("    else:\n        # A comment\n        text = '''x\ny'''\n", "", &[]),
        // No code, or excluded code.
        ("Docs.", "Other docs.", &[]),
        ("    docs.", "    other docs.", &[]),
        ("# A comment", "# Another", &[]),
        ("print(a)", "print(b)", &[]),
        ("    else:", "    else :", &[]),
        ("import os\n\n", "import os\n\n\n\n", &[]),
    ] {
        assert_eq!(edited(from, to), expected, "{from} -> {to}");
    }
}

/// Returns the JSON report on a change of some files, and the statements that it changes.
fn changed(
    before: &[(&str, &str)],
    change: impl FnOnce(&Repository),
    options: &[&str],
) -> (Value, Statements) {
    let repository = Repository::new(before);
    change(&repository);
    repository.git(["add", "--all"]);
    let diff = repository.git([&["diff", "--cached", "HEAD"], options].concat());
    let tree = repository.git(["ls-files", "-z", "*.py"]);
    let tree = String::from_utf8(tree).unwrap();
    let files: Vec<(&str, &[u32])> =
        tree.split('\0').filter(|name| !name.is_empty()).map(|name| (name, &[][..])).collect();
    let report = repository.json(&repository.lines(&files), &diff);
    let statements = statements(&report);
    (report, statements)
}

fn expected(files: &[(&str, &[u64])]) -> Statements {
    let lines = |lines: &[u64]| lines.iter().map(|line| (*line, *line)).collect();
    files.iter().map(|(name, statements)| ((*name).to_owned(), lines(statements))).collect()
}

#[test]
fn files_are_added_deleted_renamed_and_copied() {
    let text = "a = 1\nb = 2\nc = 3\nd = 4\ne = 5\n";
    let (report, statements) = changed(
        &[
            ("m/gone.py", text),
            ("m/old.py", &text.replace('1', "9")),
            ("m/same.py", &text.replace('1', "8")),
        ],
        |repository| {
            repository.git(["rm", "--quiet", "m/gone.py"]);
            repository.git(["mv", "m/old.py", "m/new.py"]);
            repository.git(["mv", "m/same.py", "m/moved.py"]);
            let edited = text.replace('1', "9").replace("c = 3", "c = 4\nf = 5");
            repository.write(&[("m/new.py", &edited), ("m/added.py", "x = 1\n\ny = 2")]);
        },
        &["-M"],
    );
    assert_eq!(statements, expected(&[("m/added.py", &[1, 3]), ("m/new.py", &[3, 4])]));
    let kinds: Vec<_> = report["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| {
            (
                file["path"].as_str().unwrap(),
                file["change"].as_str().unwrap(),
                file["result"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        kinds,
        [
            ("m/added.py", "added", "measured"),
            ("m/gone.py", "deleted", "nothing_to_measure"),
            ("m/moved.py", "renamed", "nothing_to_measure"),
            ("m/new.py", "renamed", "measured"),
        ]
    );
}

#[test]
fn moved_and_indented_blocks_are_new_where_they_are_now() {
    let before = "a = 1\nb = 2\nc = 3\nif a:\n    d = 4\n";
    let (_, moved) = changed(
        &[("m.py", before)],
        |repository| repository.write(&[("m.py", "c = 3\nif a:\n    d = 4\na = 1\nb = 2\n")]),
        &[],
    );
    assert_eq!(moved, expected(&[("m.py", &[4, 5])]));
    let indented = "a = 1\nb = 2\nif b:\n    c = 3\n    if a:\n        d = 4\n";
    let indent = |repository: &Repository| repository.write(&[("m.py", indented)]);
    let (_, all) = changed(&[("m.py", before)], indent, &[]);
    assert_eq!(all, expected(&[("m.py", &[3, 4, 5, 6])]));
    let (_, words) = changed(&[("m.py", before)], indent, &["-w"]);
    assert_eq!(words, expected(&[("m.py", &[3])]));
}

#[test]
fn line_ends_marks_and_encodings_are_those_of_python() {
    let (_, statements) = changed(
        &[("crlf.py", "a = 1\r\nb = 2\r\n"), ("end.py", "a = 1\nb = 2")],
        |repository| {
            repository
                .write(&[("crlf.py", "a = 1\r\nb = 3\r\nc = 4\r\n"), ("end.py", "a = 1\nb = 3")]);
            repository.write_bytes("mark.py", b"\xef\xbb\xbfa = 1\n\x0c\nb = '\xc3\xa4'\n");
            repository.write_bytes("latin.py", b"# coding: latin-1\na = '\xe4'\n");
            repository.write_bytes("binary.bin", b"\0\x01\x02");
        },
        &[],
    );
    let expected = expected(&[
        ("crlf.py", &[2, 3]),
        ("end.py", &[2]),
        ("latin.py", &[2]),
        ("mark.py", &[1, 3]),
    ]);
    assert_eq!(statements, expected);
}

#[test]
fn names_may_have_any_characters() {
    let names = ["ä ö.py", "a b.py", "t\"q.py", "b/x.py", "tab\there.py"];
    let (_, statements) = changed(
        &[("b/x.py", "a = 1\n")],
        |repository| names.iter().for_each(|name| repository.write(&[(name, "a = 2\n")])),
        &[],
    );
    let mut changed: Vec<&str> = statements.keys().map(String::as_str).collect();
    changed.sort_unstable();
    let mut all = names.to_vec();
    all.sort_unstable();
    assert_eq!(changed, all);
    assert!(statements.values().all(|lines| *lines == [(1, 1)]));
}

#[test]
fn modes_links_and_submodules_change_no_statement() {
    let repository = Repository::new(&[("m.py", "a = 1\n")]);
    repository.git(["update-index", "--chmod=+x", "m.py"]);
    let commit = String::from_utf8(repository.git(["rev-parse", "HEAD"])).unwrap();
    let module = format!("160000,{},module", commit.trim());
    repository.git(["update-index", "--add", "--cacheinfo", &module]);
    let link = String::from_utf8(repository.git(["hash-object", "-w", "m.py"])).unwrap();
    let link = format!("120000,{},link", link.trim());
    repository.git(["update-index", "--add", "--cacheinfo", &link]);
    let diff = repository.git(["diff", "--cached"]);
    let report = repository.json(&repository.lines(&[("m.py", &[])]), &diff);
    let files = report["files"].as_array().unwrap().iter();
    let results: Vec<_> =
        files.map(|file| (file["path"].as_str(), file["result"].as_str())).collect();
    let nothing = Some("nothing_to_measure");
    assert_eq!(results, ["link", "m.py", "module"].map(|path| (Some(path), nothing)));
    assert_eq!(report["totals"]["percent_covered"], Value::Null);
}

#[test]
fn a_merge_is_compared_with_one_parent() {
    let repository = Repository::new(&[("m.py", "a = 1\nb = 2\nc = 3\n")]);
    repository.git(["checkout", "--quiet", "-b", "feature"]);
    repository.write(&[("m.py", "a = 1\nb = 2\nc = 4\n")]);
    repository.commit();
    repository.git(["checkout", "--quiet", "main"]);
    repository.write(&[("m.py", "a = 2\nb = 2\nc = 3\n")]);
    repository.commit();
    repository.git(["merge", "--quiet", "--no-commit", "feature"]);
    repository.write(&[("m.py", "a = 3\nb = 2\nc = 5\n")]);
    repository.commit();
    let data = repository.lines(&[("m.py", &[])]);
    let report = repository.json(&data, &repository.git(["show", "--first-parent", "-m"]));
    assert_eq!(statements(&report), expected(&[("m.py", &[1, 3])]));
    let combined = repository.git(["show"]);
    std::fs::write(repository.beside("combined.diff"), combined).unwrap();
    let refused = repository.diff(&data, &["--diff", "combined.diff"]);
    let words = String::from_utf8_lossy(&refused.stdout).into_owned();
    assert_eq!(refused.status.code(), Some(1), "{words}");
    assert!(words.contains("combined diff") && words.contains("--first-parent"), "{words}");
}

#[test]
fn mails_of_several_commits_are_one_change() {
    let repository = Repository::new(&[("m.py", "a = 1\nb = 2\nc = 3\n")]);
    for text in [
        "new = 0\na = 1\nb = 2\nc = 3\n",
        "new = 0\na = 1\nb = 2\nc = 4\nlast = 5\n",
        "first = 0\nnew = 0\na = 1\nc = 4\nlast = 5\n",
    ] {
        repository.write(&[("m.py", text)]);
        repository.commit();
    }
    let data = repository.lines(&[("m.py", &[])]);
    let expected = expected(&[("m.py", &[1, 2, 4, 5])]);
    let mails = repository.git(["format-patch", "--stdout", "HEAD~3"]);
    assert_eq!(statements(&repository.json(&data, &mails)), expected);
    let whole = repository.git(["diff", "HEAD~3"]);
    assert_eq!(statements(&repository.json(&data, &whole)), expected);
    // Newest first, so that each commit stands before its parent.
    let log = repository.json(&data, &repository.git(["log", "-p", "HEAD~3.."]));
    assert_ne!(log["files"][0]["result"], "measured");
}

#[test]
fn a_diff_of_another_commit_is_told() {
    let repository = Repository::new(&[("m.py", "a = 1\nb = 2\nc = 3\n")]);
    repository.write(&[("m.py", "a = 2\nb = 2\nc = 4\n"), ("n.py", "d = 5\n")]);
    repository.git(["add", "--all"]);
    let data = repository.lines(&[("m.py", &[1]), ("n.py", &[1])]);
    let wrong_way = repository.json(&data, &repository.git(["diff", "--cached", "-R"]));
    let file = &wrong_way["files"][0];
    assert_eq!((&file["path"], &file["result"]), (&"m.py".into(), &"misfit".into()));
    assert_eq!(file["misfits"]["misfits"], 2);
    let output = repository.diff(&data, &["--diff", "change.diff"]);
    let words = String::from_utf8(output.stdout).unwrap();
    assert!(
        words.starts_with("Nothing measurable changed\nm.py: 2 of 3 lines of the diff are not"),
        "{words}"
    );
}

#[test]
fn a_change_of_many_lines_is_read_whole() {
    let long =
        |value: u32| (0..20_000).map(|n| format!("a{n} = {value}")).collect::<Vec<_>>().join("\n");
    let (report, _) =
        changed(&[("m.py", &long(1))], |repository| repository.write(&[("m.py", &long(2))]), &[]);
    assert_eq!(report["totals"]["num_statements"], 20_000);
}

//! Tests of the data files that the commands read and write by default.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::side_by_side::{covdrop, coverage, python};

/// Writes data files, each with its name and the lines of `a.py` that ran.
fn record(python: &Path, folder: &Path, files: &[(&str, &str)]) {
    let script = "import coverage, os, sys\n\
                  for name, lines in zip(sys.argv[1::2], sys.argv[2::2]):\n\
                  \x20   data = coverage.CoverageData(name)\n\
                  \x20   lines = [int(line) for line in lines.split()]\n\
                  \x20   data.add_lines({os.path.realpath('a.py'): lines})\n\
                  \x20   data.write()\n\
                  \x20   data.close()\n";
    let arguments = files.iter().flat_map(|(name, lines)| [*name, *lines]);
    let mut command = Command::new(python);
    let made = command.args(["-c", script]).args(arguments).current_dir(folder).status().unwrap();
    assert!(made.success());
    fs::write(folder.join("a.py"), "a = 1\nb = 2\nc = 3\nd = 4\n").unwrap();
}

#[test]
fn what_coverage_py_would_find_is_taken_where_nothing_is_named() {
    let Some(python) = python() else { return };
    for (settings, files) in [
        ("", &[(".coverage", "1")][..]),
        ("", &[(".coverage.h.1.x", "1"), (".coverage.h.2.x", "2")]),
        ("", &[(".coverage", "1"), (".coverage.h.1.x", "2 3")]),
        ("[run]\ndata_file = out/cov.db\n", &[("out/cov.db.h.1.x", "1 2"), (".coverage", "4")]),
    ] {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("out")).unwrap();
        fs::write(folder.path().join(".coveragerc"), settings).unwrap();
        record(&python, folder.path(), files);
        let ours = covdrop(folder.path(), &["report", "-m"]);
        assert!(files.iter().all(|(name, _)| folder.path().join(name).exists()));
        let mut theirs = coverage(&python, folder.path(), &["report", "-m", "--keep-combined"]);
        // coverage.py also prints the number of data files that it combines.
        if let Some((first, rest)) = theirs.text.split_once('\n')
            && first.starts_with("Combined ")
        {
            theirs.text = rest.to_owned();
        }
        assert_eq!(ours, theirs, "{files:?}");
    }
    let folder = tempfile::tempdir().unwrap();
    for command in ["report", "combine", "xml"] {
        let ours = covdrop(folder.path(), &[command]);
        assert_eq!(ours.status, Some(1));
        assert!(ours.text.starts_with("There is no data file '.coverage' here. "), "{ours:?}");
    }
}

#[test]
fn combining_keeps_what_it_combines_and_rewrites_only_what_it_adds_to() {
    let Some(python) = python() else { return };
    let folder = tempfile::tempdir().unwrap();
    let files = [(".coverage.h.1.x", "1"), (".coverage.h.2.x", "2")];
    record(&python, folder.path(), &files);
    let read = |name: &str| fs::read(folder.path().join(name)).unwrap();
    let before = files.map(|(name, _)| read(name));
    for options in [&["combine"][..], &["combine", "--keep"]] {
        assert_eq!(covdrop(folder.path(), options).status, Some(0));
        assert_eq!(files.map(|(name, _)| read(name)), before);
        let report = ["report", "--format=total", ".coverage"];
        assert_eq!(covdrop(folder.path(), &report).text, "50\n");
    }

    let folder = tempfile::tempdir().unwrap();
    record(&python, folder.path(), &[(".coverage", "4"), ("one", "1"), ("two", "2")]);
    let total = |options: &[&str]| {
        let combined = covdrop(folder.path(), &[&["combine"], options].concat());
        assert_eq!(combined.status, Some(0), "{combined:?}");
        coverage(&python, folder.path(), &["report", "--format=total"]).text
    };
    assert_eq!(total(&["--append", "one"]), "50\n");
    assert_eq!(total(&["-a", "two"]), "75\n");
    assert_eq!(total(&["--keep", "two"]), "25\n");
    assert_eq!(total(&["-a", "one", ".coverage"]), "50\n");
    assert_eq!(total(&["-a", "-o", "new", "one"]), "50\n");
    // A new output is not an input, even if the command line names it as one.
    assert_eq!(total(&["one", ".coverage"]), "25\n");
    let before = fs::read(folder.path().join(".coverage")).unwrap();
    let alone = covdrop(folder.path(), &["combine", ".coverage"]);
    assert_eq!(alone.status, coverage(&python, folder.path(), &["combine", ".coverage"]).status);
    assert_eq!(fs::read(folder.path().join(".coverage")).unwrap(), before);
}

#[test]
fn windows_and_posix_forms_of_a_path_are_combined_to_one() {
    let Some(python) = python() else { return };
    let folder = tempfile::tempdir().unwrap();
    let script = "import coverage\n\
                  for name, path, line in [('a', 'pkg/core.py', 1), ('b', 'pkg\\\\core.py', 2)]:\n\
                  \x20   data = coverage.CoverageData(name)\n\
                  \x20   data.add_lines({path: [line]})\n\
                  \x20   data.write()\n\
                  \x20   data.close()\n";
    let run = |script: &str| {
        let output = Command::new(&python).args(["-c", script]).current_dir(folder.path()).output();
        String::from_utf8(output.unwrap().stdout).unwrap()
    };
    run(script);
    let paths = "import coverage; d = coverage.CoverageData(); d.read(); \
                 print([(f, d.lines(f)) for f in d.measured_files()])";
    let combined = coverage(&python, folder.path(), &["combine", "--keep", "a", "b"]);
    assert_eq!(combined.status, Some(0), "{combined:?}");
    let theirs = run(paths);
    fs::remove_file(folder.path().join(".coverage")).unwrap();
    assert_eq!(covdrop(folder.path(), &["combine", "a", "b"]).status, Some(0));
    assert_eq!(run(paths), theirs);
    assert_eq!(theirs, "[('pkg/core.py', [1, 2])]\n");
}

#[test]
fn messages_name_what_they_are_about_once() {
    let Some(python) = python() else { return };
    let folder = tempfile::tempdir().unwrap();
    record(&python, folder.path(), &[(".coverage.h", "1 2")]);
    let said = |settings: &str, options: &[&str]| {
        fs::write(folder.path().join(".coveragerc"), settings).unwrap();
        let arguments = [&["report", "--source", ".", ".coverage.h"], options].concat();
        let mut command = Command::new(env!("CARGO_BIN_EXE_covdrop"));
        let output = command.args(arguments).current_dir(folder.path()).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        let words = String::from_utf8(output.stdout).unwrap();
        let rest = String::from_utf8(output.stderr).unwrap();
        assert!(rest.lines().all(|line| line.starts_with("Data files of ")), "{rest}");
        words
    };
    assert_eq!(
        said("", &["--omit=b**r/*"]),
        "--omit: File pattern 'b**r/*' can't include 'b**'. Correct the pattern.\n"
    );
    assert_eq!(
        said("[report]\nomit = b**r/*\n", &[]),
        ".coveragerc: [report] omit: File pattern 'b**r/*' can't include 'b**'. Correct the \
         pattern there.\n"
    );
    for (settings, start) in [
        ("[report]\nshow_missing = maybe\n", ".coveragerc: 'show_missing' of [report] is 'maybe'"),
        ("[report]\nformat = bogus\n", ".coveragerc: [report] format: "),
        ("[report]\nsort = bogus\n", ".coveragerc: [report] sort: "),
        ("[report]\nprecision = -1\n", ".coveragerc: [report] precision: "),
        ("[run]\nconcurrency = bogus\n", ".coveragerc: 'concurrency' of [run] is 'bogus'"),
        ("[paths]\nx =\n    src/*\n    /w\n", ".coveragerc: [paths]: Result path 'src/*'"),
    ] {
        let words = said(settings, &[]);
        assert!(words.starts_with(start), "{words}");
        assert_eq!(words.lines().count(), 1, "{words}");
    }
}

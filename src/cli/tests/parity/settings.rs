//! Tests of settings and options that one program might refuse and the other accept.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::side_by_side::{covdrop, coverage, python};

const SOURCES: [(&str, &str); 3] = [
    ("a.py", "import sys\nif sys.argv:\n    x = 1\nelse:\n    x = 2\n"),
    ("pkg/b.py", "def f(a):\n    for b in a:\n        print(b)\n\nclass C:\n    y = 1\n"),
    ("pkg/__init__.py", ""),
];

const RECORD: &str = "
import coverage, os, sys
data = coverage.CoverageData('.coverage.host.1.x')
data.set_context('one')
data.add_arcs({
    os.path.realpath('a.py'): [(-1, 1), (1, 2), (2, 3), (3, -1)],
    os.path.realpath('pkg/b.py'): [(-1, 1), (1, 5), (5, 6), (6, -5), (6, -1)],
})
data.set_context('two')
data.add_arcs({
    os.path.realpath('pkg/b.py'): [(-1, 2), (2, 3), (3, 2), (2, -1)],
    os.path.realpath('pkg/__init__.py'): [(-1, 0), (0, -1)],
})
data.write()
data.close()
";

/// Returns a project with its data files, and with the combined data in its folder.
pub(crate) fn project(python: &Path) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in SOURCES {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let mut command = Command::new(python);
    let recorded = command.args(["-c", RECORD]).current_dir(folder.path()).status().unwrap();
    assert!(recorded.success());
    let combined = coverage(python, folder.path(), &["combine", "--keep"]);
    assert_eq!(combined.status, Some(0), "{combined:?}");
    fs::create_dir(folder.path().join("data")).unwrap();
    let data = ".coverage.host.1.x";
    fs::rename(folder.path().join(data), folder.path().join("data").join(data)).unwrap();
    folder
}

/// Settings, and the command and options to try them with.
const CASES: &[(&str, &[&str])] = &[
    ("", &["report"]),
    ("", &["report", "--format="]),
    ("[report]\nformat = total\n", &["report", "--format="]),
    ("[report]\nformat = total\n", &["report"]),
    ("[report]\nformat = bogus\n", &["report"]),
    ("[report]\nformat = bogus\n", &["report", "--format=text"]),
    ("[report]\nformat = bogus\n", &["json", "-o", "-"]),
    ("[report]\nformat = Text\n", &["report"]),
    ("", &["report", "--format=bogus"]),
    ("[run]\nconcurrency = bogus\n", &["report"]),
    ("[run]\nconcurrency = bogus\n", &["xml", "-o", "-"]),
    ("[run]\nconcurrency = gevent, eventlet\n", &["report"]),
    ("[run]\nconcurrency = thread, multiprocessing\n", &["report"]),
    ("[report]\nsort = bogus\n", &["report"]),
    ("[report]\nsort = -Miss\n", &["report"]),
    ("[report]\nsort =\n", &["report"]),
    ("[report]\nsort = bogus\n", &["lcov", "-o", "-"]),
    ("", &["report", "--sort=-branch"]),
    ("", &["report", "--sort="]),
    ("", &["report", "--sort=x"]),
    ("", &["report", "--include="]),
    ("[report]\ninclude = a.py\n", &["report", "--include="]),
    ("", &["report", "--include=a.py", "--include=pkg/*"]),
    ("", &["report", "--include=a.py,pkg/__init__.py"]),
    ("", &["report", "--omit="]),
    ("[report]\nomit = a.py\n", &["report", "--omit="]),
    ("[report]\nomit = a.py\n", &["report", "--omit=pkg/*"]),
    ("", &["report", "--omit=b**r/*"]),
    ("", &["report", "--include=[z-a]"]),
    ("[report]\nomit = a***\n", &["json", "-o", "-"]),
    ("[report]\ninclude = nothing/*\n", &["report"]),
    ("", &["report", "--contexts="]),
    ("[report]\ncontexts = one\n", &["report", "--contexts="]),
    ("[report]\ncontexts = one\n", &["report", "--contexts=two"]),
    ("", &["report", "--contexts=("]),
    ("[report]\ncontexts = (\n", &["report"]),
    ("[report]\ncontexts = (\n", &["xml", "-o", "-"]),
    ("[json]\nshow_contexts = true\n", &["json", "-o", "-", "--contexts=o"]),
    ("", &["report", "--fail-under= 50"]),
    ("", &["report", "--fail-under=1_0"]),
    ("", &["report", "--fail-under=+5e1"]),
    ("", &["report", "--fail-under=.5"]),
    ("", &["report", "--fail-under=99.5"]),
    ("", &["xml", "-o", "-", "--fail-under=99"]),
    ("", &["report", "--fail-under=x"]),
    ("", &["report", "--fail-under="]),
    ("", &["report", "--fail-under=50%"]),
    ("[report]\nfail_under = 99.99\n", &["report"]),
    ("[report]\nfail_under = 99.99\n", &["lcov", "-o", "-"]),
    ("[report]\nfail_under = 99\n", &["report", "--fail-under=0"]),
    ("", &["report", "--precision= 1"]),
    ("", &["report", "--precision=0x2"]),
    ("", &["report", "--precision=010"]),
    ("", &["report", "--precision=0b1"]),
    ("", &["report", "--precision=1_0"]),
    ("", &["report", "--precision=1.0"]),
    ("", &["report", "--precision=two"]),
    ("", &["report", "--precision="]),
    ("[report]\nprecision = 2\n", &["report"]),
    ("[report]\nprecision = two\n", &["report"]),
    ("[report]\nprecision = -1\n", &["report"]),
    ("[report]\nprecision = -1\n", &["json", "-o", "-"]),
    ("[report]\nprecision = 3\n", &["json", "-o", "-"]),
    ("[report]\nshow_missing = maybe\n", &["report"]),
    ("[report]\nshow_missing = YES\n", &["report"]),
    ("[report]\nskip_empty = on\n", &["report", "--skip-covered"]),
    ("[report]\nexclude_lines = ([\n", &["report"]),
    ("[report]\nexclude_also = *a\n", &["json", "-o", "-"]),
    ("[report]\npartial_also = a{2,1}\n", &["report"]),
    ("[report]\nexclude_also = class C\n", &["report"]),
    ("[paths]\nx =\n    src/*\n    /w\n", &["report"]),
    ("[paths]\nx =\n    src\n    /w/*\n", &["report"]),
    ("\u{feff}[report]\nprecision = 1\n", &["report"]),
    ("[run\nbranch = true\n", &["report"]),
    ("[report]\nprecision = 1\nprecision = 2\n", &["report"]),
    ("[xml]\npackage_depth = 0\n", &["xml", "-o", "-"]),
    ("[xml]\npackage_depth = many\n", &["xml", "-o", "-"]),
    ("[lcov]\nline_checksums = true\n", &["lcov", "-o", "-"]),
    ("[json]\npretty_print = 1\n", &["json", "-o", "-"]),
    ("", &["report", "--skip-covered", "--skip-covered", "-m", "-m"]),
    ("", &["report", "--nonsense"]),
];

#[test]
fn settings_are_followed_and_refused_as_by_coverage_py() {
    let Some(python) = python() else { return };
    let folder = project(&python);
    let mut differences = Vec::new();
    for (settings, arguments) in CASES {
        fs::write(folder.path().join(".coveragerc"), settings).unwrap();
        let (command, options) = arguments.split_first().unwrap();
        let mut theirs_too = vec![*command];
        if *command != "report" {
            theirs_too.push("-q");
        }
        let theirs = coverage(&python, folder.path(), &[&theirs_too, options].concat());
        let ours = covdrop(folder.path(), &[arguments, &["--source", ".", "data"][..]].concat());
        let is_refused = theirs.status == Some(1);
        // The texts of refusals may differ, and Covdrop prints usage on standard error.
        if ours.status != theirs.status || !is_refused && ours.text != theirs.text {
            differences.push(format!(
                "{settings:?} {arguments:?}: {:?}, and coverage.py {:?}\n{}\n--- coverage.py:\n{}",
                ours.status, theirs.status, ours.text, theirs.text
            ));
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

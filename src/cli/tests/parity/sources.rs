//! Which files are sources: those that data names, whatever their names and folders.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::side_by_side::{covdrop, coverage, python};

/// Python of three statements, of which the recorded lines leave one out.
const PYTHON: &str = "#!/usr/bin/python3\nx = 1\nif x:\n    y = 2\n";

/// Records lines 2 and 3 of each of `paths` below `folder`, and line 1 of `a.py`, into `folder/data`.
fn record(python: &Path, folder: &Path, paths: &[&str]) {
    let script = "import coverage, os, sys\n\
                  data = coverage.CoverageData('data')\n\
                  root = os.path.realpath('proj') + os.sep\n\
                  data.add_lines({root + path: [2, 3] for path in sys.argv[1:]})\n\
                  data.add_lines({root + 'a.py': [1]})\n\
                  data.write()\n\
                  data.close()\n";
    let mut command = Command::new(python);
    let made = command.args(["-c", script]).args(paths).current_dir(folder).status().unwrap();
    assert!(made.success());
    write(folder, "a.py", "x = 1\n");
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join("proj").join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// What both programs say with these arguments, in the project of `folder`.
#[track_caller]
fn assert_same(python: &Path, folder: &Path, arguments: &[&str]) {
    let project = folder.join("proj");
    let ours = covdrop(&project, &[arguments, &["--source", ".", "../data"]].concat());
    let theirs = coverage(python, &project, &[arguments, &["--data-file", "../data"]].concat());
    if theirs.status == Some(1) {
        // Each has its own words for what does not parse.
        assert_eq!(ours.status, Some(1), "{ours:?} {theirs:?}");
        return;
    }
    assert_eq!(ours, theirs, "{arguments:?}");
}

#[test]
fn a_file_is_a_source_if_data_names_it() {
    let Some(python) = python() else { return };
    for (path, text) in [
        ("script", PYTHON),
        ("page.tmpl", PYTHON),
        ("w.pyw", PYTHON),
        ("t.pyx", PYTHON),
        ("conf.py.in", PYTHON),
        ("deploy/site.wsgi", PYTHON),
        (".wsgi", PYTHON),
        ("views/page.tpl", PYTHON),
        ("node_modules/gyp/tool.py", PYTHON),
        ("web/node_modules/gyp/tool.tmpl", PYTHON),
        ("venv/bin/tool.tmpl", PYTHON),
        ("coverage.tmpl", PYTHON),
        ("page.html", "<b>{{ x }}</b>\n"),
        ("coverage.html", "<html>{{ x }}</html>\n"),
        ("p2.pyhtml", "<b>{{ x }}</b>\n"),
        ("no_python", "<b>{{ x }}</b>\n"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        record(&python, folder.path(), &[path]);
        write(folder.path(), path, text);
        write(folder.path(), "other.tmpl", "not named\n");
        for arguments in [&["report", "-m"][..], &["report", "-m", "-i"]] {
            assert_same(&python, folder.path(), arguments);
        }
    }
}

#[cfg(unix)]
#[test]
fn a_source_below_a_link_is_where_the_link_leads() {
    let Some(python) = python() else { return };
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.py", "x = 1\n");
    fs::create_dir(folder.path().join("outside")).unwrap();
    fs::write(folder.path().join("outside/b.py"), PYTHON).unwrap();
    let project = folder.path().join("proj");
    std::os::unix::fs::symlink("../outside", project.join("link")).unwrap();
    // coverage.py records where a file really lies.
    let real = "import coverage, os; d = coverage.CoverageData('../real'); \
                d.add_lines({os.path.realpath('link/b.py'): [2, 3], os.path.realpath('a.py'): [1]}); \
                d.write()";
    let made = Command::new(&python).args(["-c", real]).current_dir(&project).status().unwrap();
    assert!(made.success());
    let total = ["report", "--format=total"];
    let ours = covdrop(&project, &[&total[..], &["--source", ".", "../real"]].concat());
    let theirs = coverage(&python, &project, &[&total[..], &["--data-file", "../real"]].concat());
    assert_eq!(ours, theirs);
    // What is combined is what coverage.py reads.
    let combine = ["combine", "-o", "../out", "--source", ".", "../real"];
    assert_eq!(covdrop(&project, &combine).status, Some(0));
    let again = coverage(&python, &project, &[&total[..], &["--data-file", "../out"]].concat());
    assert_eq!(again, theirs);
}

#[test]
fn a_source_in_an_archive_keeps_the_archive_in_its_name() {
    let Some(python) = python() else { return };
    let folder = tempfile::tempdir().unwrap();
    let packed = [
        ("lib.zip", "zmod.py"),
        ("eggs/E-1.0-py3.11.egg", "epkg/emod.py"),
        ("app.pex", "pmod.py"),
        ("w.whl", "w.tmpl"),
        ("venv/lib/python3.11/site-packages/S.egg", "smod.py"),
    ];
    let paths = packed.map(|(archive, inner)| format!("{archive}/{inner}"));
    record(&python, folder.path(), &paths.each_ref().map(String::as_str));
    // An archive beside Python code is opened too, if data names what is in it.
    write(folder.path(), "eggs/beside.py", "x = 1\n");
    write(folder.path(), "zmod.py", "not this one\n");
    for (archive, inner) in packed {
        let script = "import sys, zipfile\n\
                      head = b'#!/usr/bin/env python3\\n' if sys.argv[1].endswith('.pex') else b''\n\
                      open(sys.argv[1], 'wb').write(head)\n\
                      zipfile.ZipFile(sys.argv[1], 'a').writestr(sys.argv[2], sys.argv[3])\n";
        write(folder.path(), archive, "");
        let archive = folder.path().join("proj").join(archive);
        let mut command = Command::new(&python);
        let made = command.args(["-c", script]).arg(archive).args([inner, PYTHON]).status();
        assert!(made.unwrap().success());
    }
    for command in ["report", "json", "xml", "lcov"] {
        let arguments = if command == "report" { [command, "-m"] } else { [command, "-o-"] };
        assert_same(&python, folder.path(), &arguments);
    }
    let project = folder.path().join("proj");
    let combined = covdrop(&project, &["combine", "-o", "../out", "--source", ".", "../data"]);
    assert_eq!(combined.status, Some(0), "{combined:?}");
    let again = coverage(&python, &project, &["report", "-m", "--data-file", "../out"]);
    assert_eq!(again, coverage(&python, &project, &["report", "-m", "--data-file", "../data"]));
}

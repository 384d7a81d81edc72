//! Tests that all files that data names are sources, with any names and in any folders.

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

/// Asserts that both programs print the same with these arguments, in the project of `folder`.
#[track_caller]
fn assert_same(python: &Path, folder: &Path, arguments: &[&str]) {
    let project = folder.join("proj");
    let ours = covdrop(&project, &[arguments, &["--source", ".", "../data"]].concat());
    let theirs = coverage(python, &project, &[arguments, &["--data-file", "../data"]].concat());
    if theirs.status == Some(1) {
        // The texts for sources that do not parse differ.
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
    fs::write(folder.path().join("outside/c.py"), PYTHON).unwrap();
    fs::create_dir(folder.path().join("alone")).unwrap();
    fs::write(folder.path().join("alone/d.py"), PYTHON).unwrap();
    std::os::unix::fs::symlink("../outside", project.join("link")).unwrap();
    std::os::unix::fs::symlink("../alone/d.py", project.join("other.py")).unwrap();
    write(folder.path(), "real/sub/e.py", PYTHON);
    std::os::unix::fs::symlink("real", project.join("inner")).unwrap();
    std::os::unix::fs::symlink("../outside", project.join("link2")).unwrap();
    // coverage.py records paths after following links, relative ones from the project on.
    let record = "import coverage, os, sys\n\
                  root = os.getcwd() + os.sep if sys.argv[1] == '../rel' else ''\n\
                  data = coverage.CoverageData(sys.argv[1])\n\
                  for name in ['link/b.py', 'link/c.py', 'other.py', 'inner/sub/e.py', 'a.py']:\n\
                  \x20   data.add_lines({os.path.realpath(name).removeprefix(root): [2, 3]})\n\
                  data.write()\n";
    for data in ["../real", "../rel"] {
        let mut command = Command::new(&python);
        let made = command.args(["-c", record, data]).current_dir(&project).status().unwrap();
        assert!(made.success());
    }
    // Names, patterns and the order of files follow the path after following links.
    for (settings, report) in [
        ("", &["report", "-m"][..]),
        ("", &["report", "--omit=link/*,other.py"]),
        ("", &["report", "--omit=link2/c*"]),
        ("", &["report", "--omit=*/outside/*"]),
        ("", &["report", "--include=inner/*,link/b.py"]),
        ("[report]\nomit = inner/sub/\n", &["report"]),
        ("", &["report", "--include=../alone/*"]),
        ("", &["xml", "-o", "-"]),
        ("", &["lcov", "-o", "-"]),
        ("", &["json", "-o", "-"]),
        ("[run]\nrelative_files = true\nsource = .\n", &["xml", "-o", "-"]),
        ("[run]\nrelative_files = true\n", &["report"]),
    ] {
        fs::write(project.join(".coveragerc"), settings).unwrap();
        let data = if settings.contains("relative") { "../rel" } else { "../real" };
        let ours = covdrop(&project, &[report, &["--source", ".", data]].concat());
        let theirs = coverage(&python, &project, &[report, &["--data-file", data]].concat());
        assert_eq!(ours, theirs, "{settings} {report:?}");
    }
    fs::remove_file(project.join(".coveragerc")).unwrap();
    let total = ["report", "--format=total"];
    let theirs = coverage(&python, &project, &[&total[..], &["--data-file", "../real"]].concat());
    // coverage.py can read the combined data.
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
    // Covdrop also opens an archive beside Python code if data names files in it.
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

#[test]
fn a_report_on_files_without_sources_is_empty_if_these_are_ignored() {
    let Some(python) = python() else { return };
    let folder = tempfile::tempdir().unwrap();
    record(&python, folder.path(), &["gone.py", "page.html"]);
    write(folder.path(), "page.html", "<b>{{ x }}</b>\n");
    for settings in ["", "[report]\nfail_under = 50\n"] {
        write(folder.path(), ".coveragerc", settings);
        for include in ["gone.py", "page.html", "nothing.py"] {
            let include = format!("--include={include}");
            for report in [
                &["report"][..],
                &["report", "--format=total"],
                &["json", "-o", "-"],
                &["xml", "-o", "-"],
                &["lcov", "-o", "-"],
            ] {
                assert_same(&python, folder.path(), &[report, &["-i", &include]].concat());
            }
        }
    }
}

#[test]
fn patterns_are_held_against_relative_paths_if_files_are_relative() {
    let Some(python) = python() else { return };
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "pkg/b.py", PYTHON);
    write(folder.path(), "a.py", "x = 1\n");
    write(folder.path(), ".coveragerc", "[run]\nrelative_files = true\n");
    let script = "import coverage; d = coverage.CoverageData('data'); \
                  d.add_lines({'pkg/b.py': [2, 3], 'a.py': [1]}); d.write()";
    let made = Command::new(&python).args(["-c", script]).current_dir(folder.path()).status();
    assert!(made.unwrap().success());
    let root = folder.path().join("proj").canonicalize().unwrap();
    let absolute = format!("{}/pkg/*", root.display());
    for pattern in ["pkg/*", "./pkg/*", "*/pkg/*", "**/b.py", "?.py", &absolute] {
        for option in ["--omit", "--include"] {
            let option = format!("{option}={pattern}");
            assert_same(&python, folder.path(), &["report", &option]);
        }
    }
}

//! Tests of the output about a source that is not the tested one, and about plugins.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

/// The first line of coverage.py 4's data files.
const HEAD: &str = "!coverage.py: This is a private format, don't read it directly!";

/// A project in a folder of its own, with one data file.
struct Project(TempDir);

/// The output of a command, and its exit status.
struct Printed {
    status: i32,
    stdout: String,
    stderr: String,
}

impl Project {
    fn new(data: &str, files: &[(&str, &str)]) -> Project {
        let project = Project(tempfile::tempdir().unwrap());
        fs::create_dir(project.path().join("src")).unwrap();
        fs::write(project.path().join(".coverage.py311"), data).unwrap();
        for (name, text) in files {
            fs::write(project.path().join("src").join(name), text).unwrap();
        }
        project
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn covdrop(&self, arguments: &[&str]) -> Printed {
        let output = Command::new(env!("CARGO_BIN_EXE_covdrop"))
            .args(arguments.iter().map(OsStr::new))
            .args(["--source", "src", ".coverage.py311"])
            .current_dir(self.path())
            .output()
            .unwrap();
        Printed {
            status: output.status.code().unwrap(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// Returns a project whose `a.py` has become shorter since the test.
fn stale() -> Project {
    let data = format!("{HEAD}{{\"lines\": {{\"a.py\": [1, 2, 3, 4, 5, 6], \"b.py\": [1]}}}}");
    Project::new(&data, &[("a.py", "x = 1\n"), ("b.py", "x = 1\n")])
}

const STALE: &str = "a.py: 5 of 6 recorded lines are no code in this source, which ends at line 1 \
                     (job py311): another version?";

#[test]
fn a_stale_source_is_told_and_reported_on() {
    let Printed { status, stdout, stderr } = stale().covdrop(&["report"]);
    assert_eq!(status, 0, "{stderr}");
    assert!(stdout.contains("TOTAL"), "{stdout}");
    assert!(stderr.contains(STALE), "{stderr}");
    assert!(stderr.contains("Use the source of the commit that the tests ran on."), "{stderr}");
}

#[test]
fn a_stale_source_is_an_error_if_the_tested_one_is_asked_for() {
    let Printed { status, stdout, stderr } = stale().covdrop(&["report", "--strict-source"]);
    assert_eq!(status, 1);
    assert!(stdout.contains("--strict-source") && !stdout.contains("TOTAL"), "{stdout}");
    assert!(stderr.contains(STALE), "{stderr}");
}

#[test]
fn json_has_the_doubts_only_if_asked() {
    let report = |arguments: &[&str]| -> Value {
        serde_json::from_str(&stale().covdrop(arguments).stdout).unwrap()
    };
    assert_eq!(report(&["json", "-o", "-"]).get("covdrop"), None);
    let doubts = report(&["json", "--doubts", "-o", "-"])["covdrop"]["doubts"].clone();
    assert_eq!(doubts[0]["kind"], "stale");
    assert_eq!(doubts[0]["message"], STALE);
    assert_eq!(doubts.as_array().unwrap().len(), 1);
}

#[test]
fn many_stale_files_are_told_in_a_bounded_number_of_lines() {
    let names: Vec<String> = (0..50).map(|n| format!("m{n}.py")).collect();
    let lines: Vec<String> = names.iter().map(|name| format!("{name:?}: [1, 2, 3, 4]")).collect();
    let data = format!("{HEAD}{{\"lines\": {{{}}}}}", lines.join(", "));
    let files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "x = 1\n")).collect();
    let Printed { stderr, .. } = Project::new(&data, &files).covdrop(&["report"]);
    assert_eq!(stderr.matches("another version?").count(), 20, "{stderr}");
    assert!(stderr.contains("And 30 more."), "{stderr}");
}

#[test]
fn files_of_a_plugin_are_told_and_left_out() {
    let data = format!(
        "{HEAD}{{\"lines\": {{\"a.py\": [1], \"page.html\": [1, 2, 3, 7]}}, \"file_tracers\": \
         {{\"page.html\": \"django_coverage_plugin.DjangoTemplatePlugin\"}}}}"
    );
    let project = Project::new(&data, &[("a.py", "x = 1\n")]);
    let Printed { status, stdout, stderr } = project.covdrop(&["report"]);
    assert_eq!(status, 0, "{stderr}");
    assert!(!stdout.contains("page.html") && stdout.contains("100%"), "{stdout}");
    let told = "page.html: lines 1-3, 7 ran, measured by plugin \
                django_coverage_plugin.DjangoTemplatePlugin, which alone knows its statements. The \
                total leaves it out";
    assert!(stderr.contains(told), "{stderr}");
}

#[test]
fn plugins_of_unknown_effect_are_named() {
    let rc = "[run]\nplugins = django_coverage_plugin, tplug\n";
    let data = format!("{HEAD}{{\"lines\": {{\"a.py\": [1]}}}}");
    let project = Project::new(&data, &[("a.py", "x = 1\n"), (".coveragerc", rc)]);
    let stderr = project.covdrop(&["report"]).stderr;
    assert!(stderr.contains("Settings of plugin tplug are not known here."), "{stderr}");
    assert!(!stderr.contains("plugin django_coverage_plugin"), "{stderr}");
}

#[cfg(target_os = "linux")]
/// The table and exit status are those of coverage.py 7.17.4 with covdefaults 2.3.0 on Python 3.11.
#[track_caller]
fn assert_like_covdefaults(rc: &str, row: &str, status: i32) {
    let source = include_str!("covdefaults/m.py");
    let files = [("m.py", source), (".coveragerc", rc)];
    let project = Project::new(include_str!("covdefaults/data"), &files);
    let printed = project.covdrop(&["report", "--python", "3.11"]);
    assert!(printed.stdout.contains(row), "{}", printed.stdout);
    assert_eq!(printed.status, status, "{}", printed.stderr);
    let told = "Settings of plugin covdefaults are applied as on linux with CPython 3.11";
    assert!(printed.stderr.contains(told), "{}", printed.stderr);
}

#[cfg(target_os = "linux")]
#[test]
fn settings_of_covdefaults_are_applied() {
    assert_like_covdefaults(
        "[run]\nplugins = covdefaults\n",
        "m.py       31      4      8      1    87%   62, 67, 69, 73\n",
        2,
    );
}

#[cfg(target_os = "linux")]
#[test]
fn settings_of_the_project_are_kept_beside_those_of_covdefaults() {
    let rc = r"
[run]
plugins = covdefaults
branch = False
[report]
exclude_lines =
    ^if MYPY:$
    #\s*(pragma|PRAGMA)[:\s]?\s*(no|NO)\s*(cover|COVER)
    y \+= 14
exclude_also = y \+= 12
fail_under = 60
skip_covered = False
show_missing = False
[covdefaults]
subtract_omit = */__main__.py
";
    assert_like_covdefaults(rc, "m.py       29      2      8      1    92%   62, 67\n", 0);
}

/// coverage.py follows the options after the plugin has changed the settings.
#[cfg(target_os = "linux")]
#[test]
fn a_threshold_of_the_command_line_comes_before_that_of_covdefaults() {
    let files = [
        ("m.py", include_str!("covdefaults/m.py")),
        (".coveragerc", "[run]\nplugins = covdefaults\n"),
    ];
    let project = Project::new(include_str!("covdefaults/data"), &files);
    for (threshold, status) in [("0", 0), ("86", 0), ("88", 2)] {
        let option = format!("--fail-under={threshold}");
        let printed = project.covdrop(&["report", "--python", "3.11", &option]);
        assert_eq!(printed.status, status, "{option} {}", printed.stdout);
    }
}

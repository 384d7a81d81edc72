//! Runs coverage.py on the sample project, to compare results.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

use crate::{Acme, Example};

/// The folder in which the sample's jobs ran.
const RECORDED_AT: &str = "/builds/acme/acme";

/// A copy of the sample's source in which coverage.py has combined data files.
#[derive(Debug)]
pub struct Coverage {
    folder: tempfile::TempDir,
    python: PathBuf,
}

/// The numbers of a file, as `coverage report` prints them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The file's name, or `TOTAL` for the sums.
    pub name: String,
    /// The columns after it, the percentage last.
    pub columns: Vec<String>,
}

impl Coverage {
    /// Combines the data of these jobs of the example.
    ///
    /// # Panics
    /// If coverage.py is missing or fails.
    pub fn combine_example(jobs: &[&str]) -> Coverage {
        let coverage = Coverage::with_source(&Example::source());
        coverage.combine_files(&jobs.iter().map(|job| Example::job(job)).collect::<Vec<_>>());
        coverage
    }

    /// Copies a source to a folder for coverage.py.
    fn with_source(source: &Path) -> Coverage {
        let python = python();
        let coverage = Coverage { folder: tempfile::tempdir().unwrap(), python };
        copy(source, coverage.path()).unwrap();
        coverage
    }

    fn combine_files(&self, paths: &[PathBuf]) {
        let mut arguments = vec!["combine".into(), "--keep".into()];
        arguments.extend(paths.iter().map(|path| path.as_os_str().to_owned()));
        self.run(&arguments);
    }

    /// Combines `data_files` with the sample's own settings and a `[paths]` section that maps
    /// where the jobs ran.
    ///
    /// # Panics
    /// If coverage.py is missing or fails.
    pub fn combine(data_files: &[PathBuf]) -> Coverage {
        let coverage = Coverage::with_source(&Acme::source());
        let settings = coverage.path().join("tox.ini");
        let text = fs::read_to_string(&settings).unwrap();
        let paths = format!("{text}\n[coverage:paths]\nsource =\n  .\n  {RECORDED_AT}\n");
        fs::write(settings, paths).unwrap();
        coverage.combine_files(data_files);
        coverage
    }

    /// Runs a tool of Python's standard library that creates `made` from `parts`.
    ///
    /// # Panics
    /// If it fails.
    pub fn python(tool: &[&str], made: &Path, parts: &[PathBuf]) {
        let status = Command::new(python()).args(tool).arg(made).args(parts).status().unwrap();
        assert!(status.success(), "{tool:?} makes no {}", made.display());
    }

    /// Runs a Python program with coverage.py installed.
    ///
    /// # Panics
    /// If it fails.
    pub fn script(program: &str, arguments: &[&std::ffi::OsStr]) {
        let status = Command::new(python()).args(["-c", program]).args(arguments).status().unwrap();
        assert!(status.success(), "{program} fails");
    }

    /// Returns the lines that a Python script prints for `paths`.
    ///
    /// # Panics
    /// If it fails.
    pub fn printed(script: &str, paths: &[PathBuf]) -> Vec<String> {
        let output = Command::new(python()).args(["-c", script]).args(paths).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect()
    }

    /// Returns the folder with the source and the combined data.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Returns the output of `coverage` with `arguments`.
    ///
    /// # Panics
    /// If it fails.
    pub fn run(&self, arguments: &[impl AsRef<std::ffi::OsStr>]) -> String {
        let Output { status, stdout, stderr } = Command::new(&self.python)
            .args(["-m", "coverage"])
            .args(arguments)
            .current_dir(self.path())
            .output()
            .unwrap();
        assert!(status.success(), "{}", String::from_utf8_lossy(&stderr));
        String::from_utf8_lossy(&stdout).into_owned()
    }

    /// Asserts that `coverage` with `arguments` fails.
    ///
    /// # Panics
    /// If it succeeds.
    pub fn refuses(&self, arguments: &[&str]) {
        let mut coverage = Command::new(&self.python);
        let coverage = coverage.args(["-m", "coverage"]).args(arguments).current_dir(self.path());
        assert!(!coverage.output().unwrap().status.success());
    }

    /// Returns the rows of `coverage report`, the total last.
    pub fn report(&self) -> Vec<Row> {
        let report = self.run(&["report"]);
        let rows = report.lines().skip(2).filter(|line| !line.starts_with('-'));
        rows.map(|line| {
            let mut cells = line.split_whitespace().map(str::to_owned);
            Row { name: cells.next().unwrap_or_default(), columns: cells.collect() }
        })
        .collect()
    }

    /// Returns the report of `coverage json`.
    ///
    /// # Panics
    /// If it is not JSON.
    pub fn json(&self) -> Value {
        let text = self.run(&["json", "-q", "-o", "-"]);
        serde_json::from_str(&text).unwrap()
    }
}

/// Returns the Python that has coverage.py.
fn python() -> PathBuf {
    std::env::var_os("COVDROP_COVERAGE").map_or_else(
        || {
            panic!(
                "COVDROP_COVERAGE must name a Python that has coverage.py; ./dev test sees to it"
            )
        },
        PathBuf::from,
    )
}

/// Copies the content of the folder `from` into the existing folder `to`.
fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            fs::create_dir(&target)?;
            copy(&entry.path(), &target)?;
        } else {
            fs::write(target, fs::read(entry.path())?)?;
        }
    }
    Ok(())
}

/// Returns a JSON or XML report without its time of creation.
///
/// # Panics
/// If the time has no end.
pub fn timeless(mut report: String) -> String {
    for mark in ["\"timestamp\": \"", "timestamp=\""] {
        if let Some(at) = report.find(mark) {
            let start = at + mark.len();
            let end = start + report[start..].find('"').unwrap();
            report.replace_range(start..end, "");
        }
    }
    report
}

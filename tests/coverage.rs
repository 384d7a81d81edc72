//! coverage.py itself, run on the sample project, to hold results against.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

use crate::{Acme, Example};

/// Where the sample's jobs ran.
const RECORDED_AT: &str = "/builds/acme/acme";

/// A copy of the sample's source in which coverage.py has combined some data files.
#[derive(Debug)]
pub struct Coverage {
    folder: tempfile::TempDir,
    python: PathBuf,
}

/// The numbers of a file, as `coverage report` prints them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The file's name; `TOTAL` for the sums.
    pub name: String,
    /// The columns after it, the percentage last.
    pub columns: Vec<String>,
}

impl Coverage {
    /// Combines what these jobs of the example left.
    ///
    /// # Panics
    /// If coverage.py is not there or does not like what it is given.
    pub fn combine_example(jobs: &[&str]) -> Coverage {
        let coverage = Coverage::with_source(&Example::source());
        coverage.combine_files(&jobs.iter().map(|job| Example::job(job)).collect::<Vec<_>>());
        coverage
    }

    /// coverage.py in a copy of a source.
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
    /// If coverage.py is not there or does not like what it is given.
    pub fn combine(data_files: &[PathBuf]) -> Coverage {
        let coverage = Coverage::with_source(&Acme::source());
        let settings = coverage.path().join("tox.ini");
        let text = fs::read_to_string(&settings).unwrap();
        let paths = format!("{text}\n[coverage:paths]\nsource =\n  .\n  {RECORDED_AT}\n");
        fs::write(settings, paths).unwrap();
        coverage.combine_files(data_files);
        coverage
    }

    /// Runs a tool of Python's own that makes `made` out of `parts`.
    ///
    /// # Panics
    /// If it fails.
    pub fn python(tool: &[&str], made: &Path, parts: &[PathBuf]) {
        let status = Command::new(python()).args(tool).arg(made).args(parts).status().unwrap();
        assert!(status.success(), "{tool:?} makes no {}", made.display());
    }

    /// Runs a program with coverage.py at hand.
    ///
    /// # Panics
    /// If it fails.
    pub fn script(program: &str, arguments: &[&std::ffi::OsStr]) {
        let status = Command::new(python()).args(["-c", program]).args(arguments).status().unwrap();
        assert!(status.success(), "{program} fails");
    }

    /// The lines that a Python script prints, which is told of `paths`.
    ///
    /// # Panics
    /// If it fails.
    pub fn printed(script: &str, paths: &[PathBuf]) -> Vec<String> {
        let output = Command::new(python()).args(["-c", script]).args(paths).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect()
    }

    /// The folder that holds the source and the combined data.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// What `coverage` with `arguments` prints.
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

    /// Sees that `coverage` with `arguments` fails.
    ///
    /// # Panics
    /// If it does not.
    pub fn refuses(&self, arguments: &[&str]) {
        let mut coverage = Command::new(&self.python);
        let coverage = coverage.args(["-m", "coverage"]).args(arguments).current_dir(self.path());
        assert!(!coverage.output().unwrap().status.success());
    }

    /// The rows of `coverage report`, the last one being the total.
    pub fn report(&self) -> Vec<Row> {
        let report = self.run(&["report"]);
        let rows = report.lines().skip(2).filter(|line| !line.starts_with('-'));
        rows.map(|line| {
            let mut cells = line.split_whitespace().map(str::to_owned);
            Row { name: cells.next().unwrap_or_default(), columns: cells.collect() }
        })
        .collect()
    }

    /// The report that `coverage json` writes.
    ///
    /// # Panics
    /// If it is no JSON.
    pub fn json(&self) -> Value {
        let text = self.run(&["json", "-q", "-o", "-"]);
        serde_json::from_str(&text).unwrap()
    }
}

/// The Python that has coverage.py.
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

/// Copies all that is in the folder `from` into the folder `to`, which is there.
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

/// A JSON or XML report without the moment at which it was made.
///
/// # Panics
/// If the moment has no end.
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

//! Runs both programs in the same folder.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use covdrop_tests::timeless;

/// The result of a program.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub(crate) status: Option<i32>,
    /// Standard output, without the time of a report.
    pub(crate) text: String,
}

fn run(command: &mut Command) -> Outcome {
    let output = command.output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    Outcome { status: output.status.code(), text: timeless(text) }
}

/// Returns a Python that has coverage.py; `None` if there is none.
pub(crate) fn python() -> Option<PathBuf> {
    let python = std::env::var_os("COVDROP_COVERAGE").map(PathBuf::from);
    let is_ci = std::env::var("CI").is_ok_and(|ci| ci == "true");
    assert!(python.is_some() || !is_ci, "COVDROP_COVERAGE is not set");
    python
}

/// Runs coverage.py in `folder`.
pub(crate) fn coverage(python: &Path, folder: &Path, arguments: &[&str]) -> Outcome {
    run(Command::new(python).args(["-m", "coverage"]).args(arguments).current_dir(folder))
}

/// Runs Covdrop in `folder`.
pub(crate) fn covdrop(folder: &Path, arguments: &[impl AsRef<OsStr>]) -> Outcome {
    run(Command::new(env!("CARGO_BIN_EXE_covdrop")).args(arguments).current_dir(folder))
}

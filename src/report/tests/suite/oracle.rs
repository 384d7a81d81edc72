//! Runs coverage.py, to compare with.
//!
//! The environment variable `COVDROP_COVERAGE` names a Python that has coverage.py 7.17.4. Without
//! it, the tests skip comparisons, except with `CI=true`, where they fail.

use std::env;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Runs oracle.py for `question` on `input`. Returns `None` without coverage.py.
pub(crate) fn ask<T: DeserializeOwned>(question: &str, input: &impl Serialize) -> Option<T> {
    let Some(python) = env::var_os("COVDROP_COVERAGE") else {
        let ci = env::var("CI").is_ok_and(|ci| ci == "true");
        assert!(!ci, "COVDROP_COVERAGE must name a Python with coverage.py 7.17.4");
        eprintln!("not compared with coverage.py: COVDROP_COVERAGE is not set");
        return None;
    };
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/oracle.py");
    let mut child = Command::new(python)
        .arg(script)
        .arg(question)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("COVDROP_COVERAGE names a Python that starts");
    let input = serde_json::to_vec(input).unwrap();
    child.stdin.take().unwrap().write_all(&input).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "oracle.py {question} failed");
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

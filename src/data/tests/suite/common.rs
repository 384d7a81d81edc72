//! Paths of the test data.

use std::path::{Path, PathBuf};

/// Returns a path below the tests' data.
pub(crate) fn data(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data").join(path)
}

/// Returns the data files of one job of the acme sample (`lines/py38`), sorted.
pub(crate) fn acme(job: &str) -> Vec<PathBuf> {
    let folder = data("acme/artifacts").join(job);
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    files
}

/// Returns every job of the acme sample, sorted.
pub(crate) fn acme_jobs() -> Vec<String> {
    let mut jobs = Vec::new();
    for kind in ["branch", "lines"] {
        for job in std::fs::read_dir(data("acme/artifacts").join(kind)).unwrap() {
            jobs.push(format!("{kind}/{}", job.unwrap().file_name().to_str().unwrap()));
        }
    }
    jobs.sort();
    jobs
}

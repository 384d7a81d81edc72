//! Tests the jobs that are inferred from the paths and facts of data files.

use covdrop_tests::Kind;

use crate::cards::job;
use crate::dropped::{dropped, jobs};
use crate::handmade::{Entry, zip};

/// Returns data files of some jobs of the sample, all in one folder, with the names of hosts.
fn collected(folder: &str, names: &[&str]) -> Vec<(String, Vec<u8>)> {
    let files = names.iter().flat_map(|name| job(Kind::Lines, name));
    files
        .map(|(path, bytes)| (path.replacen(path.split('/').next().unwrap(), folder, 1), bytes))
        .collect()
}

/// Returns the jobs of a drop.
fn of(files: &[(String, Vec<u8>)]) -> Vec<String> {
    let files: Vec<(&str, &[u8])> =
        files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect();
    jobs(&dropped(&files)).into_iter().map(|(name, _)| name).collect()
}

#[test]
fn a_folder_is_a_job() {
    assert_eq!(of(&collected("old", &["py38"])), ["old"]);
    // Each job may have run on several hosts.
    let two = [collected("old", &["py38", "py39"]), collected("new", &["py310", "py311"])].concat();
    assert_eq!(of(&two), ["old", "new"]);
}

#[test]
fn a_folder_of_collected_jobs_is_no_job() {
    let hosts = ["runner-py38", "runner-py39", "runner-py310"];
    let files = collected("collected", &["py38", "py39", "py310"]);
    assert_eq!(of(&files), hosts);
    let entries: Vec<Entry> = files.iter().map(|(path, bytes)| Entry::new(path, bytes)).collect();
    assert_eq!(of(&[("collected.zip".to_owned(), zip(&entries))]), hosts);

    // Names that people choose when each job writes its own file.
    let data = &files[0].1;
    let named = |name: &str| (format!("collected/{name}"), data.clone());
    assert_eq!(of(&[".coverage.py38", ".coverage.py39"].map(named)), ["py38", "py39"]);
    // Numbers do not name jobs.
    assert_eq!(of(&[".coverage.1", ".coverage.2"].map(named)), ["collected"]);
}

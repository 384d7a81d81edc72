//! Creates sessions for the tests: the sample project, and one that is small enough to count by
//! hand.

use std::fs;
use std::path::Path;

use covdrop_protocol::{ImportId, Job, JobId, LineQuery, LineView, ListedFile};
use covdrop_session::{Session, Step};
use covdrop_tests::{Acme, Kind};

/// The jobs of the sample project.
pub(crate) const JOBS: [&str; 6] = ["py38", "py39", "py310", "py311", "py312", "py313"];

/// A source whose lines 4 and 5 never both run.
pub(crate) const SOURCE: &str = "\
import sys
def f(x):
    if x:
        return 1
    return 2
f(0)
";

/// Returns a session into which files were dropped.
pub(crate) fn dropped(files: &[(String, Vec<u8>)]) -> Session {
    let mut session = Session::new(|_, _| None);
    add(&mut session, files);
    session
}

/// Drops files into `session`.
pub(crate) fn add(session: &mut Session, files: &[(String, Vec<u8>)]) {
    let listed = files
        .iter()
        .map(|(path, bytes)| ListedFile { path: path.clone(), size: bytes.len() as u64 });
    for index in session.list_files(ImportId(0), listed.collect(), &[]) {
        session.add_file(ImportId(0), index, files[index.0 as usize].1.clone());
    }
    while session.step() != Step::Idle {}
    ready(session);
}

/// Works until all numbers are computed.
pub(crate) fn ready(session: &mut Session) {
    while session.prepare().is_some() {}
}

/// Returns the sample project with the data files of `jobs`.
pub(crate) fn acme(kind: Kind, jobs: &[&str]) -> Session {
    let mut files = Vec::new();
    for job in jobs {
        walk(&Acme::job(kind, job), job, &mut files);
    }
    walk(&Acme::source(), "acme", &mut files);
    dropped(&files)
}

fn walk(folder: &Path, name: &str, files: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{name}/{}", path.file_name().unwrap().to_str().unwrap());
        if path.is_dir() {
            walk(&path, &name, files);
        } else {
            files.push((name, fs::read(&path).unwrap()));
        }
    }
}

/// Returns a data file of coverage.py 4 with the data `what` for `a.py`.
pub(crate) fn data(job: &str, what: &str) -> (String, Vec<u8>) {
    let text = format!("!coverage.py: This is a private format, don't read it directly!{what}");
    (format!("{job}/.coverage"), text.into_bytes())
}

/// Returns three jobs that ran lines of [`SOURCE`].
pub(crate) fn three_jobs() -> Session {
    dropped(&[
        data("one", r#"{"lines": {"/ci/a.py": [1, 2, 6, 3, 5]}}"#),
        data("two", r#"{"lines": {"/ci/a.py": [1, 2, 6, 3, 4]}}"#),
        data("three", r#"{"lines": {"/ci/a.py": [1, 2]}}"#),
        ("src/a.py".to_owned(), SOURCE.into()),
    ])
}

/// Returns the id of the job with this name.
pub(crate) fn job_id(session: &Session, name: &str) -> JobId {
    session.overview().jobs.into_iter().find(|job| job.name == name).unwrap().id
}

/// Returns the job with this id from the overview.
pub(crate) fn job(session: &Session, id: JobId) -> Job {
    session.overview().jobs.into_iter().find(|job| job.id == id).unwrap()
}

/// Returns a query for one line.
pub(crate) fn line_query(path: &str, line: u32) -> LineQuery {
    LineQuery { path: path.to_owned(), first: line, last: line, ..LineQuery::default() }
}

/// Returns the details of a line of `a.py`.
pub(crate) fn line(session: &Session, line: u32) -> LineView {
    session.lines(line_query("a.py", line)).unwrap()
}

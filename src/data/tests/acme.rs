//! The acme project, recorded by coverage.py of every generation.

#![allow(clippy::unwrap_used, reason = "helpers of tests end a test as tests do")]

use std::path::{Path, PathBuf};

use covdrop_data::{
    Combined, Format, Found, Kind, Place, RecordedPath, Recording, Selection, SourcePath,
    SourceTree, read,
};

/// The data files of one job of the acme sample, sorted.
fn data_files(job: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/acme/artifacts");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(root.join(job)).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    files
}

fn recordings(job: &str) -> Vec<Recording> {
    data_files(job).iter().map(|file| read(&std::fs::read(file).unwrap()).unwrap()).collect()
}

#[test]
fn schemas_are_told_apart() {
    let formats = |job: &str| recordings(job).iter().map(|r| r.format).collect::<Vec<_>>();
    assert_eq!(formats("lines/py37-cov5.0a2"), [Format::Sqlite { schema: 1 }; 2]);
    assert_eq!(formats("lines/py37-cov5.0a4"), [Format::Sqlite { schema: 2 }; 2]);
    assert_eq!(formats("lines/py37-cov5.0a6"), [Format::Sqlite { schema: 3 }; 2]);
    assert_eq!(formats("branch/py311"), [Format::Sqlite { schema: 7 }; 2]);
}

#[test]
fn jobs_stay_apart_in_what_is_combined() {
    let mut combined = Combined::new();
    for label in ["py38", "py312"] {
        let job = combined.add_job(label);
        for recording in recordings(&format!("branch/{label}")) {
            assert_eq!(recording.kind, Kind::Arcs);
            combined.add(job, label, recording);
        }
    }
    let tree = SourceTree::new(SourcePath::new("my_package/compat.py"));
    combined.map_paths(|path: &RecordedPath| match tree.find(path) {
        Found::Exact(source) | Found::Tail(source) => Place::Source(source),
        Found::Nothing => Place::Recorded(path.clone()),
    });
    let (file, _) = combined
        .files()
        .find(|(_, file)| matches!(&file.place, Place::Source(path) if path.as_str() == "my_package/compat.py"))
        .unwrap();
    let jobs: Vec<_> = combined.jobs().map(|(id, _)| id).collect();
    let all = combined.hits(file, &Selection::everything());
    let mut union = combined.hits(file, &Selection::only(jobs[0], jobs.len()));
    let second = combined.hits(file, &Selection::only(jobs[1], jobs.len()));
    assert!(union != all && second != all);
    union.lines.union_with(&second.lines);
    assert_eq!(union.lines, all.lines);
    assert!(all.has_arcs);
}

//! The acme project, recorded by coverage.py of every generation: jobs stay apart.

use crate::common;
use covdrop_data::{Combined, Kind, Place, RecordedPath, Selection, SourcePath, read};

#[test]
fn jobs_stay_apart_in_what_is_combined() {
    let mut combined = Combined::new();
    for label in ["py38", "py312"] {
        let job = combined.add_job(label);
        for path in common::acme(&format!("branch/{label}")) {
            let recording = read(&std::fs::read(path).unwrap()).unwrap();
            assert_eq!(recording.kind, Kind::Arcs);
            combined.add(job, label, recording);
        }
    }
    let compat = SourcePath::new("my_package/compat.py").unwrap();
    combined.map_paths(|path: &RecordedPath| {
        if path.as_str().ends_with(compat.as_str()) {
            Place::Source(compat.clone())
        } else {
            Place::Recorded(path.clone())
        }
    });
    let (file, _) =
        combined.files().find(|(_, file)| matches!(&file.place, Place::Source(_))).unwrap();
    let jobs: Vec<_> = combined.jobs().map(|(id, _)| id).collect();
    let all = combined.hits(file, &Selection::everything());
    let mut union = combined.hits(file, &Selection::only(jobs[0], jobs.len()));
    let second = combined.hits(file, &Selection::only(jobs[1], jobs.len()));
    assert!(union != all && second != all);
    union.lines.union_with(&second.lines);
    assert_eq!(union.lines, all.lines);
    assert!(all.has_arcs);
}

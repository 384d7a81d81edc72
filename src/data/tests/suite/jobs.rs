//! Tests that jobs stay apart, with the acme project recorded by coverage.py of every generation.

use crate::common;
use covdrop_data::{
    Combined, DataFileId, DataKind, FileId, Hits, JobId, RecordedPath, ResolvedPath, Selection,
    SourcePath, read,
};

#[test]
fn jobs_stay_apart_in_combined_data() {
    let mut combined = Combined::new();
    for label in ["py38", "py312"] {
        let job = combined.add_job(label);
        for path in common::acme(&format!("branch/{label}")) {
            let data_file = read(&std::fs::read(path).unwrap()).unwrap();
            assert_eq!(data_file.kind, DataKind::Arcs);
            combined.add(job, label, data_file);
        }
    }
    let compat = SourcePath::new("my_package/compat.py").unwrap();
    combined.map_paths(|path: &RecordedPath| {
        if path.as_str().ends_with(compat.as_str()) {
            ResolvedPath::Source(compat.clone())
        } else {
            ResolvedPath::Recorded(path.clone())
        }
    });
    let (file, _) =
        combined.files().find(|(_, file)| matches!(&file.path, ResolvedPath::Source(_))).unwrap();
    let jobs: Vec<_> = combined.jobs().map(|(id, _)| id).collect();
    let all = combined.hits(file, &Selection::everything());
    let mut union = combined.hits(file, &Selection::only(jobs[0], jobs.len()));
    let second = combined.hits(file, &Selection::only(jobs[1], jobs.len()));
    assert!(union != all && second != all);
    union.lines.union_with(&second.lines);
    assert_eq!(union.lines, all.lines);
    assert!(all.has_arcs);
}

/// Returns the acme project with a job for each label, and its data files.
fn acme(labels: &[&str]) -> (Combined, Vec<DataFileId>) {
    let mut combined = Combined::new();
    let mut data_files = Vec::new();
    for label in labels {
        let job = combined.add_job(*label);
        for path in common::acme(&format!("branch/{label}")) {
            let data_file = read(&std::fs::read(path).unwrap()).unwrap();
            data_files.extend(combined.add(job, *label, data_file));
        }
    }
    map(&mut combined);
    (combined, data_files)
}

/// Maps files of one name to one file.
fn map(combined: &mut Combined) {
    combined.map_paths(|path| {
        let tail: Vec<&str> = path.parts().rev().take(2).collect();
        ResolvedPath::Recorded(RecordedPath::new(tail.join(" in ")))
    });
}

/// Returns every file with its hits.
fn everything(combined: &Combined) -> Vec<(String, Hits)> {
    let hits = |id: FileId| combined.hits(id, &Selection::everything());
    combined.files().map(|(id, file)| (file.path.as_str().to_owned(), hits(id))).collect()
}

#[test]
fn removing_data_files_leaves_no_trace() {
    let (both, data_files) = acme(&["py38", "py312"]);
    let (alone, kept) = acme(&["py38"]);
    assert!(everything(&both) != everything(&alone));
    let gone = &data_files[kept.len()..];
    let mut one_by_one = both.clone();
    for data_file in gone {
        one_by_one.remove_data_files(&[*data_file]);
    }
    let mut at_once = both.clone();
    at_once.remove_data_files(gone);
    for mut rest in [one_by_one, at_once] {
        map(&mut rest);
        assert_eq!(everything(&rest), everything(&alone));
        let labels: Vec<_> = rest.jobs().map(|(_, job)| job.label.as_str()).collect();
        assert_eq!(labels, ["py38"]);
    }
}

#[test]
fn recorded_paths_are_predicted_before_adding_data() {
    let (mut combined, data_files) = acme(&["py38", "py39"]);
    combined.remove_data_files(&data_files[..1]);
    let data = common::acme("branch/py312");
    let more: Vec<_> =
        data.iter().map(|path| read(&std::fs::read(path).unwrap()).unwrap()).collect();
    let owned = |uses: Vec<(&RecordedPath, Vec<DataFileId>)>| -> Vec<_> {
        uses.into_iter().map(|(path, of)| (path.clone(), of)).collect()
    };
    let before = owned(combined.recorded_paths().collect());
    assert_eq!(owned(combined.recorded_paths_with([].into_iter())), before);
    let foreseen = owned(combined.recorded_paths_with(more.iter()));
    assert!(foreseen != before);
    let job = combined.add_job("py312");
    for data_file in more {
        combined.add(job, "", data_file);
    }
    assert_eq!(owned(combined.recorded_paths().collect()), foreseen);
}

#[test]
fn merging_moves_all_data_files() {
    let (mut combined, data_files) = acme(&["py38", "py312"]);
    let before = everything(&combined);
    let jobs: Vec<_> = combined.jobs().map(|(id, _)| id).collect();
    combined.merge_jobs(jobs[0], jobs[1]);
    combined.rename_job(jobs[0], "both");
    assert_eq!(everything(&combined), before);
    let left: Vec<_> = combined.jobs().collect();
    assert_eq!((left.len(), left[0].1.label.as_str()), (1, "both"));
    assert_eq!(left[0].1.data_files.len(), data_files.len());
    assert!(data_files.iter().all(|id| combined.job_of(*id) == Some(jobs[0])));
    let mut none = Selection::everything();
    none.switch(jobs[0], false);
    assert!(combined.files().all(|(id, _)| combined.hits(id, &none).lines.is_empty()));
}

#[test]
fn a_job_is_found_by_its_label() {
    let (mut combined, data_files) = acme(&["py38", "py312"]);
    let found = |combined: &Combined| {
        ["py38", "py312", "new"].map(|label| combined.job_with_label(label).map(|id| id.0))
    };
    assert_eq!(found(&combined), [Some(0), Some(1), None]);
    combined.rename_job(JobId(0), "new");
    assert_eq!(found(&combined), [None, Some(1), Some(0)]);
    combined.merge_jobs(JobId(0), JobId(1));
    assert_eq!(found(&combined), [None, None, Some(0)]);
    let other = combined.add_job("py38");
    let last = *data_files.last().unwrap();
    combined.move_data_files(&[(last, other)].into());
    assert_eq!((found(&combined), combined.job_of(last)), ([Some(2), None, Some(0)], Some(other)));
    combined.remove_data_files(&[last]);
    assert_eq!((found(&combined), combined.job_of(last)), ([None, None, Some(0)], None));
    // Two jobs may have one label.
    let (first, second) = (combined.add_job("both"), combined.add_job("both"));
    assert_eq!(combined.job_with_label("both"), Some(first));
    combined.rename_job(first, "one");
    assert_eq!(combined.job_with_label("both"), Some(second));
}

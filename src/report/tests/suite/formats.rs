//! Compares every format with coverage.py's, on real and on unusual projects.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::compare::{Case, Compared, PLAIN, Project, all_cases, compare, one_of_each};

#[test]
fn a_real_project_with_real_data() {
    let acme = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/acme");
    let mut compared = Compared::default();
    for kind in ["lines", "branch"] {
        let folder = tempfile::tempdir().unwrap();
        copy(&acme.join("source"), folder.path());
        let jobs = ["py38", "py39", "py310", "py311", "py312", "py313", "py314"];
        let data = jobs
            .iter()
            .flat_map(|job| fs::read_dir(acme.join("artifacts").join(kind).join(job)).unwrap());
        let project = Project {
            config: Value::from("tox.ini"),
            data: data.map(|entry| entry.unwrap().path().canonicalize().unwrap()).collect(),
            recorded_in: "/builds/acme/acme".to_owned(),
            cases: all_cases(folder.path()),
            ..Project::new(folder.path(), kind == "branch")
        };
        if crate::oracle::ask::<()>("combine", &project).is_none() {
            return;
        }
        compare(&project, &mut compared);
    }
    println!("acme: {compared:?}");
}

/// Copies a folder with all its content.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to.join(entry.file_name()));
        } else {
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

#[test]
fn projects_with_little_in_them() {
    let sources: [&[(&str, &str)]; 4] = [
        &[("a.py", "a = 1\n")],
        &[("empty.py", ""), ("pkg/__init__.py", "")],
        &[("only_excluded.py", "a = 1  # pragma: no cover\n"), ("empty.py", "")],
        &[("unexecuted.py", "def f(x):\n    if x:\n        return 1\n")],
    ];
    let mut compared = Compared::default();
    for (branch, files) in [false, true].into_iter().flat_map(|b| sources.map(|files| (b, files))) {
        for contexts in [vec![], vec![String::new()]] {
            let folder = tempfile::tempdir().unwrap();
            for (name, text) in files {
                let path = folder.path().join(name);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, text).unwrap();
            }
            let project = Project {
                files: files.iter().map(|(name, _)| (*name).to_owned()).collect(),
                contexts,
                cases: all_cases(folder.path()),
                ..Project::new(folder.path(), branch)
            };
            if crate::oracle::ask::<()>("invent", &project).is_none() {
                return;
            }
            compare(&project, &mut compared);
        }
    }
    println!("little projects: {compared:?}");
}

#[test]
fn files_outside_the_project() {
    let parent = tempfile::tempdir().unwrap();
    let parent = parent.path().canonicalize().unwrap();
    let mut compared = Compared::default();
    // coverage.py's result depends on which files come first.
    for (project, outside) in [("a", "b"), ("b", "a")] {
        for (branch, relative) in [(false, false), (true, false), (true, true)] {
            let folder = parent.join(project);
            let outside = parent.join(outside);
            let inner: Vec<&str> = crate::nasty::write(&folder).into_iter().take(5).collect();
            crate::nasty::write(&outside);
            let outside = outside.to_str().unwrap();
            let outer = inner.iter().map(|name| format!("{outside}/{name}"));
            let mut cases = one_of_each();
            cases.push(Case { show_missing: true, sort: "cover".into(), ..PLAIN });
            cases.push(Case { format: "xml", source_roots: vec![outside.to_owned()], ..PLAIN });
            let project = Project {
                relative,
                files: inner.iter().map(|&name| name.to_owned()).chain(outer).collect(),
                cases,
                ..Project::new(&folder, branch)
            };
            if crate::oracle::ask::<()>("invent", &project).is_none() {
                return;
            }
            compare(&project, &mut compared);
            fs::remove_file(folder.join(".coverage")).unwrap();
        }
    }
    println!("files outside: {compared:?}");
}

#[test]
fn odd_names_and_sources() {
    let mut compared = Compared::default();
    for (branch, relative) in [(false, false), (true, false), (true, true)] {
        let folder = tempfile::tempdir().unwrap();
        let files = crate::nasty::write(folder.path());
        let project = Project {
            relative,
            files: files.into_iter().map(str::to_owned).collect(),
            contexts: vec![String::new(), "job <1>|été".to_owned(), "job10".to_owned()],
            cases: all_cases(folder.path()),
            ..Project::new(folder.path(), branch)
        };
        if crate::oracle::ask::<()>("invent", &project).is_none() {
            return;
        }
        compare(&project, &mut compared);
    }
    println!("odd project: {compared:?}");
}

#[test]
fn the_standard_library() {
    let packages = ["asyncio", "concurrent", "json", "logging", "unittest"];
    let Some(sources) = crate::oracle::ask::<Vec<(String, PathBuf)>>("stdlib", &packages) else {
        return;
    };
    assert!(sources.len() > 50);
    let mut compared = Compared::default();
    for branch in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        let mut project = Project {
            contexts: vec!["one".to_owned(), "two".to_owned()],
            cases: one_of_each(),
            ..Project::new(folder.path(), branch)
        };
        project.cases.push(Case { show_missing: true, precision: 2, ..PLAIN });
        for (name, source) in &sources {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::copy(source, path).unwrap();
            project.files.push(name.clone());
        }
        crate::oracle::ask::<()>("invent", &project);
        compare(&project, &mut compared);
    }
    println!("standard library: {} files, {compared:?}", sources.len());
}

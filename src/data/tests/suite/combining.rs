//! Compares combining with coverage.py.
//!
//! `COVDROP_COVERAGE` names a Python that has coverage.py. Without it these tests compare nothing
//! and pass, except on a CI server, where they fail.

use std::collections::{BTreeMap, HashSet};
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use covdrop_data::{
    Aliases, Combined, DataFormat, DataKey, DataKind, Environment, RecordedPath, Refusal,
    ResolvedPath, Selection, Settings, SourcePath, SourceTree, WriteOptions, read, write,
};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::common;

/// Runs coverage.py on a job (tests/data/made/combine.py). Returns `None` if it is not installed.
fn coverage_py(job: &Value) -> Option<Value> {
    let Ok(python) = std::env::var("COVDROP_COVERAGE") else {
        assert!(std::env::var("CI").as_deref() != Ok("true"), "COVDROP_COVERAGE is not set");
        return None;
    };
    let mut process = Command::new(python)
        .args(["-W", "ignore"])
        .arg(common::data("made/combine.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    process.stdin.take().unwrap().write_all(job.to_string().as_bytes()).unwrap();
    let output = process.wait_with_output().unwrap();
    assert!(output.status.success(), "{job}");
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

/// The data files and settings of a test.
#[derive(Default)]
struct Job {
    rc: String,
    sources: Vec<String>,
    /// Data files, by the names that they get in the test.
    inputs: BTreeMap<String, PathBuf>,
    /// Data files to be created, by name.
    make: Value,
}

impl Job {
    /// Adds the data files of a folder below the tests' data, named after `label`.
    fn add(&mut self, folder: &str, label: &str) {
        let mut files: Vec<PathBuf> = std::fs::read_dir(common::data(folder))
            .unwrap()
            .map(|file| file.unwrap().path())
            .collect();
        files.sort();
        for (number, path) in files.into_iter().enumerate() {
            self.inputs.insert(format!(".coverage.{label}.{number}"), path);
        }
    }
}

/// The result of Covdrop for a job.
struct Outcome {
    combined: Combined,
    skipped: usize,
    errored: usize,
}

impl Outcome {
    /// Returns the message that coverage.py would print for it.
    fn words(&self) -> String {
        let files = |count: usize| format!("{count} file{}", if count == 1 { "" } else { "s" });
        let skipped = format!(", skipped {}", self.skipped);
        let errored = format!(", {} errored", files(self.errored));
        [
            format!("Combined {}", files(self.combined.jobs().count())),
            if self.skipped > 0 { skipped } else { String::new() },
            if self.errored > 0 { errored } else { String::new() },
        ]
        .concat()
    }
}

fn combine(job: &Job, root: &TempDir) -> Outcome {
    let home = root.path().canonicalize().unwrap();
    let home = home.to_str().unwrap();
    let mut settings = Settings::default();
    settings.read_file(".coveragerc", job.rc.as_bytes(), true, &Environment::default()).unwrap();
    let mut aliases = Aliases::of(&settings, home).unwrap();
    let tree = SourceTree::new(job.sources.iter().filter_map(|path| SourcePath::new(path)));
    let mut outcome = Outcome { combined: Combined::new(), skipped: 0, errored: 0 };
    let mut seen = HashSet::new();
    let mut inputs: Vec<PathBuf> = std::fs::read_dir(root.path().join("inputs"))
        .unwrap()
        .map(|file| file.unwrap().path())
        .filter(|path| path.file_name().unwrap().to_str().unwrap().starts_with(".coverage."))
        .collect();
    inputs.sort();
    for path in inputs {
        let (name, bytes) = (path.to_str().unwrap(), std::fs::read(&path).unwrap());
        let data_file = read(&bytes);
        if !seen.insert(DataKey::of(name, &bytes, data_file.as_ref().ok())) {
            outcome.skipped += 1;
            continue;
        }
        match data_file {
            Ok(data_file) => {
                let id = outcome.combined.add_job(name);
                outcome.combined.add(id, name, data_file);
            }
            Err(_) => outcome.errored += 1,
        }
    }
    outcome.combined.map_paths(|path| {
        let exists = |path: &str| tree.at(path, home).is_some();
        ResolvedPath::Recorded(RecordedPath::new(aliases.combined_name(path.as_str(), exists)))
    });
    outcome
}

/// Describes combined data in the form of combine.py.
fn facts(combined: &Combined) -> Value {
    let everything = Selection::everything();
    let has_hits = combined.jobs().flat_map(|(_, job)| &job.data_files).any(|of| of.has_hits);
    let arcs = has_hits && combined.has(DataKind::Arcs, &everything);
    let mut files = serde_json::Map::new();
    for (id, file) in combined.files() {
        let mut contexts = serde_json::Map::new();
        for (number, name) in combined.contexts().iter().enumerate() {
            let mut selection = Selection::everything();
            selection.restrict([covdrop_data::Context(u32::try_from(number).unwrap())]);
            let hits = combined.hits(id, &selection);
            let hits = if arcs {
                let pair = |arc: &covdrop_lines::Arc| json!([arc.from.get(), arc.to.get()]);
                hits.arcs.iter().map(pair).collect::<Vec<_>>()
            } else {
                hits.lines.iter().map(|line| json!(line.get())).collect()
            };
            if !hits.is_empty() {
                contexts.insert(name.clone(), json!(hits));
            }
        }
        let facts = json!({"tracer": combined.tracer(id), "contexts": contexts});
        files.insert(file.path.as_str().to_owned(), facts);
    }
    json!({"arcs": arcs, "files": files})
}

/// Runs a job with both. Returns Covdrop's result, and coverage.py's where it is installed.
fn both(job: &Job) -> Option<(Outcome, Value, TempDir)> {
    let root = tempfile::tempdir().unwrap();
    let make = if job.make.is_null() { json!({}) } else { job.make.clone() };
    let theirs = coverage_py(&json!({
        "dir": root.path().canonicalize().unwrap(),
        "rc": job.rc,
        "sources": job.sources,
        "inputs": job.inputs,
        "make": make,
    }))?;
    Some((combine(job, &root), theirs, root))
}

/// Asserts that both combine to the same data, and that each reads the data that the other writes.
fn assert_same(job: &Job) {
    let Some((ours, theirs, root)) = both(job) else {
        return;
    };
    assert_eq!(ours.combined.refusals(), []);
    assert_eq!(facts(&ours.combined), theirs["data"], "{}", job.rc);
    assert_eq!(theirs["messages"], json!([ours.words()]));

    let name = |place: &ResolvedPath| place.as_str().to_owned();
    let options = WriteOptions::default();
    let bytes = write(&ours.combined, &Selection::everything(), options, name).unwrap();
    let written = root.path().join("written");
    std::fs::write(&written, &bytes).unwrap();
    let read_back = coverage_py(&json!({ "read": written })).unwrap();
    assert_eq!(read_back["data"], theirs["data"]);
    assert_eq!(read_back["rows"], theirs["rows"], "{}", job.rc);
    let mut again = Combined::new();
    let id = again.add_job("again");
    again.add(id, "written", read(&bytes).unwrap());
    again.map_paths(|path| ResolvedPath::Recorded(path.clone()));
    assert_eq!(facts(&again), theirs["data"]);
}

const PROJECTS: [&str; 3] = ["packaging", "sortedcontainers", "toolz"];

/// Returns some jobs of a project from PyPI, whose sources lie in `folder`.
fn project(name: &str, labels: &[&str], folder: &str, rc: &str) -> Job {
    let files = std::fs::read_to_string(common::data(&format!("projects/{name}/files.txt")));
    let sources = files.unwrap().lines().map(|file| format!("{folder}{file}")).collect();
    let mut job = Job { rc: rc.to_owned(), sources, ..Job::default() };
    for label in labels {
        job.add(&format!("projects/{name}/{label}"), label);
    }
    job
}

#[test]
fn projects_are_combined_like_coverage_py() {
    let paths = "[paths]\nsource =\n    src\n    /builds/*/*/src\n    */lib\n";
    let relative = "[run]\nrelative_files = true\n";
    for name in PROJECTS {
        assert_same(&project(name, &["one", "two"], "src/", ""));
        let mapped = project(name, &["one", "two"], "src/", paths);
        assert_same(&mapped);
        if let Some((ours, _, root)) = both(&mapped) {
            let src = root.path().canonicalize().unwrap().join("src");
            for (_, file) in ours.combined.files() {
                assert!(file.path.as_str().starts_with(src.to_str().unwrap()), "{file:?}");
            }
        }
        assert_same(&project(name, &["lines"], "src/", paths));
        let all = ["one", "three", "two"];
        assert_same(&project(name, &all, "src/", relative));
        assert_same(&project(name, &all, "src/", &format!("{relative}{paths}")));
        assert_same(&project(name, &all, "src/", paths));
    }
}

#[test]
fn acme_is_combined_like_coverage_py() {
    let sources =
        ["my_package/cli.py", "my_package/__init__.py", "bin/acme", "tests/test_shapes.py"];
    for kind in ["lines", "branch"] {
        for rc in ["", "[paths]\nx =\n    .\n    /builds/acme/acme\n"] {
            let sources = sources.map(str::to_owned).to_vec();
            let mut job = Job { rc: rc.to_owned(), sources, ..Job::default() };
            for label in
                ["py37-cov5.5", "py38", "py39", "py310", "py311", "py312", "py313", "py314"]
            {
                job.add(&format!("acme/artifacts/{kind}/{label}"), label);
            }
            assert_same(&job);
        }
    }
}

#[test]
fn duplicates_and_empty_files_are_counted_like_coverage_py() {
    let mut job = project("toolz", &["one"], "src/", "");
    let copy = job.inputs.values().next().unwrap().clone();
    job.inputs.insert(".coverage.copy".to_owned(), copy);
    job.make = json!({".coverage.made": {
        "arcs": {"": {"/x/a.py": [[1, 2], [-1, 1]]}, "here": {"/x/a.py": [[2, -1]]}},
        "touched": ["/x/empty.py"],
        "tracers": {"/x/a.py": "plug.in"},
    }});
    assert_same(&job);
}

#[test]
fn meaningless_rows_are_kept() {
    // An empty module of Python 3.11 to 3.13, with branches and without.
    let empty = json!([[-1, 0], [0, -1]]);
    let arcs = json!({"": {"/x/__init__.py": empty, "/x/a.py": [[-1, 1], [1, -1]]}});
    let make = json!({
        ".coverage.a": {"arcs": arcs},
        ".coverage.b": {"arcs": {"one|two": {"/x/__init__.py": empty}, "unused": {}}},
        ".coverage.c": {"sql": "INSERT INTO file (path) VALUES ('/x/never.py')"},
    });
    assert_same(&Job { make, ..Job::default() });
    let make = json!({
        ".coverage.a": {"lines": {"": {"/x/__init__.py": [0], "/x/a.py": [0, 1, 9]}}},
        ".coverage.b": {"lines": {"one": {"/x/__init__.py": [], "/x/b.py": []}}},
        ".coverage.c": {
            "lines": {"": {"/x/a.py": [2]}},
            "touched": ["/x/never.py", "/x/b.py"],
            "tracers": {"/x/never.py": "plug.in"},
        },
    });
    assert_same(&Job { make, ..Job::default() });
}

#[test]
fn data_without_hits_combines_with_lines_and_branches() {
    let lines = json!({"lines": {"": {"/x/a.py": [1]}}});
    let arcs = json!({"arcs": {"": {"/x/b.py": [[-1, 1], [1, -1]]}}});
    let flag =
        |value: &str| json!({"sql": format!("INSERT INTO meta VALUES ('has_arcs', '{value}')")});
    for make in [
        json!({".coverage.a": flag("1"), ".coverage.b": lines}),
        json!({".coverage.a": flag("0"), ".coverage.b": arcs}),
        json!({".coverage.a": flag("0"), ".coverage.b": flag("1")}),
        json!({".coverage.a": flag("1")}),
        json!({".coverage.a": flag("0"), ".coverage.b": {"sql": "INSERT INTO file (path) VALUES ('/x/a.py')"}}),
    ] {
        assert_same(&Job { make, ..Job::default() });
    }
    // But data with hits is refused if it measured differently from other data.
    for make in [
        json!({".coverage.a": lines, ".coverage.b": flag("1")}),
        json!({".coverage.a": arcs, ".coverage.b": flag("0")}),
    ] {
        let job = Job { make, ..Job::default() };
        let Some((ours, theirs, _)) = both(&job) else { return };
        assert!(theirs["refused"].is_string(), "{theirs}");
        assert!(matches!(ours.combined.refusals().as_slice(), [Refusal::Mixed { .. }]));
    }
}

#[test]
fn data_that_coverage_py_refuses_is_reported() {
    let lines = json!({"lines": {"": {"/x/a.py": [1, 2]}}});
    let with = |more: Value| {
        let mut job = Job { make: json!({".coverage.a": lines}), ..Job::default() };
        job.make[".coverage.b"] = more;
        job
    };
    let Some((ours, theirs, _)) = both(&with(json!({"arcs": {"": {"/x/a.py": [[1, 2]]}}}))) else {
        return;
    };
    assert!(theirs["refused"].as_str().unwrap().starts_with("Can't combine branch coverage data"));
    let refusals = ours.combined.refusals();
    assert!(matches!(refusals.as_slice(), [Refusal::Mixed { .. }]), "{refusals:?}");
    // Covdrop combines the data anyway: the lines of all, and the branches where measured.
    let (file, _) = ours.combined.files().next().unwrap();
    let hits = ours.combined.hits(file, &Selection::everything());
    assert_eq!((hits.lines.len(), hits.arcs.len(), hits.has_arcs), (2, 1, true));

    let traced = json!({"lines": {"": {"/x/a.py": [3]}}, "tracers": {"/x/a.py": "plug"}});
    let (ours, theirs, _) = both(&with(traced)).unwrap();
    let refused = theirs["refused"].as_str().unwrap();
    assert_eq!(refused, "Conflicting file tracer name for '/x/a.py': '' vs 'plug'");
    let refusals = ours.combined.refusals();
    let words: Vec<String> = refusals.iter().map(ToString::to_string).collect();
    assert_eq!(words, ["'/x/a.py' was measured by no plugin and by plugin 'plug'"]);

    // A refused pattern is reported for its rule, before any data is read.
    let mut job = with(lines.clone());
    job.rc = "[paths]\nx =\n    src\n    /ci/*\n".to_owned();
    let root = tempfile::tempdir().unwrap();
    let theirs = coverage_py(&json!({
        "dir": root.path(), "rc": job.rc, "sources": [], "inputs": {}, "make": job.make,
    }));
    assert_eq!(theirs.unwrap()["refused"], "Pattern must not end with wildcards.");
    let mut settings = Settings::default();
    settings.read_file(".coveragerc", job.rc.as_bytes(), true, &Environment::default()).unwrap();
    assert_eq!(
        Aliases::of(&settings, "/x").unwrap_err().to_string(),
        "Pattern '/ci/*' of [paths] must not end with wildcards"
    );
}

#[test]
fn data_that_coverage_py_cannot_read_is_read() {
    let mut job = Job::default();
    job.add("acme/artifacts/lines/py39", "py39");
    for (label, old) in [("json", "py36"), ("pickle", "py27-cov371"), ("schema3", "py37-cov5.0a6")]
    {
        job.add(&format!("acme/artifacts/lines/{old}"), label);
    }
    let Some((ours, theirs, _)) = both(&job) else {
        return;
    };
    assert_eq!(theirs["messages"], json!(["Combined 2 files, 6 files errored"]));
    assert_eq!((ours.combined.jobs().count(), ours.errored), (8, 0));
}

#[test]
fn dumps_equal_their_data_files() {
    for job in ["lines/py312", "branch/py312"] {
        let root = tempfile::tempdir().unwrap();
        let (from, to) = (common::acme(job).remove(0), root.path().join("dump"));
        if coverage_py(&json!({"dump": from, "to": to})).is_none() {
            return;
        }
        let mut dump = read(&std::fs::read(to).unwrap()).unwrap();
        assert_eq!(dump.format, DataFormat::Dump);
        dump.format = DataFormat::Sqlite { schema: 7 };
        assert_eq!(dump, read(&std::fs::read(from).unwrap()).unwrap());
    }
}

#[test]
fn jobs_can_be_written_as_contexts() {
    let mut combined = Combined::new();
    for label in ["py38", "py312"] {
        let id = combined.add_job(label);
        for path in common::acme(&format!("branch/{label}")) {
            combined.add(id, label, read(&std::fs::read(path).unwrap()).unwrap());
        }
    }
    combined.map_paths(|path| ResolvedPath::Recorded(path.clone()));
    let options = WriteOptions { jobs_as_contexts: true, lines_only: true };
    let everything = Selection::everything();
    let name = |place: &ResolvedPath| place.as_str().to_owned();
    let written = read(&write(&combined, &everything, options, name).unwrap()).unwrap();
    assert_eq!(
        (written.kind, written.contexts),
        (DataKind::Lines, vec!["py312".into(), "py38".into()])
    );
}

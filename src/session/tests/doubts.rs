//! Tests whether a session detects that the source is not the one that was tested.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::Path;

use covdrop_protocol::{Doubt, DoubtKind, ImportId, ListQuery, ListedFile, Status, StrayLines};
use covdrop_session::{Session, Step};
use covdrop_tests::{Acme, Kind};

/// A dropped file: its path and content.
type Dropped = (String, Vec<u8>);

fn session(files: &[Dropped]) -> Session {
    let mut session = Session::new(|_, _| None);
    let listed = files
        .iter()
        .map(|(path, bytes)| ListedFile { path: path.clone(), size: bytes.len() as u64 });
    let mut wanted = session.list_files(ImportId(0), listed.collect(), &[]);
    loop {
        for index in wanted {
            session.add_file(ImportId(0), index, files[index.0 as usize].1.clone());
        }
        wanted = loop {
            match session.step() {
                Step::Idle => return session,
                Step::FilesRequested { indexes, .. } => break indexes,
                Step::Worked(_) | Step::Finished => {}
            }
        };
    }
}

fn walk(folder: &Path, name: &str) -> Vec<Dropped> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{name}/{}", path.file_name().unwrap().to_str().unwrap());
        if path.is_dir() {
            files.extend(walk(&path, &name));
        } else {
            files.push((name, fs::read(&path).unwrap()));
        }
    }
    files
}

/// Returns the sample's source, changed by `change`, with the data of one job.
fn acme(change: impl Fn(&str, Vec<u8>) -> Option<Vec<u8>>) -> Session {
    let mut files = walk(&Acme::job(Kind::Branch, "py311"), "py311");
    for (path, bytes) in walk(&Acme::source(), "acme") {
        let changed = change(path.trim_start_matches("acme/"), bytes);
        files.extend(changed.map(|bytes| (path, bytes)));
    }
    session(&files)
}

/// Returns a data file of coverage.py 4 with these lines of files.
fn data(job: &str, lines: &[(&str, Vec<u32>)]) -> Dropped {
    let lines: Vec<String> =
        lines.iter().map(|(path, lines)| format!("{path:?}: {lines:?}")).collect();
    let head = "!coverage.py: This is a private format, don't read it directly!";
    let text = format!("{head}{{\"lines\": {{{}}}}}", lines.join(", "));
    (format!("{job}/.coverage"), text.into_bytes())
}

fn source(path: &str, text: &str) -> Dropped {
    (format!("acme/{path}"), text.as_bytes().to_vec())
}

/// Returns the doubts, without those about inferred path aliases.
fn doubts_of(session: &Session) -> Vec<Doubt> {
    let mut doubts = session.doubts();
    doubts.retain(|doubt| doubt.kind() != DoubtKind::Inferred);
    doubts
}

#[track_caller]
fn assert_doubts(session: &Session, expected: &[&str]) {
    let doubts: Vec<String> = doubts_of(session).iter().map(ToString::to_string).collect();
    assert_eq!(doubts, expected);
}

/// Returns functions of three lines, with a docstring each, and a blank line and a comment between
/// them.
fn functions(count: usize) -> String {
    let function =
        |n| format!("def f{n}():\n    '''One\n    two\n    three.'''\n    return {n}\n\n# {n}\n");
    (0..count).map(function).collect()
}

/// Returns the lines that importing [`functions`] and calling each of them records.
fn function_lines(count: u32) -> Vec<u32> {
    (0..count).flat_map(|n| [7 * n + 1, 7 * n + 5]).collect()
}

#[test]
fn the_tested_source_raises_no_doubt() {
    for kind in [Kind::Lines, Kind::Branch] {
        for job in fs::read_dir(Acme::job(kind, "")).unwrap() {
            let job = job.unwrap().file_name().into_string().unwrap();
            let mut files = walk(&Acme::job(kind, &job), &job);
            files.extend(walk(&Acme::source(), "acme"));
            let session = session(&files);
            assert_eq!(doubts_of(&session), [], "{kind:?} {job}");
            assert!(session.measure().files.len() > 3, "{kind:?} {job}");
        }
    }
}

#[test]
fn inserted_lines_raise_a_doubt() {
    let session = acme(|path, text| match path {
        "my_package/shapes.py" => Some(["# A comment.\n".repeat(7).into_bytes(), text].concat()),
        _ => Some(text),
    });
    let doubts = doubts_of(&session);
    let [Doubt::Stale { file, lines: 68, jobs }] = doubts.as_slice() else { panic!("{doubts:?}") };
    assert_eq!((file.as_str(), jobs.len()), ("my_package/shapes.py", 1));
    assert_eq!(jobs[0].job, "py311");
    assert!(jobs[0].stray >= 7, "{jobs:?}");
}

#[test]
fn a_truncated_file_raises_a_doubt_with_its_last_line() {
    let files = [
        data("py311", &[("/ci/acme/pkg/a.py", function_lines(40)), ("/ci/acme/pkg/b.py", vec![1])]),
        source("pkg/a.py", &functions(5)),
        source("pkg/b.py", "x = 1\n"),
    ];
    assert_doubts(
        &session(&files),
        &["pkg/a.py: 70 of 80 recorded lines are no code in this source, which ends at line 35 \
           (job py311): another version?"],
    );
}

#[test]
fn an_older_version_of_a_file_raises_a_doubt_for_its_job_only() {
    let old = functions(40).replacen("# 3\n", "# 3\n# more\n# of it\n", 1);
    let lines = |first: u32| {
        let shift = |line: u32| if line > first { line + 2 } else { line };
        function_lines(40).into_iter().map(shift).collect::<Vec<u32>>()
    };
    let files = [
        data("old", &[("/ci/acme/pkg/a.py", lines(28)), ("/ci/acme/pkg/b.py", vec![1])]),
        data("new", &[("/ci/acme/pkg/a.py", lines(999)), ("/ci/acme/pkg/b.py", vec![1])]),
        source("pkg/a.py", &functions(40)),
        source("pkg/b.py", "x = 1\n"),
    ];
    // Its 72 shifted lines are in docstrings or on the comment, and two of them past the end.
    assert_doubts(
        &session(&files),
        &[
            "pkg/a.py: 72 of 80 recorded lines are no code in this source (job old): another version?",
        ],
    );
    let files = [files[0].clone(), source("pkg/a.py", &old), source("pkg/b.py", "x = 1\n")];
    assert_doubts(&session(&files), &[]);
}

#[test]
fn a_different_file_of_the_same_name_raises_a_doubt() {
    let session = acme(|path, text| match path {
        "my_package/text.py" => Some("'''Other.'''\n\n\n\n\nx = 1\n".into()),
        _ => Some(text),
    });
    let doubts = doubts_of(&session);
    let [Doubt::Stale { file, lines: 6, .. }] = doubts.as_slice() else { panic!("{doubts:?}") };
    assert_eq!(file, "my_package/text.py");
}

#[test]
fn a_removed_module_raises_a_doubt() {
    let session = acme(|path, text| (path != "my_package/text.py").then_some(text));
    let doubts = doubts_of(&session);
    let [Doubt::Missing { file, recorded, jobs }] = doubts.as_slice() else { panic!("{doubts:?}") };
    assert_eq!(file, "/builds/acme/acme/my_package/text.py");
    assert_eq!(jobs.as_slice(), ["py311"]);
    assert!(*recorded > 5, "{recorded}");
}

#[test]
fn another_projects_source_raises_a_doubt() {
    let recorded: Vec<(String, Vec<u32>)> = (0..63)
        .map(|n| (format!("/ci/acme/acme/m{n}.py"), vec![1, 2]))
        .chain([("/ci/acme/tests/conftest.py".to_owned(), vec![1, 2, 3])])
        .collect();
    let recorded: Vec<(&str, Vec<u32>)> =
        recorded.iter().map(|(path, lines)| (path.as_str(), lines.clone())).collect();
    let files = [
        data("py311", &recorded),
        source("other/core.py", &functions(9)),
        source("tests/conftest.py", "x = 1\ny = 2\nz = 3\n"),
    ];
    let doubts = session(&files).doubts();
    let wrong = doubts.iter().filter(|doubt| doubt.kind() == DoubtKind::WrongSource);
    let wrong: Vec<String> = wrong.map(ToString::to_string).collect();
    // One file alone is no evidence for an alias: conftest.py is reported as ambiguous, and is not
    // counted.
    let message = "0 of 63 recorded files found in this source (job py311): another project?";
    assert_eq!(wrong, [message], "{doubts:?}");
}

#[test]
fn a_part_of_the_source_is_not_another_project() {
    let mut recorded: Vec<(String, Vec<u32>)> =
        (0..60).map(|n| (format!("/ci/acme/tests/test_{n}.py"), vec![1, 2])).collect();
    let modules = ["a", "b", "c", "d"].map(|name| format!("/ci/acme/src/acme/{name}.py"));
    recorded.extend(modules.into_iter().map(|path| (path, function_lines(9))));
    let recorded: Vec<(&str, Vec<u32>)> =
        recorded.iter().map(|(path, lines)| (path.as_str(), lines.clone())).collect();
    let mut files = vec![data("py311", &recorded)];
    files
        .extend(["a", "b", "c", "d"].map(|name| source(&format!("acme/{name}.py"), &functions(9))));
    assert_doubts(&session(&files), &[]);
}

#[test]
fn third_party_code_is_not_missing() {
    let files = [
        data(
            "py311",
            &[
                ("/ci/acme/pkg/a.py", vec![1]),
                ("/ci/acme/pkg/b.py", vec![1]),
                ("/ci/acme/.venv/lib/python3.11/site-packages/six.py", vec![1, 2, 3]),
                ("/usr/lib/python3.11/os.py", vec![1, 2, 3]),
                ("/ci/acme/pkg/left_out.py", vec![1]),
            ],
        ),
        source("pkg/a.py", "x = 1\n"),
        source("pkg/b.py", "x = 1\n"),
        source(".coveragerc", "[report]\nomit = */left_out.py\n"),
    ];
    assert_doubts(&session(&files), &[]);
}

#[test]
fn a_few_wrong_line_numbers_are_tolerated() {
    let files = [
        data(
            "py311",
            &[
                // 2 of 80 lines, a line far past the end of a module that has only a docstring, and
                // the first line of an empty module.
                ("/ci/acme/pkg/a.py", [function_lines(40), vec![2 + 1, 7 + 6]].concat()),
                ("/ci/acme/pkg/b.py", vec![1, 57]),
                ("/ci/acme/pkg/c.py", vec![1]),
            ],
        ),
        source("pkg/a.py", &functions(40)),
        source("pkg/b.py", "'''Tests of a package whose docstring has many characters.'''\n"),
        source("pkg/c.py", ""),
    ];
    assert_doubts(&session(&files), &[]);
}

#[test]
fn files_of_a_plugin_raise_a_doubt_and_are_in_no_total() {
    let head = "!coverage.py: This is a private format, don't read it directly!";
    let text = r#"{"lines": {"/ci/acme/pkg/a.py": [1], "/ci/acme/pkg/b.py": [1],
        "/ci/acme/pkg/page.html": [1, 2, 3, 7]},
        "file_tracers": {"/ci/acme/pkg/page.html": "django_coverage_plugin.DjangoTemplatePlugin"}}"#;
    let files = [
        ("py311/.coverage".to_owned(), [head, text].concat().into_bytes()),
        source("pkg/a.py", "x = 1\n"),
        source("pkg/b.py", "x = 1\n"),
        source(".coveragerc", "[run]\nplugins = django_coverage_plugin, other\n"),
    ];
    let session = session(&files);
    let doubts: Vec<String> = doubts_of(&session).iter().map(ToString::to_string).collect();
    let [traced, other] = doubts.as_slice() else { panic!("{doubts:?}") };
    assert!(traced.ends_with(
        "pkg/page.html: lines 1-3, 7 ran, measured by plugin \
         django_coverage_plugin.DjangoTemplatePlugin, which alone knows its statements. The total \
         leaves it out"
    ));
    assert!(other.starts_with("Settings of plugin other are not known here."), "{other}");
    assert_eq!(session.without_source().count(), 0);
    assert_eq!(session.measure().total().statements, 2);
}

#[test]
fn doubts_in_json_have_their_values() {
    let files = [
        data("py311", &[("/ci/acme/pkg/a.py", function_lines(2)), ("/ci/acme/pkg/b.py", vec![1])]),
        source("pkg/a.py", "x = 1\n"),
        source("pkg/b.py", "x = 1\n"),
    ];
    let json = session(&files).doubts_as_json();
    assert_eq!(json[0]["kind"], "stale");
    assert_eq!(json[0]["file"], "pkg/a.py");
    assert_eq!(json[0]["lines"], 1);
    let stray = StrayLines { job: "py311".to_owned(), stray: 3, recorded: 4, last: 12 };
    assert_eq!(serde_json::from_value::<StrayLines>(json[0]["jobs"][0].clone()).unwrap(), stray);
}

#[test]
fn a_file_of_a_plugin_opens_with_the_lines_that_ran() {
    let head = "!coverage.py: This is a private format, don't read it directly!";
    let text = r#"{"lines": {"/ci/acme/pkg/a.py": [1], "/ci/acme/pkg/traced.py": [1, 3]},
        "file_tracers": {"/ci/acme/pkg/traced.py": "plugin.Plugin"}}"#;
    let files = [
        ("py311/.coverage".to_owned(), [head, text].concat().into_bytes()),
        source("pkg/a.py", "x = 1\n"),
        source("pkg/traced.py", "{% if x %}\n{{ y }}\n{% endif %}\n"),
    ];
    let session = session(&files);
    assert_eq!(session.refused().count(), 0);
    let [row] = session.overview().without_numbers.first.try_into().unwrap();
    assert_eq!((row.path.as_str(), row.lines, row.has_source), ("pkg/traced.py", 2, true));
    assert_eq!(row.plugin.as_deref(), Some("plugin.Plugin"));
    let view = session.open("pkg/traced.py", None, &ListQuery::default()).unwrap();
    let statuses: Vec<Status> = view.marks.iter().map(|mark| mark.status).collect();
    assert_eq!(statuses, [Status::Run, Status::Plain, Status::Run]);
    assert_eq!((view.plugin.as_deref(), view.numbers.stmts), (Some("plugin.Plugin"), 0));
}

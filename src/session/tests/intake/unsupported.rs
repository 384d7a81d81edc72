//! Tests files that a user dropped by mistake.

use covdrop_protocol::{ImportId, UnreadablePath};
use covdrop_session::Step;

use crate::dropped::{assert_problems, dropped, problems};
use crate::handmade::{Entry, zip};

#[test]
fn unsupported_files_are_named_by_kind() {
    let session = dropped(&[
        ("fix.patch", b"diff --git a/a.py b/a.py\n--- a/a.py\n+++ b/a.py\n@@ -1 +1 @@\n"),
        ("coverage.xml", b"<?xml version=\"1.0\" ?>\n<coverage line-rate=\"0.8\">"),
        ("lcov.info", b"TN:\nSF:a.py\nDA:1,1\nend_of_record\n"),
        (
            "coverage.json",
            br#"{"meta": {"format": 3, "branch_coverage": true}, "files": {}, "totals": {}}"#,
        ),
        ("index.html", b"<!DOCTYPE html><html><script src=\"coverage_html_cb_1.js\">"),
        ("junit.xml", b"<?xml version=\"1.0\"?><testsuites></testsuites>"),
    ]);
    assert_problems(
        &session,
        &[
            ("fix.patch", "This is a diff."),
            ("coverage.xml", "Cobertura"),
            ("lcov.info", "LCOV"),
            ("coverage.json", "JSON report"),
            ("index.html", "HTML report"),
            ("junit.xml", "JUnit"),
        ],
    );
    assert!(session.problems().iter().all(|problem| problem.advice.is_some()));
}

#[test]
fn a_login_page_in_place_of_data_is_reported() {
    let session = dropped(&[("py38/.coverage", b"<!DOCTYPE html><html><title>Sign in</title>")]);
    assert_problems(&session, &[("py38/.coverage", "web page")]);
}

#[test]
fn sqlite_leftovers_are_reported() {
    let session = dropped(&[(".coverage.vm.1.2-journal", b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7")]);
    assert_problems(&session, &[(".coverage.vm.1.2-journal", "journal")]);
}

#[test]
fn reports_beside_data_are_no_problem() {
    let report: &[u8] = b"<?xml version=\"1.0\" ?>\n<coverage line-rate=\"0.8\">";
    let beside = dropped(&[("job/coverage.xml", report), ("job/a.py", b"x = 1\n")]);
    assert_eq!(problems(&beside), []);
    let alone = dropped(&[("job/coverage.xml", report)]);
    assert_problems(&alone, &[("job/coverage.xml", "Cobertura")]);
}

#[test]
fn an_html_report_is_recognised_by_its_script() {
    let script = ["htmlcov/coverage_html_cb_54cfdca1.js", "htmlcov/coverage_html.js"];
    let session = dropped(&[(script[0], b"// js\n"), ("htmlcov/index.html", b"<html>")]);
    assert_problems(&session, &[("htmlcov", "This is an HTML report of coverage.py.")]);
    let report = zip(&script.map(|name| Entry::new(name, b"// js\n")));
    let session = dropped(&[("report.zip", &report)]);
    assert_problems(&session, &[("report.zip/htmlcov", "This is an HTML report of coverage.py.")]);
    // Beside useful files, it is not a mistake.
    let session =
        dropped(&[("job/a.py", b"x = 1\n"), ("job/htmlcov/coverage_html.js", b"// js\n")]);
    assert_problems(&session, &[]);
}

#[test]
fn an_input_of_only_third_party_code_is_reported() {
    let code = ".venv/lib/python3.12/site-packages/six.py";
    let packed = zip(&[Entry::new(code, b"x = 1\n"), Entry::new("README.md", b"# Six\n")]);
    let folder = format!("here/{code}");
    let session = dropped(&[("venv.zip", &packed), (&folder, b"x = 1\n")]);
    assert_problems(&session, &[("venv.zip", "installed code"), ("here", "installed code")]);
    // Other files in such a folder are not useful either.
    let session = dropped(&[("here/.venv/README.md", b"# Six\n")]);
    assert_problems(&session, &[("here", "There is no data file and no Python source")]);
}

#[test]
fn invisible_characters_in_names_are_escaped() {
    let session = dropped(&[("\u{202e}txt.exe", b""), ("py/.coverage.\u{200b}", b"!")]);
    let names = session.problems().into_iter().map(|problem| problem.file);
    assert_eq!(names.collect::<Vec<_>>(), ["U+202Etxt.exe", "py/.coverage.U+200B"]);
}

#[test]
fn an_empty_file_is_reported_as_empty() {
    assert_problems(&dropped(&[("notes.txt", b"")]), &[("notes.txt", "This file is empty.")]);
}

#[test]
fn differing_files_are_counted_with_an_example() {
    let session = dropped(&[
        ("new/a.py", b"x = 1\n"),
        ("new/b.py", b"x = 1\n"),
        ("old/a.py", b"x = 2\n"),
        ("old/b.py", b"x = 2\n"),
    ]);
    let what = "2 files in here, a.py among them, differ from those at the same paths in new, and are used.";
    assert_problems(&session, &[("old", what)]);
}

#[test]
fn a_source_that_was_dropped_twice_is_one_problem() {
    let data = br#"!coverage.py: This is a private format, don't read it directly!{"lines": {"/ci/pkg/x.py": [1], "/ci/pkg/y.py": [1], "/ci/pkg/z.py": [1]}}"#;
    let source: &[u8] = b"x = 1\n";
    let session = dropped(&[
        (".coverage", data),
        ("all/new/pkg/x.py", source),
        ("all/new/pkg/y.py", source),
        ("all/new/pkg/z.py", source),
        ("all/old/pkg/x.py", source),
        ("all/old/pkg/y.py", source),
        ("all/old/pkg/z.py", source),
    ]);
    let what =
        "This and 2 other recorded files could lie below new or below old, so they are left out.";
    assert_problems(&session, &[("/ci/pkg/x.py", what)]);
    assert_eq!(session.overview().paths.doubtful, 3);
}

/// It is easy to create thousands of empty archives in an archive.
#[test]
fn only_the_first_hundred_problems_of_an_input_are_listed() {
    let empty = zip(&[]);
    let names: Vec<String> = (0..100).map(|n| format!("{n:03}.zip")).collect();
    let entries = names.iter().map(|name| Entry::new(name, &empty));
    let just = zip(&entries.clone().collect::<Vec<_>>()[1..]);
    let more = zip(&entries.chain([Entry::new("100.zip", &empty)]).collect::<Vec<_>>());
    let session = dropped(&[("just.zip", &just), ("more.zip", &more)]);
    let reported = session.problems();
    let file = |at: usize| (reported[at].file.as_str(), reported[at].input.map(|input| input.0));
    // The archive around them is not empty: it contains archives.
    assert_eq!((reported.len(), file(98)), (199, ("just.zip/099.zip", Some(0))));
    assert_eq!(
        (file(99), file(197)),
        (("more.zip/000.zip", Some(1)), ("more.zip/098.zip", Some(1)))
    );
    assert_eq!(
        (file(198), reported[198].what.as_str()),
        (("more.zip", Some(1)), "2 more problems are not listed here.")
    );
}

/// The response of a server for artifacts that have expired, or that the user may not read.
#[test]
fn an_error_in_place_of_artifacts_is_one_problem() {
    let expired: [(&[u8], &str); 6] = [
        (b"<!DOCTYPE html>\n<html><head><title>Not Found</title></head></html>", "a web page."),
        (b"{\"message\":\"404 Not Found\"}", "error message of a server."),
        (b"{\"error\":\"invalid_token\"}\n", "error message of a server."),
        (b"<?xml version=\"1.0\"?>\n<Error><Code>NoSuchKey</Code></Error>", "error message of a"),
        (b"<Error><Code>AccessDenied</Code></Error>", "error message of a server."),
        (b"404 page not found\n", "named like an archive, but it is none"),
    ];
    let data = br#"!coverage.py: This is a private format, don't read it directly!{"lines": {"/ci/a.py": [1]}}"#;
    let source: &[u8] = b"x = 1\n";
    for (bytes, what) in expired {
        for name in ["artifacts.zip", "jobs/py39/artifacts.zip", "artifacts (1).zip", "py39.tar.gz"]
        {
            let session = dropped(&[(name, bytes)]);
            assert_problems(&session, &[(name, what)]);
            assert!(session.problems()[0].advice.as_ref().unwrap().contains("again"));
            // Beside useful files it is reported too, because that job's data is missing.
            let session =
                dropped(&[("jobs/py38/.coverage", data), ("proj/a.py", source), (name, bytes)]);
            assert_problems(&session, &[(name, what)]);
        }
        let outer = zip(&[Entry::new("py39/artifacts.zip", bytes)]);
        let session = dropped(&[("all.zip", &outer)]);
        assert_problems(&session, &[("all.zip/py39/artifacts.zip", what)]);
    }
    assert_problems(&dropped(&[("jobs/artifacts.zip", b"")]), &[("jobs/artifacts.zip", "empty")]);
    // A project's own test data is no input.
    let session = dropped(&[("proj/tests/a.py", source), ("proj/tests/data/bad.zip", b"bad")]);
    assert_problems(&session, &[]);
}

#[test]
fn missing_files_of_a_manifest_are_one_problem_for_each_reason() {
    let closed = |path: String, reason: &str| UnreadablePath { path, reason: reason.to_owned() };
    let mut session = crate::dropped::session();
    let mut missing: Vec<UnreadablePath> =
        (0..300).map(|n| closed(format!("jobs/{n:03}/.coverage"), "the server says 404")).collect();
    missing.push(closed("source.zip".to_owned(), "the server says 403"));
    session.add_missing_files(ImportId(0), "covdrop.json", &missing);
    assert_eq!(session.list_files(ImportId(0), Vec::new(), &[]), []);
    while session.step() != Step::Idle {}
    assert_problems(
        &session,
        &[
            ("source.zip", "This could not be read: the server says 403."),
            (
                "covdrop.json",
                "300 of the listed files could not be read: the server says 404. The first are \
                 jobs/000/.coverage, jobs/001/.coverage, jobs/002/.coverage.",
            ),
        ],
    );
    assert!(session.cards().is_empty(), "nothing came in");
}

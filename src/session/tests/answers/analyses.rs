//! Tests sessions that have analyses in place of sources, with and without text: their answers, and
//! their refusals without text.

use covdrop_protocol::{Format, ListQuery, Shape, Trial};
use covdrop_session::{Session, Timestamp};
use proptest::prelude::*;

use crate::sessions::{SOURCE, add, data, dropped, line_query, ready};

const DATA: &str = r#"{"arcs": {"/ci/a.py": [[-1, 1], [1, 2], [2, 6], [6, -1], [-2, 3], [3, 5], [5, -2]],
    "/ci/old.py": [[-1, 1], [1, -1]], "/ci/wrong.py": [[-1, 1], [1, -1]]}}"#;

const OLD: &str = "print 'old'\n";

fn sources(settings: &str) -> Vec<(String, Vec<u8>)> {
    vec![
        data("job", DATA),
        ("src/a.py".to_owned(), SOURCE.into()),
        ("src/old.py".to_owned(), OLD.into()),
        ("src/wrong.py".to_owned(), b"x = = 1\n".to_vec()),
        ("src/.coveragerc".to_owned(), settings.into()),
    ]
}

/// Returns the session of `files` as one with the analyses in place of its sources, without their
/// text.
fn without_text(files: &[(String, Vec<u8>)]) -> Session {
    analysed(files, false)
}

/// Returns the session of `files` as one with the analyses in place of its sources.
fn analysed(files: &[(String, Vec<u8>)], with_text: bool) -> Session {
    let session = dropped(files);
    let analyses: Vec<_> = session.analyses(with_text).collect();
    let replace = |(path, bytes): &(String, Vec<u8>)| {
        let found = analyses.iter().find(|(source, _)| path.strip_prefix("src/") == Some(source));
        (path.clone(), found.map_or_else(|| bytes.clone(), |(_, bytes)| bytes.clone()))
    };
    dropped(&files.iter().map(replace).collect::<Vec<_>>())
}

fn try_it(session: &mut Session, trial: Trial) -> Option<String> {
    session.try_settings(Some(trial));
    ready(session);
    session.overview().settings.tried.unwrap().fault.map(|fault| fault.what)
}

fn list(text: &str) -> Vec<String> {
    vec![text.to_owned()]
}

fn lcov(session: &Session) -> Result<String, String> {
    let now = Timestamp { local: String::new(), unix_millis: 0 };
    let bytes = session.export(Format::Lcov, now).bytes;
    bytes.map(|bytes| String::from_utf8(bytes).unwrap())
}

#[test]
fn numbers_and_marks_are_those_of_the_sources() {
    for settings in ["", "[report]\nexclude_also = return 1\n"] {
        let (own, other) = (dropped(&sources(settings)), without_text(&sources(settings)));
        let totals = own.overview().totals.numbers.unwrap();
        // By hand: without 'return 1' there is a statement less, and 'if' leads to one line.
        assert_eq!(
            (totals.stmts, totals.branch),
            if settings.is_empty() { (6, 2) } else { (5, 0) }
        );
        assert_eq!(other.overview().totals.numbers.unwrap(), totals);
        assert_eq!(other.overview().problems, own.overview().problems);
        assert_eq!(other.overview().doubts, own.overview().doubts);
        assert_eq!(lcov(&other), lcov(&own));
        for path in ["a.py", "old.py"] {
            let open = |session: &Session| session.open(path, None, &ListQuery::default()).unwrap();
            let (own_file, file) = (open(&own), open(&other));
            assert!(own_file.has_text && !file.has_text);
            assert_eq!((file.marks, file.notes), (own_file.marks, own_file.notes), "{path}");
            assert_eq!(file.lines, vec![""; own_file.lines.len()]);
            assert_eq!((file.tokens, file.approximate), (vec![], own_file.approximate));
            assert_eq!(other.lines(line_query(path, 3)), own.lines(line_query(path, 3)));
        }
    }
}

#[test]
fn what_asks_for_another_analysis_is_refused() {
    let mut session = without_text(&sources(""));
    let own = session.overview().totals.numbers.unwrap();
    for trial in [
        Trial { exclude_lines: Some(list("if x")), ..Trial::default() },
        Trial { exclude_also: Some(list("if x")), ..Trial::default() },
        Trial { partial_also: Some(list("if x")), ..Trial::default() },
        Trial { rules: Some("3.14".to_owned()), ..Trial::default() },
    ] {
        let fault = try_it(&mut session, trial.clone()).unwrap();
        assert!(fault.contains("without sources"), "{trial:?}: {fault}");
        assert_eq!(session.overview().totals.numbers.unwrap(), own);
    }
    // Settings that select other files or format numbers differently apply.
    let trial =
        Trial { omit: Some(list("a.py")), precision: Some("1".to_owned()), ..Trial::default() };
    assert_eq!(try_it(&mut session, trial), None);
    assert_eq!(session.overview().totals.numbers, None, "only Python 2 is left");
}

#[test]
fn other_settings_than_those_of_the_report_are_told_of() {
    let mut session = without_text(&sources(""));
    let total = session.overview().totals.numbers;
    let is_told = |session: &Session| {
        session.overview().problems.iter().any(|problem| problem.what.contains("without sources"))
    };
    assert!(!is_told(&session));
    let settings = b"[report]\nexclude_also = return 1\n".to_vec();
    add(&mut session, &[("src/.coveragerc".to_owned(), settings)]);
    assert!(is_told(&session));
    assert_eq!(session.overview().totals.numbers, total);
}

#[test]
fn with_its_text_a_source_is_analysed_anew_where_that_is_asked_for() {
    let settings = "[lcov]\nline_checksums = true\n";
    let (mut own, mut other) = (dropped(&sources(settings)), analysed(&sources(settings), true));
    let is_alike = |own: &Session, other: &Session| {
        assert_eq!(other.overview(), own.overview());
        assert_eq!(lcov(other), lcov(own));
        let open = |session: &Session| session.open("a.py", None, &ListQuery::default()).unwrap();
        assert_eq!(open(other), open(own));
        own.overview().totals.numbers.unwrap().stmts
    };
    assert_eq!(is_alike(&own, &other), 6);
    // Without 'return 1' there is a statement less, whether that is tried or set.
    for session in [&mut own, &mut other] {
        let exclude_also = Some(list("return 1"));
        assert_eq!(try_it(session, Trial { exclude_also, ..Trial::default() }), None);
    }
    assert_eq!(is_alike(&own, &other), 5);
    for session in [&mut own, &mut other] {
        session.try_settings(None);
        ready(session);
    }
    assert_eq!(is_alike(&own, &other), 6);
    for session in [&mut own, &mut other] {
        let settings = b"[report]\nexclude_also = return 1\n".to_vec();
        add(session, &[("src/.coveragerc".to_owned(), settings)]);
    }
    assert_eq!(is_alike(&own, &other), 5);
}

#[test]
fn analyses_follow_the_python_that_the_data_speaks_for() {
    // The lines that `sys.monitoring` records on 3.14, where a bare annotation in a class has no
    // code.
    let arcs = r#"{"arcs": {"/ci/a.py": [[1, 1], [3, 3], [4, 4]]}}"#;
    let source = "class C:\n    x: int\n    y = 1\nC()\n";
    let files = [data("job", arcs), ("src/a.py".to_owned(), source.into())];
    for with_text in [true, false] {
        let overview = analysed(&files, with_text).overview();
        assert_eq!(
            (
                overview.settings.target_version.version.as_str(),
                overview.totals.numbers.unwrap().stmts
            ),
            ("3.14", 3)
        );
        assert_eq!(overview.problems, []);
    }
}

#[test]
fn checksums_of_lines_are_refused() {
    let settings = "[lcov]\nline_checksums = true\n";
    assert!(lcov(&dropped(&sources(settings))).is_ok());
    let refused = lcov(&without_text(&sources(settings))).unwrap_err();
    assert!(refused.contains("line_checksums") && refused.contains("without sources"), "{refused}");
}

#[test]
fn an_analysis_of_another_version_is_named() {
    let mut files = sources("");
    let bytes = b"\0covdrop analysis\n\x7f".to_vec();
    files[1].1 = bytes;
    let problems = dropped(&files).overview().problems;
    let problem = problems.iter().find(|problem| problem.file == "a.py").unwrap();
    assert!(problem.what.contains("another version of Covdrop"), "{}", problem.what);
}

#[test]
fn contexts_are_tried_and_come_back() {
    let settings = "[report]\ncontexts = one\n";
    let one = r#"{"lines": {"/ci/a.py": [1, 2, 6]}}"#;
    let mut session = dropped(&[
        data("job", one),
        ("src/a.py".to_owned(), SOURCE.into()),
        ("src/.coveragerc".to_owned(), settings.into()),
    ]);
    session.use_contexts_of_settings();
    let trial = Trial { contexts: Some(list("two")), ..Trial::default() };
    assert_eq!(try_it(&mut session, trial), None);
    assert_eq!(session.overview().contexts.settings_filter, "two");
    session.try_settings(None);
    ready(&mut session);
    assert_eq!(session.overview().contexts.settings_filter, "one");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn damaged_analyses_end_nothing(changes in prop::collection::vec((20_usize..400, any::<u8>()), 1..3)) {
        let own = dropped(&sources(""));
        let mut bytes = own.analyses(false).find(|(path, _)| *path == "a.py").unwrap().1;
        for (at, byte) in changes {
            let at = at % bytes.len();
            bytes[at] = byte;
        }
        let mut files = sources("");
        files[1].1 = bytes;
        let session = dropped(&files);
        session.overview();
        session.minimal_jobs();
        session.open("a.py", None, &ListQuery::default());
        for line in 1..9 {
            session.lines(line_query("a.py", line));
        }
        for shape in [Shape::Files, Shape::Functions, Shape::Classes] {
            session.list(ListQuery { shape, ..ListQuery::default() });
        }
        for format in [Format::Text, Format::Json, Format::Xml, Format::Lcov, Format::Coverage] {
            let now = Timestamp { local: String::new(), unix_millis: 0 };
            let _ = session.export(format, now);
        }
    }
}

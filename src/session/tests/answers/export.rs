//! Tests reports and data files.

use covdrop_protocol::Format;
use covdrop_session::Timestamp;
use covdrop_tests::{Acme, Coverage, Kind, timeless};

use crate::sessions::{JOBS, acme, data, three_jobs};

pub(crate) fn now() -> Timestamp {
    Timestamp { local: "2026-01-31T12:30:00.123456".to_owned(), unix_millis: 1_769_862_600_123 }
}

#[test]
fn reports_equal_coverage_pys() {
    for kind in [Kind::Lines, Kind::Branch] {
        let coverage = Coverage::combine(&Acme::data_files(kind, &JOBS).unwrap());
        let mut session = acme(kind, &JOBS);
        session.set_root(coverage.path().canonicalize().unwrap().to_str().unwrap());
        for (format, arguments) in [
            (Format::Text, &["report"][..]),
            (Format::Markdown, &["report", "--format=markdown"]),
            (Format::Json, &["json", "-q", "-o", "-"]),
            (Format::Xml, &["xml", "-q", "-o", "-"]),
            (Format::Lcov, &["lcov", "-q", "-o", "-"]),
        ] {
            let ours = String::from_utf8(session.export(format, now()).bytes.unwrap()).unwrap();
            assert_eq!(timeless(ours), timeless(coverage.run(arguments)), "{kind:?} {format:?}");
        }
    }
}

#[test]
fn written_data_equals_coverage_pys_combined_data() {
    for kind in [Kind::Lines, Kind::Branch] {
        let coverage = Coverage::combine(&Acme::data_files(kind, &JOBS).unwrap());
        let expected = coverage.run(&["report"]);
        // The folder of the source is not set, so the data has paths relative to it.
        let settings = coverage.path().join("tox.ini");
        let text = std::fs::read_to_string(&settings).unwrap();
        let relative = text.replace("parallel = True", "relative_files = True");
        std::fs::write(&settings, relative).unwrap();
        let export = acme(kind, &JOBS).export(Format::Coverage, now());
        assert_eq!(export.name, ".coverage");
        std::fs::write(coverage.path().join(".coverage"), export.bytes.unwrap()).unwrap();
        assert_eq!(coverage.run(&["report"]), expected);
    }
}

#[test]
fn failed_exports_give_a_reason() {
    let mut session = three_jobs();
    crate::sessions::add(&mut session, &[data("arcs", r#"{"arcs": {"/ci/a.py": [[-1, 1]]}}"#)]);
    let why = session.export(Format::Coverage, now()).bytes.unwrap_err();
    assert!(why.contains("both lines and branches"), "{why}");
    let empty = covdrop_session::Session::new(|_, _| None).export(Format::Json, now());
    assert_eq!(empty.bytes.unwrap_err(), "No data to report.");
}

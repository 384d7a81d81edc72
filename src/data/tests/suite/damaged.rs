//! Tests damaged and malicious files: each gives an error or partial data, and never more work than
//! the file's own size allows.

use std::time::{Duration, Instant};

use covdrop_data::{CoverageData, ReadError, ReadWarning, read};
use rusqlite::{Connection, MAIN_DB};

use crate::common;

/// Returns a file of each format, with branches and with lines.
fn samples() -> Vec<Vec<u8>> {
    let jobs = ["py27-cov371", "py36", "py37-cov5.0a2", "py37-cov5.0a4", "py37-cov5.0a6", "py312"];
    let mut samples = Vec::new();
    for kind in ["lines", "branch"] {
        for job in jobs {
            samples.push(std::fs::read(&common::acme(&format!("{kind}/{job}"))[0]).unwrap());
        }
    }
    samples.push(dump(&["INSERT INTO \"coverage_schema\" VALUES(7);"]));
    samples
}

/// Compresses a dump of these statements.
fn dump(statements: &[&str]) -> Vec<u8> {
    let text = format!("BEGIN TRANSACTION;\n{}\nCOMMIT;\n", statements.join("\n"));
    let mut bytes = b"z".to_vec();
    bytes.extend(miniz_oxide::deflate::compress_to_vec_zlib(text.as_bytes(), 6));
    bytes
}

/// Returns a database of schema 7 with one file `/x/a.py` and one context, on which `sql` was run.
fn database(sql: &str) -> Vec<u8> {
    let mut db = Connection::open_in_memory().unwrap();
    db.execute_batch(
        "CREATE TABLE coverage_schema (version integer);
         CREATE TABLE meta (key text, value text);
         CREATE TABLE file (id integer primary key, path text);
         CREATE TABLE context (id integer primary key, context text);
         CREATE TABLE line_bits (file_id integer, context_id integer, numbits blob);
         CREATE TABLE arc (file_id integer, context_id integer, fromno integer, tono integer);
         CREATE TABLE tracer (file_id integer primary key, tracer text);
         INSERT INTO coverage_schema VALUES (7);
         INSERT INTO file VALUES (1, '/x/a.py');
         INSERT INTO context VALUES (1, '');",
    )
    .unwrap();
    db.execute_batch(sql).unwrap();
    db.serialize(MAIN_DB).unwrap().to_vec()
}

fn read_database(sql: &str) -> CoverageData {
    read(&database(sql)).unwrap()
}

fn odd(table: &'static str, count: u64) -> ReadWarning {
    ReadWarning::OddEntries { table, count }
}

#[test]
fn truncated_files_give_an_error_or_partial_data() {
    for sample in samples() {
        let step = if sample.len() > 10_000 { 509 } else { 1 };
        let mut answers = 0;
        for length in (0..sample.len()).step_by(step) {
            match read(&sample[..length]) {
                Ok(data_file) => answers += data_file.warnings.len(),
                Err(error) => {
                    assert!(!error.to_string().is_empty() && !error.advice().is_empty());
                    answers += 1;
                }
            }
        }
        assert!(answers > 0);
    }
}

#[test]
fn missing_pages_leave_the_rest_readable() {
    let sample = std::fs::read(&common::acme("branch/py312")[0]).unwrap();
    let whole = read(&sample).unwrap();
    let cut = read(&sample[..sample.len() - 4096]).unwrap();
    assert!(cut.warnings.iter().any(|w| matches!(w, ReadWarning::DamagedTable { .. })), "{cut:?}");
    assert_eq!(cut.files.len(), whole.files.len());
}

#[test]
fn flipped_bytes_give_an_error_or_data() {
    // Pseudo-random numbers, the same in every run.
    let mut state = 1_u64;
    let mut next = |below: usize| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    for sample in samples() {
        for _ in 0..300 {
            let mut bytes = sample.clone();
            for _ in 0..=next(4) {
                let at = next(bytes.len());
                bytes[at] = u8::try_from(next(256)).unwrap();
            }
            let start = Instant::now();
            if let Err(error) = read(&bytes) {
                assert!(!error.to_string().is_empty());
            }
            assert!(start.elapsed() < Duration::from_secs(5));
        }
    }
}

#[test]
fn values_of_wrong_types_are_left_out() {
    let data_file = read_database(
        "INSERT INTO meta VALUES ('has_arcs', 'maybe'), (NULL, 1);
         INSERT INTO file VALUES (2, NULL), (3, x'00');
         INSERT INTO line_bits VALUES (1, 1, x'02'), (1, 1, 'text'), ('one', 1, x'02'),
             (9, 1, x'02'), (1, 9, x'02'), (NULL, NULL, NULL);",
    );
    assert_eq!(data_file.warnings, [odd("meta", 2), odd("file", 2), odd("line_bits", 5)]);
    assert_eq!(data_file.files.len(), 1);
    assert_eq!(data_file.files[0].lines[0].1.len(), 1);
}

#[test]
fn line_numbers_out_of_range_are_left_out() {
    let data_file = read_database(
        "INSERT INTO meta VALUES ('has_arcs', '1');
         INSERT INTO arc VALUES (1, 1, 1, 2), (1, 1, 99999999999, 1), (1, 1, 1, -99999999999),
             (1, 1, -9223372036854775808, 9223372036854775807), (1, 1, 1.5, 'x');",
    );
    assert_eq!(data_file.warnings, [odd("arc", 4)]);
    assert_eq!(data_file.files[0].arcs[0].1.len(), 1);
    let huge = read_database(
        "INSERT INTO line_bits VALUES (1, 1, x'02');
        INSERT INTO line_bits SELECT 1, 1, randomblob(3000000);",
    );
    assert_eq!(huge.warnings, [odd("line_bits", 1)]);
}

#[test]
fn names_that_are_not_utf8_are_shown_with_replacements() {
    let data_file = read_database("INSERT INTO file VALUES (2, cast(x'2f78ff2e7079' AS text));");
    assert_eq!(data_file.warnings, [ReadWarning::NotUtf8("/x\u{fffd}.py".to_owned())]);
    assert_eq!(data_file.files.len(), 2);
}

#[test]
fn a_hundred_thousand_contexts_are_read() {
    let data_file = read_database(
        "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
         INSERT INTO context SELECT i, 'test ' || i FROM n;
         INSERT INTO line_bits SELECT 1, id, x'02' FROM context;",
    );
    assert_eq!((data_file.contexts.len(), data_file.files[0].lines.len()), (100_000, 100_000));
}

#[test]
fn views_triggers_and_computed_columns_are_refused() {
    let refused = |sql: &str| read(&database(sql)).unwrap_err().to_string();
    let words = |kind: &str, name: &str| {
        format!("The database has a {kind} named '{name}', which coverage.py never makes")
    };
    assert_eq!(
        refused("DROP TABLE arc; CREATE VIEW arc AS SELECT 1, 1, 1, 2;"),
        words("view", "arc")
    );
    assert_eq!(
        refused("CREATE TRIGGER t AFTER INSERT ON arc BEGIN SELECT 1; END;"),
        words("trigger", "t")
    );
    assert_eq!(refused("CREATE TABLE c (a, b AS (a + 1));"), words("computed column", "c.b"));
    assert_eq!(refused("DROP TABLE meta;"), ReadError::NoTable("meta").to_string());
    assert_eq!(
        refused("UPDATE coverage_schema SET version = 6;"),
        ReadError::UnknownSchema(6).to_string()
    );
}

#[test]
fn pickles_run_nothing() {
    let error = |bytes: &[u8]| read(bytes).unwrap_err();
    assert_eq!(error(b"\x80\x02}cos\nsystem\n."), ReadError::PickleCode(b'c'));
    assert!(matches!(error(b"\x80\x02}."), ReadError::NotData));
    assert!(matches!(error(b"\x80\x02}U\x05linesK\x01s."), ReadError::Damaged(_)));
    // A list that contains itself, and one that is in many places.
    assert!(matches!(error(b"\x80\x02}U\x05lines}U\x01a]q\x00h\x00ass."), ReadError::Damaged(_)));
}

#[test]
fn dumps_are_read_without_executing_sql() {
    let rows = [
        "INSERT INTO \"coverage_schema\" VALUES(7);",
        "DROP TABLE file;",
        "INSERT INTO \"meta\" VALUES('has_arcs','0');",
        "INSERT INTO \"file\" VALUES(1,'/x/it''s\nINSERT INTO \"file\" VALUES(2,\u{1}).py');",
        "INSERT INTO \"context\" VALUES(1,'');",
        "INSERT INTO \"line_bits\" VALUES(1,1,X'0A02');",
        "INSERT INTO \"other\" VALUES(NULL,1.5,'x');",
    ];
    // Numbers with a fraction occur in no column that is read.
    assert!(read(&dump(&rows)).is_err());
    let data_file = read(&dump(&rows[..6])).unwrap();
    let path = "/x/it's\nINSERT INTO \"file\" VALUES(2,\u{1}).py";
    assert_eq!(data_file.files[0].path.as_str(), path);
    assert_eq!(data_file.files[0].lines[0].1.to_numbits().as_ref(), [0x0a, 0x02]);
    let bomb = miniz_oxide::deflate::compress_to_vec_zlib(&vec![b' '; 8 << 20], 9);
    let bomb = [b"z", bomb.as_slice()].concat();
    assert!(matches!(read(&bomb), Err(ReadError::TooLarge { .. })));
}

#[test]
fn empty_and_foreign_files_are_refused() {
    assert_eq!(read(b""), Err(ReadError::Empty));
    assert_eq!(read(b"import os\n"), Err(ReadError::NotData));
    assert!(ReadError::Empty.advice().contains("worker"));
}

#[test]
fn arcs_without_a_line_number_are_reported_and_the_rest_is_read() {
    let data_file = read_database(
        "INSERT INTO meta VALUES ('has_arcs', '1');
         INSERT INTO arc VALUES (1, 1, 1, 2), (1, 1, NULL, 3), (1, 1, 3, NULL), (1, 1, 2, -1);",
    );
    let file = data_file.files[0].path.clone();
    assert_eq!(data_file.warnings, [ReadWarning::ArcsWithoutLine { file, count: 2 }]);
    assert_eq!(data_file.files[0].arcs[0].1.len(), 2);
}

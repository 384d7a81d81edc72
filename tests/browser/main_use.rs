//! Tests the main use: drop data files and a source, and compare totals, files and lines with
//! coverage.py.

use std::collections::BTreeMap;
use std::path::PathBuf;

use covdrop_tests::{Acme, Coverage, Example, Kind};
use serde_json::Value;

use crate::visit::{BOTH, How, Visit};

const JOBS: [&str; 6] = ["py38", "py39", "py310", "py311", "py312", "py313"];

#[tokio::test(flavor = "multi_thread")]
async fn totals_and_files_equal_coverage_pys() {
    let data_files = Acme::data_files(Kind::Lines, &JOBS).unwrap();
    let coverage = Coverage::combine(&data_files);
    for how in BOTH {
        let visit = Visit::start(how).await;
        visit.pick_files(&data_files).await;
        visit.ready().await;
        visit.pick_folder(&Acme::source()).await;
        visit.see("[data-total=cover]").await;
        assert_report(&visit, &coverage).await;
        visit.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn data_and_source_can_be_dropped_together() {
    let data_files = Acme::data_files(Kind::Lines, &JOBS).unwrap();
    let coverage = Coverage::combine(&data_files);
    for how in BOTH {
        let visit = Visit::start(how).await;
        visit.drop(&[&data_files[..], &[Acme::source()]].concat()).await;
        visit.see("[data-total=cover]").await;
        assert_report(&visit, &coverage).await;
        assert_eq!(visit.texts(".overlay").await, [""; 0]);
        visit.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn archives_of_gitlab_can_be_dropped() {
    let folder = tempfile::tempdir().unwrap();
    let jobs = ["py38", "py39", "py310"];
    let mut dropped: Vec<PathBuf> = Vec::new();
    for job in jobs {
        let archive = folder.path().join(format!("artifacts-{job}.zip"));
        Coverage::python(
            &["-m", "zipfile", "-c"],
            &archive,
            &Acme::data_files(Kind::Lines, &[job]).unwrap(),
        );
        dropped.push(archive);
    }
    let source = folder.path().join("acme-main.tar.gz");
    let pack = "import os, shutil, sys; \
                shutil.make_archive(sys.argv[1][:-7], 'gztar', *os.path.split(sys.argv[2]))";
    Coverage::python(&["-c", pack], &source, &[Acme::source()]);
    dropped.push(source);
    let coverage = Coverage::combine(&Acme::data_files(Kind::Lines, &jobs).unwrap());
    for how in BOTH {
        let visit = Visit::start(how).await;
        visit.drop(&dropped).await;
        visit.see("[data-total=cover]").await;
        assert_report(&visit, &coverage).await;
        assert_eq!(visit.attributes("[data-problem]", "data-problem").await, [""; 0]);
        visit.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn jobs_are_named_after_their_folders() {
    let visit = Visit::start(How::Http).await;
    visit.drop(&["py38", "py39"].map(|job| Acme::job(Kind::Lines, job))).await;
    visit.ready().await;
    assert_eq!(visit.attributes("[data-job]", "data-job").await, ["py38", "py39"]);
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn branches_equal_coverage_pys() {
    let jobs = [&JOBS[..], &["py36-cov62", "py37-cov7.2.7"]].concat();
    let data_files = Acme::data_files(Kind::Branch, &jobs).unwrap();
    let coverage = Coverage::combine(&data_files);
    let visit = Visit::start(How::Http).await;
    visit.pick_folder(&Acme::source()).await;
    visit.ready().await;
    visit.pick_files(&data_files).await;
    visit.see("[data-total=brpart]").await;
    assert_report(&visit, &coverage).await;
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn branches_not_taken_are_noted_at_their_lines() {
    let data_files = Acme::data_files(Kind::Branch, &["py38", "py310"]).unwrap();
    let report = Coverage::combine(&data_files).json();
    let visit = Visit::start(How::Http).await;
    visit.pick_folder(&Acme::source()).await;
    visit.ready().await;
    visit.pick_files(&data_files).await;
    visit.click("[data-file='my_package/text.py'] a").await;
    visit.see(".file").await;
    let file = &report["files"]["my_package/text.py"];
    let missing = |line: &Value| file["missing_lines"].as_array().unwrap().contains(line);
    let branches = file["missing_branches"].as_array().unwrap().iter();
    let expected: Vec<String> = branches
        .filter(|branch| !missing(&branch[0]))
        .map(|branch| match branch[1].as_i64().unwrap() {
            to if to < 0 => format!("{} ↛ exit", branch[0]),
            to => format!("{} ↛ {to}", branch[0]),
        })
        .collect();
    let notes = visit.texts(".note").await;
    let notes: Vec<String> = notes.iter().map(|note| note.replace('\u{202f}', " ")).collect();
    assert!(!expected.is_empty());
    assert_eq!(notes, expected);
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_equal_coverage_pys() {
    let data_files = Acme::data_files(Kind::Lines, &JOBS).unwrap();
    let report = Coverage::combine(&data_files).json();
    let visit = Visit::start(How::Http).await;
    visit.pick_folder(&Acme::source()).await;
    visit.ready().await;
    visit.pick_files(&data_files).await;
    for (name, expected) in report["files"].as_object().unwrap() {
        let file = format!("[data-file='{name}'] a");
        visit.click(&file).await;
        visit.see(".file").await;
        assert_eq!(visit.text(".file h2").await, *name);
        assert_eq!(statuses(&visit).await, expected_statuses(expected), "{name}");
        visit.client.back().await.unwrap();
        visit.see("[data-file]").await;
    }
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn data_without_source_shows_what_ran_and_asks_for_the_source() {
    for how in BOTH {
        let visit = Visit::start(how).await;
        visit.pick_files(&Acme::data_files(Kind::Lines, &["py38"]).unwrap()).await;
        visit.ready().await;
        assert!(visit.text(".notice").await.contains("need your source"));
        let ran = visit.texts(".ran tbody th").await;
        assert!(ran.contains(&"/builds/acme/acme/my_package/shapes.py".to_owned()), "{ran:?}");
        assert_eq!(visit.texts("[data-total]").await, [""; 0]);
        visit.pick_folder(&Acme::source()).await;
        visit.see("[data-total=cover]").await;
        // The banner about the inferred path alias stays.
        assert_eq!(visit.texts(".notice:not([data-doubt]), .ran").await, [""; 0]);
        visit.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_example_has_coverage_pys_numbers() {
    let coverage = Coverage::combine_example(&Example::JOBS);
    for how in BOTH {
        let visit = Visit::start(how).await;
        visit.click(".welcome button").await;
        visit.see("[data-total=cover]").await;
        assert_report(&visit, &coverage).await;
        assert_eq!(visit.attributes("[data-job]", "data-job").await, Example::JOBS);
        // The page shows its contexts, excluded lines and partial branches, and no problem.
        assert_eq!(visit.texts("[data-doubt], .problems li").await, [""; 0]);
        visit.go("#file=harbour/tides.py").await;
        visit.see("[data-line]").await;
        for shown in
            ["[data-status=excluded]", "[data-status=partial] .note", ".contexts-of[title]"]
        {
            visit.see(shown).await;
        }
        visit.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_example_shows_a_file_that_is_not_as_tested() {
    let visit = Visit::start(How::Http).await;
    visit.click(".welcome button:nth-of-type(2)").await;
    visit.see("[data-doubt=stale]").await;
    assert!(visit.text("[data-doubt=stale]").await.contains("harbour/tides.py"));
    // A link beside the total leads to the file, which has the same doubt.
    visit.click(".doubt-links a").await;
    visit.see(".file [data-doubt=stale]").await;
    assert!(visit.address().await.ends_with("#file=harbour/tides.py"));
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_switched_off_counts_no_more() {
    let without = Coverage::combine_example(&Example::JOBS[1..]);
    let visit = Visit::start(How::Http).await;
    visit.click(".welcome button").await;
    visit.click("[data-job=py38]").await;
    visit.see("[data-job=py38]:not(:checked)").await;
    visit.ready().await;
    assert_report(&visit, &without).await;
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_opens_its_file_at_its_line() {
    let visit = Visit::start(How::Http).await;
    visit.goto(How::Http, "#file=harbour/ships.py&line=34").await;
    // The first screen describes the link's target.
    let shows = visit.text(".link-shows").await;
    assert!(shows.starts_with("This link shows harbour/ships.py, line 34. Drop "), "{shows}");
    visit.click(".welcome button").await;
    visit.see("[data-line='34'][aria-current]").await;
    assert_eq!(visit.text(".file h2").await, "harbour/ships.py");
    visit.end().await;
}

/// Compares the totals and every row with `coverage report`.
async fn assert_report(visit: &Visit, coverage: &Coverage) {
    let mut expected = coverage.report();
    let total = expected.pop().unwrap();
    let branches = total.columns.len() == 5;
    let columns: &[&str] = if branches {
        &["stmts", "miss", "branch", "brpart", "cover"]
    } else {
        &["stmts", "miss", "cover"]
    };
    let names: Vec<String> = expected.iter().map(|row| row.name.clone()).collect();
    assert_eq!(visit.attributes("[data-file]", "data-file").await, names);
    for (index, column) in columns.iter().enumerate() {
        let of_files: Vec<&str> = expected.iter().map(|row| row.columns[index].as_str()).collect();
        assert_eq!(
            visit.texts(&format!("[data-file] [data-col={column}]")).await,
            of_files,
            "{column}"
        );
        let of_all = visit.text(&format!("[data-total={column}]")).await;
        assert_eq!(of_all, total.columns[index], "{column}");
    }
}

/// Returns the status of every line that has one.
async fn statuses(visit: &Visit) -> BTreeMap<u64, String> {
    let lines = visit.attributes("[data-line]", "data-line").await;
    let statuses = visit.attributes("[data-line]", "data-status").await;
    let lines = lines.iter().map(|line| line.parse().unwrap());
    lines.zip(statuses).filter(|(_, status)| status != "plain").collect()
}

/// Returns the statuses according to coverage.py's JSON report. It has only the first lines of
/// statements, which are compared.
fn expected_statuses(file: &Value) -> BTreeMap<u64, String> {
    let of = |key: &str, status: &'static str| {
        let lines = file[key].as_array().unwrap().iter();
        lines.map(move |line| (line.as_u64().unwrap(), status.to_owned()))
    };
    of("executed_lines", "run")
        .chain(of("missing_lines", "miss"))
        .chain(of("excluded_lines", "excluded"))
        .collect()
}

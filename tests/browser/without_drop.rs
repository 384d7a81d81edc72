//! Tests sessions without a drop: from a site manifest, and restored after the worker has stopped.

use std::fs;

use covdrop_tests::{Acme, Coverage, Kind};
use serde_json::json;

use crate::visit::{How, Visit, WATCH_WORKERS};

/// Copies two jobs and the source of the sample into a page's folder, with a site manifest.
fn publish(page: &tempfile::TempDir) {
    let folder = page.path();
    for job in ["py38", "py39"] {
        let data = Acme::data_files(Kind::Lines, &[job]).unwrap();
        Coverage::python(&["-m", "zipfile", "-c"], &folder.join(format!("{job}.zip")), &data);
    }
    let pack = "import os, shutil, sys; \
                shutil.make_archive(sys.argv[1][:-7], 'gztar', *os.path.split(sys.argv[2]))";
    let source = folder.join("a source.tar.gz");
    Coverage::python(&["-c", pack], &source, &[Acme::source()]);
    let files = ["py38.zip", "py39.zip", "a source.tar.gz"];
    list(page, "covdrop.json", &json!({ "covdrop": 1, "files": files }).to_string());
}

fn list(page: &tempfile::TempDir, name: &str, text: &str) {
    fs::write(page.path().join(name), text).unwrap();
}

/// Returns the percentage over some jobs of the sample, as coverage.py prints it.
fn cover(jobs: &[&str]) -> String {
    let coverage = Coverage::combine(&Acme::data_files(Kind::Lines, jobs).unwrap());
    coverage.report().pop().unwrap().columns.pop().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_site_manifest_is_loaded() {
    let page = Visit::page();
    publish(&page);
    let visit = Visit::at(page.path().to_owned()).await;
    visit.goto(How::Http, "").await;
    visit.see("[data-total=cover]").await;
    visit.ready().await;
    assert_eq!(visit.text("[data-total=cover]").await, cover(&["py38", "py39"]));
    assert_eq!(visit.attributes("[data-job]", "data-job").await, ["py38", "py39"]);
    assert_eq!(visit.attributes("[data-problem]", "data-problem").await, [""; 0]);
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn missing_files_of_a_manifest_are_reported() {
    let page = Visit::page();
    publish(&page);
    let files = ["py38.zip", "py27.zip", "a source.tar.gz"];
    list(&page, "other.json", &json!({ "covdrop": 1, "files": files }).to_string());
    let visit = Visit::at(page.path().to_owned()).await;
    visit.goto(How::Http, "?load=other.json").await;
    visit.see("[data-total=cover]").await;
    assert_eq!(visit.text("[data-total=cover]").await, cover(&["py38"]));
    assert_eq!(visit.attributes("[data-problem]", "data-problem").await, ["py27.zip"]);
    assert!(visit.text("[data-problem]").await.contains("the server says 404"));
}

#[tokio::test(flavor = "multi_thread")]
async fn many_missing_files_of_a_manifest_are_one_problem() {
    let page = Visit::page();
    publish(&page);
    let missing = (0..300).map(|number| format!("missing-{number}.zip"));
    let files: Vec<String> =
        missing.chain(["py38.zip".to_owned(), "a source.tar.gz".to_owned()]).collect();
    list(&page, "covdrop.json", &json!({ "covdrop": 1, "files": files }).to_string());
    let visit = Visit::at(page.path().to_owned()).await;
    visit.goto(How::Http, "").await;
    visit.see("[data-total=cover]").await;
    visit.ready().await;
    assert_eq!(visit.text("[data-total=cover]").await, cover(&["py38"]));
    assert_eq!(visit.attributes("[data-problem]", "data-problem").await, ["covdrop.json"]);
    assert!(visit.text("[data-problem]").await.contains("300"));
}

#[tokio::test(flavor = "multi_thread")]
async fn invisible_characters_in_the_address_are_escaped() {
    let visit = Visit::start(How::Http).await;
    visit.goto(How::Http, "?load=%1b%5b2J%E2%80%AEnosj.%3Cb%3E").await;
    visit.see("[role=alert]").await;
    let text = visit.text("[role=alert]").await;
    assert!(text.contains("U+001B[2JU+202Enosj.<b> cannot be loaded"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invalid_manifest_is_reported() {
    let page = Visit::page();
    list(&page, "new.json", r#"{"covdrop": 2}"#);
    list(&page, "away.json", r#"{"covdrop": 1, "files": ["../secret"]}"#);
    let visit = Visit::at(page.path().to_owned()).await;
    for (name, text) in [("new.json", "version 2"), ("away.json", "not the path of a file beside")]
    {
        visit.goto(How::Http, &format!("?load={name}")).await;
        visit.see("[data-problem]").await;
        assert!(visit.text("[data-problem]").await.contains(text));
    }
    for load in ["missing.json", "http://127.0.0.1:9/covdrop.json", "//example.org/covdrop.json"] {
        visit.goto(How::Http, &format!("?load={load}")).await;
        visit.see("[role=alert]").await;
        assert!(visit.text("[role=alert]").await.contains("cannot be loaded"));
    }
    visit.goto(How::File, "?load=covdrop.json").await;
    visit.see("[role=alert]").await;
    assert!(visit.text("[role=alert]").await.contains("opened as a file"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_is_restored_after_the_worker_stops() {
    let visit = Visit::start(How::Http).await;
    visit.before(WATCH_WORKERS);
    visit.goto(How::Http, "?").await;
    visit.drop(&[Acme::job(Kind::Lines, "py38"), Acme::source()]).await;
    visit.see("[data-total=cover]").await;
    visit.drop(&[Acme::job(Kind::Lines, "py39")]).await;
    visit.see("[data-job=py39]").await;
    visit.ready().await;
    // Choices are restored too: trial settings and a path alias.
    visit.go("#view=settings").await;
    visit.write("[data-try=precision]", "2\u{e007}").await;
    visit.see(".outcome .change").await;
    visit.ready().await;
    visit.go("#view=input").await;
    visit.write(".paths input[name=pattern]", "/elsewhere/acme\u{e007}").await;
    visit.see(".paths td .link").await;
    visit.ready().await;
    let total = visit.text("[data-total=cover]").await;
    visit.run("workers.at(-1).dispatchEvent(new ErrorEvent('error'))").await;
    visit.see("[role=alert]").await;
    assert!(visit.text("[role=alert]").await.contains("worker has stopped"));
    visit.ready().await;
    assert_eq!(visit.run("return workers.length").await, 2);
    visit.see("[data-job=py39]").await;
    visit.ready().await;
    assert_eq!(visit.attributes("[data-job]", "data-job").await, ["py38", "py39"]);
    assert!(visit.text(".paths").await.contains("/elsewhere/acme"));
    visit.go("#view=settings").await;
    visit.see(".outcome .change").await;
    assert_eq!(visit.text("[data-total=cover]").await, total);
    visit.click(".outcome > p button").await;
    visit.see("main:not(:has(.outcome))").await;
    visit.ready().await;
    assert_eq!(visit.text("[data-total=cover]").await, cover(&["py38", "py39"]));
    visit.end().await;
}

//! Tests that long files are printed, and that long work can be cancelled.

use std::fs;
use std::path::Path;

use fantoccini::wd::PrintConfiguration;
use serde_json::Value;

use crate::browser::Browser;
use crate::visit::{How, Visit};

/// Returns a visit with a file with this text, whose first line ran.
async fn visit(folder: &Path, text: &str) -> Visit {
    let (source, data) = (folder.join("long.py"), folder.join(".coverage"));
    fs::write(&source, text).unwrap();
    let ran = "{\"lines\":{\"/b/long.py\":[1]}}";
    let head = "!coverage.py: This is a private format, don't read it directly!";
    fs::write(&data, format!("{head}{ran}")).unwrap();
    let visit = Visit::start(How::Http).await;
    visit.drop(&[source, data]).await;
    visit.see("[data-total=cover]").await;
    visit.ready().await;
    visit
}

/// Returns the number of printed lines. A browser prints after the microtasks that follow the
/// event, of which a rendering takes several, and waits for nothing else. Yew defers the end of a
/// long rendering to a task, so the script waits first, as a user does.
const PRINT: &str = "const done = arguments[0];
    setTimeout(() => {
        dispatchEvent(new Event('beforeprint'));
        let rendered = Promise.resolve();
        for (let microtask = 0; microtask < 20; microtask++) rendered = rendered.then(() => {});
        rendered.then(() => done(document.querySelectorAll('[data-line]').length));
    }, 500);";

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_printed_completely() {
    let folder = tempfile::tempdir().unwrap();
    let visit = visit(folder.path(), &"x = 1\n".repeat(3000)).await;
    visit.go("#file=long.py").await;
    visit.see("[data-line]").await;
    visit.ready().await;
    let lines = visit.client.execute_async(PRINT, Vec::<Value>::new()).await.unwrap();
    assert_eq!(lines, 3000);
    visit.run("dispatchEvent(new Event('afterprint'))").await;
    visit.until("return document.querySelectorAll('[data-line]').length < 1000").await;
    visit.end().await;
}

/// A sheet of A4 with margins of a centimetre has room for 78 lines of ten points.
#[tokio::test(flavor = "multi_thread")]
async fn a_file_takes_no_more_sheets_than_its_lines_need() {
    if Browser::lacks("a printer that tells the number of sheets") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let visit = visit(folder.path(), &"x = 1\n".repeat(1000)).await;
    visit.go("#file=long.py").await;
    visit.see("[data-line]").await;
    visit.ready().await;
    // A4 is the default.
    let sheets = PrintConfiguration::default();
    let pdf = visit.client.print(sheets).await.unwrap();
    let pages = String::from_utf8_lossy(&pdf).matches("/Type /Page\n").count();
    assert!((13..=15).contains(&pages), "{pages} sheets");
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_printed_lines_of_a_long_file_are_limited() {
    let folder = tempfile::tempdir().unwrap();
    let visit = visit(folder.path(), &"x = 1\n".repeat(30_000)).await;
    visit.go("#file=long.py&L20000").await;
    visit.see("[aria-current]").await;
    visit.ready().await;
    let lines = visit.client.execute_async(PRINT, Vec::<Value>::new()).await.unwrap();
    assert_eq!(lines, 25_000);
    let text = visit.text(".print-bound").await;
    assert_eq!(text, "Only the first 25000 of 30000 lines are printed.");
    visit.run("dispatchEvent(new Event('afterprint'))").await;
    visit.until("return document.querySelectorAll('[data-line]').length < 1000").await;
    assert!(visit.shows("[aria-current]").await, "it is where it was");
    visit.end().await;
}

/// The steps that a pattern may take are proportional to the text: with three million characters
/// the search takes seconds before Covdrop refuses the pattern, so there is time to cancel it.
#[tokio::test(flavor = "multi_thread")]
async fn a_pattern_that_takes_long_can_be_cancelled() {
    let folder = tempfile::tempdir().unwrap();
    let visit = visit(folder.path(), &format!("x = 1\ny = '{}'\n", "a".repeat(3_000_000))).await;
    let total = visit.text("[data-total=cover]").await;
    visit.go("#view=settings").await;
    visit.write("[data-try=exclude_also]", r"(?=(a+))\1b").await;
    visit.press("\u{e004}").await;
    visit.click(".working button").await;
    visit.see(".fault").await;
    visit.ready().await;
    assert_eq!(visit.text("[data-total=cover]").await, total);
    assert_eq!(visit.value("[data-try=exclude_also]").await, "");
    visit.end().await;
}

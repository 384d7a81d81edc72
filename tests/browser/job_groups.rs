//! Tests grouping data files into jobs by the menu of a job.

use std::fs;

use crate::visit::{How, Visit};

/// The keys that move the focus and press a button.
const TAB: &str = "\u{e004}";
const ENTER: &str = "\u{e007}";

#[tokio::test(flavor = "multi_thread")]
async fn the_keyboard_changes_the_grouping_of_data_files() {
    let folder = tempfile::tempdir().unwrap();
    let head = "!coverage.py: This is a private format, don't read it directly!";
    let mut files = Vec::new();
    for (name, root) in [("one", "/a"), ("one", "/b"), ("two", "/a")] {
        let file = folder.path().join(format!(".coverage.{name}.{}.123456", files.len() + 10));
        let text =
            format!("{head}{{\"lines\": {{\"{root}/pkg/m.py\": [1], \"{root}/n.py\": [1]}}}}");
        fs::write(&file, text).unwrap();
        files.push(file);
    }
    let visit = Visit::start(How::Http).await;
    visit.pick_files(&files).await;
    visit.see("[data-job]").await;
    visit.ready().await;
    let jobs = async || visit.attributes("[data-job]", "data-job").await;
    let detected = jobs().await;
    let group = async |label: &str| {
        visit.run("document.querySelector('.menu summary').focus()").await;
        visit.press(ENTER).await;
        visit.see(".menu[open]").await;
        let is_there =
            format!("return document.activeElement.textContent === {}", serde_json::json!(label));
        for _ in 0..12 {
            if visit.run(&is_there).await == true {
                break;
            }
            visit.press(TAB).await;
        }
        visit.press(ENTER).await;
        visit.see("body:not(:has(.menu[open]))").await;
        visit.ready().await;
    };
    group("A job for each host").await;
    visit.until("return document.querySelectorAll('[data-job]').length === 2").await;
    assert_eq!(jobs().await, ["one", "two"]);
    group("A job for each file").await;
    visit.until("return document.querySelectorAll('[data-job]').length === 3").await;
    group("A job for each recorded root").await;
    visit.until("return document.querySelectorAll('[data-job]').length === 2").await;
    assert_eq!(jobs().await, ["a", "b"]);
    let pressed = visit.texts(".menu [aria-pressed=true]").await;
    assert!(pressed.iter().all(|label| label == "A job for each recorded root"), "{pressed:?}");
    group("Detected from data").await;
    visit.until("return document.querySelector('[data-job]').dataset.job !== 'a'").await;
    assert_eq!(jobs().await, detected);
    visit.end().await;
}

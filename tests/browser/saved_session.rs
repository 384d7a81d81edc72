//! Tests the saved session: off by default, restored on reload, and deleted at one click.

use std::time::Duration;

use covdrop_tests::{Acme, Coverage, Kind};
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::visit::{BOTH, How, Visit};

/// Returns the percentage over some jobs of the sample, as coverage.py prints it.
fn cover(jobs: &[&str]) -> String {
    let coverage = Coverage::combine(&Acme::data_files(Kind::Lines, jobs).unwrap());
    coverage.report().pop().unwrap().columns.pop().unwrap()
}

/// Returns the names of the page's databases.
async fn databases(visit: &Visit) -> Value {
    let script = "const done = arguments[0];
        indexedDB.databases().then(all => done(all.map(one => one.name)));";
    visit.client.execute_async(script, vec![]).await.unwrap()
}

/// Waits until the page shows that the session is saved.
async fn kept(visit: &Visit) {
    let script = "return / kB saved/.test(document.querySelector('.keep')?.textContent)";
    visit.until(script).await;
}

/// Loads two jobs and the source, and opens the view of inputs.
async fn loaded(how: How) -> Visit {
    let visit = Visit::start(how).await;
    let jobs = ["py38", "py39"].map(|job| Acme::job(Kind::Lines, job));
    visit.drop(&[&jobs[..], &[Acme::source()]].concat()).await;
    visit.see("[data-total=cover]").await;
    visit.click(".tabs a[href*='view=input']").await;
    visit.see(".card[data-card=source]").await;
    visit.ready().await;
    visit
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_saved_by_default() {
    let visit = loaded(How::Http).await;
    assert_eq!(databases(&visit).await, json!([]));
    assert_eq!(visit.run("return Object.keys(localStorage)").await, json!([]));
    visit.client.refresh().await.unwrap();
    visit.see("body[data-state=empty] [data-input]").await;
    visit.end().await;
}

/// If the browser cannot save files, the page says so, and otherwise works as usual.
async fn a_session_that_cannot_be_saved_is_reported() {
    for how in BOTH {
        let visit = loaded(how).await;
        visit.click("[data-keep]").await;
        visit.see(".keep .bad").await;
        let words = visit.text(".keep .bad").await;
        assert!(words.contains("What is here now is not saved"), "{words}");
        let total = visit.text("[data-total=cover]").await;
        assert_eq!(total, cover(&["py38", "py39"]));
        visit.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_saved_session_is_restored_until_it_is_deleted() {
    if Browser::cannot_save() {
        return a_session_that_cannot_be_saved_is_reported().await;
    }
    for how in BOTH {
        let visit = loaded(how).await;
        visit.click("[data-keep]").await;
        kept(&visit).await;
        // Later choices and drops are saved too.
        visit.click(".card[data-card=py38] .of-job summary").await;
        visit.write(".card[data-card=py38] .of-job input", "old Python\u{e007}").await;
        visit.see("[data-job='old Python']").await;
        visit.ready().await;
        visit.drop(&[Acme::job(Kind::Lines, "py310")]).await;
        visit.see("[data-job=py310]").await;
        visit.ready().await;
        visit.click(".card[data-card=py39] > button").await;
        visit.see(".cards:not(:has([data-card=py39]))").await;
        visit.ready().await;
        visit.go("#view=settings").await;
        visit.write("[data-try=precision]", "2\u{e007}").await;
        visit.see(".outcome .change").await;
        visit.ready().await;
        let total = visit.text("[data-total=cover]").await;
        assert!(total.contains('.'), "{total}");
        visit.go("#view=input").await;
        kept(&visit).await;
        // The page saves in the background.
        tokio::time::sleep(Duration::from_secs(2)).await;

        for _ in 0..2 {
            visit.client.refresh().await.unwrap();
            visit.see(".card[data-card=py310]").await;
            visit.see("[data-total=cover]").await;
            visit.ready().await;
            visit.until("return document.querySelectorAll('.card').length == 3").await;
            let cards = visit.attributes(".card", "data-card").await;
            assert_eq!(cards, ["py310", "source", "py38"], "{how:?}");
            let jobs = visit.attributes("[data-job]", "data-job").await;
            assert_eq!(jobs, ["old Python", "py310"], "{how:?}");
            visit
                .until(&format!(
                    "return document.querySelector('[data-total=cover]').textContent == '{total}'"
                ))
                .await;
            kept(&visit).await;
        }
        visit.go("#view=settings").await;
        visit.see(".outcome").await;
        visit.click(".outcome > p button").await;
        let cover = cover(&["py38", "py310"]);
        visit
            .until(&format!(
                "return document.querySelector('[data-total=cover]').textContent == '{cover}'"
            ))
            .await;

        visit.go("#view=input").await;
        visit.click(".keep button").await;
        visit.see("[data-keep]:not(:checked)").await;
        visit.until("return !document.querySelector('.keep button')").await;
        assert_eq!(databases(&visit).await, json!([]), "{how:?}");
        visit.client.refresh().await.unwrap();
        visit.see("body[data-state=empty] [data-input]").await;
        visit.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_saved_session_is_reported() {
    if Browser::cannot_save() {
        return;
    }
    let visit = loaded(How::Http).await;
    visit.click("[data-keep]").await;
    kept(&visit).await;
    let change = |act: &str| {
        format!(
            "const done = arguments[0];
             indexedDB.databases().then(([{{ name }}]) => {{
                 const opening = indexedDB.open(name);
                 opening.onsuccess = () => {{
                     const base = opening.result;
                     const all = base.transaction('kept', 'readwrite');
                     const store = all.objectStore('kept');
                     all.oncomplete = () => {{ base.close(); done(true); }};
                     {act}
                 }};
             }});"
        )
    };
    let no_choices = "store.get('session').onsuccess = found => store.put(
        { ...found.target.result, chosen: new Uint8Array([9, 9, 9]) }, 'session');";
    visit.client.execute_async(&change(no_choices), vec![]).await.unwrap();
    visit.client.refresh().await.unwrap();
    visit.see("[data-problem='Your choices']").await;
    visit.see("[data-total=cover]").await;
    visit.ready().await;

    let cut = "store.openCursor().onsuccess = found => {
        const cursor = found.target.result;
        if (!cursor) return;
        if (cursor.key !== 'session') {
            cursor.update({ ...cursor.value, bytes: new Blob(['cut']) });
        }
        cursor.continue();
    };";
    for (act, text) in [(cut, "it is damaged"), ("store.put({ other: 1 }, 'session');", "damaged")]
    {
        visit.client.execute_async(&change(act), vec![]).await.unwrap();
        visit.client.refresh().await.unwrap();
        visit.see(".welcome .keep .bad").await;
        let words = visit.text(".keep .bad").await;
        assert!(words.contains("cannot be read") && words.contains(text), "{words}");
    }
    // The page works as usual, and the next saved session replaces the damaged one.
    visit.drop(&[Acme::job(Kind::Lines, "py38"), Acme::source()]).await;
    visit.see("[data-total=cover]").await;
    visit.ready().await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    visit.client.refresh().await.unwrap();
    visit.see("[data-job=py38]").await;
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removed_file_is_reported_and_the_rest_is_saved() {
    if Browser::cannot_save() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let note = folder.path().join("holiday.txt");
    std::fs::write(&note, "Dear all, wish you were here.\n").unwrap();
    let visit = Visit::start(How::Http).await;
    visit.drop(&[Acme::job(Kind::Lines, "py38"), Acme::source(), note.clone()]).await;
    visit.see("[data-total=cover]").await;
    visit.ready().await;
    std::fs::remove_file(&note).unwrap();
    visit.go("#view=input").await;
    visit.click("[data-keep]").await;
    kept(&visit).await;
    let words = visit.text(".keep .bad").await;
    assert!(words.contains("removed after you dropped it: holiday.txt"), "{words}");
    visit.client.refresh().await.unwrap();
    visit.see(".card[data-card=py38]").await;
    visit.ready().await;
    assert_eq!(visit.attributes(".card", "data-card").await, ["source", "py38"]);
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn blocked_storage_is_reported() {
    let refuse =
        "Storage.prototype.getItem = () => { throw new DOMException('no', 'SecurityError'); };";
    let visit = Visit::start(How::Http).await;
    visit.before(refuse);
    visit.goto(How::Http, "?#view=input").await;
    visit.drop(&[Acme::job(Kind::Lines, "py38"), Acme::source()]).await;
    visit.see(".keep [data-keep]:disabled").await;
    assert!(visit.text(".keep .bad").await.contains("does not let the page save"));
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn full_storage_is_reported_and_the_page_works() {
    let full = "IDBObjectStore.prototype.put = () => { throw new DOMException('', 'QuotaExceededError'); };";
    let visit = Visit::start(How::Http).await;
    visit.before(full);
    visit.goto(How::Http, "?#view=input").await;
    visit.drop(&[Acme::job(Kind::Lines, "py38"), Acme::source()]).await;
    visit.see("[data-total=cover]").await;
    visit.ready().await;
    visit.click("[data-keep]").await;
    visit.see(".keep .bad").await;
    assert!(visit.text(".keep .bad").await.contains("no room"));
    visit.click(".card[data-card=source] > button").await;
    visit.see(".cards:not(:has([data-card=source]))").await;
    visit.click(".keep button").await;
    visit.see("[data-keep]:not(:checked)").await;
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_of_two_saved_pages_is_restored() {
    if Browser::cannot_save() {
        return;
    }
    let visit = loaded(How::Http).await;
    visit.click("[data-keep]").await;
    kept(&visit).await;
    let first = visit.client.window().await.unwrap();
    let second = visit.client.new_window(true).await.unwrap().handle;
    visit.client.switch_to_window(second.clone()).await.unwrap();
    visit.goto(How::Http, "#view=input").await;
    visit.see("[data-job=py39]").await;
    add_and_save(&visit, "py310").await;
    visit.client.switch_to_window(first).await.unwrap();
    add_and_save(&visit, "py311").await;
    assert_eq!(visit.attributes("[data-job]", "data-job").await, ["py38", "py39", "py311"]);
    visit.client.switch_to_window(second).await.unwrap();
    assert_eq!(visit.attributes("[data-job]", "data-job").await, ["py38", "py39", "py310"]);
    visit.client.refresh().await.unwrap();
    visit.see("[data-job=py311]").await;
    visit.ready().await;
    assert_eq!(visit.attributes("[data-job]", "data-job").await, ["py38", "py39", "py311"]);
    assert_eq!(visit.texts(".keep .bad").await, [""; 0]);
    visit.end().await;
}

/// Adds a job to a saved session, and waits until it is saved too.
async fn add_and_save(visit: &Visit, job: &str) {
    let before = visit.text(".keep").await;
    visit.pick_folder(&Acme::job(Kind::Lines, job)).await;
    visit.see(&format!("[data-job={job}]")).await;
    visit.ready().await;
    visit
        .until(&format!("return document.querySelector('.keep').textContent !== {before:?}"))
        .await;
}

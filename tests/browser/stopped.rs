//! Tests that a panic of the page or the worker is reported with a sentence and details to copy.

use covdrop_tests::{Acme, Kind};

use crate::visit::{How, Visit, WATCH_WORKERS};

/// Makes `setAttribute` fail, so that Yew panics. It throws a string, because Firefox runs scripts of
/// tests in a world of their own, whose errors the page does not recognise as such.
const REFUSE_ATTRIBUTES: &str =
    "Element.prototype.setAttribute = () => { throw 'refused by the test' };";

#[tokio::test(flavor = "multi_thread")]
async fn a_panic_of_the_page_is_shown_with_its_message() {
    for how in [How::Http, How::File] {
        let visit = Visit::start(how).await;
        visit.drop(&[Acme::job(Kind::Lines, "py38"), Acme::source()]).await;
        visit.see("[data-total=cover]").await;
        visit.run(REFUSE_ATTRIBUTES).await;
        visit.press("?").await;
        visit.see("dialog#panic[open]").await;
        assert!(visit.text("#panic h2 + p").await.contains("has stopped this page"));
        let details = visit.text("#panic pre").await;
        assert!(details.contains("panicked at"), "{details}");
        assert!(details.contains("refused by the test"), "{details}");
        visit.see("#panic button").await;
        assert_eq!(visit.texts("#panic button").await, ["Copy details", "Reload the page"]);
        visit.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panic_of_the_worker_is_shown_and_the_session_stays() {
    let visit = Visit::start(How::Http).await;
    visit.before(WATCH_WORKERS);
    visit.goto(How::Http, "?").await;
    visit.drop(&[Acme::job(Kind::Lines, "py38"), Acme::source()]).await;
    visit.see("[data-total=cover]").await;
    let panic = "workers.at(-1).dispatchEvent(
        new MessageEvent('message', { data: 'panicked at session.rs:1:2' }))";
    visit.run(panic).await;
    visit.see("[role=alert]").await;
    assert!(visit.text("[role=alert]").await.contains("worker has stopped"));
    assert!(visit.text("[role=alert]").await.contains("Copy details"));
    visit.ready().await;
    assert_eq!(visit.run("return workers.length").await, 2);
    assert_eq!(visit.attributes("[data-job]", "data-job").await, ["py38"]);
    visit.end().await;
}

/// A modified program does not run.
#[tokio::test(flavor = "multi_thread")]
async fn a_modified_program_does_not_start() {
    let folder = Visit::page();
    let program = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
    let program = program
        .filter(|path| path.extension().is_some_and(|ending| ending == "wasm"))
        .find(|path| path.to_string_lossy().contains("covdrop-page"))
        .unwrap();
    let mut bytes = std::fs::read(&program).unwrap();
    // An empty custom section, which does not change the program's behaviour.
    bytes.extend([0, 1, 0]);
    std::fs::write(&program, bytes).unwrap();
    let visit = Visit::at(folder.path().to_owned()).await;
    visit.open(How::Http, "").await;
    visit.see("dialog#panic[open]").await;
    visit.end().await;
}

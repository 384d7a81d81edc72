//! Tests the first screen before the page's program runs: it appears at once, and loses no input.

use covdrop_tests::{Acme, Coverage, Kind};
use serde_json::json;

use crate::visit::{BOTH, How, Visit};

/// A script that lets the page's program wait until `go()` is called.
const HOLD_PROGRAM: &str = "const start = WebAssembly.instantiateStreaming.bind(WebAssembly);
    const started = new Promise(done => { globalThis.go = done; });
    WebAssembly.instantiateStreaming = (...all) => started.then(() => start(...all));";

#[tokio::test(flavor = "multi_thread")]
async fn the_first_screen_needs_no_program() {
    for how in BOTH {
        let visit = Visit::start(how).await;
        assert_eq!(visit.texts("#shell").await, [""; 0], "the program has removed it");
        // The same words as the program's own.
        let drop = "return [...new DOMParser().parseFromString(arguments[0], 'text/html')
            .querySelectorAll('.what, .drop, .privacy')].map(one => one.textContent)";
        let html = include_str!("../../www/index.html");
        let told = visit.client.execute(drop, vec![json!(html)]).await.unwrap();
        assert_eq!(told, json!(visit.texts(".what, .drop, .privacy").await));
        visit.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_dropped_before_the_program_runs_is_taken_in() {
    let visit = Visit::start(How::Http).await;
    visit.before(HOLD_PROGRAM);
    visit.open(How::Http, "?held").await;
    visit.see("#shell .drop").await;
    assert_eq!(visit.attributes("body", "data-state").await, ["busy"]);
    let paths = Acme::data_files(Kind::Lines, &["py38"]).unwrap();
    let paths: Vec<&str> = paths.iter().map(|path| path.to_str().unwrap()).collect();
    let picker = visit.client.find(fantoccini::Locator::Css("#shell input[multiple]")).await;
    picker.unwrap().send_keys(&paths.join("\n")).await.unwrap();
    let text = "def largest(shapes):\n    return max(shapes)\n";
    let drop = "const transfer = new DataTransfer();
        transfer.items.add(new File([arguments[0]], 'tox.ini'));
        transfer.items.add(new File([arguments[1]], 'shapes.py'));
        const event = new DragEvent('drop',
            { dataTransfer: transfer, bubbles: true, cancelable: true });
        document.body.dispatchEvent(event);
        const is_held = event.defaultPrevented;
        go();
        return is_held;";
    let settings = json!("[coverage:run]\n");
    let held = visit.client.execute(drop, vec![settings, json!(text)]).await.unwrap();
    assert_eq!(held, true, "the browser does not open it");
    visit.see("[data-input]").await;
    visit.ready().await;
    let loaded = visit.text(".loaded").await;
    assert_eq!(loaded, "From 2 data files and 1 source file");
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn trial_settings_are_not_lost_by_leaving() {
    let coverage = Coverage::combine(&Acme::data_files(Kind::Lines, &["py38"]).unwrap());
    let visit = Visit::start(How::Http).await;
    visit.drop(&[Acme::job(Kind::Lines, "py38"), Acme::source()]).await;
    visit.see("[data-total=cover]").await;
    let asks = "const event = new Event('beforeunload', { cancelable: true });
        dispatchEvent(event);
        return event.defaultPrevented;";
    assert_eq!(visit.run(asks).await, false);
    visit.go("#view=settings").await;
    visit.write("[data-try=omit]", "tests/*").await;
    visit.press("\u{e004}").await;
    visit.see(".outcome .change").await;
    visit.ready().await;
    let total = coverage.run(&["report", "--omit=tests/*", "--format=total"]);
    assert_eq!(visit.text("[data-total=cover]").await, format!("{}%", total.trim()));
    assert_eq!(visit.run(asks).await, true);
    visit.click(".outcome > p > button").await;
    visit.until("return !document.querySelector('.outcome')").await;
    assert_eq!(visit.run(asks).await, false);
    visit.end().await;
}

//! Tests the details of lines: every part of a line opens them, the keyboard moves there and back,
//! and the names of jobs and contexts in them are switches.

use covdrop_tests::{Coverage, Example};
use serde_json::json;

use crate::visit::{How, Visit};

/// Returns a visit with the example, at a route.
async fn example(hash: &str) -> Visit {
    let visit = Visit::start(How::Http).await;
    visit.goto(How::Http, hash).await;
    visit.click(".welcome button").await;
    visit.see("[data-total=cover]").await;
    visit.ready().await;
    visit
}

/// Returns a script that is true if the element of a selector has the focus.
fn has_focus(selector: &str) -> String {
    format!("return document.activeElement.matches(\"{selector}\")")
}

/// Returns the percentage in the TOTAL line of coverage.py's report with these arguments.
fn total(coverage: &Coverage, arguments: &[&str]) -> String {
    let report = coverage.run(&[&["report", "--format=total"], arguments].concat());
    format!("{}%", report.trim())
}

const TAB: &str = "\u{e004}";
const ENTER: &str = "\u{e007}";
const SHIFT: &str = "\u{e008}";
const CONTROL: &str = "\u{e009}";
const ESCAPE: &str = "\u{e00c}";
const DOWN: &str = "\u{e015}";

#[tokio::test(flavor = "multi_thread")]
async fn each_part_of_a_line_opens_its_details() {
    let visit = example("#file=harbour/tides.py").await;
    let line = visit.attributes("[data-status=partial]", "data-line").await.remove(0);
    for part in [".at", ".mark", ".jobs-of", ".contexts-of", ".note"] {
        visit.click(&format!("[data-line='{line}'] {part}")).await;
        visit.until(&has_focus(".line-details h3")).await;
        assert_eq!(visit.text(".line-details h3").await, format!("Line {line}"));
        visit.press(ESCAPE).await;
        visit.until(&has_focus(&format!("[data-line='{line}'] .at"))).await;
        assert_eq!(visit.texts(".line-details").await, [""; 0]);
    }
    // Nothing is open, so there is nothing to close.
    visit.press(ESCAPE).await;
    assert!(visit.address().await.ends_with("#file=harbour/tides.py"));
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_source_is_one_stop_of_the_tab_key() {
    let visit = example("#file=harbour/ships.py").await;
    assert_eq!(visit.attributes(".source [tabindex='0']", "class").await, ["at"]);
    visit.run("document.querySelector('.source [tabindex=\"0\"]').focus()").await;
    visit.press(DOWN).await;
    visit.until(&has_focus("[data-line='2'] .at")).await;
    visit.press(DOWN).await;
    visit.until(&has_focus("[data-line='3'] .at")).await;
    visit.press_with(SHIFT, DOWN).await;
    visit.until(&has_focus("[data-line='4'] .at")).await;
    visit.see(".line-details").await;
    assert!(visit.address().await.ends_with("&L3-L4"));
    visit.press(ENTER).await;
    visit.until(&has_focus(".line-details h3")).await;
    assert!(visit.address().await.ends_with("&L4"));
    visit.press(TAB).await;
    visit.until(&has_focus(".line-details button")).await;
    visit.press(ESCAPE).await;
    visit.until(&has_focus("[data-line='4'] .at")).await;
    assert_eq!(visit.attributes(".source [tabindex='0']", "href").await.len(), 1);
    // There is no line after the last one.
    visit.press("\u{e010}").await;
    let last = visit.attributes(".source [data-line]", "data-line").await.pop().unwrap();
    visit.until(&has_focus(&format!("[data-line='{last}'] .at"))).await;
    visit.press(DOWN).await;
    visit.until(&has_focus(&format!("[data-line='{last}'] .at"))).await;
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_range_is_told_as_a_range() {
    let report = Coverage::combine_example(&Example::JOBS).json();
    let file = &report["files"]["harbour/board.py"];
    let in_range = |key: &str| {
        let lines = file[key].as_array().unwrap().iter();
        lines.filter(|line| (20..=33).contains(&line.as_u64().unwrap())).count()
    };
    let (run, missing) = (in_range("executed_lines"), in_range("missing_lines"));
    let visit = example("#file=harbour/board.py&L20-L33").await;
    visit.see(".line-details").await;
    visit.ready().await;
    let expected = format!("L20–L33: {run} of {} statements run", run + missing);
    assert_eq!(visit.text(".line-details h3").await, expected);
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_in_the_details_switches() {
    let coverage = Coverage::combine_example(&["py38"]);
    let without = Coverage::combine_example(&Example::JOBS[1..]);
    let visit = example("#file=harbour/ships.py&L4").await;
    let chip = ".line-details .job:first-of-type";
    visit.click(&format!("{chip} summary")).await;
    visit.click(&format!("{chip} button:nth-of-type(2)")).await;
    visit.see("[data-job=py38]:not(:checked)").await;
    visit.ready().await;
    assert_eq!(visit.text("[data-total=cover]").await, total(&without, &[]));
    visit.client.back().await.unwrap();
    visit.see("[data-job=py38]:checked").await;
    visit.ready().await;
    visit.click(&format!("{chip} summary")).await;
    visit.click(&format!("{chip} button:nth-of-type(1)")).await;
    visit.see("[data-job=py313]:not(:checked)").await;
    visit.ready().await;
    assert_eq!(visit.text("[data-total=cover]").await, total(&coverage, &[]));
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_test_in_the_details_counts_alone() {
    let coverage = Coverage::combine_example(&Example::JOBS);
    let visit = example("#file=harbour/tides.py").await;
    let run = "return document.querySelector('.contexts-of[title]').closest('li').dataset.line";
    let line = visit.run(run).await.as_str().unwrap().to_owned();
    let before = visit.text("[data-total=cover]").await;
    visit.click(&format!("[data-line='{line}'] .contexts-of")).await;
    visit.see(".line-details .contexts button").await;
    let number = visit.text(&format!("[data-line='{line}'] .contexts-of")).await;
    let names = visit.texts(".line-details .contexts button").await;
    assert_eq!(format!("{} ctx", names.len()), number);
    visit.click(".line-details .contexts button").await;
    visit.see(".line-details .contexts [aria-pressed=true]").await;
    visit.ready().await;
    let expected = total(&coverage, &["--contexts", &format!("^{}$", names[0])]);
    assert_ne!(expected, before);
    assert_eq!(visit.text("[data-total=cover]").await, expected);
    visit.click(".line-details .contexts [aria-pressed=true]").await;
    visit.see(".line-details .contexts [aria-pressed=false]").await;
    visit.ready().await;
    assert_eq!(visit.text("[data-total=cover]").await, before);
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_is_reached_by_its_number() {
    let visit = example("#file=harbour/ships.py").await;
    for (begin, number) in [(":", "41"), ("/", ":12")] {
        visit.press(begin).await;
        visit.until(&has_focus("[data-search]")).await;
        for letter in number.chars() {
            visit.press(&letter.to_string()).await;
        }
        visit.press(ENTER).await;
        let line = number.trim_start_matches(':');
        visit.until(&has_focus(&format!("[data-line='{line}'] .at"))).await;
        assert!(visit.address().await.ends_with(&format!("&L{line}")));
        assert_eq!(visit.value("[data-search]").await, "");
    }
    visit.press_with(CONTROL, "g").await;
    visit.until(&has_focus("[data-search]")).await;
    assert_eq!(visit.value("[data-search]").await, ":");
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_typed_after_the_slash_are_not_lost() {
    let visit = example("").await;
    // All events at once, before the page can be rendered again.
    let typed = "for (const key of ['/', 's', 'h']) {
        const at = document.activeElement;
        at.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
        if (key !== '/' && at.matches('input')) {
            at.setRangeText(key, at.value.length, at.value.length, 'end');
            at.dispatchEvent(new InputEvent('input', { bubbles: true }));
        }
    }";
    visit.run(typed).await;
    visit.until("return location.hash === '#q=sh'").await;
    visit.ready().await;
    // The page has neither the file nor its search field yet.
    let typed = "location.hash = '#file=harbour/ships.py';
        dispatchEvent(new HashChangeEvent('hashchange'));
        for (const key of ['/', 'd', 'e', 'f']) {
            document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
        }";
    visit.run(typed).await;
    visit.see("[data-line]").await;
    visit.until("return document.querySelector('.file [data-search]').value === 'def'").await;
    visit.until(&has_focus(".file [data-search]")).await;
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_can_be_sent_to_a_colleague() {
    let page = Visit::page();
    let files = ["tox.ini", "harbour/__init__.py", "harbour/compat.py", "harbour/ships.py"];
    for file in files {
        let path = page.path().join("source").join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::copy(Example::source().join(file), path).unwrap();
    }
    let data = std::fs::read_dir(Example::job("py38")).unwrap().next().unwrap().unwrap();
    std::fs::copy(data.path(), page.path().join("py38.coverage")).unwrap();
    let mut files = files.map(|file| format!("source/{file}")).to_vec();
    files.push("py38.coverage".to_owned());
    let list = json!({
        "covdrop": 1,
        "files": files,
        "project": { "source_url": "https://gitlab.example/a/b/-/blob/1a2b/{path}#L{line}" },
    });
    std::fs::write(page.path().join("covdrop.json"), list.to_string()).unwrap();
    let visit = Visit::at(page.path().to_owned()).await;
    visit.goto(How::Http, "#file=harbour/ships.py&L12").await;
    visit.see(".line-details").await;
    visit.ready().await;
    let link = visit.attributes(".line-details .share a", "href").await;
    assert_eq!(link, ["https://gitlab.example/a/b/-/blob/1a2b/harbour/ships.py#L12"]);
    assert_eq!(visit.text(".line-details .share a").await, "Open in GitLab");
    let catch = "navigator.clipboard.writeText = text => { window.copied = text; \
                 return Promise.resolve(); }";
    visit.run(catch).await;
    visit.click(".line-details .share button").await;
    let address = visit.address().await;
    visit.until(&format!("return window.copied === '{address}'")).await;
    visit.end().await;
}

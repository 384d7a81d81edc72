//! Tests accessibility: axe-core finds nothing in any view, and every window width works.

use std::path::PathBuf;

use covdrop_tests::{Acme, Kind};
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::visit::{How, Visit};

/// The views to check: name, URL hash, and a selector that appears once the view is loaded.
pub(crate) const PLACES: [(&str, &str, &str); 12] = [
    ("files", "#", "[data-file]"),
    ("folders", "#view=tree", ".fold"),
    ("functions", "#view=functions", ".of"),
    ("classes", "#view=classes", ".files"),
    ("map", "#view=map", ".map"),
    ("matrix", "#view=matrix", ".matrix"),
    ("compare", "#view=compare&ask=minus&a=py38&b=py313", ".answer"),
    ("came-in", "#view=input", ".keep"),
    ("settings", "#view=settings", "[data-try=rules]"),
    ("file", "#file=my_package/shapes.py", "[data-line]"),
    ("line", "#file=my_package/compat.py&L18", ".line-details"),
    ("missing", "#file=absent.py", ".notice"),
];

/// Loads data with branches, the source, and an unsupported file.
pub(crate) async fn loaded(visit: &Visit) {
    let folder = tempfile::tempdir().unwrap();
    let wrong = folder.path().join("holiday.txt");
    std::fs::write(&wrong, "Dear all, wish you were here.\n").unwrap();
    let jobs = ["py38", "py39", "py310", "py313", "py314"];
    let jobs = jobs.map(|job| Acme::job(Kind::Branch, job));
    let dropped: Vec<PathBuf> = [&jobs[..], &[Acme::source(), wrong]].concat();
    visit.drop(&dropped).await;
    visit.see("[data-total=brpart]").await;
    visit.ready().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_nothing() {
    let axe = std::env::var_os("COVDROP_AXE");
    let axe =
        axe.unwrap_or_else(|| panic!("COVDROP_AXE must name axe.min.js; ./dev test sees to it"));
    let axe = std::fs::read_to_string(axe).unwrap();
    let visit = Visit::start(How::Http).await;
    assert_nothing_found(&visit, &axe, "welcome").await;
    loaded(&visit).await;
    for theme in ["light", "dark"] {
        let set = "document.documentElement.dataset.theme = arguments[0]";
        visit.client.execute(set, vec![json!(theme)]).await.unwrap();
        for (name, hash, sign) in PLACES {
            visit.go(hash).await;
            visit.see(sign).await;
            visit.ready().await;
            assert_nothing_found(&visit, &axe, &format!("{name}, {theme}")).await;
        }
    }
    visit.press("?").await;
    visit.see("[role=dialog]").await;
    assert_nothing_found(&visit, &axe, "help").await;
    visit.end().await;
}

/// Checks the current view by axe-core's rules.
async fn assert_nothing_found(visit: &Visit, axe: &str, name: &str) {
    let misjudged = json!(Browser::chosen().misjudged);
    let run = format!(
        "{axe}; const done = arguments[arguments.length - 1]; \
         const rules = Object.fromEntries({misjudged}.map(rule => [rule, {{ enabled: false }}])); \
         axe.run(document, {{ rules }}).then(found => done(found.violations \
         .map(one => one.id + ': ' + one.nodes.map(node => node.html).slice(0, 3).join(' ')))) \
         .catch(error => done([String(error)]))"
    );
    let found = visit.client.execute_async(&run, vec![]).await.unwrap();
    assert_eq!(found, json!([]), "{name}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_window_width_works() {
    let folder = Visit::page();
    let visit = Visit::at(folder.path().to_owned()).await;
    visit.goto(How::Http, "").await;
    loaded(&visit).await;
    for width in [2560, 768, 320] {
        visit.client.set_window_size(width, 800).await.unwrap();
        if !visit.is_as_wide_as(width).await {
            visit.frame(width).await;
            loaded(&visit).await;
        }
        for (name, hash, sign) in PLACES {
            visit.go(hash).await;
            visit.see(sign).await;
            let script = "return [document.documentElement.scrollWidth, innerWidth]";
            let found = visit.client.execute(script, vec![]).await.unwrap();
            let sizes: Vec<i64> =
                found.as_array().unwrap().iter().filter_map(Value::as_i64).collect();
            assert_eq!(sizes[1], i64::from(width), "{name}");
            assert!(sizes[0] <= sizes[1], "{name} at {width}: {sizes:?}");
        }
    }
    visit.end().await;
}

/// In a window of 320 by 568 pixels, as small telephones have.
#[tokio::test(flavor = "multi_thread")]
async fn narrow_windows_show_code() {
    if Browser::lacks("windows of any size") {
        return;
    }
    let visit = Visit::start(How::Http).await;
    loaded(&visit).await;
    visit.resize(320, 568).await;
    let lines_in_sight =
        "const top = document.querySelector('.file > header').getBoundingClientRect();
        const below = document.querySelector('.line-details')?.getBoundingClientRect();
        return [...document.querySelectorAll('[data-line]')].filter(line => {
            const { top: first, bottom: last } = line.getBoundingClientRect();
            return first >= top.bottom - 1 && last <= (below?.top ?? innerHeight) + 1;
        }).length";
    visit.go("#file=my_package/shapes.py").await;
    visit.see("[data-line]").await;
    visit.ready().await;
    visit.until(&format!("return (() => {{ {lines_in_sight} }})() >= 20")).await;
    visit.click("[data-line='9'] .mark").await;
    visit.see(".line-details").await;
    visit.ready().await;
    let lines = visit.run(lines_in_sight).await.as_u64().unwrap();
    assert!(lines >= 12, "{lines} lines");
    visit.end().await;
}

//! Tests lists and sources that would be taller than the tallest element of a browser.

use serde_json::json;

use crate::scrolling::{
    LOOK, List, PAGE_DOWN, comes_to_rest, focus_row, go_back, lists, path, press, scroll_every_way,
    visit,
};
use crate::visit::Visit;

/// Returns a project with 250 files of 1,200 functions each, and two sources without functions: one
/// of 50,000 lines, and one of 300,000.
fn files() -> impl Iterator<Item = (String, String)> {
    let functions: Vec<_> =
        (0..1_200).map(|number| format!("def f{number:04}(): pass\n")).collect();
    let functions = functions.concat();
    let modules = (0..250).map(move |module| (path(module), functions.clone()));
    let source = |lines| "x = 1\n".repeat(lines);
    modules.chain([("long.py".into(), source(50_000)), ("longer.py".into(), source(300_000))])
}

fn functions() -> List {
    List { hash: "#view=functions", last: format!("(no function){}", path(249)) }
}

fn source(hash: &'static str, lines: usize) -> List {
    List { hash, last: lines.to_string() }
}

/// Returns the number of the first visible row.
async fn first_row(visit: &Visit) -> i64 {
    let script = format!("{LOOK} return Number(seen[0].ariaRowIndex ?? seen[0].dataset.line)");
    visit.run(&script).await.as_i64().unwrap()
}

/// Asserts that, in the middle of a list, the wheel and Page Down skip no row, and the focused row
/// stays in the document.
async fn moves_by_rows(visit: &Visit, list: &List) {
    list.open(visit).await;
    list.scroll_to(visit, "scroller.scrollHeight / 2").await;
    focus_row(visit).await;
    let focused = format!("{LOOK} return name(document.activeElement.closest('tr, li'))");
    let kept = visit.run(&focused).await;
    for _ in 0..5 {
        let before = first_row(visit).await;
        let seen = visit.run(&format!("{LOOK} return seen.length")).await.as_i64().unwrap();
        press(visit, PAGE_DOWN, 1).await;
        comes_to_rest(visit).await;
        list.settle(visit).await;
        let rows = first_row(visit).await - before;
        assert!(rows > seen / 2 && rows <= seen, "{}: Page Down by {rows} of {seen}", list.hash);
    }
    assert_eq!(visit.run(&focused).await, kept, "{}: the cursor's row", list.hash);
    let before = first_row(visit).await;
    if visit.turn_wheel(400).await {
        comes_to_rest(visit).await;
        let rows = first_row(visit).await - before;
        assert!((10..=22).contains(&rows), "{}: the wheel by {rows}", list.hash);
    }
}

/// Asserts that a resized window shows the same rows.
async fn is_resized(visit: &Visit, list: &List) {
    list.open(visit).await;
    list.scroll_to(visit, "Math.floor(scroller.scrollHeight / 3)").await;
    let before = first_row(visit).await;
    for (width, height) in [(700, 900), (1_280, 1_100), (1_280, 800)] {
        visit.client.set_window_size(width, height).await.unwrap();
        comes_to_rest(visit).await;
        list.settle(visit).await;
        let rows = (first_row(visit).await - before).abs();
        assert!(rows <= 1, "{} at {width} px: moved by {rows}", list.hash);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_taller_than_a_browser_allows_is_scrolled_to_its_last_row() {
    let folder = tempfile::tempdir().unwrap();
    let visit = visit(folder.path(), files()).await;
    let list = functions();
    scroll_every_way(&visit, &list).await;
    let rows = visit.run("return document.querySelector('.files').ariaRowCount").await;
    // 300,000 functions, the lines outside of them in 252 files, the heads, and the total.
    assert_eq!(rows, json!("300254"));
    moves_by_rows(&visit, &list).await;
    go_back(&visit, &list).await;
    is_resized(&visit, &list).await;

    // Filter the list while it is scrolled far down, and show all again.
    list.scroll_to(&visit, "scroller.scrollHeight").await;
    visit.go("#view=functions&q=module_000007").await;
    visit.until("return document.querySelector('.files').ariaRowCount === '1203'").await;
    list.settle(&visit).await;
    visit.go(list.hash).await;
    visit.until("return document.querySelector('.files').ariaRowCount === '300254'").await;
    list.settle(&visit).await;
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn long_sources_are_scrolled_to_their_last_line() {
    let folder = tempfile::tempdir().unwrap();
    let sources = files().filter(|(path, _)| path.starts_with("long"));
    let visit = visit(folder.path(), sources).await;
    for (list, middle) in
        [(source("#file=long.py", 50_000), 33_333), (source("#file=longer.py", 300_000), 222_222)]
    {
        scroll_every_way(&visit, &list).await;
        moves_by_rows(&visit, &list).await;
        is_resized(&visit, &list).await;
        for line in [middle, 1, list.last.parse().unwrap()] {
            visit.go(&format!("{}&L{line}", list.hash)).await;
            let script = format!(
                "{LOOK} const line = document.querySelector('[aria-current]');
                return seen.includes(line) && name(line) === '{line}'"
            );
            visit.until(&script).await;
            list.settle(&visit).await;
        }
        visit.go("#").await;
    }
    visit.end().await;
}

/// About as many rows as a test can wait for.
#[tokio::test(flavor = "multi_thread")]
async fn lists_of_150000_files_are_scrolled_to_their_last_row() {
    let modules = 150_000;
    let folder = tempfile::tempdir().unwrap();
    let files = (0..modules).map(|number| (path(number), "x = 1\n".to_owned()));
    let visit = visit(folder.path(), files).await;
    for list in lists(modules).into_iter().filter(|list| ["#", "#view=matrix"].contains(&list.hash))
    {
        scroll_every_way(&visit, &list).await;
        moves_by_rows(&visit, &list).await;
        go_back(&visit, &list).await;
        is_resized(&visit, &list).await;
    }
    visit.end().await;
}

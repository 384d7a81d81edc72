//! Tests scrolling long lists: to the last row, by search, and back from a file to the same pixel.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::visit::{How, Visit};

/// WebDriver's code points for keys.
const END: char = '\u{e010}';
const PAGE_UP: char = '\u{e00e}';
pub(crate) const PAGE_DOWN: char = '\u{e00f}';

/// A list or a source: its URL hash, and the name of its last row or the number of its last line.
pub(crate) struct List {
    pub(crate) hash: &'static str,
    pub(crate) last: String,
}

/// Returns the lists of a project with `modules` files.
pub(crate) fn lists(modules: usize) -> [List; 5] {
    let module = path(modules - 1);
    let name = module.rsplit('/').next().unwrap().to_owned();
    [
        List { hash: "#", last: module.clone() },
        List { hash: "#view=tree", last: name },
        List { hash: "#view=functions", last: format!("(no function){module}") },
        List { hash: "#view=classes", last: format!("(no class){module}") },
        List { hash: "#view=matrix", last: module },
    ]
}

/// Returns the path of a module. The order of paths equals that of numbers.
pub(crate) fn path(module: usize) -> String {
    format!("package_{:04}/module_{module:06}.py", module / 100)
}

/// Returns the source of a module.
fn module(number: usize) -> String {
    format!("class Class{number}:\n    def method(self):\n        return {number}\n")
}

/// Returns a visit with a project of these files. The first line of each file ran.
pub(crate) async fn visit(folder: &Path, files: impl Iterator<Item = (String, String)>) -> Visit {
    let (source, data) = (folder.join("source.tar"), folder.join(".coverage"));
    let mut archive = tar::Builder::new(fs::File::create(&source).unwrap());
    let mut lines = serde_json::Map::new();
    for (path, text) in files {
        let mut header = tar::Header::new_ustar();
        header.set_size(text.len() as u64);
        header.set_mode(0o644);
        archive.append_data(&mut header, &path, text.as_bytes()).unwrap();
        lines.insert(format!("/build/{path}"), json!([1]));
    }
    archive.finish().unwrap();
    let head = "!coverage.py: This is a private format, don't read it directly!";
    fs::write(&data, format!("{head}{}", json!({ "lines": lines }))).unwrap();
    let visit = Visit::start(How::Http).await;
    visit.drop(&[source, data]).await;
    visit.see("[data-total=cover]").await;
    visit.ready().await;
    visit
}

/// Defines variables for scripts: the scrolling element, the rows of the list, and the visible
/// ones.
pub(crate) const LOOK: &str = "
    const inner = document.querySelector('.matrix');
    const scroller = inner ?? document.scrollingElement;
    const bounds = inner?.getBoundingClientRect() ?? { top: 0, bottom: innerHeight };
    const top = bounds.top, bottom = Math.min(bounds.bottom, innerHeight);
    const all = Array.from(document.querySelectorAll(
        'main table > tbody > tr:not(.space), .source li:not(.space)'));
    const name = row => row?.dataset.line ?? row?.querySelector('th').textContent;
    const box = row => row.getBoundingClientRect();
    const seen = all.filter(row => box(row).bottom > top + 1 && box(row).top < bottom - 1);
    const gaps = Array.from(document.querySelectorAll('.space'))
        .filter(gap => box(gap).bottom > top + 1 && box(gap).top < bottom - 1);
";

impl List {
    /// Opens the list at its top.
    pub(crate) async fn open(&self, visit: &Visit) {
        visit.go(self.hash).await;
        visit.see("main tbody tr, .source li").await;
        visit.ready().await;
        self.scroll_to(visit, "0").await;
        visit
            .run(&format!("{LOOK} document.activeElement.blur(); if (inner) scrollTo(0, 1e6)"))
            .await;
    }

    /// Sets the scroll position of the list, like dragging the scrollbar.
    pub(crate) async fn scroll_to(&self, visit: &Visit, top: &str) {
        visit.run(&format!("{LOOK} scroller.scrollTop = {top}")).await;
        self.settle(visit).await;
    }

    /// Waits until rows are drawn wherever the list is visible.
    pub(crate) async fn settle(&self, visit: &Visit) {
        visit.until(&format!("{LOOK} return seen.length > 0 && gaps.length === 0")).await;
    }

    /// Returns true if the last row is entirely visible and is the expected one.
    async fn is_at_the_end(&self, visit: &Visit) -> bool {
        let script = format!(
            "{LOOK} const last = seen.at(-1);
            return gaps.length === 0 && last === all.at(-1) && box(last).bottom < bottom + 1
                && name(last)"
        );
        visit.run(&script).await == json!(self.last)
    }

    async fn comes_to_the_end(&self, visit: &Visit, way: &str) {
        for _ in 0..100 {
            if self.is_at_the_end(visit).await {
                return self.picture(visit, way).await;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        self.picture(visit, "failed").await;
        let script = format!(
            "{LOOK} return [name(seen.at(-1)), all.length, gaps.length, box(all.at(-1)).bottom,
            bottom, scroller.scrollTop, scroller.scrollHeight]"
        );
        panic!(
            "{} does not end at {} by {way}: {}",
            self.hash,
            self.last,
            visit.run(&script).await
        );
    }

    /// Takes a screenshot of the last rows, if `COVDROP_SHOTS` names a folder.
    async fn picture(&self, visit: &Visit, way: &str) {
        let Some(folder) = std::env::var_os("COVDROP_SHOTS") else { return };
        let view = self.hash.rsplit('=').next().unwrap().trim_start_matches('#');
        let digits = self.last.trim_end_matches(".py");
        let digits = &digits[digits.len().saturating_sub(6)..];
        let view = view.replace(['.', '/'], "-");
        let name = format!("{}-{view}-{digits}-{way}.png", Browser::chosen().name);
        let picture = visit.client.screenshot().await.unwrap();
        fs::write(PathBuf::from(folder).join(name), picture).unwrap();
    }
}

/// Presses a key several times at the focus.
pub(crate) async fn press(visit: &Visit, key: char, times: usize) {
    let keys = (0..times).fold(KeyActions::new("keys".into()), |keys, _| {
        keys.then(KeyAction::Down { value: key }).then(KeyAction::Up { value: key })
    });
    visit.client.perform_actions(keys).await.unwrap();
}

/// Focuses a visible row, so that keys scroll the list.
pub(crate) async fn focus_row(visit: &Visit) {
    visit
        .run(&format!("{LOOK} seen[3].querySelector('a, button').focus({{ preventScroll: true }})"))
        .await;
}

/// Scrolls to the end of the list in every way.
pub(crate) async fn scroll_every_way(visit: &Visit, list: &List) {
    list.open(visit).await;
    list.scroll_to(visit, "scroller.scrollHeight / 2").await;
    list.scroll_to(visit, "scroller.scrollHeight").await;
    list.comes_to_the_end(visit, "bar").await;

    list.open(visit).await;
    // Start near the end, since scrolling the whole list by wheel would take long.
    list.scroll_to(visit, "Math.max(0, scroller.scrollHeight - 900000)").await;
    let mut has_wheel = true;
    for _ in 0..100 {
        if !has_wheel || list.is_at_the_end(visit).await {
            break;
        }
        has_wheel = visit.turn_wheel(12_000).await;
    }
    if has_wheel {
        list.comes_to_the_end(visit, "wheel").await;
    }

    list.open(visit).await;
    focus_row(visit).await;
    press(visit, END, 1).await;
    list.comes_to_the_end(visit, "end").await;

    // From near the end, because it would take minutes from the top.
    press(visit, PAGE_UP, 10).await;
    comes_to_rest(visit).await;
    for _ in 0..30 {
        press(visit, PAGE_DOWN, 1).await;
        comes_to_rest(visit).await;
        if list.is_at_the_end(visit).await {
            break;
        }
    }
    list.comes_to_the_end(visit, "page-down").await;
}

/// Returns the row at the top of the list, and the scroll position. Right after a jump, no row may
/// be drawn yet.
async fn place(visit: &Visit) -> Value {
    visit.until(&format!("{LOOK} return seen.length > 2")).await;
    let script = format!(
        "{LOOK} return seen[2] && [name(seen[2]), box(seen[2]).top, scroller.scrollTop, scrollY]"
    );
    visit.run(&script).await
}

/// Waits until smooth scrolling has ended.
pub(crate) async fn comes_to_rest(visit: &Visit) {
    let mut before = Value::Null;
    for _ in 0..100 {
        let now = place(visit).await;
        if now == before && !now.is_null() {
            return;
        }
        before = now;
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// Opens a file from the middle of the list, and goes back: to the same position, with the focus on
/// the opened row.
pub(crate) async fn go_back(visit: &Visit, list: &List) {
    list.open(visit).await;
    list.scroll_to(visit, "Math.floor(scroller.scrollHeight / 3) + 7").await;
    let before = place(visit).await;
    let script = format!(
        "{LOOK} const row = seen.slice(5).find(row => row.querySelector('a'));
        const opened = name(row), link = row.querySelector('a');
        link.focus({{ preventScroll: true }});
        link.click();
        return opened"
    );
    let opened = visit.run(&script).await;
    visit.see("[data-line]").await;
    visit.ready().await;
    visit.client.back().await.unwrap();
    visit.see("main tbody tr").await;
    visit.ready().await;
    list.settle(visit).await;
    assert_eq!(place(visit).await, before, "{}", list.hash);
    let script = format!("{LOOK} return name(document.activeElement.closest('tr'))");
    assert_eq!(visit.run(&script).await, opened, "{}", list.hash);
}

/// Scrolls every list of a project with this many modules.
async fn scroll_lists(modules: usize) {
    let folder = tempfile::tempdir().unwrap();
    let files = (0..modules).map(|number| (path(number), module(number)));
    let visit = visit(folder.path(), files).await;
    for list in lists(modules) {
        scroll_every_way(&visit, &list).await;
        go_back(&visit, &list).await;
    }
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_of_1300_files_are_scrolled_to_their_last_row() {
    scroll_lists(1_300).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_of_20000_files_are_scrolled_to_their_last_row() {
    scroll_lists(20_000).await;
}

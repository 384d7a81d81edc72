//! Tests importing: cards, ways to add files, progress, cancelling, and a very large drop.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use covdrop_tests::{Acme, Coverage, Kind};
use serde_json::json;

use crate::browser::Browser;
use crate::visit::{BOTH, How, Visit};

/// Returns the percentage over some jobs of the sample, as coverage.py prints it.
fn cover(jobs: &[&str]) -> String {
    let coverage = Coverage::combine(&Acme::data_files(Kind::Lines, jobs).unwrap());
    coverage.report().pop().unwrap().columns.pop().unwrap()
}

fn job(name: &str) -> PathBuf {
    Acme::job(Kind::Lines, name)
}

/// Waits until the page has this total.
async fn total(visit: &Visit, cover: &str) {
    visit.see("[data-total=cover]").await;
    visit.ready().await;
    assert_eq!(visit.text("[data-total=cover]").await, cover);
}

/// Opens the view of inputs.
async fn look(visit: &Visit) {
    visit.click(".tabs a[href*='view=input']").await;
    visit.see(".cards").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn inputs_can_be_removed() {
    let visit = Visit::start(How::Http).await;
    visit.drop(&[job("py38"), job("py39"), Acme::source()]).await;
    total(&visit, &cover(&["py38", "py39"])).await;
    look(&visit).await;
    assert_eq!(visit.attributes(".card", "data-card").await, ["source", "py39", "py38"]);
    let card = visit.text(".card[data-card=py38]").await;
    for text in ["2 data files of coverage.py 7.6.1, lines", "7 of 7 recorded files found"] {
        assert!(card.contains(text), "{card}");
    }
    // The focus moves to the next card.
    visit.run("document.querySelector('.card[data-card=py38] > button').focus()").await;
    visit.press("\u{e007}").await;
    visit.see(".cards:not(:has([data-card=py38]))").await;
    visit.until("return document.activeElement.matches('[data-card=py39] > button')").await;
    total(&visit, &cover(&["py39"])).await;
    visit.click(".card[data-card=source] > button").await;
    visit.see(".cards:not(:has([data-card=source]))").await;
    visit.ready().await;
    assert_eq!(visit.texts("[data-total]").await, [""; 0]);
    assert!(
        visit.text(".card[data-card=py39]").await.contains("7 recorded files: drop the source too")
    );
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn jobs_can_be_renamed_and_merged() {
    let visit = Visit::start(How::Http).await;
    visit.drop(&[job("py38"), job("py39"), Acme::source()]).await;
    total(&visit, &cover(&["py38", "py39"])).await;
    look(&visit).await;
    visit.click(".card[data-card=py38] .of-job summary").await;
    let field = fantoccini::Locator::Css(".card[data-card=py38] .of-job input");
    let field = visit.client.find(field).await.unwrap();
    field.clear().await.unwrap();
    field.send_keys("old Python\u{e007}").await.unwrap();
    visit.see("[data-job='old Python']").await;
    visit.ready().await;
    // A later input with the old name joins the renamed job.
    visit.drop(&[job("py38"), job("py310")]).await;
    visit.see("[data-job=py310]").await;
    visit.ready().await;
    assert_eq!(visit.attributes("[data-job]", "data-job").await, ["old Python", "py39", "py310"]);
    visit.click(".card[data-card=py39] .of-job summary").await;
    visit.click(".card[data-card=py39] .of-job option[value='py310']").await;
    visit.click(".card[data-card=py39] .of-job button").await;
    visit.see("aside:not(:has([data-job=py39]))").await;
    visit.ready().await;
    assert_eq!(visit.attributes("[data-job]", "data-job").await, ["old Python", "py310"]);
    // All of it can be undone. The message that offers that lies over the lower edge of the page.
    visit.click(".undo .close").await;
    visit.click(".card[data-card=py39] .of-job summary").await;
    visit.click(".card[data-card=py39] .of-job button[type=button]").await;
    visit.see("[data-job=py39]").await;
    visit.ready().await;
    assert_eq!(visit.attributes("[data-job]", "data-job").await, ["old Python", "py39", "py310"]);
    visit.end().await;
}

/// Six common files that Covdrop does not support.
const WRONG: [(&str, &str); 6] = [
    ("fix.patch", "diff --git a/a.py b/a.py\n--- a/a.py\n+++ b/a.py\n@@ -1 +1 @@\n"),
    ("coverage.xml", "<?xml version=\"1.0\" ?>\n<coverage line-rate=\"0.8\"></coverage>"),
    ("lcov.info", "TN:\nSF:a.py\nDA:1,1\nend_of_record\n"),
    (
        "coverage.json",
        r#"{"meta": {"format": 3, "branch_coverage": true}, "files": {}, "totals": {}}"#,
    ),
    ("index.html", "<!DOCTYPE html><html><script src=\"coverage_html_cb_1.js\"></script>"),
    ("junit.xml", "<?xml version=\"1.0\"?><testsuites></testsuites>"),
];

/// Creates the six unsupported files in a folder.
pub(crate) fn wrong(folder: &Path) -> [PathBuf; 6] {
    WRONG.map(|(name, text)| {
        let path = folder.join(name);
        fs::write(&path, text).unwrap();
        path
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn problems_are_shown_on_their_cards() {
    let folder = tempfile::tempdir().unwrap();
    let paths = wrong(folder.path());
    let visit = Visit::start(How::Http).await;
    visit.drop(&paths).await;
    visit.ready().await;
    look(&visit).await;
    let text = ["diff", "Cobertura", "LCOV", "JSON report", "HTML report", "JUnit"];
    for ((name, _), text) in WRONG.iter().zip(text) {
        let card = visit.text(&format!(".card[data-card='{name}'] .wrong")).await;
        assert!(card.contains(text), "{name}: {card}");
    }
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pasted_files_are_imported() {
    let path = &Acme::data_files(Kind::Lines, &["py38"]).unwrap()[0];
    let bytes = fs::read(path).unwrap();
    let name = path.file_name().unwrap().to_str().unwrap();
    for how in BOTH {
        let visit = Visit::start(how).await;
        // Firefox gives an event from a script an empty clipboard.
        let script = "const value = new DataTransfer();
            value.items.add(new File([new Uint8Array(arguments[0])], arguments[1]));
            const paste = new ClipboardEvent('paste', { bubbles: true });
            Object.defineProperty(paste, 'clipboardData', { value });
            document.body.dispatchEvent(paste);";
        visit.client.execute(script, vec![json!(bytes), json!(name)]).await.unwrap();
        visit.see("[data-job=runner-py38]").await;
        visit.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn hidden_files_of_large_folders_are_found() {
    let folder = tempfile::tempdir().unwrap();
    let large = folder.path().join("py38");
    fs::create_dir_all(large.join(".hidden")).unwrap();
    // A browser returns at most a hundred entries at a time.
    for number in 0..230 {
        fs::write(large.join(format!("{number:03}.py")), "x = 1\n").unwrap();
    }
    for path in Acme::data_files(Kind::Lines, &["py38"]).unwrap() {
        fs::copy(&path, large.join(".hidden").join(path.file_name().unwrap())).unwrap();
    }
    // By entries, and by handles in Chromium's page opened from disk.
    for how in BOTH {
        let visit = Visit::start(how).await;
        visit.drop(std::slice::from_ref(&large)).await;
        visit.see("[data-job=py38]").await;
        look(&visit).await;
        let card = visit.text(".card").await;
        assert!(card.contains("2 data files") && card.contains("230 sources"), "{card}");
        visit.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn adding_files_keeps_the_view() {
    let visit = Visit::start(How::Http).await;
    visit.drop(&[job("py38"), Acme::source()]).await;
    visit.click("[data-file='my_package/shapes.py'] a").await;
    visit.see(".file").await;
    visit.drop(&[job("py39")]).await;
    visit.see("[data-job=py39]").await;
    total(&visit, &cover(&["py38", "py39"])).await;
    assert!(visit.text(".file h2").await.contains("shapes.py"));
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn third_party_code_is_requested_when_later_data_names_it() {
    let folder = tempfile::tempdir().unwrap();
    let (acme, venv) = (folder.path().join("acme"), folder.path().join("venv"));
    let installed = ".tox/py38/lib/site-packages/other/text.py";
    let packed = ".venv/lib/site-packages/other/shapes.py";
    for (folder, path, name) in [(&acme, installed, "text.py"), (&venv, packed, "shapes.py")] {
        fs::create_dir_all(folder.join(path).parent().unwrap()).unwrap();
        fs::copy(Acme::source().join("my_package").join(name), folder.join(path)).unwrap();
    }
    let archive = folder.path().join("venv.zip");
    Coverage::python(&["-m", "zipfile", "-c"], &archive, &[venv.join(".venv")]);
    fs::write(acme.join("setup.py"), "x = 1\n").unwrap();
    let data = folder.path().join(".coverage");
    let script = "import shutil, sqlite3, sys\n\
                  shutil.copy(sys.argv[2], sys.argv[1])\n\
                  db = sqlite3.connect(sys.argv[1])\n\
                  for path in sys.argv[3:]:\n\
                  \x20   db.execute('update file set path = ? where path like ?', ('/b/' + path, '%my_package/' + path.split('/')[-1]))\n\
                  db.commit()\n";
    let original = Acme::data_files(Kind::Lines, &["py38"]).unwrap();
    let paths = [original[0].clone(), installed.into(), packed.into()];
    Coverage::python(&["-c", script], &data, &paths);
    let visit = Visit::start(How::Http).await;
    visit.drop(&[acme, archive]).await;
    visit.ready().await;
    look(&visit).await;
    assert!(visit.text(".card[data-card=acme]").await.contains("1 source"));
    visit.drop(&[data]).await;
    visit.see("[data-total=cover]").await;
    visit.go("#").await;
    visit.see(&format!("[data-file='{installed}']")).await;
    visit.see(&format!("[data-file='{packed}']")).await;
    visit.end().await;
}

/// Creates a folder of sources with `mib` MiB in all, and the data of a job.
pub(crate) fn heavy(folder: &Path, mib: usize) -> PathBuf {
    let heavy = folder.join("heavy");
    fs::create_dir_all(&heavy).unwrap();
    let line = format!("# {}\n", "-".repeat(61));
    let text = line.repeat((1 << 20) / line.len());
    for number in 0..mib / 10 {
        let mut file = fs::File::create(heavy.join(format!("{number}.py"))).unwrap();
        (0..10).for_each(|_| file.write_all(text.as_bytes()).unwrap());
    }
    heavy
}

/// The maximum memory that importing 300 MiB of sources may take, in MiB: the kept sources, a copy
/// while the memory grows or a message is sent, and the program.
const MOST_MEMORY: u64 = 700;

/// Records in the page how long its own tasks take.
const WATCH: &str = "window.longest = 0;
    new PerformanceObserver(list => {
        for (const task of list.getEntries()) longest = Math.max(longest, task.duration);
    }).observe({ type: 'longtask' });";

#[tokio::test(flavor = "multi_thread")]
async fn three_hundred_megabytes_do_not_block_the_page() {
    if Browser::lacks("figures of its own tasks and memory") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let heavy = heavy(folder.path(), 300);
    let visit = Visit::start(How::Http).await;
    visit.drop(&[job("py38"), Acme::source()]).await;
    total(&visit, &cover(&["py38"])).await;
    visit.run(WATCH).await;
    visit.drop(&[heavy]).await;
    visit.see(".working progress").await;
    let text = visit.text(".working").await;
    assert!(text.contains("of 30 files") && text.contains(" MB of 3"), "{text}");
    visit.ready().await;
    assert_eq!(visit.text("[data-total=cover]").await, cover(&["py38"]));
    let longest = visit.run("return longest").await;
    assert!(longest.as_f64().unwrap() < 100.0, "a task of the page lasted {longest} ms");
    let peak = visit.peak();
    println!("300 MiB of sources: {peak} MiB at most");
    assert!(peak < MOST_MEMORY, "the page took {peak} MiB");
    look(&visit).await;
    assert!(visit.text(".card[data-card=heavy]").await.contains("30 sources"));
    visit.end().await;
}

/// Delays each read of the page by this many milliseconds, like a slow disk.
fn slow(milliseconds: u32) -> String {
    format!(
        "const read = Blob.prototype.arrayBuffer;
        Blob.prototype.arrayBuffer = async function () {{
            await new Promise(done => setTimeout(done, {milliseconds}));
            return read.call(this);
        }};"
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_removed_before_reading_is_reported_and_the_rest_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let package = folder.path().join("acme/my_package");
    fs::create_dir_all(&package).unwrap();
    for name in ["cli.py", "shapes.py", "text.py"] {
        fs::copy(Acme::source().join("my_package").join(name), package.join(name)).unwrap();
    }
    for how in BOTH {
        let visit = Visit::start(how).await;
        visit.drop(&[job("py38")]).await;
        visit.ready().await;
        visit.run(&slow(1000)).await;
        visit.drop(&[folder.path().join("acme")]).await;
        visit.see(".working progress").await;
        fs::remove_file(package.join("text.py")).unwrap();
        visit.see("[data-total=cover]").await;
        let named = visit.attributes("[data-problem]", "data-problem").await;
        assert_eq!(named, ["acme/my_package/text.py"]);
        let files = visit.attributes("[data-file]", "data-file").await;
        assert_eq!(files, ["my_package/cli.py", "my_package/shapes.py"]);
        visit.end().await;
        fs::copy(Acme::source().join("my_package/text.py"), package.join("text.py")).unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn cancelling_restores_the_previous_state() {
    let folder = tempfile::tempdir().unwrap();
    let heavy = heavy(folder.path(), 300);
    let visit = Visit::start(How::Http).await;
    visit.drop(&[job("py38"), Acme::source()]).await;
    total(&visit, &cover(&["py38"])).await;
    visit.run(&slow(2000)).await;
    visit.drop(&[heavy]).await;
    visit.click(".working button").await;
    total(&visit, &cover(&["py38"])).await;
    look(&visit).await;
    assert_eq!(visit.attributes(".card", "data-card").await, ["source", "py38"]);
    // The next drop works as if there had been no cancelled one.
    visit.drop(&[job("py39")]).await;
    visit.see("[data-job=py39]").await;
    total(&visit, &cover(&["py38", "py39"])).await;
    visit.end().await;
}

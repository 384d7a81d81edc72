//! Tests the banners that give reasons to doubt a total.

use std::fs;
use std::path::Path;

use covdrop_tests::{Acme, Kind};

use crate::visit::{How, Visit};

/// Copies the sample's source to `folder`, with lines inserted into one file and without another
/// file.
fn other_source(folder: &Path) {
    let package = folder.join("my_package");
    fs::create_dir_all(&package).unwrap();
    for name in ["__init__.py", "cli.py", "compat.py"] {
        fs::copy(Acme::source().join("my_package").join(name), package.join(name)).unwrap();
    }
    let text = fs::read_to_string(Acme::source().join("my_package/shapes.py")).unwrap();
    fs::write(package.join("shapes.py"), "# A comment.\n".repeat(7) + &text).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_that_was_not_tested_raises_banners() {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("acme");
    other_source(&source);
    let visit = Visit::start(How::Http).await;
    visit.pick_files(&Acme::data_files(Kind::Lines, &["py38"]).unwrap()).await;
    visit.pick_folder(&source).await;
    visit.see("[data-doubt=stale] a").await;
    let stale = visit.text("[data-doubt=stale]").await;
    assert!(stale.contains("my_package/shapes.py: "), "{stale}");
    assert!(stale.contains("recorded lines are no code in this source"), "{stale}");
    assert!(stale.contains("Use the source of the commit that the tests ran on."), "{stale}");
    let missing = visit.text("[data-doubt=missing]").await;
    assert!(missing.contains("/my_package/text.py: "), "{missing}");
    let inferred = visit.text("[data-doubt=inferred]").await;
    assert!(inferred.contains("/builds/acme/acme → ."), "{inferred}");
    visit.click("[data-doubt=inferred] summary").await;
    assert_eq!(
        visit.text("[data-doubt=inferred] pre").await,
        "[paths]\nsource =\n    .\n    /builds/acme/acme\n"
    );
    visit.see("[data-doubt=inferred] button").await;
    visit.click("[data-doubt=stale] a").await;
    visit.see("article.file").await;
    assert!(visit.address().await.ends_with("#file=my_package/shapes.py"));
    visit.end().await;
}

/// Copies the sample's source to `folder`. `change` returns the new text of each file, or `None` to
/// omit it.
fn changed_source(folder: &Path, change: impl Fn(&str, String) -> Option<String>) {
    let files = [
        "bin/acme",
        "my_package/__init__.py",
        "my_package/cli.py",
        "my_package/compat.py",
        "my_package/shapes.py",
        "my_package/text.py",
        "tests/__init__.py",
        "tests/test_shapes.py",
    ];
    for name in files {
        // One file is Latin-1, with non-ASCII characters only in its comments.
        let bytes = fs::read(Acme::source().join(name)).unwrap();
        if let Some(text) = change(name, String::from_utf8_lossy(&bytes).into_owned()) {
            let file = folder.join(name);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        }
    }
}

/// Drops the sample's data and the source in `folder`. Returns the kind and text of each banner
/// about the source, once `awaited` is present.
async fn doubts_about(folder: &Path, awaited: &str) -> Vec<(String, String)> {
    let visit = Visit::start(How::Http).await;
    visit.pick_files(&Acme::data_files(Kind::Lines, &["py38"]).unwrap()).await;
    visit.pick_folder(folder).await;
    visit.see(awaited).await;
    visit.ready().await;
    let kinds = visit.attributes("[data-doubt]", "data-doubt").await;
    let mut doubts = Vec::new();
    for kind in kinds.into_iter().filter(|kind| kind != "inferred") {
        let text = visit.text(&format!("[data-doubt={kind}]")).await;
        doubts.push((kind, text));
    }
    visit.end().await;
    doubts
}

/// Asserts that there is exactly one banner, with this kind, these words and this advice.
#[track_caller]
fn assert_doubt(doubts: &[(String, String)], kind: &str, words: &str, advice: &str) {
    let kinds: Vec<&str> = doubts.iter().map(|(kind, _)| kind.as_str()).collect();
    assert_eq!(kinds, [kind], "{doubts:?}");
    assert!(doubts[0].1.contains(words) && doubts[0].1.contains(advice), "{doubts:?}");
}

/// The selector of an element that appears once there is a source.
const TOTAL: &str = "[data-total=cover]";

const ADVICE: &str = "Use the source of the commit that the tests ran on.";

#[tokio::test(flavor = "multi_thread")]
async fn each_kind_of_stale_source_is_reported_with_its_file() {
    // The data has 41 lines of shapes.py, the last one 61, and 22 lines of text.py, the last one
    // 24.
    let in_shapes = |change: fn(String) -> String| {
        move |name: &str, text: String| {
            Some(if name == "my_package/shapes.py" { change(text) } else { text })
        }
    };
    let folder = tempfile::tempdir().unwrap();
    let source = |name: &str| folder.path().join(name).join("acme");

    changed_source(&source("comments"), in_shapes(|text| "# A comment.\n".repeat(7) + &text));
    let doubts = doubts_about(&source("comments"), "[data-doubt=stale]").await;
    assert_doubt(&doubts, "stale", "my_package/shapes.py: ", ADVICE);
    assert!(doubts[0].1.contains(" of 41 recorded lines are no code in this source"), "{doubts:?}");

    changed_source(&source("cut"), in_shapes(|text| text.split_inclusive('\n').take(14).collect()));
    let doubts = doubts_about(&source("cut"), "[data-doubt=stale]").await;
    let words = "of 41 recorded lines are no code in this source, which ends at line 14";
    assert_doubt(&doubts, "stale", words, ADVICE);

    changed_source(&source("gone"), |name, text| (name != "my_package/text.py").then_some(text));
    let words = "my_package/text.py: 17 recorded lines, but this source has no such file";
    assert_doubt(
        &doubts_about(&source("gone"), "[data-doubt=missing]").await,
        "missing",
        words,
        ADVICE,
    );

    // Another commit: comments and a function that the tested source lacks, in the middle of the
    // file.
    changed_source(
        &source("commit"),
        in_shapes(|text| {
            let added = "# Of no lines.\n".repeat(8) + "def empty(): return []\n\nclass Polygon";
            text.replace("class Polygon", &added)
        }),
    );
    let doubts = doubts_about(&source("commit"), "[data-doubt=stale]").await;
    assert_doubt(&doubts, "stale", "my_package/shapes.py: ", ADVICE);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_project_raises_a_doubt_and_the_right_source_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let other = folder.path().join("other");
    fs::create_dir_all(other.join("web")).unwrap();
    for name in ["web/__init__.py", "web/app.py", "manage.py"] {
        fs::write(other.join(name), "x = 1\n").unwrap();
    }
    let words = "0 of 7 recorded files found in this source (job runner-py38): another project?";
    let advice = "Use the source that the tests ran on.";
    assert_doubt(
        &doubts_about(&other, "[data-doubt=wrong-source]").await,
        "wrong-source",
        words,
        advice,
    );
    assert_eq!(doubts_about(&Acme::source(), TOTAL).await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_a_plugin_is_listed_and_opens_without_numbers() {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("acme");
    fs::create_dir_all(source.join("pkg")).unwrap();
    fs::write(source.join("pkg/a.py"), "x = 1\n").unwrap();
    fs::write(source.join("pkg/traced.py"), "{% if x %}\n{{ y }}\n{% endif %}\n").unwrap();
    let data = folder.path().join(".coverage.py311");
    let text = r#"!coverage.py: This is a private format, don't read it directly!{"lines":
        {"pkg/a.py": [1], "pkg/traced.py": [1, 3]}, "file_tracers": {"pkg/traced.py": "plug.Plug"}}"#;
    fs::write(&data, text.replace("\n        ", "")).unwrap();
    let visit = Visit::start(How::Http).await;
    visit.pick_files(&[data]).await;
    visit.pick_folder(&source).await;
    visit.see("[data-total=stmts]").await;
    visit.see("[data-doubt=plugin]").await;
    assert_eq!(visit.text("[data-total=stmts]").await, "1");
    let row = visit.text("[data-file='pkg/traced.py']").await;
    assert!(row.contains("measured by plugin plug.Plug"), "{row}");
    assert_eq!(visit.text(".ran [data-sum]").await, "Total2");
    visit.click("[data-file='pkg/traced.py'] a").await;
    visit.see("article.file [data-doubt=plugin]").await;
    let run = visit.attributes("[data-status=run]", "data-line").await;
    assert_eq!(run, ["1", "3"]);
    visit.end().await;
}

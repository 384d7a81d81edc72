//! Banners that say why a total is in doubt.

use std::fs;
use std::path::Path;

use covdrop_tests::{Acme, Kind};

use crate::visit::{How, Visit};

/// A copy of the sample's source in `folder` in which lines were inserted into one file and another
/// file is gone.
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
async fn a_source_that_was_not_tested_is_told_in_banners() {
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
    visit.see("[data-doubt=plugin]").await;
    assert_eq!(visit.text("[data-total=stmts]").await, "1");
    let row = visit.text("[data-file='pkg/traced.py']").await;
    assert!(row.contains("measured by plugin plug.Plug"), "{row}");
    visit.click("[data-file='pkg/traced.py'] a").await;
    visit.see("article.file [data-doubt=plugin]").await;
    let run = visit.attributes("[data-status=run]", "data-line").await;
    assert_eq!(run, ["1", "3"]);
    visit.end().await;
}

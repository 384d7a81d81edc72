//! Tests that each unusable file is reported by name, and the rest loads.

use std::fs;
use std::path::PathBuf;

use covdrop_tests::{Acme, Kind};

use crate::visit::{BOTH, How, Visit};

#[tokio::test(flavor = "multi_thread")]
async fn unsupported_files_are_reported_and_the_rest_loads() {
    let folder = tempfile::tempdir().unwrap();
    let make = |name: &str, content: &[u8]| -> PathBuf {
        let path = folder.path().join(name);
        fs::write(&path, content).unwrap();
        path
    };
    let good = Acme::data_files(Kind::Lines, &["py38"]).unwrap();
    let whole = fs::read(&good[0]).unwrap();
    let wrong = [
        make("holiday.txt", b"Dear all, wish you were here.\n"),
        make(".coverage.runner.1.cut", &whole[..whole.len() / 3]),
        make(".coverage.runner.2.empty", b""),
        make("picture.png", b"\x89PNG\r\n\x1a\n"),
    ];
    let visit = Visit::start(How::Http).await;
    visit.pick_files(&[&wrong[..], &good[..]].concat()).await;
    visit.ready().await;
    let named = visit.attributes("[data-problem]", "data-problem").await;
    for path in &wrong {
        let name = path.file_name().unwrap().to_str().unwrap();
        assert!(named.iter().any(|problem| problem == name), "{name} is not in {named:?}");
    }
    assert_eq!(named.len(), wrong.len(), "{named:?}");
    assert_eq!(visit.attributes("[data-job]", "data-job").await, ["runner-py38"]);
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn problems_are_visible_in_a_narrow_window() {
    let folder = tempfile::tempdir().unwrap();
    let wrong = folder.path().join("holiday.txt");
    fs::write(&wrong, "Dear all, wish you were here.\n").unwrap();
    let dropped = [Acme::job(Kind::Lines, "py38"), Acme::source(), wrong];
    let page = Visit::page();
    let visit = Visit::at(page.path().to_owned()).await;
    visit.goto(How::Http, "").await;
    visit.client.set_window_size(320, 800).await.unwrap();
    if !visit.is_as_wide_as(320).await {
        visit.frame(320).await;
    }
    visit.drop(&dropped).await;
    visit.see("[data-total=cover]").await;
    visit.ready().await;
    assert!(visit.shows("[data-problem='holiday.txt']").await);
    assert!(!visit.shows("[data-job=py38]").await);
    visit.click(".sidebar-toggle").await;
    visit.see(".desk.open").await;
    assert!(visit.shows("[data-job=py38]").await);
    visit.press("\u{e00c}").await;
    visit.see(".desk:not(.open)").await;
    assert!(!visit.shows("[data-job=py38]").await);
    visit.until("return document.activeElement.matches('.sidebar-toggle')").await;
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invalid_source_is_reported_and_the_rest_counts() {
    let folder = tempfile::tempdir().unwrap();
    let package = folder.path().join("acme/my_package");
    fs::create_dir_all(&package).unwrap();
    fs::write(package.join("text.py"), "Chapter one, in which nothing is Python.\n").unwrap();
    fs::copy(Acme::source().join("my_package/cli.py"), package.join("cli.py")).unwrap();
    let visit = Visit::start(How::Http).await;
    visit.pick_files(&Acme::data_files(Kind::Lines, &["py38"]).unwrap()).await;
    visit.pick_folder(&folder.path().join("acme")).await;
    visit.see("[data-total=cover]").await;
    assert_eq!(visit.attributes("[data-problem]", "data-problem").await, ["my_package/text.py"]);
    assert_eq!(visit.attributes("[data-file]", "data-file").await, ["my_package/cli.py"]);
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn python_2_is_marked_and_counts_only_if_enabled() {
    let folder = tempfile::tempdir().unwrap();
    let package = folder.path().join("acme/my_package");
    fs::create_dir_all(&package).unwrap();
    fs::write(package.join("text.py"), "def table(mapping):\n    print 'old'\n").unwrap();
    fs::copy(Acme::source().join("my_package/cli.py"), package.join("cli.py")).unwrap();
    let visit = Visit::start(How::Http).await;
    visit.pick_files(&Acme::data_files(Kind::Lines, &["py38"]).unwrap()).await;
    visit.pick_folder(&folder.path().join("acme")).await;
    visit.see("[data-total=cover]").await;
    assert_eq!(visit.texts("[data-file] small").await, ["approximate"]);
    assert_eq!(visit.text("[data-total=stmts]").await, "20");
    visit.click(".approximate input").await;
    visit.see(".approximate input:checked").await;
    visit.ready().await;
    assert_eq!(visit.text("[data-total=stmts]").await, "22");
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_too_deeply_nested_source_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    let package = folder.path().join("acme/my_package");
    fs::create_dir_all(&package).unwrap();
    let deep = format!("x = {}0{}\n", "[".repeat(10_000), "]".repeat(10_000));
    fs::write(package.join("text.py"), deep).unwrap();
    let terms = format!("x = 1{}\n", " + 1".repeat(10_000));
    fs::write(package.join("shapes.py"), terms).unwrap();
    fs::copy(Acme::source().join("my_package/cli.py"), package.join("cli.py")).unwrap();
    let visit = Visit::start(How::Http).await;
    visit.pick_files(&Acme::data_files(Kind::Lines, &["py38"]).unwrap()).await;
    visit.pick_folder(&folder.path().join("acme")).await;
    visit.see("[data-total=cover]").await;
    let named = visit.attributes("[data-problem]", "data-problem").await;
    assert!(named.contains(&"my_package/text.py".to_owned()), "{named:?}");
    let files = visit.attributes("[data-file]", "data-file").await;
    assert!(files.contains(&"my_package/cli.py".to_owned()), "{files:?}");
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn names_and_sources_with_markup_are_displayed_as_text() {
    let folder = tempfile::tempdir().unwrap();
    let name = "<img src=x onerror=alert(1)>.txt";
    let path = folder.path().join(name);
    fs::write(&path, "<script>alert(2)</script>").unwrap();
    let visit = Visit::start(How::Http).await;
    visit.pick_files(&[path]).await;
    visit.see("[data-problem]").await;
    assert_eq!(visit.attributes("[data-problem]", "data-problem").await, [name]);
    assert_eq!(visit.texts("body img").await, [""; 0]);
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_folder_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    let empty = folder.path().join("artifacts");
    fs::create_dir(&empty).unwrap();
    fs::write(empty.join("readme.md"), "# Nothing of use\n").unwrap();
    let visit = Visit::start(How::Http).await;
    visit.pick_folder(&empty).await;
    visit.see("[data-problem=artifacts]").await;
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_drop_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    let empty = folder.path().join("empty");
    fs::create_dir(&empty).unwrap();
    for how in BOTH {
        let visit = Visit::start(how).await;
        visit.drop(std::slice::from_ref(&empty)).await;
        visit.see("[data-problem='Empty drop']").await;
        visit.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_settings_are_reported_with_file_and_option() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join(".coverage.py311");
    let head = "!coverage.py: This is a private format, don't read it directly!";
    fs::write(&data, format!("{head}{{\"lines\": {{\"/builds/acme/a.py\": [1]}}}}")).unwrap();
    for (number, (name, settings, option)) in [
        (".coveragerc", "[report]\nformat = bogus\n", "[report] format"),
        ("setup.cfg", "[coverage:report]\nsort = bogus\n", "[report] sort"),
        (".coveragerc", "[report]\nprecision = -1\n", "[report] precision"),
        (".coveragerc", "[report]\nfail_under = 101\n", "[report] fail_under"),
        ("tox.ini", "[coverage:run]\nconcurrency = bogus\n", "'concurrency' of [coverage:run]"),
        (".coveragerc", "[report]\nshow_missing = maybe\n", "'show_missing' of [report]"),
        (".coveragerc", "[report]\nomit = a***\n", "[report] omit"),
        ("pyproject.toml", "[tool.coverage.paths]\nx = [\"src/*\", \"/builds/acme\"]\n", "[paths]"),
    ]
    .into_iter()
    .enumerate()
    {
        let source = folder.path().join(number.to_string()).join("acme");
        fs::create_dir_all(&source).unwrap();
        fs::write(source.join("a.py"), "x = 1\n").unwrap();
        fs::write(source.join(name), settings).unwrap();
        let visit = Visit::start(How::Http).await;
        visit.drop(&[data.clone(), source]).await;
        visit.see(&format!("[data-problem='{name}']")).await;
        let problem = visit.text(&format!("[data-problem='{name}']")).await;
        assert!(problem.contains(name) && problem.contains(option), "{option}: {problem}");
        assert_eq!(visit.attributes("[data-problem]", "data-problem").await, [name]);
        visit.end().await;
    }
}

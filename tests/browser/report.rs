//! Tests the report in one HTML file that `covdrop html` writes: it opens from disk and is
//! interactive.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use covdrop_tests::{Acme, Coverage, Kind};

use crate::visit::{BOTH, How, Visit};

const JOBS: [&str; 3] = ["py38", "py39", "py310"];

/// Runs the command line in `folder`, like a pipeline of GitLab.
fn covdrop(folder: &Path, arguments: &[PathBuf]) {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.toml");
    let mut command = Command::new(env!("CARGO"));
    command.args(["run", "--quiet", "--locked", "--package", "covdrop-cli", "--manifest-path"]);
    command.arg(manifest).arg("--").args(arguments).current_dir(folder);
    command.envs([
        ("GITLAB_CI", "true"),
        ("CI_PROJECT_TITLE", "acme </script><b>"),
        ("CI_PROJECT_URL", "https://gitlab-ci-token:secret@git.example/acme"),
        ("CI_COMMIT_SHA", "0123456789abcdef"),
        ("CI_COMMIT_REF_NAME", "main"),
        ("CI_PIPELINE_URL", "https://git.example/acme/-/pipelines/7"),
        ("SOURCE_DATE_EPOCH", "1790000000"),
    ]);
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Opens the file at `path` as a page without a server.
async fn open(path: &Path) -> Visit {
    let visit = Visit::at(path.parent().unwrap().to_owned()).await;
    visit.client.goto(&format!("file://{}", path.display())).await.unwrap();
    visit.see("[data-total=cover]").await;
    visit.ready().await;
    visit
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_in_one_file_opens_from_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let data = JOBS.map(|job| Acme::job(Kind::Lines, job));
    let html = folder.path().join("coverage.html");
    let options = ["html", "--source"].map(PathBuf::from);
    covdrop(folder.path(), &[&options[..], &[Acme::source()], &data].concat());

    let visit = open(&html).await;
    let coverage = Coverage::combine(&Acme::data_files(Kind::Lines, &JOBS).unwrap());
    let total = coverage.report().pop().unwrap().columns.pop().unwrap();
    assert_eq!(visit.text("[data-total=cover]").await, total);
    assert_eq!(visit.attributes("[data-job]", "data-job").await, JOBS);
    assert_eq!(visit.attributes("[data-problem]", "data-problem").await, [""; 0]);
    let text = visit.text("[data-project]").await;
    for part in ["acme </script><b>", "main", "commit 01234567", "made 2026-09-21 14:13 UTC"] {
        assert!(text.contains(part), "{part} in {text}");
    }
    let pipeline = visit.attributes("[data-project] a", "href").await;
    assert_eq!(pipeline, ["https://git.example/acme/-/pipelines/7"]);
    assert!(!fs::read_to_string(&html).unwrap().contains("secret"), "tokens are cut");

    // The report is interactive: disabling a job counts everything again.
    visit.click("[data-job=py310]").await;
    visit.ready().await;
    let two = Coverage::combine(&Acme::data_files(Kind::Lines, &["py38", "py39"]).unwrap());
    let total = two.report().pop().unwrap().columns.pop().unwrap();
    assert_eq!(visit.text("[data-total=cover]").await, total);
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sources_of_any_content_are_embedded_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("source");
    fs::create_dir(&source).unwrap();
    let line = "x = '</script><!-- \u{2028} <img src=x onerror=alert(1)>'";
    let text = format!("# coding: utf-8\n{line}\n");
    fs::write(source.join("odd.py"), &text).unwrap();
    fs::write(source.join("latin.py"), b"# coding: latin-1\ny = '\xe4'\n").unwrap();
    let head = "!coverage.py: This is a private format, don't read it directly!";
    let data = folder.path().join(".coverage.a");
    fs::write(&data, format!("{head}{{\"lines\":{{\"/b/odd.py\":[2],\"/b/latin.py\":[]}}}}"))
        .unwrap();
    let out = folder.path().join("htmlcov");
    let arguments = ["html".into(), "-d".into(), out.clone(), "--source".into(), source, data];
    covdrop(folder.path(), &arguments);

    let visit = open(&out.join("index.html")).await;
    assert_eq!(visit.text("[data-total=cover]").await, "50%");
    visit.go("#file=odd.py").await;
    visit.see("[data-line=\"2\"]").await;
    let shown = visit.text("[data-line=\"2\"]").await;
    assert!(shown.contains("'</script><!--"), "{shown}");
    assert!(shown.contains("<img src=x onerror=alert(1)>'"), "{shown}");
    visit.go("#file=latin.py").await;
    visit.see("[data-line=\"2\"]").await;
    assert!(visit.text("[data-line=\"2\"]").await.contains("'\u{e4}'"));
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_without_sources_shows_marks_on_empty_lines() {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("source");
    fs::create_dir(&source).unwrap();
    fs::write(source.join("a.py"), "import sys\nif sys.argv:\n    x = 1\nelse:\n    x = 2\n")
        .unwrap();
    fs::write(source.join("b.py"), "y = 1\n").unwrap();
    let head = "!coverage.py: This is a private format, don't read it directly!";
    let data = folder.path().join(".coverage.a");
    let lines = r#"{"lines": {"/b/a.py": [1, 2, 3], "/b/b.py": []}}"#;
    fs::write(&data, format!("{head}{lines}")).unwrap();
    let html = folder.path().join("coverage.html");
    let options = ["html", "--no-source", "--omit=b.py", "--precision=1", "--source"];
    let arguments = options.map(PathBuf::from);
    covdrop(folder.path(), &[&arguments[..], &[source, data]].concat());

    let visit = open(&html).await;
    // Three of four statements of a.py; b.py is left out.
    assert_eq!(visit.text("[data-total=cover]").await, "75.0%");
    visit.go("#file=a.py").await;
    visit.see("[data-line=\"5\"]").await;
    let statuses = visit.attributes("[data-line]", "data-status").await;
    assert_eq!(statuses, ["run", "run", "run", "plain", "miss"]);
    assert_eq!(visit.text("[data-line=\"5\"] code").await, "");
    let file_head = visit.text("article.file header").await;
    assert!(file_head.contains("made without sources"), "{file_head}");
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_project_of_a_manifest_is_shown_and_checked() {
    let page = Visit::page();
    let list = r#"{"covdrop": 1, "files": [], "project": {"title": "<i>acme</i>", "pipeline": "javascript:alert(1)"}}"#;
    fs::write(page.path().join("covdrop.json"), list).unwrap();
    let visit = Visit::at(page.path().to_owned()).await;
    visit.goto(How::Http, "").await;
    visit.see("[data-project]").await;
    assert_eq!(visit.text("[data-project]").await, "<i>acme</i>");
    visit.see("[data-problem='covdrop.json']").await;
    let problem = visit.text("[data-problem='covdrop.json']").await;
    assert!(problem.contains("description: pipeline"), "{problem}");
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_saves_a_report_of_dropped_files() {
    let folder = tempfile::tempdir().unwrap();
    let jobs = ["py38", "py39"];
    let total = Coverage::combine(&Acme::data_files(Kind::Lines, &jobs).unwrap());
    let total = total.report().pop().unwrap().columns.pop().unwrap();
    let dropped = [&jobs.map(|job| Acme::job(Kind::Lines, job))[..], &[Acme::source()]].concat();
    for how in BOTH {
        let visit = Visit::start(how).await;
        visit.drop(&dropped).await;
        visit.see("[data-total=cover]").await;
        visit.ready().await;
        let html = visit.saved("html").await;
        visit.see("a.save").await;
        assert!(visit.text("a.save").await.starts_with("Save coverage.html ("));
        // A change outdates the saved report.
        visit.click("[data-job=py39]").await;
        visit.see("body:not(:has(a.save))").await;
        visit.end().await;

        let path = folder.path().join("coverage.html");
        fs::write(&path, html).unwrap();
        let visit = open(&path).await;
        assert_eq!(visit.text("[data-total=cover]").await, total);
        assert_eq!(visit.attributes("[data-job]", "data-job").await, jobs);
        assert_eq!(visit.attributes("[data-problem]", "data-problem").await, [""; 0]);
        assert!(visit.text("[data-project]").await.starts_with("made "));
        // A report of a report has the same content, without repetition.
        let again = visit.saved("html").await;
        assert_eq!(again.matches("id=\"covdrop-manifest\"").count(), 1);
        fs::write(&path, again).unwrap();
        visit.end().await;
        let visit = open(&path).await;
        assert_eq!(visit.text("[data-total=cover]").await, total);
        visit.end().await;
    }
}

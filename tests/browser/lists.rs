//! Tests lists: their Total rows, optional columns, and folders.

use std::fs;

use covdrop_tests::{Coverage, Example};

use crate::viewer::branches;
use crate::visit::{How, Visit};

#[tokio::test(flavor = "multi_thread")]
async fn each_list_ends_in_its_total() {
    let coverage = Coverage::combine_example(&Example::JOBS);
    let visit = Visit::start(How::Http).await;
    visit.click(".welcome button").await;
    for (hash, arguments) in [("#", &[][..]), ("#q=ships", &["--include=*ships*"][..])] {
        let report = coverage.run(&[&["report"], arguments].concat());
        let total = report.lines().last().unwrap().split_whitespace().skip(1);
        let total: Vec<String> = total.map(str::to_owned).collect();
        for view in ["", "&view=tree", "&view=functions", "&view=classes"] {
            visit.go(&format!("{hash}{view}")).await;
            visit.see("[data-sum]").await;
            visit.ready().await;
            let sums = visit
                .texts("[data-sum] [data-col]:not([data-col=excluded], [data-col=stmtcover])")
                .await;
            assert_eq!(sums, total, "{hash}{view}");
        }
        visit.go(&format!("{hash}&view=matrix")).await;
        visit.see(".matrix [data-sum]").await;
        visit.ready().await;
        let mut of_jobs = Vec::new();
        for job in Example::JOBS {
            let report = Coverage::combine_example(&[job])
                .run(&[&["report", "--format=total"], arguments].concat());
            of_jobs.push(format!("{}%", report.trim()));
        }
        let shown = visit.texts(".matrix [data-sum] td").await;
        assert_eq!(shown, of_jobs, "{hash}");
    }
    visit.go("#view=compare").await;
    // The view opens with a question, and its answer.
    visit.see(".compare [data-sum]").await;
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn columns_are_chosen_and_remembered() {
    let report = Coverage::combine_example(&Example::JOBS).json();
    let visit = Visit::start(How::Http).await;
    visit.click(".welcome button").await;
    visit.see("[data-file]").await;
    assert_eq!(visit.texts("[data-col=stmtcover], [data-col=branchcover]").await, [""; 0]);
    visit.click(".columns summary").await;
    visit.click(".columns label:nth-of-type(1) input").await;
    visit.see("[data-col=stmtcover]").await;
    visit.click(".columns label:nth-of-type(2) input").await;
    visit.see("[data-col=branchcover]").await;
    assert!(visit.address().await.ends_with("#columns=stmtcover,branchcover"));
    for (column, key) in [("stmtcover", "statements"), ("branchcover", "branches")] {
        let key = format!("percent_{key}_covered_display");
        let of = |summary: &serde_json::Value| format!("{}%", summary[&key].as_str().unwrap());
        for path in visit.attributes("[data-file]", "data-file").await {
            let cell = format!("[data-file='{path}'] [data-col={column}]");
            assert_eq!(visit.text(&cell).await, of(&report["files"][&path]["summary"]), "{path}");
        }
        let sum = visit.text(&format!("[data-sum] [data-col={column}]")).await;
        assert_eq!(sum, of(&report["totals"]), "{column}");
    }
    visit.goto(How::Http, "?again").await;
    visit.click(".welcome button").await;
    visit.see("[data-col=stmtcover]").await;
    // The link contains the chosen columns.
    visit.go("#columns=branchcover").await;
    visit.until("return !document.querySelector('[data-col=stmtcover]')").await;
    assert_eq!(visit.texts("[data-sum] [data-col=branchcover]").await.len(), 1);
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bars_are_as_full_as_the_percentage_says() {
    let visit = branches("").await;
    let script = "return [...document.querySelectorAll('[data-file]')].map(row => {
        const percent = parseInt(row.querySelector('[data-col=cover]').textContent);
        const bar = row.querySelector('.bar');
        const width = part => (/h(\\d+)/.exec(bar.querySelector(part)?.getAttribute('d')) ?? [0, 0])[1];
        return Math.abs(percent * 10 - width('.run') - width('.partial')) <= 10 &&
            (percent < 100) === Boolean(bar.querySelector('.miss'));
    })";
    let right = visit.run(script).await;
    assert!(right.as_array().unwrap().iter().all(|right| right == true), "{right}");
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tree_opens_two_levels_deep() {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("deep");
    let paths = ["a/b/c/d.py", "a/b/e.py", "f.py"];
    for path in paths {
        let path = source.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "x = 1\n").unwrap();
    }
    let data = folder.path().join(".coverage");
    crate::markup::record_lines(&source, &data, &paths);
    let visit = Visit::start(How::Http).await;
    visit.goto(How::Http, "#view=tree").await;
    visit.drop(&[source, data]).await;
    visit.see("[data-file]").await;
    visit.ready().await;
    let files = || visit.attributes("[data-file]", "data-file");
    assert_eq!(files().await, ["a/b/e.py", "f.py"]);
    visit.click(".folders button:nth-of-type(1)").await;
    visit.see("[data-file='a/b/c/d.py']").await;
    visit.click(".folders button:nth-of-type(2)").await;
    visit.until("return document.querySelectorAll('[data-file]').length === 1").await;
    visit.click(".fold").await;
    assert_eq!(visit.texts(".fold").await, ["a/", "b/"]);
    visit.end().await;
}

//! Tests the viewer with the actions of a user, and compares its numbers with coverage.py's.

use std::collections::BTreeSet;

use covdrop_tests::{Acme, Coverage, Kind};
use fantoccini::Locator;
use serde_json::Value;

use crate::visit::{How, Visit};

const JOBS: [&str; 6] = ["py38", "py39", "py310", "py311", "py312", "py313"];

/// Returns a visit with the branch data of all jobs, each in a folder named after it, and the
/// source.
pub(crate) async fn branches(hash: &str) -> Visit {
    let visit = Visit::start(How::Http).await;
    visit.goto(How::Http, hash).await;
    let jobs = JOBS.map(|job| Acme::job(Kind::Branch, job));
    visit.drop(&[&jobs[..], &[Acme::source()]].concat()).await;
    visit.see("[data-total=brpart]").await;
    visit.ready().await;
    visit
}

fn coverage(jobs: &[&str]) -> Coverage {
    Coverage::combine(&Acme::data_files(Kind::Branch, jobs).unwrap())
}

/// Returns the percentage in the last line of a text report.
fn total(report: &str) -> String {
    report.lines().last().and_then(|line| line.split_whitespace().last()).unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filter_keeps_matching_files_and_their_sums() {
    let expected = total(&coverage(&JOBS).run(&["report", "--include=*shapes*"]));
    let visit = branches("").await;
    visit.press("/").await;
    visit.write("[data-search]", "shapes").await;
    visit.see(".sum strong").await;
    visit.ready().await;
    let shown = visit.attributes("[data-file]", "data-file").await;
    assert_eq!(shown, ["my_package/shapes.py", "tests/test_shapes.py"]);
    assert_eq!(visit.text(".sum strong").await, expected);
    assert!(visit.address().await.ends_with("#q=shapes"));
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_are_sorted_like_coverage_py() {
    let coverage = coverage(&JOBS);
    let visit = branches("").await;
    for (key, column) in [("c", "cover"), ("m", "-miss")] {
        visit.press(key).await;
        visit.see(&format!(".{} [title]", column.trim_start_matches('-'))).await;
        visit.ready().await;
        let report = coverage.run(&["report", &format!("--sort={column}")]);
        let rows = report.lines().skip(2).take_while(|line| !line.starts_with('-'));
        let of =
            |line: &str, column: usize| line.split_whitespace().nth(column).unwrap().to_owned();
        let at = if key == "c" { 5 } else { 2 };
        let values: Vec<String> = rows.map(|line| of(line, at)).collect();
        let cells = format!("[data-file] [data-col={}]", column.trim_start_matches('-'));
        assert_eq!(visit.texts(&cells).await, values, "{column}");
    }
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn folders_have_the_sums_of_their_files_and_can_be_closed() {
    let expected = total(&coverage(&JOBS).run(&["report", "--include=my_package/*"]));
    let visit = branches("#view=tree").await;
    let folders = visit.texts(".fold").await;
    assert_eq!(folders, ["bin/", "my_package/", "tests/"]);
    assert_eq!(visit.texts("tr:has(.fold) .cover").await[1], expected);
    let all = visit.texts("[data-file]").await.len();
    visit.click("tr:nth-of-type(1) ~ tr .fold").await;
    visit.see(".fold[aria-expanded=false]").await;
    assert!(visit.texts("[data-file]").await.len() < all);
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn functions_and_classes_equal_the_json_reports() {
    let report = coverage(&JOBS).json();
    let visit = branches("#view=functions").await;
    for (view, key) in [("functions", "functions"), ("classes", "classes")] {
        visit.go(&format!("#view={view}")).await;
        visit.ready().await;
        let mut expected = BTreeSet::new();
        for (path, file) in report["files"].as_object().unwrap() {
            for (name, region) in file[key].as_object().unwrap() {
                let outside = if view == "classes" { "(no class)" } else { "(no function)" };
                let name = if name.is_empty() { outside } else { name };
                let cover = region["summary"]["percent_covered_display"].as_str().unwrap();
                expected.insert(format!("{name} {path} {cover}%"));
            }
        }
        let names = visit.texts(".files tbody bdi").await;
        let paths = visit.texts(".files tbody .of").await;
        let covers = visit.texts(".files tbody .cover").await;
        let rows = names.iter().zip(&paths).zip(&covers);
        let rows: BTreeSet<String> =
            rows.map(|((name, path), cover)| format!("{name} {path} {cover}")).collect();
        assert_eq!(rows, expected, "{view}");
    }
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn inverted_jobs_are_in_the_url() {
    let visit = branches("#off=py38,py39").await;
    let of = |jobs: &[&str]| total(&coverage(jobs).run(&["report"]));
    assert_eq!(visit.text("[data-total=cover]").await, of(&JOBS[2..]));
    visit.click(".jobs .all button:nth-of-type(3)").await;
    visit.ready().await;
    assert_eq!(visit.text("[data-total=cover]").await, of(&JOBS[..2]));
    visit.client.back().await.unwrap();
    visit.ready().await;
    assert_eq!(visit.text("[data-total=cover]").await, of(&JOBS[2..]));
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_mean_of_jobs_is_shown_beside_their_union() {
    let covers = JOBS.map(|job| {
        let report = coverage(&[job]).json();
        report["totals"]["percent_covered"].as_f64().unwrap()
    });
    let mean = covers.iter().sum::<f64>() / 6.0;
    let visit = branches("").await;
    let words = visit.text(".together").await;
    assert!(words.contains(&format!("the mean of the jobs {mean:.0}%")), "{words}, {mean}");
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_matrix_has_each_single_job() {
    let visit = branches("#view=matrix").await;
    let rows = visit.texts(".matrix tbody th").await;
    let cells = visit.texts(".matrix tbody td:not([height])").await;
    for (place, job) in JOBS.iter().enumerate() {
        let report = coverage(&[job]).json();
        for (row, name) in rows.iter().enumerate() {
            let cell = &cells[row * JOBS.len() + place];
            let expected = match report["files"].get(name) {
                Some(file) => {
                    let cover = &file["summary"]["percent_covered_display"];
                    format!("{}%", cover.as_str().unwrap())
                }
                None => "–".to_owned(),
            };
            assert_eq!(*cell, expected, "{name} in {job}");
        }
    }
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_covered_by_one_job_and_not_another_are_listed_and_marked() {
    let (first, second) = (coverage(&["py313"]).json(), coverage(&["py38"]).json());
    let of = |report: &Value, path: &str, key: &str| -> BTreeSet<String> {
        let list = report["files"][path][key].as_array();
        list.into_iter().flatten().map(Value::to_string).collect()
    };
    let only = |path: &str, key: &str| -> BTreeSet<String> {
        of(&first, path, key).difference(&of(&second, path, key)).cloned().collect()
    };
    let paths = || first["files"].as_object().unwrap().keys();
    let count = |key: &str| paths().map(|path| only(path, key).len()).sum::<usize>();
    let (stmts, ways) = (count("executed_lines"), count("executed_branches"));
    let visit = branches("#view=compare&ask=minus&a=py313&b=py38").await;
    visit.see(".answer").await;
    let answer = visit.text(".answer").await;
    assert!(answer.contains(&format!("{stmts} statements and {ways} branches")), "{answer}");
    let path = visit.texts(".found-in tbody a").await.remove(0);
    visit.click(".found-in tbody a").await;
    visit.see(".found").await;
    let found = visit.attributes(".found", "data-line").await;
    let found: BTreeSet<String> = found.into_iter().collect();
    assert!(found.is_superset(&only(&path, "executed_lines")), "{found:?}");
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_shows_which_jobs_ran_it() {
    let visit = branches("#file=my_package/compat.py").await;
    visit.see("[data-line]").await;
    let mut expected = Vec::new();
    for line in 1..=24u64 {
        let ran = JOBS.into_iter().filter(|job| {
            let report = coverage(&[job]).json();
            let ran = report["files"]["my_package/compat.py"]["executed_lines"].as_array().unwrap();
            ran.contains(&Value::from(line))
        });
        let ran: Vec<&str> = ran.collect();
        if !ran.is_empty() && ran.len() < JOBS.len() {
            expected = vec![line.to_string()];
            expected.extend(ran.into_iter().map(str::to_owned));
            break;
        }
    }
    let line = expected.remove(0);
    visit.click(&format!("[data-line='{line}'] .at")).await;
    visit.see(".line-details").await;
    assert_eq!(visit.texts(".line-details dd:first-of-type .job bdi").await, expected);
    let share = visit.text(&format!("[data-line='{line}'] .jobs-of")).await;
    assert_eq!(share, format!("{}/{}", expected.len(), JOBS.len()));
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn missing_parts_are_hidden_or_explained() {
    let visit = Visit::start(How::Http).await;
    visit.drop(&[Acme::job(Kind::Branch, "py38")]).await;
    visit.see(".ran").await;
    visit.ready().await;
    assert_eq!(visit.texts("main .none:not(:empty)").await, [""; 0], "all that ran is below");
    visit.drop(&[Acme::source()]).await;
    visit.see("[data-total=cover]").await;
    visit.ready().await;
    assert_eq!(visit.texts(".together").await, [""; 0], "one job has no mean");
    visit.go("#file=my_package/compat.py&L1").await;
    visit.see(".line-details").await;
    assert!(visit.text(".line-details").await.contains("No executable statements."));
    visit.go("#view=settings").await;
    visit.write("[data-try=include]", "absent/*").await;
    visit.press("\u{e004}").await;
    visit.see(".outcome").await;
    visit.go("#").await;
    visit.see("main .none:not(:empty)").await;
    visit.ready().await;
    assert_eq!(visit.text("main .none:not(:empty)").await, "No file is left to report on.");
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn trial_settings_can_be_started_and_ended() {
    let coverage = coverage(&JOBS);
    let visit = branches("#view=settings").await;
    let before = visit.text("[data-total=cover]").await;
    let omit = "tests/*,bin/*";
    visit.write("[data-try=omit]", "tests/*\u{e007}bin/*").await;
    visit.press("\u{e004}").await;
    visit.see(".outcome .change").await;
    visit.ready().await;
    let expected = total(&coverage.run(&["report", &format!("--omit={omit}")]));
    assert_eq!(visit.text("[data-total=cover]").await, expected);
    assert!(visit.text(".outcome pre").await.contains("omit"));
    // Every view has the note that trial settings are active.
    visit.go("#").await;
    visit.click(".tried a").await;
    visit.click(".outcome > p button").await;
    visit.ready().await;
    assert_eq!(visit.text("[data-total=cover]").await, before);
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_target_version_in_use_is_selected() {
    let visit = branches("#view=settings").await;
    visit.see("[data-try=rules]").await;
    let chosen = async || {
        visit.ready().await;
        let chosen = visit.texts("[data-try=rules] :checked").await;
        assert_eq!(chosen.len(), 1, "{chosen:?}");
        chosen.concat()
    };
    assert_eq!(chosen().await, "Python 3.10-3.13 (no difference seen)");
    let field = visit.client.find(Locator::Css("[data-try=rules]")).await.unwrap();
    field.select_by_value("3.9").await.unwrap();
    visit.see(".outcome > p button").await;
    assert_eq!(chosen().await, "Python 3.9");
    visit.click(".outcome > p button").await;
    visit.see("main:not(:has(.outcome))").await;
    assert_eq!(chosen().await, "Python 3.10-3.13 (no difference seen)");
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn saved_reports_equal_coverage_pys() {
    let coverage = coverage(&JOBS);
    let visit = branches("").await;
    let text = visit.saved("text").await;
    assert_eq!(text.trim_end(), coverage.run(&["report"]).trim_end());
    let markdown = visit.saved("markdown").await;
    assert_eq!(markdown.trim_end(), coverage.run(&["report", "--format=markdown"]).trim_end());
    let json: Value = serde_json::from_str(&visit.saved("json").await).unwrap();
    assert_eq!(json["totals"], coverage.json()["totals"]);
    assert_eq!(json["files"], coverage.json()["files"]);
    assert!(visit.saved("lcov").await.starts_with("SF:"));
    assert!(visit.saved("xml").await.contains("<coverage version=\"7.17.4\""));
    assert!(visit.saved("coverage").await.starts_with("SQLite format 3"));
    let line = visit.value(".total-line").await;
    assert_eq!(line, text.lines().last().unwrap());
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_navigated_by_keys() {
    let visit = branches("#file=my_package/shapes.py").await;
    visit.see("[data-line]").await;
    visit.press("j").await;
    visit.see("[aria-current=true]").await;
    let first = visit.attributes("[data-line][aria-current]", "data-status").await;
    assert!(first == ["miss"] || first == ["partial"], "{first:?}");
    visit.press("m").await;
    visit.see(".source.no-miss").await;
    visit.press("]").await;
    visit.see("[data-line]").await;
    assert_eq!(visit.text(".file h2").await, "my_package/text.py");
    assert_eq!(visit.attributes(".source", "class").await, ["source no-miss"], "it is remembered");
    visit.press("u").await;
    visit.see("[data-file]").await;
    visit.press("?").await;
    visit.see("[role=dialog]").await;
    visit.press("\u{e00c}").await;
    visit.ready().await;
    assert_eq!(visit.texts("[role=dialog]").await, [""; 0]);
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn going_back_restores_the_position_in_the_list() {
    let visit = branches("").await;
    visit.client.set_window_size(1280, 300).await.unwrap();
    for way in ["u", "←"] {
        let down = visit.run("scrollTo(0, 90); return scrollY").await;
        assert_eq!(down, 90, "there is room to scroll");
        visit.go("#file=my_package/shapes.py").await;
        visit.see("[data-line]").await;
        visit.until("return scrollY === 0").await;
        if way == "u" {
            visit.press("u").await;
        } else {
            visit.click(".file .up").await;
        }
        visit.see("[data-file]").await;
        visit.until("return scrollY === 90").await;
    }
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_map_links_to_its_files() {
    let visit = branches("#view=map").await;
    let tiles = visit.attributes(".map a", "href").await;
    assert!(tiles.iter().any(|href| href.ends_with("file=my_package/shapes.py")), "{tiles:?}");
    // A folder links to a list filtered to it, with its sums.
    let of_tests = tiles.iter().find(|href| href.ends_with("q=tests/")).unwrap();
    visit.go(of_tests).await;
    visit.see(".sum strong").await;
    visit.ready().await;
    let tiles = visit.attributes(".map a", "href").await;
    assert!(!tiles.iter().any(|href| href.contains("file=my_package")), "{tiles:?}");
    let expected = total(&coverage(&JOBS).run(&["report", "--include=tests/*"]));
    assert_eq!(visit.text(".sum strong").await, expected);
    visit.go(tiles.last().unwrap()).await;
    visit.see(".file h2").await;
    visit.end().await;
}

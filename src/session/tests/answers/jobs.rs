//! Tests enabling jobs, questions about jobs, and contexts.

use covdrop_data::WriteOptions;
use covdrop_protocol::{Format, JobId, LineQuery, ListQuery, MinimalJobs, Question, Shape};
use covdrop_session::Session;
use covdrop_tests::{Acme, Coverage, Kind};

use crate::export::now;
use crate::sessions::{
    JOBS, SOURCE, acme, data, dropped, job, job_id, line, line_query, three_jobs,
};

#[test]
fn totals_of_enabled_jobs_equal_coverage_pys() {
    for kind in [Kind::Lines, Kind::Branch] {
        let mut session = acme(kind, &JOBS);
        for on in 1..1_u32 << JOBS.len() {
            let is_on = |at: &usize| on >> at & 1 == 1;
            // At most three jobs, because coverage.py takes long.
            if on.count_ones() > 1 && on % 7 != 0 {
                continue;
            }
            let jobs: Vec<&str> = (0..JOBS.len()).filter(is_on).map(|at| JOBS[at]).collect();
            let ids: Vec<JobId> = jobs.iter().map(|job| job_id(&session, job)).collect();
            session.switch_only_jobs(&ids);
            let totals = session.overview().totals.numbers.unwrap();
            let json = Coverage::combine(&Acme::data_files(kind, &jobs).unwrap()).json();
            let theirs = |key: &str| json["totals"][key].as_u64().unwrap_or(0);
            assert_eq!(totals.stmts, theirs("num_statements"), "{jobs:?}");
            assert_eq!(totals.miss, theirs("missing_lines"), "{jobs:?}");
            assert_eq!(totals.branch, theirs("num_branches"), "{jobs:?}");
            assert_eq!(totals.brpart, theirs("num_partial_branches"), "{jobs:?}");
        }
    }
}

#[test]
fn each_job_shows_its_own_coverage_and_gain() {
    let mut session = three_jobs();
    let (one, two, three) =
        (job_id(&session, "one"), job_id(&session, "two"), job_id(&session, "three"));
    let summary = |session: &covdrop_session::Session, id: JobId| {
        let job = job(session, id);
        let gain = job.gain.unwrap();
        (job.on, job.cover.unwrap(), gain.stmts, gain.branches, gain.points)
    };
    let expected =
        |on, cover: &str, stmts, points: &str| (on, cover.to_owned(), stmts, 0, points.to_owned());
    assert_eq!(summary(&session, one), expected(true, "83%", 1, "16.7"));
    assert_eq!(summary(&session, two), expected(true, "83%", 1, "16.7"));
    assert_eq!(summary(&session, three), expected(true, "33%", 0, "0.0"));
    assert_eq!(session.overview().totals.mean.as_deref(), Some("67%"));
    assert_eq!(session.overview().totals.numbers.unwrap().cover, "100%");

    session.switch_jobs(&[one, two], false);
    assert_eq!(summary(&session, one), expected(false, "83%", 3, "50.0"));
    assert_eq!(summary(&session, three), expected(true, "33%", 2, "33.3"));
    assert_eq!(session.overview().totals.mean.as_deref(), Some("33%"));
    session.switch_only_jobs(&[]);
    assert_eq!(session.overview().totals.mean, None);
    assert_eq!(session.overview().totals.numbers, None);
}

/// The combined data of the enabled jobs names no other files than theirs.
#[test]
fn files_measured_only_by_disabled_jobs_do_not_count() {
    let files = [
        data("one", r#"{"lines": {"/ci/a.py": [1, 2, 6], "/ci/b.py": [1]}}"#),
        data("two", r#"{"lines": {"/ci/b.py": [1], "/ci/c.py": [], "/ci/gone.py": [1]}}"#),
        data("three", r#"{"lines": {"/ci/gone.py": [1]}}"#),
        ("src/a.py".to_owned(), SOURCE.into()),
        ("src/b.py".to_owned(), b"x = 1\n".to_vec()),
        ("src/c.py".to_owned(), b"x = 1\ny = 2\n".to_vec()),
    ];
    let jobs = ["one", "two", "three"];
    let mut all = dropped(&files);
    let cover = |session: &Session, name: &str| job(session, job_id(session, name)).cover;
    for on in 1..1_u32 << jobs.len() {
        let is_on = |at: usize| on >> at & 1 == 1;
        let on: Vec<JobId> =
            (0..jobs.len()).filter(|at| is_on(*at)).map(|at| job_id(&all, jobs[at])).collect();
        let fewer = files.iter().enumerate().filter(|(at, _)| *at >= jobs.len() || is_on(*at));
        let fewer = dropped(&fewer.map(|(_, file)| file.clone()).collect::<Vec<_>>());
        all.switch_only_jobs(&on);
        for shape in [Shape::Files, Shape::Tree, Shape::Functions, Shape::Classes] {
            let query = ListQuery { shape, ..ListQuery::default() };
            assert_eq!(all.list(query.clone()), fewer.list(query));
        }
        let (ours, theirs) = (all.overview(), fewer.overview());
        assert_eq!(
            (ours.totals.numbers, ours.totals.line),
            (theirs.totals.numbers, theirs.totals.line)
        );
        assert_eq!(
            (ours.totals.mean, ours.without_numbers),
            (theirs.totals.mean, theirs.without_numbers)
        );
        assert_eq!(
            all.map_of_files(&ListQuery::default(), 300, 200),
            fewer.map_of_files(&ListQuery::default(), 300, 200)
        );
        let json = |session: &Session| session.export(Format::Json, now()).bytes;
        assert_eq!(json(&all), json(&fewer));
        for job in fewer.overview().jobs {
            assert_eq!(cover(&all, &job.name), job.cover);
        }
    }
    all.switch_only_jobs(&[job_id(&all, "two")]);
    assert_eq!(all.overview().totals.unmeasured, 1);
    let points = |session: &Session| {
        let jobs = session.overview().jobs.into_iter();
        let gains = jobs.map(|job| (job.name, job.gain.map(|gain| gain.points)));
        gains.collect::<std::collections::BTreeMap<_, _>>()
    };
    // Of 6, 1 and 2 statements: three that `one` would add, and the one of b.py.
    let shares = [("one", Some("33.3")), ("two", Some("11.1")), ("three", None)];
    let shares = shares.map(|(job, share)| (job.to_owned(), share.map(str::to_owned)));
    assert_eq!(points(&all), shares.into());
    let file = |path: &str| all.open(path, None, &ListQuery::default()).unwrap();
    assert_eq!(
        (file("b.py").measured, file("b.py").neighbours),
        (true, (None, Some("c.py".into())))
    );
    assert_eq!(
        (file("a.py").measured, file("a.py").neighbours),
        (false, (None, Some("b.py".into())))
    );
}

#[test]
fn questions_are_answered_line_by_line() {
    let mut session = three_jobs();
    let (one, two, three) =
        (job_id(&session, "one"), job_id(&session, "two"), job_id(&session, "three"));
    let lines = |session: &covdrop_session::Session, question: Question| {
        let file = session.open("a.py", Some(&question), &ListQuery::default()).unwrap();
        let marks = (1..).zip(&file.marks).filter(|(_, mark)| mark.found);
        let lines: Vec<u32> = marks.map(|(line, _)| line).collect();
        let found = session.ask(question);
        assert_eq!(found.stmts, lines.len() as u64);
        assert_eq!(file.found, Some(u32::try_from(lines.len()).unwrap()));
        assert_eq!(found.rows.first().map(|row| row.line), lines.first().copied());
        (lines, found.share)
    };
    let answer = |lines: &[u32], share: &str| (lines.to_vec(), share.to_owned());
    assert_eq!(lines(&session, Question::Only(vec![one])), answer(&[5], "17%"));
    assert_eq!(lines(&session, Question::Only(vec![one, two])), answer(&[3, 4, 5, 6], "67%"));
    assert_eq!(lines(&session, Question::Minus(vec![two], vec![one])), answer(&[4], "17%"));
    assert_eq!(lines(&session, Question::Minus(vec![three], vec![one])), answer(&[], "0%"));
    assert_eq!(lines(&session, Question::Single), answer(&[4, 5], "33%"));

    let mut few = vec![one, two];
    few.sort_unstable();
    assert_eq!(session.minimal_jobs(), MinimalJobs { jobs: few, proven: true });
    let mut matrix = session.matrix(&ListQuery::default());
    let totals = matrix.totals;
    let matrix = matrix.rows.swap_remove(0);
    let ids: Vec<JobId> = session.overview().jobs.iter().map(|job| job.id).collect();
    let cells = [one, two, three].map(|job| {
        let column = ids.iter().position(|id| *id == job).unwrap();
        matrix.cells[column].clone().unwrap()
    });
    assert_eq!(cells.clone().map(|cell| cell.cover), ["83%", "83%", "33%"]);
    assert_eq!(cells.map(|cell| cell.only), [1, 1, 0]);
    // There is one file.
    assert_eq!(totals, matrix.cells);

    session.switch_only_jobs(&[three]);
    assert_eq!(lines(&session, Question::Single), answer(&[1, 2], "33%"));
    assert_eq!(session.minimal_jobs(), MinimalJobs { jobs: vec![three], proven: true });
}

#[test]
fn lines_and_branches_go_together() {
    let mut session = dropped(&[
        data("lines", r#"{"lines": {"/ci/a.py": [1, 2, 3, 4]}}"#),
        data(
            "arcs",
            r#"{"arcs": {"/ci/a.py": [[-1, 1], [1, 2], [2, 6], [6, -1], [-2, 3], [3, 5], [5, -2]]}}"#,
        ),
        ("src/a.py".to_owned(), SOURCE.into()),
    ]);
    let totals = session.overview().totals.numbers.unwrap();
    assert_eq!((totals.stmts, totals.miss, totals.branch, totals.brpart), (6, 0, 2, 1));
    let (lines, arcs) = (job_id(&session, "lines"), job_id(&session, "arcs"));
    session.switch_only_jobs(&[lines]);
    let totals = session.overview().totals.numbers.unwrap();
    assert_eq!((totals.miss, totals.branch, session.overview().totals.has_branches), (2, 0, false));
    // Of six statements and two branches: lines 5 and 6, and the branch from 3 to 5.
    let points = |session: &Session, id: JobId| job(session, id).gain.unwrap().points;
    assert_eq!(points(&session, arcs), "37.5");
    session.switch_only_jobs(&[]);
    assert_eq!((points(&session, lines), points(&session, arcs)), ("50.0".into(), "75.0".into()));
    assert_eq!(session.ask(Question::Only(vec![arcs])).share, "75%");
    assert_eq!(session.overview().totals.numbers, None);
    session.switch_only_jobs(&[arcs]);
    let totals = session.overview().totals.numbers.unwrap();
    assert_eq!((totals.miss, totals.branch, totals.partial), (1, 2, 1));
}

#[test]
fn contexts_are_filtered_by_patterns() {
    let jobs = three_jobs();
    let options = WriteOptions { jobs_as_contexts: true, lines_only: false };
    let mut session = dropped(&[
        ("all/.coverage".to_owned(), jobs.write_data(options).unwrap()),
        ("src/a.py".to_owned(), SOURCE.into()),
    ]);
    let miss = |session: &covdrop_session::Session| session.overview().totals.numbers.unwrap().miss;
    assert_eq!((session.overview().contexts.count, miss(&session)), (3, 0));
    let told = line(&session, 3);
    assert_eq!((told.contexts, told.contexts_in_all), (vec!["one".into(), "two".into()], 2));
    let search = LineQuery { context_search: "w".to_owned(), ..line_query("a.py", 3) };
    let told = session.lines(search).unwrap();
    assert_eq!((told.contexts, told.contexts_found), (vec!["two".into()], 1));
    assert_eq!(told.contexts_in_all, 2);
    // Each of the three jobs is a context here, and the lines are run by 3, 3, 2, 1, 1 and 2 of them.
    let file = session.open("a.py", None, &ListQuery::default()).unwrap();
    let contexts: Vec<u32> = file.marks.iter().map(|mark| mark.contexts).collect();
    assert_eq!(contexts, [3, 3, 2, 1, 1, 2]);

    session.filter_contexts(" ^one$ , thr");
    assert_eq!((session.overview().contexts.filter.as_str(), miss(&session)), ("^one$ , thr", 1));
    session.filter_contexts("(");
    let overview = session.overview();
    let fault = overview.contexts.fault.unwrap();
    assert!(fault.contains("'('") && fault.ends_with("The previous filter stays active."));
    assert_eq!((overview.contexts.filter.as_str(), miss(&session)), ("^one$ , thr", 1));
    session.filter_contexts("four");
    let fault = session.overview().contexts.fault;
    assert_eq!(
        (fault.as_deref(), miss(&session)),
        (Some("No context matches, so nothing is counted."), 6)
    );
    session.filter_contexts("three");
    assert_eq!((session.overview().contexts.fault, miss(&session)), (None, 4));

    // The patterns of the settings apply if no filter is set and they are enabled.
    crate::sessions::add(
        &mut session,
        &[("src/.coveragerc".to_owned(), b"[report]\ncontexts = two\n".to_vec())],
    );
    session.filter_contexts("");
    assert_eq!((session.overview().contexts.settings_filter.as_str(), miss(&session)), ("", 0));
    session.use_contexts_of_settings();
    assert_eq!((session.overview().contexts.settings_filter.as_str(), miss(&session)), ("two", 1));
    session.filter_contexts("three");
    assert_eq!(miss(&session), 4);
    session.filter_contexts("");
    assert_eq!(miss(&session), 1);
    session.filter_contexts("three");

    // The same filter applies to data of later drops.
    crate::sessions::add(&mut session, &[data("more", r#"{"lines": {"/ci/a.py": [6]}}"#)]);
    assert_eq!(miss(&session), 4);
    session.filter_contexts(".*");
    assert_eq!((session.overview().contexts.filter.as_str(), miss(&session)), (".*", 0));
}

#[test]
fn the_first_of_many_files_without_a_source_are_listed() {
    let names: Vec<String> = (0..250).map(|n| format!(r#""/ci/x/f{n:03}.py": [1, 3]"#)).collect();
    let what = format!(r#"{{"lines": {{{}}}}}"#, names.join(", "));
    let overview = dropped(&[data("one", &what)]).overview();
    let first = (
        overview.without_numbers.first[0].path.as_str(),
        overview.without_numbers.first.len(),
        overview.without_numbers.more,
        overview.without_numbers.lines,
    );
    assert_eq!(first, ("/ci/x/f000.py", 200, 50, 500));
}

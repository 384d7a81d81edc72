//! Tests lists, their numbers and their order.

use covdrop_protocol::{Column, JobId, ListQuery, Listing, Question, Row, Shape};
use covdrop_tests::{Acme, Coverage, Kind};

use crate::sessions::{JOBS, acme, data, dropped, job_id};

fn list(session: &covdrop_session::Session, query: ListQuery) -> Listing {
    session.list(query)
}

fn names(listing: &Listing) -> Vec<String> {
    listing.rows.iter().map(|row| row.name).collect()
}

#[test]
fn files_are_in_the_order_of_coverage_report() {
    let session = acme(Kind::Branch, &JOBS);
    let coverage = Coverage::combine(&Acme::data_files(Kind::Branch, &JOBS).unwrap());
    for (column, name) in [
        (Column::Name, "name"),
        (Column::Stmts, "stmts"),
        (Column::Miss, "miss"),
        (Column::Branch, "branch"),
        (Column::BrPart, "brpart"),
        (Column::Cover, "cover"),
    ] {
        for (sign, descending) in [("", false), ("-", true)] {
            let report = coverage.run(&["report", &format!("--sort={sign}{name}")]);
            let rows = report.lines().skip(2).take_while(|line| !line.starts_with('-'));
            let theirs: Vec<&str> =
                rows.filter_map(|line| line.split_whitespace().next()).collect();
            let ours =
                list(&session, ListQuery { sort: column, descending, ..ListQuery::default() });
            assert_eq!(names(&ours), theirs, "{sign}{name}");
        }
    }
}

#[test]
fn invisible_characters_in_names_are_escaped() {
    let path = "pkg/\u{202e}gnp.py";
    let what = format!(r#"{{"lines": {{"/ci/{path}": [1]}}}}"#);
    let session =
        dropped(&[data("one", &what), (format!("src/{path}"), b"def f():\n    pass\n".into())]);
    for (shape, name) in [(Shape::Files, "pkg/U+202Egnp.py"), (Shape::Tree, "U+202Egnp.py")] {
        let rows = list(&session, ListQuery { shape, ..ListQuery::default() }).rows;
        let row = rows.iter().last().unwrap();
        // The path opens the file.
        assert_eq!((row.name.as_str(), row.path.as_str()), (name, path));
        assert!(session.open(&row.path, None, &ListQuery::default()).is_some());
    }
    let map = session.map_of_files(&ListQuery::default(), 300, 200);
    assert_eq!(map.last().unwrap().name, "U+202Egnp.py");
    let name = "pkg/U+202Egnp.py";
    assert_eq!(session.matrix(&ListQuery::default()).rows[0].name, name);
    assert_eq!(session.ask(Question::Single).rows[0].name, name);
}

#[test]
fn an_open_file_has_the_neighbours_of_its_list() {
    let session = acme(Kind::Branch, &JOBS);
    let all = names(&list(&session, ListQuery::default()));
    let query = |shape, sort, filter: &str| ListQuery {
        shape,
        sort,
        filter: filter.into(),
        descending: sort != Column::Name,
        ..ListQuery::default()
    };
    for query in [
        query(Shape::Files, Column::Name, ""),
        query(Shape::Files, Column::Miss, ""),
        query(Shape::Files, Column::Stmts, "my_package"),
        query(Shape::Tree, Column::Miss, ""),
        query(Shape::Functions, Column::Miss, ""),
    ] {
        let mut listed: Vec<String> = Vec::new();
        for row in list(&session, query.clone()).rows.iter().filter(|row| !row.is_folder) {
            if !listed.contains(&row.path) {
                listed.push(row.path);
            }
        }
        assert!(listed.len() > 2);
        for (place, path) in listed.iter().enumerate() {
            let (before, after) = session.open(path, None, &query).unwrap().neighbours;
            assert_eq!(before.as_ref(), place.checked_sub(1).map(|place| &listed[place]));
            assert_eq!(after.as_ref(), listed.get(place + 1), "{query:?}");
        }
        // A file that is not in the list has its neighbours in the text report.
        if let Some(place) = all.iter().position(|path| !listed.contains(path)) {
            let (before, after) = session.open(&all[place], None, &query).unwrap().neighbours;
            assert_eq!(before.as_ref(), place.checked_sub(1).map(|place| &all[place]));
            assert_eq!(after.as_ref(), all.get(place + 1));
        }
    }
    let job = job_id(&session, "py38");
    let question = Question::Minus(vec![job], vec![]);
    let found: Vec<String> =
        session.ask(question.clone()).rows.into_iter().map(|row| row.path).collect();
    assert_ne!(found, all);
    let file = session.open(&found[0], Some(&question), &ListQuery::default()).unwrap();
    assert_eq!(file.neighbours, (None, Some(found[1].clone())));
}

#[test]
fn the_total_line_equals_coverage_reports() {
    for kind in [Kind::Lines, Kind::Branch] {
        for jobs in [&JOBS[..], &["py38"], &["py310", "py313"]] {
            let mut session = acme(kind, &JOBS);
            let ids: Vec<JobId> = jobs.iter().map(|job| job_id(&session, job)).collect();
            session.switch_only_jobs(&ids);
            let coverage = Coverage::combine(&Acme::data_files(kind, jobs).unwrap());
            let report = coverage.run(&["report"]);
            assert_eq!(Some(session.overview().totals.line.as_str()), report.lines().last());
        }
    }
}

#[test]
fn functions_and_classes_equal_coverage_pys() {
    for kind in [Kind::Lines, Kind::Branch] {
        let session = acme(kind, &JOBS);
        let json = Coverage::combine(&Acme::data_files(kind, &JOBS).unwrap()).json();
        for (shape, key) in [(Shape::Functions, "functions"), (Shape::Classes, "classes")] {
            let listing = list(&session, ListQuery { shape, ..ListQuery::default() });
            let mut theirs = 0;
            for (path, file) in json["files"].as_object().unwrap() {
                for (name, region) in file[key].as_object().unwrap() {
                    theirs += 1;
                    let row = |row: &Row| row.path == *path && row.name == *name;
                    let ours = listing.rows.iter().find(row).unwrap().numbers;
                    let summary = &region["summary"];
                    let number = |key: &str| summary[key].as_u64().unwrap_or(0);
                    assert_eq!(ours.stmts, number("num_statements"), "{path} {name}");
                    assert_eq!(ours.miss, number("missing_lines"), "{path} {name}");
                    assert_eq!(ours.excluded, number("excluded_lines"), "{path} {name}");
                    assert_eq!(ours.branch, number("num_branches"), "{path} {name}");
                    assert_eq!(ours.brpart, number("num_partial_branches"), "{path} {name}");
                    let cover = summary["percent_covered_display"].as_str().unwrap();
                    assert_eq!(ours.cover, format!("{cover}%"), "{path} {name}");
                    let stmts = summary["percent_statements_covered_display"].as_str().unwrap();
                    assert_eq!(ours.stmt_cover, format!("{stmts}%"), "{path} {name}");
                    if let Some(branches) = summary["percent_branches_covered_display"].as_str() {
                        assert_eq!(ours.branch_cover, format!("{branches}%"), "{path} {name}");
                    }
                }
            }
            assert_eq!(listing.rows.len(), theirs);
        }
    }
}

#[test]
fn filtered_and_hidden_files_are_left_out_of_sums() {
    let session = acme(Kind::Lines, &JOBS);
    let all = list(&session, ListQuery::default());
    assert_eq!((all.of, all.shown, all.rows.len()), (7, 7, 7));
    assert_eq!(Some(&all.totals), session.overview().totals.numbers.as_ref());

    let shapes = list(&session, ListQuery { filter: "pack SHA".into(), ..ListQuery::default() });
    assert_eq!(names(&shapes), [""; 0]);
    let shapes = list(&session, ListQuery { filter: "pack sha".into(), ..ListQuery::default() });
    assert_eq!(names(&shapes), ["my_package/shapes.py"]);
    assert_eq!((shapes.of, &shapes.totals), (7, &shapes.rows.get(0).unwrap().numbers));

    let hidden =
        list(&session, ListQuery { hide_covered: true, hide_empty: true, ..ListQuery::default() });
    assert!(hidden.rows.iter().all(|row| row.numbers.miss > 0 && row.numbers.stmts > 0));
    let left_out = hidden.hidden_covered + hidden.hidden_empty;
    assert_eq!(hidden.rows.len() + left_out as usize, 7);

    let whole = list(&session, ListQuery { least: 100, ..ListQuery::default() });
    assert!(whole.rows.iter().all(|row| row.numbers.cover == "100%"));
    let rest = list(&session, ListQuery { greatest: 99, ..ListQuery::default() });
    assert_eq!(whole.rows.len() + rest.rows.len(), 7);
}

#[test]
fn a_tree_has_its_folders_first() {
    let source = |path: &str, lines: usize| (format!("top/{path}"), "x = 1\n".repeat(lines).into());
    let paths = ["pkg/a10.py", "pkg/a9.py", "pkg/sub/b.py", "setup.py"];
    let lines = paths.map(|path| format!(r#""/ci/{path}": [1]"#)).join(", ");
    let session = dropped(&[
        crate::sessions::data("job", &format!(r#"{{"lines": {{{lines}}}}}"#)),
        source(paths[0], 1),
        source(paths[1], 4),
        source(paths[2], 5),
        source(paths[3], 2),
    ]);
    let shown = |query: ListQuery| {
        let rows = list(&session, ListQuery { shape: Shape::Tree, ..query }).rows;
        rows.iter().map(|row| (row.path, row.depth, row.numbers.stmts)).collect::<Vec<_>>()
    };
    let expected = |rows: [(&str, u16, u64); 6]| {
        rows.map(|(path, depth, stmts)| (path.to_owned(), depth, stmts)).to_vec()
    };
    assert_eq!(
        shown(ListQuery::default()),
        expected([
            ("pkg", 0, 10),
            ("pkg/a9.py", 1, 4),
            ("pkg/a10.py", 1, 1),
            ("pkg/sub", 1, 5),
            ("pkg/sub/b.py", 2, 5),
            ("setup.py", 0, 2),
        ])
    );
    assert_eq!(
        shown(ListQuery { sort: Column::Stmts, ..ListQuery::default() }),
        expected([
            ("setup.py", 0, 2),
            ("pkg", 0, 10),
            ("pkg/a10.py", 1, 1),
            ("pkg/a9.py", 1, 4),
            ("pkg/sub", 1, 5),
            ("pkg/sub/b.py", 2, 5),
        ])
    );
    assert_eq!(shown(ListQuery { filter: "sub".into(), ..ListQuery::default() })[0].2, 5);
    let tiles = |filter: &str| -> Vec<String> {
        let query = ListQuery { filter: filter.into(), ..ListQuery::default() };
        let tiles = session.map_of_files(&query, 300, 200);
        tiles.into_iter().map(|tile| tile.name).collect()
    };
    assert_eq!(tiles(""), ["pkg", "sub", "b.py", "a9.py", "a10.py", "setup.py"]);
    assert_eq!(tiles("pkg/sub/"), ["pkg", "sub", "b.py"]);
    let in_matrix = |query: &ListQuery| -> Vec<String> {
        session.matrix(query).rows.into_iter().map(|row| row.path).collect()
    };
    assert_eq!(
        in_matrix(&ListQuery { filter: "a9".into(), ..ListQuery::default() }),
        ["pkg/a9.py"]
    );
    let sorted = ListQuery { sort: Column::Stmts, descending: true, ..ListQuery::default() };
    assert_eq!(in_matrix(&sorted), names(&list(&session, sorted)));
}

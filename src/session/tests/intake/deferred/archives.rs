//! Tests archives that are read again for the third-party code in them.

use std::fs;

use covdrop_protocol::{Card, FileIndex, ImportId, InputId, ListQuery, ListedFile, Row, Stage};
use covdrop_session::{Session, Step};
use covdrop_tests::{Acme, Coverage, Kind};

use super::{Drop, VENV, naming, one, text};
use crate::dropped::{drop_of, files, jobs, problems, session as empty, wanted, work_to_end};
use crate::handmade::{Entry, deflated, gzip, tar, tar_entry, zip};

/// Returns the statements and missing lines of a file of the sample, as coverage.py counts them in
/// the data from which [`naming`] is made.
fn expected(name: &str) -> (u64, u64) {
    let data = Acme::data_files(Kind::Lines, &["py38"]).unwrap();
    let json = Coverage::combine(&data[..1]).json();
    let summary = &json["files"][name]["summary"];
    let number = |key: &str| summary[key].as_u64().unwrap();
    (number("num_statements"), number("missing_lines"))
}

/// Returns the numbers of all files.
fn rows(session: &Session) -> Vec<Row> {
    session.list(ListQuery::default()).rows.iter().collect()
}

/// Returns the cards by name, without the parts that depend on the order of drops.
fn cards(session: &Session) -> Vec<Card> {
    let mut cards = session.cards();
    cards.sort_by(|a, b| a.name.cmp(&b.name));
    cards.into_iter().map(|card| Card { id: InputId(0), import: ImportId(0), ..card }).collect()
}

/// Returns the content of a project's archive, with data, settings, faulty entries and third-party
/// code.
fn project() -> Vec<(String, Vec<u8>)> {
    let data = fs::read(&Acme::data_files(Kind::Lines, &["py39"]).unwrap()[0]).unwrap();
    let unnamed = VENV.replace("mod.py", "unnamed.py");
    let entries: [(&str, &[u8]); 7] = [
        ("setup.py", b"x = 1\n"),
        ("tox.ini", b"[coverage:run]\nparallel = True\n"),
        (&format!("../{VENV}"), b"x = 1\n"),
        (".coverage.py39", &data),
        (VENV, &text()),
        (&unnamed, b"x = 1\n"),
        (".coverage.py40", b"SQLite format 3\0 and no more"),
    ];
    entries.map(|(path, bytes)| (format!("acme-1/{path}"), bytes.to_vec())).into()
}

fn zipped(entries: &[(String, Vec<u8>)]) -> Vec<u8> {
    let entries: Vec<Entry> = entries.iter().map(|(path, bytes)| Entry::new(path, bytes)).collect();
    zip(&entries)
}

fn tarred(entries: &[(String, Vec<u8>)]) -> Vec<u8> {
    let entries: Vec<Vec<u8>> =
        entries.iter().map(|(path, bytes)| tar_entry(path, b'0', bytes, "")).collect();
    gzip(&tar(&entries))
}

#[test]
fn an_archive_is_read_again_when_data_names_files_in_it() {
    let project = project();
    let in_zip = |name: &str, bytes: Vec<u8>| zip(&[Entry::new(name, &bytes)]);
    let archives = [
        one("acme.zip", zipped(&project)),
        one("acme.tar.gz", tarred(&project)),
        one(
            "all.zip",
            zip(&[
                Entry::new("artifacts/acme", b"#!/usr/bin/env python\n"),
                Entry::new("artifacts/acme.zip", &zipped(&project)),
            ]),
        ),
        one("all.zip", in_zip("acme.zip.gz", gzip(&zipped(&project)))),
        one("all.zip", in_zip("acme.tgz", tarred(&project))),
        one("all.zip", in_zip("a/b.zip", in_zip("c.zip", zipped(&project)))),
        one("folder/dist/acme.zip", zipped(&project)),
        [one("b.zip", tarred(&project)), one("a.py", b"x = 1\n".to_vec())].concat(),
    ];
    for archive in archives {
        let name = archive[0].0.clone();
        let data = one(".coverage", naming(&[VENV]));
        let mut early = empty();
        let drops = [data.clone(), archive.clone()];
        assert_eq!(drop_of(&mut early, &drops, 0), []);
        assert_eq!(drop_of(&mut early, &drops, 1), [], "{name}");
        let mut deferred = empty();
        let drops = [archive, data];
        assert_eq!(drop_of(&mut deferred, &drops, 0), [], "{name}");
        let sources = deferred.overview().loaded.sources;
        assert_eq!(drop_of(&mut deferred, &drops, 1), [(0, vec![0])], "{name}");

        assert_eq!(deferred.overview().loaded.sources, sources + 1, "{name}");
        let found = rows(&deferred);
        assert_eq!(found.iter().map(|row| row.path.as_str()).collect::<Vec<_>>(), [VENV]);
        assert_eq!((found[0].numbers.stmts, found[0].numbers.miss), expected("my_package/text.py"));
        assert_eq!(found, rows(&early), "{name}");
        assert_eq!(cards(&deferred), cards(&early), "{name}");
        let sorted = |session: &Session| {
            let (mut jobs, mut problems) = (jobs(session), problems(session));
            jobs.sort();
            problems.sort();
            (jobs, problems)
        };
        assert_eq!(sorted(&deferred), sorted(&early), "{name}");
        assert_eq!(deferred.settings().file.as_deref(), Some("tox.ini"), "{name}");
        let at_cards = deferred.problems().iter().filter(|problem| problem.input.is_some()).count();
        assert_eq!(at_cards, 2, "{:?}", deferred.problems());

        // Removing the card removes everything about the archive.
        deferred.remove_input(deferred.cards()[0].id);
        assert_eq!((files(&deferred), problems(&deferred)), (vec![], vec![]));
    }
}

#[test]
fn archives_that_data_does_not_name_are_not_requested() {
    let drops = [
        one("acme.zip", zipped(&project())),
        one(".coverage", naming(&[".venv/lib/python3.12/site-packages/pkg/other.py"])),
    ];
    let mut session = empty();
    for number in 0..2 {
        assert_eq!(drop_of(&mut session, &drops, number), []);
    }
    assert_eq!(files(&session), [""; 0]);
}

#[test]
fn an_archive_is_read_again_each_time_data_names_more_of_it() {
    let other = VENV.replace("mod.py", "unnamed.py");
    let tool = ".venv/bin/tool";
    let mut project = project();
    project.push((format!("acme-1/{tool}"), b"x = 1\n".to_vec()));
    let drops = [
        one("acme.zip", zipped(&project)),
        one(".coverage.1", naming(&[VENV])),
        one(".coverage.2", naming(&[VENV, &other])),
        one(".coverage.3", naming(&[VENV, &other, tool])),
        one(".coverage.4", naming(&[VENV, &other, tool])),
    ];
    let mut session = empty();
    drop_of(&mut session, &drops, 0);
    let requests = [vec![(0, vec![0])], vec![(0, vec![0])], vec![(0, vec![0])], vec![]];
    for (number, requests) in (1..).zip(requests) {
        assert_eq!(drop_of(&mut session, &drops, number), requests);
        assert_eq!(session.overview().loaded.sources, 1 + number.min(3));
    }
    assert_eq!(files(&session), [tool, VENV, &other]);
    assert_eq!(session.cards()[0].sources, 4);
    assert_eq!(session.cards()[0].size, drops[0][0].1.len() as u64);
}

/// Drops an archive and then data that names files in it, and works `steps` steps after the archive
/// was sent again. Returns true if work is left.
fn half_way(session: &mut Session, drops: &[Drop], steps: usize) -> bool {
    drop_of(session, drops, 0);
    session.list_files(ImportId(1), vec![ListedFile { path: ".coverage".into(), size: 1 }], &[]);
    session.add_file(ImportId(1), FileIndex(0), drops[1][0].1.clone());
    assert_eq!(wanted(session), (0, vec![0]));
    session.add_file(ImportId(0), FileIndex(0), drops[0][0].1.clone());
    (0..steps).all(|_| matches!(session.step(), Step::Worked(_)))
}

#[test]
fn a_cancelled_archive_is_requested_again() {
    let nested = zip(&[Entry::new("acme.zip", &zipped(&project()))]);
    let drops = [one("all.zip", nested), one(".coverage", naming(&[VENV]))];
    let mut steps = 0;
    loop {
        let mut session = empty();
        let is_under_way = half_way(&mut session, &drops, steps);
        session.cancel();
        if !is_under_way {
            break;
        }
        assert_eq!(files(&session), [""; 0], "{steps}");
        assert_eq!(drop_of(&mut session, &drops, 1), [(0, vec![0])], "{steps}");
        assert_eq!(files(&session), [VENV], "{steps}");
        assert_eq!(session.cards()[0].sources, 2);
        steps += 1;
    }
    assert!(steps > 10, "{steps}");
}

#[test]
fn an_input_removed_while_it_is_read_again_stays_removed() {
    let nested = zip(&[Entry::new("acme.zip", &zipped(&project()))]);
    let other = VENV.replace("mod.py", "unnamed.py");
    let drops = [
        one("all.zip", nested),
        one(".coverage", naming(&[VENV])),
        one(".coverage.2", naming(&[VENV, &other])),
    ];
    let mut steps = 0;
    loop {
        let mut session = empty();
        let is_under_way = half_way(&mut session, &drops, steps);
        session.remove_input(session.cards()[0].id);
        if steps % 2 == 0 {
            session.cancel();
        }
        loop {
            match session.step() {
                Step::Idle => break,
                Step::Worked(progress) => assert_ne!(progress.stage, Stage::Unpacking),
                Step::Finished => {}
                Step::FilesRequested { .. } => panic!("asked for at step {steps}"),
            }
        }
        assert_eq!((files(&session), session.overview().loaded.sources), (vec![], 0), "{steps}");
        assert_eq!(problems(&session), []);
        // Nor is it requested again.
        assert_eq!(drop_of(&mut session, &drops, 2), []);
        if !is_under_way {
            break;
        }
        steps += 1;
    }
    assert!(steps > 10, "{steps}");

    let mut session = empty();
    drop_of(&mut session, &drops, 0);
    session.remove_input(session.cards()[0].id);
    assert_eq!(drop_of(&mut session, &drops, 1), []);
}

#[test]
fn faults_of_third_party_code_are_reported_when_it_is_read() {
    let text = text();
    let file = || tar_entry(VENV, b'0', &text, "");
    let doubled = gzip(&tar(&[file(), tar_entry("a.py", b'0', b"", ""), file()]));
    let lines = b"x = 1\n".repeat(8 << 20);
    for (archive, what, sources) in [
        (doubled, "more than once", 2),
        (
            zip(&[Entry::new("a.py", b""), Entry { crc: 1, ..Entry::new(VENV, &text) }]),
            "checksum",
            1,
        ),
        (zip(&[Entry::new("a.py", b""), deflated(VENV, &lines)]), "more than 250 times", 1),
    ] {
        let drops = [one("acme.zip", archive), one(".coverage", naming(&[VENV]))];
        let mut session = empty();
        drop_of(&mut session, &drops, 0);
        assert_eq!(problems(&session), []);
        drop_of(&mut session, &drops, 1);
        let [problem] = &session.problems()[..] else { panic!("{:?}", session.problems()) };
        assert_eq!(problem.file, format!("acme.zip/{VENV}"));
        assert_eq!(problem.input, Some(session.cards()[0].id));
        assert!(problem.what.contains(what), "{problem:?}");
        assert_eq!(session.overview().loaded.sources, sources);
        // It is tried once.
        let again = [drops.as_slice(), &[one(".coverage.2", naming(&[VENV]))]].concat();
        assert_eq!(drop_of(&mut session, &again, 2), []);
    }
}

#[test]
fn faults_of_an_archive_are_reported_once() {
    let other = VENV.replace("mod.py", "other.py");
    let inner = |path: &str| {
        let inner = zip(&[Entry::new("a.py", b"x = 1\n"), Entry::new(path, &text())]);
        tar_entry("acme.zip", b'0', &inner, "")
    };
    let drops = [
        one("all.tar", tar(&[inner(VENV), inner(&other)])),
        one(".coverage", naming(&[VENV, &other])),
    ];
    let mut session = empty();
    drop_of(&mut session, &drops, 0);
    let reported = problems(&session);
    assert_eq!(reported.len(), 1);
    assert_eq!(drop_of(&mut session, &drops, 1), [(0, vec![0])]);
    assert_eq!((files(&session), problems(&session)), (vec![VENV.to_owned(), other], reported));
}

#[test]
fn limits_apply_when_an_archive_is_read_again() {
    let other = VENV.replace("mod.py", "other.py");
    let archives = [(VENV, "a.zip"), (other.as_str(), "b.zip")];
    let archives = archives.map(|(path, name)| (name, zip(&[Entry::new(path, &text())])));
    let mut session = empty();
    // The largest possible files, which together fill a session.
    let listed = |(name, _): &(&str, _)| ListedFile { path: (*name).to_owned(), size: 512 << 20 };
    assert_eq!(
        session.list_files(ImportId(0), archives.iter().map(listed).collect(), &[]),
        [0, 1].map(FileIndex)
    );
    for (index, (_, bytes)) in (0..).zip(&archives) {
        session.add_file(ImportId(0), FileIndex(index), bytes.clone());
    }
    work_to_end(&mut session);
    let drops = [
        archives.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.clone())).collect(),
        one(".coverage", naming(&[VENV, &other])),
    ];
    assert_eq!(drop_of(&mut session, &drops, 1), [(0, vec![0])]);
    let problems = session.problems();
    let full = problems.iter().find(|problem| problem.what.contains("no room")).unwrap();
    assert_eq!((full.file.as_str(), full.input), ("b.zip", Some(session.cards()[1].id)));
    assert_eq!(session.overview().loaded.sources, 1);
}

#[test]
fn a_file_that_changed_before_it_is_read_again_is_ignored() {
    let data = naming(&[VENV]);
    let before = [one("acme.zip", zipped(&project())), one(".coverage", data.clone())];
    for other in [data, zip(&[Entry::new("logo.png", b"")])] {
        let after = [one("acme.zip", other), before[1].clone()];
        let mut session = empty();
        drop_of(&mut session, &before, 0);
        let (reported, size) = (problems(&session), session.cards()[0].size);
        assert_eq!(drop_of(&mut session, &after, 1), [(0, vec![0])]);
        let data_files = jobs(&session).iter().map(|(_, data_files)| data_files).sum::<u32>();
        assert_eq!((data_files, session.overview().loaded.sources), (2, 1));
        assert_eq!((problems(&session), session.cards()[0].size), (reported, size));
    }
}

#[test]
fn a_file_that_cannot_be_read_again_is_reported() {
    let drops = [one("acme.zip", zipped(&project())), one(".coverage", naming(&[VENV]))];
    let mut session = empty();
    drop_of(&mut session, &drops, 0);
    let before = problems(&session).len();
    session.list_files(ImportId(1), vec![ListedFile { path: ".coverage".into(), size: 1 }], &[]);
    session.add_file(ImportId(1), FileIndex(0), drops[1][0].1.clone());
    assert_eq!(wanted(&mut session), (0, vec![0]));
    session.fail_file(ImportId(0), FileIndex(0), "gone");
    work_to_end(&mut session);
    let reported = session.problems();
    assert_eq!(reported.len(), before + 1);
    let gone = reported.iter().find(|problem| problem.what.contains("gone")).unwrap();
    assert_eq!(gone.input, Some(session.cards()[0].id));
}

#[test]
fn an_input_of_only_third_party_code_is_a_problem_until_data_names_it() {
    for drop in
        [one("venv.zip", zip(&[Entry::new(VENV, &text())])), one(&format!("work/{VENV}"), text())]
    {
        let drops = [drop, one(".coverage", naming(&[VENV]))];
        let mut session = empty();
        drop_of(&mut session, &drops, 0);
        assert_eq!(problems(&session).len(), 1);
        drop_of(&mut session, &drops, 1);
        assert_eq!((problems(&session), session.overview().loaded.sources), (vec![], 1));
    }
}

#[test]
fn entries_read_again_have_their_own_limit() {
    // So many entries that twice as many exceed the limit.
    let mut entries = tar_entry("logo.png", b'0', b"", "").repeat(120_000);
    entries.extend(tar_entry(VENV, b'0', &text(), ""));
    let archive = tar(&[entries]);
    // The data is extracted only after the archive was read.
    let data = zip(&[Entry::new(".coverage", &naming(&[VENV]))]);
    let drops = [[one("acme.tar", archive), one("data.zip", data)].concat()];
    let mut session = empty();
    assert_eq!(drop_of(&mut session, &drops, 0), []);
    assert_eq!((files(&session), problems(&session)), (vec![VENV.to_owned()], vec![]));
}

#[test]
fn the_number_of_deferred_archives_is_limited() {
    let inner = zip(&[Entry::new(VENV, &text())]);
    let many: Vec<Entry> =
        (0..1100).map(|number| Entry::new(&format!("{number:04}.zip"), &inner)).collect();
    let drops = [one("all.zip", zip(&many)), one(".coverage", naming(&[VENV]))];
    let mut session = empty();
    drop_of(&mut session, &drops, 0);
    drop_of(&mut session, &drops, 1);
    assert_eq!(session.cards()[0].sources, 1000);
}

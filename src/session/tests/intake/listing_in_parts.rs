//! Tests drops whose files are listed in parts.

use covdrop_protocol::{
    FileIndex, ImportId, InputId, ListQuery, ListedFile, Stage, UnreadablePath,
};
use covdrop_session::{Session, Step};
use covdrop_tests::Kind;

use crate::cards::{job, source};
use crate::dropped::{
    assert_problems, drop_into, dropped, files, jobs, session as empty, work_to_end,
};
use crate::handmade::{Entry, zip};

type File = (String, Vec<u8>);

/// Returns folders with the data of two jobs and the source, and a lone file.
fn sample() -> Vec<File> {
    let inner = |(path, bytes)| (format!("jobs/{path}"), bytes);
    let jobs = ["py38", "py310"].map(|name| job(Kind::Branch, name)).concat();
    let lone = ("holiday.jpg".to_owned(), b"\xff\xd8\xff no coverage".to_vec());
    jobs.into_iter().map(inner).chain(source()).chain([lone]).collect()
}

fn listed(files: &[File]) -> Vec<ListedFile> {
    let file = |(path, bytes): &File| ListedFile { path: path.clone(), size: bytes.len() as u64 };
    files.iter().map(file).collect()
}

/// Lists this drop in these parts, and sends requested files at once.
fn list_parts(session: &mut Session, number: u32, drop: &[File], parts: &[&[File]]) {
    for (place, part) in parts.iter().enumerate() {
        let more = place + 1 < parts.len();
        let (wanted, finding) = session.list_part(ImportId(number), listed(part), &[], more);
        assert_eq!(finding.is_some(), more);
        for index in wanted {
            session.add_file(ImportId(number), index, drop[index.0 as usize].1.clone());
        }
        if more {
            assert_eq!(session.step(), Step::Idle, "nothing is done before all is known");
        }
    }
    work_to_end(session);
}

/// Returns everything that a user sees of a session.
fn seen(session: &mut Session) -> String {
    while session.prepare().is_some() {}
    let (cards, overview) = (session.cards(), session.overview());
    let rows: Vec<_> =
        session.list(ListQuery::default()).rows.iter().map(|row| (row.path, row.numbers)).collect();
    format!("{cards:#?}{overview:#?}{rows:#?}")
}

#[test]
fn a_drop_in_parts_equals_a_whole_one() {
    let drop = sample();
    let given: Vec<(&str, &[u8])> =
        drop.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect();
    let whole = seen(&mut dropped(&given));
    for at in 0..=drop.len() {
        let mut session = empty();
        let (first, second) = drop.split_at(at);
        list_parts(&mut session, 0, &drop, &[first, second]);
        assert_eq!(seen(&mut session), whole, "cut at {at}");
    }
    let one_by_one: Vec<&[File]> = drop.chunks(1).collect();
    let mut session = empty();
    list_parts(&mut session, 0, &drop, &one_by_one);
    assert_eq!(seen(&mut session), whole);
}

#[test]
fn the_order_of_listing_does_not_matter() {
    let mut drop = sample();
    drop.push(("jobs/py310/.coverage.damaged".to_owned(), b"SQLite format 3\0".to_vec()));
    drop.push(("jobs/py38/.coverage.damaged".to_owned(), b"SQLite format 3\0".to_vec()));
    let mut forth = empty();
    list_parts(&mut forth, 0, &drop, &[&drop]);
    // Folders are listed one after the other.
    let (jobs_folder, mut back): (Vec<_>, Vec<_>) =
        drop.into_iter().rev().partition(|(path, _)| path.starts_with("jobs/"));
    back.sort_by_key(|(path, _)| !path.starts_with("acme/"));
    let back = [jobs_folder, back].concat();
    let mut session = empty();
    list_parts(&mut session, 0, &back, &[&back]);
    assert_eq!(seen(&mut session), seen(&mut forth));
    assert_eq!(
        jobs(&session).iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(),
        ["py38", "py310"]
    );
}

#[test]
fn the_progress_of_listing_is_reported() {
    let drop = sample();
    let mut session = empty();
    let (wanted, finding) = session.list_part(ImportId(0), listed(&drop[..3]), &[], true);
    let finding = finding.unwrap();
    assert_eq!((finding.stage, finding.done, finding.total), (Stage::Finding, 3, 0));
    assert_eq!(finding.name, drop[2].0);
    // Reading during the listing does not change the stage.
    let reading = session.add_file(ImportId(0), wanted[0], drop[0].1.clone()).unwrap();
    assert_eq!((reading.stage, reading.done), (Stage::Finding, 3));
    let (wanted, finding) = session.list_part(ImportId(0), listed(&drop[3..4]), &[], false);
    assert_eq!((wanted, finding), (vec![FileIndex(3)], None));
    let reading = session.add_file(ImportId(0), FileIndex(3), drop[3].1.clone()).unwrap();
    assert_eq!((reading.stage, reading.done, reading.total), (Stage::Reading, 2, 4));
}

#[test]
fn drops_listed_at_the_same_time_stay_apart() {
    let drop = sample();
    let (data, source) = drop.split_at(4);
    let mut session = empty();
    let send = |session: &mut Session, number: u32, wanted: Vec<FileIndex>, of: &[File]| {
        for index in wanted {
            session.add_file(ImportId(number), index, of[index.0 as usize].1.clone());
        }
    };
    let (wanted, _) = session.list_part(ImportId(0), listed(&data[..1]), &[], true);
    send(&mut session, 0, wanted, data);
    let (wanted, _) = session.list_part(ImportId(1), listed(source), &[], false);
    send(&mut session, 1, wanted, source);
    // The session waits for the first one.
    assert_eq!(session.step(), Step::Idle);
    assert!(session.cards().is_empty());
    let (wanted, _) = session.list_part(ImportId(0), listed(&data[1..]), &[], false);
    send(&mut session, 0, wanted, data);
    work_to_end(&mut session);
    let cards = session.cards();
    let names: Vec<_> = cards.iter().map(|card| (card.import.0, card.name.as_str())).collect();
    assert_eq!(names, [(0, "jobs"), (1, "acme"), (1, "holiday.jpg")]);
    let mut ids: Vec<InputId> = cards.iter().map(|card| card.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 3);
    assert!(!files(&session).is_empty());
}

#[test]
fn a_cancel_discards_the_listing() {
    let drop = sample();
    let mut session = empty();
    session.list_part(ImportId(0), listed(&drop[..3]), &[], true);
    session.cancel();
    assert_eq!(session.add_file(ImportId(0), FileIndex(0), drop[0].1.clone()), None);
    work_to_end(&mut session);
    assert!(session.cards().is_empty());
    let (name, bytes) = &drop[0];
    drop_into(&mut session, &[(name, bytes)]);
    assert_eq!(session.overview().loaded.data_files, 1);
}

#[test]
fn an_archive_among_sources_is_ignored_in_any_order_of_listing() {
    let data = job(Kind::Lines, "py38");
    let archive = zip(&[Entry::new(".coverage", &data[0].1)]);
    let drop = [
        ("acme/tests/data/sample.zip".to_owned(), archive),
        ("acme/tests/test_it.py".to_owned(), b"x = 1\n".to_vec()),
    ];
    let mut session = empty();
    list_parts(&mut session, 0, &drop, &[&drop[..1], &drop[1..]]);
    assert_eq!((session.overview().loaded.data_files, session.overview().loaded.sources), (0, 1));
}

#[test]
fn unreadable_paths_may_be_listed_last() {
    let mut session = empty();
    session.list_part(ImportId(0), Vec::new(), &[], true);
    let closed =
        UnreadablePath { path: "acme/secret".to_owned(), reason: "not allowed".to_owned() };
    session.list_part(ImportId(0), Vec::new(), &[closed], false);
    work_to_end(&mut session);
    assert_problems(&session, &[("acme/secret", "not allowed")]);
    // An empty drop is reported once its list is complete.
    session.list_part(ImportId(1), Vec::new(), &[], true);
    work_to_end(&mut session);
    assert_problems(&session, &[("acme/secret", "not allowed")]);
    session.list_part(ImportId(1), Vec::new(), &[], false);
    work_to_end(&mut session);
    assert_eq!(session.problems().len(), 2);
}

//! Tests the cards of inputs, removing inputs, and renaming jobs.

use std::fs;

use covdrop_protocol::{
    Card, CardKind, Choices, ExampleSource, ImportId, Job, JobId, ListedFile, Overview, PathRule,
    Trial,
};
use covdrop_session::{Session, Step};
use covdrop_tests::{Acme, Coverage, Kind};

use crate::dropped::{drop_into, dropped, files, jobs, problems, work_to_end};
use crate::handmade::{Entry, gzip, zip};

/// Returns the data files of a job of the sample in a folder with the job's name.
pub(crate) fn job(kind: Kind, name: &str) -> Vec<(String, Vec<u8>)> {
    let paths = Acme::data_files(kind, &[name]).unwrap();
    let file = |path: std::path::PathBuf| {
        let inner = path.file_name().unwrap().to_str().unwrap();
        (format!("{name}/{inner}"), fs::read(&path).unwrap())
    };
    paths.into_iter().map(file).collect()
}

/// Returns the sample's measured sources and its settings in a folder named `acme`.
pub(crate) fn source() -> Vec<(String, Vec<u8>)> {
    let names = ["tox.ini", "my_package/__init__.py", "my_package/cli.py", "my_package/shapes.py"];
    let file = |name: &str| (format!("acme/{name}"), fs::read(Acme::source().join(name)).unwrap());
    names.map(file).into()
}

fn add(session: &mut Session, files: &[(String, Vec<u8>)]) {
    let files: Vec<(&str, &[u8])> =
        files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect();
    drop_into(session, &files);
}

/// Returns a session with these drops.
fn session(drops: &[Vec<(String, Vec<u8>)>]) -> Session {
    let mut session = crate::dropped::session();
    for drop in drops {
        add(&mut session, drop);
    }
    session
}

fn card<'a>(cards: &'a [Card], name: &str) -> &'a Card {
    cards.iter().find(|card| card.name == name).unwrap()
}

#[test]
fn a_card_describes_its_input() {
    let session = session(&[[job(Kind::Lines, "py38"), source()].concat()]);
    let cards = session.cards();
    let names: Vec<&str> = cards.iter().map(|card| card.name.as_str()).collect();
    assert_eq!(names, ["py38", "acme"]);

    let data = cards[0].data.as_ref().unwrap();
    assert_eq!((cards[0].kind, cards[0].sources), (CardKind::Folder, 0));
    assert_eq!((data.files, data.jobs.as_slice()), (2, &["py38".to_owned()][..]));
    assert_eq!((data.lines, data.branches, data.contexts), (true, false, 0));
    // It names seven files, three of which are in the source.
    assert_eq!((data.recorded, data.found), (7, 3));

    assert_eq!((cards[1].data.as_ref(), cards[1].sources), (None, 3));
    assert_eq!(cards[1].settings, ["tox.ini"]);
    let size: usize = source().iter().map(|(_, bytes)| bytes.len()).sum();
    assert_eq!(cards[1].size, size as u64);
}

#[test]
fn versions_and_times_are_those_in_the_data() {
    let session = session(&[job(Kind::Lines, "py38"), job(Kind::Branch, "py312")]);
    let cards = session.cards();
    for (name, kind) in [("py38", Kind::Lines), ("py312", Kind::Branch)] {
        let data = card(&cards, name).data.as_ref().unwrap();
        let paths = Acme::data_files(kind, &[name]).unwrap();
        let meta = |key: &str| {
            let script = format!(
                "import sqlite3, sys\n\
                 for path in sys.argv[1:]:\n\
                 \x20   rows = sqlite3.connect(path).execute(\"select value from meta where key = '{key}'\")\n\
                 \x20   print(*(rows.fetchone() or ['']))"
            );
            Coverage::printed(&script, &paths)
        };
        assert_eq!([data.versions[0].as_str(); 2].to_vec(), meta("version"));
        // Versions before 7.13.1 did not record it.
        let mut when = meta("when");
        when.retain(|when| !when.is_empty());
        when.sort();
        assert_eq!(when.is_empty(), name == "py38");
        assert_eq!(data.when, when.first().cloned().zip(when.last().cloned()));
        assert_eq!(data.branches, kind == Kind::Branch);
    }
}

#[test]
fn problems_are_listed_on_their_cards() {
    let session = dropped(&[
        ("job.zip", &zip(&[Entry { crc: 1, ..Entry::new("a.py", b"x\n") }])),
        ("holiday.txt", b"Dear all\n"),
    ]);
    let cards = session.cards();
    let of = |name: &str| card(&cards, name).id.0;
    let reported: Vec<(Option<u32>, String)> = session
        .problems()
        .into_iter()
        .map(|problem| (problem.input.map(|input| input.0), problem.file))
        .collect();
    assert_eq!(
        reported,
        [
            (Some(of("job.zip")), "job.zip/a.py".to_owned()),
            (Some(of("holiday.txt")), "holiday.txt".to_owned())
        ]
    );
    assert_eq!(card(&cards, "job.zip").kind, CardKind::Archive);
}

#[test]
fn removing_an_input_leaves_no_trace() {
    let (py38, py39) = (job(Kind::Lines, "py38"), job(Kind::Lines, "py39"));
    let mut session = session(&[[py38, py39, source()].concat()]);
    let without = Coverage::combine(&Acme::data_files(Kind::Lines, &["py39"]).unwrap()).json();
    let id = card(&session.cards(), "py38").id;
    session.remove_input(id);
    assert_eq!(jobs(&session), [("py39".to_owned(), 2)]);
    let listing = session.list(covdrop_protocol::ListQuery::default());
    let shapes = listing.rows.iter().find(|row| row.path == "my_package/shapes.py").unwrap();
    assert_eq!(
        shapes.numbers.miss,
        without["files"]["my_package/shapes.py"]["summary"]["missing_lines"].as_u64().unwrap()
    );

    let id = card(&session.cards(), "acme").id;
    session.remove_input(id);
    assert_eq!(files(&session), [""; 0]);
    assert_eq!(session.overview().loaded.sources, 0);
    assert_eq!(session.settings().file, None);
    let data = session.cards()[0].data.clone().unwrap();
    assert_eq!((data.recorded, data.found), (7, 0));

    session.remove_input(session.cards()[0].id);
    assert_eq!((session.cards(), session.problems()), (vec![], vec![]));
    assert!(session.is_without_data());
}

#[test]
fn an_input_removed_during_an_import_stays_removed() {
    let mut session = session(&[source()]);
    let py38 = job(Kind::Lines, "py38");
    let listed = py38
        .iter()
        .map(|(path, bytes)| ListedFile { path: path.clone(), size: bytes.len() as u64 });
    for index in session.list_files(ImportId(1), listed.collect(), &[]) {
        session.add_file(ImportId(1), index, py38[index.0 as usize].1.clone());
    }
    assert!(matches!(session.step(), Step::Worked(_)), "the sources are being analysed");
    session.remove_input(session.cards()[0].id);
    work_to_end(&mut session);
    assert_eq!((session.overview().loaded.sources, files(&session)), (0, vec![]));
    assert_eq!((session.without_source().count(), session.settings().file.clone()), (7, None));
    assert_eq!(jobs(&session), [("py38".to_owned(), 2)]);
}

#[test]
fn removing_a_source_restores_the_overridden_one() {
    let mut session = dropped(&[("old/a.py", b"x = 1\n"), ("old/setup.py", b"")]);
    drop_into(&mut session, &[("new/a.py", b"x = 1\ny = 2\n")]);
    assert_eq!(
        problems(&session),
        [(
            "new".to_owned(),
            "a.py differs from the file at that path in old, and is used.".to_owned()
        )]
    );
    let id = card(&session.cards(), "new").id;
    session.remove_input(id);
    assert_eq!(problems(&session), []);
    assert_eq!(session.overview().loaded.sources, 2);
}

#[test]
fn a_job_name_applies_to_later_drops() {
    let mut session = session(&[job(Kind::Lines, "py38"), source()]);
    session.rename_job("py38", "  old Python ");
    assert_eq!(jobs(&session), [("old Python".to_owned(), 2)]);
    add(&mut session, &job(Kind::Lines, "py38"));
    add(&mut session, &job(Kind::Lines, "py39"));
    assert_eq!(jobs(&session), [("old Python".to_owned(), 4), ("py39".to_owned(), 2)]);
    assert_eq!(session.choices().names, [("py38".to_owned(), "old Python".to_owned())]);
    session.rename_job("old Python", "");
    assert_eq!(jobs(&session)[0].0, "old Python");
}

#[test]
fn invisible_characters_in_job_names_are_escaped() {
    let mut files = job(Kind::Lines, "py38");
    for (path, _) in &mut files {
        *path = path.replace("py38/", "py\u{202e}38/");
    }
    let mut session = session(&[files]);
    assert_eq!(jobs(&session), [("pyU+202E38".to_owned(), 2)]);
    session.rename_job("pyU+202E38", "py\u{200b}38");
    assert_eq!(jobs(&session), [("pyU+200B38".to_owned(), 2)]);
}

#[test]
fn jobs_with_equal_names_are_merged() {
    let drops = ["py38", "py39", "py310"].map(|name| job(Kind::Lines, name));
    let mut session = session(&drops);
    session.rename_job("py39", "py38");
    assert_eq!(jobs(&session), [("py38".to_owned(), 4), ("py310".to_owned(), 2)]);
    let cards = session.cards();
    assert_eq!(card(&cards, "py39").data.as_ref().unwrap().jobs, ["py38"]);
    // Each input can still be removed by itself.
    session.remove_input(card(&cards, "py38").id);
    assert_eq!(jobs(&session), [("py38".to_owned(), 2), ("py310".to_owned(), 2)]);
    add(&mut session, &job(Kind::Lines, "py39"));
    assert_eq!(jobs(&session)[0], ("py38".to_owned(), 4));
}

#[test]
fn job_names_can_be_restored() {
    let drops = ["py38", "py39", "py310"].map(|name| job(Kind::Lines, name));
    let mut session = session(&drops);
    let before = (jobs(&session), session.overview());
    session.restore_job_name("py38");
    assert_eq!(jobs(&session), before.0);
    session.rename_job("py39", "py38");
    session.rename_job("py38", "old");
    let renamed: Vec<(String, bool)> =
        session.overview().jobs.into_iter().map(|job| (job.name, job.is_renamed)).collect();
    assert_eq!(renamed, [("old".to_owned(), true), ("py310".to_owned(), false)]);
    session.restore_job_name("old");
    let names = [("py38", 2), ("py310", 2), ("py39", 2)].map(|(name, n)| (name.to_owned(), n));
    assert_eq!(jobs(&session), names);
    let (now, before) = (session.overview(), before.1);
    assert_eq!((now.totals, now.loaded.sources), (before.totals, before.loaded.sources));
    let of = |jobs: &[Job], name: &str| {
        let job = jobs.iter().find(|job| job.name == name).cloned().unwrap();
        // A job that is split off gets a new id.
        Job { id: JobId(0), ..job }
    };
    for name in ["py38", "py39", "py310"] {
        assert_eq!(of(&now.jobs, name), of(&before.jobs, name));
    }
    assert_eq!(session.choices().names, []);
    // If the original name belongs to another job now, the data joins that job.
    session.rename_job("py38", "old");
    session.rename_job("py39", "py38");
    session.restore_job_name("old");
    assert_eq!(jobs(&session), [("py310".to_owned(), 2), ("py38".to_owned(), 4)]);
}

#[test]
fn merged_jobs_are_split_when_one_is_dropped_again() {
    let mut session = session(&[job(Kind::Lines, "py38"), job(Kind::Lines, "py39")]);
    session.rename_job("py39", "py38");
    session.remove_input(card(&session.cards(), "py39").id);
    assert_eq!(session.choices().names, []);
    add(&mut session, &job(Kind::Lines, "py39"));
    assert_eq!(jobs(&session), [("py38".to_owned(), 2), ("py39".to_owned(), 2)]);
}

#[test]
fn job_names_may_be_chosen_before_the_data_is_dropped() {
    let mut session = crate::dropped::session();
    session.rename_job("py38", "old");
    add(&mut session, &job(Kind::Lines, "py38"));
    assert_eq!(jobs(&session), [("old".to_owned(), 2)]);
}

#[test]
fn choices_are_restored_in_another_session() {
    let drops = [job(Kind::Lines, "py38"), job(Kind::Lines, "py39"), source()];
    let mut before = session(&drops);
    before.rename_job("py38", "py39");
    before.rename_job("py39", "old");
    let rule = PathRule { pattern: "/w/*/acme".into(), target: ".".into(), on: true };
    before.set_path_rules(vec![rule.clone()]);
    before.count_approximate(true);
    let trial = Trial { omit: Some(vec!["*/cli.py".into()]), ..Trial::default() };
    before.try_settings(Some(trial.clone()));
    while before.prepare().is_some() {}
    let bytes = before.choices().to_bytes();

    let mut after = crate::dropped::session();
    after.restore(Choices::read(&bytes).unwrap());
    for drop in &drops {
        add(&mut after, drop);
    }
    while after.prepare().is_some() {}
    assert_eq!(jobs(&after), [("old".to_owned(), 4)]);
    let overview = after.overview();
    assert_eq!(overview.settings.tried.as_ref().unwrap().trial, trial);
    assert_eq!(overview.paths.rules.iter().find(|row| row.own).unwrap().rule, rule);
    assert!(overview.totals.with_approximate);
    let without_ids = |mut overview: Overview| {
        overview.jobs.iter_mut().for_each(|job| job.id = JobId(0));
        overview
    };
    assert_eq!(without_ids(overview), without_ids(before.overview()));
    assert_eq!(after.choices().to_bytes(), bytes);
}

#[test]
fn removed_inputs_of_the_example_stay_removed() {
    let mut before = crate::dropped::session();
    before.example(ExampleSource::Tested);
    work_to_end(&mut before);
    before.remove_input(card(&before.cards(), "harbour").id);
    let mut after = crate::dropped::session();
    after.restore(before.choices());
    work_to_end(&mut after);
    let cards = after.cards();
    assert_eq!(cards.iter().map(|card| card.name.as_str()).collect::<Vec<_>>(), ["jobs"]);
    assert_eq!(jobs(&after), jobs(&before));
}

#[test]
fn unreadable_choices_are_reported() {
    let mut session = crate::dropped::session();
    session.refuse_choices();
    add(&mut session, &job(Kind::Lines, "py38"));
    let problems = problems(&session);
    assert!(problems.iter().any(|(name, _)| name == "Your choices"), "{problems:?}");
}

#[test]
fn jobs_are_in_the_order_of_the_drop() {
    // The archive is extracted only after the folder dropped with it was read.
    let inner = job(Kind::Lines, "py39");
    let entries: Vec<Entry> = inner
        .iter()
        .map(|(path, bytes)| Entry::new(path.trim_start_matches("py39/"), bytes))
        .collect();
    let first = vec![("py39.zip".to_owned(), zip(&entries))];
    let session = session(&[[first, job(Kind::Lines, "py38")].concat()]);
    assert_eq!(jobs(&session), [("py39".to_owned(), 2), ("py38".to_owned(), 2)]);
}

#[test]
fn a_compressed_file_has_one_card() {
    let read = |name: &str| fs::read(Acme::source().join(name)).unwrap();
    let rest = zip(&[Entry::new("cli.py", &read("my_package/cli.py"))]);
    let sources = vec![
        ("shapes.py.gz".to_owned(), gzip(&read("my_package/shapes.py"))),
        ("rest.zip.gz".to_owned(), gzip(&rest)),
    ];
    let mut session = session(&[[sources, job(Kind::Lines, "py38")].concat()]);
    assert_eq!(files(&session), ["cli.py", "shapes.py"]);
    for name in ["shapes.py.gz", "rest.zip.gz"] {
        let card = card(&session.cards(), name).clone();
        assert_eq!(card.sources, 1, "{name}");
        session.remove_input(card.id);
    }
    assert_eq!(files(&session), [""; 0]);
}

//! Tests third-party code that is dropped before the data that names it.

mod archives;

use std::fs;

use covdrop_protocol::{FileIndex, ImportId, ListedFile};
use covdrop_session::Session;
use covdrop_tests::{Acme, Coverage, Kind};

use crate::dropped::{drop_of, files, session as empty, wanted, work_to_end};
use crate::handmade::{Entry, zip};

type Drop = Vec<(String, Vec<u8>)>;

const TOX: &str = ".tox/py38/lib/site-packages/other/text.py";
const VENV: &str = ".venv/lib/python3.12/site-packages/pkg/mod.py";

/// Returns the source of a file of the sample.
fn text() -> Vec<u8> {
    fs::read(Acme::source().join("my_package/text.py")).unwrap()
}

/// Returns a data file of the sample that names the source of [`text`] by the first of these paths,
/// and its other files by the paths that follow.
fn naming(paths: &[&str]) -> Vec<u8> {
    let script = "import shutil, sqlite3, sys\n\
                  shutil.copy(sys.argv[-1], sys.argv[-2])\n\
                  db = sqlite3.connect(sys.argv[-2])\n\
                  for path, name in zip(sys.argv[1:-2], ['text', 'shapes', 'compat']):\n\
                  \x20   db.execute('update file set path = ? where path like ?', ('/b/' + path, '%my_package/' + name + '.py'))\n\
                  db.commit()\n";
    let folder = tempfile::tempdir().unwrap();
    let named = folder.path().join("named");
    let data = Acme::data_files(Kind::Lines, &["py38"]).unwrap();
    let tool = [&["-c", script], paths].concat();
    Coverage::python(&tool, &named, &data[..1]);
    fs::read(named).unwrap()
}

/// Returns a drop of one file.
fn one(path: &str, bytes: Vec<u8>) -> Drop {
    vec![(path.to_owned(), bytes)]
}

#[test]
fn third_party_code_in_a_folder_is_requested_once_data_names_it() {
    let (other, named) = (TOX, naming(&[TOX]));
    let text = text();
    let drops = [vec![
        (format!("acme/{other}"), text.clone()),
        ("acme/.tox/py38/lib/site-packages/other/unnamed.py".to_owned(), text),
        ("acme/setup.py".to_owned(), Vec::new()),
        (".coverage".to_owned(), named),
    ]];
    let mut session = empty();
    assert_eq!(drop_of(&mut session, &drops, 0), [(0, vec![0])]);
    assert_eq!(files(&session), [other]);
    assert_eq!(session.overview().loaded.sources, 2);
}

#[test]
fn a_lone_file_becomes_a_source_once_later_data_names_it() {
    let source = |name: &str| {
        let bytes = fs::read(Acme::source().join("my_package").join(name)).unwrap();
        (name.to_owned(), bytes)
    };
    for name in ["site.wsgi", "script", "page.html"] {
        let data = naming(&[name, "shapes.py", "compat.py"]);
        let letter = ("other.txt".to_owned(), b"Dear all\n".to_vec());
        let drops = [
            one(name, text()),
            vec![letter, source("shapes.py"), source("compat.py")],
            one(".coverage", data),
        ];
        let mut session = empty();
        drop_of(&mut session, &drops, 0);
        drop_of(&mut session, &drops, 1);
        let problem_files = |session: &Session| -> Vec<String> {
            session.problems().into_iter().map(|problem| problem.file).collect()
        };
        assert_eq!(problem_files(&session), [name, "other.txt"]);
        assert_eq!(drop_of(&mut session, &drops, 2), [(0, vec![0])], "{name}");
        assert!(files(&session).contains(&name.to_owned()), "{:?}", session.problems());
        assert_eq!(problem_files(&session), ["other.txt"], "{name}");
        let cards = session.cards();
        assert_eq!((cards[0].sources, cards[0].size), (1, text().len() as u64));
        // Removing its card removes it.
        session.remove_input(cards[0].id);
        assert!(!files(&session).contains(&name.to_owned()));
    }
}

#[test]
fn third_party_code_dropped_before_the_data_is_requested_later() {
    let (other, named) = (TOX, naming(&[TOX]));
    let text = text();
    let drops = [
        vec![
            (format!("acme/{other}"), text.clone()),
            ("acme/.tox/py38/lib/site-packages/other/unnamed.py".to_owned(), text.clone()),
            ("acme/setup.py".to_owned(), b"x = 1\n".to_vec()),
        ],
        vec![(".coverage".to_owned(), named)],
    ];
    let mut session = empty();
    for number in 0..2 {
        drop_of(&mut session, &drops, number);
    }
    assert_eq!(files(&session), [other]);
    let cards = session.cards();
    assert_eq!(cards.len(), 2);
    assert_eq!((cards[0].sources, cards[0].size), (2, text.len() as u64 + 6));
    // Removing its input removes it.
    session.remove_input(cards[0].id);
    assert_eq!((files(&session), session.overview().loaded.sources), (vec![], 0));

    // Files of a removed input are not requested.
    let mut session = empty();
    drop_of(&mut session, &drops, 0);
    session.remove_input(session.cards()[0].id);
    drop_of(&mut session, &drops, 1);
    assert_eq!(session.overview().loaded.sources, 0);

    // The same holds for an input that is removed after the request and before the import ends.
    for comes_first in [false, true] {
        let mut session = empty();
        drop_of(&mut session, &drops, 0);
        session.list_files(
            ImportId(1),
            vec![ListedFile { path: ".coverage".into(), size: 1 }],
            &[],
        );
        session.add_file(ImportId(1), FileIndex(0), drops[1][0].1.clone());
        let (batch, indexes) = wanted(&mut session);
        assert_eq!((batch, &indexes[..]), (0, &[0][..]));
        if comes_first {
            session.add_file(ImportId(batch), FileIndex(0), text.clone());
        }
        session.remove_input(session.cards()[0].id);
        assert_eq!(session.add_file(ImportId(batch), FileIndex(0), text.clone()), None);
        work_to_end(&mut session);
        assert_eq!((session.overview().loaded.sources, files(&session)), (0, vec![]));
    }

    // Files of a cancelled import are requested again.
    let mut session = empty();
    drop_of(&mut session, &drops, 0);
    session.list_files(ImportId(1), vec![ListedFile { path: ".coverage".into(), size: 1 }], &[]);
    session.add_file(ImportId(1), FileIndex(0), drops[1][0].1.clone());
    assert_eq!(wanted(&mut session), (0, vec![0]));
    session.add_file(ImportId(0), FileIndex(0), text.clone());
    session.cancel();
    drop_of(&mut session, &drops, 1);
    assert_eq!(files(&session), [other]);
}

#[test]
fn the_problem_of_only_third_party_code_ends_once_data_names_it() {
    for code in
        [one(&format!("acme/{VENV}"), text()), one("a.zip", zip(&[Entry::new(VENV, &text())]))]
    {
        let drops = [code, one(".coverage", naming(&[VENV]))];
        let mut session = empty();
        drop_of(&mut session, &drops, 0);
        let reported = session.problems();
        assert!(reported.len() == 1 && reported[0].what.contains("installed code"), "{reported:?}");
        drop_of(&mut session, &drops, 1);
        assert_eq!(session.problems(), []);
    }
}

#[test]
fn a_folder_of_third_party_code_may_be_dropped_itself() {
    let data = one(".coverage", naming(&[VENV]));
    for drops in [[one(VENV, text()), data.clone()], [data.clone(), one(VENV, text())]] {
        let mut session = empty();
        for number in 0..2 {
            drop_of(&mut session, &drops, number);
        }
        assert_eq!(files(&session), [VENV.trim_start_matches(".venv/")]);
    }
}

#[test]
fn a_drop_may_begin_inside_an_environment_folder() {
    let (within, data) = ("site-packages/pkg/mod.py", one(".coverage", naming(&[VENV])));
    let archive = || one("packages.zip", zip(&[Entry::new(within, &text())]));
    for code in [archive(), one(within, text()), one(&format!("python3.12/{within}"), text())] {
        for drops in [[code.clone(), data.clone()], [data.clone(), code.clone()]] {
            let mut session = empty();
            for number in 0..2 {
                drop_of(&mut session, &drops, number);
            }
            assert_eq!(
                (files(&session).len(), session.overview().loaded.sources),
                (1, 1),
                "{code:?}"
            );
        }
    }
}

//! Fuzzes any order of drops in parts, received files, steps, cancels and removals: no panic,
//! termination, and the same numbers as one drop of the remaining inputs.
#![no_main]

#[allow(dead_code, reason = "the tests of intake use all of it")]
#[path = "../../src/session/tests/intake/handmade.rs"]
mod handmade;

use covdrop_protocol::{FileIndex, ImportId, ListQuery, ListedFile, Row};
use covdrop_session::{Session, Step};
use handmade::{Entry, zip};
use libfuzzer_sys::fuzz_target;

/// Files that are dropped together, in any order: paths and content.
type DroppedInput = Vec<(&'static str, Vec<u8>)>;

/// A bound of steps that these inputs cannot reach.
const MAX_STEPS: usize = 5000;

/// Returns a project with third-party code in it, more such code in an archive, data that names all
/// of it, and an unsupported file.
fn inputs() -> [DroppedInput; 6] {
    let code = |count: usize| "x = 1\n".repeat(count).into_bytes();
    let archive = |entries: &[(&str, Vec<u8>)]| {
        let entry = |(name, bytes): &(&str, Vec<u8>)| Entry::new(name, bytes);
        zip(&entries.iter().map(entry).collect::<Vec<_>>())
    };
    [
        vec![
            ("acme/setup.py", code(1)),
            ("acme/pkg/a.py", code(2)),
            ("acme/.venv/site-packages/lib/b.py", code(3)),
        ],
        vec![("code.zip", archive(&[("site-packages/lib/c.py", code(4))]))],
        vec![("one/.coverage.1", data("pkg/a.py", 1)), ("one/.coverage.2", data("pkg/a.py", 2))],
        vec![(".coverage", data(".venv/site-packages/lib/b.py", 3))],
        vec![("two.zip", archive(&[(".coverage", data("site-packages/lib/c.py", 2))]))],
        vec![("holiday.txt", b"Dear all, wish you were here.\n".to_vec())],
    ]
}

/// Returns data in which one line ran.
fn data(path: &str, line: u32) -> Vec<u8> {
    let head = "!coverage.py: This is a private format, don't read it directly!";
    format!("{head}{{\"lines\":{{\"/b/{path}\":[{line}]}}}}").into_bytes()
}

/// A session, with the files dropped into it.
struct Drops {
    session: Session,
    inputs: [DroppedInput; 6],
    /// The listed files of each drop; the last drop may still be open.
    drops: Vec<Vec<(&'static str, Vec<u8>)>>,
    is_open: bool,
    /// The requested files that have not been sent yet: drop and file.
    wanted: Vec<(u32, u32)>,
}

impl Drops {
    fn new() -> Drops {
        Drops {
            session: Session::new(|_, _| None),
            inputs: inputs(),
            drops: Vec::new(),
            is_open: false,
            wanted: Vec::new(),
        }
    }

    /// Lists some files as a part of the open drop.
    fn list(&mut self, files: Vec<(&'static str, Vec<u8>)>, more: bool) {
        if !self.is_open {
            self.drops.push(Vec::new());
        }
        self.is_open = more;
        let number = self.drops.len() - 1;
        let listed = files.iter().map(|(path, bytes)| ListedFile {
            path: (*path).to_owned(),
            size: bytes.len() as u64,
        });
        let listed = listed.collect();
        self.drops[number].extend(files);
        let number = number as u32;
        let (wanted, _) = self.session.list_part(ImportId(number), listed, &[], more);
        self.wanted.extend(wanted.into_iter().map(|index| (number, index.0)));
    }

    /// Lists the next file of an input.
    fn begin(&mut self, input: usize) {
        let input = &mut self.inputs[input];
        if !input.is_empty() {
            let file = input.remove(0);
            self.list(vec![file], true);
        }
    }

    /// Lists the remaining files of inputs that were begun, and closes the drop.
    fn close(&mut self) {
        if self.is_open {
            let whole = inputs();
            let begun = |(left, whole): (&mut DroppedInput, &DroppedInput)| {
                if left.len() < whole.len() { std::mem::take(left) } else { Vec::new() }
            };
            let rest = self.inputs.iter_mut().zip(&whole).flat_map(begun).collect();
            self.list(rest, false);
        }
    }

    /// Sends a requested file.
    fn send(&mut self, which: usize) {
        if !self.wanted.is_empty() {
            let (number, index) = self.wanted.swap_remove(which % self.wanted.len());
            let (_, bytes) = &self.drops[number as usize][index as usize];
            self.session.add_file(ImportId(number), FileIndex(index), bytes.clone());
        }
    }

    /// Works one step. Returns true if there may be more to do.
    fn step(&mut self) -> bool {
        let step = self.session.step();
        if let Step::FilesRequested { import, indexes } = &step {
            self.wanted.extend(indexes.iter().map(|index| (import.0, index.0)));
        }
        step != Step::Idle
    }

    fn remove(&mut self, which: usize) {
        let cards = self.session.cards();
        if !cards.is_empty() {
            self.session.remove_input(cards[which % cards.len()].id);
        }
    }

    /// Works until nothing is left to do.
    fn settle(&mut self) {
        self.close();
        for _ in 0..MAX_STEPS {
            while !self.wanted.is_empty() {
                self.send(0);
            }
            if !self.step() {
                return;
            }
        }
        panic!("no end after {MAX_STEPS} steps");
    }

    fn rows(&self) -> Vec<Row> {
        self.session.list(ListQuery::default()).rows.iter().collect()
    }
}

fuzz_target!(|acts: &[u8]| {
    let mut drops = Drops::new();
    for act in acts {
        let which = usize::from(act / 8);
        match act % 8 {
            0 | 1 => drops.begin(which % 6),
            2 => drops.close(),
            3 => drops.send(which),
            4 => (0..=which).for_each(|_| {
                drops.step();
            }),
            5 => drops.settle(),
            6 => {
                // A page that cancels does not list the rest of its drop.
                drops.close();
                drops.session.cancel();
            }
            _ => drops.remove(which),
        }
    }
    drops.settle();
    // Deferred packages that a cancel interrupted are requested with the next drop.
    drops.list(vec![("last.py", b"x = 1\n".to_vec())], false);
    drops.settle();

    let cards = drops.session.cards();
    let is_left = |number: usize, path: &str| {
        let name = path.split('/').next().unwrap_or_default();
        cards.iter().any(|card| card.import.0 as usize == number && card.name == name)
    };
    let mut at_once = Drops::new();
    let files = drops.drops.iter().enumerate();
    let files = files.flat_map(|(number, files)| files.iter().map(move |file| (number, file)));
    let left = files.filter(|(number, (path, _))| is_left(*number, path));
    at_once.list(left.map(|(_, file)| file.clone()).collect(), false);
    at_once.settle();
    assert_eq!(drops.rows(), at_once.rows(), "{:?}", drops.drops);

    for card in cards {
        drops.session.remove_input(card.id);
    }
    let overview = drops.session.overview();
    assert!(overview.jobs.is_empty() && overview.loaded.sources == 0);
});

//! Fuzzes the bytes of a dropped file, lone and in a folder: no panic, and termination within
//! limits.
#![no_main]

use covdrop_protocol::{ImportId, ListedFile, UnreadablePath};
use covdrop_session::{Session, Step};
use libfuzzer_sys::fuzz_target;

/// A bound of steps that an input of libFuzzer's size cannot reach: an entry has at least 30 bytes,
/// and the decompressed content is a few pieces.
const MAX_STEPS: usize = 50_000;

fuzz_target!(|bytes: &[u8]| {
    let mut session = Session::new(|_, _| None);
    let names = ["artifacts (1).zip", "folder/inner.tar.gz", "folder/.coverage"];
    let listed = names.map(|path| ListedFile { path: path.to_owned(), size: bytes.len() as u64 });
    let closed = UnreadablePath { path: "folder/closed".to_owned(), reason: String::new() };
    for index in session.list_files(ImportId(0), listed.into(), &[closed]) {
        session.add_file(ImportId(0), index, bytes.to_vec());
    }
    let steps = std::iter::from_fn(|| (session.step() != Step::Idle).then_some(())).count();
    assert!(steps < MAX_STEPS, "{steps} steps");
    let overview = session.overview();
    assert!(overview.problems.iter().all(|problem| !problem.what.is_empty()));
    for card in session.cards() {
        session.remove_input(card.id);
    }
    assert!(session.overview().jobs.is_empty());
});

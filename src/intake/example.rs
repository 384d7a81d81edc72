//! Imports the built-in example: a small tox project, and the data files of three of its jobs.
//!
//! The example is part of the program, so it works offline too. It is imported like any drop.

use covdrop_protocol::{ExampleSource, ImportId, InputId, ListedFile};

use crate::import::{Import, SessionSnapshot};
use crate::input_path::input_name;

/// The id of the example's import, which no drop has.
const EXAMPLE: ImportId = ImportId(u32::MAX);

/// A file of the example: its path in the drop, and its bytes, which the tests use too.
macro_rules! file {
    ($input:literal, $origin:literal, $path:literal) => {
        (
            concat!($input, "/", $path),
            include_bytes!(concat!("../../tests/data/example/", $origin, "/", $path)).as_slice(),
        )
    };
}

/// The data files, and the source that was tested.
const FILES: [(&str, &[u8]); 9] = [
    file!("jobs", "jobs", "py38/.coverage.runner-py38.7511.XXkwuUnx"),
    file!("jobs", "jobs", "py310/.coverage.runner-py310.pid7670.Xkbixrjx.HvVGmPNyddih"),
    file!("jobs", "jobs", "py313/.coverage.runner-py313.pid8495.XViBXLAx.Hq2J3HRRWv9h"),
    file!("harbour", "source", ".coveragerc"),
    file!("harbour", "source", "harbour/__init__.py"),
    file!("harbour", "source", "harbour/board.py"),
    file!("harbour", "source", "harbour/compat.py"),
    file!("harbour", "source", "harbour/ships.py"),
    file!("harbour", "source", "harbour/tides.py"),
];

/// The file of the source as it was before, in another version than the tested one.
const BEFORE: (&str, &[u8]) = file!("harbour-before", "stale", "harbour/tides.py");

/// The names of the inputs of the source.
const TESTED_INPUT: &str = "harbour";
const BEFORE_INPUT: &str = "harbour-before";

/// Returns all files of the example: the data, the tested source, and the source as it was before.
fn files() -> Vec<(String, &'static [u8])> {
    let mut files: Vec<(String, &[u8])> =
        FILES.iter().map(|(path, bytes)| ((*path).to_owned(), *bytes)).collect();
    let before = FILES.iter().filter_map(|(path, bytes)| {
        let path = format!("{BEFORE_INPUT}/{}", path.strip_prefix("harbour/")?);
        Some(if path == BEFORE.0 { (path, BEFORE.1) } else { (path, *bytes) })
    });
    files.extend(before);
    files
}

/// Returns the names of the example's inputs, with the source that was tested or the one before.
pub fn example_inputs(source: ExampleSource) -> [&'static str; 2] {
    match source {
        ExampleSource::Tested => ["jobs", TESTED_INPUT],
        ExampleSource::Before => ["jobs", BEFORE_INPUT],
    }
}

/// Imports those inputs of the example of which `is_wanted` is true by name. `next_input` is the id of
/// the session's next input.
pub fn import_example(
    snapshot: SessionSnapshot,
    next_input: &mut InputId,
    is_wanted: impl Fn(&str) -> bool,
) -> Import {
    let mut files = files();
    files.retain(|(path, _)| is_wanted(input_name(path)));
    let listed = files
        .iter()
        .map(|(path, bytes)| ListedFile { path: path.clone(), size: bytes.len() as u64 });
    let mut import = Import::new(EXAMPLE, snapshot);
    import.add_files(listed.collect(), &[], false, next_input);
    import.mark_as_example();
    for index in import.take_requests() {
        if let Some((_, bytes)) = files.get(index.0 as usize) {
            import.receive(index, bytes.to_vec());
        }
    }
    import
}

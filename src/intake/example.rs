//! Imports the built-in example: a small tox project, and the data files of four of its jobs.
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

/// The inputs of the example: the data, the source that was tested, and the source as it was before,
/// in which one file is another version.
const FILES: [(&str, &[u8]); 26] = [
    file!("jobs", "jobs", "py38/.coverage.runner-py38.7511.XXkwuUnx"),
    file!("jobs", "jobs", "py310/.coverage.runner-py310.pid7670.Xkbixrjx.HvVGmPNyddih"),
    file!("jobs", "jobs", "py312/.coverage.runner-py312.pid8168.Xg7veJpx.HkXRScOO1aKh"),
    file!("jobs", "jobs", "py313/.coverage.runner-py313.pid8495.XViBXLAx.Hq2J3HRRWv9h"),
    file!("harbour", "source", ".coveragerc"),
    file!("harbour", "source", "harbour/__init__.py"),
    file!("harbour", "source", "harbour/board.py"),
    file!("harbour", "source", "harbour/compat.py"),
    file!("harbour", "source", "harbour/ships.py"),
    file!("harbour", "source", "harbour/tides.py"),
    file!("harbour", "source", "tests/__init__.py"),
    file!("harbour", "source", "tests/test_board.py"),
    file!("harbour", "source", "tests/test_ships.py"),
    file!("harbour", "source", "tests/test_tides.py"),
    file!("harbour", "source", "tox.ini"),
    file!("harbour-before", "source", ".coveragerc"),
    file!("harbour-before", "source", "harbour/__init__.py"),
    file!("harbour-before", "source", "harbour/board.py"),
    file!("harbour-before", "source", "harbour/compat.py"),
    file!("harbour-before", "source", "harbour/ships.py"),
    file!("harbour-before", "stale", "harbour/tides.py"),
    file!("harbour-before", "source", "tests/__init__.py"),
    file!("harbour-before", "source", "tests/test_board.py"),
    file!("harbour-before", "source", "tests/test_ships.py"),
    file!("harbour-before", "source", "tests/test_tides.py"),
    file!("harbour-before", "source", "tox.ini"),
];

/// The names of the example's inputs, with the source that was tested or the one before.
pub fn example_inputs(source: ExampleSource) -> [&'static str; 2] {
    match source {
        ExampleSource::Tested => ["jobs", "harbour"],
        ExampleSource::Before => ["jobs", "harbour-before"],
    }
}

/// Imports those inputs of the example of which `is_wanted` is true by name. `next_input` is the id of
/// the session's next input.
pub fn import_example(
    snapshot: SessionSnapshot,
    next_input: &mut InputId,
    is_wanted: impl Fn(&str) -> bool,
) -> Import {
    let wanted = || FILES.into_iter().filter(|(path, _)| is_wanted(input_name(path)));
    let listed = wanted()
        .map(|(path, bytes)| ListedFile { path: path.to_owned(), size: bytes.len() as u64 });
    let mut import = Import::new(EXAMPLE, snapshot);
    import.add_files(listed.collect(), &[], false, next_input);
    import.mark_as_example();
    for index in import.take_requests() {
        if let Some((_, bytes)) = wanted().nth(index.0 as usize) {
            import.receive(index, bytes.to_vec());
        }
    }
    import
}

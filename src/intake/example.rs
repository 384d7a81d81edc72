//! Imports the built-in example: a small tox project, and the data files of six of its jobs.
//!
//! The example is part of the program, so it works offline too. It is imported like any drop.

use covdrop_protocol::{ImportId, InputId, ListedFile};

use crate::import::{Import, SessionSnapshot};
use crate::input_path::input_name;

/// The id of the example's import, which no drop has.
const EXAMPLE: ImportId = ImportId(u32::MAX);

/// A file of the example: its path in the drop, and its bytes, which the tests use too.
macro_rules! file {
    ($folder:literal, $origin:literal, $path:literal) => {
        (
            concat!($folder, "/", $path),
            include_bytes!(concat!("../../tests/data/acme/", $origin, "/", $path)).as_slice(),
        )
    };
}

const FILES: [(&str, &[u8]); 21] = [
    file!("jobs", "artifacts/lines", "py38/.coverage.runner-py38.12186.XMEnkwOx"),
    file!("jobs", "artifacts/lines", "py38/.coverage.runner-py38.12188.Xsdnxhqx"),
    file!("jobs", "artifacts/lines", "py39/.coverage.runner-py39.12202.XWRyqmwx"),
    file!("jobs", "artifacts/lines", "py39/.coverage.runner-py39.12204.XCIxxccx"),
    file!("jobs", "artifacts/lines", "py310/.coverage.runner-py310.pid12218.Xq0iOPpx.HOlaLNlDndJh"),
    file!("jobs", "artifacts/lines", "py310/.coverage.runner-py310.pid12220.XSBLOj4x.H01lJWIOisfh"),
    file!("jobs", "artifacts/lines", "py311/.coverage.runner-py311.pid12234.X2Y5gfRx.HAQ9firdDMrh"),
    file!("jobs", "artifacts/lines", "py311/.coverage.runner-py311.pid12236.XmNLkeux.HpLMxvk584Ih"),
    file!("jobs", "artifacts/lines", "py312/.coverage.runner-py312.pid12250.XtEfi8qx.HAQ9firdDMrh"),
    file!("jobs", "artifacts/lines", "py312/.coverage.runner-py312.pid12252.XCojbfwx.HpLMxvk584Ih"),
    file!("jobs", "artifacts/lines", "py313/.coverage.runner-py313.pid12266.Xz2ugtcx.HAQ9firdDMrh"),
    file!("jobs", "artifacts/lines", "py313/.coverage.runner-py313.pid12268.XNqTn4mx.HpLMxvk584Ih"),
    file!("acme", "source", "tox.ini"),
    file!("acme", "source", "bin/acme"),
    file!("acme", "source", "my_package/__init__.py"),
    file!("acme", "source", "my_package/cli.py"),
    file!("acme", "source", "my_package/compat.py"),
    file!("acme", "source", "my_package/shapes.py"),
    file!("acme", "source", "my_package/text.py"),
    file!("acme", "source", "tests/__init__.py"),
    file!("acme", "source", "tests/test_shapes.py"),
];

/// Imports the inputs of the example for whose names `is_wanted` is true. `next_input` is the id of
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

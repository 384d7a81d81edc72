//! The example that comes along: a small tox project, and what six of its jobs left.
//!
//! It is a part of the program, so that it is there offline too, and it is taken in as any drop is.

use covdrop_protocol::{CardKind, Offered};

use crate::arrival::thing_of;
use crate::batch::{Batch, Known};

/// The number of the example's batch, which no drop of the page ever reaches.
const NUMBER: u32 = u32::MAX;

/// A file of the example: its path in the drop, and its bytes from where the tests have them too.
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

/// The example as a drop that has arrived: those of its things that are wanted by name. `next_card` is
/// the number of the next card of the session.
pub(crate) fn batch(known: Known, next_card: &mut u32, is_wanted: impl Fn(&str) -> bool) -> Batch {
    let files = || FILES.into_iter().filter(|(path, _)| is_wanted(thing_of(path)));
    let offered =
        files().map(|(path, bytes)| Offered { path: path.to_owned(), size: bytes.len() as u64 });
    let mut batch = Batch::new(NUMBER, known);
    batch.offer(offered.collect(), &[], false, next_card);
    for arrival in &mut batch.arrivals {
        arrival.kind = CardKind::Example;
    }
    for index in batch.wanted() {
        if let Some((_, bytes)) = files().nth(index as usize) {
            batch.file(index, bytes.to_vec());
        }
    }
    batch
}

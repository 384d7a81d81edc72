//! Tests that any bytes cause no panic and always terminate.

use proptest::prelude::*;

use crate::dropped::{drop_into, session};
use crate::handmade::{Entry, deflated, gzip, tar, tar_entry, zip};

/// Returns small archives of each format.
fn archives() -> Vec<Vec<u8>> {
    let entries = [
        deflated("acme-main/a.py", b"x = 1\n"),
        Entry::new(".coverage.vm.1.Xabcdefx", b"SQLite format 3\0"),
        Entry::new("inner.zip", &zip(&[Entry::new("b.py", b"y = 2\n")])),
    ];
    let tape = tar(&[
        tar_entry("././@LongLink", b'L', b"a-long-name.py", ""),
        tar_entry("short.py", b'0', b"x = 1\n", ""),
        tar_entry("x", b'x', b"11 path=p.py\n", ""),
        tar_entry("short.py", b'0', b"x = 1\n", ""),
    ]);
    vec![zip(&entries), gzip(&tape), tape]
}

fn ends(name: &str, bytes: &[u8]) {
    let steps = drop_into(&mut session(), &[(name, bytes), ("job/.coverage", b"")]);
    assert!(steps < 10_000, "{steps}");
}

proptest! {
    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..2000), name in "[ -~]{1,20}") {
        ends(&name, &bytes);
    }

    #[test]
    fn changed_archives_terminate(
        which in 0..3_usize,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let mut bytes = archives().swap_remove(which);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        ends("job", &bytes);
    }

    #[test]
    fn prefixes_of_archives_terminate(which in 0..3_usize, end in any::<prop::sample::Index>()) {
        let bytes = archives().swap_remove(which);
        ends("job", &bytes[..end.index(bytes.len())]);
    }
}

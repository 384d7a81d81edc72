//! Prints the reasons to doubt a total. With `--strict-source`, refuses a source that is not the
//! tested one.

use covdrop_protocol::{Doubt, DoubtKind};
use covdrop_session::{Session, sentences};

use crate::console::tell;
use crate::error::Error;

/// The maximum number of printed doubts of one kind.
const MAX_LINES: usize = 20;

/// The kinds of doubts that concern the source: it may not be the tested one.
const OF_SOURCE: [DoubtKind; 3] = [DoubtKind::WrongSource, DoubtKind::Stale, DoubtKind::Missing];

/// Prints the doubts of `session`. If `is_strict`, one about the source is an error.
pub(crate) fn check_doubts(session: &Session, is_strict: bool) -> Result<(), Error> {
    let doubts = session.doubts();
    for kind in OF_SOURCE.into_iter().chain([DoubtKind::Plugin]) {
        let lines = sentences(&doubts, kind, MAX_LINES);
        for line in &lines {
            tell(line);
        }
        if !lines.is_empty() && kind != DoubtKind::Plugin {
            tell(kind.advice());
        }
    }
    let is_of_source = |doubt: &&Doubt| OF_SOURCE.contains(&doubt.kind());
    match doubts.iter().filter(is_of_source).count() {
        1.. if is_strict => Err(Error::OtherSource),
        _ => Ok(()),
    }
}

//! Reads a diff, and finds its files in the source.

use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use covdrop_changes::{Diff, DiffError, MAX_BYTES};
use covdrop_session::{MatchedDiff, Session};

use crate::args::Common;
use crate::files;
use crate::git;
use crate::inputs::outer_root;
use crate::output::is_stdout;

/// Why a diff cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ReadDiffError {
    /// Its file cannot be read.
    #[error("{path}: {error}", path = path.display())]
    File { path: PathBuf, error: io::Error },
    /// Its content cannot be read.
    #[error("{path}: {error}. {advice}", path = path.display(), advice = error.advice())]
    Content { path: PathBuf, error: DiffError },
}

/// Reads the diff at `path`, or on standard input.
pub(crate) fn read_diff(path: &Path) -> Result<Diff, ReadDiffError> {
    let read = || {
        if !is_stdout(path) {
            return files::read(path);
        }
        let mut bytes = Vec::new();
        // One byte more than may be read shows that it is too large.
        io::stdin().lock().take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    let bytes = read().map_err(|error| ReadDiffError::File { path: path.to_owned(), error })?;
    parse(path, &bytes)
}

/// Reads a diff that came from `path`.
pub(crate) fn parse(path: &Path, bytes: &[u8]) -> Result<Diff, ReadDiffError> {
    let content = |error| ReadDiffError::Content { path: path.to_owned(), error };
    covdrop_changes::read(bytes).map_err(content)
}

/// Finds the files of a diff in the source.
pub(crate) fn match_diff(session: &Session, diff: Diff, common: &Common) -> MatchedDiff {
    let Some((first, more)) = common.source.split_first() else {
        return session.match_diff(diff, &[git::path_in_repository(Path::new("."))]);
    };
    // Of a package that is a further source, the name is in the source tree too.
    let more = more.iter().filter_map(|source| outer_root(source));
    let more = more.map(|root| git::path_in_repository(Path::new(&root)));
    let prefixes: Vec<String> =
        std::iter::once(git::path_in_repository(first)).chain(more).collect();
    session.match_diff(diff, &prefixes)
}

//! `covdrop diff`: the coverage of the lines that changed.

use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use covdrop_changes::{Diff, DiffError, MAX_BYTES};
use covdrop_session::{MatchedDiff, Session};

use crate::args::{self, Change, Common};
use crate::files;
use crate::git;
use crate::output::is_stdout;
use crate::reports::{self, Outcome};

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

/// `covdrop diff`.
pub(crate) fn diff(args: &args::Diff) -> Outcome {
    let diff = change(&args.change, &args.common)?;
    let (mut session, inputs) = reports::session(&args.common, &args.numbers)?;
    reports::restrict(&mut session, &args.contexts)?;
    let matched = match_diff(&session, diff, &args.common);
    let mut report = session.change_report(&matched);
    report.precision = reports::precision(&session, &args.numbers)?;
    let output = args.common.output.clone().unwrap_or_else(|| PathBuf::from("-"));
    reports::write(&session, &inputs, &output, |out| args.format.write(&report, out))?;
    // The threshold of the settings is one of the total.
    let failure = report.covered().zip(args.numbers.fail_under);
    Ok(failure.and_then(|(covered, threshold)| {
        threshold.failure_of("coverage of the change", covered, report.precision)
    }))
}

/// Reads the change that the command line names.
fn change(change: &Change, common: &Common) -> Result<Diff, crate::error::Error> {
    match (&change.diff, &change.compare_branch) {
        (Some(path), _) => Ok(read_diff(path)?),
        (None, Some(branch)) => {
            let here = PathBuf::from(".");
            let folder = common.source.first().unwrap_or(&here);
            let bytes = git::diff_from_branch(folder, branch)?;
            Ok(parse(Path::new("git diff"), &bytes)?)
        }
        (None, None) => Ok(Diff::default()),
    }
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

fn parse(path: &Path, bytes: &[u8]) -> Result<Diff, ReadDiffError> {
    let content = |error| ReadDiffError::Content { path: path.to_owned(), error };
    covdrop_changes::read(bytes).map_err(content)
}

/// Finds the files of a diff in the source.
pub(crate) fn match_diff(session: &Session, diff: Diff, common: &Common) -> MatchedDiff {
    let here = PathBuf::from(".");
    let source = common.source.first().unwrap_or(&here);
    session.match_diff(diff, &git::path_in_repository(source))
}

//! `covdrop diff`: the coverage of the lines that changed.

use std::path::{Path, PathBuf};

use covdrop_changes::Diff;
use covdrop_session::Session;

use crate::args::{self, Change, Common};
use crate::console::inform;
use crate::error::Error;
use crate::git::{self, GitError};
use crate::inputs::Inputs;
use crate::read_diff::{match_diff, parse, read_diff};
use crate::reports::{self, Outcome};

/// `covdrop diff`.
pub(crate) fn diff(args: &args::Diff) -> Outcome {
    let diff = change(&args.change, &args.common)?;
    let Change { diff: file, base, .. } = &args.change;
    if file.is_some() && !base.is_empty() && args.base_source.is_empty() {
        return Err(Error::NoBaseSource);
    }
    let (session, inputs) = load(args, &args.common)?;
    let base = if base.is_empty() { None } else { Some(load_base(args)?) };
    let matched = match (&base, diff) {
        (Some(base), None) => session.diff_of_sources(base),
        (_, diff) => match_diff(&session, diff.unwrap_or_default(), &args.common),
    };
    let mut report = session.change_report(&matched);
    report.base = base.map(|base| session.base_report(&base, &matched));
    report.precision = reports::precision(&session, &args.numbers)?;
    let output = args.common.output.clone().unwrap_or_else(|| PathBuf::from("-"));
    reports::write(&session, &inputs, &output, |out| args.format.write(&report, out))?;
    // The threshold of the settings is one of the total.
    let failure = report.covered().zip(args.numbers.fail_under);
    Ok(failure.and_then(|(covered, threshold)| {
        threshold.failure_of("coverage of the change", covered, report.precision)
    }))
}

/// Loads data and sources.
fn load(args: &args::Diff, common: &Common) -> Result<(Session, Inputs), Error> {
    let (mut session, inputs) = reports::session(common, &args.numbers)?;
    reports::restrict(&mut session, &args.contexts)?;
    Ok((session, inputs))
}

/// Loads the base. Its sources are those that the command line names, or the ones that the branch
/// had, or else those of the change.
fn load_base(args: &args::Diff) -> Result<Session, Error> {
    let Change { base, compare_branch, .. } = &args.change;
    let folder = tempfile::tempdir().map_err(GitError::Temporary)?;
    let source = match compare_branch {
        _ if !args.base_source.is_empty() => args.base_source.clone(),
        Some(branch) => git::write_base(&args.common.source, branch, folder.path())?,
        None => args.common.source.clone(),
    };
    inform("The base:");
    let inputs = base.clone();
    let common = Common { inputs, source, output: None, ..args.common.clone() };
    Ok(load(args, &common)?.0)
}

/// Reads the diff that the command line names, if any.
fn change(change: &Change, common: &Common) -> Result<Option<Diff>, Error> {
    match (&change.diff, &change.compare_branch) {
        (Some(path), _) => Ok(Some(read_diff(path)?)),
        (None, Some(branch)) => {
            let bytes = git::diff_from_branch(&common.source, branch)?;
            Ok(Some(parse(Path::new("git diff"), &bytes)?))
        }
        (None, None) => Ok(None),
    }
}

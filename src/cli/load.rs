//! Loads the inputs into a session, and reports problems with them.

use std::path::{Path, PathBuf};

use covdrop_data::Environment;
use covdrop_protocol::{Card, Problem, display_text};
use covdrop_session::Session;

use crate::args::Common;
use crate::console::{be_quiet, inform, tell};
use crate::defaults::{self, Purpose};
use crate::error::Error;
use crate::files;
use crate::inputs::{self, Inputs};

/// Loads the inputs that the command line names, or those that coverage.py would find, into `session`.
/// Reports their problems, except the `failure` that the command ends with.
pub(crate) fn take_in(
    session: &mut Session,
    common: &Common,
    purpose: Purpose<'_>,
    failure: impl Fn(&Session) -> Option<Problem>,
) -> Result<Inputs, Error> {
    if common.quiet {
        be_quiet();
    }
    let variables = std::env::vars_os();
    let variables = variables
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    let environment = Environment::known(variables);
    session.set_environment(environment.clone());
    let named = std::env::var_os("COVERAGE_RCFILE").filter(|file| !file.is_empty());
    let rcfile = common.rcfile.clone().or(named.map(PathBuf::from));
    if let Some(rcfile) = &rcfile {
        session.set_rcfile(rcfile.to_string_lossy().into_owned(), read(rcfile)?);
    }
    let paths = defaults::inputs(common, purpose, rcfile.as_deref(), &environment)?;
    session.set_strict_paths(common.strict_paths);
    session.group_jobs(common.jobs);
    if let Some((first, more)) = common.source.split_first() {
        if let Some(root) = inputs::root(first) {
            session.set_root(&root);
        }
        let more = more.iter().filter_map(|source| inputs::outer_root(source));
        session.set_more_roots(more.collect());
    }
    let left_out = match purpose {
        Purpose::Publish(folder) => Some(folder),
        _ => None,
    };
    let mut inputs = Inputs::take(session, &common.source, &paths, left_out)?;
    if let Some(rcfile) = &rcfile {
        inputs.add(rcfile);
    }
    let here = PathBuf::from(".");
    if purpose == Purpose::Report && common.source.is_empty() && !session.has_sources() {
        if let Some(root) = inputs::root(&here) {
            session.set_root(&root);
        }
        inputs.append(Inputs::take(session, &[here], &[], None)?);
    }

    let refusals = session.refusals();
    let fatal = if common.mixed { &[][..] } else { &refusals };
    let others = session.settings_problem().into_iter().chain(failure(session));
    let reported_later: Vec<String> =
        fatal.iter().cloned().chain(others).map(|all| line(&all)).collect();
    let is_reported = |problem: &&Problem| !reported_later.contains(&line(problem));
    let problems = session.problems();
    let reported: Vec<&Problem> = problems.iter().filter(is_reported).collect();
    let fault = session.settings_problem_of_combining();
    // The only problem is the reason why there is no data: one message reports both.
    if let [only] = reported[..]
        && fault.is_none()
        && session.is_without_data()
        && is_all_of_input(only, session)
    {
        return Err(Error::NoDataFor(words(only)));
    }
    for problem in reported {
        tell(&words(problem));
    }
    if let Some(fault) = fault {
        return Err(Error::Problem(words(&fault)));
    }
    if session.is_without_data() {
        return Err(Error::NoData);
    }
    if let Some(refusal) = fatal.first() {
        let way = "Give --mixed to take it together all the same.";
        return Err(Error::Problem(format!("{} {way}", words(refusal))));
    }
    tell_inferred(session);
    let jobs: Vec<String> =
        session.jobs().map(|(label, files)| format!("{label} ({files})")).collect();
    let word = if jobs.len() == 1 { "job" } else { "jobs" };
    inform(&format!("Data files of {} {word}: {}", jobs.len(), jobs.join(", ")));
    Ok(inputs)
}

/// Returns true if the input that a problem concerns has no source and no settings.
fn is_all_of_input(problem: &Problem, session: &Session) -> bool {
    let is_it = |card: &Card| Some(card.id) == problem.input;
    let inputs = session.cards();
    let is_nothing = |card: &Card| card.sources == 0 && card.settings.is_empty();
    inputs.is_empty() || inputs.iter().any(|card| is_it(card) && is_nothing(card))
}

/// Reports the inferred path aliases, and the settings that make them certain.
fn tell_inferred(session: &Session) {
    let inferred = session.inferred_aliases();
    for alias in &inferred {
        tell(&format!("Inferred path mapping: {alias}"));
    }
    let section = session.paths_to_copy();
    if !inferred.is_empty() && !section.is_empty() {
        tell("To settle this, put it into your settings file:");
        section.lines().for_each(tell);
    }
}

/// Reads the regular file at `path`.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Error> {
    files::read(path).map_err(|error| Error::File { path: path.to_owned(), error })
}

/// Formats a problem as the program prints it.
fn line(problem: &Problem) -> String {
    display_text(&words(problem))
}

/// Formats a problem in one line.
pub(crate) fn words(problem: &Problem) -> String {
    let advice = problem.advice.as_deref().unwrap_or_default();
    format!("{}: {} {advice}", problem.file, problem.what).trim_end().to_owned()
}

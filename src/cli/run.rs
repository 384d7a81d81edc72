//! Carries a command out.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use covdrop_analysis::{PatternError, decode_foreign};
use covdrop_data::{Environment, WriteError, WriteOptions};
use covdrop_protocol::{Card, Problem, escape_invisible};
use covdrop_session::{ManifestError, Session};

use crate::args::{Combine, Command, Common};
use crate::console::{PrintError, print, tell};
use crate::defaults::{NothingHere, Purpose};
use crate::inputs::{self, InputError, Inputs};
use crate::output::{self, OutputError, OutputSetting};
use crate::publish::PlaceError;
use crate::site::SiteError;
use crate::{defaults, files, publish, reports};

/// Why a command did not do what it should.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error(transparent)]
    Input(#[from] InputError),
    #[error("There is no usable data file in what was given")]
    NoData,
    #[error("There is no usable data file in what was given. {0}")]
    NoDataFor(String),
    #[error(transparent)]
    NothingHere(#[from] NothingHere),
    #[error("No source for code: '{0}'")]
    NoSource(String),
    #[error("The source is not the one that was tested, and --strict-source asks for that one")]
    OtherSource,
    #[error("{0}")]
    Problem(String),
    #[error("{0}. {advice}", advice = .0.advice())]
    Write(#[from] WriteError),
    #[error("{0}")]
    Contexts(#[from] PatternError),
    #[error(transparent)]
    Report(#[from] covdrop_report::Error),
    #[error("{0}. {advice}", advice = .0.advice())]
    List(#[from] ManifestError),
    #[error("An archive could not be written: {0}")]
    Archive(#[from] zip::result::ZipError),
    #[error("{path}: {error}", path = path.display())]
    File { path: PathBuf, error: io::Error },
    #[error(transparent)]
    Output(#[from] OutputError),
    #[error(transparent)]
    Print(#[from] PrintError),
    #[error(transparent)]
    Site(#[from] SiteError),
    #[error(transparent)]
    Place(#[from] PlaceError),
    #[error("'{path}' is a link that leads out of the page's folder. Copy what it leads to", path = .0.display())]
    PageLink(PathBuf),
}

impl Error {
    /// Whether the reader of standard output went away, as `head` does: it needs no words.
    fn is_unread(&self) -> bool {
        matches!(
            self,
            Error::Print(PrintError::Unread)
                | Error::Output(OutputError::Print(PrintError::Unread))
        )
    }
}

/// Carries `command` out, and tells the exit status.
pub(crate) fn run(command: &Command) -> ExitCode {
    let outcome = match command {
        Command::Report(table) => reports::table(table),
        Command::Json(json) => reports::json(json),
        Command::Xml(xml) => reports::xml(xml),
        Command::Lcov(lcov) => reports::lcov(lcov),
        Command::Combine(combine) => write_data(combine).map(|()| None),
        Command::Publish(publish) => publish::publish(publish).map(|()| None),
    };
    match outcome {
        Ok(None) => ExitCode::SUCCESS,
        Ok(Some(failure)) => {
            say(&format!("Coverage failure: {failure}"));
            ExitCode::from(2)
        }
        Err(error) => fail(&error),
    }
}

/// Says what went wrong, and gives the exit status for it.
pub(crate) fn fail(error: &Error) -> ExitCode {
    if !error.is_unread() {
        say(&error.to_string());
    }
    ExitCode::FAILURE
}

/// Says how a command ended on standard output, as coverage.py does; on standard error where that
/// takes nothing.
fn say(message: &str) {
    let line = format!("{}\n", escape_invisible(message));
    if print(line.as_bytes()).is_err() {
        tell(message);
    }
}

/// Writes one data file of all that is given.
fn write_data(combine: &Combine) -> Result<(), Error> {
    let mut session = Session::new(decode_foreign);
    let purpose = if combine.append { Purpose::Append } else { Purpose::Combine };
    let inputs = take_in(&mut session, &combine.common, purpose, |_| None)?;
    let options = WriteOptions {
        jobs_as_contexts: combine.jobs_as_contexts,
        lines_only: combine.common.mixed,
    };
    let variable = std::env::var_os("COVERAGE_FILE").filter(|file| !file.is_empty());
    let asked = combine.common.output.clone().or(variable.map(PathBuf::from));
    let value = &session.settings().data_file;
    let setting =
        OutputSetting { section: "run", option: "data_file", value, default: ".coverage" };
    let output = output::choose(asked, &session, setting)?;
    let data = session.write_data(options)?;
    match purpose {
        // What it adds to is its input, and the one that is ever written.
        Purpose::Append => Ok(output::write(&output, &data)?),
        _ => write(&output, &data, &inputs, &session),
    }
}

/// Writes `bytes` to `output`, unless that is one of the inputs.
pub(crate) fn write(
    output: &Path,
    bytes: &[u8],
    inputs: &Inputs,
    session: &Session,
) -> Result<(), Error> {
    if !output::is_stdout(output) && inputs.contains(output, session) {
        return Err(OutputError::IsInput(output.to_owned()).into());
    }
    Ok(output::write(output, bytes)?)
}

/// Takes what the command line names, or what coverage.py would find, into `session`, and tells what
/// is wrong with it, but for the `failure` that the command is going to end with.
pub(crate) fn take_in(
    session: &mut Session,
    common: &Common,
    purpose: Purpose<'_>,
    failure: impl Fn(&Session) -> Option<Problem>,
) -> Result<Inputs, Error> {
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
    let untold: Vec<String> = fatal.iter().cloned().chain(others).map(|all| line(&all)).collect();
    let is_told = |problem: &&Problem| !untold.contains(&line(problem));
    let problems = session.problems();
    let told: Vec<&Problem> = problems.iter().filter(is_told).collect();
    let fault = session.settings_problem_of_combining();
    // The one thing that is wrong is why there is no data: one message says both.
    if let [only] = told[..]
        && fault.is_none()
        && session.is_without_data()
        && is_all_of_input(only, session)
    {
        return Err(Error::NoDataFor(words(only)));
    }
    for problem in told {
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
    tell(&format!("Data files of {} {word}: {}", jobs.len(), jobs.join(", ")));
    Ok(inputs)
}

/// Returns true if nothing came of the input that a problem is about.
fn is_all_of_input(problem: &Problem, session: &Session) -> bool {
    let is_it = |card: &Card| Some(card.id) == problem.card;
    let inputs = session.cards();
    let is_nothing = |card: &Card| card.sources == 0 && card.settings.is_empty();
    inputs.is_empty() || inputs.iter().any(|card| is_it(card) && is_nothing(card))
}

/// Tells which path aliases were inferred, and how to make them settings.
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

/// What is in the regular file at `path`.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Error> {
    files::read(path).map_err(|error| Error::File { path: path.to_owned(), error })
}

/// A problem as it is printed.
fn line(problem: &Problem) -> String {
    escape_invisible(&words(problem))
}

/// A problem in one line.
pub(crate) fn words(problem: &Problem) -> String {
    let advice = problem.advice.as_deref().unwrap_or_default();
    format!("{}: {} {advice}", problem.file, problem.what).trim_end().to_owned()
}

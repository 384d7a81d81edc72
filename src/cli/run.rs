//! Carries a command out.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use covdrop_analysis::{PatternError, decode_foreign};
use covdrop_data::{Environment, WriteError, WriteOptions};
use covdrop_protocol::Problem;
use covdrop_session::{ManifestError, Session};

use crate::args::{Combine, Command, Common};
use crate::inputs::{self, Nowhere};
use crate::{publish, reports};

/// Why a command did not do what it should.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error(transparent)]
    Nowhere(#[from] Nowhere),
    #[error("There is no usable data file in what was given")]
    NoData,
    #[error("No source for code: '{0}'")]
    NoSource(String),
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
            tell(&format!("Coverage failure: {failure}"));
            ExitCode::from(2)
        }
        Err(error) => {
            tell(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

/// Writes one data file of all that is given.
fn write_data(combine: &Combine) -> Result<(), Error> {
    let mut session = Session::new(decode_foreign);
    take_in(&mut session, &combine.common)?;
    let options = WriteOptions {
        jobs_as_contexts: combine.jobs_as_contexts,
        lines_only: combine.common.mixed,
    };
    let output = combine.common.output.clone();
    let output = output.unwrap_or_else(|| PathBuf::from(&session.settings().data_file));
    write(&output, &session.write_data(options)?)
}

/// Takes all that is named on the command line into `session`, and tells what is wrong with it.
pub(crate) fn take_in(session: &mut Session, common: &Common) -> Result<(), Error> {
    let variables = std::env::vars_os();
    let variables = variables
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    session.set_environment(Environment::known(variables));
    let named = std::env::var_os("COVERAGE_RCFILE").filter(|file| !file.is_empty());
    if let Some(rcfile) = common.rcfile.clone().or(named.map(PathBuf::from)) {
        session.set_rcfile(rcfile.to_string_lossy().into_owned(), read(&rcfile)?);
    }
    if let Some(root) = common.source.first().and_then(|source| inputs::root(source)) {
        session.set_root(&root);
    }
    inputs::take_in(session, &common.source, &common.inputs)?;

    let refusals = session.refusals();
    let fatal = if common.mixed { &[][..] } else { &refusals };
    for problem in session.problems().iter().filter(|problem| !fatal.contains(problem)) {
        tell(&words(problem));
    }
    if session.is_without_data() {
        return Err(Error::NoData);
    }
    if let Some(refusal) = fatal.first() {
        return Err(Error::Problem(words(refusal)));
    }
    let jobs: Vec<String> =
        session.jobs().map(|(label, files)| format!("{label} ({files})")).collect();
    let word = if jobs.len() == 1 { "job" } else { "jobs" };
    tell(&format!("Data files of {} {word}: {}", jobs.len(), jobs.join(", ")));
    Ok(())
}

/// What is in the file at `path`.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Error> {
    std::fs::read(path).map_err(|error| Error::File { path: path.to_owned(), error })
}

/// Writes `bytes` to the file at `path`, or to standard output where that is `-`.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let written = if path == Path::new("-") {
        io::Write::write_all(&mut io::stdout().lock(), bytes)
    } else {
        std::fs::write(path, bytes)
    };
    written.map_err(|error| Error::File { path: path.to_owned(), error })
}

/// A problem in one line.
pub(crate) fn words(problem: &Problem) -> String {
    let advice = problem.advice.as_deref().unwrap_or_default();
    format!("{}: {} {advice}", problem.file, problem.what).trim_end().to_owned()
}

/// Says something about what is done.
#[allow(clippy::print_stderr, reason = "the place for words about a report")]
pub(crate) fn tell(words: &str) {
    eprintln!("{words}");
}

//! Carries a command out.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use covdrop_analysis::{PatternError, decode_foreign};
use covdrop_data::{Environment, WriteError, WriteOptions};
use covdrop_protocol::Problem;
use covdrop_session::{ManifestError, Session};

use crate::args::{Combine, Command, Common};
use crate::console::{PrintError, tell};
use crate::inputs::{self, InputError, Inputs};
use crate::output::{self, OutputError, OutputSetting};
use crate::publish::PlaceError;
use crate::site::SiteError;
use crate::{files, publish, reports};

/// Why a command did not do what it should.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error(transparent)]
    Input(#[from] InputError),
    #[error("There is no usable data file in what was given")]
    NoData,
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
            tell(&format!("Coverage failure: {failure}"));
            ExitCode::from(2)
        }
        Err(error) => fail(&error),
    }
}

/// Says what went wrong, and gives the exit status for it.
pub(crate) fn fail(error: &Error) -> ExitCode {
    if !error.is_unread() {
        tell(&error.to_string());
    }
    ExitCode::FAILURE
}

/// Writes one data file of all that is given.
fn write_data(combine: &Combine) -> Result<(), Error> {
    let mut session = Session::new(decode_foreign);
    let inputs = take_in(&mut session, &combine.common, None)?;
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
    write(&output, &session.write_data(options)?, &inputs, &session)
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

/// Takes all that is named on the command line into `session`, but for the folder `left_out`, and
/// tells what is wrong with it.
pub(crate) fn take_in(
    session: &mut Session,
    common: &Common,
    left_out: Option<&Path>,
) -> Result<Inputs, Error> {
    let variables = std::env::vars_os();
    let variables = variables
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    session.set_environment(Environment::known(variables));
    let named = std::env::var_os("COVERAGE_RCFILE").filter(|file| !file.is_empty());
    let rcfile = common.rcfile.clone().or(named.map(PathBuf::from));
    if let Some(rcfile) = &rcfile {
        session.set_rcfile(rcfile.to_string_lossy().into_owned(), read(rcfile)?);
    }
    if let Some(root) = common.source.first().and_then(|source| inputs::root(source)) {
        session.set_root(&root);
    }
    let mut inputs = Inputs::take(session, &common.source, &common.inputs, left_out)?;
    if let Some(rcfile) = &rcfile {
        inputs.add(rcfile);
    }

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
    Ok(inputs)
}

/// What is in the regular file at `path`.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Error> {
    files::read(path).map_err(|error| Error::File { path: path.to_owned(), error })
}

/// A problem in one line.
pub(crate) fn words(problem: &Problem) -> String {
    let advice = problem.advice.as_deref().unwrap_or_default();
    format!("{}: {} {advice}", problem.file, problem.what).trim_end().to_owned()
}

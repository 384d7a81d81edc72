//! Carries a command out.

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use covdrop_protocol::Problem;
use covdrop_report::{File, Format, LineContexts, Markdown, Settings, Text, Timestamp, Total};
use covdrop_session::Session;

use crate::args::{Command, Common, Report, TableFormat};
use crate::inputs::{self, Nowhere};

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
enum Error {
    #[error(transparent)]
    Nowhere(#[from] Nowhere),
    #[error("There is no usable data file in what was given")]
    NoData,
    #[error("No source for code: '{0}'")]
    NoSource(String),
    #[error("{0}")]
    Problem(String),
    #[error(transparent)]
    Report(#[from] covdrop_report::Error),
    #[error("{path}: {error}", path = path.display())]
    Write { path: PathBuf, error: io::Error },
}

/// Carries `command` out, and tells the exit status.
pub(crate) fn run(command: &Command) -> ExitCode {
    let Command::Report(report) = command;
    let settings = Settings {
        precision: report.common.precision,
        sort: report.sort,
        skip_covered: report.skip_covered,
        skip_empty: report.common.skip_empty,
        show_missing: report.show_missing,
        ..Settings::default()
    };
    match write_report(&report.common, format_of(report), settings) {
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

fn format_of(report: &Report) -> &'static dyn Format {
    match report.format {
        TableFormat::Text => &Text,
        TableFormat::Markdown => &Markdown,
        TableFormat::Total => &Total,
    }
}

/// Writes the report; gives back how the total fails its threshold, where it does.
fn write_report(
    common: &Common,
    format: &dyn Format,
    settings: Settings,
) -> Result<Option<String>, Error> {
    let mut session = Session::new();
    session.set_rules(common.python);
    let paths: Vec<PathBuf> = common.source.iter().chain(&common.inputs).cloned().collect();
    inputs::take_in(&mut session, &paths)?;
    check(&session, common.ignore_errors)?;

    let measurement = session.measure();
    let precision = settings.precision;
    let files = measurement.files.iter().map(|file| File {
        path: file.path.as_str(),
        name: file.path.as_str(),
        source: file.source().text(),
        measured: file.measured(),
        contexts: LineContexts::new(),
    });
    let report =
        covdrop_report::Report::new(files.collect(), measurement.has_arcs, now(), settings);
    let mut written = Vec::new();
    format.write(&report, &mut written)?;
    inputs::write(&common.output, &written)
        .map_err(|error| Error::Write { path: common.output.clone(), error })?;
    let total = format.total(&report);
    Ok(common.fail_under.and_then(|threshold| threshold.failure(total, precision)))
}

/// Tells what is wrong; an error where a report would be of less than was asked for.
fn check(session: &Session, ignore_errors: bool) -> Result<(), Error> {
    for problem in session.problems() {
        tell(&words(&problem));
    }
    let mut missing = session.without_source().peekable();
    if session.is_without_data() {
        return Err(Error::NoData);
    }
    if ignore_errors {
        missing.for_each(|path| tell(&Error::NoSource(path.to_owned()).to_string()));
        return Ok(());
    }
    if let Some(path) = missing.next() {
        return Err(Error::NoSource(path.to_owned()));
    }
    match session.refused().next() {
        Some(problem) => Err(Error::Problem(words(&problem))),
        None => Ok(()),
    }
}

fn words(problem: &Problem) -> String {
    let advice = problem.advice.as_deref().unwrap_or_default();
    format!("{}: {} {advice}", problem.file, problem.what).trim_end().to_owned()
}

/// The moment, as reports write it.
fn now() -> Timestamp {
    let now = jiff::Zoned::now();
    Timestamp {
        local: now.datetime().to_string(),
        unix_millis: u64::try_from(now.timestamp().as_millisecond()).unwrap_or_default(),
    }
}

#[allow(clippy::print_stderr, reason = "the place for words about a report")]
fn tell(words: &str) {
    eprintln!("{words}");
}

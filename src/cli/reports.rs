//! The commands that write reports. Options override settings, and settings override defaults.

use std::io::{self, BufWriter, Seek as _};
use std::path::{Path, PathBuf};

use covdrop_analysis::decode_foreign;
use covdrop_protocol::Problem;
use covdrop_report::{
    FailUnder, Format, Json, Lcov, Markdown, Percent, Precision, Settings, Sort, TableFormat, Text,
    Timestamp, Total, Xml,
};
use covdrop_session::Session;
use tempfile::SpooledTempFile;

use crate::args::{self, Common, List, Numbers, Python};
use crate::console::{inform, tell};
use crate::defaults::Purpose;
use crate::doubts::check_doubts;
use crate::error::Error;
use crate::inputs::Inputs;
use crate::load::{take_in, words};
use crate::output::{self, OutputSetting};
use crate::read_diff::{match_diff, read_diff};

/// The result of a report: the message if the total is below the threshold.
pub(crate) type Outcome = Result<Option<String>, Error>;

/// Runs `covdrop report`.
pub(crate) fn table(args: &args::Table) -> Outcome {
    let diff = args.diff.as_deref().map(read_diff).transpose()?;
    let restrict_files = |session: &mut Session| {
        if let Some(diff) = diff {
            let matched = match_diff(session, diff, &args.common);
            session.set_only_changed(&matched);
        }
    };
    let (mut session, inputs) = session_with(&args.common, &args.numbers, restrict_files)?;
    if args.diff.is_some() && session.measure().files.is_empty() {
        inform("Nothing measurable changed");
        return Ok(None);
    }
    restrict(&mut session, &args.contexts)?;
    let set = session.settings();
    let set_sort = |sort: &str| {
        let sort = sort.parse::<Sort>();
        sort.map_err(|error| Error::Problem(setting(set, "[report] sort", &error.to_string())))
    };
    let sort = args.sort.map(Ok).or_else(|| set.report.sort.as_deref().map(set_sort));
    let settings = Settings {
        sort: sort.transpose()?.unwrap_or_default(),
        skip_covered: args.skip_covered || set.report.skip_covered,
        skip_empty: args.skip_empty || set.report.skip_empty,
        show_missing: args.show_missing || set.report.show_missing,
        ..settings(&session, &args.numbers)?
    };
    let set_format = || match set.report.format.as_deref().map(str::parse::<TableFormat>) {
        Some(Err(error)) => {
            Err(Error::Problem(setting(set, "[report] format", &error.to_string())))
        }
        Some(Ok(format)) => Ok(format),
        None => Ok(TableFormat::Text),
    };
    let format: &dyn Format = match args.format.map_or_else(set_format, Ok)? {
        TableFormat::Text => &Text,
        TableFormat::Markdown => &Markdown,
        TableFormat::Total => &Total,
    };
    let output = args.common.output.clone().unwrap_or_else(|| PathBuf::from("-"));
    report(&session, &inputs, &args.numbers, format, settings, &output)
}

/// Runs `covdrop json`.
pub(crate) fn json(args: &args::Json) -> Outcome {
    let (mut session, inputs) = session(&args.common, &args.numbers)?;
    restrict(&mut session, &args.contexts)?;
    let set = session.settings();
    let settings = Settings {
        show_contexts: args.show_contexts || set.json.show_contexts,
        pretty_print: args.pretty_print || set.json.pretty_print,
        doubts: args.doubts.then(|| session.doubts_as_json()),
        ..settings(&session, &args.numbers)?
    };
    let output = output(&session, &args.common, ("json", &set.json.output, "coverage.json"))?;
    report(&session, &inputs, &args.numbers, &Json, settings, &output)
}

/// Runs `covdrop xml`.
pub(crate) fn xml(args: &args::Other) -> Outcome {
    let (session, inputs) = session(&args.common, &args.numbers)?;
    let set = session.settings();
    let settings = Settings {
        skip_empty: args.skip_empty || set.report.skip_empty,
        package_depth: usize::try_from(set.xml.package_depth).unwrap_or_default(),
        source_roots: session.source_roots(|path| locate(&session, path)),
        ..settings(&session, &args.numbers)?
    };
    let output = output(&session, &args.common, ("xml", &set.xml.output, "coverage.xml"))?;
    report(&session, &inputs, &args.numbers, &Xml, settings, &output)
}

/// Returns the full path of a file that a setting names, if it exists in the source folder; without
/// a source folder, the session locates it.
fn locate(session: &Session, path: &str) -> Option<String> {
    match session.root() {
        Some(root) => {
            let full = Path::new(root).join(path).canonicalize().ok()?;
            Some(full.to_string_lossy().into_owned())
        }
        None => session.locate(path),
    }
}

/// Runs `covdrop lcov`.
pub(crate) fn lcov(args: &args::Other) -> Outcome {
    let (session, inputs) = session(&args.common, &args.numbers)?;
    let set = session.settings();
    let settings = Settings {
        skip_empty: args.skip_empty || set.report.skip_empty,
        line_checksums: set.lcov.line_checksums,
        ..settings(&session, &args.numbers)?
    };
    let output = output(&session, &args.common, ("lcov", &set.lcov.output, "coverage.lcov"))?;
    report(&session, &inputs, &args.numbers, &Lcov, settings, &output)
}

/// Loads all inputs into a session, and checks that it has everything that a report needs.
pub(crate) fn session(common: &Common, numbers: &Numbers) -> Result<(Session, Inputs), Error> {
    session_with(common, numbers, |_| {})
}

/// Like [`session`], of which `restrict` leaves out files before the others are checked.
fn session_with(
    common: &Common,
    numbers: &Numbers,
    restrict: impl FnOnce(&mut Session),
) -> Result<(Session, Inputs), Error> {
    let mut session = Session::new(decode_foreign);
    if let Python::Rules(rules) = numbers.python {
        session.set_target_version(rules);
    }
    session.count_approximate(numbers.approximate);
    if let Some(include) = List::of(numbers.include.as_ref()) {
        session.set_include(include.to_vec());
    }
    if let Some(omit) = List::of(numbers.omit.as_ref()) {
        session.set_omit(omit.to_vec());
    }
    let failure = |session: &Session| failure(session, numbers);
    let inputs = take_in(&mut session, common, Purpose::Report, failure)?;
    restrict(&mut session);
    check_doubts(&session, numbers.strict_source)?;
    check(&session, common, numbers)?;
    Ok((session, inputs))
}

/// Returns an error if the report would be incomplete.
fn check(session: &Session, common: &Common, numbers: &Numbers) -> Result<(), Error> {
    if let Some(fault) = session.settings_problem() {
        return Err(Error::Problem(words(&fault)));
    }
    let mut missing = session.without_source();
    if numbers.ignore_errors || session.settings().report.ignore_errors {
        missing.for_each(|path| tell(&format!("No source for code: '{path}'")));
        return Ok(());
    }
    if let Some(path) = missing.next() {
        let error = if common.source.is_empty() { Error::NoSource } else { Error::NotInSource };
        return Err(error(path.to_owned()));
    }
    failure(session, numbers).map_or(Ok(()), |problem| {
        let is_python2 = session.approximate().any(|other| other == problem);
        let advice = if is_python2 { COUNT_OR_LEAVE_OUT } else { REPLACE_OR_LEAVE_OUT };
        let advice = Some(advice.to_owned());
        Err(Error::Problem(words(&Problem { advice, ..problem })))
    })
}

/// The advice if Covdrop could not analyse a source.
const REPLACE_OR_LEAVE_OUT: &str = "Name the folder with the source as it was when the tests ran by \
                                    --source DIR, or leave out such files by -i";

/// The advice if a source is Python 2.
const COUNT_OR_LEAVE_OUT: &str = "Count such files by --approximate, or leave them out by -i";

/// Returns the problem of a source that Covdrop could not analyse, or that is Python 2 and does not
/// count. Returns `None` if the report ignores errors, or if sources are missing.
fn failure(session: &Session, numbers: &Numbers) -> Option<Problem> {
    let is_ignored = numbers.ignore_errors || session.settings().report.ignore_errors;
    if is_ignored || session.without_source().next().is_some() {
        return None;
    }
    let uncounted = session.approximate().filter(|_| !numbers.approximate);
    session.refused().chain(uncounted).next()
}

/// Filters contexts, as coverage.py does for tables and JSON.
pub(crate) fn restrict(session: &mut Session, args: &args::Contexts) -> Result<(), Error> {
    let set = session.settings().report.contexts.clone().unwrap_or_default();
    let patterns = List::of(args.contexts.as_ref()).map_or(set, <[String]>::to_vec);
    if !patterns.is_empty() {
        session.restrict_contexts(&patterns)?;
    }
    Ok(())
}

/// Returns the settings that all reports need.
fn settings(session: &Session, numbers: &Numbers) -> Result<Settings, Error> {
    Ok(Settings { precision: precision(session, numbers)?, ..Settings::default() })
}

/// Returns the number of decimals of percentages.
pub(crate) fn precision(session: &Session, numbers: &Numbers) -> Result<Precision, Error> {
    let set = session.settings();
    let set_precision = || {
        let error =
            |error: covdrop_report::Error| setting(set, "[report] precision", &error.to_string());
        Precision::new(set.report.precision).map_err(|wrong| Error::Problem(error(wrong)))
    };
    numbers.precision.map_or_else(set_precision, Ok)
}

/// Returns the message if `total` is below the threshold.
pub(crate) fn failure_of_total(
    session: &Session,
    numbers: &Numbers,
    total: Percent,
    precision: Precision,
) -> Outcome {
    let set = session.settings();
    let set_threshold = || {
        let error =
            |error: covdrop_report::Error| setting(set, "[report] fail_under", &error.to_string());
        FailUnder::new(set.report.fail_under).map_err(|wrong| Error::Problem(error(wrong)))
    };
    let threshold = numbers.fail_under.map_or_else(set_threshold, Ok)?;
    Ok(threshold.failure(total, precision))
}

/// Formats an error of a setting in one line, with the file of the setting.
fn setting(set: &covdrop_data::Settings, option: &str, error: &str) -> String {
    let file = set.file.as_deref().unwrap_or("settings");
    format!("{file}: {option}: {error}")
}

/// Returns the file to write a report to: that of the option, or that of the section `setting`.
fn output(
    session: &Session,
    common: &Common,
    (section, value, default): (&'static str, &str, &'static str),
) -> Result<PathBuf, Error> {
    let setting = OutputSetting { section, option: "output", value, default };
    Ok(output::choose(common.output.clone(), session, setting)?)
}

/// The maximum size of a report in MiB: with contexts, one can be a thousand times as large as its
/// data.
const MAX_MIB: u64 = 2048;

/// The maximum number of bytes of a report in memory; a longer report goes to a temporary file.
const MAX_IN_MEMORY: usize = 32 << 20;

/// Writes a report.
fn report(
    session: &Session,
    inputs: &Inputs,
    numbers: &Numbers,
    format: &dyn Format,
    settings: Settings,
    output: &Path,
) -> Outcome {
    let precision = settings.precision;
    let total = write(session, inputs, output, |out| {
        session.write_report(format, settings, now(), MAX_MIB, out)
    })?;
    failure_of_total(session, numbers, total, precision)
}

/// Writes what `report` writes to `output`, whole or not at all.
pub(crate) fn write<T>(
    session: &Session,
    inputs: &Inputs,
    output: &Path,
    report: impl FnOnce(&mut dyn io::Write) -> Result<T, covdrop_report::Error>,
) -> Result<T, Error> {
    let mut written = BufWriter::new(SpooledTempFile::new(MAX_IN_MEMORY));
    let result = report(&mut written)?;
    let error = |error: io::Error| Error::Report(error.into());
    let mut written = written.into_inner().map_err(|unwritten| error(unwritten.into_error()))?;
    written.rewind().map_err(error)?;
    output::write_unless_input(output, &mut written, inputs, session)?;
    if !output::is_stdout(output) {
        inform(&format!("Wrote the report to {}", output.display()));
    }
    Ok(result)
}

/// Returns the present time, as reports write it.
fn now() -> Timestamp {
    let now = jiff::Zoned::now();
    Timestamp {
        local: now.datetime().to_string(),
        unix_millis: u64::try_from(now.timestamp().as_millisecond()).unwrap_or_default(),
    }
}

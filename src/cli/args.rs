//! The options of the command line. The project's settings supply those that are not given.

use std::path::PathBuf;
use std::str::FromStr as _;

use clap::{Args as ClapArgs, Parser, Subcommand};
use clap_complete::Shell;
use covdrop_analysis::TargetVersion;
use covdrop_data::{python_float, python_integer};
use covdrop_protocol::JobsBy;
use covdrop_report::{CHANGE_FORMATS, ChangeFormat, FailUnder, Precision, Sort, TableFormat};

/// Reports on coverage.py's data files, without Python.
#[derive(Debug, Parser)]
#[command(name = "covdrop", version, max_term_width = 100, args_override_self = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// A command.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// A table of files and their coverage
    Report(Table),
    /// A JSON report
    Json(Json),
    /// An XML report, in Cobertura's form
    Xml(Other),
    /// An LCOV report
    Lcov(Other),
    /// The coverage of the lines that changed
    Diff(Box<Diff>),
    /// One HTML file with the page and all that is given, which opens without a server
    Html(Html),
    /// One data file of all that is given
    Combine(Combine),
    /// A folder for a web server: the page and all that is given
    Publish(Publish),
    /// Serve the page and all that is given to this machine alone, and open the browser
    Serve(Serve),
    /// Completions for a shell, on standard output
    Completions {
        /// The shell
        shell: Shell,
    },
    /// The manual pages, as files in a folder
    Man {
        /// The folder to write to
        #[arg(short = 'd', long, value_name = "DIR", default_value = "man")]
        directory: PathBuf,
    },
}

/// Options of `report`.
#[derive(Debug, ClapArgs)]
pub(crate) struct Table {
    #[command(flatten)]
    pub(crate) common: Common,
    #[command(flatten)]
    pub(crate) numbers: Numbers,
    #[command(flatten)]
    pub(crate) contexts: Contexts,
    /// The form of the table
    #[arg(long, value_name = "FORMAT", value_parser = TableFormat::from_str)]
    pub(crate) format: Option<TableFormat>,
    /// Show the line numbers of statements and branches that did not run
    #[arg(short = 'm', long)]
    pub(crate) show_missing: bool,
    /// The column to sort by: name, stmts, miss, branch, brpart or cover; `-` before it reverses
    #[arg(long, value_name = "COL", allow_hyphen_values = true)]
    pub(crate) sort: Option<Sort>,
    /// Leave out files that are covered in full
    #[arg(long)]
    pub(crate) skip_covered: bool,
    /// Leave out files that have no statements
    #[arg(long)]
    pub(crate) skip_empty: bool,
    /// Only files that this diff changes; `-` is standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) diff: Option<PathBuf>,
}

/// Options of `diff`.
#[derive(Debug, ClapArgs)]
pub(crate) struct Diff {
    #[command(flatten)]
    pub(crate) common: Common,
    #[command(flatten)]
    pub(crate) numbers: Numbers,
    #[command(flatten)]
    pub(crate) contexts: Contexts,
    #[command(flatten)]
    pub(crate) change: Change,
    /// Where the sources of the base are, if they are others; with --compare-branch those that the
    /// branch had
    #[arg(long, value_name = "DIR", requires = "base")]
    pub(crate) base_source: Vec<PathBuf>,
    /// The form of the report: text, markdown, json, github (annotations), gitlab (Code Quality) or
    /// total (the percentage alone)
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = change_format)]
    pub(crate) format: &'static dyn ChangeFormat,
}

/// The change to report on.
#[derive(Debug, ClapArgs)]
#[group(required = true, multiple = true)]
pub(crate) struct Change {
    /// The change as a unified diff, as `git diff` writes it; `-` is standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) diff: Option<PathBuf>,
    /// Compare the source, a checkout of git, with the commit where it left this branch
    #[arg(long, value_name = "BRANCH", conflicts_with = "diff")]
    pub(crate) compare_branch: Option<String>,
    /// Data files of the base, and folders and archives to look for them in: compare with them; may be
    /// given several times
    #[arg(long, value_name = "INPUT")]
    pub(crate) base: Vec<PathBuf>,
}

/// Options of `json`.
#[derive(Debug, ClapArgs)]
pub(crate) struct Json {
    #[command(flatten)]
    pub(crate) common: Common,
    #[command(flatten)]
    pub(crate) numbers: Numbers,
    #[command(flatten)]
    pub(crate) contexts: Contexts,
    /// Show the contexts of each line
    #[arg(long)]
    pub(crate) show_contexts: bool,
    /// Add the reasons to doubt the total, as `doubts` under a key `covdrop`
    #[arg(long)]
    pub(crate) doubts: bool,
    /// Indent, for people to read
    #[arg(long)]
    pub(crate) pretty_print: bool,
}

/// Options of the other reports.
#[derive(Debug, ClapArgs)]
pub(crate) struct Other {
    #[command(flatten)]
    pub(crate) common: Common,
    #[command(flatten)]
    pub(crate) numbers: Numbers,
    /// Leave out files that have no statements
    #[arg(long)]
    pub(crate) skip_empty: bool,
}

/// Options of `combine`.
#[derive(Debug, ClapArgs)]
pub(crate) struct Combine {
    #[command(flatten)]
    pub(crate) common: Common,
    /// Record the job of each line as its context
    #[arg(long)]
    pub(crate) jobs_as_contexts: bool,
    /// Add to the data file that is there, instead of making it anew
    #[arg(short = 'a', long)]
    pub(crate) append: bool,
    /// Keep the data files that are combined; Covdrop always does
    #[arg(long)]
    pub(crate) keep: bool,
}

/// Options of `html`.
#[derive(Debug, ClapArgs)]
pub(crate) struct Html {
    #[command(flatten)]
    pub(crate) common: Common,
    #[command(flatten)]
    pub(crate) numbers: Numbers,
    #[command(flatten)]
    pub(crate) contexts: Contexts,
    /// Write `index.html` in this folder
    #[arg(short = 'd', long, value_name = "DIR", conflicts_with = "output")]
    pub(crate) directory: Option<PathBuf>,
    /// The title, instead of the project's name in the pipeline
    #[arg(long, value_name = "TEXT")]
    pub(crate) title: Option<String>,
    /// Leave out the text of the sources: the file shows numbers, and marks on empty lines
    #[arg(long)]
    pub(crate) no_source: bool,
    /// Show the contexts of each line; the page always does
    #[arg(long)]
    pub(crate) show_contexts: bool,
    #[command(flatten)]
    pub(crate) skips: Skips,
    /// Open the file in the browser
    #[arg(long)]
    pub(crate) open: bool,
}

/// Files that `coverage html` would not list.
#[derive(Debug, ClapArgs)]
pub(crate) struct Skips {
    /// Taken for scripts of coverage.py; the page lists all files, and “Hide covered” there hides these
    #[arg(long)]
    pub(crate) skip_covered: bool,
    /// Taken for scripts of coverage.py; the page lists all files
    #[arg(long)]
    pub(crate) no_skip_covered: bool,
    /// Taken for scripts of coverage.py; the page lists all files, and “Hide empty” there hides these
    #[arg(long)]
    pub(crate) skip_empty: bool,
}

/// Options of `serve`.
#[derive(Debug, ClapArgs)]
pub(crate) struct Serve {
    #[command(flatten)]
    pub(crate) common: Common,
    /// The port to listen on, instead of any free one
    #[arg(long, value_name = "PORT", default_value = "0")]
    pub(crate) port: u16,
    /// Open no browser
    #[arg(long)]
    pub(crate) no_open: bool,
}

/// Options of `publish`.
#[derive(Debug, ClapArgs)]
pub(crate) struct Publish {
    #[command(flatten)]
    pub(crate) common: Common,
    /// The folder of another built page, instead of the one in this program
    #[arg(long, value_name = "DIST")]
    pub(crate) page: Option<PathBuf>,
}

/// The inputs and the output.
#[derive(Clone, Debug, ClapArgs)]
pub(crate) struct Common {
    /// Where the sources are: a folder or an archive; for a report this folder, if none is given
    #[arg(long, value_name = "DIR")]
    pub(crate) source: Vec<PathBuf>,
    /// Data files, and folders and archives to look for them in
    ///
    /// Without any, those that coverage.py would find in this folder
    #[arg(value_name = "INPUT")]
    pub(crate) inputs: Vec<PathBuf>,
    /// The data file to take where no input is named, with those of parallel processes beside it; for
    /// `combine` the one to write
    #[arg(long, value_name = "FILE")]
    pub(crate) data_file: Option<PathBuf>,
    /// Print errors and warnings only
    #[arg(short = 'q', long)]
    pub(crate) quiet: bool,
    /// Where to write; `-` is standard output
    #[arg(short = 'o', value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// The settings file, instead of the one in the source
    #[arg(long, value_name = "FILE")]
    pub(crate) rcfile: Option<PathBuf>,
    /// The rule that groups data files into jobs, in place of the detected one
    #[arg(long, value_name = "BY", value_parser = jobs_by)]
    pub(crate) jobs: Option<JobsBy>,
    /// Find recorded paths only as they are and by `[paths]`: infer no path mapping
    #[arg(long)]
    pub(crate) strict_paths: bool,
    /// Take line data and branch data together; branches count for the jobs that measured them
    #[arg(long)]
    pub(crate) mixed: bool,
}

/// Options that change the numbers.
#[derive(Debug, ClapArgs)]
pub(crate) struct Numbers {
    /// The Python version whose rules decide about statements: auto, or 3.9 to 3.15
    #[arg(long, value_name = "VERSION", default_value = "auto", value_parser = python)]
    pub(crate) python: Python,
    /// Go on when a source is missing or is not Python
    #[arg(short = 'i', long)]
    pub(crate) ignore_errors: bool,
    /// Fail when the source is not the one that was tested
    #[arg(long)]
    pub(crate) strict_source: bool,
    /// Count Python 2 sources too, as well as can be
    #[arg(long)]
    pub(crate) approximate: bool,
    /// Only files that match any of these patterns, separated by commas
    #[arg(long, value_name = "PATTERNS", value_parser = list)]
    pub(crate) include: Option<List>,
    /// No files that match any of these patterns, separated by commas
    #[arg(long, value_name = "PATTERNS", value_parser = list)]
    pub(crate) omit: Option<List>,
    /// Decimals of percentages
    #[arg(long, value_name = "N", allow_hyphen_values = true, value_parser = precision)]
    pub(crate) precision: Option<Precision>,
    /// Exit with status 2 if the total, or for `diff` the coverage of the change, is less than this
    #[arg(long, value_name = "N", allow_hyphen_values = true, value_parser = fail_under)]
    pub(crate) fail_under: Option<FailUnder>,
}

/// Which contexts count.
#[derive(Debug, ClapArgs)]
pub(crate) struct Contexts {
    /// Only contexts in which any of these regular expressions is found, separated by commas
    #[arg(long, value_name = "REGEX", value_parser = list)]
    pub(crate) contexts: Option<List>,
}

/// Whose rules to follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Python {
    /// Those that the data speaks for.
    Auto,
    /// These.
    Rules(TargetVersion),
}

/// The values of an option that takes several, separated by commas; none where it is empty, as if
/// it were not given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct List(pub(crate) Vec<String>);

impl List {
    /// The values of `option`, where there are any.
    pub(crate) fn of(option: Option<&List>) -> Option<&[String]> {
        option.map(|list| list.0.as_slice()).filter(|values| !values.is_empty())
    }
}

fn change_format(text: &str) -> Result<&'static dyn ChangeFormat, String> {
    let format = CHANGE_FORMATS.into_iter().find(|format| format.name() == text);
    format.ok_or_else(|| {
        let names: Vec<&str> = CHANGE_FORMATS.iter().map(|format| format.name()).collect();
        format!("the formats are {}", names.join(", "))
    })
}

fn jobs_by(text: &str) -> Result<JobsBy, String> {
    match text {
        "file" => Ok(JobsBy::File),
        "folder" => Ok(JobsBy::Folder),
        "host" => Ok(JobsBy::Host),
        "root" => Ok(JobsBy::Root),
        _ => Err("file, folder, host or root is needed".to_owned()),
    }
}

fn python(text: &str) -> Result<Python, String> {
    match text {
        "auto" => Ok(Python::Auto),
        version => version.parse().map(Python::Rules).map_err(|error| format!("{error}")),
    }
}

#[expect(clippy::unnecessary_wraps, reason = "it is what clap asks for")]
fn list(text: &str) -> Result<List, String> {
    let values =
        if text.is_empty() { Vec::new() } else { text.split(',').map(str::to_owned).collect() };
    Ok(List(values))
}

fn precision(text: &str) -> Result<Precision, String> {
    let decimals = whole_number(text).ok_or("a whole number is needed")?;
    Precision::new(decimals).map_err(|error| error.to_string())
}

fn fail_under(text: &str) -> Result<FailUnder, String> {
    let percent = python_float(text).ok_or("a number is needed")?;
    FailUnder::new(percent).map_err(|error| error.to_string())
}

/// A whole number as coverage.py's command line reads it: as Python writes it, but a leading 0
/// makes it octal.
fn whole_number(text: &str) -> Option<i64> {
    let lower = text.to_lowercase();
    match lower.get(..2) {
        Some("0x") => digits(lower.get(2..)?, 16),
        Some("0b") => {
            digits(Some(lower.get(2..)?).filter(|rest| !rest.is_empty()).unwrap_or("0"), 2)
        }
        Some("0o") => digits(lower.get(2..)?, 8),
        _ if lower.starts_with('0') => digits(&lower, 8),
        _ => python_integer(text),
    }
}

fn digits(text: &str, radix: u32) -> Option<i64> {
    i64::from_str_radix(&text.trim().replace('_', ""), radix).ok()
}

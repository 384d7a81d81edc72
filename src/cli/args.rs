//! The command line as it is written.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use covdrop_analysis::RuleSet;
use covdrop_report::{FailUnder, Precision, Sort};

/// Reports on coverage.py's data files, without Python.
#[derive(Debug, Parser)]
#[command(name = "covdrop", version, max_term_width = 100)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// A table of files and their coverage
    Report(Report),
}

/// Options of `report`.
#[derive(Debug, ClapArgs)]
pub(crate) struct Report {
    #[command(flatten)]
    pub(crate) common: Common,
    /// The form of the table
    #[arg(long, value_enum, default_value_t = TableFormat::Text)]
    pub(crate) format: TableFormat,
    /// Show the line numbers of statements and branches that did not run
    #[arg(short = 'm', long)]
    pub(crate) show_missing: bool,
    /// The column to sort by: name, stmts, miss, branch, brpart or cover; `-` before it reverses
    #[arg(long, value_name = "COL", default_value = "name", allow_hyphen_values = true)]
    pub(crate) sort: Sort,
    /// Leave out files that are covered in full
    #[arg(long)]
    pub(crate) skip_covered: bool,
}

/// Options of every report.
#[derive(Debug, ClapArgs)]
pub(crate) struct Common {
    /// Where the sources are: a folder
    #[arg(long, value_name = "DIR")]
    pub(crate) source: Vec<PathBuf>,
    /// Data files, and folders to look for them in
    #[arg(required = true, value_name = "INPUT")]
    pub(crate) inputs: Vec<PathBuf>,
    /// Where to write the report; `-` is standard output
    #[arg(short = 'o', value_name = "FILE", default_value = "-")]
    pub(crate) output: PathBuf,
    /// The Python whose rules tell what a statement is
    #[arg(long, value_name = "VERSION", default_value_t = RuleSet::default())]
    pub(crate) python: RuleSet,
    /// Go on when a source is missing or is not Python
    #[arg(short = 'i', long)]
    pub(crate) ignore_errors: bool,
    /// Decimals of percentages
    #[arg(long, value_name = "N", default_value = "0", value_parser = precision)]
    pub(crate) precision: Precision,
    /// Leave out files that have no statements
    #[arg(long)]
    pub(crate) skip_empty: bool,
    /// Exit with status 2 if the total is less than this
    #[arg(long, value_name = "N", value_parser = fail_under)]
    pub(crate) fail_under: Option<FailUnder>,
}

/// The form of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TableFormat {
    /// For terminals
    Text,
    /// For Markdown
    Markdown,
    /// The total percentage alone
    Total,
}

fn precision(text: &str) -> Result<Precision, String> {
    let decimals = text.parse().map_err(|_| "a whole number is needed".to_owned())?;
    Precision::new(decimals).map_err(|error| error.to_string())
}

fn fail_under(text: &str) -> Result<FailUnder, String> {
    let percent = text.parse().map_err(|_| "a number is needed".to_owned())?;
    FailUnder::new(percent).map_err(|error| error.to_string())
}

//! Runs a command, and reports its result.

use std::process::ExitCode;

use covdrop_protocol::display_text;

use crate::args::Command;
use crate::console::{print, tell};
use crate::error::Error;
use crate::{combine, diff, help_files, html, publish, reports, serve};

/// Runs `command`, and returns the exit status.
pub(crate) fn run(command: &Command) -> ExitCode {
    let outcome = match command {
        Command::Report(table) => reports::table(table),
        Command::Diff(diff) => diff::diff(diff),
        Command::Json(json) => reports::json(json),
        Command::Xml(xml) => reports::xml(xml),
        Command::Lcov(lcov) => reports::lcov(lcov),
        Command::Html(html) => html::html(html),
        Command::Serve(serve) => serve::serve(serve).map(|()| None),
        Command::Completions { shell } => help_files::completions(*shell).map(|()| None),
        Command::Man { directory } => help_files::manual(directory).map(|()| None),
        Command::Combine(combine) => combine::combine(combine).map(|()| None),
        Command::Publish(publish) => publish::publish(publish).map(|()| None),
    };
    match outcome {
        Ok(None) => ExitCode::SUCCESS,
        Ok(Some(failure)) => {
            let failure = format!("Coverage failure: {failure}");
            match command {
                // Standard output may have a report for programs.
                Command::Diff(_) => tell(&failure),
                _ => say(&failure),
            }
            ExitCode::from(2)
        }
        Err(error) => fail(&error),
    }
}

/// Prints an error, and returns its exit status.
pub(crate) fn fail(error: &Error) -> ExitCode {
    if !error.is_unread() {
        say(&error.to_string());
    }
    ExitCode::FAILURE
}

/// Prints the result of a command on standard output, as coverage.py does, or on standard error if
/// that fails.
fn say(message: &str) {
    let line = format!("{}\n", display_text(message));
    if print(line.as_bytes()).is_err() {
        tell(message);
    }
}

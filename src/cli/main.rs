//! The command line `covdrop`, which uses the same session as the page.
//!
//! Options and exit statuses are those of coverage.py: 0 for success, 1 for an error, 2 if the
//! total is below the threshold. Reports go to stdout, messages to stderr.

mod archives;
mod args;
mod combine;
mod console;
mod defaults;
mod diff;
mod doubts;
mod embedded_page;
mod error;
mod files;
mod git;
mod help_files;
mod html;
mod inputs;
mod interrupt;
mod load;
mod output;
mod project_info;
mod publish;
mod read_diff;
mod reports;
mod run;
mod serve;
mod site;
mod walk;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    match args::Args::try_parse() {
        Ok(args) => run::run(&args.command),
        Err(error) if error.use_stderr() => {
            console::tell_lines(&error.render().to_string());
            ExitCode::FAILURE
        }
        Err(help) => match console::print_help(&help) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => run::fail(&error.into()),
        },
    }
}

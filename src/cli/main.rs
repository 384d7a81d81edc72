//! `covdrop`, the same session on a command line.
//!
//! Options are named as coverage.py's, and so are the exit statuses: 0 when all is well, 1 for an
//! error, 2 when the total is under the threshold. Reports go to stdout, words about them to stderr.

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

//! `covdrop`, the same session on a command line.
//!
//! Options are named as coverage.py's, and so are the exit statuses: 0 when all is well, 1 for an
//! error, 2 when the total is under the threshold. Reports go to stdout, words about them to stderr.

mod args;
mod inputs;
mod publish;
mod reports;
mod run;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    match args::Args::try_parse() {
        Ok(args) => run::run(&args.command),
        Err(error) => {
            // Fails only where there is nobody to tell.
            let _ = error.print();
            if error.use_stderr() { ExitCode::FAILURE } else { ExitCode::SUCCESS }
        }
    }
}

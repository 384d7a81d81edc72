//! Finishes the page that Trunk built in the folder DIST, for publishing.
//!
//! `covdrop-bundle page DIST` renames the worker's files by a digest of their content, and adds
//! subresource integrity where Trunk does not. `covdrop-bundle onefile DIST` writes `covdrop.html`,
//! the whole page in one file. `covdrop-bundle archive DIST FILE` packs the page into an archive,
//! which the command line embeds.

mod archive;
mod error;
mod files;
mod onefile;
mod page;

use std::env;
use std::path::PathBuf;
use std::process::ExitCode;

use error::Error;

fn main() -> ExitCode {
    match bundle() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            #[allow(clippy::print_stderr, reason = "errors go to stderr")]
            {
                eprintln!("{error}");
            }
            ExitCode::FAILURE
        }
    }
}

fn bundle() -> Result<(), Error> {
    let mut arguments = env::args_os().skip(1);
    let command = arguments.next().ok_or(Error::Usage)?;
    let dist = arguments.next().map(PathBuf::from).ok_or(Error::Usage)?;
    match command.to_str() {
        Some("page") => page::finish(&dist),
        Some("onefile") => {
            let html = onefile::html(&page::Page::read(&dist)?)?;
            files::write(&dist.join("covdrop.html"), html.as_bytes())
        }
        Some("archive") => {
            let file = arguments.next().map(PathBuf::from).ok_or(Error::Usage)?;
            files::write(&file, &archive::pack(&dist)?)
        }
        _ => Err(Error::Usage),
    }
}

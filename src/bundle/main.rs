//! Finishes the page that Trunk built in the folder DIST.
//!
//! `covdrop-bundle page DIST` gives the worker's files names with a digest of their content, and
//! adds subresource integrity where Trunk does not. `covdrop-bundle onefile DIST` writes
//! `covdrop.html`, the whole page in one file. `covdrop-bundle archive DIST FILE` packs all of it into
//! an archive, which the command line is built with.

mod archive;
mod onefile;
mod page;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs, io};

/// Why the page could not be bundled.
#[derive(Debug, thiserror::Error)]
enum Error {
    #[error("Usage: covdrop-bundle page|onefile DIST, covdrop-bundle archive DIST FILE")]
    Usage,
    #[error("The archive could not be written: {0}")]
    Archive(zip::result::ZipError),
    #[error("{path}: {error}", path = path.display())]
    File { path: PathBuf, error: io::Error },
    #[error("The built page has no {0}. Was it built by another version of Trunk?")]
    Missing(&'static str),
}

fn main() -> ExitCode {
    match bundle() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            #[allow(clippy::print_stderr, reason = "a command line tells its errors there")]
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
            write(&dist.join("covdrop.html"), html.as_bytes())
        }
        Some("archive") => {
            let file = arguments.next().map(PathBuf::from).ok_or(Error::Usage)?;
            write(&file, &archive::pack(&dist)?)
        }
        _ => Err(Error::Usage),
    }
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    fs::write(path, bytes).map_err(|error| Error::File { path: path.to_owned(), error })
}

fn read(path: &Path) -> Result<Vec<u8>, Error> {
    fs::read(path).map_err(|error| Error::File { path: path.to_owned(), error })
}

fn read_text(path: &Path) -> Result<String, Error> {
    fs::read_to_string(path).map_err(|error| Error::File { path: path.to_owned(), error })
}

fn remove(path: &Path) -> Result<(), Error> {
    fs::remove_file(path).map_err(|error| Error::File { path: path.to_owned(), error })
}

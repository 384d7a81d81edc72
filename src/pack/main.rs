//! Makes the page one file: `covdrop-pack DIST` reads the static page in the folder DIST and
//! writes `covdrop.html` beside it.
//!
//! The file is opened by double click, where a page may fetch nothing. So both programs lie in it
//! as text (gzip, then base64), and the scripts inline, allowed by their hashes in the page's
//! policy and by nothing else.

mod onefile;
mod page;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs, io};

/// Why the page could not be packed.
#[derive(Debug, thiserror::Error)]
enum Error {
    #[error("Usage: covdrop-pack DIST")]
    Usage,
    #[error("{path}: {error}", path = path.display())]
    File { path: PathBuf, error: io::Error },
    #[error("The built page has no {0}; was it built by another version of Trunk?")]
    Missing(&'static str),
}

fn main() -> ExitCode {
    match pack() {
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

fn pack() -> Result<(), Error> {
    let dist = env::args_os().nth(1).map(PathBuf::from).ok_or(Error::Usage)?;
    let page = page::Page::read(&dist)?;
    let path = dist.join("covdrop.html");
    fs::write(&path, onefile::html(&page)?).map_err(|error| Error::File { path, error })
}

/// The file at `path`.
fn read(path: &Path) -> Result<Vec<u8>, Error> {
    fs::read(path).map_err(|error| Error::File { path: path.to_owned(), error })
}

/// The text of the file at `path`.
fn read_text(path: &Path) -> Result<String, Error> {
    fs::read_to_string(path).map_err(|error| Error::File { path: path.to_owned(), error })
}

//! What is done to the built page in the folder DIST.
//!
//! `covdrop-pack names DIST` makes the names short by which programs and their scripts know each
//! other. `covdrop-pack onefile DIST` writes `covdrop.html` beside the page: the same in one file.
//! That is opened by double click, where a page may fetch nothing. So both programs lie in it as
//! text (gzip, then base64), and the scripts inline, allowed by their hashes in the page's policy
//! and by nothing else.

mod names;
mod onefile;
mod page;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs, io};

/// Why the page could not be packed.
#[derive(Debug, thiserror::Error)]
enum Error {
    #[error("Usage: covdrop-pack names|onefile DIST")]
    Usage,
    #[error("{path}: {error}", path = path.display())]
    File { path: PathBuf, error: io::Error },
    #[error("The built page has no {0}; was it built by another version of Trunk?")]
    Missing(&'static str),
    #[error("{path} is no program as wasm-bindgen makes them.", path = .0.display())]
    NoProgram(PathBuf),
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
    let mut arguments = env::args_os().skip(1);
    let what = arguments.next();
    let dist = arguments.next().map(PathBuf::from).ok_or(Error::Usage)?;
    match what.and_then(|what| what.into_string().ok()).as_deref() {
        Some("names") => shorten(&dist),
        Some("onefile") => {
            let html = onefile::html(&page::Page::read(&dist)?)?;
            write(&dist.join("covdrop.html"), html.as_bytes())
        }
        _ => Err(Error::Usage),
    }
}

/// Makes the names short in both programs and their scripts.
fn shorten(dist: &Path) -> Result<(), Error> {
    for (script, program) in page::programs(dist)? {
        let short = names::shorten(&read_text(&script)?, &read(&program)?);
        let (text, bytes) = short.ok_or_else(|| Error::NoProgram(program.clone()))?;
        write(&script, text.as_bytes())?;
        write(&program, &bytes)?;
    }
    Ok(())
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    fs::write(path, bytes).map_err(|error| Error::File { path: path.to_owned(), error })
}

/// The file at `path`.
fn read(path: &Path) -> Result<Vec<u8>, Error> {
    fs::read(path).map_err(|error| Error::File { path: path.to_owned(), error })
}

/// The text of the file at `path`.
fn read_text(path: &Path) -> Result<String, Error> {
    fs::read_to_string(path).map_err(|error| Error::File { path: path.to_owned(), error })
}

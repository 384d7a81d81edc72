//! What is done to the built page in the folder DIST.
//!
//! `covdrop-pack programs DIST` makes the page's and the worker's program small: their panics say
//! nothing, wasm-opt takes out what is then no longer needed, functions lie beside those that they
//! are like, the names are short by which programs and their scripts know each other, what a script
//! holds for nobody is left out, and Terser goes over all scripts.
//! `covdrop-pack onefile DIST` writes `covdrop.html` beside the page: the same in one file. That is
//! opened by double click, where a page may fetch nothing. So both programs lie in it as text (gzip,
//! then base64), and the scripts inline, allowed by their hashes in the page's policy and by nothing
//! else.

mod names;
mod onefile;
mod order;
mod page;
mod panics;
mod places;
mod unused;
mod wasm;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::{env, fs, io};

use page::Program;

/// Why the page could not be packed.
#[derive(Debug, thiserror::Error)]
enum Error {
    #[error("Usage: covdrop-pack programs|onefile DIST")]
    Usage,
    #[error("{path}: {error}", path = path.display())]
    File { path: PathBuf, error: io::Error },
    #[error("The built page has no {0}; was it built by another version of Trunk?")]
    Missing(&'static str),
    #[error("{path} is no program as wasm-bindgen makes them.", path = .0.display())]
    NoProgram(PathBuf),
    #[error("{tool} does not start: {error}")]
    NoTool { tool: &'static str, error: io::Error },
    #[error("{tool} failed on {path}.", path = path.display())]
    Tool { tool: &'static str, path: PathBuf },
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
        Some("programs") => {
            page::programs(&dist)?.iter().try_for_each(make_small)?;
            page::scripts(&dist)?.iter().try_for_each(|script| minify(script))
        }
        Some("onefile") => {
            let html = onefile::html(&page::Page::read(&dist)?)?;
            write(&dist.join("covdrop.html"), html.as_bytes())
        }
        _ => Err(Error::Usage),
    }
}

/// Makes a program small, and its script.
fn make_small(Program { script, wasm, no_debug, options, again }: &Program) -> Result<(), Error> {
    let no_program = || Error::NoProgram(wasm.clone());
    let silent = panics::silence(&read(wasm)?, *no_debug).ok_or_else(no_program)?;
    write(wasm, &silent)?;
    optimize(wasm, options)?;
    write(wasm, &order::named(&read(wasm)?).ok_or_else(no_program)?)?;
    optimize(wasm, again)?;
    let (text, short) = names::shorten(&read_text(script)?, &read(wasm)?).ok_or_else(no_program)?;
    write(script, unused::without_unused(&text).as_bytes())?;
    write(wasm, &short)
}

/// Calls wasm-opt on a program, whose functions it orders by their names at last.
fn optimize(wasm: &Path, options: &[&str]) -> Result<(), Error> {
    let always = ["--reorder-functions-by-name", "--strip-debug", "--strip-producers"];
    call("wasm-opt", wasm, &[options, &always].concat())
}

/// Calls Terser on a script. What it offers to other scripts keeps its name.
fn minify(script: &Path) -> Result<(), Error> {
    call("terser", script, &["--compress", "passes=3,ecma=2022", "--mangle"])
}

/// Calls a tool that reads the file at `path`, and writes it anew.
fn call(tool: &'static str, path: &Path, options: &[&str]) -> Result<(), Error> {
    let done = Command::new(tool).arg(path).args(options).arg("-o").arg(path).status();
    if !done.map_err(|error| Error::NoTool { tool, error })?.success() {
        return Err(Error::Tool { tool, path: path.to_owned() });
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

//! Times the analysis of a folder of sources against coverage.py's, in one run.
//!
//! ```text
//! COVDROP_COVERAGE=PYTHON speed ROOT
//! ```
//!
//! PYTHON is an interpreter that has coverage.py. Both run on one thread, with branches, several
//! times; the best run of each counts.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command line tool")]

use std::error::Error;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Instant;

use covdrop_analysis::{Options, Source, TargetVersion, analyze};

/// The number of runs of Covdrop; they are short, and the best one is the least disturbed.
const OUR_RUNS: usize = 20;
/// The number of runs of coverage.py, which take seconds each.
const THEIR_RUNS: usize = 3;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let root = std::env::args().nth(1).ok_or("expected a folder of sources")?;
    let mut sources = Vec::new();
    read(Path::new(&root), &mut sources)?;
    let ours = ours(&sources)?;
    println!("analysis of {} files, with branches: {:.1} ms", sources.len(), ours * 1e3);
    // A profiler runs Covdrop alone.
    if let Ok(python) = std::env::var("COVDROP_COVERAGE") {
        let theirs = theirs(&python, &root)?;
        println!("coverage.py: {:.1} ms", theirs * 1e3);
        println!("ratio: {:.1}", theirs / ours);
    }
    Ok(())
}

fn read(folder: &Path, sources: &mut Vec<Vec<u8>>) -> Result<(), Box<dyn Error>> {
    let mut paths: Vec<PathBuf> =
        folder.read_dir()?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
    paths.sort();
    for path in paths {
        if path.is_dir() {
            read(&path, sources)?;
        } else if path.extension().is_some_and(|extension| extension == "py") {
            sources.push(std::fs::read(&path)?);
        }
    }
    Ok(())
}

/// Returns the seconds of Covdrop's best run.
fn ours(sources: &[Vec<u8>]) -> Result<f64, Box<dyn Error>> {
    let options = Options::new(TargetVersion::Py311)?;
    let mut best = f64::INFINITY;
    for _ in 0..OUR_RUNS {
        let start = Instant::now();
        for bytes in sources {
            let analysis = Source::decode(bytes).map(|source| analyze(&source, &options));
            black_box(&analysis);
        }
        best = best.min(start.elapsed().as_secs_f64());
    }
    Ok(best)
}

/// Returns the seconds of coverage.py's best run.
fn theirs(python: &str, root: &str) -> Result<f64, Box<dyn Error>> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/conformance/speed.py");
    let mut best = f64::INFINITY;
    for _ in 0..THEIR_RUNS {
        let output = Command::new(python).args([script, root]).output()?;
        let text = String::from_utf8(output.stdout)?;
        best = best.min(text.trim().parse()?);
    }
    Ok(best)
}

//! Times reading, combining and computing hits for the data files in a directory.
//!
//! `cargo run --release -p covdrop-data --example combine DIRECTORY…`
#![allow(clippy::print_stdout, reason = "a program that prints figures")]

use std::error::Error;
use std::time::{Duration, Instant};

use covdrop_data::{Combined, ResolvedPath, Selection, read};

fn main() -> Result<(), Box<dyn Error>> {
    for directory in std::env::args().skip(1) {
        time(&directory)?;
    }
    Ok(())
}

fn time(directory: &str) -> Result<(), Box<dyn Error>> {
    let mut paths: Vec<_> = std::fs::read_dir(directory)?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_, std::io::Error>>()?;
    paths.sort();
    let mut combined = Combined::new();
    let (mut bytes, mut reading, mut adding) = (0, Duration::ZERO, Duration::ZERO);
    for path in paths {
        let name = path.to_string_lossy();
        let content = std::fs::read(&path)?;
        bytes += content.len();
        let start = Instant::now();
        let data_file = read(&content)?;
        reading += start.elapsed();
        let start = Instant::now();
        let job = combined.add_job(name.as_ref());
        combined.add(job, name.as_ref(), data_file);
        adding += start.elapsed();
    }
    let start = Instant::now();
    // Map paths as if each job had its own root of two components.
    combined.map_paths(|path| {
        let tail: Vec<&str> = path.parts().skip(2).collect();
        ResolvedPath::Recorded(covdrop_data::RecordedPath::new(tail.join("/")))
    });
    let mapping = start.elapsed();
    let start = Instant::now();
    let mut selection = Selection::everything();
    let jobs: Vec<_> = combined.jobs().map(|(id, _)| id).collect();
    if let [first, _, ..] = jobs.as_slice() {
        selection.switch(*first, false);
    }
    let lines: usize =
        combined.files().map(|(id, _)| combined.hits(id, &selection).lines.len()).sum();
    let folding = start.elapsed();
    println!(
        "{directory}: {} files, {:.1} MB, {} contexts, {} source files, {lines} lines",
        jobs.len(),
        u32::try_from(bytes).map_or(f64::NAN, f64::from) / 1e6,
        combined.contexts().len(),
        combined.files().len(),
    );
    for (what, time) in [("read", reading), ("add", adding), ("map", mapping), ("fold", folding)] {
        println!("  {what:<5} {:>8.1} ms", time.as_secs_f64() * 1e3);
    }
    println!("  peak  {:>8.1} MB", peak_megabytes()?);
    Ok(())
}

/// Returns the peak memory of this process.
fn peak_megabytes() -> Result<f64, Box<dyn Error>> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("0 kB");
    Ok(line.trim().trim_end_matches(" kB").parse::<f64>()? / 1e3)
}

//! Compares whole folders with coverage.py, and prints a row of a Markdown table for each.
//!
//! ```text
//! conformance NAME=ROOT=DUMP…
//! ```
//!
//! The rules are those of the Python that made the dump. Differences go to stderr; the exit
//! status is 1 where there are any.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command line tool")]

mod compare;

use std::path::Path;
use std::process::ExitCode;

use compare::{RESPECTS, Tally, compare};
use covdrop_analysis::RuleSet;

fn main() -> ExitCode {
    let mut perfect = true;
    println!(
        "| Source | Python | Files | Refused | Statements | Arcs | {} |",
        RESPECTS.join(" | ")
    );
    println!("|---|---|{}", "--:|".repeat(4 + RESPECTS.len()));
    for argument in std::env::args().skip(1) {
        match row(&argument) {
            Ok(tally) => perfect &= tally.is_perfect(),
            Err(error) => {
                eprintln!("{argument}: {error}");
                return ExitCode::from(2);
            }
        }
    }
    ExitCode::from(u8::from(!perfect))
}

fn row(argument: &str) -> Result<Tally, Box<dyn std::error::Error>> {
    let mut parts = argument.splitn(3, '=');
    let (Some(name), Some(root), Some(dump)) = (parts.next(), parts.next(), parts.next()) else {
        return Err("expected NAME=ROOT=DUMP".into());
    };
    let tally = compare(Path::new(root), Path::new(dump), rules_of(Path::new(dump))?)?;
    for difference in &tally.differences {
        eprintln!("{name} {difference}");
    }
    let identical = RESPECTS.map(|respect| tally.identical.get(respect).unwrap_or(&0).to_string());
    println!(
        "| {name} | {} | {} | {} | {} | {} | {} |",
        tally.python,
        tally.files,
        tally.refused,
        tally.statements,
        tally.arcs,
        identical.join(" | ")
    );
    Ok(tally)
}

/// The rules of the Python that made a dump, which its first line names.
fn rules_of(dump: &Path) -> Result<RuleSet, Box<dyn std::error::Error>> {
    let text = std::fs::read_to_string(dump)?;
    let versions: serde_json::Value = serde_json::from_str(text.lines().next().unwrap_or("{}"))?;
    let python = versions["python"].as_str().unwrap_or_default();
    let mut numbers = python.split('.');
    let (major, minor) = (numbers.next().unwrap_or_default(), numbers.next().unwrap_or_default());
    Ok(format!("{major}.{minor}").parse()?)
}

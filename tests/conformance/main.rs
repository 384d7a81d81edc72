//! Compares folders of sources with coverage.py, and writes the results as a Markdown table.
//!
//! ```text
//! conformance NAME=ROOT=DUMP…
//! ```
//!
//! DUMP is the file that `dump.py` wrote for the folder ROOT; the analysis uses the Python version
//! on which it ran. The table goes to stdout, differences to stderr. The exit status is 1 if there
//! are differences.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command line tool")]

mod compare;

use std::path::Path;
use std::process::ExitCode;

use compare::{RESPECTS, Tally, compare};

const HEAD: &str = "# Conformance

What `./dev conformance` found when it compared the analysis with coverage.py's own, file for file:
pinned packages and the standard library, under the rules of each Python that coverage.py ran on.
The right-hand columns count the files that are identical in each respect; refused are the files
that coverage.py cannot parse, and so must Covdrop.
";

fn main() -> ExitCode {
    println!("{HEAD}");
    println!(
        "| Source | Python | coverage.py | Files | Refused | Statements | Arcs | {} |",
        RESPECTS.join(" | ")
    );
    println!("|---|---|---|{}", "--:|".repeat(4 + RESPECTS.len()));
    let mut total = Tally::default();
    for argument in std::env::args().skip(1) {
        match tally(&argument) {
            Ok((name, tally)) => {
                for difference in &tally.differences {
                    eprintln!("{name}, {}: {difference}", tally.python);
                }
                print_row(name, &tally);
                total.add(tally);
            }
            Err(error) => {
                eprintln!("{argument}: {error}");
                return ExitCode::from(2);
            }
        }
    }
    print_row("**all**", &total);
    ExitCode::from(u8::from(!total.differences.is_empty()))
}

fn tally(argument: &str) -> Result<(&str, Tally), Box<dyn std::error::Error>> {
    let mut parts = argument.rsplitn(3, '=');
    let (Some(dump), Some(root), Some(name)) = (parts.next(), parts.next(), parts.next()) else {
        return Err("expected NAME=ROOT=DUMP".into());
    };
    Ok((name, compare(Path::new(root), Path::new(dump))?))
}

fn print_row(name: &str, tally: &Tally) {
    let identical = RESPECTS.map(|respect| tally.identical.get(respect).unwrap_or(&0).to_string());
    println!(
        "| {name} | {} | {} | {} | {} | {} | {} | {} |",
        tally.python,
        tally.coverage,
        tally.files,
        tally.refused,
        tally.statements,
        tally.arcs,
        identical.join(" | ")
    );
}

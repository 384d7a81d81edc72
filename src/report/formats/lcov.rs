//! The LCOV report: line-based records, for genhtml and editors.

use std::cmp::{max, min};
use std::collections::HashSet;
use std::io;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use covdrop_analysis::{Region, RegionKind};
use covdrop_lines::Line;
use md5::{Digest, Md5};

use super::Format;
use crate::report::File;
use crate::text_lines::python_lines;
use crate::{Error, Percent, Report, printable};

/// The report of `coverage lcov`.
pub struct Lcov;

impl Format for Lcov {
    fn name(&self) -> &'static str {
        "lcov"
    }

    fn file_name(&self) -> &'static str {
        "coverage.lcov"
    }

    fn write(&self, report: &Report<'_>, out: &mut dyn io::Write) -> Result<(), Error> {
        let mut files: Vec<&File<'_>> = report.files.iter().collect();
        files.sort_by_key(|file| file.name);
        for file in files {
            let numbers = &file.measured.coverage.numbers;
            if numbers.statements == 0 && report.settings.skip_empty {
                continue;
            }
            writeln!(out, "SF:{}", printable(file.name))?;
            write_lines(file, report.settings.line_checksums, out)?;
            write_functions(file, out)?;
            if report.has_arcs {
                write_branches(file, out)?;
            }
            writeln!(out, "end_of_record")?;
        }
        Ok(())
    }

    fn total(&self, report: &Report<'_>) -> Percent {
        report.total().covered_or_none()
    }
}

/// Writes a `DA` record for each statement, and their sums.
fn write_lines(file: &File<'_>, checksums: bool, out: &mut dyn io::Write) -> io::Result<()> {
    let coverage = file.measured.coverage;
    let source: Vec<&str> =
        if checksums { python_lines(file.source).collect() } else { Vec::new() };
    for line in file.measured.analysis.statements().iter() {
        let hit = u8::from(!coverage.missing.contains(line));
        write!(out, "DA:{line},{hit}")?;
        if checksums {
            let text = source.get(line.index()).copied().unwrap_or_default();
            write!(out, ",{}", STANDARD_NO_PAD.encode(Md5::digest(text)))?;
        }
        writeln!(out)?;
    }
    let numbers = &coverage.numbers;
    if numbers.statements > 0 {
        writeln!(out, "LF:{}\nLH:{}", numbers.statements, numbers.executed())?;
    }
    Ok(())
}

/// A function with lines of its own, sorted by position.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Function<'a> {
    first: Line,
    last: Line,
    name: &'a str,
    /// Its first line and the index of its region, which makes functions distinct.
    body: (Line, usize),
}

/// Writes the `FN` and `FNDA` records of functions with statements, and their sums.
fn write_functions(file: &File<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let measured = file.measured;
    let regions: Vec<&Region> = measured
        .analysis
        .regions()
        .iter()
        .filter(|region| region.kind == RegionKind::Function)
        .collect();
    let mut functions: Vec<Function<'_>> = regions
        .iter()
        .enumerate()
        .filter_map(|(index, region)| {
            let (first, last) = (region.lines.first()?, region.lines.last()?);
            Some(Function {
                first: min(region.start, first),
                last: max(region.start, last),
                name: &region.name,
                body: (first, index),
            })
        })
        .collect();
    if functions.is_empty() {
        return Ok(());
    }
    functions.sort();

    let sets: Vec<_> = regions.iter().map(|region| &region.lines).collect();
    let narrowed = measured.coverage.narrow(measured.analysis, &sets);
    let (mut found, mut hit) = (0, 0);
    let mut names = HashSet::new();
    for Function { first, last, name, body: (_, index) } in functions {
        let Some(numbers) = narrowed.get(index).map(|coverage| coverage.numbers) else { continue };
        if numbers.statements == 0 {
            continue;
        }
        let ran = u8::from(numbers.executed() > 0);
        found += 1;
        hit += u64::from(ran);
        let mut name = printable(name);
        if !names.insert(name.clone()) {
            name = format!("{name}@{first}").into();
        }
        writeln!(out, "FN:{first},{last},{name}\nFNDA:{ran},{name}")?;
    }
    writeln!(out, "FNF:{found}\nFNH:{hit}")
}

/// Writes a `BRDA` record for each branch of a statement, and the sums over all branches. A line
/// may have branches and be no statement, such as one that begins with a docstring.
fn write_branches(file: &File<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let measured = file.measured;
    for line in measured.analysis.statements().iter() {
        let Some(stats) = measured.branch_stats(line) else { continue };
        // If no branch was taken, the line may have raised an exception each time.
        let not_taken = if stats.taken == 0 { '-' } else { '0' };
        let executed = measured.coverage.executed_branches_from(line).iter().map(|arc| (arc, '1'));
        let missing = measured.coverage.missing_branches_from(line).iter();
        let mut branches: Vec<_> = executed.chain(missing.map(|arc| (arc, not_taken))).collect();
        branches.sort_by_key(|(arc, _)| (arc.to.is_outside(), arc.to));
        for (&arc, mark) in branches {
            let action = measured.analysis.arc_description(arc);
            writeln!(out, "BRDA:{line},0,{},{mark}", printable(&action))?;
        }
    }
    let numbers = &measured.coverage.numbers;
    if numbers.branches > 0 {
        writeln!(out, "BRF:{}\nBRH:{}", numbers.branches, numbers.executed_branches())?;
    }
    Ok(())
}

//! Measures the functions or classes of a file, and the code outside them.

use std::borrow::Cow;
use std::collections::HashSet;

use covdrop_analysis::{Region, RegionKind};
use covdrop_lines::{Line, LineSet};

use crate::FileCoverage;
use crate::report::File;
use crate::text_lines::python_lines;

/// A function or class, or the code outside all of them.
pub struct RegionCoverage<'a> {
    /// Its qualified name, made unique by `@` and its line; empty for the outside.
    pub name: Cow<'a, str>,
    /// The first line.
    pub start: Line,
    /// Its lines.
    pub lines: Cow<'a, LineSet>,
    /// Its coverage.
    pub coverage: FileCoverage,
}

/// Returns the regions of `kind` in `file` in the order of their starts, followed by the outside.
///
/// Of regions with one name, the first with statements keeps it, as in coverage.py.
pub fn parts<'a>(file: &File<'a>, kind: RegionKind) -> Vec<RegionCoverage<'a>> {
    let measured = file.measured;
    let mut regions: Vec<&'a Region> =
        measured.analysis.regions().iter().filter(|region| region.kind == kind).collect();
    regions.sort_by_key(|region| region.start);

    let mut outside: LineSet =
        python_lines(file.source).enumerate().filter_map(|(n, _)| Line::from_index(n)).collect();
    for line in regions.iter().flat_map(|region| region.lines.iter()) {
        outside.remove(line);
    }
    let mut sets: Vec<&LineSet> = regions.iter().map(|region| &region.lines).collect();
    sets.push(&outside);
    let mut narrowed = measured.coverage.narrow(measured.analysis, &sets);
    let rest = narrowed.pop();

    let mut with_statements = HashSet::new();
    for (region, coverage) in regions.iter().zip(&narrowed) {
        if coverage.numbers.statements > 0 {
            with_statements.insert(region.name.as_str());
        }
    }
    let mut used = HashSet::new();
    let mut parts = Vec::with_capacity(regions.len() + 1);
    for (region, coverage) in regions.into_iter().zip(narrowed) {
        let name = region.name.as_str();
        let taken = used.contains(name)
            || (with_statements.contains(name) && coverage.numbers.statements == 0);
        let name = if taken {
            Cow::from(format!("{name}@{}", region.start))
        } else {
            used.insert(name);
            Cow::from(name)
        };
        parts.push(RegionCoverage {
            name,
            start: region.start,
            lines: Cow::Borrowed(&region.lines),
            coverage,
        });
    }
    parts.extend(rest.map(|coverage| RegionCoverage {
        name: Cow::from(""),
        start: outside.first().unwrap_or(Line::FIRST),
        lines: Cow::Owned(outside),
        coverage,
    }));
    parts
}

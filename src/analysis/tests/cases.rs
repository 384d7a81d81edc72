//! Compares the analysis of small sources with coverage.py's results for each Python version.
//!
//! `expect.py` writes `cases/NAME.expected` from coverage.py's results for `cases/NAME.py`.

use std::path::Path;

use covdrop_analysis::{Analysis, Options, Source, TargetVersion, analyze};
use covdrop_lines::{Line, LineSet};

#[test]
fn every_case_is_as_expected() {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases"));
    let mut cases = 0;
    let mut failures = Vec::new();
    let options = TargetVersion::ALL.map(|target| Options::new(target).unwrap());
    for entry in folder.read_dir().unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "py") {
            continue;
        }
        let source = std::fs::read(&path).unwrap();
        let expected = std::fs::read_to_string(path.with_extension("expected")).unwrap();
        for (versions, expected) in sections(&expected) {
            for version in versions.split(' ') {
                let target: TargetVersion = version.parse().unwrap();
                let options = options.iter().find(|options| options.target == target).unwrap();
                let found = words(&source, options, expected.contains("arcs:"));
                if found != expected {
                    let name = path.file_name().unwrap().display();
                    failures.push(format!("{name} {version}\n{expected}but found\n{found}"));
                }
                cases += 1;
            }
        }
    }
    assert!(cases > 1_000, "only {cases} cases were found");
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Returns the versions and the results of each `[versions]` section.
fn sections(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.split('[').skip(1).filter_map(|section| section.split_once("]\n"))
}

fn words(bytes: &[u8], options: &Options, with_arcs: bool) -> String {
    let analysis = Source::decode(bytes)
        .map_err(|error| error.to_string())
        .and_then(|source| analyze(&source, options).map_err(|error| error.to_string()));
    let Ok(analysis) = analysis else { return "refused\n".to_owned() };
    let statements = spans(analysis.statements());
    let excluded = spans(analysis.excluded());
    let arcs = if with_arcs { arcs(&analysis) } else { String::new() };
    format!("statements:{statements}\nexcluded:{excluded}\n{arcs}")
}

fn spans(lines: &LineSet) -> String {
    let mut spans: Vec<(u32, u32)> = Vec::new();
    for line in lines.iter().map(Line::get) {
        match spans.last_mut() {
            Some((_, last)) if *last + 1 == line => *last = line,
            _ => spans.push((line, line)),
        }
    }
    let word = |&(first, last): &(u32, u32)| {
        if first == last { format!(" {first}") } else { format!(" {first}-{last}") }
    };
    spans.iter().map(word).collect()
}

fn arcs(analysis: &Analysis) -> String {
    let arcs: Vec<String> =
        analysis.arcs().iter().map(|arc| format!(" {}>{}", arc.from, arc.to)).collect();
    format!("arcs:{}\n", arcs.concat())
}

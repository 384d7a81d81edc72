//! Compares every data file of the acme sample with what Python reads from it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::common;
use covdrop_data::{Combined, CoverageData, DataKind, ResolvedPath, Selection, read};
use covdrop_lines::LineSet;

/// Writes lines as text, a run as first-last.
fn runs(lines: &LineSet) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for line in lines.iter().map(u32::from) {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == line => *last = line,
            _ => runs.push((line, line)),
        }
    }
    let text = |&(first, last): &(u32, u32)| {
        if first == last { first.to_string() } else { format!("{first}-{last}") }
    };
    runs.iter().map(text).collect::<Vec<_>>().join(" ")
}

/// Describes a data file in the form of `tests/data/made/data_files.txt`.
fn words(name: &str, data_file: &CoverageData) -> String {
    let kind = match data_file.kind {
        DataKind::Neither => "neither",
        DataKind::Lines => "lines",
        DataKind::Arcs => "arcs",
    };
    let version = data_file.version.as_deref().unwrap_or("?");
    let mut text = format!("{name}: {}, {version}, {kind}\n", data_file.format);
    let mut files: Vec<_> = data_file.files.iter().collect();
    files.sort_by_key(|file| &file.path);
    for file in files {
        let mut contexts: BTreeMap<&str, String> =
            data_file.contexts.iter().map(|name| (name.as_str(), String::new())).collect();
        let named =
            |context: covdrop_data::ContextId| data_file.contexts[context.0 as usize].as_str();
        for (context, lines) in &file.lines {
            contexts.insert(named(*context), runs(lines));
        }
        for (context, arcs) in &file.arcs {
            let arcs: Vec<String> =
                arcs.iter().map(|arc| format!("{}>{}", arc.from, arc.to)).collect();
            contexts.insert(named(*context), arcs.join(" "));
        }
        for (context, facts) in contexts {
            writeln!(text, "{}", format!("  {} [{context}] {facts}", file.path).trim_end())
                .unwrap();
        }
    }
    text
}

#[test]
fn every_generation_is_read_like_python() {
    let mut text = String::new();
    for job in common::acme_jobs() {
        for path in common::acme(&job) {
            let data_file = read(&std::fs::read(&path).unwrap()).unwrap();
            assert_eq!(data_file.warnings, []);
            let name = format!("{job}/{}", path.file_name().unwrap().to_str().unwrap());
            text += &words(&name, &data_file);
        }
    }
    let expected = std::fs::read_to_string(common::data("made/data_files.txt")).unwrap();
    for (ours, theirs) in text.lines().zip(expected.lines()) {
        assert_eq!(ours, theirs);
    }
    assert_eq!(text.lines().count(), expected.lines().count());
}

/// Returns all lines that a job ran, by path.
fn lines(job: &str) -> BTreeMap<String, LineSet> {
    let mut combined = Combined::new();
    let id = combined.add_job(job);
    for path in common::acme(job) {
        combined.add(id, job, read(&std::fs::read(&path).unwrap()).unwrap());
    }
    combined.map_paths(|path| ResolvedPath::Recorded(path.clone()));
    let hits = |file| combined.hits(file, &Selection::everything()).lines;
    combined.files().map(|(file, known)| (format!("{:?}", known.path), hits(file))).collect()
}

#[test]
fn the_same_program_has_the_same_lines_in_every_generation() {
    for kind in ["lines", "branch"] {
        for (first, others) in [
            ("py27", &["py27-cov371", "py27-cov403"][..]),
            ("py36", &["py36-cov62"]),
            (
                "py37",
                &[
                    "py37-cov5.0a1",
                    "py37-cov5.0a2",
                    "py37-cov5.0a4",
                    "py37-cov5.0a6",
                    "py37-cov5.0.4",
                    "py37-cov5.5",
                    "py37-cov7.2.7",
                ],
            ),
            ("py312", &["py313"]),
        ] {
            let expected = lines(&format!("{kind}/{first}"));
            assert!(expected.values().any(|lines| !lines.is_empty()));
            for other in others {
                assert_eq!(lines(&format!("{kind}/{other}")), expected, "{kind}/{other}");
            }
        }
    }
}

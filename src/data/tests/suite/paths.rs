//! Compares `[paths]`, `include` and `omit` with a table of coverage.py's results
//! (tests/data/made/paths.json, which paths.py beside it writes).

use covdrop_data::{
    Aliases, DataFileId, Environment, GlobError, Globs, KnownPath, RecordedPath, Settings,
    SourcePath, SourceTree, paths_section, reconcile,
};
use serde_json::Value;

use crate::common;

/// The directory that stands for CWD in the table.
const ROOT: &str = "/up/home";

fn table() -> Value {
    serde_json::from_slice(&std::fs::read(common::data("made/paths.json")).unwrap()).unwrap()
}

fn real(text: &str) -> String {
    text.replace("CWD", ROOT).replace("PARENT", "/up")
}

fn texts(value: &Value) -> Vec<String> {
    value.as_array().unwrap().iter().map(|text| real(text.as_str().unwrap())).collect()
}

/// Returns the table's name for a refusal.
fn refusal(error: &GlobError) -> String {
    match error {
        GlobError::Forbidden { part, .. } => format!("'{part}'"),
        GlobError::BadClass { .. } => "class".to_owned(),
        other => {
            let is_of_paths = matches!(
                other,
                GlobError::EndsWithWildcard { .. } | GlobError::ResultWithWildcard { .. }
            );
            assert!(is_of_paths, "{other}");
            "wildcards".to_owned()
        }
    }
}

#[test]
fn aliases_match_like_coverage_py() {
    let table = table();
    let tree = SourceTree::new(texts(&table["files"]).iter().filter_map(|f| SourcePath::new(f)));
    let mut cases = 0;
    for case in table["aliases"].as_array().unwrap() {
        let mut aliases = Aliases::new(case["relative"].as_bool().unwrap(), ROOT);
        let added = case["rules"].as_array().unwrap().iter().try_for_each(|rule| {
            let rule = texts(rule);
            aliases.add(&rule[0], &rule[1])
        });
        cases += 1;
        if let Some(refused) = case["refused"].as_str() {
            assert_eq!(refusal(&added.unwrap_err()), refused, "{case}");
            continue;
        }
        added.unwrap();
        for outcome in case["outcomes"].as_array().unwrap() {
            let outcome = texts(outcome);
            let mapped = aliases.map(&outcome[0], |path| tree.at(path, ROOT).is_some());
            assert_eq!(mapped, outcome[1], "{} in {case}", outcome[0]);
            cases += 1;
        }
    }
    assert!(cases >= 150, "{cases}");
}

#[test]
fn globs_match_like_coverage_py() {
    for case in table()["globs"].as_array().unwrap() {
        let globs = Globs::new(&texts(&case["patterns"]), ROOT);
        if let Some(refused) = case["refused"].as_str() {
            assert_eq!(refusal(&globs.unwrap_err()), refused, "{case}");
            continue;
        }
        let globs = globs.unwrap();
        for outcome in case["outcomes"].as_array().unwrap() {
            let (name, matches) = (outcome[0].as_str().unwrap(), outcome[1].as_bool().unwrap());
            assert_eq!(globs.matches(&real(name)), matches, "{name} in {case}");
        }
    }
}

#[test]
fn a_written_paths_section_maps_like_its_aliases() {
    let tree = SourceTree::new(
        ["src/pkg/a.py", "src/pkg/b.py", "tests/test_a.py"].into_iter().filter_map(SourcePath::new),
    );
    let paths: Vec<RecordedPath> = [
        "/builds/acme/src/pkg/a.py",
        "/builds/acme/tests/test_a.py",
        r"C:\w\acme\src\pkg\b.py",
        "/v/[x]/pkg/a.py",
        "/v/[x]/pkg/b.py",
    ]
    .map(RecordedPath::new)
    .to_vec();
    let data_files = [0, 0, 1, 2, 2].map(DataFileId);
    let uses: Vec<_> = paths.iter().zip(data_files).map(|(path, id)| (path, vec![id])).collect();
    let proposal = reconcile(&uses, &tree, |_| KnownPath::Unknown, |_| false);
    assert_eq!(proposal.rules.len(), 3, "{proposal:?}");
    assert!(proposal.rules.iter().all(|rule| !rule.applied_to.is_empty()), "{proposal:?}");
    let mut settings = Settings::default();
    let rules = proposal.rules.iter().map(|proposed| {
        let target = if proposed.rule.target.is_empty() { "." } else { &proposed.rule.target };
        (proposed.rule.pattern(), target.to_owned())
    });
    let section = paths_section(&settings, &rules.collect::<Vec<_>>());
    settings.read_file(".coveragerc", section.as_bytes(), true, &Environment::unknown()).unwrap();
    let mut aliases = Aliases::of(&settings, ROOT).unwrap();
    for path in &paths {
        let by_rule = proposal.rules.iter().find_map(|rule| rule.rule.apply(path, &tree)).unwrap();
        let by_section = aliases.map(path.as_str(), |path| tree.at(path, ROOT).is_some());
        assert_eq!(by_section, format!("{ROOT}/{by_rule}"), "{section}");
    }
}

#[test]
fn a_written_section_keeps_options_and_syntax_of_the_file() {
    let rules = [
        ("/ci/1".to_owned(), ".".to_owned()),
        (r"C:\w".to_owned(), ".".to_owned()),
        ("/v/site-packages".to_owned(), "src".to_owned()),
    ];
    let toml = "[tool.coverage.paths]\nsource = [\"lib\", \"/opt\"]\n";
    let ini = "[coverage:paths]\nsource = lib, /opt\n";
    let rc = "[paths]\nsource = lib, /opt\n";
    for (name, text) in [("pyproject.toml", toml), ("tox.ini", ini), (".coveragerc", rc)] {
        let mut settings = Settings::default();
        let own = name == ".coveragerc";
        settings.read_file(name, text.as_bytes(), own, &Environment::unknown()).unwrap();
        let section = paths_section(&settings, &rules);
        assert_eq!(section.lines().next(), text.lines().next());
        let mut again = Settings::default();
        again.read_file(name, section.as_bytes(), own, &Environment::unknown()).unwrap();
        let list = |list: &[&str]| list.iter().map(|&entry| entry.to_owned()).collect::<Vec<_>>();
        assert_eq!(
            again.paths,
            [
                ("source".to_owned(), list(&["lib", "/opt"])),
                ("source2".to_owned(), list(&[".", "/ci/1", r"C:\w"])),
                ("source3".to_owned(), list(&["src", "/v/site-packages"])),
            ],
            "{section}"
        );
    }
}

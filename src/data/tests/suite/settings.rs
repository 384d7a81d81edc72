//! Compares settings files with a table of coverage.py's results (tests/data/made/settings.json,
//! which settings.py beside it writes).

use covdrop_data::{Environment, Ignored, IgnoredReason, Settings, SettingsError, SettingsWarning};
use serde_json::{Map, Value, json};

use crate::common;

fn table() -> Vec<Value> {
    serde_json::from_slice(&std::fs::read(common::data("made/settings.json")).unwrap()).unwrap()
}

fn find(case: &Value) -> Result<Settings, SettingsError> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let variables = case["env"].as_object().unwrap();
    let environment =
        Environment::known(variables.iter().map(|(name, value)| (name.clone(), text(value))));
    let read = |name: &str| case["files"].get(name).map(|content| text(content).into_bytes());
    Settings::find(case["rcfile"].as_str(), &environment, read)
}

/// Returns the patterns, with `DEFAULT` in place of unset ones.
fn patterns(set: Option<Vec<String>>, also: Vec<String>) -> Vec<String> {
    let mut patterns = set.unwrap_or_else(|| vec!["DEFAULT".to_owned()]);
    patterns.extend(also);
    patterns
}

/// Describes settings in the form of the table.
fn words(settings: Settings) -> Map<String, Value> {
    let words = json!({
        "data_file": settings.run.data_file,
        "relative_files": settings.run.relative_files,
        "source": Some(settings.run.source).filter(|source| !source.is_empty()),
        "plugins": settings.run.plugins,
        "fail_under": settings.report.fail_under,
        "format": settings.report.format,
        "ignore_errors": settings.report.ignore_errors,
        "precision": settings.report.precision,
        "show_missing": settings.report.show_missing,
        "skip_covered": settings.report.skip_covered,
        "skip_empty": settings.report.skip_empty,
        "sort": settings.report.sort,
        "xml_output": settings.xml.output,
        "xml_package_depth": settings.xml.package_depth,
        "json_output": settings.json.output,
        "json_pretty_print": settings.json.pretty_print,
        "json_show_contexts": settings.json.show_contexts,
        "lcov_output": settings.lcov.output,
        "lcov_line_checksums": settings.lcov.line_checksums,
        "include": settings.report.include,
        "omit": settings.report.omit,
        "contexts": settings.report.contexts,
        "exclude": patterns(settings.report.patterns.exclude_lines, settings.report.patterns.exclude_also),
        "partial": patterns(settings.report.patterns.partial_branches, settings.report.patterns.partial_also),
        "partial_always": patterns(settings.report.patterns.partial_branches_always, Vec::new()),
        "paths": settings.paths,
        "file": settings.file,
        "unknown": settings.warnings.len(),
    });
    words.as_object().unwrap().clone()
}

#[test]
fn settings_are_read_like_coverage_py() {
    let table = table();
    let (plain, cases) = table.split_first().unwrap();
    assert!(cases.len() > 150);
    for case in cases {
        let found = find(case);
        if case["outcome"].get("refused").is_some() {
            assert!(found.is_err(), "{case}");
            continue;
        }
        let mut expected = plain["outcome"].as_object().unwrap().clone();
        expected.extend(case["outcome"].as_object().unwrap().clone());
        let found = found.unwrap_or_else(|error| panic!("{error} in {case}"));
        assert_eq!(words(found), expected, "{case}");
    }
}

#[test]
fn unknown_environment_variables_are_reported() {
    let mut settings = Settings::default();
    let content = b"[report]\nsort = ${ORDER-miss}\nformat = ${FORM?}\n";
    settings.read_file(".coveragerc", content, true, &Environment::unknown()).unwrap();
    assert_eq!(settings.report.sort.as_deref(), Some("miss"));
    let variables: Vec<&str> = settings
        .warnings
        .iter()
        .map(|warning| match warning {
            SettingsWarning::Variable { variable, .. } => variable.as_str(),
            other @ SettingsWarning::Unknown { .. } => panic!("{other}"),
        })
        .collect();
    assert_eq!(variables, ["ORDER", "FORM"]);
}

#[test]
fn options_without_effect_are_listed() {
    let mut settings = Settings::default();
    let content =
        b"[coverage:run]\nbranch = true\nrelative_files = true\n[coverage:html]\ntitle = x\n";
    settings.read_file("tox.ini", content, false, &Environment::unknown()).unwrap();
    assert!(settings.run.relative_files);
    let ignored = |section, option, why| Ignored { section, option, why };
    assert_eq!(
        settings.ignored,
        [
            ignored("run", "branch", IgnoredReason::TookEffect),
            ignored("html", "title", IgnoredReason::Html)
        ]
    );
}

#[test]
fn errors_name_the_file_and_the_line() {
    let read = |content: &[u8]| {
        let mut settings = Settings::default();
        settings.read_file("setup.cfg", content, false, &Environment::unknown()).unwrap_err()
    };
    assert_eq!(
        read(b"[a]\nx=1\n[a]\n").to_string(),
        "Settings file 'setup.cfg': line 3 begins section [a] a second time"
    );
    assert_eq!(
        read(b"[coverage:report]\nprecision = two").to_string(),
        "Settings file 'setup.cfg': 'precision' of [coverage:report] is 'two', which is not a whole number"
    );
}

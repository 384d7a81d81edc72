//! Tests that data, settings and aliases cannot use much more memory or time than their size
//! justifies.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use covdrop_data::{
    Aliases, Combined, CoverageData, Environment, GlobError, Globs, ReadError, ResolvedPath,
    Selection, Settings, SettingsProblem, WriteError, WriteOptions, read, write,
};
use covdrop_lines::Line;

/// Returns data of coverage.py 4 with these lines in each of `files` files.
fn json(files: usize, lines: &str) -> Vec<u8> {
    let head = "!coverage.py: This is a private format, don't read it directly!";
    let files = repeat(files, |file| format!("\"/r/f{file:x}.py\":[{lines}],"));
    format!("{head}{{\"lines\":{{{}}}}}", files.trim_end_matches(',')).into_bytes()
}

/// Joins the result of `part` for each number below `count`.
fn repeat(count: usize, part: impl Fn(usize) -> String) -> String {
    (0..count).map(part).collect::<Vec<String>>().concat()
}

fn written(data_file: CoverageData) -> Result<Vec<u8>, WriteError> {
    let mut combined = Combined::new();
    let job = combined.add_job("job");
    combined.add(job, ".coverage", data_file).unwrap();
    combined.map_paths(|path| ResolvedPath::Recorded(path.clone()));
    let name = |place: &ResolvedPath| place.as_str().to_owned();
    write(&combined, &Selection::everything(), WriteOptions::default(), name)
}

fn settings(text: &str) -> Result<Settings, SettingsProblem> {
    let environment = Environment::known([("LONG".to_owned(), "x".repeat(1000))]);
    let mut settings = Settings::default();
    let read = settings.read_file(".coveragerc", text.as_bytes(), true, &environment);
    read.map(|_| settings).map_err(|error| error.problem)
}

#[test]
fn a_high_line_in_each_of_many_files_takes_little_memory() {
    let data_file = read(&json(4_000, "16777215")).unwrap();
    assert!(data_file.memory() < 8 << 20, "{}", data_file.memory());
}

#[test]
fn a_data_file_of_zeros_is_not_written() {
    let error = written(read(&json(4_000, "16777215")).unwrap()).unwrap_err();
    assert!(matches!(&error, WriteError::TooSparse(_, last) if last.get() == Line::MAX));
    assert!(error.to_string().contains("so far apart (the last is line 16777215)"), "{error}");
    // A few files that really are long are written.
    assert!(written(read(&json(20, "1,16777215")).unwrap()).is_ok());
}

#[test]
fn the_files_of_a_data_file_are_limited() {
    let error = read(&json(200_001, "")).unwrap_err();
    assert!(error.to_string().contains("it has more than 200000 files"), "{error}");
}

#[test]
fn the_objects_of_a_pickle_are_limited() {
    let pickle = [b"\x80\x02}".to_vec(), vec![b']'; 2_000_001]].concat();
    let error = read(&pickle).unwrap_err();
    assert_eq!(error, ReadError::TooMany { what: "objects", limit: 2_000_000 });
}

#[test]
fn the_sections_and_options_of_settings_are_limited() {
    let sections = repeat(30_000, |n| format!("[s{n}]\n"));
    let options = repeat(30_000, |n| format!("o{n} =\n"));
    for text in [sections, format!("[DEFAULT]\n{options}"), format!("[run]\n{options}")] {
        let error = settings(&text).unwrap_err();
        assert!(matches!(error, SettingsProblem::TooManyEntries { .. }), "{error}");
    }
}

#[test]
fn the_default_section_may_have_thousands_of_parts() {
    let parts = repeat(9_000, |n| format!("[DEFAULT]\no{n} = {n}\n"));
    let found = settings(&format!("[paths]\n{parts}")).unwrap();
    assert_eq!(found.paths.len(), 9_000);
    let again = settings("[DEFAULT]\na = 1\n[run]\n[DEFAULT]\nA = 2\n").unwrap_err();
    assert!(matches!(again, SettingsProblem::DuplicateOption { line: 5, .. }), "{again}");
}

#[test]
fn the_length_of_values_with_variables_is_limited() {
    let error = settings(&format!("[run]\nsource = {}\n", "$LONG".repeat(2_000))).unwrap_err();
    assert!(matches!(error, SettingsProblem::TooLongValue { .. }), "{error}");
    // References that are not closed are text, and none of them is searched to the end.
    let open = "${A-".repeat(200_000);
    assert_eq!(settings(&format!("[run]\nsource = {open}\n")).unwrap().run.source, [open]);
}

#[test]
fn lists_of_file_patterns_are_limited() {
    let many = vec!["x".to_owned(); 340_000];
    let error = Globs::new(&many, "/r").unwrap_err();
    assert_eq!(error, GlobError::TooMany { count: 340_000, limit: 1_000 });
    let long = vec!["?".repeat(4_000); 20];
    assert!(matches!(Globs::new(&long, "/r").unwrap_err(), GlobError::TooMuch { .. }));
    let one = vec!["?".repeat(5_000)];
    assert!(matches!(Globs::new(&one, "/r").unwrap_err(), GlobError::TooLong { .. }));
}

#[test]
fn path_aliases_are_limited() {
    let rules = |count: usize, rule: fn(usize) -> String| {
        let list = std::iter::once(".".to_owned()).chain((0..count).map(rule));
        Settings { paths: vec![("a".to_owned(), list.collect())], ..Settings::default() }
    };
    let error = Aliases::of(&rules(10_000, |n| format!("*/q{n}/x")), "/r").unwrap_err();
    assert_eq!(error, GlobError::TooMany { count: 10_000, limit: 1_000 });
    // Rules that name a component are tested only against the paths that have it.
    let mut aliases = Aliases::of(&rules(900, |n| format!("*/q{n}/x")), "/r").unwrap();
    for n in 0..20_000 {
        aliases.map(&format!("/z/q{}/y/f{n}.py", n % 900), |_| true);
    }
    assert_eq!(aliases.map("/z/q7/x/f.py", |_| true), "/r/f.py");
    assert_eq!(aliases.check_limit(), Ok(()));
    // Other rules are tested against every path, until the limit.
    let mut aliases = Aliases::of(&rules(900, |n| format!("*/q{n}?")), "/r").unwrap();
    let path = format!("/z/{}/f.py", "y".repeat(64 * 100));
    for _ in 0..50 {
        aliases.map(&path, |_| true);
    }
    assert_eq!(aliases.check_limit(), Err(GlobError::TooManyRules { rules: 900 }));
}

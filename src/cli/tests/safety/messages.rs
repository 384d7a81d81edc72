//! Tests that every command prints one fault as one message.

use std::fs;

use crate::project::Project;

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../session/tests/intake/fixtures/");

/// Asserts that a run prints a single line, which contains `words`.
fn assert_one_message(project: &Project, arguments: &str, words: &str) {
    let ran = project.run(arguments);
    let all = format!("{}{}", ran.stdout, ran.stderr);
    assert_eq!(ran.status, Some(1), "{arguments} {ran:?}");
    assert!(all.lines().count() == 1 && all.contains(words), "{arguments} {ran:?}");
}

#[test]
fn an_input_of_no_use_is_one_message() {
    let project = Project::new();
    let fixture = |name: &str| fs::read(format!("{FIXTURES}{name}")).unwrap();
    let whole = fixture("streamed.zip");
    fs::create_dir(project.path("empty")).unwrap();
    for (name, content, words) in [
        ("artifacts.zip", &b"{\"message\":\"404 Not Found\"}"[..], "error message of a server"),
        ("page.zip", b"<!DOCTYPE html><html>", "This is a web page"),
        ("jobs/py38/artifacts.zip", b"<Error><Code>NoSuchKey</Code></Error>", "error message"),
        ("random.zip", b"\x01\x02\x03", "named like an archive"),
        ("nothing.zip", b"", "empty"),
        ("traditional.zip", &fixture("encrypted.zip"), "2 entries of this archive are encrypted"),
        ("aes.zip", &fixture("aes.zip"), "2 entries of this archive are encrypted"),
        ("seven.zip", &fixture("seven.7z"), "7-Zip archive"),
        ("cut.zip", &whole[..3000], "cut off"),
        ("letter.txt", b"Dear all\n", "neither a coverage.py data file nor Python source"),
        (".coverage.empty", b"", "empty"),
        (
            ".coverage.cut",
            b"!coverage.py: This is a private format, don't read it directly!{",
            "damaged",
        ),
        ("empty/folder/x", b"", "There is no usable data file"),
    ] {
        project.write(name, content);
        let input = name.split('/').next().unwrap();
        for command in ["report --source proj", "combine -o out"] {
            assert_one_message(&project, &format!("{command} {input}"), words);
        }
    }
    for command in ["report --source proj", "combine -o out"] {
        assert_one_message(&project, &format!("{command} nowhere"), "no file or folder 'nowhere'");
    }
}

#[test]
fn settings_of_no_use_are_one_message() {
    let project = Project::new();
    for (settings, words) in [
        ("[report", "line 1 stands before the first [section]"),
        ("[report]\nexclude_also = (\n", "The pattern '(' cannot be used"),
        ("[report]\nomit = a***b\n", "can't include 'a***'"),
        ("[report]\nprecision = x\n", "not a whole number"),
    ] {
        project.write("rc", settings);
        let ran = project.run("report --rcfile rc --source proj data");
        let all = format!("{}{}", ran.stdout, ran.stderr);
        let count = all.lines().filter(|line| line.starts_with("rc: ")).count();
        assert!(count == 1 && ran.stdout.contains(words), "{settings} {ran:?}");
    }
}

#[test]
fn a_source_of_no_use_is_one_message() {
    for source in ["x = (\n", "print 1\n"] {
        let project = Project::new();
        project.write("proj/good.py", source);
        let ran = project.run("report --source proj data");
        let all = format!("{}{}", ran.stdout, ran.stderr);
        assert_eq!((ran.status, all.matches("good.py").count()), (Some(1), 1), "{ran:?}");
    }
}

//! Tests that names and patterns from inputs send no control characters to a terminal.

use crate::project::{Project, Ran, data};

/// An escape sequence, a bell, a line end, a C1 character, and one that reverses the order of
/// letters.
const EVIL: &str = "a\u{1b}[2J\u{7}\n\u{9b}31m\u{202e}b";

/// `EVIL` as messages escape it.
const SPELLED: &str = "aU+001B[2JU+0007U+000AU+009B31mU+202Eb";

/// Asserts that the output has no control character for a terminal.
fn assert_plain(ran: &Ran, context: &str) {
    for text in [&ran.stdout, &ran.stderr] {
        let is_command = |c: char| {
            c.is_control() && c != '\n'
                || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        assert!(!text.contains(is_command), "{context} {text:?}");
    }
}

#[test]
fn names_of_files_and_jobs_are_spelled_out() {
    let project = Project::new();
    let evil = |end: &str| format!("{EVIL}{end}");
    project.write(&evil("/.coverage.vm"), data(&["/r/good.py", &format!("/r/{EVIL}.py")]));
    project.write(&format!("proj/{EVIL}.py"), "x = 1\n");
    project.write(&format!("proj/{EVIL}2.py"), "print 1\n");
    project.write(&evil("/letter.coverage"), "no data");
    project.write(&evil("/.coverage.broken"), "no data");
    project.write("damaged/.coverage.vm", "!coverage.py: This is a private format, don't read it");
    project.write(&format!("twice/.coverage.{EVIL}"), data(&["/r/good.py", "/r/other.py"]));
    project.write("twice/.coverage.b", data(&["/r/good.py", "/r/other.py"]));
    project.zip("all.zip", &[(&evil("/.coverage.a"), &data(&[&format!("/r/{EVIL}2.py")]))]);
    project.fifo(&format!("proj/{EVIL}fifo.py"));
    let commands =
        ["report -i", "report", "json -o out", "xml -o out", "lcov -o out", "combine -o out"];
    for command in commands.into_iter().chain(["report -i --format=markdown", "publish -o public"])
    {
        let mut run = project.command(&format!("{command} --source proj all.zip damaged twice"));
        run.arg(EVIL);
        let ran = crate::project::finish(run);
        assert_plain(&ran, command);
        assert!(ran.stderr.contains(SPELLED), "{command} {ran:?}");
    }
}

#[test]
fn what_is_named_on_the_command_line_is_spelled_out() {
    let project = Project::new();
    for arguments in [
        vec!["report", EVIL],
        vec!["report", "--source", EVIL, "data"],
        vec!["report", "--rcfile", EVIL, "data"],
        vec!["report", "-o", EVIL, "--source", "proj", "data"],
        vec!["publish", "--page", EVIL, "data"],
        vec![EVIL],
        vec!["report", "--sort", EVIL, "data"],
        vec!["report", "--format", EVIL, "data"],
        vec!["report", "--include=a***b", "--omit", EVIL, "--source", "proj", "data"],
        vec!["report", "--contexts", "(\u{1b}[2J\u{202e}", "--source", "proj", "data"],
    ] {
        let mut run = project.command(arguments[0]);
        run.args(&arguments[1..]);
        let ran = crate::project::finish(run);
        assert_plain(&ran, &format!("{arguments:?}"));
    }
}

#[test]
fn settings_are_spelled_out() {
    for settings in [
        format!("[report]\nprecision = {}\n", EVIL.replace('\n', "")),
        "[report]\nodd\u{1b}[2J\u{9b}\u{202e} = 1\n".to_owned(),
        "[report]\nsort = \u{1b}[2J\u{202e}\n".to_owned(),
        "[report]\nexclude_also = (\u{1b}[2J\u{202e}\n".to_owned(),
        "[report]\ninclude = a***\u{1b}[2J\u{202e}\n".to_owned(),
        "[report]\ncontexts = (\u{1b}[2J\u{202e}\n".to_owned(),
        "[xml]\noutput = /\u{1b}[2J\u{202e}\n".to_owned(),
        "[a]\n[\u{1b}[2J]\n[\u{1b}[2J]\n".to_owned(),
    ] {
        let project = Project::new();
        project.write("proj/.coveragerc", &settings);
        for arguments in ["report --source proj data", "xml --source proj data", "xml proj data"] {
            assert_plain(&project.run(arguments), &settings);
        }
    }
}

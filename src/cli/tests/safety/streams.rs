//! Tests that the program ends with a status even if standard output or standard error fails.

use crate::project::{INFERRED, Project, TABLE};

/// Commands that print to standard output.
const PRINT: [&str; 5] = [
    "report --source proj data",
    "json -o - --source proj data",
    "combine -o /dev/stdout data",
    "--help",
    "--version",
];

#[test]
fn a_report_that_standard_output_does_not_take_is_an_error() {
    let project = Project::new();
    for arguments in PRINT {
        for (to, words) in [(">/dev/full", "No space left"), (">&-", "Standard output is closed")] {
            let ran = project.shell(&format!("covdrop {arguments} {to}"));
            assert_eq!(ran.status, Some(1), "{arguments} {to} {ran:?}");
            assert!(ran.stderr.contains(words), "{arguments} {to} {ran:?}");
        }
        for to in [">/dev/null", "<&- >/dev/null", ">/dev/null 2>&-", "1<>/dev/null"] {
            let ran = project.shell(&format!("covdrop {arguments} {to}"));
            assert_eq!(ran.status, Some(0), "{arguments} {to} {ran:?}");
        }
        let ran = project.shell(&format!("covdrop {arguments} >&- 2>&-"));
        assert_eq!(ran.status, Some(1), "{arguments} {ran:?}");
    }
    // Nothing is printed, so that nothing is lost.
    let ran = project.shell("covdrop xml --source proj data >&-");
    assert_eq!(ran.status, Some(0), "{ran:?}");
}

#[test]
fn a_reader_that_goes_away_ends_it_quietly() {
    let project = Project::new();
    for arguments in PRINT {
        let line = format!("{{ sleep 0.2; covdrop {arguments} 2>err; echo $? >status; }} | true");
        project.shell(&line);
        assert_eq!(project.read("status"), "1\n", "{arguments}");
        let said = project.read("err");
        let whole = format!("{INFERRED}Data files of 1 job: vm (1)\n");
        assert!(whole.ends_with(&said), "{arguments} {said}");
    }
}

#[test]
fn messages_that_cannot_be_said_cost_nothing_else() {
    let project = Project::new();
    for to in ["2>/dev/full", "2>&-", "2> >(true)"] {
        let ran = project.shell(&format!("covdrop report --source proj data {to}"));
        assert_eq!((ran.status, ran.stdout.as_str()), (Some(0), TABLE), "{to} {ran:?}");
        for arguments in ["report nowhere", "nonsense", "report --fail-under=abc data", ""] {
            let ran = project.shell(&format!("covdrop {arguments} {to}"));
            assert_eq!(ran.status, Some(1), "{arguments} {to} {ran:?}");
        }
        project.write("proj/half.py", "x = 1\ny = 2\n");
        let under = project.shell(&format!(
            "covdrop report --source proj --include=*.py --precision=1 --fail-under=100.0 data {to}"
        ));
        assert_eq!(under.status, Some(0), "{under:?}");
    }
}

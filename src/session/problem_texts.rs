//! Creates the problems with the data, settings and sources of a session, with advice.
//!
//! The errors of other crates do not name files; this module adds the names and the advice.

use covdrop_data::{Collapse, RecordedPath, Refusal, SettingsWarning, SourcePath};
use covdrop_intake::problem;
use covdrop_protocol::Problem;

use crate::project::{Origin, SettingsFault};
use crate::refused_settings::RefusedSetting;

/// Describes unreadable saved choices: another version of Covdrop wrote them, or they are damaged.
pub(crate) fn choices() -> Problem {
    problem(
        "Your choices",
        "Your saved choices cannot be read: another version of Covdrop wrote them, or they are damaged.",
        Some(
            "Names of jobs, path mappings and trial settings are the defaults. Choose them again.",
        ),
    )
}

/// Describes a source that Covdrop could not analyse, and that no total includes.
pub(crate) fn not_analysed(file: &str, why: &str) -> Problem {
    problem(
        file,
        format!("This source could not be analysed and is left out of the numbers. {why}."),
        Some("Drop the source exactly as it was when the tests ran."),
    )
}

/// Describes sources without text whose analyses do not follow the present settings.
pub(crate) fn analysed_otherwise() -> Problem {
    problem(
        "Sources",
        "This report was made without sources. Its numbers follow the exclusions and the Python \
         version of the time when it was made, and these are others now.",
        Some("Make the report again, with these settings."),
    )
}

/// Describes trial settings that need another analysis of sources without text.
pub(crate) fn trial_without_sources() -> Problem {
    problem(
        "Trial settings",
        "This report was made without sources. Exclusions and the Python version cannot be changed.",
        Some("Make the report with its sources, or with these settings."),
    )
}

/// Describes invalid settings, with which there are no numbers.
pub(crate) fn settings(fault: &SettingsFault) -> Problem {
    match fault {
        SettingsFault::File(error) => {
            problem(&error.file, format!("{}.", error.problem), Some(error.advice()))
        }
        SettingsFault::Glob(Origin::File(file, setting), error) => {
            let what = format!("{setting}: {error}.");
            problem(file, what, Some("Correct the pattern there."))
        }
        SettingsFault::Glob(Origin::CommandLine(option), error) => {
            problem(option, format!("{error}."), Some("Correct the pattern."))
        }
        SettingsFault::Pattern(file, error) => {
            problem(file, format!("{error}."), Some("Correct the pattern there."))
        }
    }
}

/// Describes a report setting that coverage.py refuses; `file` has the setting.
pub(crate) fn refused_setting(file: &str, refused: &RefusedSetting) -> Problem {
    let what = format!("{}: {}.", refused.option, refused.error);
    problem(file, what, Some("coverage.py refuses this setting too. Correct it there."))
}

/// Describes data files that repeat another data file of their job, each with that one.
pub(crate) fn duplicates(duplicates: &[(&str, &str)]) -> Option<Problem> {
    let (file, other) = duplicates.first()?;
    let what = match duplicates.len() - 1 {
        0 => format!("This is the same data as {other}."),
        1 => format!("This is the same data as {other}. One more data file repeats another."),
        n => format!("This is the same data as {other}. {n} more data files repeat others."),
    };
    let advice = "It is not counted twice. If it belongs to another job, check where it came from.";
    Some(problem(file, what, Some(advice)))
}

/// Describes an unusual setting, which still applies.
pub(crate) fn odd_setting(warning: &SettingsWarning) -> Problem {
    match warning {
        SettingsWarning::Unknown { file, section, option } => problem(
            file,
            format!("[{section}] has an option '{option}' that coverage.py does not know."),
            Some("Correct its name there."),
        ),
        SettingsWarning::Variable { file, section, option, variable, used } => problem(
            file,
            format!(
                "'{option}' of [{section}] uses the environment variable {variable}, which is not \
                 known here; '{used}' is used for it."
            ),
            Some("Where that matters, write the value into a copy of the file, and drop that."),
        ),
    }
}

/// Describes data that coverage.py would refuse to combine.
pub(crate) fn refusal(refusal: &Refusal) -> Problem {
    let file = match refusal {
        Refusal::Mixed { .. } => "Line and branch data together",
        Refusal::Tracers { file, .. } => file.as_str(),
    };
    problem(file, format!("{refusal}."), Some(refusal.advice()))
}

/// Describes several paths of one data file that map to one file.
pub(crate) fn collapse(collapse: &Collapse) -> Problem {
    let paths: Vec<&str> = collapse.paths.iter().map(RecordedPath::as_str).collect();
    problem(
        collapse.file.as_str(),
        format!("Several files of one data file were counted as this one: {}.", paths.join(", ")),
        Some("If they are different files, make the rules under [paths] in your settings longer."),
    )
}

/// Describes a Python 2 source.
pub(crate) fn approximate(path: &SourcePath) -> Problem {
    problem(
        path.as_str(),
        "This is Python 2. Its numbers are approximate, and the totals leave it out.",
        Some("coverage.py on Python 3 would refuse it. You can count it all the same."),
    )
}

//! What is wrong with what was dropped, and what to do about it.
//!
//! The other rooms' errors know neither names nor people; here they get both.

use std::collections::BTreeMap;

use covdrop_data::{
    Collapse, Leftover, ReadError, ReadWarning, RecordedPath, Refusal, SettingsWarning, SourcePath,
};
use covdrop_protocol::{Closed, Problem, escape_invisible};

use crate::ManifestError;
use crate::project::{Origin, SettingsFault};
use crate::refused_settings::RefusedSetting;
use crate::sort::{is_archive_name, is_data_name};
use crate::unpack::Fault;
use crate::wrong::Wrong;

/// The most bytes that a file may have to be read: 512 MiB.
///
/// Three times as many are in memory while it is read, and a tab has no more than 4 GiB.
pub(crate) const MAX_FILE_BYTES: u64 = 512 << 20;

/// The most bytes of data files and sources that a session takes in all: 1 GiB.
///
/// What is made of them takes about three times as much, and a tab has no more than 4 GiB.
pub(crate) const MAX_KEPT_BYTES: u64 = 1 << 30;

/// A problem with `file`.
pub(crate) fn problem(file: &str, what: impl Into<String>, advice: Option<&str>) -> Problem {
    Problem {
        file: file.to_owned(),
        card: None,
        what: what.into(),
        advice: advice.map(str::to_owned),
    }
}

/// The most problems that are told of one thing, or of one kind: 100. They have a few causes, which
/// the first of them show; nobody reads more, and a page of thousands is slow. A small archive of
/// archives can have many thousands.
const MAX_TOLD: usize = 100;

/// The first of `problems`, which are about `file`, and at last how many more there are.
pub(crate) fn first(file: &str, mut problems: Vec<Problem>) -> Vec<Problem> {
    let more = problems.len().saturating_sub(MAX_TOLD);
    problems.truncate(MAX_TOLD);
    if more > 0
        && let Some(last) = problems.last_mut()
    {
        let what = format!("{} more problems are not listed here.", more + 1);
        *last = Problem { card: last.card, ..problem(file, what, None) };
    }
    problems
}

/// Makes problems as they are shown: names in them may hold what is invisible.
pub(crate) fn spell(problems: &mut [Problem]) {
    for problem in problems {
        problem.file = escape_invisible(&problem.file);
        problem.what = escape_invisible(&problem.what);
    }
}

/// A list of files to load that cannot be followed.
pub(crate) fn manifest(name: &str, error: &ManifestError) -> Problem {
    problem(name, format!("{error}."), Some(error.advice()))
}

/// Choices of before that another version of Covdrop made, or nobody.
pub(crate) fn choices() -> Problem {
    problem(
        "Your choices",
        "What you chose before cannot be read: another version of Covdrop wrote it, or it is damaged.",
        Some("Names of jobs, path rules and settings to try are as usual. Choose them again."),
    )
}

/// A drop that held no file at all.
pub(crate) fn empty_drop() -> Problem {
    problem(
        "Empty drop",
        "There was no file in what you dropped.",
        Some("Drop .coverage files, or the folder that they or your source are in."),
    )
}

/// A folder that held nothing to read.
pub(crate) fn useless_folder(name: &str) -> Problem {
    problem(
        name,
        USELESS_FOLDER,
        Some("Look for files named .coverage or .coverage.*; some systems hide them."),
    )
}

/// A file that is too large to be read.
pub(crate) fn too_large(file: &str, size: u64) -> Problem {
    let mib = |bytes: u64| bytes >> 20;
    problem(
        file,
        format!("This file has {} MiB, and {} MiB is the most.", mib(size), mib(MAX_FILE_BYTES)),
        Some(advice_on_large(file)),
    )
}

/// What to do about a file of this name that is too large.
fn advice_on_large(file: &str) -> &'static str {
    let name = file.rsplit('/').next().unwrap_or(file);
    if is_archive_name(name) {
        "Unpack it, and drop the .coverage files and the source folder."
    } else if is_data_name(name) {
        "Combine the data where it was made, or record fewer contexts."
    } else {
        "Drop only data files, and the source that the tests ran on."
    }
}

/// There is no room for a file and for `more` after it.
pub(crate) fn full(file: &str, more: usize) -> Problem {
    let others = match more {
        0 => String::new(),
        1 => " and one other file".to_owned(),
        more => format!(" and {more} other files"),
    };
    problem(
        file,
        format!(
            "There is no room for this file{others}: a session takes {} MiB in all.",
            MAX_KEPT_BYTES >> 20
        ),
        Some("Reload the page and drop fewer files, or combine the data where it was made."),
    )
}

/// The data of a drop takes more memory than its size is worth, from this file on.
pub(crate) fn beyond(file: &str) -> Problem {
    problem(
        file,
        "This data file is left out: with it, the data takes many times the memory of what was \
         dropped, as no real data does.",
        Some("If you trust where it came from, drop it by itself."),
    )
}

/// Whether a problem is that a folder or an archive held nothing to read.
pub(crate) fn is_useless(problem: &Problem) -> bool {
    [USELESS_FOLDER, USELESS_ARCHIVE, ONLY_INSTALLED].contains(&problem.what.as_str())
}

const USELESS_FOLDER: &str = "There is no data file and no Python source in this folder.";
const USELESS_ARCHIVE: &str = "There is no data file and no Python source in this archive.";

const ONLY_INSTALLED: &str = "All that could be used in here is installed code (site-packages, .venv and the like), which \
     is passed over unless data names it.";

/// A folder or an archive that held nothing to read but installed code.
pub(crate) fn only_installed(name: &str) -> Problem {
    problem(
        name,
        ONLY_INSTALLED,
        Some("Drop your own source, or the .coverage files that name this code."),
    )
}

/// An archive that held nothing to read.
pub(crate) fn useless_archive(name: &str) -> Problem {
    problem(
        name,
        USELESS_ARCHIVE,
        Some("Names that begin with a dot are easily left out: list .coverage* in the artifacts."),
    )
}

/// What is wrong with an archive or with an entry of it.
pub(crate) fn fault(file: &str, fault: &Fault) -> Problem {
    let advice = match fault {
        Fault::TooLarge(_) => advice_on_large(file),
        fault => fault.advice(),
    };
    problem(file, format!("{fault}."), Some(advice))
}

/// The problem of several entries of an archive that have the same fault.
pub(crate) fn many_faults(archive: &str, what: &str, fault: &Fault) -> Problem {
    problem(archive, format!("{what}."), Some(fault.advice()))
}

/// More entries of an archive went wrong than are worth a sentence each.
pub(crate) fn more_faults(archive: &str, more: usize) -> Problem {
    let what = match more {
        1 => "One more entry of this archive cannot be used.".to_owned(),
        more => format!("{more} more entries of this archive cannot be used."),
    };
    problem(archive, what, None)
}

/// Sources of one tree, `count` of them and `first` among them, took the place of others at the same
/// paths that were not the same.
pub(crate) fn replaced(tree: &str, other: &str, first: &str, count: usize) -> Problem {
    let what = match count {
        1 => format!("{first} differs from the file at that path in {other}, and is used."),
        n => format!(
            "{n} files in here, {first} among them, differ from those at the same paths in \
             {other}, and are used."
        ),
    };
    problem(tree, what, Some("Drop only the source that the tests ran on."))
}

/// A well-known file that is of no use here.
pub(crate) fn wrong(file: &str, wrong: Wrong) -> Problem {
    problem(file, wrong.what(), Some(wrong.advice()))
}

/// What SQLite left beside a data file.
pub(crate) fn leftover(file: &str, leftover: Leftover) -> Problem {
    problem(
        file,
        format!("This is {leftover}."),
        Some("Run `coverage combine` where it was made, and drop what that writes."),
    )
}

/// A file that the browser or the system did not let us read.
pub(crate) fn unreadable(file: &str, reason: &str) -> Problem {
    let what = match reason.trim_end_matches('.') {
        "" => "This could not be read.".to_owned(),
        reason => format!("This could not be read: {reason}."),
    };
    problem(file, what, Some("Check that it is still there and that you may read it."))
}

/// Files that a site manifest lists and that could not be loaded: one problem a reason, however many
/// files it concerns.
pub(crate) fn missing(manifest: &str, files: &[Closed]) -> Vec<Problem> {
    let mut by_reason: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for Closed { path, reason } in files {
        by_reason.entry(reason).or_default().push(path);
    }
    let of_reason = |(reason, paths): (&str, Vec<&str>)| {
        if let [path] = paths[..] {
            return unreadable(path, reason);
        }
        let reason = if reason.is_empty() { "" } else { &format!(": {reason}") };
        let these = if paths.len() > MAX_NAMED { "The first are" } else { "They are" };
        let named = paths.iter().take(MAX_NAMED).copied().collect::<Vec<_>>().join(", ");
        let what = format!(
            "{} of the listed files could not be read{reason}. {these} {named}.",
            paths.len()
        );
        problem(manifest, what, Some("Publish these files beside the list, or list others."))
    };
    by_reason.into_iter().map(of_reason).collect()
}

/// The most files that one problem names.
const MAX_NAMED: usize = 3;

/// A data file that could not be used.
pub(crate) fn unusable(file: &str, error: &ReadError) -> Problem {
    problem(file, format!("{error}."), Some(error.advice()))
}

/// A data file that only a part of could be read; nothing where all of it was.
pub(crate) fn read_in_part(file: &str, warnings: &[ReadWarning]) -> Option<Problem> {
    let what: Vec<String> = warnings.iter().map(|warning| format!("{warning}.")).collect();
    let advice = "The rest of this file is used. Take it again from the job that made it.";
    (!what.is_empty()).then(|| problem(file, what.join(" "), Some(advice)))
}

/// A file with nothing in it that was dropped by itself.
pub(crate) fn empty(file: &str) -> Problem {
    problem(
        file,
        "This file is empty.",
        Some("Drop the .coverage files that your jobs left, and your source folder."),
    )
}

/// A file that is named as an archive is.
pub(crate) fn no_archive(file: &str) -> Problem {
    problem(
        file,
        "This is named as an archive is, but it is none that Covdrop reads: zip, or tar, which gzip, \
         bzip2 or xz may have packed.",
        Some("Download it again, or take it again from the job that made it."),
    )
}

/// A file that is none of those that Covdrop can use.
pub(crate) fn unknown(file: &str) -> Problem {
    problem(
        file,
        "This is neither a coverage.py data file nor Python source.",
        Some("Drop the .coverage files that your jobs left, and your source folder."),
    )
}

/// A source that could not be analysed, and so is in no total.
pub(crate) fn not_analysed(file: &str, why: &str) -> Problem {
    problem(
        file,
        format!("This source could not be analysed and is left out of the numbers. {why}."),
        Some("Drop the source just as it was when the tests ran."),
    )
}

/// Settings that cannot be followed, so that there are no numbers.
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

/// A setting of reports that coverage.py refuses; `file` is where it is made.
pub(crate) fn refused_setting(file: &str, refused: &RefusedSetting) -> Problem {
    let what = format!("{}: {}.", refused.option, refused.error);
    problem(file, what, Some("coverage.py refuses this setting too. Correct it there."))
}

/// Data files whose data others of their job have too, each with one of these.
pub(crate) fn duplicates(duplicates: &[(&str, &str)]) -> Option<Problem> {
    let (file, other) = duplicates.first()?;
    let what = match duplicates.len() - 1 {
        0 => format!("This is the same data as {other}."),
        1 => format!("This is the same data as {other}. One more data file repeats another."),
        n => format!("This is the same data as {other}. {n} more data files repeat others."),
    };
    let advice =
        "Nothing is counted twice. If it should be of another job, look where it came from.";
    Some(problem(file, what, Some(advice)))
}

/// Something odd in the settings, which are followed all the same.
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

/// Something that coverage.py would refuse to combine.
pub(crate) fn refusal(refusal: &Refusal) -> Problem {
    let file = match refusal {
        Refusal::Mixed { .. } => "Line and branch data together",
        Refusal::Tracers { file, .. } => file.as_str(),
    };
    problem(file, format!("{refusal}."), Some(refusal.advice()))
}

/// Several paths of one recording that have become one file.
pub(crate) fn collapse(collapse: &Collapse) -> Problem {
    let paths: Vec<&str> = collapse.paths.iter().map(RecordedPath::as_str).collect();
    problem(
        collapse.file.as_str(),
        format!("Several files of one data file were counted as this one: {}.", paths.join(", ")),
        Some("If they are different files, make the rules under [paths] in your settings longer."),
    )
}

/// A source of Python 2.
pub(crate) fn approximate(path: &SourcePath) -> Problem {
    problem(
        path.as_str(),
        "This is Python 2. Its numbers are approximate, and the totals leave it out.",
        Some("coverage.py on Python 3 would refuse it. You can count it all the same."),
    )
}

//! Creates the problems with files of an import, with advice.
//!
//! The errors of other crates do not name files; this module adds the names and the advice.

use std::collections::BTreeMap;

use covdrop_data::{Leftover, ReadError, ReadWarning};
use covdrop_protocol::{Problem, UnreadablePath, display_name, display_text};

use crate::archive::ArchiveFault;
use crate::file_names::{is_archive_name, is_data_name};
use crate::limits::{MAX_FILE_BYTES, MAX_KEPT_BYTES};
use crate::site_manifest::ManifestError;
use crate::unsupported::UnsupportedFile;

/// Creates a problem with `file`.
pub fn problem(file: &str, what: impl Into<String>, advice: Option<&str>) -> Problem {
    Problem {
        file: file.to_owned(),
        input: None,
        what: what.into(),
        advice: advice.map(str::to_owned),
    }
}

/// The maximum number of problems that are listed for one input, or of one kind: 100. They have a
/// few causes, which the first ones show; nobody reads more, and a page with thousands is slow. A
/// small archive of archives can cause many thousands.
const MAX_LISTED: usize = 100;

/// Returns the first of `problems`, which concern `file`, and a last one that counts the others.
pub fn first(file: &str, mut problems: Vec<Problem>) -> Vec<Problem> {
    let more = problems.len().saturating_sub(MAX_LISTED);
    problems.truncate(MAX_LISTED);
    if more > 0
        && let Some(last) = problems.last_mut()
    {
        let what = format!("{} more problems are not listed here.", more + 1);
        *last = Problem { input: last.input, ..problem(file, what, None) };
    }
    problems
}

/// Escapes invisible characters in the names that problems have.
pub fn escape_names(problems: &mut [Problem]) {
    for problem in problems {
        problem.file = display_name(&problem.file);
        problem.what = display_text(&problem.what);
    }
}

/// Describes a refused site manifest.
pub fn manifest(name: &str, error: &ManifestError) -> Problem {
    problem(name, format!("{error}."), Some(error.advice()))
}

/// Describes the ignored keys of a site manifest's `project`, if any.
pub fn left_out_project(name: &str, keys: &[&str]) -> Option<Problem> {
    let what = format!("Ignored these keys of the project's description: {}.", keys.join(", "));
    let advice = "Texts are short, addresses begin with https:// or http://, and source_url has {path} \
                  after its host.";
    (!keys.is_empty()).then(|| problem(name, what, Some(advice)))
}

/// Describes a drop without files.
pub(crate) fn empty_drop() -> Problem {
    problem(
        "Empty drop",
        "The drop contains no files.",
        Some("Drop .coverage files, or the folder with them or with your source."),
    )
}

/// Describes a folder without data files and sources.
pub(crate) fn folder_without_input(name: &str) -> Problem {
    problem(
        name,
        FOLDER_WITHOUT_INPUT,
        Some("Look for files named .coverage or .coverage.*; some systems hide them."),
    )
}

/// Describes a file that is too large to be read.
pub(crate) fn too_large(file: &str, size: u64) -> Problem {
    let mib = |bytes: u64| bytes >> 20;
    problem(
        file,
        format!("This file has {} MiB; the limit is {} MiB.", mib(size), mib(MAX_FILE_BYTES)),
        Some(advice_on_large(file)),
    )
}

/// Returns advice on a too large file with this name.
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

/// Describes a file for which there is no room, and `more` after it.
pub(crate) fn no_room(file: &str, more: usize) -> Problem {
    problem(
        file,
        format!(
            "There is no room for this file{}: a session is limited to {} MiB.",
            and_others(more),
            MAX_KEPT_BYTES >> 20
        ),
        Some("Reload the page and drop fewer files, or combine the data where it was made."),
    )
}

/// Describes the first source that exceeds the limit of lines, and the number of those after it.
pub(crate) fn too_many_lines(file: &str, more: usize) -> Problem {
    problem(
        file,
        format!(
            "Covdrop leaves out this source{}: the sources have far more lines than real code of \
             that size in an archive.",
            and_others(more)
        ),
        Some("If you trust its origin, extract the archive and drop the folder."),
    )
}

/// Returns the words for `more` other files that a problem concerns too.
fn and_others(more: usize) -> String {
    match more {
        0 => String::new(),
        1 => " and one other file".to_owned(),
        more => format!(" and {more} other files"),
    }
}

/// Describes the first data file that exceeds the memory limit.
pub(crate) fn memory_exceeded(file: &str) -> Problem {
    problem(
        file,
        "This data file is left out: with it, the data takes many times the memory of the \
         drop, which real data never does.",
        Some("If you trust its origin, drop it by itself."),
    )
}

/// Returns true for the problem of a folder or an archive without data files and sources.
pub(crate) fn is_without_input(problem: &Problem) -> bool {
    [FOLDER_WITHOUT_INPUT, ARCHIVE_WITHOUT_INPUT, ONLY_THIRD_PARTY].contains(&problem.what.as_str())
}

const FOLDER_WITHOUT_INPUT: &str = "There is no data file and no Python source in this folder.";
const ARCHIVE_WITHOUT_INPUT: &str = "There is no data file and no Python source in this archive.";

const ONLY_THIRD_PARTY: &str = "The only usable files in here are installed code (site-packages, .venv and the like), which \
     is ignored unless data names it.";

/// Describes a folder or an archive that has only third-party code.
pub(crate) fn only_third_party(name: &str) -> Problem {
    problem(
        name,
        ONLY_THIRD_PARTY,
        Some("Drop your own source, or the .coverage files that name this code."),
    )
}

/// Describes an archive without data files and sources.
pub(crate) fn archive_without_input(name: &str) -> Problem {
    problem(
        name,
        ARCHIVE_WITHOUT_INPUT,
        Some("Names that begin with a dot are easily left out: list .coverage* in the artifacts."),
    )
}

/// Describes a fault of an archive, or of an entry.
pub(crate) fn archive_fault(file: &str, fault: &ArchiveFault) -> Problem {
    let advice = match fault {
        ArchiveFault::TooLarge(_) => advice_on_large(file),
        fault => fault.advice(),
    };
    problem(file, format!("{fault}."), Some(advice))
}

/// Several entries of an archive with the same fault.
pub(crate) fn several_faults(archive: &str, what: &str, fault: &ArchiveFault) -> Problem {
    problem(archive, format!("{what}."), Some(fault.advice()))
}

/// Describes the number of faults of an archive's entries that are not reported one by one.
pub(crate) fn more_faults(archive: &str, more: usize) -> Problem {
    let what = match more {
        1 => "One more entry of this archive cannot be used.".to_owned(),
        more => format!("{more} more entries of this archive cannot be used."),
    };
    problem(archive, what, None)
}

/// Sources of the tree `tree` that override different ones at the same paths in `other`: `count`
/// sources, with `first` as an example.
pub fn replaced(tree: &str, other: &str, first: &str, count: usize) -> Problem {
    let what = match count {
        1 => format!("{first} differs from the file at that path in {other}, and is used."),
        n => format!(
            "{n} files in here, {first} among them, differ from those at the same paths in \
             {other}, and are used."
        ),
    };
    problem(tree, what, Some("Drop only the source that the tests ran on."))
}

/// Describes a well-known file that Covdrop does not support.
pub(crate) fn unsupported(file: &str, unsupported: UnsupportedFile) -> Problem {
    problem(file, unsupported.what(), Some(unsupported.advice()))
}

/// Describes a file that SQLite left beside a database.
pub(crate) fn leftover(file: &str, leftover: Leftover) -> Problem {
    problem(
        file,
        format!("This is {leftover}."),
        Some("Run `coverage combine` where it was made, and drop the file that it writes."),
    )
}

/// Describes a file that the browser or the system could not open.
pub(crate) fn unreadable(file: &str, reason: &str) -> Problem {
    let what = match reason.trim_end_matches('.') {
        "" => "This could not be read.".to_owned(),
        reason => format!("This could not be read: {reason}."),
    };
    problem(file, what, Some("Check that it is still there and that you may read it."))
}

/// Files that a site manifest lists and that could not be loaded: one problem for each reason.
pub(crate) fn missing_files(manifest: &str, files: &[UnreadablePath]) -> Vec<Problem> {
    let mut by_reason: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for UnreadablePath { path, reason } in files {
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
        problem(manifest, what, Some("Publish these files beside the list, or correct the list."))
    };
    by_reason.into_iter().map(of_reason).collect()
}

/// The maximum number of files named in one problem.
const MAX_NAMED: usize = 3;

/// Describes a data file that could not be parsed.
pub(crate) fn unusable_data(file: &str, error: &ReadError) -> Problem {
    problem(file, format!("{error}."), Some(error.advice()))
}

/// Describes a data file that could be parsed in part; `None` if there are no warnings.
pub(crate) fn partly_read_data(file: &str, warnings: &[ReadWarning]) -> Option<Problem> {
    let what: Vec<String> = warnings.iter().map(|warning| format!("{warning}.")).collect();
    let advice = "The rest of this file is used. Get it again from the job that wrote it.";
    (!what.is_empty()).then(|| problem(file, what.join(" "), Some(advice)))
}

/// Describes an empty file that was dropped by itself.
pub(crate) fn empty(file: &str) -> Problem {
    problem(
        file,
        "This file is empty.",
        Some("Drop the .coverage files of your jobs, and your source folder."),
    )
}

/// Describes a file with a name of an archive that is none.
pub(crate) fn not_an_archive(file: &str) -> Problem {
    problem(
        file,
        "This is named like an archive, but it is none that Covdrop reads: zip, or tar, which gzip, \
         bzip2 or xz may have packed.",
        Some("Download it again, or get it again from the job that wrote it."),
    )
}

/// Describes a file of unknown kind.
pub(crate) fn unknown(file: &str) -> Problem {
    problem(
        file,
        "This is neither a coverage.py data file nor Python source.",
        Some("Drop the .coverage files of your jobs, and your source folder."),
    )
}

//! What a file is. Its content decides; its name only where content cannot.

use covdrop_data::{SETTINGS_FILES, recognise};
use covdrop_protocol::{Offered, is_skipped_folder};

/// What a file is to be taken as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    /// A data file, perhaps a damaged one.
    Data,
    /// A source that the data may name.
    Source,
    /// A settings file at the top of a source tree.
    Settings,
    /// One of the many other files that lie in folders.
    Other,
    /// A lone file that is nothing we know: it was dropped on purpose, so its giver should hear.
    Unknown,
}

/// Whether to read a file at all. A lone file always is: if it is the wrong one, it must be read
/// to be able to say so.
pub(crate) fn is_wanted(file: &Offered) -> bool {
    let Some((folder, name)) = file.path.rsplit_once('/') else { return true };
    !folder.split('/').any(is_skipped_folder)
        && (is_data_name(name) || is_source_name(name) || is_settings(&file.path))
}

/// What a file is.
pub(crate) fn sort(path: &str, bytes: &[u8]) -> Sort {
    let name = path.rsplit('/').next().unwrap_or(path);
    let is_lone = name == path;
    if is_settings(path) {
        Sort::Settings
    } else if recognise(bytes).is_some() || name == ".coverage" || name.starts_with(".coverage.") {
        Sort::Data
    } else if is_python_name(name) || (is_source_name(name) && !is_lone && !bytes.contains(&0)) {
        Sort::Source
    } else if is_lone {
        Sort::Unknown
    } else {
        Sort::Other
    }
}

/// Whether a data file may have this name: coverage.py's own, or what a browser made of it.
fn is_data_name(name: &str) -> bool {
    name.contains("coverage")
}

/// Whether a settings file lies at `path`: on its own, or at the top of a folder.
fn is_settings(path: &str) -> bool {
    let name = path.split_once('/').map_or(path, |(_, inner)| inner);
    SETTINGS_FILES.iter().any(|(known, _)| *known == name)
}

/// Whether a source that was measured may have this name: Python's, or a script's without ending.
fn is_source_name(name: &str) -> bool {
    is_python_name(name) || !name.contains('.')
}

fn is_python_name(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|e| e.eq_ignore_ascii_case("py") || e.eq_ignore_ascii_case("pyw"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(path: &str) -> bool {
        is_wanted(&Offered { path: path.to_owned(), size: 1 })
    }

    #[test]
    fn folders_are_picked_through_and_lone_files_are_not() {
        assert!(wanted("anything.pdf"));
        assert!(wanted("jobs/py38/.coverage.host.1.2"));
        assert!(wanted("jobs/py38/_coverage (1)"));
        assert!(wanted("acme/my_package/cli.py"));
        assert!(wanted("acme/bin/acme"));
        assert!(!wanted("acme/docs/logo.png"));
        assert!(!wanted("acme/node_modules/x/setup.py"));
        assert!(!wanted("acme/.git/HEAD"));
    }

    #[test]
    fn content_decides_what_a_file_is() {
        const SQLITE: &[u8] = b"SQLite format 3\0rest";
        assert_eq!(sort("holiday.jpg", SQLITE), Sort::Data);
        assert_eq!(sort("acme/module.py", SQLITE), Sort::Data);
        assert_eq!(sort("acme/module.py", b"x = 1\n"), Sort::Source);
        assert_eq!(sort("acme/bin/acme", b"#!/usr/bin/env python\n"), Sort::Source);
        assert_eq!(sort("acme/bin/acme", b"\x7fELF\0\0"), Sort::Other);
        assert_eq!(sort("letter", b"Dear all\n"), Sort::Unknown);
    }

    #[test]
    fn what_calls_itself_a_data_file_is_held_to_it() {
        assert_eq!(sort("jobs/.coverage.host.1.2", b""), Sort::Data);
        assert_eq!(sort(".coverage", b"<html>"), Sort::Data);
        assert_eq!(sort("acme/docs/.coveragerc", b"[run]\n"), Sort::Other);
    }

    #[test]
    fn settings_lie_at_the_top() {
        assert!(wanted("acme/tox.ini"));
        assert!(!wanted("acme/vendor/tox.ini"));
        assert_eq!(sort("acme/tox.ini", b""), Sort::Settings);
        assert_eq!(sort(".coveragerc", b""), Sort::Settings);
    }
}

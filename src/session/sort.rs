//! What a file is. Its content decides; its name only where content cannot.

use covdrop_data::{Leftover, SETTINGS_FILES, host, recognise};
use covdrop_protocol::is_skipped_folder;

use crate::unpack::Form;
use crate::wrong::Wrong;

/// What a file is to be taken as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    /// A data file, perhaps a damaged one.
    Data,
    /// An archive.
    Archive(Form),
    /// A source that the data may name.
    Source,
    /// A settings file, if it lies at the top of a source tree.
    Settings,
    /// What SQLite left beside a data file.
    Leftover(Leftover),
    /// A file that is well known, and of no use.
    Wrong(Wrong),
    /// One of the many other files that lie in folders.
    Other,
    /// A lone file that is nothing we know: it was dropped on purpose, so its giver should hear.
    Unknown,
}

/// How deep in what was dropped a settings file may lie to be at the top of a source tree: folders
/// around a tree are seen through, but not many of them.
const MAX_SETTINGS_DEPTH: usize = 3;

/// Endings of archives, in lower case.
const ARCHIVES: [&str; 12] = [
    ".zip", ".whl", ".egg", ".pex", ".par", ".tar", ".tgz", ".tbz", ".tbz2", ".txz", ".gz", ".bz2",
];

/// Endings of the archives that coverage.py finds the source of imported modules in.
const IMPORT_ARCHIVES: [&str; 5] = [".zip", ".whl", ".egg", ".pex", ".par"];

/// What is cut off a name to get at the name of what is in it, in lower case.
const ENDINGS: [&str; 13] = [
    ".zip", ".whl", ".egg", ".pex", ".par", ".tar", ".tgz", ".tbz", ".tbz2", ".txz", ".gz", ".bz2",
    ".xz",
];

/// Whether a file that lies at `path` in a folder or an archive may be read: a folder of version
/// control or a cache is none of a project's.
pub(crate) fn is_readable(path: &str) -> bool {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    !folder.split('/').any(is_skipped_folder)
}

/// Whether the name of a file at `path` in a folder or an archive makes it one to read.
///
/// A lone file always is read: if it is the wrong one, it must be read to be able to say so.
pub(crate) fn is_useful_name(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    is_data_name(name)
        || is_source_name(name)
        || is_archive_name(name)
        || is_settings_name(name) && path.matches('/').count() < MAX_SETTINGS_DEPTH
}

/// What a file is; `is_named` says whether data names it as a source.
pub(crate) fn sort(name: &str, bytes: &[u8], is_lone: bool, is_named: bool) -> Sort {
    if recognise(bytes).is_some() {
        Sort::Data
    } else if is_settings_name(name) {
        Sort::Settings
    } else if let Some(form) = Form::recognise(bytes) {
        Sort::Archive(form)
    } else if let Some(leftover) = Leftover::of(name).filter(|_| is_data_name(name)) {
        Sort::Leftover(leftover)
    } else if is_python_name(name) || is_named {
        Sort::Source
    } else if let Some(wrong) = Wrong::recognise(bytes) {
        Sort::Wrong(wrong)
    } else if is_data_files_own_name(name) {
        Sort::Data
    } else if is_lone {
        Sort::Unknown
    } else if is_source_name(name) && !bytes.contains(&0) {
        Sort::Source
    } else {
        Sort::Other
    }
}

/// Returns true if a session uses a file of this path and content: as data, an archive, Python
/// source or settings.
pub fn is_input(path: &str, bytes: &[u8]) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let sort = sort(name, bytes, false, false);
    is_python_name(name) || matches!(sort, Sort::Data | Sort::Archive(_) | Sort::Settings)
}

/// Whether a data file may have this name: coverage.py's own, or what a browser made of it.
pub(crate) fn is_data_name(name: &str) -> bool {
    name.contains("coverage")
}

/// Whether only a data file has this name, so that it is held to being one: `.coverage`,
/// `.coverage.py38`, and what browsers make of names with a dot before them, `_coverage (1)` and
/// `coverage.host.pid1.Xabcdefx`.
pub(crate) fn is_data_files_own_name(name: &str) -> bool {
    let name = without_copy(name);
    name == ".coverage"
        || name == "_coverage"
        || name.starts_with(".coverage.")
        || name.starts_with("_coverage.")
        || host(name).is_some()
}

/// Whether a settings file has this name.
fn is_settings_name(name: &str) -> bool {
    SETTINGS_FILES.iter().any(|(known, _)| *known == name)
}

/// Whether a source that was measured may have this name: Python's, or a script's without ending.
fn is_source_name(name: &str) -> bool {
    is_python_name(name) || !name.contains('.')
}

/// Whether the name alone makes it likely that a file is of use.
pub(crate) fn is_telling_name(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    is_python_name(name) || is_data_name(name)
}

/// Whether this is a name of Python's.
pub(crate) fn is_python_name(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|e| e.eq_ignore_ascii_case("py") || e.eq_ignore_ascii_case("pyw"))
}

/// Whether an archive may have this name.
pub(crate) fn is_archive_name(name: &str) -> bool {
    let name = without_copy(name).to_ascii_lowercase();
    ARCHIVES.iter().any(|ending| name.ends_with(ending)) || name.ends_with(".tar.xz")
}

/// Returns true for the name of an archive of several files. `metadata.gz`, which GitLab leaves empty
/// beside artifacts, and logs are single files, and nobody misses one.
pub(crate) fn is_name_of_many(name: &str) -> bool {
    let lower = without_copy(name).to_ascii_lowercase();
    let is_single = [".gz", ".bz2"].iter().any(|ending| lower.ends_with(ending));
    is_archive_name(name) && (!is_single || lower.contains(".tar."))
}

/// Whether modules may be imported from an archive of this name.
pub(crate) fn is_import_archive(name: &str) -> bool {
    let is_ending = |ending: &&str| name.len() > ending.len() && name.ends_with(*ending);
    IMPORT_ARCHIVES.iter().any(is_ending)
}

/// Whether a file of this name is Python where data names it as a source: coverage.py refuses one that
/// does not parse, and leaves those of all other names out.
pub(crate) fn is_python_by_name(name: &str) -> bool {
    // A dot at the start begins no ending.
    let ending = name.trim_start_matches('.').rsplit_once('.');
    ending.is_none_or(|(_, ending)| ending.starts_with("py"))
}

/// A name without the ` (1)` that a browser puts after what was downloaded before.
fn without_copy(name: &str) -> &str {
    let cut = name.strip_suffix(')').and_then(|rest| rest.rsplit_once('('));
    match cut {
        Some((stem, number))
            if !stem.is_empty()
                && !number.is_empty()
                && number.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            stem.trim_end()
        }
        _ => name,
    }
}

/// A name without the endings of archives.
pub(crate) fn without_endings(name: &str) -> &str {
    let mut name = without_copy_of_archive(name);
    while let Some(ending) = ENDINGS.iter().find(|ending| {
        let start = name.len().saturating_sub(ending.len());
        start > 0 && name.get(start..).is_some_and(|end| end.eq_ignore_ascii_case(ending))
    }) {
        name = name.get(..name.len() - ending.len()).unwrap_or_default();
    }
    name
}

/// Cuts ` (1)` off a name that has an archive's ending before it.
fn without_copy_of_archive(name: &str) -> &str {
    let cut = without_copy(name);
    if is_archive_name(cut) { cut } else { name }
}

/// What an archive is called: its name without endings, and without what a browser put to it.
pub(crate) fn stem(name: &str) -> &str {
    let mut name = name;
    loop {
        let shorter = without_copy(without_endings(name));
        if shorter.is_empty() || shorter == name {
            return name;
        }
        name = shorter;
    }
}

#[cfg(test)]
mod tests {
    use covdrop_protocol::USEFUL_NAMES;
    use proptest::prelude::*;
    use regex::Regex;

    use super::*;

    /// Names of all sorts, made of what the rules look at.
    fn name() -> impl Strategy<Value = String> {
        let settings = SETTINGS_FILES.iter().map(|(name, _)| *name);
        let parts = ARCHIVES.into_iter().chain(ENDINGS).chain(settings).chain([
            ".py", ".PYW", ".pyc", "coverage", ".xz", ".", "a", "Z", " (1)", "é", "-", "\n", "_",
        ]);
        let parts: Vec<&str> = parts.collect();
        prop::collection::vec(prop::sample::select(parts), 1..5).prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn the_page_looks_up_whatever_may_be_wanted(name in name()) {
            let useful = Regex::new(&format!("(?i){USEFUL_NAMES}")).unwrap();
            prop_assert!(useful.is_match(&name) || !is_useful_name(&name), "{name}");
        }
    }

    #[test]
    fn the_page_looks_up_little_else() {
        let useful = Regex::new(&format!("(?i){USEFUL_NAMES}")).unwrap();
        for name in ["logo.png", "django.po", "setup.cfg.orig", "a.pyc", "README.rst"] {
            assert!(!useful.is_match(name) && !is_useful_name(name), "{name}");
        }
    }

    #[test]
    fn folders_are_picked_through() {
        for name in
            ["py38/.coverage.host.1.2", "py38/_coverage (1)", "my_package/cli.py", "bin/acme"]
        {
            assert!(is_useful_name(name) && is_readable(name), "{name}");
        }
        assert!(is_useful_name("py38/artifacts (1).zip") && is_useful_name("app.pex"));
        assert!(!is_useful_name("docs/logo.png") && is_readable("docs/logo.png"));
        assert!(!is_readable(".git/HEAD") && !is_readable("a/__pycache__/b.py"));
    }

    #[test]
    fn names_tell_what_must_be_python() {
        for name in ["a.py", "w.pyw", "t.pyx", "a.pyhtml", "script", ".wsgi"] {
            assert!(is_python_by_name(name), "{name}");
        }
        for name in ["page.html", "conf.py.in", "site.wsgi", "page."] {
            assert!(!is_python_by_name(name), "{name}");
        }
    }

    #[test]
    fn content_decides_what_a_file_is() {
        const SQLITE: &[u8] = b"SQLite format 3\0rest";
        assert_eq!(sort("holiday.jpg", SQLITE, true, false), Sort::Data);
        assert_eq!(sort("module.py", SQLITE, false, false), Sort::Data);
        assert_eq!(sort("module.py", b"x = 1\n", false, false), Sort::Source);
        assert_eq!(sort("acme", b"#!/usr/bin/env python\n", false, false), Sort::Source);
        assert_eq!(sort("acme", b"\x7fELF\0\0", false, false), Sort::Other);
        assert_eq!(sort("letter", b"Dear all\n", true, false), Sort::Unknown);
        assert_eq!(sort("holiday.jpg", b"PK\x03\x04", true, false), Sort::Archive(Form::Zip));
        assert_eq!(sort("coverage.xml", b"<?xml ?>", false, false), Sort::Wrong(Wrong::Xml));
        assert_eq!(sort("page.html", b"<html>", false, true), Sort::Source);
        assert_eq!(sort("site.wsgi", b"x = 1\n", true, true), Sort::Source);
    }

    #[test]
    fn what_calls_itself_a_data_file_is_held_to_it() {
        for name in [".coverage.host.1.2", ".coverage", "_coverage (1)", "coverage.runner.123.456"]
        {
            assert_eq!(sort(name, b"", false, false), Sort::Data, "{name}");
        }
        assert_eq!(sort("coverage.css", b"a {}", false, false), Sort::Other);
        assert_eq!(sort(".coverage", b"<html>", false, false), Sort::Wrong(Wrong::Html));
        let journal = sort(".coverage.host.1.2-journal", b"\xd9\xd5\x05\xf9", true, false);
        assert_eq!(journal, Sort::Leftover(Leftover::Journal));
    }

    #[test]
    fn settings_lie_near_the_top() {
        assert!(is_useful_name("tox.ini"));
        assert!(is_useful_name("project-main/tox.ini"));
        assert!(!is_useful_name("a/b/c/tox.ini"));
        assert_eq!(sort("tox.ini", b"", false, false), Sort::Settings);
    }

    #[test]
    fn archives_are_called_by_their_stems() {
        assert_eq!(stem("artifacts-py38.zip"), "artifacts-py38");
        assert_eq!(stem("artifacts (1).zip"), "artifacts");
        assert_eq!(stem("acme-1.0.tar.gz"), "acme-1.0");
        assert_eq!(stem("acme-1.0.tar (2).gz"), "acme-1.0");
        assert_eq!(stem("py38.zip (1)"), "py38");
        assert_eq!(stem("(1).zip"), "(1)");
        assert_eq!(stem(".zip"), ".zip");
        assert_eq!(without_endings("artifacts (1).zip"), "artifacts (1)");
        assert_eq!(without_endings("Backup.ZIP"), "Backup");
    }
}

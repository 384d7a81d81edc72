//! Recognises kinds of files by their names.

use covdrop_data::{SETTINGS_FILES, host};
use covdrop_protocol::is_skipped_folder;

/// A settings file may have fewer folders around it than this.
const MAX_SETTINGS_DEPTH: usize = 3;

/// Extensions of archives, in lower case.
const ARCHIVES: [&str; 12] = [
    ".zip", ".whl", ".egg", ".pex", ".par", ".tar", ".tgz", ".tbz", ".tbz2", ".txz", ".gz", ".bz2",
];

/// Extensions of the archives in which coverage.py finds the source of imported modules.
const IMPORT_ARCHIVES: [&str; 5] = [".zip", ".whl", ".egg", ".pex", ".par"];

/// Extensions that [`without_endings`] removes, in lower case.
const ENDINGS: [&str; 13] = [
    ".zip", ".whl", ".egg", ".pex", ".par", ".tar", ".tgz", ".tbz", ".tbz2", ".txz", ".gz", ".bz2",
    ".xz",
];

/// Returns the last part of a path with `/` between the parts.
pub(crate) fn last_part(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Returns true if the file at `path` in a folder or an archive may be read. Folders of version
/// control and caches are not read.
pub(crate) fn is_readable(path: &str) -> bool {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    !folder.split('/').any(is_skipped_folder)
}

/// Returns true if a file at `path` in a folder or an archive should be read, judging by its name.
///
/// A lone file is always read, since the user should learn what it is.
pub(crate) fn is_useful_name(path: &str) -> bool {
    let name = last_part(path);
    is_data_name(name)
        || is_source_name(name)
        || is_archive_name(name)
        || is_settings_name(name) && path.matches('/').count() < MAX_SETTINGS_DEPTH
}

/// Returns true if a data file may have this name: coverage.py's own, or a browser's variant of it.
pub(crate) fn is_data_name(name: &str) -> bool {
    name.contains("coverage")
}

/// Returns true if only data files have this name, so that other content is a problem: `.coverage`,
/// `.coverage.py38`, and the variants of browsers, `_coverage (1)` and
/// `coverage.host.pid1.Xabcdefx`.
pub(crate) fn is_exclusive_data_name(name: &str) -> bool {
    let name = without_copy_number(name);
    name == ".coverage"
        || name == "_coverage"
        || name.starts_with(".coverage.")
        || name.starts_with("_coverage.")
        || host(name).is_some()
}

/// Returns true if a settings file has this name.
pub(crate) fn is_settings_name(name: &str) -> bool {
    SETTINGS_FILES.iter().any(|(known, _)| *known == name)
}

/// Returns true if a Python source may have this name: it ends in `.py`, or has no extension, like
/// a script.
pub(crate) fn is_source_name(name: &str) -> bool {
    is_python_name(name) || !name.contains('.')
}

/// Returns true if, judging by the name, the file is probably a data file or Python source.
pub(crate) fn is_likely_input(path: &str) -> bool {
    let name = last_part(path);
    is_python_name(name) || is_data_name(name)
}

/// Returns true for a name that ends in `.py` or `.pyw`.
pub(crate) fn is_python_name(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|e| e.eq_ignore_ascii_case("py") || e.eq_ignore_ascii_case("pyw"))
}

/// Returns true if an archive may have this name.
pub(crate) fn is_archive_name(name: &str) -> bool {
    let name = without_copy_number(name).to_ascii_lowercase();
    ARCHIVES.iter().any(|ending| name.ends_with(ending)) || name.ends_with(".tar.xz")
}

/// Returns true for the name of an archive of several files. Single compressed files, such as logs
/// and the empty `metadata.gz` that GitLab adds to artifacts, are not useful.
pub(crate) fn is_multi_file_archive_name(name: &str) -> bool {
    let lower = without_copy_number(name).to_ascii_lowercase();
    let is_single = [".gz", ".bz2"].iter().any(|ending| lower.ends_with(ending));
    is_archive_name(name) && (!is_single || lower.contains(".tar."))
}

/// Returns true if modules may be imported from an archive of this name.
pub(crate) fn is_import_archive(name: &str) -> bool {
    let is_ending = |ending: &&str| name.len() > ending.len() && name.ends_with(*ending);
    IMPORT_ARCHIVES.iter().any(is_ending)
}

/// Returns true if coverage.py treats a measured file of this name as Python: it then refuses to
/// report a file that does not parse. It silently omits unparsable files with other names.
pub fn is_python_by_name(name: &str) -> bool {
    // A leading dot does not begin an extension.
    let ending = name.trim_start_matches('.').rsplit_once('.');
    ending.is_none_or(|(_, ending)| ending.starts_with("py"))
}

/// Removes the ` (1)` that a browser adds to the name of a repeated download.
fn without_copy_number(name: &str) -> &str {
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

/// Removes the extensions of archives, and a copy number after them.
pub(crate) fn without_endings(name: &str) -> &str {
    let cut = without_copy_number(name);
    let mut name = if is_archive_name(cut) { cut } else { name };
    while let Some(ending) = ENDINGS.iter().find(|ending| {
        let start = name.len().saturating_sub(ending.len());
        start > 0 && name.get(start..).is_some_and(|end| end.eq_ignore_ascii_case(ending))
    }) {
        name = name.get(..name.len() - ending.len()).unwrap_or_default();
    }
    name
}

/// Returns the name of an archive without extensions and copy numbers.
pub(crate) fn stem(name: &str) -> &str {
    let mut name = name;
    loop {
        let shorter = without_copy_number(without_endings(name));
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

    /// Generates names from the parts that the functions here look for.
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
        fn the_page_lists_all_files_that_may_be_needed(name in name()) {
            let useful = Regex::new(&format!("(?i){USEFUL_NAMES}")).unwrap();
            prop_assert!(useful.is_match(&name) || !is_useful_name(&name), "{name}");
        }
    }

    #[test]
    fn the_page_lists_few_other_files() {
        let useful = Regex::new(&format!("(?i){USEFUL_NAMES}")).unwrap();
        for name in ["logo.png", "django.po", "setup.cfg.orig", "a.pyc", "README.rst"] {
            assert!(!useful.is_match(name) && !is_useful_name(name), "{name}");
        }
    }

    #[test]
    fn useful_files_of_folders_are_chosen_by_name() {
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
    fn names_show_which_files_must_be_python() {
        for name in ["a.py", "w.pyw", "t.pyx", "a.pyhtml", "script", ".wsgi"] {
            assert!(is_python_by_name(name), "{name}");
        }
        for name in ["page.html", "conf.py.in", "site.wsgi", "page."] {
            assert!(!is_python_by_name(name), "{name}");
        }
    }

    #[test]
    fn settings_lie_near_the_top() {
        assert!(is_useful_name("tox.ini"));
        assert!(is_useful_name("project-main/tox.ini"));
        assert!(!is_useful_name("a/b/c/tox.ini"));
    }

    #[test]
    fn archives_are_named_by_their_stems() {
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

//! Deferred files, which an import reads only once data names them: third-party code, and files
//! whose names are not those of sources, such as `site.wsgi`, `page.tmpl` or `config.py.in`.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use covdrop_data::{RecordedPath, is_environment_folder};

use crate::file_names::{is_import_archive, is_python_name, is_useful_name};
use crate::input_path::InputPath;

/// A deferred file: the hash of its path from the environment folder on, or of its name.
///
/// An archive may hold a hundred thousand of them, and each is stored until data names it. If two
/// paths have equal hashes, one file is read unnecessarily.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct DeferredFile(u64);

/// The deferred files that data names.
#[derive(Clone, Debug, Default)]
pub struct NamedFiles(BTreeSet<DeferredFile>);

impl NamedFiles {
    /// Adds the files that a recorded path names.
    pub fn add(&mut self, path: &RecordedPath) {
        self.0.extend(DeferredFile::named_by(path));
    }

    pub(crate) fn contains(&self, file: DeferredFile) -> bool {
        self.0.contains(&file)
    }

    /// Returns true if data names the file or archive at `path`, and its name is not that of a
    /// Python source. It need not be deferred.
    pub(crate) fn has_name_of(&self, path: &InputPath) -> bool {
        let name = path.name();
        !is_python_name(name) && self.contains(DeferredFile::of_tail(name))
    }

    /// Returns true if data names the deferred file at `path`.
    pub(crate) fn has(&self, path: &InputPath) -> bool {
        let has = |path| DeferredFile::of(path).is_some_and(|file| self.contains(file));
        // The dropped folder may itself be an environment folder.
        has(&path.inner) || is_environment_folder(&path.container) && has(&path.full())
    }
}

impl DeferredFile {
    /// Returns the deferred file at `path`, or `None` if files like it are always read.
    pub(crate) fn of(path: &str) -> Option<DeferredFile> {
        let name = last_part(path);
        let tail = environment_tails(path).next();
        tail.or_else(|| (!is_useful_name(path)).then_some(name)).map(DeferredFile::of_tail)
    }

    /// Returns the archive at `path` as a deferred file, if modules may be imported from it.
    pub(crate) fn of_archive(path: &str) -> Option<DeferredFile> {
        is_import_archive(last_part(path)).then(|| DeferredFile::of_tail(last_part(path)))
    }

    /// Returns the files that a recorded path may name. Environment folders may be nested, and the
    /// dropped folder may begin at any of them. A path through an archive also names the archive.
    fn named_by(path: &RecordedPath) -> impl Iterator<Item = DeferredFile> {
        let path = path.as_str();
        let with_archives = std::iter::once(path).chain(archives_in(path));
        let name = |path| Some(last_part(path)).filter(|name| !is_python_name(name));
        with_archives
            .flat_map(move |path| environment_tails(path).chain(name(path)))
            .map(DeferredFile::of_tail)
    }

    fn of_tail(tail: &str) -> DeferredFile {
        let mut hasher = DefaultHasher::new();
        tail.replace('\\', "/").hash(&mut hasher);
        DeferredFile(hasher.finish())
    }
}

/// Returns true if the file at `path` is third-party code, which lies in an environment folder such
/// as `site-packages`, `.venv` or `node_modules`.
pub(crate) fn is_third_party(path: &str) -> bool {
    environment_tails(path).next().is_some()
}

/// Returns the last part of a path with either separator.
fn last_part(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// Returns the paths of the archives inside `path`.
fn archives_in(path: &str) -> impl Iterator<Item = &str> {
    let ends = path.match_indices(['/', '\\']);
    let outer = ends.filter_map(|(end, _)| path.get(..end));
    outer.filter(|outer| is_import_archive(last_part(outer)))
}

/// Returns the rest of a path from each environment folder in it on.
fn environment_tails(path: &str) -> impl Iterator<Item = &str> {
    let mut start = 0;
    let tails = path.split(['/', '\\']).map(move |part| {
        let tail = path.get(start..).filter(|_| is_environment_folder(part));
        start += part.len() + 1;
        tail
    });
    tails.flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns true if the recorded path names the file that was dropped as `dropped`.
    fn names(recorded: &str, dropped: &str) -> bool {
        let recorded = RecordedPath::new(recorded);
        DeferredFile::named_by(&recorded).any(|named| Some(named) == DeferredFile::of(dropped))
    }

    #[test]
    fn third_party_code_is_deferred() {
        let tails = |path| environment_tails(path).collect::<Vec<_>>();
        assert_eq!(tails("acme/.tox/py38/x.py"), [".tox/py38/x.py"]);
        assert_eq!(tails(r"C:\w\venv\x.py"), [r"venv\x.py"]);
        assert_eq!(
            tails("venv/site-packages/x.py"),
            ["venv/site-packages/x.py", "site-packages/x.py"]
        );
        assert_eq!(tails("acme/my_package/x.py"), [""; 0]);
    }

    #[test]
    fn third_party_code_is_matched_by_its_path_in_the_environment() {
        assert_eq!(DeferredFile::of("lib/x.py"), None);
        assert!(names(r"C:\w\venv\lib\x.py", "venv/lib/x.py"));
        assert!(!names(r"C:\w\venv\lib\y.py", "venv/lib/x.py"));
        for dropped in ["venv/lib/site-packages/x.py", "site-packages/x.py"] {
            assert!(names("/b/venv/lib/site-packages/x.py", dropped), "{dropped}");
        }
        assert!(names("/b/node_modules/gyp/x.tmpl", "web/node_modules/gyp/x.tmpl"));
    }

    #[test]
    fn a_file_of_another_name_is_matched_by_its_name() {
        assert!(names("/b/web/site.wsgi", "acme/deploy/site.wsgi"));
        assert!(names(r"C:\b\page.tmpl", "page.tmpl"));
        assert!(!names("/b/web/site.wsgi", "acme/site.wsgi.in"));
        assert!(!names("/b/web/logo.py", "acme/logo.png"));
    }

    #[test]
    fn a_module_names_the_archive_that_it_was_imported_from() {
        let archive = |recorded: &str, dropped: &str| {
            let recorded = RecordedPath::new(recorded);
            DeferredFile::named_by(&recorded)
                .any(|named| Some(named) == DeferredFile::of_archive(dropped))
        };
        assert!(archive("/b/lib.zip/a.py", "lib.zip"));
        assert!(archive(r"C:\b\eggs\E-1.egg\pkg\a.py", "E-1.egg"));
        assert!(!archive("/b/lib.zip", "lib.tar.gz"));
        assert!(!archive("/b/lib.tar.gz/a.py", "lib.tar.gz"));
        assert!(names("/b/site-packages/E.egg/a.py", "site-packages/E.egg"));
    }
}

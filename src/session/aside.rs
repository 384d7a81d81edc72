//! Files that are passed over unless data names them: installed code, and files of other names than
//! a source has, such as `site.wsgi`, `page.tmpl` or `config.py.in`.

use std::collections::BTreeSet;

use covdrop_data::{RecordedPath, is_environment_folder};

use crate::container::Place;
use crate::layers::hash;
use crate::sort::{is_import_archive, is_python_name, is_useful_name};

/// A file that is passed over unless data names it: its path from the folder of installed code on, or
/// its name, as a number.
///
/// An archive may hold a hundred thousand of them, which are to be remembered until data names
/// them. Two paths of one number cost no more than a file that is read in vain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Aside(u64);

impl Aside {
    /// The file at `path`; nothing where it is read whatever data names.
    pub(crate) fn of(path: &str) -> Option<Aside> {
        let name = name(path);
        tails(path).next().or_else(|| (!is_useful_name(path)).then_some(name)).map(Aside::hashed)
    }

    /// The archive of this name, if its files are to be named as imported from it.
    pub(crate) fn of_archive(path: &str) -> Option<Aside> {
        is_import_archive(name(path)).then(|| Aside::hashed(name(path)))
    }

    /// What a recorded path names: folders of installed code may lie in one another, and what was
    /// dropped may begin at any of them. Of a module that was imported from an archive, the archive
    /// is named too.
    pub(crate) fn named_by(path: &RecordedPath) -> impl Iterator<Item = Aside> {
        let path = path.as_str();
        let whole = std::iter::once(path).chain(archives(path));
        let names = |path| Some(name(path)).filter(|name| !is_python_name(name));
        whole.flat_map(move |path| tails(path).chain(names(path))).map(Aside::hashed)
    }

    /// Returns true if the file or archive at `place` is among `named`. All names that a source does
    /// not have are there, whether the file is passed over or not.
    pub(crate) fn is_source(place: &Place, named: &BTreeSet<Aside>) -> bool {
        !is_python_name(place.name()) && named.contains(&Aside::hashed(place.name()))
    }

    /// Whether the file at `place`, which is passed over otherwise, is among `named`.
    pub(crate) fn is_named(place: &Place, named: &BTreeSet<Aside>) -> bool {
        let is_named = |path| Aside::of(path).is_some_and(|aside| named.contains(&aside));
        // What was dropped may itself be a folder of installed code.
        is_named(&place.inner)
            || is_environment_folder(&place.container) && is_named(&place.shown())
    }

    fn hashed(tail: &str) -> Aside {
        Aside(hash(tail.replace('\\', "/").as_bytes()))
    }
}

/// Whether the file at `path` is installed code.
pub(crate) fn is_installed(path: &str) -> bool {
    tails(path).next().is_some()
}

/// The last part of a path.
fn name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// The archives that `path` leads into, as their paths.
fn archives(path: &str) -> impl Iterator<Item = &str> {
    let ends = path.match_indices(['/', '\\']);
    let outer = ends.filter_map(|(end, _)| path.get(..end));
    outer.filter(|outer| is_import_archive(name(outer)))
}

/// Where a path leads into folders of installed code: the path from each of them on.
fn tails(path: &str) -> impl Iterator<Item = &str> {
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

    /// Whether the recorded path names what was dropped as `dropped`.
    fn names(recorded: &str, dropped: &str) -> bool {
        let recorded = RecordedPath::new(recorded);
        Aside::named_by(&recorded).any(|named| Some(named) == Aside::of(dropped))
    }

    #[test]
    fn installed_code_is_set_aside() {
        let tails = |path| tails(path).collect::<Vec<_>>();
        assert_eq!(tails("acme/.tox/py38/x.py"), [".tox/py38/x.py"]);
        assert_eq!(tails(r"C:\w\venv\x.py"), [r"venv\x.py"]);
        assert_eq!(
            tails("venv/site-packages/x.py"),
            ["venv/site-packages/x.py", "site-packages/x.py"]
        );
        assert_eq!(tails("acme/my_package/x.py"), [""; 0]);
    }

    #[test]
    fn installed_code_is_known_by_its_path_from_there_on() {
        assert_eq!(Aside::of("lib/x.py"), None);
        assert!(names(r"C:\w\venv\lib\x.py", "venv/lib/x.py"));
        assert!(!names(r"C:\w\venv\lib\y.py", "venv/lib/x.py"));
        for dropped in ["venv/lib/site-packages/x.py", "site-packages/x.py"] {
            assert!(names("/b/venv/lib/site-packages/x.py", dropped), "{dropped}");
        }
        assert!(names("/b/node_modules/gyp/x.tmpl", "web/node_modules/gyp/x.tmpl"));
    }

    #[test]
    fn a_file_of_another_name_is_known_by_it() {
        assert!(names("/b/web/site.wsgi", "acme/deploy/site.wsgi"));
        assert!(names(r"C:\b\page.tmpl", "page.tmpl"));
        assert!(!names("/b/web/site.wsgi", "acme/site.wsgi.in"));
        assert!(!names("/b/web/logo.py", "acme/logo.png"));
    }

    #[test]
    fn a_module_names_the_archive_that_it_was_imported_from() {
        let archive = |recorded: &str, dropped: &str| {
            let recorded = RecordedPath::new(recorded);
            Aside::named_by(&recorded).any(|named| Some(named) == Aside::of_archive(dropped))
        };
        assert!(archive("/b/lib.zip/a.py", "lib.zip"));
        assert!(archive(r"C:\b\eggs\E-1.egg\pkg\a.py", "E-1.egg"));
        assert!(!archive("/b/lib.zip", "lib.tar.gz"));
        assert!(!archive("/b/lib.tar.gz/a.py", "lib.tar.gz"));
        assert!(names("/b/site-packages/E.egg/a.py", "site-packages/E.egg"));
    }
}

//! Installed code: it lies beside a project's own source, and is passed over unless data names it.

use std::collections::BTreeSet;

use crate::container::Place;
use crate::layers::hash;

/// Folders of installed code.
const FOLDERS: [&str; 8] =
    [".eggs", ".nox", ".tox", ".venv", "dist-packages", "site-packages", "venv", "virtualenv"];

/// A file of installed code: its path from the folder of such code on, as a number.
///
/// An archive may hold a hundred thousand of them, which are to be remembered until data names
/// them. Two paths of one number cost no more than a file that is read in vain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Aside(u64);

impl Aside {
    /// The file at `path`; nothing where that does not lead into a folder of installed code.
    pub(crate) fn of(path: &str) -> Option<Aside> {
        Some(Aside(hash(tail(path)?.replace('\\', "/").as_bytes())))
    }

    /// Whether the installed code at `place` is among `named`.
    pub(crate) fn is_named(place: &Place, named: &BTreeSet<Aside>) -> bool {
        let is_named = |path| Aside::of(path).is_some_and(|aside| named.contains(&aside));
        // What was dropped may itself be a folder of installed code.
        is_named(&place.inner)
            || FOLDERS.contains(&place.container.as_str()) && is_named(&place.shown())
    }
}

/// Where a path leads into a folder of installed code: the path from that folder on.
fn tail(path: &str) -> Option<&str> {
    let mut start = 0;
    for part in path.split(['/', '\\']) {
        if FOLDERS.contains(&part) {
            return path.get(start..);
        }
        start += part.len() + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn installed_code_is_set_aside() {
        assert_eq!(tail("acme/.tox/py38/x.py"), Some(".tox/py38/x.py"));
        assert_eq!(tail(r"C:\w\venv\x.py"), Some(r"venv\x.py"));
        assert_eq!(tail("acme/my_package/x.py"), None);
    }

    #[test]
    fn installed_code_is_known_by_its_path_from_there_on() {
        let aside = Aside::of("venv/lib/x.py");
        assert!(aside.is_some());
        assert_eq!(Aside::of(r"C:\w\venv\lib\x.py"), aside);
        assert_ne!(Aside::of("venv/lib/y.py"), aside);
        assert_eq!(Aside::of("lib/x.py"), None);
    }
}

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
        Aside::named_by(path).next()
    }

    /// What a recorded path names: such folders may lie in one another, and what was dropped may
    /// begin at any of them.
    pub(crate) fn named_by(path: &str) -> impl Iterator<Item = Aside> {
        tails(path).map(|tail| Aside(hash(tail.replace('\\', "/").as_bytes())))
    }

    /// Whether the installed code at `place` is among `named`.
    pub(crate) fn is_named(place: &Place, named: &BTreeSet<Aside>) -> bool {
        let is_named = |path| Aside::of(path).is_some_and(|aside| named.contains(&aside));
        // What was dropped may itself be a folder of installed code.
        is_named(&place.inner)
            || FOLDERS.contains(&place.container.as_str()) && is_named(&place.shown())
    }
}

/// Whether the file at `path` is installed code.
pub(crate) fn is_aside(path: &str) -> bool {
    tails(path).next().is_some()
}

/// Where a path leads into folders of installed code: the path from each of them on.
fn tails(path: &str) -> impl Iterator<Item = &str> {
    let mut start = 0;
    let tails = path.split(['/', '\\']).map(move |part| {
        let tail = path.get(start..).filter(|_| FOLDERS.contains(&part));
        start += part.len() + 1;
        tail
    });
    tails.flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let aside = Aside::of("venv/lib/x.py");
        assert!(aside.is_some());
        assert_eq!(Aside::of(r"C:\w\venv\lib\x.py"), aside);
        assert_ne!(Aside::of("venv/lib/y.py"), aside);
        assert_eq!(Aside::of("lib/x.py"), None);
        let named: Vec<Aside> = Aside::named_by("/b/venv/lib/site-packages/x.py").collect();
        let dropped = ["venv/lib/site-packages/x.py", "site-packages/x.py"];
        assert_eq!(named, dropped.map(|path| Aside::of(path).unwrap()));
    }
}

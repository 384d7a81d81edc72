//! What files came in: a dropped folder or an archive, and what its shape tells of them.

use std::collections::{BTreeMap, BTreeSet};

use covdrop_data::{SETTINGS_FILES, is_environment_folder};

use crate::aside::is_installed;
use crate::project::SettingsOrigin;
use crate::sort::{is_readable, is_useful_name, stem, without_endings};
use crate::wrong::Wrong;

/// Where a file came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Place {
    /// The folder or archive that it came in, empty for a lone file.
    pub(crate) container: String,
    /// The path in there.
    pub(crate) inner: String,
}

impl Place {
    /// The place of a file that was dropped: lone, or somewhere in a dropped folder.
    pub(crate) fn dropped(path: &str) -> Place {
        let (container, inner) = path.split_once('/').unwrap_or(("", path));
        Place { container: container.to_owned(), inner: inner.to_owned() }
    }

    /// The whole path, as it is shown.
    pub(crate) fn shown(&self) -> String {
        if self.container.is_empty() {
            self.inner.clone()
        } else {
            format!("{}/{}", self.container, self.inner)
        }
    }

    /// The last part of the path.
    pub(crate) fn name(&self) -> &str {
        last(&self.inner)
    }

    /// The folders between the container and the file.
    pub(crate) fn folder(&self) -> &str {
        self.inner.rsplit_once('/').map_or("", |(folder, _)| folder)
    }
}

/// What kind of container it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// No container at all: lone files.
    Lone,
    /// A folder that was dropped.
    Folder,
    /// An archive, and where that came from.
    Archive(Place),
}

/// A dropped folder or an archive, with what came in it.
#[derive(Debug)]
pub(crate) struct Container {
    pub(crate) kind: Kind,
    /// The sources, by path.
    pub(crate) sources: BTreeMap<String, Vec<u8>>,
    /// The files named as settings are, by origin and path.
    pub(crate) settings: BTreeMap<(SettingsOrigin, String), Vec<u8>>,
    /// The folders that all its files have in common.
    common: Option<Vec<String>>,
    /// The folders in it that hold data files or archives.
    data_folders: BTreeSet<String>,
    /// Whether anything was met that is of use or went wrong.
    pub(crate) is_met: bool,
    /// Whether there is installed code in it that would be read if data named it.
    pub(crate) has_installed: bool,
    /// The first well-known useless file in it.
    pub(crate) wrong: Option<(String, Wrong)>,
}

/// Names that say what is in a folder or an archive, and not which job left it.
const GENERIC: [&str; 16] = [
    "archive",
    "artifact",
    "artifacts",
    "build",
    "cov",
    "coverage",
    "data",
    "dist",
    "download",
    "downloads",
    "output",
    "public",
    "reports",
    "results",
    "target",
    "tmp",
];

/// Folders that sources lie in by custom, and that are part of their paths.
const LAYOUT: [&str; 5] = ["src", "lib", "python", "test", "tests"];

impl Container {
    pub(crate) fn new(kind: Kind) -> Container {
        Container {
            kind,
            sources: BTreeMap::new(),
            settings: BTreeMap::new(),
            common: None,
            data_folders: BTreeSet::new(),
            is_met: false,
            has_installed: false,
            wrong: None,
        }
    }

    /// Takes note that a file lies at `inner`.
    pub(crate) fn note(&mut self, inner: &str) {
        self.has_installed |= is_installed(inner) && is_readable(inner) && is_useful_name(inner);
        let folder = inner.rsplit_once('/').map_or("", |(folder, _)| folder);
        let parts = folder.split('/').filter(|part| !part.is_empty());
        match &mut self.common {
            None => self.common = Some(parts.map(str::to_owned).collect()),
            Some(common) => {
                let same = common.iter().zip(parts).take_while(|(known, part)| *known == part);
                let same = same.count();
                common.truncate(same);
            }
        }
    }

    /// Takes note of a useless file at the path `shown`. The first by name is kept, whichever came
    /// first; but GitLab's list says most.
    pub(crate) fn note_wrong(&mut self, shown: String, wrong: Wrong) {
        let is_first =
            |(path, told): &(String, Wrong)| *told != Wrong::GitLabMetadata && shown < *path;
        if self.wrong.as_ref().is_none_or(is_first) {
            self.wrong = Some((shown, wrong));
        }
    }

    /// Takes note that a data file or an archive lies in `folder`.
    pub(crate) fn note_data(&mut self, folder: &str) {
        self.is_met = true;
        self.data_folders.insert(folder.to_owned());
    }

    /// Whether data of several jobs may be in it: it lies in more than one folder.
    fn has_data_apart(&self) -> bool {
        self.data_folders.len() > 1
    }

    /// Where the source tree begins: the folders around it that are no part of its paths, with a
    /// slash at the end, or nothing.
    ///
    /// An archive's only folder is seen through, and so are folders around one that settings or a
    /// `setup.py` mark as the top; a package is never taken for a mere folder.
    fn root(&self) -> String {
        let mut root = String::new();
        let is_archive = matches!(self.kind, Kind::Archive(_));
        for (depth, part) in self.common.iter().flatten().enumerate() {
            let inner = format!("{root}{part}/");
            let is_free = depth == 0
                && is_archive
                && !LAYOUT.contains(&part.as_str())
                && !is_environment_folder(part);
            if self.sources.contains_key(&format!("{inner}__init__.py"))
                || !(is_free || self.is_marked(&inner))
            {
                break;
            }
            root = inner;
        }
        root
    }

    /// Whether a project's own files lie in the folder.
    fn is_marked(&self, folder: &str) -> bool {
        let is_here = |path: &str| {
            let name = path.strip_prefix(folder);
            SETTINGS_FILES.iter().any(|(known, _)| name == Some(*known))
        };
        let has_settings = self.settings.keys().any(|(_, path)| is_here(path));
        has_settings || self.sources.contains_key(&format!("{folder}setup.py"))
    }

    /// Whether the container itself is a package, or holds installed ones, so that its name, `own`,
    /// is part of its sources' paths.
    fn is_package(&self, own: &str) -> bool {
        self.kind == Kind::Folder
            && (self.sources.contains_key("__init__.py")
                || matches!(own, "site-packages" | "dist-packages"))
    }
}

/// Where the source tree begins in a container, and where the paths of its files begin.
#[derive(Clone, Debug, Default)]
pub(crate) struct TreeRoot {
    /// The folders that are no part of the paths, with a slash at the end.
    around: String,
    /// What the paths begin with.
    prefix: String,
}

impl TreeRoot {
    /// The one of a container at `path`.
    pub(crate) fn of(path: &str, container: &Container) -> TreeRoot {
        let prefix = if container.is_package(path) { format!("{path}/") } else { String::new() };
        TreeRoot { around: container.root(), prefix }
    }

    /// The one of an archive that modules were imported from: their paths lead through the archive.
    /// `known` are the trees of the containers around it.
    pub(crate) fn of_archive(place: &Place, known: &BTreeMap<String, TreeRoot>) -> TreeRoot {
        let outer = known.get(&place.container);
        let path = outer.map_or_else(|| place.inner.clone(), |outer| outer.path(&place.inner));
        TreeRoot { around: String::new(), prefix: format!("{path}/") }
    }

    /// The path in the source tree of the file at `inner` of the container.
    pub(crate) fn path(&self, inner: &str) -> String {
        format!("{}{}", self.prefix, self.inside(inner))
    }

    /// The path from the top of the tree on.
    pub(crate) fn inside<'a>(&self, inner: &'a str) -> &'a str {
        inner.strip_prefix(&self.around).unwrap_or(inner)
    }

    /// The name of a file that lies at the top of the tree; nothing for any other.
    pub(crate) fn top_name<'a>(&self, inner: &'a str) -> Option<&'a str> {
        inner.strip_prefix(&self.around).filter(|name| !name.contains('/'))
    }
}

/// What the way that a data file came in tells of its job.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Origin {
    /// The name of the folder or archive that stands for the job.
    pub(crate) name: Option<String>,
    /// The innermost archive whose name says nothing; good to tell jobs apart at least.
    pub(crate) archive: Option<String>,
}

impl Origin {
    /// What tells of the data file at `place`.
    pub(crate) fn of(place: &Place, containers: &BTreeMap<String, Container>) -> Origin {
        let mut archive = None;
        let mut place = place;
        while let Some(container) = containers.get(&place.container) {
            let mut folders = place.folder().rsplit('/').filter(|part| is_telling(part));
            let folder = folders.next();
            let own_name = last(&place.container);
            let name = match &container.kind {
                Kind::Lone => None,
                Kind::Folder => folder.or(Some(own_name).filter(|name| is_telling(name))),
                Kind::Archive(outer) => {
                    let own = Some(stem(own_name)).filter(|name| is_telling(name));
                    let name =
                        if container.has_data_apart() { folder.or(own) } else { own.or(folder) };
                    if name.is_none() {
                        let full = without_endings(own_name);
                        archive.get_or_insert_with(|| full.to_owned());
                        place = outer;
                        continue;
                    }
                    name
                }
            };
            return Origin { name: name.map(str::to_owned), archive };
        }
        Origin { name: None, archive }
    }
}

/// Whether a name may be a job's.
fn is_telling(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with('.')
        && !GENERIC.contains(&name.to_ascii_lowercase().as_str())
}

fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn container(kind: Kind, files: &[&str]) -> Container {
        let mut container = Container::new(kind);
        for file in files {
            container.note(file);
            let name = last(file);
            if SETTINGS_FILES.iter().any(|(known, _)| *known == name) {
                container.settings.insert((SettingsOrigin::Input, (*file).to_owned()), Vec::new());
            } else {
                container.sources.insert((*file).to_owned(), Vec::new());
            }
        }
        container
    }

    #[test]
    fn folders_around_a_tree_are_seen_through() {
        let archive = || Kind::Archive(Place::default());
        let root = |kind, files: &[&str]| container(kind, files).root();
        assert_eq!(
            root(archive(), &["acme-main-1a2b/a.py", "acme-main-1a2b/p/b.py"]),
            "acme-main-1a2b/"
        );
        assert_eq!(root(archive(), &["p/__init__.py", "p/b.py"]), "");
        assert_eq!(root(archive(), &["src/p/__init__.py", "src/q/b.py"]), "");
        assert_eq!(root(archive(), &["a.py", "p/b.py"]), "");
        assert_eq!(root(archive(), &["x/y/tox.ini", "x/y/p/b.py"]), "x/y/");
        assert_eq!(root(archive(), &["x/y/p/b.py"]), "x/");
        assert_eq!(root(Kind::Folder, &["src/b.py"]), "");
        assert_eq!(root(Kind::Folder, &["acme-1/p/b.py"]), "");
        assert_eq!(root(Kind::Folder, &["acme/setup.py", "acme/src/b.py"]), "acme/");
    }

    #[test]
    fn jobs_are_called_by_what_their_data_came_in() {
        let archive = |path: &str| Kind::Archive(Place::dropped(path));
        let mut containers = BTreeMap::new();
        let mut add = |name: &str, kind: Kind, data: &[&str]| {
            let mut container = Container::new(kind);
            for folder in data {
                container.note_data(folder);
            }
            containers.insert(name.to_owned(), container);
        };
        add("artifacts-py38.zip", archive("artifacts-py38.zip"), &["reports/py"]);
        add("artifacts (1).zip", archive("artifacts (1).zip"), &[""]);
        add("all.zip", archive("all.zip"), &["py38", "py39"]);
        let inner = Place { container: "all.zip".into(), inner: "py38/artifacts.zip".into() };
        add("all.zip/py38/artifacts.zip", Kind::Archive(inner), &[""]);
        add("jobs", Kind::Folder, &["py38"]);
        let origin = |container: &str, inner: &str| {
            let place = Place { container: container.into(), inner: inner.into() };
            let origin = Origin::of(&place, &containers);
            (origin.name, origin.archive)
        };
        let name = |name: &str| (Some(name.to_owned()), None);
        assert_eq!(origin("artifacts-py38.zip", "reports/py/.coverage"), name("artifacts-py38"));
        assert_eq!(origin("all.zip", "py38/.coverage"), name("py38"));
        assert_eq!(origin("jobs", "py38/coverage/.coverage"), name("py38"));
        assert_eq!(origin("jobs", ".coverage"), name("jobs"));
        assert_eq!(origin("artifacts (1).zip", ".coverage"), (None, Some("artifacts (1)".into())));
        assert_eq!(
            origin("all.zip/py38/artifacts.zip", ".coverage"),
            (Some("py38".into()), Some("artifacts".into()))
        );
        assert_eq!(origin("", ".coverage"), (None, None));
    }
}

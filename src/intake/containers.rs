//! Dropped folders and archives, with the files found in them and the common part of their paths.

use std::collections::{BTreeMap, BTreeSet};

use covdrop_data::{SETTINGS_FILES, is_environment_folder};

use crate::deferred_file::is_third_party;
use crate::file_names::{is_python_name, is_readable, is_useful_name};
use crate::input_path::InputPath;
use crate::settings_origin::SettingsOrigin;
use crate::unsupported::{UnsupportedFile, is_html_report_script};

/// The kind of a container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ContainerKind {
    /// The container of lone files.
    Lone,
    /// A dropped folder.
    Folder,
    /// An archive, with its own path.
    Archive(InputPath),
}

/// A dropped folder or an archive, with the files found in it.
#[derive(Debug)]
pub(crate) struct Container {
    pub(crate) kind: ContainerKind,
    /// The sources, by path.
    pub(crate) sources: BTreeMap<String, Vec<u8>>,
    /// The files with names of settings files, by origin and path.
    pub(crate) settings: BTreeMap<(SettingsOrigin, String), Vec<u8>>,
    /// The folders that all its paths begin with.
    common_folders: Option<Vec<String>>,
    /// The folders in it that hold data files or archives.
    data_folders: BTreeSet<String>,
    /// Whether any file in it was used or reported as a problem.
    pub(crate) has_result: bool,
    /// Whether it contains third-party code that would be read if data named it.
    pub(crate) has_third_party: bool,
    /// The first well-known unsupported file in it, by path.
    pub(crate) unsupported: Option<(String, UnsupportedFile)>,
}

/// Folders in which sources lie by convention, and which are part of their paths.
const LAYOUT: [&str; 5] = ["src", "lib", "python", "test", "tests"];

impl Container {
    pub(crate) fn new(kind: ContainerKind) -> Container {
        Container {
            kind,
            sources: BTreeMap::new(),
            settings: BTreeMap::new(),
            common_folders: None,
            data_folders: BTreeSet::new(),
            has_result: false,
            has_third_party: false,
            unsupported: None,
        }
    }

    /// Adds the path `inner` of a file, read or not, to the common folders.
    pub(crate) fn add_path(&mut self, inner: &str) {
        self.has_third_party |=
            is_third_party(inner) && is_readable(inner) && is_useful_name(inner);
        let folder = inner.rsplit_once('/').map_or("", |(folder, _)| folder);
        let parts = folder.split('/').filter(|part| !part.is_empty());
        match &mut self.common_folders {
            None => self.common_folders = Some(parts.map(str::to_owned).collect()),
            Some(common) => {
                let same = common.iter().zip(parts).take_while(|(known, part)| *known == part);
                let same = same.count();
                common.truncate(same);
            }
        }
    }

    /// Adds an unsupported file. Keeps the first by path, in any order of arrival, except that
    /// GitLab's list of artifacts takes precedence.
    pub(crate) fn add_unsupported(&mut self, path: String, file: UnsupportedFile) {
        let is_first = |(first, known): &(String, UnsupportedFile)| {
            *known != UnsupportedFile::GitLabMetadata && path < *first
        };
        if self.unsupported.as_ref().is_none_or(is_first) {
            self.unsupported = Some((path, file));
        }
    }

    /// Adds a folder that holds a data file or an archive.
    pub(crate) fn add_data_folder(&mut self, folder: &str) {
        self.has_result = true;
        self.data_folders.insert(folder.to_owned());
    }

    /// Returns true if several of its folders hold data files, which may then belong to several
    /// jobs.
    pub(crate) fn has_several_data_folders(&self) -> bool {
        self.data_folders.len() > 1
    }

    /// Returns the folders around the source tree, which are not part of its paths: with a slash at
    /// the end, or empty.
    ///
    /// Omits the only top folder of an archive, and the folders around a folder that settings or a
    /// `setup.py` mark as the top, but never a package. Paths in a dropped folder stay whole, as
    /// they are for coverage.py running in that folder.
    pub(crate) fn folders_around_tree(&self) -> String {
        let mut around = String::new();
        if !matches!(self.kind, ContainerKind::Archive(_)) {
            return around;
        }
        for (depth, part) in self.common_folders.iter().flatten().enumerate() {
            let inner = format!("{around}{part}/");
            let is_only_folder =
                depth == 0 && !LAYOUT.contains(&part.as_str()) && !is_environment_folder(part);
            if self.sources.contains_key(&format!("{inner}__init__.py"))
                || !(is_only_folder || self.is_project_folder(&inner))
            {
                break;
            }
            around = inner;
        }
        around
    }

    /// Returns true if the folder has settings or a `setup.py`.
    fn is_project_folder(&self, folder: &str) -> bool {
        let is_here = |path: &str| {
            let name = path.strip_prefix(folder);
            SETTINGS_FILES.iter().any(|(known, _)| name == Some(*known))
        };
        let has_settings = self.settings.keys().any(|(_, path)| is_here(path));
        has_settings || self.sources.contains_key(&format!("{folder}setup.py"))
    }

    /// Returns true if the container, named `own`, is a package itself or holds installed packages,
    /// so that its name is part of its sources' paths.
    pub(crate) fn is_package(&self, own: &str) -> bool {
        self.kind == ContainerKind::Folder
            && (self.sources.contains_key("__init__.py")
                || matches!(own, "site-packages" | "dist-packages"))
    }
}

/// The containers of an import, by path. Lone files are in the container with the empty path.
#[derive(Debug, Default)]
pub(crate) struct Containers {
    by_path: BTreeMap<String, Container>,
    /// The folders that hold Python sources: archives below them belong to the project.
    python_folders: BTreeSet<String>,
}

impl Containers {
    /// Returns the container at `path`, which is a dropped folder or that of lone files. Adds it if
    /// needed.
    pub(crate) fn get_or_add(&mut self, path: &str) -> &mut Container {
        let kind = if path.is_empty() { ContainerKind::Lone } else { ContainerKind::Folder };
        self.by_path.entry(path.to_owned()).or_insert_with(|| Container::new(kind))
    }

    /// Adds the archive at `path`.
    pub(crate) fn add_archive(&mut self, path: &InputPath) {
        let archive = || Container::new(ContainerKind::Archive(path.clone()));
        self.by_path.entry(path.full()).or_insert_with(archive);
    }

    pub(crate) fn get(&self, path: &str) -> Option<&Container> {
        self.by_path.get(path)
    }

    pub(crate) fn get_mut(&mut self, path: &str) -> Option<&mut Container> {
        self.by_path.get_mut(path)
    }

    /// Iterates in the order of paths: each container precedes those inside it.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &Container)> {
        self.by_path.iter().map(|(path, container)| (path.as_str(), container))
    }

    /// Iterates mutably in the order of paths.
    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = (&str, &mut Container)> {
        self.by_path.iter_mut().map(|(path, container)| (path.as_str(), container))
    }

    /// Adds the path of a file, read or not.
    pub(crate) fn add_path(&mut self, path: &InputPath) {
        if is_python_name(path.name()) {
            let folder = format!("{}/{}", path.container, path.folder());
            self.python_folders.insert(folder.trim_end_matches('/').to_owned());
        }
        let container = self.get_or_add(&path.container);
        container.add_path(&path.inner);
        let full = path.full();
        if let Some((folder, name)) = full.rsplit_once('/')
            && is_html_report_script(name)
        {
            container.add_unsupported(folder.to_owned(), UnsupportedFile::HtmlReport);
        }
    }

    /// Returns true if the archive at `path` lies among Python sources, and so belongs to a
    /// project.
    pub(crate) fn is_in_project(&self, path: &InputPath) -> bool {
        let mut folder = path.folder();
        while !folder.is_empty() {
            if self.python_folders.contains(&format!("{}/{folder}", path.container)) {
                return true;
            }
            folder = folder.rsplit_once('/').map_or("", |(outer, _)| outer);
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file_names::{is_settings_name, last_part};

    fn container(kind: ContainerKind, files: &[&str]) -> Container {
        let mut container = Container::new(kind);
        for file in files {
            container.add_path(file);
            if is_settings_name(last_part(file)) {
                container.settings.insert((SettingsOrigin::Input, (*file).to_owned()), Vec::new());
            } else {
                container.sources.insert((*file).to_owned(), Vec::new());
            }
        }
        container
    }

    #[test]
    fn only_folders_around_the_tree_of_an_archive_are_left_out() {
        let archive = || ContainerKind::Archive(InputPath::default());
        let around = |kind, files: &[&str]| container(kind, files).folders_around_tree();
        assert_eq!(
            around(archive(), &["acme-main-1a2b/a.py", "acme-main-1a2b/p/b.py"]),
            "acme-main-1a2b/"
        );
        assert_eq!(around(archive(), &["p/__init__.py", "p/b.py"]), "");
        assert_eq!(around(archive(), &["src/p/__init__.py", "src/q/b.py"]), "");
        assert_eq!(around(archive(), &["a.py", "p/b.py"]), "");
        assert_eq!(around(archive(), &["x/y/tox.ini", "x/y/p/b.py"]), "x/y/");
        assert_eq!(around(archive(), &["x/y/p/b.py"]), "x/");
        assert_eq!(around(ContainerKind::Folder, &["src/b.py"]), "");
        assert_eq!(around(ContainerKind::Folder, &["acme-1/p/b.py"]), "");
        assert_eq!(around(ContainerKind::Folder, &["acme/setup.py", "acme/src/b.py"]), "");
        assert_eq!(around(ContainerKind::Folder, &["acme/tox.ini", "acme/p/b.py"]), "");
    }
}

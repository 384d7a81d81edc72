//! Deferred packages: files that an import did not read, because no data named them. If later data
//! names some, another import reads them and adds them to their existing inputs.
//!
//! For an archive, only the hashes of the deferred entries are kept: the archive is requested and
//! extracted again, and only the named entries are taken. If modules were imported from the archive
//! itself, it is taken as a whole, with its name in their paths.

use std::collections::BTreeSet;

use covdrop_protocol::{FileIndex, ImportId, InputId, ListedFile};

use crate::deferred_file::{DeferredFile, NamedFiles};
use crate::file_names::is_readable;
use crate::file_table::FileTable;
use crate::input_path::InputPath;
use crate::tree_root::TreeRoot;

/// The maximum number of archives of an import whose deferred entries are stored: 1,000.
///
/// Jobs leave far fewer, and the longest paths of so many take only some megabytes. Each entry
/// takes eight bytes, and an import has a limit of entries.
const MAX_ARCHIVES: usize = 1000;

/// The deferred files of a folder or an archive.
#[derive(Debug)]
pub struct DeferredPackage {
    /// The import that deferred it.
    pub import: ImportId,
    /// The input that contains it.
    pub input: InputId,
    /// The folder or archive: its full path, and its path in its own container.
    pub(crate) container: String,
    pub(crate) path: InputPath,
    /// The root of the source tree in it.
    pub(crate) root: TreeRoot,
    /// The root that applies if modules were imported from the archive.
    pub(crate) imported_root: TreeRoot,
    pub(crate) content: DeferredContent,
}

/// The deferred content.
#[derive(Debug)]
pub(crate) enum DeferredContent {
    /// Files of a folder.
    Files(Vec<(FileIndex, ListedFile)>),
    /// Entries of an archive, which was part of this dropped file.
    Entries(Vec<DeferredFile>, (FileIndex, ListedFile)),
    /// An archive that modules may be imported from, which was part of this dropped file.
    Archive(DeferredFile, (FileIndex, ListedFile)),
    /// A lone file of unknown kind, which becomes a source if data names it.
    LoneFile((FileIndex, ListedFile)),
}

impl DeferredPackage {
    /// Returns true if data names some of it.
    pub fn is_named(&self, named: &NamedFiles) -> bool {
        match &self.content {
            DeferredContent::Files(files) => files.iter().any(|(_, file)| is_named(file, named)),
            DeferredContent::Entries(entries, _) => {
                entries.iter().any(|entry| named.contains(*entry))
            }
            DeferredContent::Archive(archive, _) => named.contains(*archive),
            DeferredContent::LoneFile(_) => named.has_name_of(&self.path),
        }
    }

    /// Returns the files to request, because data names them.
    pub(crate) fn files(&self, named: &NamedFiles) -> Vec<(FileIndex, ListedFile)> {
        match &self.content {
            DeferredContent::Files(files) => {
                files.iter().filter(|(_, file)| is_named(file, named)).cloned().collect()
            }
            DeferredContent::Entries(_, file)
            | DeferredContent::Archive(_, file)
            | DeferredContent::LoneFile(file) => vec![file.clone()],
        }
    }

    /// Removes the files that data names. Returns true if some are left.
    pub(crate) fn remove_named(&mut self, named: &NamedFiles) -> bool {
        match &mut self.content {
            DeferredContent::Files(files) => {
                files.retain(|(_, file)| !is_named(file, named));
                !files.is_empty()
            }
            DeferredContent::Entries(entries, _) => {
                entries.retain(|entry| !named.contains(*entry));
                !entries.is_empty()
            }
            DeferredContent::Archive(archive, _) => !named.contains(*archive),
            DeferredContent::LoneFile(_) => !named.has_name_of(&self.path),
        }
    }

    fn is_whole_archive(&self) -> bool {
        matches!(self.content, DeferredContent::Archive(..))
    }
}

/// Returns true if data names a file of a folder.
fn is_named(file: &ListedFile, named: &NamedFiles) -> bool {
    named.has(&InputPath::dropped(&file.path))
}

/// The kind of an import.
#[derive(Debug)]
pub(crate) enum ImportKind {
    /// Files that a user dropped or chose.
    Dropped,
    /// Files of these deferred packages, which data names now.
    ThirdParty(Vec<DeferredPackage>),
}

impl ImportKind {
    pub(crate) fn is_third_party(&self) -> bool {
        matches!(self, ImportKind::ThirdParty(_))
    }

    /// Returns the packages that are read.
    pub(crate) fn packages(&self) -> &[DeferredPackage] {
        match self {
            ImportKind::Dropped => &[],
            ImportKind::ThirdParty(packages) => packages,
        }
    }

    /// Returns the same packages, mutably; `None` for a drop.
    pub(crate) fn packages_mut(&mut self) -> Option<&mut Vec<DeferredPackage>> {
        match self {
            ImportKind::Dropped => None,
            ImportKind::ThirdParty(packages) => Some(packages),
        }
    }

    /// Returns the package at this path.
    pub(crate) fn package(&self, path: &str) -> Option<&DeferredPackage> {
        self.packages().iter().find(|package| package.container == path)
    }

    /// Returns the only entries to take from the archive at `path`, or `None` to take all useful
    /// ones, as from a dropped archive and from one that modules were imported from.
    pub(crate) fn only_entries(
        &self,
        path: &str,
        named: &NamedFiles,
    ) -> Option<BTreeSet<DeferredFile>> {
        let is_whole =
            |package: &DeferredPackage| package.container == path && package.is_whole_archive();
        if !self.is_third_party() || self.packages().iter().any(is_whole) {
            return None;
        }
        let mut only = BTreeSet::new();
        if let Some(DeferredContent::Entries(entries, _)) =
            self.package(path).map(|package| &package.content)
        {
            only.extend(entries.iter().filter(|entry| named.contains(**entry)));
        }
        Some(only)
    }

    /// Returns true if the import that deferred the file at `index` has already read it.
    pub(crate) fn is_repeated_file(&self, index: FileIndex) -> bool {
        let is_it = |package: &DeferredPackage| match &package.content {
            DeferredContent::Files(_) => false,
            DeferredContent::Entries(_, (at, _))
            | DeferredContent::Archive(_, (at, _))
            | DeferredContent::LoneFile((at, _)) => *at == index,
        };
        self.packages().iter().any(is_it)
    }

    /// Returns true if an archive at `path`, or inside it, must be read again.
    pub(crate) fn leads_to_package(&self, path: &str) -> bool {
        let rest = |package: &DeferredPackage| {
            package.container.strip_prefix(path).map(|rest| rest.chars().next())
        };
        self.packages().iter().any(|package| matches!(rest(package), Some(None | Some('/'))))
    }
}

/// The packages that an import deferred.
#[derive(Debug, Default)]
pub(crate) struct DeferredPackages(Vec<DeferredPackage>);

/// The import and the input that a deferred package belongs to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Owner {
    pub(crate) import: ImportId,
    pub(crate) input: InputId,
}

impl DeferredPackages {
    /// Defers entries of the archive at `path`, which was part of the file at `index`.
    pub(crate) fn add_entries(
        &mut self,
        owner: Owner,
        path: &InputPath,
        file: (FileIndex, &FileTable),
        entries: Vec<DeferredFile>,
    ) {
        if entries.is_empty() {
            return;
        }
        let container = path.full();
        let known = self.0.iter_mut().filter(|package| package.container == container);
        let mut known = known.filter_map(|package| match &mut package.content {
            DeferredContent::Entries(entries, _) => Some(entries),
            _ => None,
        });
        if let Some(known) = known.next() {
            known.extend(entries);
        } else if let Some(file) = self.archive_file(file, false) {
            self.add(owner, path.clone(), DeferredContent::Entries(entries, file));
        }
    }

    /// Defers the archive at `path`, which was part of the file at `index` and which modules may be
    /// imported from.
    pub(crate) fn add_archive(
        &mut self,
        owner: Owner,
        path: &InputPath,
        file: (FileIndex, &FileTable),
    ) {
        if let Some(archive) = DeferredFile::of_archive(&path.inner)
            && let Some(file) = self.archive_file(file, true)
        {
            self.add(owner, path.clone(), DeferredContent::Archive(archive, file));
        }
    }

    /// Defers the files of a dropped folder that were not requested.
    pub(crate) fn add_folder(&mut self, owner: Owner, folder: &str, files: &FileTable) {
        let is_deferred = |(_, file): &(FileIndex, &ListedFile)| {
            let InputPath { container, inner } = InputPath::dropped(&file.path);
            container == folder && DeferredFile::of(&inner).is_some() && is_readable(&inner)
        };
        let deferred = files.unrequested(FileIndex(0)).filter(is_deferred);
        let deferred: Vec<_> = deferred.map(|(index, file)| (index, file.clone())).collect();
        if !deferred.is_empty() {
            self.add(owner, InputPath::dropped_folder(folder), DeferredContent::Files(deferred));
        }
    }

    /// Defers the lone file of unknown kind at `index`.
    pub(crate) fn add_lone_file(&mut self, owner: Owner, index: FileIndex, files: &FileTable) {
        if let Some(file) = files.get(index) {
            let (path, listed) = (InputPath::dropped(&file.listed.path), file.listed.clone());
            self.add(owner, path, DeferredContent::LoneFile((index, listed)));
        }
    }

    /// Returns the file of an archive to defer, or `None` if the limit of deferred archives is
    /// reached.
    fn archive_file(
        &self,
        (index, files): (FileIndex, &FileTable),
        is_whole: bool,
    ) -> Option<(FileIndex, ListedFile)> {
        let is_alike = |package: &&DeferredPackage| match package.content {
            DeferredContent::Files(_) | DeferredContent::LoneFile(_) => false,
            DeferredContent::Entries(..) => !is_whole,
            DeferredContent::Archive(..) => is_whole,
        };
        let count = self.0.iter().filter(is_alike).count();
        let file = files.get(index).filter(|_| count < MAX_ARCHIVES)?;
        Some((index, file.listed.clone()))
    }

    fn add(&mut self, owner: Owner, path: InputPath, content: DeferredContent) {
        self.0.push(DeferredPackage {
            import: owner.import,
            input: owner.input,
            container: path.full(),
            path,
            root: TreeRoot::default(),
            imported_root: TreeRoot::default(),
            content,
        });
    }

    /// Sets the root of the source tree in the container at `path`.
    pub(crate) fn set_root(&mut self, path: &str, root: &TreeRoot) {
        for package in self.0.iter_mut().filter(|package| package.container == path) {
            package.root = root.clone();
        }
    }

    /// Removes the archive at `path`, because modules were imported from it and it is taken as a
    /// whole.
    pub(crate) fn remove_imported(&mut self, path: &str) {
        self.0.retain(|package| package.container != path || !package.is_whole_archive());
    }

    /// Sets the roots that apply if data names modules imported from archives.
    pub(crate) fn set_imported_roots(&mut self, root: impl Fn(&InputPath) -> TreeRoot) {
        for package in &mut self.0 {
            if matches!(
                package.content,
                DeferredContent::Entries(..) | DeferredContent::Archive(..)
            ) {
                package.imported_root = root(&package.path);
            }
        }
    }

    /// Removes the packages of the input `id`.
    pub(crate) fn forget(&mut self, id: InputId) {
        self.0.retain(|package| package.input != id);
    }

    pub(crate) fn into_packages(self) -> Vec<DeferredPackage> {
        self.0
    }
}

//! Updates a published folder as a whole.
//!
//! It first writes every file beside its destination. When all are written, it renames them in the
//! order in which they were added, so that files come before those that refer to them. A failure
//! before that leaves the folder unchanged. It never writes through a link.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use tempfile::NamedTempFile;

use crate::files;
use crate::output::{folder_of, stage};

/// The reason why `publish` changed nothing.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SiteError {
    /// A link points outside.
    #[error("'{path}' is a link, and nothing is written through one. Name the folder that it leads to, or remove it", path = .0.display())]
    Link(PathBuf),
    /// A file is in the place of a folder, or a folder in that of a file.
    #[error("'{path}' is in the way. Remove it, or name another folder with -o", path = .0.display())]
    InTheWay(PathBuf),
    /// The system refused.
    #[error("{path}: {error}", path = path.display())]
    Refused { path: PathBuf, error: io::Error },
}

/// The extensions of compressed copies of a file, which servers such as GitLab Pages send in its
/// place.
const COMPRESSED: [&str; 2] = [".br", ".gz"];

/// A folder, and the files to add to it.
#[derive(Debug)]
pub(crate) struct Site {
    root: PathBuf,
    /// The written files, each with its destination.
    staged: Vec<(NamedTempFile, PathBuf)>,
    /// The destinations of all added files, including those that the folder has already.
    added: BTreeSet<PathBuf>,
    /// The created folders, which a failure removes again.
    made: Vec<PathBuf>,
}

impl Site {
    /// Opens the folder at `root`, and creates it if it is missing.
    pub(crate) fn open(root: &Path) -> Result<Site, SiteError> {
        let mut site = Site {
            root: root.to_owned(),
            staged: Vec::new(),
            added: BTreeSet::new(),
            made: Vec::new(),
        };
        let above = root.ancestors().skip(1).filter(|path| !path.as_os_str().is_empty());
        let missing: Vec<&Path> = above.take_while(|path| is_missing(path)).collect();
        for folder in missing.into_iter().rev() {
            site.make(folder)?;
        }
        site.folder(root)?;
        Ok(site)
    }

    /// Adds a file at `path`, relative to the folder.
    pub(crate) fn add(&mut self, path: &Path, bytes: &[u8]) -> Result<(), SiteError> {
        let target = self.root.join(path);
        let mut folder = self.root.clone();
        for part in folder_of(path).components() {
            if let Component::Normal(part) = part {
                folder.push(part);
                self.folder(&folder)?;
            }
        }
        if fs::symlink_metadata(&target).is_ok_and(|found| found.is_dir()) {
            return Err(SiteError::InTheWay(target));
        }
        self.added.insert(target.clone());
        if self.has(path, bytes) {
            return Ok(());
        }
        let file = stage(&folder, &target, &mut &bytes[..]).map_err(refused(&target))?;
        self.staged.push((file, target));
        Ok(())
    }

    /// Returns true if `path` is a regular file with this content.
    pub(crate) fn has(&self, path: &Path, bytes: &[u8]) -> bool {
        let target = self.root.join(path);
        let is_alike = fs::symlink_metadata(&target)
            .is_ok_and(|found| found.is_file() && found.len() == bytes.len() as u64);
        is_alike && files::read(&target).is_ok_and(|found| found == bytes)
    }

    /// Returns true if `path` does not exist.
    pub(crate) fn is_free(&self, path: &Path) -> bool {
        is_missing(&self.root.join(path))
    }

    /// Renames all files to their destinations, and removes outdated compressed copies, which a
    /// server would still send.
    pub(crate) fn publish(mut self) -> Result<(), SiteError> {
        for (file, target) in std::mem::take(&mut self.staged) {
            // After the first file, the created folders stay.
            self.made.clear();
            file.persist(&target).map_err(|failed| refused(&target)(failed.error))?;
        }
        self.made.clear();
        for path in
            self.added.iter().flat_map(|path| COMPRESSED.map(|ending| with_ending(path, ending)))
        {
            let is_stale = !self.added.contains(&path)
                && fs::symlink_metadata(&path).is_ok_and(|found| !found.is_dir());
            if is_stale {
                fs::remove_file(&path).map_err(refused(&path))?;
            }
        }
        Ok(())
    }

    /// Makes sure that `path` is a folder and no link.
    fn folder(&mut self, path: &Path) -> Result<(), SiteError> {
        match fs::symlink_metadata(path) {
            Ok(found) if found.is_dir() => Ok(()),
            Ok(found) if found.is_symlink() => Err(SiteError::Link(path.to_owned())),
            Ok(_) => Err(SiteError::InTheWay(path.to_owned())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => self.make(path),
            Err(error) => Err(refused(path)(error)),
        }
    }

    fn make(&mut self, path: &Path) -> Result<(), SiteError> {
        fs::create_dir(path).map_err(refused(path))?;
        self.made.push(path.to_owned());
        Ok(())
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.staged.clear();
        for folder in self.made.iter().rev() {
            // A folder that is not empty stays.
            let _ = fs::remove_dir(folder);
        }
    }
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut path = path.as_os_str().to_owned();
    path.push(ending);
    path.into()
}

fn is_missing(path: &Path) -> bool {
    let found = fs::symlink_metadata(path);
    found.is_err_and(|error| error.kind() == io::ErrorKind::NotFound)
}

fn refused(path: &Path) -> impl FnOnce(io::Error) -> SiteError {
    let path = path.to_owned();
    move |error| SiteError::Refused { path, error }
}

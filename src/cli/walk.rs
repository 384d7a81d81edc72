//! Walks through a folder. It follows links to folders, and visits each folder once.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use covdrop_protocol::{UnreadablePath, is_skipped_folder};
use walkdir::WalkDir;

/// A file to import: its name in the drop, and its path.
pub(crate) type File = (String, PathBuf);

/// The files of a folder.
#[derive(Debug)]
pub(crate) struct Walk<'a> {
    /// The files, with names that begin with the folder's, as a browser gives them.
    pub(crate) files: Vec<File>,
    /// The paths that the system could not open.
    pub(crate) unreadable: Vec<UnreadablePath>,
    /// The folder to skip, after following links.
    left_out: Option<&'a Path>,
    /// The walked folders, after following links: first the requested one, then the targets of
    /// links.
    roots: Vec<PathBuf>,
    /// The links to folders that the walk has found.
    links: Vec<File>,
    /// The links to folders, and to files outside, each with its name and its final target.
    pub(crate) linked: Vec<(String, PathBuf)>,
}

impl<'a> Walk<'a> {
    /// Walks through `folder` without `left_out`.
    pub(crate) fn new(folder: &Path, left_out: Option<&'a Path>) -> Walk<'a> {
        let real = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
        let (files, unreadable, links) = Default::default();
        let mut walk =
            Walk { files, unreadable, left_out, roots: Vec::new(), links, linked: Vec::new() };
        walk.links.push((name(&real), folder.to_owned()));
        while let Some((name, folder)) = walk.links.pop() {
            walk.follow(&name, &folder);
        }
        walk
    }

    /// Walks through the target of the link `path`, unless its files already have other names.
    ///
    /// Skips a folder that contains the requested one, and the virtual folders of the system.
    fn follow(&mut self, name: &str, path: &Path) {
        let real = match fs::canonicalize(path) {
            Ok(real) => real,
            Err(error) => {
                let path = path.to_string_lossy().into_owned();
                self.unreadable.push(UnreadablePath { path, reason: error.to_string() });
                return;
            }
        };
        let is_known = self.roots.iter().any(|root| real.starts_with(root));
        let is_around = self.roots.first().is_some_and(|asked| asked.starts_with(&real));
        let is_system = SYSTEM_FOLDERS.iter().any(|folder| real.starts_with(folder));
        if !self.roots.is_empty() {
            self.linked.push((name.to_owned(), real.clone()));
        }
        if is_known || is_around || is_system && !self.roots.is_empty() {
            return;
        }
        self.roots.push(real.clone());
        let first = self.links.len();
        self.walk(name, path, &real);
        // Follows the last one first.
        if let Some(met) = self.links.get_mut(first..) {
            met.reverse();
        }
    }

    /// Walks through `folder`, whose path after following links is `real`.
    fn walk(&mut self, name: &str, folder: &Path, real: &Path) {
        let inside = |path: &Path| path.strip_prefix(folder).unwrap_or(path).to_owned();
        let (roots, left_out) = (self.roots.clone(), self.left_out);
        let is_walked = |entry: &walkdir::DirEntry| {
            if entry.depth() == 0 || !entry.file_type().is_dir() {
                return true;
            }
            let real = real.join(inside(entry.path()));
            !is_skipped(entry.file_name()) && !roots.contains(&real) && left_out != Some(&*real)
        };
        let entries = WalkDir::new(folder).sort_by_file_name().into_iter();
        for entry in entries.filter_entry(is_walked) {
            match entry {
                Ok(entry) if entry.file_type().is_dir() => {}
                Ok(entry) => {
                    let inner = inside(entry.path());
                    let parts = inner.components().map(|part| part.as_os_str().to_string_lossy());
                    let parts: Vec<_> = std::iter::once(name.into()).chain(parts).collect();
                    let file = (parts.join("/"), entry.path().to_owned());
                    if !entry.path_is_symlink() || !entry.path().is_dir() {
                        self.note_outside(&entry, &file.0);
                        self.files.push(file);
                    } else if !is_skipped(entry.file_name()) {
                        self.links.push(file);
                    }
                }
                Err(error) => {
                    let path = error.path().unwrap_or(folder);
                    let path = path.to_string_lossy().into_owned();
                    let reason = error.io_error().map(ToString::to_string).unwrap_or_default();
                    self.unreadable.push(UnreadablePath { path, reason });
                }
            }
        }
    }

    /// Records the target of the file at `entry` if it is a link out of the folders.
    fn note_outside(&mut self, entry: &walkdir::DirEntry, name: &str) {
        if entry.path_is_symlink()
            && let Ok(real) = fs::canonicalize(entry.path())
            && !self.roots.iter().any(|root| real.starts_with(root))
        {
            self.linked.push((name.to_owned(), real));
        }
    }
}

/// The virtual folders of the system for processes and devices, which can be endless.
const SYSTEM_FOLDERS: [&str; 3] = ["/proc", "/sys", "/dev"];

fn is_skipped(name: &OsStr) -> bool {
    is_skipped_folder(&name.to_string_lossy())
}

/// Returns the last part of a path.
pub(crate) fn name(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    name.to_string_lossy().into_owned()
}

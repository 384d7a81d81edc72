//! Imports files and folders of the command line as dropped files of a session.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use covdrop_data::recognise;
use covdrop_protocol::{FileIndex, ImportId, ListedFile, UnreadablePath};
use covdrop_session::{Session, Step, is_input};

use crate::files::{self, FileId, kind};
use crate::walk::{File, Walk, name};

/// The reason why Covdrop cannot read a path of the command line.
#[derive(Debug, thiserror::Error)]
pub(crate) enum InputError {
    /// Nothing is there.
    #[error("There is no file or folder '{path}'", path = .0.display())]
    NotFound(PathBuf),
    /// It is a pipe, a socket or a device.
    #[error(
        "'{path}' is {kind}. Only regular files and folders are read; save its content to a file",
        path = path.display()
    )]
    NotRegular { path: PathBuf, kind: &'static str },
    /// The system refuses access.
    #[error("{path}: {error}", path = path.display())]
    Closed { path: PathBuf, error: io::Error },
}

/// The files and folders that Covdrop has read.
#[derive(Debug, Default)]
pub(crate) struct Inputs {
    /// The files that the user named.
    named: Vec<PathBuf>,
    /// The files in folders that the user named.
    found: Vec<File>,
    /// The folders, and the archives that are a source.
    sources: Vec<PathBuf>,
}

impl Inputs {
    /// Imports all files at `sources` and `paths` into `session`, as one drop, except the folder
    /// `left_out`.
    ///
    /// Ignores data files among the sources, since only inputs should have data.
    pub(crate) fn take(
        session: &mut Session,
        sources: &[PathBuf],
        paths: &[PathBuf],
        left_out: Option<&Path>,
    ) -> Result<Inputs, InputError> {
        let mut unreadable = Vec::new();
        let mut inputs = Inputs::default();
        // For each file, whether it is in a source folder.
        let mut files: Vec<(File, bool)> = Vec::new();
        let mut names = Names::default();
        let all = sources.iter().map(|path| (path, true));
        for (path, is_source) in all.chain(paths.iter().map(|path| (path, false))) {
            let metadata = fs::metadata(path).map_err(|error| not_there(path, error))?;
            if is_source || metadata.is_dir() {
                inputs.sources.push(path.clone());
            }
            if metadata.is_dir() {
                let mut walk = Walk::new(path, left_out);
                if is_source && files.is_empty() {
                    session.set_links(linked(&walk));
                }
                names.rename(path, is_source, &mut walk.files);
                walk.files.retain(|(_, path)| !(is_source && is_data(path)));
                inputs.found.extend(walk.files.iter().cloned());
                files.extend(walk.files.into_iter().map(|file| (file, is_source)));
                unreadable.append(&mut walk.unreadable);
            } else if metadata.is_file() {
                inputs.named.push(path.clone());
                if !(is_source && is_data(path)) {
                    let mut file = [(name(path), path.clone())];
                    names.rename(path, is_source, &mut file);
                    files.extend(file.map(|file| (file, false)));
                }
            } else {
                let kind = kind(metadata.file_type());
                return Err(InputError::NotRegular { path: path.clone(), kind });
            }
        }
        let in_source = (0..).zip(&files).filter(|(_, (_, is_in_source))| *is_in_source);
        let in_source: Vec<FileIndex> = in_source.map(|(index, _)| FileIndex(index)).collect();
        let files: Vec<File> = files.into_iter().map(|(file, _)| file).collect();
        take_files(session, &files, &unreadable, in_source);
        Ok(inputs)
    }

    /// Adds files and folders that were read separately.
    pub(crate) fn append(&mut self, mut other: Inputs) {
        self.named.append(&mut other.named);
        self.found.append(&mut other.found);
        self.sources.append(&mut other.sources);
    }

    /// Returns the folders and archives that may have sources: those that `--source` names, and all
    /// other folders.
    pub(crate) fn sources(&self) -> impl Iterator<Item = &Path> {
        self.sources.iter().map(PathBuf::as_path)
    }

    /// Adds the file at `path`.
    pub(crate) fn add(&mut self, path: &Path) {
        self.named.push(path.to_owned());
    }

    /// Returns true if the session uses the file at `path`, even if it read it by another path.
    pub(crate) fn contains(&self, path: &Path, session: &Session) -> bool {
        let Ok(id) = FileId::of(path) else { return false };
        let is_it = |path: &Path| FileId::of(path).is_ok_and(|other| other == id);
        let is_used = |(name, path): &File| {
            let is_measured = session
                .sources_in_use()
                .any(|source| name.strip_suffix(source).is_some_and(|top| top.ends_with('/')));
            is_measured || files::read(path).is_ok_and(|bytes| is_input(name, &bytes))
        };
        self.named.iter().any(|path| is_it(path))
            || self.found.iter().filter(|(_, path)| is_it(path)).any(is_used)
    }
}

/// The names that the paths of the command line have in the drop.
#[derive(Debug, Default)]
struct Names {
    /// The path by name, after following links.
    taken: BTreeMap<String, PathBuf>,
}

impl Names {
    /// Gives the `files` at `path` names that no other path of the command line has.
    fn rename(&mut self, path: &Path, is_source: bool, files: &mut [File]) {
        let Ok(real) = fs::canonicalize(path) else { return };
        let own = if path.is_dir() { name(&real) } else { name(path) };
        // Jobs often write files of the same name into different folders, so that the folder names
        // the job. The files of a source folder are at the root of the source tree, and the
        // folder's name does not matter.
        let outer = real.parent().map(name).filter(|outer| !outer.is_empty() && !is_source);
        let outer = outer.map(|outer| format!("{outer}/{own}"));
        let numbered = (2..).map(|number: u64| format!("{own} ({number})"));
        let mut all = std::iter::once(own.clone()).chain(outer).chain(numbered);
        let is_free = |name: &String| self.taken.get(name).is_none_or(|taken| *taken == real);
        let Some(free) = all.find(is_free) else { return };
        for (file, _) in files {
            if let Some(inner) = file.strip_prefix(&own) {
                *file = format!("{free}{inner}");
            }
        }
        self.taken.insert(free, real);
    }
}

/// Returns the links of a source: the path of each in the source, and its target.
fn linked(walk: &Walk<'_>) -> Vec<(String, String)> {
    let linked = walk.linked.iter().filter_map(|(name, real)| {
        let (_, inner) = name.split_once('/')?;
        Some((inner.to_owned(), real.to_string_lossy().replace('\\', "/")))
    });
    linked.collect()
}

/// Returns the reason why `path` cannot be read.
fn not_there(path: &Path, error: io::Error) -> InputError {
    let path = path.to_owned();
    match error.kind() {
        io::ErrorKind::NotFound => InputError::NotFound(path),
        _ => InputError::Closed { path, error },
    }
}

/// Imports `files` into `session`. Those at `in_source_folder` are in a source folder.
fn take_files(
    session: &mut Session,
    files: &[File],
    unreadable: &[UnreadablePath],
    in_source_folder: Vec<FileIndex>,
) {
    let listed = files.iter().map(|(name, path)| ListedFile {
        path: name.clone(),
        size: fs::metadata(path).map_or(0, |metadata| metadata.len()),
    });
    let mut requested = session.list_files(IMPORT, listed.collect(), unreadable);
    session.set_in_source_folder(IMPORT, in_source_folder);
    loop {
        add_requested(session, files, requested);
        requested = loop {
            match session.step() {
                Step::Idle => return,
                Step::FilesRequested { indexes, .. } => break indexes,
                Step::Worked(_) | Step::Finished => {}
            }
        };
    }
}

/// Reads the requested files, and adds them to the import.
fn add_requested(session: &mut Session, files: &[File], requested: Vec<FileIndex>) {
    let (mut read, mut size) = (Vec::new(), 0);
    for index in requested {
        let Some((_, path)) = files.get(index.0 as usize) else { continue };
        match files::read(path) {
            Ok(bytes) => {
                size += bytes.len();
                read.push((index, bytes));
            }
            Err(error) => {
                session.fail_file(IMPORT, index, &error.to_string());
            }
        }
        if size >= AT_ONCE {
            session.add_files(IMPORT, std::mem::take(&mut read));
            size = 0;
        }
    }
    session.add_files(IMPORT, read);
}

/// The number of bytes of files that Covdrop adds together: enough for every core, and little
/// memory.
const AT_ONCE: usize = 32 << 20;

/// The only import of a command line.
const IMPORT: ImportId = ImportId(0);

/// Returns true if the file at `path` is a data file.
fn is_data(path: &Path) -> bool {
    if !name(path).contains("coverage") {
        return false;
    }
    let mut head = Vec::new();
    let read = files::open(path).and_then(|file| file.take(100).read_to_end(&mut head));
    read.is_ok() && recognise(&head).is_some()
}

/// Returns the absolute path of the source folder at `path`, with `/`, after following links as
/// coverage.py does; `None` for an archive.
pub(crate) fn root(path: &Path) -> Option<String> {
    let full = fs::canonicalize(path).ok().filter(|full| full.is_dir())?;
    Some(full.to_string_lossy().replace('\\', "/"))
}

/// Returns the folder that the paths of a further source folder are relative to. It is that of
/// [`root`]; for a package, it is the folder around it, so that the paths keep the name of the
/// package.
pub(crate) fn outer_root(path: &Path) -> Option<String> {
    let root = root(path)?;
    let outer = root.rsplit_once('/').map(|(outer, _)| outer.to_owned());
    if path.join("__init__.py").is_file() { outer } else { Some(root) }
}

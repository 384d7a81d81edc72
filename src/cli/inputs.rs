//! Files and folders of the command line as drops of a session.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use covdrop_data::recognise;
use covdrop_protocol::{Closed, Offered, is_skipped_folder};
use covdrop_session::{Session, Step};
use walkdir::WalkDir;

/// Something named on the command line that is not there.
#[derive(Debug, thiserror::Error)]
#[error("There is no file or folder '{path}'", path = .0.display())]
pub(crate) struct Nowhere(PathBuf);

/// A file to take in: its name in the drop, and where it lies.
type File = (String, PathBuf);

/// Takes all that is at `sources` and `inputs` into `session`, as one drop.
///
/// Data files that lie among the sources are left alone: only inputs were asked for.
pub(crate) fn take_in(
    session: &mut Session,
    sources: &[PathBuf],
    inputs: &[PathBuf],
) -> Result<(), Nowhere> {
    let mut closed = Vec::new();
    let mut files = Vec::new();
    for path in sources {
        gather(path, &mut files, &mut closed)?;
    }
    files.retain(|(_, path)| !is_data(path));
    for path in inputs {
        gather(path, &mut files, &mut closed)?;
    }
    let offered = files.iter().map(|(name, path)| Offered {
        path: name.clone(),
        size: fs::metadata(path).map_or(0, |metadata| metadata.len()),
    });
    let mut wanted = session.offer(BATCH, offered.collect(), &closed);
    loop {
        send(session, &files, wanted);
        wanted = loop {
            match session.step() {
                Step::Idle => return Ok(()),
                Step::Wanted { indexes, .. } => break indexes,
                Step::Worked(_) | Step::Finished => {}
            }
        };
    }
}

/// Reads the files at these places and sends them.
fn send(session: &mut Session, files: &[File], wanted: Vec<u32>) {
    let (mut read, mut size) = (Vec::new(), 0);
    for index in wanted {
        let Some((_, path)) = files.get(index as usize) else { continue };
        match fs::read(path) {
            Ok(bytes) => {
                size += bytes.len();
                read.push((index, bytes));
            }
            Err(error) => {
                session.unreadable(BATCH, index, &error.to_string());
            }
        }
        if size >= AT_ONCE {
            session.files(BATCH, std::mem::take(&mut read));
            size = 0;
        }
    }
    session.files(BATCH, read);
}

/// How many bytes of files are handed over at once: enough for every core, and little memory.
const AT_ONCE: usize = 32 << 20;

/// The number of the only drop that a command line makes.
const BATCH: u32 = 0;

/// All files at `path`: itself, or those below it.
fn gather(path: &Path, files: &mut Vec<File>, closed: &mut Vec<Closed>) -> Result<(), Nowhere> {
    if path.is_dir() {
        walk(path, files, closed);
    } else if path.exists() {
        files.push((name(path), path.to_owned()));
    } else {
        return Err(Nowhere(path.to_owned()));
    }
    Ok(())
}

/// Whether a data file lies at `path`.
fn is_data(path: &Path) -> bool {
    let mut head = Vec::new();
    let read = fs::File::open(path).and_then(|file| file.take(100).read_to_end(&mut head));
    name(path).contains("coverage") && read.is_ok() && recognise(&head).is_some()
}

/// All files below `folder`, with their names in the drop: the folder's name first, as a browser
/// gives them.
fn walk(folder: &Path, files: &mut Vec<File>, closed: &mut Vec<Closed>) {
    let top = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    let top = name(&top);
    let is_skipped = |entry: &walkdir::DirEntry| {
        entry.depth() > 0
            && entry.file_type().is_dir()
            && is_skipped_folder(&entry.file_name().to_string_lossy())
    };
    let entries = WalkDir::new(folder).sort_by_file_name().into_iter();
    for entry in entries.filter_entry(|entry| !is_skipped(entry)) {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) => {
                let inner = entry.path().strip_prefix(folder).unwrap_or(entry.path());
                let parts = inner.components().map(|part| part.as_os_str().to_string_lossy());
                let parts: Vec<_> = std::iter::once(top.as_str().into()).chain(parts).collect();
                files.push((parts.join("/"), entry.into_path()));
            }
            Err(error) => {
                let path = error.path().unwrap_or(folder);
                let path = path.to_string_lossy().into_owned();
                let reason = error.io_error().map(ToString::to_string).unwrap_or_default();
                closed.push(Closed { path, reason });
            }
        }
    }
}

/// The last part of a path.
fn name(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    name.to_string_lossy().into_owned()
}

/// Where the source folder at `path` lies: absolute, with `/`, links followed as coverage.py does.
/// Nothing for an archive.
pub(crate) fn root(path: &Path) -> Option<String> {
    let full = fs::canonicalize(path).ok().filter(|full| full.is_dir())?;
    Some(full.to_string_lossy().replace('\\', "/"))
}

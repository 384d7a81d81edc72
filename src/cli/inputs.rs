//! Files and folders of the command line as drops of a session.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use covdrop_protocol::{Offered, is_skipped_folder};
use covdrop_session::{Session, Step};
use walkdir::WalkDir;

/// Something named on the command line that is not there.
#[derive(Debug, thiserror::Error)]
#[error("There is no file or folder '{path}'", path = .0.display())]
pub(crate) struct Nowhere(PathBuf);

/// Takes all that is at `paths` into `session`.
pub(crate) fn take_in(session: &mut Session, paths: &[PathBuf]) -> Result<(), Nowhere> {
    for (batch, path) in (0..).zip(paths) {
        let mut files = Vec::new();
        let mut closed = Vec::new();
        if path.is_dir() {
            walk(path, &mut files, &mut closed);
        } else if path.exists() {
            files.push((name(path), path.clone()));
        } else {
            return Err(Nowhere(path.clone()));
        }
        let offered = files.iter().map(|(name, path)| Offered {
            path: name.clone(),
            size: fs::metadata(path).map_or(0, |metadata| metadata.len()),
        });
        for index in session.offer(batch, offered.collect(), &closed) {
            let Some((_, path)) = files.get(index as usize) else { continue };
            match fs::read(path) {
                Ok(bytes) => session.file(batch, index, bytes),
                Err(error) => session.unreadable(batch, index, &error.to_string()),
            };
        }
    }
    while session.step() != Step::Idle {}
    Ok(())
}

/// All files below `folder`, with their names in the drop: the folder's name first, as a browser
/// gives them.
fn walk(folder: &Path, files: &mut Vec<(String, PathBuf)>, closed: &mut Vec<String>) {
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
                closed.push(path.to_string_lossy().into_owned());
            }
        }
    }
}

/// The last part of a path.
fn name(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    name.to_string_lossy().into_owned()
}

/// Writes `report` to the file at `path`, or to standard output where that is `-`.
pub(crate) fn write(path: &Path, report: &[u8]) -> io::Result<()> {
    if path == Path::new("-") {
        io::Write::write_all(&mut io::stdout().lock(), report)
    } else {
        fs::write(path, report)
    }
}

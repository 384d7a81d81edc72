//! Reads files, and compares the identities of files.
//!
//! It opens only regular files. Opening a named pipe would wait forever for a writer, and opening a
//! device can have side effects.

use std::fs::{self, File, FileType, Metadata};
use std::io::{self, Read as _};
use std::path::Path;

/// Reads the regular file at `path`.
pub(crate) fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open(path)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Opens the regular file at `path`, and never waits.
///
/// Checks the kind of the file before it opens it, so as not to open a device, and again
/// afterwards, since another file may have replaced it.
pub(crate) fn open(path: &Path) -> io::Result<File> {
    check(&fs::metadata(path)?)?;
    let mut options = File::options();
    options.read(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt as _;
        options.custom_flags((OFlags::NONBLOCK | OFlags::NOCTTY).bits().cast_signed());
    }
    let file = options.open(path)?;
    check(&file.metadata()?)?;
    Ok(file)
}

fn check(metadata: &Metadata) -> io::Result<()> {
    if metadata.is_file() {
        return Ok(());
    }
    let kind = kind(metadata.file_type());
    let message = format!("It is {kind}, and only regular files are read");
    Err(io::Error::new(io::ErrorKind::InvalidInput, message))
}

/// Returns the kind of a file that is not regular, in words.
pub(crate) fn kind(file: FileType) -> &'static str {
    if file.is_dir() {
        return "a folder";
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt as _;
        if file.is_fifo() {
            return "a pipe";
        }
        if file.is_socket() {
            return "a socket";
        }
        if file.is_char_device() || file.is_block_device() {
            return "a device";
        }
    }
    "not a regular file"
}

/// The identity of a file or a folder, which is the same for all paths to it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct FileId(
    /// The numbers of the device and of the file on it.
    #[cfg(unix)]
    (u64, u64),
    /// The path after following links.
    #[cfg(not(unix))]
    std::path::PathBuf,
);

impl FileId {
    /// Returns the identity of the file or folder at `path`, after following links.
    #[cfg(unix)]
    pub(crate) fn of(path: &Path) -> io::Result<FileId> {
        use std::os::unix::fs::MetadataExt as _;
        let metadata = fs::metadata(path)?;
        Ok(FileId((metadata.dev(), metadata.ino())))
    }

    /// Returns the identity of the file or folder at `path`, after following links.
    #[cfg(not(unix))]
    pub(crate) fn of(path: &Path) -> io::Result<FileId> {
        fs::canonicalize(path).map(FileId)
    }
}

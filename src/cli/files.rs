//! Reads files, and tells whether two paths lead to the same one.
//!
//! Only regular files are opened. A named pipe would wait for a writer for ever, and to open a
//! device can have effects of its own.

use std::fs::{self, File, FileType, Metadata};
use std::io::{self, Read as _};
use std::path::Path;

/// The content of the regular file at `path`.
pub(crate) fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open(path)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Opens the regular file at `path`, and never waits.
///
/// It is looked at before it is opened, so that no device is; and again when it is open, since
/// another may have taken its place.
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

/// What a file that is not regular is.
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

/// What tells a file or a folder from all others, whatever path leads to it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct FileId(
    /// The device and the number of the file on it.
    #[cfg(unix)]
    (u64, u64),
    /// The path with links followed.
    #[cfg(not(unix))]
    std::path::PathBuf,
);

impl FileId {
    /// The identity of what lies at `path`, links followed.
    #[cfg(unix)]
    pub(crate) fn of(path: &Path) -> io::Result<FileId> {
        use std::os::unix::fs::MetadataExt as _;
        let metadata = fs::metadata(path)?;
        Ok(FileId((metadata.dev(), metadata.ino())))
    }

    /// The identity of what lies at `path`, links followed.
    #[cfg(not(unix))]
    pub(crate) fn of(path: &Path) -> io::Result<FileId> {
        fs::canonicalize(path).map(FileId)
    }
}

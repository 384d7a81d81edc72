//! Reads archives sequentially: tar archives, compressed or not, and single compressed files.
//!
//! The entries of a tar archive begin on block boundaries, so each entry gets a new tar reader:
//! nothing is borrowed between two steps, and only one entry is in memory.

use std::io::{self, Read};

use tar::EntryType;

use super::decompress::DecompressStream;
use super::entry_body::EntryBody;
use super::entry_name::{display_name, entry_path};
use super::event::{ArchiveEvent, IsWanted};
use super::fault::ArchiveFault;
use super::format::ArchiveFormat;
use super::limits::{MAX_HEADER, PIECE};
use super::shared_bytes::SharedBytes;
use crate::limits::MAX_FILE_BYTES;

/// The length of a tar block.
const BLOCK: u64 = 512;

/// An archive that is read sequentially.
pub(crate) struct Stream {
    stream: DecompressStream,
    state: State,
}

/// The part of the archive that is read next.
enum State {
    /// The header of an entry.
    Header,
    /// The content of an entry.
    Body(EntryBody),
    /// The content of a single compressed file, of unknown size.
    Single(EntryBody),
    /// The bytes after the last entry, which are read to verify the checksum.
    Rest,
    /// The end.
    Over,
}

/// The header of an entry.
enum Header {
    /// A file with its name and size, and the fault that prevents reading it.
    File(String, u64, Option<ArchiveFault>),
    /// Not a file; the number of bytes to skip.
    Other(u64),
    /// There are no more entries.
    End,
}

impl Stream {
    /// Opens the archive. `name` becomes the name of the file if it is a single compressed file.
    pub(crate) fn new(
        form: ArchiveFormat,
        bytes: &SharedBytes,
        name: &str,
    ) -> Result<Stream, ArchiveFault> {
        let stream = DecompressStream::new(form, bytes)?;
        let state = if stream.is_tar {
            State::Header
        } else {
            State::Single(EntryBody::new(name.to_owned(), MAX_FILE_BYTES + 1, true))
        };
        Ok(Stream { stream, state })
    }

    /// Returns true if it is a single compressed file.
    pub(crate) fn is_single(&self) -> bool {
        !self.stream.is_tar
    }

    /// Returns the number of compressed bytes read.
    pub(crate) fn packed(&self) -> u64 {
        self.stream.packed()
    }

    /// Returns the number of bytes kept of the current entry.
    pub(crate) fn pending(&self) -> u64 {
        match &self.state {
            State::Body(body) | State::Single(body) => body.len() as u64,
            _ => 0,
        }
    }

    /// Reads the next piece.
    pub(crate) fn step(&mut self, wanted: &IsWanted) -> ArchiveEvent {
        let is_over = matches!(self.state, State::Over);
        if !is_over && self.stream.is_bomb() {
            return self.stop(ArchiveFault::Ratio);
        }
        self.stream.allow(u64::MAX);
        match std::mem::replace(&mut self.state, State::Over) {
            State::Header => self.header(wanted),
            State::Body(body) => self.body(body),
            State::Single(body) => self.single(body),
            State::Rest => self.rest(),
            State::Over => ArchiveEvent::End,
        }
    }

    /// Returns the number of decompressed bytes so far.
    pub(crate) fn out(&self) -> u64 {
        self.stream.out()
    }

    /// Stops reading because of `fault`.
    fn stop(&mut self, fault: ArchiveFault) -> ArchiveEvent {
        self.state = State::Over;
        ArchiveEvent::Fault { entry: None, fault }
    }

    fn header(&mut self, wanted: &IsWanted) -> ArchiveEvent {
        self.stream.allow(MAX_HEADER);
        let header = read_header(&mut self.stream);
        let (name, size, fault) = match header {
            Ok(Header::File(name, size, fault)) => (name, size, fault),
            Ok(Header::Other(size)) => {
                self.state = State::Body(EntryBody::new(String::new(), size, false));
                return ArchiveEvent::Progressed;
            }
            Ok(Header::End) => {
                self.state = State::Rest;
                return ArchiveEvent::Progressed;
            }
            Err(error) => {
                let fault = self.stream.fault(&error);
                return self.stop(fault);
            }
        };
        let (path, fault) = match entry_path(&name) {
            Ok(path) => (path, fault),
            Err(fault) => {
                self.state = State::Body(EntryBody::new(String::new(), size, false));
                return ArchiveEvent::Fault { entry: Some(display_name(&name)), fault };
            }
        };
        let is_wanted = wanted(&path);
        let too_large = (size > MAX_FILE_BYTES).then_some(ArchiveFault::TooLarge(size));
        let fault = fault.or(too_large).filter(|_| is_wanted);
        let is_kept = is_wanted && fault.is_none();
        self.state = State::Body(EntryBody::new(path.clone(), size, is_kept));
        match fault {
            Some(fault) => ArchiveEvent::Fault { entry: Some(path), fault },
            None if is_kept => ArchiveEvent::Progressed,
            None => ArchiveEvent::Skipped(path),
        }
    }

    fn body(&mut self, mut body: EntryBody) -> ArchiveEvent {
        match body.read(&mut self.stream) {
            Ok(0) if body.left > 0 => return self.stop(ArchiveFault::Truncated),
            Ok(_) if body.left > 0 => {
                self.state = State::Body(body);
                return ArchiveEvent::Progressed;
            }
            Ok(_) => {}
            Err(error) => {
                let fault = self.stream.fault(&error);
                return self.stop(fault);
            }
        }
        let padding = self.stream.out().next_multiple_of(BLOCK) - self.stream.out();
        if io::copy(&mut self.stream.by_ref().take(padding), &mut io::sink()).is_ok() {
            self.state = State::Header;
        }
        match body.finish() {
            (path, Some(bytes)) => ArchiveEvent::Entry { path, bytes },
            _ => ArchiveEvent::Progressed,
        }
    }

    fn single(&mut self, mut body: EntryBody) -> ArchiveEvent {
        match body.read(&mut self.stream) {
            Ok(0) => match body.finish() {
                (path, Some(bytes)) => ArchiveEvent::Entry { path, bytes },
                _ => ArchiveEvent::End,
            },
            Ok(_) if body.left == 0 => self.stop(ArchiveFault::TooLarge(self.stream.out())),
            Ok(_) => {
                self.state = State::Single(body);
                ArchiveEvent::Progressed
            }
            Err(error) => {
                let fault = self.stream.fault(&error);
                self.stop(fault)
            }
        }
    }

    fn rest(&mut self) -> ArchiveEvent {
        let mut piece = self.stream.by_ref().take(PIECE as u64);
        match io::copy(&mut piece, &mut io::sink()) {
            Ok(0) => ArchiveEvent::End,
            Ok(_) => {
                self.state = State::Rest;
                ArchiveEvent::Progressed
            }
            Err(_) => self.stop(ArchiveFault::WholeChecksum),
        }
    }
}

/// Reads the header of the next entry, up to the start of its content.
fn read_header(stream: &mut DecompressStream) -> io::Result<Header> {
    let mut archive = tar::Archive::new(stream);
    let Some(entry) = archive.entries()?.next() else { return Ok(Header::End) };
    let mut entry = entry?;
    let kind = entry.header().entry_type();
    // The header has the stored size; a sparse file has a larger real size.
    let size =
        if kind == EntryType::GNUSparse { entry.header().entry_size()? } else { entry.size() };
    let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
    let fault = match kind {
        EntryType::Regular | EntryType::Continuous => {
            is_sparse(&mut entry)?.then_some(ArchiveFault::Sparse)
        }
        EntryType::GNUSparse => Some(ArchiveFault::Sparse),
        EntryType::Link | EntryType::Symlink => {
            let target = entry.link_name_bytes().unwrap_or_default();
            Some(ArchiveFault::Link(display_name(&String::from_utf8_lossy(&target))))
        }
        _ => return Ok(Header::Other(size)),
    };
    // Old archives store folders as files whose names end in a slash.
    if name.ends_with('/') {
        return Ok(Header::Other(size));
    }
    Ok(Header::File(name, size, fault))
}

/// Returns true for a sparse file in a pax format, which pax attributes mark.
fn is_sparse<R: Read>(entry: &mut tar::Entry<'_, R>) -> io::Result<bool> {
    let Some(attributes) = entry.pax_extensions()? else { return Ok(false) };
    Ok(attributes.flatten().any(|attribute| attribute.key_bytes().starts_with(b"GNU.sparse.")))
}

//! Reads zip archives, and extracts only wanted entries, which the directory lists.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use flate2::Crc;
use flate2::read::DeflateDecoder;
use zip::read::{Config, ZipFileEntry};
use zip::result::ZipError;
use zip::unstable::read::ZipIterable;

use super::entry_body::EntryBody;
use super::entry_name::{display_name, entry_path};
use super::event::{ArchiveEvent, IsWanted};
use super::fault::ArchiveFault;
use super::limits::{MAX_ENTRIES, MAX_PATH, MAX_RATIO, RATIO_FROM};
use super::shared_bytes::SharedBytes;
use crate::limits::MAX_FILE_BYTES;

/// The signature of an entry's local header, and the offsets of fields in it.
const LOCAL: &[u8] = b"PK\x03\x04";
const LOCAL_LENGTH: u64 = 30;
const METHOD: usize = 8;
const NAME_LENGTH: usize = 26;
const EXTRA_LENGTH: usize = 28;

const STORED: u16 = 0;
const DEFLATED: u16 = 8;

/// A zip archive.
pub(crate) struct Zip {
    bytes: SharedBytes,
    /// The remaining entries, the next one last.
    entries: Vec<Entry>,
    total: u64,
    current: Option<Current>,
    /// A fault of the archive itself, which is reported last.
    fault: Option<ArchiveFault>,
}

/// An entry of the directory.
struct Entry {
    /// The name to display.
    name: String,
    path: Result<String, ArchiveFault>,
    size: u64,
    crc: u32,
    is_link: bool,
    is_encrypted: bool,
    /// The location of its content, or the fault that prevents reading it.
    content: Result<Content, ArchiveFault>,
}

/// The location of an entry's content.
struct Content {
    header: u64,
    start: u64,
    end: u64,
    method: u16,
}

/// The entry that is being extracted.
struct Current {
    body: EntryBody,
    reader: Box<dyn Read>,
    crc: Crc,
    stated: u32,
}

impl Zip {
    /// Opens the archive. It may have at most `max_entries` entries.
    pub(crate) fn new(bytes: &SharedBytes, max_entries: u64) -> Result<Zip, ArchiveFault> {
        let mut zip = ZipIterable::try_new(Cursor::new(bytes.clone()), Config::default()).map_err(
            |error| match error {
                ZipError::UnsupportedArchive(_) => ArchiveFault::Method("several parts".to_owned()),
                _ => ArchiveFault::Truncated,
            },
        )?;
        let total = zip.len() as u64;
        if total > max_entries.min(MAX_ENTRIES) {
            return Err(ArchiveFault::Entries);
        }
        let mut entries = Vec::new();
        let mut fault = None;
        for entry in zip.files().map_err(|_| ArchiveFault::Damaged)? {
            match entry {
                Ok(entry) => entries.extend(Entry::new(bytes, &entry)),
                Err(_) => fault = Some(ArchiveFault::Damaged),
            }
        }
        refuse_overlaps(&mut entries);
        keep_last(&mut entries);
        entries.reverse();
        Ok(Zip { bytes: bytes.clone(), entries, total, current: None, fault })
    }

    /// Estimates the number of compressed bytes read.
    pub(crate) fn packed(&self) -> u64 {
        let done = self.total.saturating_sub(self.entries.len() as u64);
        self.bytes.len() / self.total.max(1) * done
    }

    /// Returns the number of bytes kept of the current entry.
    pub(crate) fn pending(&self) -> u64 {
        self.current.as_ref().map_or(0, |current| current.body.len() as u64)
    }

    /// Reads the next piece, and returns its number of decompressed bytes too.
    pub(crate) fn step(&mut self, wanted: &IsWanted) -> (ArchiveEvent, u64) {
        if let Some(current) = self.current.take() {
            return self.continue_entry(current);
        }
        let Some(entry) = self.entries.pop() else {
            let end = self.fault.take();
            return (
                end.map_or(ArchiveEvent::End, |fault| ArchiveEvent::Fault { entry: None, fault }),
                0,
            );
        };
        let path = match &entry.path {
            Ok(path) => path.clone(),
            Err(fault) => {
                let fault = fault.clone();
                return (ArchiveEvent::Fault { entry: Some(entry.name), fault }, 0);
            }
        };
        if !wanted(&path) {
            return (ArchiveEvent::Skipped(path), 0);
        }
        match self.open(path.clone(), entry) {
            Ok(current) => {
                self.current = Some(current);
                (ArchiveEvent::Progressed, 0)
            }
            Err(fault) => (ArchiveEvent::Fault { entry: Some(path), fault }, 0),
        }
    }

    /// Starts extracting an entry.
    fn open(&self, path: String, entry: Entry) -> Result<Current, ArchiveFault> {
        if entry.is_encrypted {
            return Err(ArchiveFault::Encrypted);
        }
        let content = entry.content?;
        let part = self.bytes.range(content.start..content.end).ok_or(ArchiveFault::Truncated)?;
        let packed = content.end - content.start;
        if entry.size > MAX_FILE_BYTES {
            return Err(ArchiveFault::TooLarge(entry.size));
        }
        if entry.size > RATIO_FROM && entry.size / packed.max(1) > MAX_RATIO {
            return Err(ArchiveFault::Ratio);
        }
        let reader: Box<dyn Read> = match content.method {
            STORED => Box::new(part),
            DEFLATED => Box::new(DeflateDecoder::new(part)),
            method => return Err(ArchiveFault::Method(method_name(method))),
        };
        if entry.is_link {
            let mut target = Vec::new();
            // Show the readable part of a damaged target.
            let _ = reader.take(MAX_PATH as u64).read_to_end(&mut target);
            return Err(ArchiveFault::Link(display_name(&String::from_utf8_lossy(&target))));
        }
        let body = EntryBody::new(path, entry.size, true);
        Ok(Current { body, reader, crc: Crc::new(), stated: entry.crc })
    }

    /// Reads the next piece of the current entry.
    fn continue_entry(&mut self, mut current: Current) -> (ArchiveEvent, u64) {
        let Current { body, reader, crc, stated } = &mut current;
        let before = body.len();
        let Ok(count) = body.read(reader) else {
            let path = std::mem::take(&mut body.path);
            return (ArchiveEvent::Fault { entry: Some(path), fault: ArchiveFault::Checksum }, 0);
        };
        crc.update(body.since(before));
        if count > 0 && body.left > 0 {
            self.current = Some(current);
            return (ArchiveEvent::Progressed, count);
        }
        // The content must be as long as the directory says.
        let is_longer = !matches!(reader.read(&mut [0]), Ok(0));
        if body.left > 0 || is_longer || crc.sum() != *stated {
            let path = std::mem::take(&mut body.path);
            return (
                ArchiveEvent::Fault { entry: Some(path), fault: ArchiveFault::Checksum },
                count,
            );
        }
        match current.body.finish() {
            (path, Some(bytes)) => (ArchiveEvent::Entry { path, bytes }, count),
            (path, None) => (ArchiveEvent::Skipped(path), count),
        }
    }
}

impl Entry {
    /// Reads an entry of the directory. Returns `None` for a folder.
    fn new(bytes: &SharedBytes, entry: &ZipFileEntry<'_>) -> Option<Entry> {
        let name = match entry.name() {
            Ok(name) => name.into_owned(),
            Err(_) => String::from_utf8_lossy(entry.name_raw()).into_owned(),
        };
        if name.ends_with(['/', '\\']) {
            return None;
        }
        Some(Entry {
            name: display_name(&name),
            path: entry_path(&name),
            size: entry.size(),
            crc: entry.crc32(),
            is_link: entry.is_symlink(),
            is_encrypted: entry.encrypted(),
            content: Content::find(bytes, entry.header_start(), entry.compressed_size()),
        })
    }
}

impl Content {
    /// Finds the content of `packed` bytes whose local header is at `header`.
    fn find(bytes: &SharedBytes, header: u64, packed: u64) -> Result<Content, ArchiveFault> {
        let end = header.checked_add(LOCAL_LENGTH).ok_or(ArchiveFault::Truncated)?;
        let mut head = Vec::new();
        let part = bytes.range(header..end);
        part.and_then(|mut part| part.read_to_end(&mut head).ok())
            .ok_or(ArchiveFault::Truncated)?;
        if !head.starts_with(LOCAL) {
            return Err(ArchiveFault::Damaged);
        }
        let number = |at: usize| match head.get(at..at + 2) {
            Some(&[low, high]) => u16::from_le_bytes([low, high]),
            _ => 0,
        };
        let start = end + u64::from(number(NAME_LENGTH)) + u64::from(number(EXTRA_LENGTH));
        let end = start.checked_add(packed).ok_or(ArchiveFault::Truncated)?;
        Ok(Content { header, start, end, method: number(METHOD) })
    }
}

/// Refuses each entry that begins before the end of the one before it. Of entries that begin at the
/// same position, the first in the directory remains.
fn refuse_overlaps(entries: &mut [Entry]) {
    let mut order: Vec<(u64, usize, u64)> = entries
        .iter()
        .enumerate()
        .filter_map(|(index, entry)| {
            let content = entry.content.as_ref().ok()?;
            Some((content.header, index, content.end))
        })
        .collect();
    order.sort_unstable();
    let mut free = 0;
    for (start, index, end) in order {
        if let (true, Some(entry)) = (start < free, entries.get_mut(index)) {
            entry.content = Err(ArchiveFault::Overlap);
        }
        free = free.max(end);
    }
}

/// Refuses each entry whose name occurs again: the last one counts, as in other programs.
fn keep_last(entries: &mut [Entry]) {
    let mut last: HashMap<String, usize> = HashMap::new();
    let again: Vec<usize> = entries
        .iter()
        .enumerate()
        .filter_map(|(index, entry)| last.insert(entry.path.clone().ok()?, index))
        .collect();
    for index in again {
        if let Some(entry) = entries.get_mut(index) {
            entry.content = Err(ArchiveFault::Again);
        }
    }
}

/// Returns the name of a compression method.
fn method_name(method: u16) -> String {
    match method {
        9 => "Deflate64".to_owned(),
        12 => "bzip2".to_owned(),
        14 => "LZMA".to_owned(),
        93 => "Zstandard".to_owned(),
        95 => "xz".to_owned(),
        98 => "PPMd".to_owned(),
        method => format!("method {method}"),
    }
}

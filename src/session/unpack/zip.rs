//! Zip archives: a directory at the end says what there is, so that only what is wanted is
//! unpacked.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use flate2::Crc;
use flate2::read::DeflateDecoder;
use zip::read::{Config, ZipFileEntry};
use zip::result::ZipError;
use zip::unstable::read::ZipIterable;

use super::body::Body;
use super::bytes::Shared;
use super::fault::Fault;
use super::limits::{MAX_ENTRIES, MAX_PATH, MAX_RATIO, RATIO_FROM};
use super::name::{path, shown};
use super::{Event, Wanted};
use crate::problem::MAX_FILE_BYTES;

/// The head of an entry, and where in it the fields are that tell how long it is.
const LOCAL: &[u8] = b"PK\x03\x04";
const LOCAL_LENGTH: u64 = 30;
const METHOD: usize = 8;
const NAME_LENGTH: usize = 26;
const EXTRA_LENGTH: usize = 28;

const STORED: u16 = 0;
const DEFLATED: u16 = 8;

/// A zip archive.
pub(crate) struct Zip {
    bytes: Shared,
    /// What is left of the directory, the next entry last.
    entries: Vec<Entry>,
    total: u64,
    current: Option<Current>,
    /// What is wrong with the archive itself, told at the end.
    fault: Option<Fault>,
}

/// A line of the directory.
struct Entry {
    /// As it is to be shown.
    name: String,
    path: Result<String, Fault>,
    size: u64,
    crc: u32,
    is_link: bool,
    is_encrypted: bool,
    /// Where it lies, or why it cannot be read.
    content: Result<Content, Fault>,
}

/// Where the content of an entry lies.
struct Content {
    header: u64,
    start: u64,
    end: u64,
    method: u16,
}

/// The entry that is being unpacked.
struct Current {
    body: Body,
    reader: Box<dyn Read>,
    crc: Crc,
    stated: u32,
}

impl Zip {
    /// The archive; `room` is how many entries it may have.
    pub(crate) fn new(bytes: &Shared, room: u64) -> Result<Zip, Fault> {
        let mut zip = ZipIterable::try_new(Cursor::new(bytes.clone()), Config::default()).map_err(
            |error| match error {
                ZipError::UnsupportedArchive(_) => Fault::Method("several parts".to_owned()),
                _ => Fault::Truncated,
            },
        )?;
        let total = zip.len() as u64;
        if total > room.min(MAX_ENTRIES) {
            return Err(Fault::Entries);
        }
        let mut entries = Vec::new();
        let mut fault = None;
        for entry in zip.files().map_err(|_| Fault::Damaged)? {
            match entry {
                Ok(entry) => entries.extend(Entry::new(bytes, &entry)),
                Err(_) => fault = Some(Fault::Damaged),
            }
        }
        refuse_overlaps(&mut entries);
        keep_last(&mut entries);
        entries.reverse();
        Ok(Zip { bytes: bytes.clone(), entries, total, current: None, fault })
    }

    /// How many packed bytes of the archive are dealt with, about.
    pub(crate) fn packed(&self) -> u64 {
        let done = self.total.saturating_sub(self.entries.len() as u64);
        self.bytes.len() / self.total.max(1) * done
    }

    /// How many bytes are kept of the entry in hand.
    pub(crate) fn pending(&self) -> u64 {
        self.current.as_ref().map_or(0, |current| current.body.len() as u64)
    }

    /// Does the next piece of work; gives back too how many bytes came out.
    pub(crate) fn step(&mut self, wanted: &Wanted) -> (Event, u64) {
        if let Some(current) = self.current.take() {
            return self.go_on(current);
        }
        let Some(entry) = self.entries.pop() else {
            let end = self.fault.take();
            return (end.map_or(Event::End, |fault| Event::Fault { entry: None, fault }), 0);
        };
        let path = match &entry.path {
            Ok(path) => path.clone(),
            Err(fault) => {
                let fault = fault.clone();
                return (Event::Fault { entry: Some(entry.name), fault }, 0);
            }
        };
        if !wanted(&path) {
            return (Event::Passed(path), 0);
        }
        match self.open(path.clone(), entry) {
            Ok(current) => {
                self.current = Some(current);
                (Event::Worked, 0)
            }
            Err(fault) => (Event::Fault { entry: Some(path), fault }, 0),
        }
    }

    /// Begins to unpack an entry.
    fn open(&self, path: String, entry: Entry) -> Result<Current, Fault> {
        if entry.is_encrypted {
            return Err(Fault::Encrypted);
        }
        let content = entry.content?;
        let part = self.bytes.part(content.start..content.end).ok_or(Fault::Truncated)?;
        let packed = content.end - content.start;
        if entry.size > MAX_FILE_BYTES {
            return Err(Fault::TooLarge(entry.size));
        }
        if entry.size > RATIO_FROM && entry.size / packed.max(1) > MAX_RATIO {
            return Err(Fault::Ratio);
        }
        let reader: Box<dyn Read> = match content.method {
            STORED => Box::new(part),
            DEFLATED => Box::new(DeflateDecoder::new(part)),
            method => return Err(Fault::Method(method_name(method))),
        };
        if entry.is_link {
            let mut target = Vec::new();
            // A target that cannot be read is shown as far as it can.
            let _ = reader.take(MAX_PATH as u64).read_to_end(&mut target);
            return Err(Fault::Link(shown(&String::from_utf8_lossy(&target))));
        }
        let body = Body::new(path, entry.size, true);
        Ok(Current { body, reader, crc: Crc::new(), stated: entry.crc })
    }

    /// Goes on with the entry in hand.
    fn go_on(&mut self, mut current: Current) -> (Event, u64) {
        let Current { body, reader, crc, stated } = &mut current;
        let before = body.len();
        let Ok(count) = body.read(reader) else {
            let path = std::mem::take(&mut body.path);
            return (Event::Fault { entry: Some(path), fault: Fault::Checksum }, 0);
        };
        crc.update(body.since(before));
        if count > 0 && body.left > 0 {
            self.current = Some(current);
            return (Event::Worked, count);
        }
        // The content may neither be shorter nor longer than the directory says.
        let is_longer = !matches!(reader.read(&mut [0]), Ok(0));
        if body.left > 0 || is_longer || crc.sum() != *stated {
            let path = std::mem::take(&mut body.path);
            return (Event::Fault { entry: Some(path), fault: Fault::Checksum }, count);
        }
        match current.body.finish() {
            (path, Some(bytes)) => (Event::Entry { path, bytes }, count),
            (path, None) => (Event::Passed(path), count),
        }
    }
}

impl Entry {
    /// What the directory says of an entry; nothing where it is a folder.
    fn new(bytes: &Shared, entry: &ZipFileEntry<'_>) -> Option<Entry> {
        let name = match entry.name() {
            Ok(name) => name.into_owned(),
            Err(_) => String::from_utf8_lossy(entry.name_raw()).into_owned(),
        };
        if name.ends_with(['/', '\\']) {
            return None;
        }
        Some(Entry {
            name: shown(&name),
            path: path(&name),
            size: entry.size(),
            crc: entry.crc32(),
            is_link: entry.is_symlink(),
            is_encrypted: entry.encrypted(),
            content: Content::find(bytes, entry.header_start(), entry.compressed_size()),
        })
    }
}

impl Content {
    /// The content of the entry whose head lies at `header`, `packed` bytes long.
    fn find(bytes: &Shared, header: u64, packed: u64) -> Result<Content, Fault> {
        let end = header.checked_add(LOCAL_LENGTH).ok_or(Fault::Truncated)?;
        let mut head = Vec::new();
        let part = bytes.part(header..end);
        part.and_then(|mut part| part.read_to_end(&mut head).ok()).ok_or(Fault::Truncated)?;
        if !head.starts_with(LOCAL) {
            return Err(Fault::Damaged);
        }
        let number = |at: usize| match head.get(at..at + 2) {
            Some(&[low, high]) => u16::from_le_bytes([low, high]),
            _ => 0,
        };
        let start = end + u64::from(number(NAME_LENGTH)) + u64::from(number(EXTRA_LENGTH));
        let end = start.checked_add(packed).ok_or(Fault::Truncated)?;
        Ok(Content { header, start, end, method: number(METHOD) })
    }
}

/// Refuses each entry that begins before the end of one that lies before it; of those that begin
/// at one place, the first in the directory stays.
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
            entry.content = Err(Fault::Overlap);
        }
        free = free.max(end);
    }
}

/// Refuses each entry whose name comes again: the last one counts, as where it is unpacked.
fn keep_last(entries: &mut [Entry]) {
    let mut last: HashMap<String, usize> = HashMap::new();
    let again: Vec<usize> = entries
        .iter()
        .enumerate()
        .filter_map(|(index, entry)| last.insert(entry.path.clone().ok()?, index))
        .collect();
    for index in again {
        if let Some(entry) = entries.get_mut(index) {
            entry.content = Err(Fault::Again);
        }
    }
}

/// What a method of packing is called.
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

//! Extracts archives in small steps.
//!
//! Each step of an [`Archive`] extracts a piece of one entry, so the caller can cancel between two
//! steps. The caller chooses the wanted entries by path; classifying their content comes later.
//! After a [`fault`](ArchiveFault) of one entry, the others remain readable.

mod bzip2_streams;
mod decompress;
mod entry_body;
mod entry_name;
mod event;
mod fault;
mod format;
mod limits;
mod shared_bytes;
mod stream;
mod zip;

pub(crate) use event::ArchiveEvent;
pub(crate) use fault::ArchiveFault;
pub(crate) use format::ArchiveFormat;
pub(crate) use limits::MAX_DEPTH;
pub(crate) use shared_bytes::SharedBytes;

use event::IsWanted;
use limits::{MAX_ENTRIES, MAX_INFLATED, MAX_TAKEN_RATIO, TAKEN_FROM};
use stream::Stream;
use zip::Zip;

/// The entries and bytes of all archives of an import so far, which are checked against the limits.
#[derive(Debug, Default)]
pub(crate) struct ArchiveTotals {
    entries: u64,
    inflated: u64,
    /// The bytes of the dropped archives, and of the files extracted from them.
    packed: u64,
    taken: u64,
}

impl ArchiveTotals {
    /// Counts a dropped archive of `size` bytes.
    pub(crate) fn add_dropped(&mut self, size: u64) {
        self.packed = self.packed.saturating_add(size);
    }
}

/// An archive that is being extracted.
pub(crate) struct Archive {
    reader: Reader,
    size: u64,
}

enum Reader {
    Zip(Zip),
    Stream(Stream),
    /// Reading stopped because of a fault, or because a limit was exceeded.
    Stopped,
}

impl Archive {
    /// Opens the archive in `bytes`. `name` becomes the name of the file if it is a single
    /// compressed file.
    ///
    /// # Errors
    /// Fails if the whole archive has a fault.
    pub(crate) fn new(
        format: ArchiveFormat,
        bytes: &SharedBytes,
        name: &str,
        totals: &ArchiveTotals,
    ) -> Result<Archive, ArchiveFault> {
        let max_entries = MAX_ENTRIES.saturating_sub(totals.entries);
        let reader = match format {
            ArchiveFormat::Zip => Reader::Zip(Zip::new(bytes, max_entries)?),
            _ => Reader::Stream(Stream::new(format, bytes, name)?),
        };
        Ok(Archive { reader, size: bytes.len() })
    }

    /// Returns true if it is a single compressed file.
    pub(crate) fn is_single(&self) -> bool {
        matches!(&self.reader, Reader::Stream(stream) if stream.is_single())
    }

    /// Returns the bytes of the archive that were read so far, and its size.
    pub(crate) fn progress(&self) -> (u64, u64) {
        let done = match &self.reader {
            Reader::Zip(zip) => zip.packed(),
            Reader::Stream(stream) => stream.packed(),
            Reader::Stopped => self.size,
        };
        (done, self.size)
    }

    /// Extracts the next piece, and adds it to `totals`.
    pub(crate) fn step(
        &mut self,
        totals: &mut ArchiveTotals,
        is_wanted: &IsWanted,
    ) -> ArchiveEvent {
        let (event, count) = match &mut self.reader {
            Reader::Zip(zip) => zip.step(is_wanted),
            Reader::Stream(stream) => {
                let before = stream.out();
                let event = stream.step(is_wanted);
                (event, stream.out() - before)
            }
            Reader::Stopped => return ArchiveEvent::End,
        };
        totals.inflated = totals.inflated.saturating_add(count);
        if matches!(
            event,
            ArchiveEvent::Skipped(_) | ArchiveEvent::Entry { .. } | ArchiveEvent::Fault { .. }
        ) {
            totals.entries += 1;
        }
        let pending = match &self.reader {
            Reader::Zip(zip) => zip.pending(),
            Reader::Stream(stream) => stream.pending(),
            Reader::Stopped => 0,
        };
        if let ArchiveEvent::Entry { bytes, .. } = &event {
            totals.taken = totals.taken.saturating_add(bytes.len() as u64);
        }
        let taken = totals.taken.saturating_add(pending);
        if taken > TAKEN_FROM.max(totals.packed.saturating_mul(MAX_TAKEN_RATIO)) {
            return self.stop(ArchiveFault::Taken);
        }
        if totals.inflated > MAX_INFLATED {
            return self.stop(ArchiveFault::Inflated);
        }
        if totals.entries > MAX_ENTRIES {
            return self.stop(ArchiveFault::Entries);
        }
        event
    }

    fn stop(&mut self, fault: ArchiveFault) -> ArchiveEvent {
        self.reader = Reader::Stopped;
        ArchiveEvent::Fault { entry: None, fault }
    }
}

impl std::fmt::Debug for Archive {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Archive").field("progress", &self.progress()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    #[test]
    fn the_size_of_all_archives_is_limited() {
        let text = b"x = 1\n".repeat(10);
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(&text).unwrap();
        let bytes = SharedBytes::new(encoder.finish().unwrap());
        // The archives before it leave room for all of this one, or for all but one byte.
        for (missing, is_extracted) in [(0, true), (1, false)] {
            let inflated = MAX_INFLATED - text.len() as u64 + missing;
            let mut totals = ArchiveTotals { inflated, ..ArchiveTotals::default() };
            let mut archive = Archive::new(ArchiveFormat::Gzip, &bytes, "a.py", &totals).unwrap();
            let mut events: Vec<ArchiveEvent> = Vec::new();
            while !matches!(events.last(), Some(ArchiveEvent::End)) {
                events.push(archive.step(&mut totals, &|_| true));
            }
            let is_entry = |event: &ArchiveEvent| matches!(event, ArchiveEvent::Entry { .. });
            assert_eq!(events.iter().any(is_entry), is_extracted, "{events:?}");
            let is_over_limit = |event: &ArchiveEvent| {
                matches!(event, ArchiveEvent::Fault { fault: ArchiveFault::Inflated, .. })
            };
            assert_eq!(events.iter().any(is_over_limit), !is_extracted, "{events:?}");
        }
    }
}

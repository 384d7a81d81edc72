//! Archives, taken apart in small steps.
//!
//! An [`Archive`] gives its entries one at a time, a piece of unpacking a step, so that between two
//! steps a cancel is heard. It decides nothing but what an archive is: which entries are wanted, its
//! caller says, and what they are, their content. Whatever is wrong with an entry is a [`Fault`] of
//! that entry, and the others still come.

mod body;
mod bytes;
mod fault;
mod form;
mod inflow;
mod limits;
mod name;
mod stream;
mod streams;
mod zip;

pub(crate) use bytes::Shared;
pub(crate) use fault::Fault;
pub(crate) use form::Form;
pub(crate) use limits::MAX_DEPTH;

use limits::{MAX_ENTRIES, MAX_INFLATED, MAX_TAKEN_RATIO, TAKEN_FROM};
use stream::Stream;
use zip::Zip;

/// Whether the entry of this path is wanted.
pub(crate) type Wanted<'a> = dyn Fn(&str) -> bool + 'a;

/// What a step came to.
#[derive(Debug)]
pub(crate) enum Event {
    /// A piece of work was done.
    Worked,
    /// A file that is not wanted was met.
    Passed(String),
    /// A wanted file came out.
    Entry { path: String, bytes: Vec<u8> },
    /// Something is wrong with an entry, or with the archive.
    Fault { entry: Option<String>, fault: Fault },
    /// There is no more.
    End,
}

/// What all archives of a drop came to so far.
#[derive(Debug, Default)]
pub(crate) struct Spent {
    entries: u64,
    inflated: u64,
    /// The bytes of the archives that were dropped, and of the files that were taken from them.
    packed: u64,
    taken: u64,
}

impl Spent {
    /// Takes note that an archive of `size` bytes was dropped.
    pub(crate) fn add_dropped(&mut self, size: u64) {
        self.packed = self.packed.saturating_add(size);
    }
}

/// An archive on its way out.
pub(crate) struct Archive {
    kind: Kind,
    size: u64,
}

enum Kind {
    Zip(Zip),
    Stream(Stream),
    /// It went wrong; there is no more.
    Over,
}

impl Archive {
    /// The archive in `bytes`; `name` is what its one file is called where it only packs one.
    pub(crate) fn new(
        form: Form,
        bytes: &Shared,
        name: &str,
        spent: &Spent,
    ) -> Result<Archive, Fault> {
        let room = MAX_ENTRIES.saturating_sub(spent.entries);
        let kind = match form {
            Form::Zip => Kind::Zip(Zip::new(bytes, room)?),
            _ => Kind::Stream(Stream::new(form, bytes, name)?),
        };
        Ok(Archive { kind, size: bytes.len() })
    }

    /// Whether it is but one file that was packed.
    pub(crate) fn is_single(&self) -> bool {
        matches!(&self.kind, Kind::Stream(stream) if stream.is_single())
    }

    /// How many of the archive's bytes are dealt with, and how many there are.
    pub(crate) fn progress(&self) -> (u64, u64) {
        let done = match &self.kind {
            Kind::Zip(zip) => zip.packed(),
            Kind::Stream(stream) => stream.packed(),
            Kind::Over => self.size,
        };
        (done, self.size)
    }

    /// Does the next piece of work.
    pub(crate) fn step(&mut self, spent: &mut Spent, wanted: &Wanted) -> Event {
        let (event, count) = match &mut self.kind {
            Kind::Zip(zip) => zip.step(wanted),
            Kind::Stream(stream) => {
                let before = stream.out();
                let event = stream.step(wanted);
                (event, stream.out() - before)
            }
            Kind::Over => return Event::End,
        };
        spent.inflated = spent.inflated.saturating_add(count);
        if matches!(event, Event::Passed(_) | Event::Entry { .. } | Event::Fault { .. }) {
            spent.entries += 1;
        }
        let pending = match &self.kind {
            Kind::Zip(zip) => zip.pending(),
            Kind::Stream(stream) => stream.pending(),
            Kind::Over => 0,
        };
        if let Event::Entry { bytes, .. } = &event {
            spent.taken = spent.taken.saturating_add(bytes.len() as u64);
        }
        let taken = spent.taken.saturating_add(pending);
        if taken > TAKEN_FROM.max(spent.packed.saturating_mul(MAX_TAKEN_RATIO)) {
            return self.stop(Fault::Taken);
        }
        if spent.inflated > MAX_INFLATED {
            return self.stop(Fault::Inflated);
        }
        if spent.entries > MAX_ENTRIES {
            return self.stop(Fault::Entries);
        }
        event
    }

    fn stop(&mut self, fault: Fault) -> Event {
        self.kind = Kind::Over;
        Event::Fault { entry: None, fault }
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
    fn what_all_archives_come_to_has_an_end() {
        let text = b"x = 1\n".repeat(10);
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(&text).unwrap();
        let bytes = Shared::new(encoder.finish().unwrap());
        // Those before it have left room for this one, or for all but a byte of it.
        for (missing, is_let_in) in [(0, true), (1, false)] {
            let inflated = MAX_INFLATED - text.len() as u64 + missing;
            let mut spent = Spent { inflated, ..Spent::default() };
            let mut archive = Archive::new(Form::Gzip, &bytes, "a.py", &spent).unwrap();
            let mut events: Vec<Event> = Vec::new();
            while !matches!(events.last(), Some(Event::End)) {
                events.push(archive.step(&mut spent, &|_| true));
            }
            let is_entry = |event: &Event| matches!(event, Event::Entry { .. });
            assert_eq!(events.iter().any(is_entry), is_let_in, "{events:?}");
            let is_full =
                |event: &Event| matches!(event, Event::Fault { fault: Fault::Inflated, .. });
            assert_eq!(events.iter().any(is_full), !is_let_in, "{events:?}");
        }
    }
}

//! Archives that are read from start to end: tar, packed or not, and a single packed file.
//!
//! A tar archive's entries begin on blocks, so that a reader can be set up anew for each of them:
//! between two steps nothing is borrowed, and no entry but the one in hand is held.

use std::io::{self, Read};

use tar::EntryType;

use super::body::Body;
use super::bytes::Shared;
use super::fault::Fault;
use super::form::Form;
use super::inflow::Inflow;
use super::limits::{MAX_HEADER, PIECE};
use super::name::{path, shown};
use super::{Event, Wanted};
use crate::problem::MAX_FILE_BYTES;

/// The length of a block of a tar archive.
const BLOCK: u64 = 512;

/// An archive that is read from start to end.
pub(crate) struct Stream {
    inflow: Inflow,
    state: State,
}

/// What comes next.
enum State {
    /// The header of an entry.
    Header,
    /// The content of an entry.
    Body(Body),
    /// The content of the one file that was packed; its size is not known before.
    Only(Body),
    /// What follows the last entry: it is read for the checksum's sake.
    Rest,
    /// Nothing.
    Over,
}

/// What the header of an entry says.
enum Header {
    /// A file of this name and size, and what keeps it from being read.
    File(String, u64, Option<Fault>),
    /// No file; so many bytes to get past.
    Other(u64),
    /// There are no more.
    End,
}

impl Stream {
    /// The archive, whose one file is called `name` where it is no tar archive.
    pub(crate) fn new(form: Form, bytes: &Shared, name: &str) -> Result<Stream, Fault> {
        let inflow = Inflow::new(form, bytes)?;
        let state = if inflow.is_tar {
            State::Header
        } else {
            State::Only(Body::new(name.to_owned(), MAX_FILE_BYTES + 1, true))
        };
        Ok(Stream { inflow, state })
    }

    /// Whether it is but one file that was packed.
    pub(crate) fn is_single(&self) -> bool {
        !self.inflow.is_tar
    }

    /// How many packed bytes were read.
    pub(crate) fn packed(&self) -> u64 {
        self.inflow.packed()
    }

    /// How many bytes are kept of the entry in hand.
    pub(crate) fn pending(&self) -> u64 {
        match &self.state {
            State::Body(body) | State::Only(body) => body.len() as u64,
            _ => 0,
        }
    }

    /// Does the next piece of work.
    pub(crate) fn step(&mut self, wanted: &Wanted) -> Event {
        let is_over = matches!(self.state, State::Over);
        if !is_over && self.inflow.is_bomb() {
            return self.stop(Fault::Ratio);
        }
        self.inflow.allow(u64::MAX);
        match std::mem::replace(&mut self.state, State::Over) {
            State::Header => self.header(wanted),
            State::Body(body) => self.body(body),
            State::Only(body) => self.only(body),
            State::Rest => self.rest(),
            State::Over => Event::End,
        }
    }

    /// How many bytes came out so far.
    pub(crate) fn out(&self) -> u64 {
        self.inflow.out()
    }

    /// Nothing more can be read, because of `fault`.
    fn stop(&mut self, fault: Fault) -> Event {
        self.state = State::Over;
        Event::Fault { entry: None, fault }
    }

    fn header(&mut self, wanted: &Wanted) -> Event {
        self.inflow.allow(MAX_HEADER);
        let header = read_header(&mut self.inflow);
        let (name, size, fault) = match header {
            Ok(Header::File(name, size, fault)) => (name, size, fault),
            Ok(Header::Other(size)) => {
                self.state = State::Body(Body::new(String::new(), size, false));
                return Event::Worked;
            }
            Ok(Header::End) => {
                self.state = State::Rest;
                return Event::Worked;
            }
            Err(error) => {
                let fault = self.inflow.fault(&error);
                return self.stop(fault);
            }
        };
        let (path, fault) = match path(&name) {
            Ok(path) => (path, fault),
            Err(fault) => {
                self.state = State::Body(Body::new(String::new(), size, false));
                return Event::Fault { entry: Some(shown(&name)), fault };
            }
        };
        let is_wanted = wanted(&path);
        let too_large = (size > MAX_FILE_BYTES).then_some(Fault::TooLarge(size));
        let fault = fault.or(too_large).filter(|_| is_wanted);
        let is_kept = is_wanted && fault.is_none();
        self.state = State::Body(Body::new(path.clone(), size, is_kept));
        match fault {
            Some(fault) => Event::Fault { entry: Some(path), fault },
            None if is_kept => Event::Worked,
            None => Event::Passed(path),
        }
    }

    fn body(&mut self, mut body: Body) -> Event {
        match body.read(&mut self.inflow) {
            Ok(0) if body.left > 0 => return self.stop(Fault::Truncated),
            Ok(_) if body.left > 0 => {
                self.state = State::Body(body);
                return Event::Worked;
            }
            Ok(_) => {}
            Err(error) => {
                let fault = self.inflow.fault(&error);
                return self.stop(fault);
            }
        }
        let padding = self.inflow.out().next_multiple_of(BLOCK) - self.inflow.out();
        if io::copy(&mut self.inflow.by_ref().take(padding), &mut io::sink()).is_ok() {
            self.state = State::Header;
        }
        match body.finish() {
            (path, Some(bytes)) => Event::Entry { path, bytes },
            _ => Event::Worked,
        }
    }

    fn only(&mut self, mut body: Body) -> Event {
        match body.read(&mut self.inflow) {
            Ok(0) => match body.finish() {
                (path, Some(bytes)) => Event::Entry { path, bytes },
                _ => Event::End,
            },
            Ok(_) if body.left == 0 => self.stop(Fault::TooLarge(self.inflow.out())),
            Ok(_) => {
                self.state = State::Only(body);
                Event::Worked
            }
            Err(error) => {
                let fault = self.inflow.fault(&error);
                self.stop(fault)
            }
        }
    }

    fn rest(&mut self) -> Event {
        let mut piece = self.inflow.by_ref().take(PIECE as u64);
        match io::copy(&mut piece, &mut io::sink()) {
            Ok(0) => Event::End,
            Ok(_) => {
                self.state = State::Rest;
                Event::Worked
            }
            Err(_) => self.stop(Fault::WholeChecksum),
        }
    }
}

/// Reads the header of the next entry, up to where its content begins.
fn read_header(inflow: &mut Inflow) -> io::Result<Header> {
    let mut archive = tar::Archive::new(inflow);
    let Some(entry) = archive.entries()?.next() else { return Ok(Header::End) };
    let mut entry = entry?;
    let kind = entry.header().entry_type();
    // The size in the header is that of what is stored; a sparse file's own is larger.
    let size =
        if kind == EntryType::GNUSparse { entry.header().entry_size()? } else { entry.size() };
    let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
    let fault = match kind {
        EntryType::Regular | EntryType::Continuous => {
            is_sparse(&mut entry)?.then_some(Fault::Sparse)
        }
        EntryType::GNUSparse => Some(Fault::Sparse),
        EntryType::Link | EntryType::Symlink => {
            let target = entry.link_name_bytes().unwrap_or_default();
            Some(Fault::Link(shown(&String::from_utf8_lossy(&target))))
        }
        _ => return Ok(Header::Other(size)),
    };
    // Old archives have folders as files whose names end in a slash.
    if name.ends_with('/') {
        return Ok(Header::Other(size));
    }
    Ok(Header::File(name, size, fault))
}

/// Whether an entry is a sparse file in the way that came later: as attributes of a plain file.
fn is_sparse<R: Read>(entry: &mut tar::Entry<'_, R>) -> io::Result<bool> {
    let Some(attributes) = entry.pax_extensions()? else { return Ok(false) };
    Ok(attributes.flatten().any(|attribute| attribute.key_bytes().starts_with(b"GNU.sparse.")))
}

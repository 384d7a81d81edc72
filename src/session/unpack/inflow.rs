//! The unpacked bytes of an archive that can only be read from its start to its end.

use std::cell::Cell;
use std::io::{self, BufReader, Chain, Cursor, Read};
use std::rc::Rc;

use flate2::read::MultiGzDecoder;
use lzma_rust2::XzReader;

use super::bytes::Shared;
use super::fault::Fault;
use super::form::{Form, is_tar};
use super::limits::{MAX_RATIO, MAX_XZ_KIB, RATIO_FROM};
use super::streams::{Bzip2Streams, TooManyStreams};

/// How many bytes tell whether a tar archive begins.
const HEAD: u64 = 512;

/// Bytes as they come out, with a look at how many they have become.
pub(crate) struct Inflow {
    reader: Chain<Cursor<Vec<u8>>, Box<dyn Read>>,
    /// How many packed bytes were read.
    packed: Rc<Cell<usize>>,
    /// How many bytes came out.
    out: u64,
    /// How many may still come out until someone looks again.
    allowed: u64,
    /// Whether more than that was asked for.
    is_blown: bool,
    /// Whether the end was met.
    is_over: bool,
    /// Whether a tar archive begins with these bytes.
    pub(crate) is_tar: bool,
}

impl Inflow {
    /// The bytes of an archive of `form`.
    pub(crate) fn new(form: Form, bytes: &Shared) -> Result<Inflow, Fault> {
        let part = bytes.part(0..bytes.len()).ok_or(Fault::Truncated)?;
        let packed = part.position();
        let mut reader: Box<dyn Read> = match form {
            Form::Gzip => Box::new(MultiGzDecoder::new(part)),
            Form::Bzip2 => Box::new(Bzip2Streams::new(part)),
            Form::Xz => Box::new(XzReader::new_mem_limit(BufReader::new(part), true, MAX_XZ_KIB)),
            Form::Tar | Form::Zip => Box::new(part),
        };
        let mut head = Vec::new();
        reader.by_ref().take(HEAD).read_to_end(&mut head).map_err(|error| fault(&error))?;
        Ok(Inflow {
            is_tar: is_tar(&head),
            reader: Cursor::new(head).chain(reader),
            packed,
            out: 0,
            allowed: u64::MAX,
            is_blown: false,
            is_over: false,
        })
    }

    /// How many packed bytes were read.
    pub(crate) fn packed(&self) -> u64 {
        self.packed.get() as u64
    }

    /// How many bytes came out.
    pub(crate) fn out(&self) -> u64 {
        self.out
    }

    /// Lets no more than `count` bytes out until this is called again.
    pub(crate) fn allow(&mut self, count: u64) {
        self.allowed = count;
        self.is_blown = false;
    }

    /// Whether so many bytes came out of so few that it must be meant as harm.
    pub(crate) fn is_bomb(&self) -> bool {
        self.out > RATIO_FROM && self.out / self.packed().max(1) > MAX_RATIO
    }

    /// What `error`, met while reading, comes to.
    pub(crate) fn fault(&self, error: &io::Error) -> Fault {
        if self.is_blown {
            Fault::Header
        } else if self.is_over {
            Fault::Truncated
        } else {
            fault(error)
        }
    }
}

impl Read for Inflow {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        let most = usize::try_from(self.allowed).unwrap_or(usize::MAX).min(buffer.len());
        if most == 0 {
            self.is_blown = true;
            return Err(io::Error::other("more than is allowed"));
        }
        let count = self.reader.read(buffer.get_mut(..most).unwrap_or_default())?;
        self.out += count as u64;
        self.allowed -= count as u64;
        self.is_over = count == 0;
        Ok(count)
    }
}

/// What an error of the unpackers comes to.
fn fault(error: &io::Error) -> Fault {
    if let Some(TooManyStreams) = error.get_ref().and_then(|error| error.downcast_ref()) {
        return Fault::Streams;
    }
    match error.kind() {
        io::ErrorKind::UnexpectedEof => Fault::Truncated,
        io::ErrorKind::OutOfMemory => Fault::Memory,
        _ => Fault::Damaged,
    }
}

//! Decompresses an archive sequentially, within limits.

use std::cell::Cell;
use std::io::{self, BufReader, Chain, Cursor, Read};
use std::rc::Rc;

use flate2::read::MultiGzDecoder;
use lzma_rust2::XzReader;

use super::bzip2_streams::{Bzip2Streams, TooManyStreams};
use super::fault::ArchiveFault;
use super::format::{ArchiveFormat, is_tar};
use super::limits::{MAX_RATIO, MAX_XZ_KIB, RATIO_FROM};
use super::shared_bytes::SharedBytes;

/// The bytes that show whether a tar archive begins: one header.
const HEAD: u64 = 512;

/// The decompressed bytes of an archive, which the stream counts.
pub(crate) struct DecompressStream {
    reader: Chain<Cursor<Vec<u8>>, Box<dyn Read>>,
    /// The number of compressed bytes read.
    packed: Rc<Cell<usize>>,
    /// The number of decompressed bytes so far.
    out: u64,
    /// The number of bytes that may still be read, until [`allow`](DecompressStream::allow) is
    /// called again.
    allowed: u64,
    /// Whether the reader tried to read more.
    limit_exceeded: bool,
    /// Whether the end was reached.
    is_over: bool,
    /// Whether the decompressed bytes are a tar archive.
    pub(crate) is_tar: bool,
}

impl DecompressStream {
    /// Starts to decompress an archive of this format.
    pub(crate) fn new(
        form: ArchiveFormat,
        bytes: &SharedBytes,
    ) -> Result<DecompressStream, ArchiveFault> {
        let part = bytes.range(0..bytes.len()).ok_or(ArchiveFault::Truncated)?;
        let packed = part.position();
        let mut reader: Box<dyn Read> = match form {
            ArchiveFormat::Gzip => Box::new(MultiGzDecoder::new(part)),
            ArchiveFormat::Bzip2 => Box::new(Bzip2Streams::new(part)),
            ArchiveFormat::Xz => {
                Box::new(XzReader::new_mem_limit(BufReader::new(part), true, MAX_XZ_KIB))
            }
            ArchiveFormat::Tar | ArchiveFormat::Zip => Box::new(part),
        };
        let mut head = Vec::new();
        reader.by_ref().take(HEAD).read_to_end(&mut head).map_err(|error| fault(&error))?;
        Ok(DecompressStream {
            is_tar: is_tar(&head),
            reader: Cursor::new(head).chain(reader),
            packed,
            out: 0,
            allowed: u64::MAX,
            limit_exceeded: false,
            is_over: false,
        })
    }

    /// Returns the number of compressed bytes read.
    pub(crate) fn packed(&self) -> u64 {
        self.packed.get() as u64
    }

    /// Returns the number of decompressed bytes so far.
    pub(crate) fn out(&self) -> u64 {
        self.out
    }

    /// Allows reading `count` more bytes.
    pub(crate) fn allow(&mut self, count: u64) {
        self.allowed = count;
        self.limit_exceeded = false;
    }

    /// Returns true if the ratio of decompressed to compressed bytes is that of a zip bomb.
    pub(crate) fn is_bomb(&self) -> bool {
        self.out > RATIO_FROM && self.out / self.packed().max(1) > MAX_RATIO
    }

    /// Returns the fault for a read error.
    pub(crate) fn fault(&self, error: &io::Error) -> ArchiveFault {
        if self.limit_exceeded {
            ArchiveFault::Header
        } else if self.is_over {
            ArchiveFault::Truncated
        } else {
            fault(error)
        }
    }
}

impl Read for DecompressStream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        let most = usize::try_from(self.allowed).unwrap_or(usize::MAX).min(buffer.len());
        if most == 0 {
            self.limit_exceeded = true;
            return Err(io::Error::other("more than is allowed"));
        }
        let count = self.reader.read(buffer.get_mut(..most).unwrap_or_default())?;
        self.out += count as u64;
        self.allowed -= count as u64;
        self.is_over = count == 0;
        Ok(count)
    }
}

/// Returns the fault for an error of a decompressor.
fn fault(error: &io::Error) -> ArchiveFault {
    if let Some(TooManyStreams) = error.get_ref().and_then(|error| error.downcast_ref()) {
        return ArchiveFault::Streams;
    }
    match error.kind() {
        io::ErrorKind::UnexpectedEof => ArchiveFault::Truncated,
        io::ErrorKind::OutOfMemory => ArchiveFault::Memory,
        _ => ArchiveFault::Damaged,
    }
}

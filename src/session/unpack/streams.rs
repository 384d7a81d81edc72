//! The bzip2 streams that a file consists of, one after the other.

use std::fmt;
use std::io::{self, BufRead as _, BufReader, Read};

use bzip2::bufread::BzDecoder;

use super::bytes::Part;
use super::limits::{BYTES_PER_STREAM, STREAMS};

/// Unpacks bzip2 streams, but no more than their content is worth.
pub(crate) struct Bzip2Streams {
    /// The stream at hand; nothing once it is at its end.
    current: Option<BzDecoder<BufReader<Part>>>,
    /// What follows it.
    rest: Option<BufReader<Part>>,
    streams: u64,
    out: u64,
}

/// There are too many streams for what is in them.
#[derive(Debug)]
pub(crate) struct TooManyStreams;

impl fmt::Display for TooManyStreams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("too many streams")
    }
}

impl std::error::Error for TooManyStreams {}

impl Bzip2Streams {
    /// The streams in `part`.
    pub(crate) fn new(part: Part) -> Bzip2Streams {
        Bzip2Streams { current: None, rest: Some(BufReader::new(part)), streams: 0, out: 0 }
    }

    /// Begins the next stream; returns false if there is none.
    fn begin(&mut self) -> io::Result<bool> {
        let Some(mut rest) = self.rest.take() else { return Ok(false) };
        if rest.fill_buf()?.is_empty() {
            return Ok(false);
        }
        self.streams += 1;
        if self.streams > STREAMS + self.out / BYTES_PER_STREAM {
            return Err(io::Error::other(TooManyStreams));
        }
        self.current = Some(BzDecoder::new(rest));
        Ok(true)
    }
}

impl Read for Bzip2Streams {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            if let Some(mut stream) = self.current.take() {
                let count = stream.read(buffer)?;
                if count > 0 {
                    self.out += count as u64;
                    self.current = Some(stream);
                    return Ok(count);
                }
                self.rest = Some(stream.into_inner());
            }
            if !self.begin()? {
                return Ok(0);
            }
        }
    }
}

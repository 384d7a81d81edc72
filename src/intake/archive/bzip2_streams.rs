//! Decompresses a file of several consecutive bzip2 streams.

use std::fmt;
use std::io::{self, BufRead as _, BufReader, Read};

use bzip2::bufread::BzDecoder;

use super::limits::{BYTES_PER_STREAM, STREAMS};
use super::shared_bytes::SharedRange;

/// Decompresses bzip2 streams, and fails if there are too many for their content.
pub(crate) struct Bzip2Streams {
    /// The current stream; `None` at its end.
    current: Option<BzDecoder<BufReader<SharedRange>>>,
    /// The bytes after it.
    rest: Option<BufReader<SharedRange>>,
    streams: u64,
    out: u64,
}

/// The error for too many streams with too little content.
#[derive(Debug)]
pub(crate) struct TooManyStreams;

impl fmt::Display for TooManyStreams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("too many streams")
    }
}

impl std::error::Error for TooManyStreams {}

impl Bzip2Streams {
    /// Reads the streams in `part`.
    pub(crate) fn new(part: SharedRange) -> Bzip2Streams {
        Bzip2Streams { current: None, rest: Some(BufReader::new(part)), streams: 0, out: 0 }
    }

    /// Starts the next stream. Returns false if there is none.
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

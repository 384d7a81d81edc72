//! Limits on the bytes that an import may read and keep.

/// The largest file that is read: 512 MiB.
///
/// Reading takes three times as many bytes of memory, and a tab has at most 4 GiB.
pub(crate) const MAX_FILE_BYTES: u64 = 512 << 20;

/// The maximum number of bytes of data files and sources that a session keeps: 1 GiB.
///
/// Parsing and analysing them takes about three times as much memory, and a tab has at most 4 GiB.
pub(crate) const MAX_KEPT_BYTES: u64 = 1 << 30;

/// The maximum memory for the data of an import for each byte read, from [`MIN_DATA_MEMORY`] on.
/// Data of real projects takes less than ten times its size.
pub(crate) const MAX_MEMORY_PER_BYTE: u64 = 30;

/// The memory that the data of any import may take: 192 MiB.
pub(crate) const MIN_DATA_MEMORY: u64 = 192 << 20;

/// The number of lines that the sources of any import may have: 500,000.
///
/// Each line takes about 400 bytes of memory while its source is parsed, and 50 afterwards.
pub(crate) const MIN_LINES: u64 = 500_000;

/// The bytes that must have been read for each additional line. Sources of real projects have more
/// than 30 bytes a line, and about 8 in an archive.
pub(crate) const BYTES_PER_LINE: u64 = 2;

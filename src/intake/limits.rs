//! The most bytes that an import may read and keep.

/// The most bytes that a file may have to be read: 512 MiB.
///
/// Three times as many are in memory while it is read, and a tab has no more than 4 GiB.
pub(crate) const MAX_FILE_BYTES: u64 = 512 << 20;

/// The most bytes of data files and sources that a session keeps in all: 1 GiB.
///
/// Parsing and analysing them takes about three times as much, and a tab has no more than 4 GiB.
pub(crate) const MAX_KEPT_BYTES: u64 = 1 << 30;

/// The most memory that the data of an import may take for each byte that was read, from
/// [`MIN_DATA_MEMORY`] on. Data of real projects takes less than ten times its size.
pub(crate) const MAX_MEMORY_PER_BYTE: u64 = 30;

/// The memory that the data of any import may take: 192 MiB.
pub(crate) const MIN_DATA_MEMORY: u64 = 192 << 20;

/// The lines that the sources of any import may have: 500,000.
///
/// While a source is parsed, each of its lines takes about 400 bytes of memory, and 50 afterwards.
pub(crate) const MIN_LINES: u64 = 500_000;

/// The bytes that must have been read for each further line. Sources of real projects have more than
/// 30 bytes a line, and about 8 in an archive.
pub(crate) const BYTES_PER_LINE: u64 = 2;

//! The limits of archives, each with its reason.

/// The maximum number of entries of all archives of a drop together: 200,000.
///
/// The largest source trees of one project have about half as many files.
pub(crate) const MAX_ENTRIES: u64 = 200_000;

/// The maximum number of levels of nested archives: four.
///
/// Enough for a server's bundle of all jobs, the artifacts of one job in it, an archive that the
/// job packed, and one to spare. Nested zip bombs need more levels to grow.
pub(crate) const MAX_DEPTH: usize = 4;

/// The maximum number of decompressed bytes of all archives of a drop, including skipped entries: 2
/// GiB.
///
/// A browser takes about half a minute for them, and a tab that keeps them all is limited to 4 GiB.
pub(crate) const MAX_INFLATED: u64 = 2 << 30;

/// The maximum number of decompressed bytes for one compressed byte: 250, from [`RATIO_FROM`] on.
///
/// Nearly empty data files have about 30, sources about 5, and a layer of a zip bomb 1,000 and
/// more.
pub(crate) const MAX_RATIO: u64 = 250;

/// The decompressed bytes from which on [`MAX_RATIO`] applies: 32 MiB. Fewer do no harm.
pub(crate) const RATIO_FROM: u64 = 32 << 20;

/// The maximum number of bytes of wanted files in all archives of a drop for each byte of these
/// archives, from [`TAKEN_FROM`] on: 40. Nearly empty data files have about 30, and skipped files
/// do not count.
pub(crate) const MAX_TAKEN_RATIO: u64 = 40;

/// The bytes of wanted files from which on [`MAX_TAKEN_RATIO`] applies: 32 MiB.
pub(crate) const TAKEN_FROM: u64 = 32 << 20;

/// The maximum number of streams of a bzip2 file: 1,000, and one more for each 4 KiB of its
/// content. Starting a stream takes as long as decompressing some kilobytes; parallel compressors
/// start a new one every 900 kB.
pub(crate) const STREAMS: u64 = 1_000;
pub(crate) const BYTES_PER_STREAM: u64 = 4 << 10;

/// The maximum number of bytes of the name and the attributes of an entry in a tar archive: 1 MiB.
///
/// They are read as a whole; no system accepts a path longer than some kilobytes.
pub(crate) const MAX_HEADER: u64 = 1 << 20;

/// The longest path of an entry, in bytes: the limit of Linux.
pub(crate) const MAX_PATH: usize = 4096;

/// The maximum memory for decompressing xz, in KiB: twice as much as `xz -9` needs.
pub(crate) const MAX_XZ_KIB: u32 = 128 << 10;

/// The number of bytes that one step decompresses: a few milliseconds of work.
pub(crate) const PIECE: usize = 256 << 10;

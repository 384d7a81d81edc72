//! How much of an archive is believed, and why just that much.

/// The most entries that all archives of a drop may have together: 200,000.
///
/// The largest source trees that are worked on as one have about half as many files.
pub(crate) const MAX_ENTRIES: u64 = 200_000;

/// The most archives that may lie in one another: four.
///
/// A server's bundle of all jobs, the artifacts of one job in it, what the job packed, and one to
/// spare. A nest of zip bombs needs more than that to grow.
pub(crate) const MAX_DEPTH: usize = 4;

/// The most bytes that all archives of a drop may come to when unpacked: 2 GiB, counting what is
/// unpacked only to be passed over.
///
/// It takes a browser about half a minute, and a tab that kept all of it has 4 GiB.
pub(crate) const MAX_INFLATED: u64 = 2 << 30;

/// The most bytes that one packed byte may come to: 250, looked at from [`RATIO_FROM`] on.
///
/// Data files with nearly nothing in them come to about 30, sources to about 5; a zip bomb's layer
/// to 1,000 and more.
pub(crate) const MAX_RATIO: u64 = 250;

/// From how many bytes on [`MAX_RATIO`] counts: 32 MiB. What is smaller does no harm.
pub(crate) const RATIO_FROM: u64 = 32 << 20;

/// The most bytes that the wanted files in all archives of a drop may have for each byte of these
/// archives, from [`TAKEN_FROM`] on: 40. Data files with nearly nothing in them come to about 30,
/// and what is passed over does not count.
pub(crate) const MAX_TAKEN_RATIO: u64 = 40;

/// From how many bytes on [`MAX_TAKEN_RATIO`] counts: 32 MiB.
pub(crate) const TAKEN_FROM: u64 = 32 << 20;

/// The most streams that a bzip2 file may consist of for each 4 KiB that come out of it, and those
/// that any may have: 1,000. Each is set up anew, which takes as long as to unpack some kilobytes;
/// programs that pack on several cores begin a new one each 900 kB.
pub(crate) const STREAMS: u64 = 1_000;
pub(crate) const BYTES_PER_STREAM: u64 = 4 << 10;

/// The most bytes that a tar archive may spend on the name and the attributes of an entry: 1 MiB.
///
/// They are read as a whole; no system takes a path of more than some kilobytes.
pub(crate) const MAX_HEADER: u64 = 1 << 20;

/// The longest path of an entry, in bytes: what Linux takes.
pub(crate) const MAX_PATH: usize = 4096;

/// The most memory that unpacking xz may take, in KiB: twice what `xz -9` asks for.
pub(crate) const MAX_XZ_KIB: u32 = 128 << 10;

/// How many bytes are unpacked at a time: a few milliseconds' work.
pub(crate) const PIECE: usize = 256 << 10;

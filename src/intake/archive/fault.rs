//! Faults of archives and their entries, with advice.

use crate::limits::MAX_FILE_BYTES;

use super::limits::{
    MAX_DEPTH, MAX_ENTRIES, MAX_HEADER, MAX_INFLATED, MAX_PATH, MAX_RATIO, MAX_TAKEN_RATIO,
    MAX_XZ_KIB,
};

/// The reason why an archive, or an entry of it, cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ArchiveFault {
    /// The end is missing.
    #[error("This archive is cut off: its end is missing")]
    Truncated,
    /// It violates its format.
    #[error("This archive is damaged, and the rest of it cannot be read")]
    Damaged,
    /// The content of an entry does not match its checksum or its size.
    #[error("This entry is damaged: its content does not match its checksum")]
    Checksum,
    /// The checksum of the whole archive is wrong.
    #[error("This archive is damaged: its content does not match its checksum")]
    WholeChecksum,
    /// More entries than [`MAX_ENTRIES`].
    #[error("The archives of this drop have more than {MAX_ENTRIES} entries")]
    Entries,
    /// Deeper than [`MAX_DEPTH`].
    #[error(
        "This archive was not opened: it is nested in {MAX_DEPTH} other archives, which is the limit"
    )]
    Depth,
    /// More than [`MAX_INFLATED`].
    #[error(
        "The archives of this drop are larger than {} GiB when unpacked",
        MAX_INFLATED >> 30
    )]
    Inflated,
    /// Denser than [`MAX_RATIO`].
    #[error(
        "This would grow to more than {MAX_RATIO} times its size when unpacked, as a zip bomb does"
    )]
    Ratio,
    /// More wanted files than [`MAX_TAKEN_RATIO`] allows.
    #[error(
        "The files in the archives of this drop have more than {MAX_TAKEN_RATIO} times the bytes of \
         the archives, as in a zip bomb"
    )]
    Taken,
    /// More streams than [`STREAMS`](super::limits::STREAMS) allows.
    #[error("This archive consists of thousands of nearly empty streams")]
    Streams,
    /// One entry is larger than [`MAX_FILE_BYTES`].
    #[error("This file has {} MiB; the limit is {} MiB", .0 >> 20, MAX_FILE_BYTES >> 20)]
    TooLarge(u64),
    /// A name or attributes beyond [`MAX_HEADER`].
    #[error(
        "An entry of this archive has more than {} KiB of attributes",
        MAX_HEADER >> 10
    )]
    Header,
    /// A name beyond [`MAX_PATH`].
    #[error("The name of an entry has more than {MAX_PATH} bytes")]
    LongName,
    /// A name that leads out of the archive.
    #[error("The name of this entry leads out of the archive")]
    Outside,
    /// A name that occurs more than once.
    #[error("This name is in the archive more than once; the last one is used")]
    Again,
    /// Two entries share bytes.
    #[error("This entry shares its bytes with another one, as in a zip bomb")]
    Overlap,
    /// A password is needed.
    #[error("This entry is encrypted")]
    Encrypted,
    /// An unknown compression method.
    #[error("This entry is packed with {0}, which Covdrop does not read")]
    Method(String),
    /// A link.
    #[error("This entry is a link to {0}, and links are not followed")]
    Link(String),
    /// A sparse file, which is stored without its holes.
    #[error("This entry is stored as a sparse file, which Covdrop does not read")]
    Sparse,
    /// Its xz data needs more than [`MAX_XZ_KIB`].
    #[error("This asks for more than {} MiB of memory to be unpacked", MAX_XZ_KIB >> 10)]
    Memory,
}

impl ArchiveFault {
    /// Returns a sentence for `count` entries of one archive with this fault, or `None` if such
    /// faults are reported one by one.
    pub(crate) fn of_many(&self, count: usize) -> Option<String> {
        match self {
            ArchiveFault::Encrypted => {
                Some(format!("{count} entries of this archive are encrypted"))
            }
            ArchiveFault::Method(method) => Some(format!(
                "{count} entries of this archive are packed with {method}, which Covdrop does not read"
            )),
            _ => None,
        }
    }

    /// Returns advice for the user.
    pub(crate) fn advice(&self) -> &'static str {
        match self {
            ArchiveFault::Truncated
            | ArchiveFault::Damaged
            | ArchiveFault::Checksum
            | ArchiveFault::WholeChecksum => {
                "Download it again, or get it again from the job that wrote it."
            }
            ArchiveFault::Entries | ArchiveFault::Inflated => {
                "Drop fewer archives at once, or unpack them and drop the .coverage files and the \
                 source folder."
            }
            ArchiveFault::Depth => "Unpack the outer archives, and drop the inner ones.",
            ArchiveFault::Ratio
            | ArchiveFault::Taken
            | ArchiveFault::Streams
            | ArchiveFault::Overlap
            | ArchiveFault::Memory => {
                "If you trust its origin, unpack it yourself and drop its content."
            }
            ArchiveFault::TooLarge(_) => {
                "Combine the data where it was made, or record fewer contexts."
            }
            ArchiveFault::Header
            | ArchiveFault::LongName
            | ArchiveFault::Outside
            | ArchiveFault::Again => {
                "Pack the archive again, with each file once and with names relative to the \
                 project."
            }
            ArchiveFault::Encrypted => "Unpack it with its password, and drop its content.",
            ArchiveFault::Method(_) => {
                "Unpack it yourself and drop its content, or pack it as plain zip."
            }
            ArchiveFault::Link(_) => "Pack the file itself (tar --dereference --hard-dereference).",
            ArchiveFault::Sparse => "Pack it without tar's option --sparse.",
        }
    }
}

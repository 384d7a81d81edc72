//! Recognises the format of an archive by its first bytes, never by its name.

/// The format of an archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ArchiveFormat {
    Zip,
    Tar,
    Gzip,
    Bzip2,
    Xz,
}

/// The length of a tar block.
const BLOCK: usize = 512;

/// The position of the checksum in a tar header.
const CHECKSUM: std::ops::Range<usize> = 148..156;

impl ArchiveFormat {
    /// Recognises the format of an archive from its first bytes, `head`.
    pub(crate) fn recognise(head: &[u8]) -> Option<ArchiveFormat> {
        let any = |magics: &[&[u8]]| magics.iter().any(|magic| head.starts_with(magic));
        if any(&[b"PK\x03\x04", b"PK\x05\x06"]) || is_script_with_zip(head) {
            Some(ArchiveFormat::Zip)
        } else if any(&[b"\x1f\x8b\x08"]) {
            Some(ArchiveFormat::Gzip)
        } else if any(&[b"\xfd7zXZ\0"]) {
            Some(ArchiveFormat::Xz)
        } else if is_bzip2(head) {
            Some(ArchiveFormat::Bzip2)
        } else if is_tar(head) {
            Some(ArchiveFormat::Tar)
        } else {
            None
        }
    }
}

/// Returns true for an executable zip archive, such as a `.pex`, which begins with the name of its
/// interpreter. As in any zip archive, the end record of its directory is near its end.
fn is_script_with_zip(bytes: &[u8]) -> bool {
    const DIRECTORY_END: &[u8] = b"PK\x05\x06";
    const MAX_COMMENT: usize = 22 + 0xffff;
    let end = bytes.get(bytes.len().saturating_sub(MAX_COMMENT)..).unwrap_or(bytes);
    bytes.starts_with(b"#!") && end.windows(DIRECTORY_END.len()).any(|part| part == DIRECTORY_END)
}

/// Returns true for bzip2 data. Text may begin with `BZh`, so a block or the end record must
/// follow.
fn is_bzip2(head: &[u8]) -> bool {
    let Some([level, rest @ ..]) = head.strip_prefix(b"BZh") else { return false };
    (b'1'..=b'9').contains(level)
        && (rest.starts_with(b"1AY&SY") || rest.starts_with(b"\x17\x72\x45\x38\x50\x90"))
}

/// Returns true if `head` begins with a tar header. Old headers have no magic number, but all have
/// a checksum.
pub(crate) fn is_tar(head: &[u8]) -> bool {
    let (Some(header), Some(field)) = (head.get(..BLOCK), head.get(CHECKSUM)) else { return false };
    let digits = field.iter().copied().filter(u8::is_ascii_digit);
    let stated = digits.fold(0_u64, |sum, digit| sum * 8 + u64::from(digit - b'0'));
    let bytes = header
        .iter()
        .enumerate()
        .map(|(at, &byte)| u64::from(if CHECKSUM.contains(&at) { b' ' } else { byte }));
    header.first() != Some(&0)
        && field.iter().any(u8::is_ascii_digit)
        && bytes.sum::<u64>() == stated
}

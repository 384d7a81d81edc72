//! Writes archives byte by byte, so that tests can falsify each field.

/// An entry of a zip archive: stored, and valid until a test changes a field.
#[derive(Clone)]
pub(crate) struct Entry {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
    pub(crate) method: u16,
    pub(crate) flags: u16,
    pub(crate) crc: u32,
    pub(crate) size: u32,
    /// The position of the entry according to the directory; `None` for the real one.
    pub(crate) at: Option<u32>,
    /// The Unix mode, with the file type.
    pub(crate) mode: u32,
}

impl Entry {
    pub(crate) fn new(name: &str, bytes: &[u8]) -> Entry {
        let mut crc = flate2::Crc::new();
        crc.update(bytes);
        Entry {
            name: name.to_owned(),
            bytes: bytes.to_vec(),
            method: 0,
            flags: 0,
            crc: crc.sum(),
            size: u32::try_from(bytes.len()).unwrap(),
            at: None,
            mode: 0o100_644,
        }
    }

    /// Returns the fields that the local header and the directory share.
    fn fields(&self) -> Vec<u8> {
        let mut fields = Vec::new();
        for short in [20, self.flags, self.method, 0, 0] {
            fields.extend(short.to_le_bytes());
        }
        let packed = u32::try_from(self.bytes.len()).unwrap();
        for long in [self.crc, packed, self.size] {
            fields.extend(long.to_le_bytes());
        }
        fields.extend(u16::try_from(self.name.len()).unwrap().to_le_bytes());
        fields.extend(0_u16.to_le_bytes());
        fields
    }
}

/// Returns the zip archive of these entries.
pub(crate) fn zip(entries: &[Entry]) -> Vec<u8> {
    let mut archive = Vec::new();
    let mut directory = Vec::new();
    for entry in entries {
        let at = entry.at.unwrap_or(u32::try_from(archive.len()).unwrap());
        archive.extend(b"PK\x03\x04");
        archive.extend(entry.fields());
        archive.extend(entry.name.as_bytes());
        archive.extend(&entry.bytes);
        directory.extend(b"PK\x01\x02\x14\x03");
        directory.extend(entry.fields());
        directory.extend([0; 6]);
        directory.extend((entry.mode << 16).to_le_bytes());
        directory.extend(at.to_le_bytes());
        directory.extend(entry.name.as_bytes());
    }
    let start = u32::try_from(archive.len()).unwrap();
    let length = u32::try_from(directory.len()).unwrap();
    let count = u16::try_from(entries.len()).unwrap();
    archive.extend(directory);
    archive.extend(b"PK\x05\x06\0\0\0\0");
    archive.extend(count.to_le_bytes());
    archive.extend(count.to_le_bytes());
    archive.extend(length.to_le_bytes());
    archive.extend(start.to_le_bytes());
    archive.extend([0, 0]);
    archive
}

/// Returns a tar header for `size` bytes that follow it.
pub(crate) fn tar_header(name: &str, kind: u8, size: u64, link: &str) -> Vec<u8> {
    let mut header = vec![0; 512];
    let mut put = |at: usize, bytes: &[u8]| header[at..at + bytes.len()].copy_from_slice(bytes);
    put(0, name.as_bytes());
    put(100, b"0000644\0");
    put(124, format!("{size:011o}\0").as_bytes());
    put(136, b"00000000000\0");
    put(148, b"        ");
    put(156, &[kind]);
    put(157, link.as_bytes());
    put(257, b"ustar\x0000");
    let sum: u32 = header.iter().map(|&byte| u32::from(byte)).sum();
    header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    header
}

/// Returns an entry of a tar archive.
pub(crate) fn tar_entry(name: &str, kind: u8, bytes: &[u8], link: &str) -> Vec<u8> {
    let mut entry = tar_header(name, kind, bytes.len() as u64, link);
    entry.extend(bytes);
    entry.resize(entry.len().next_multiple_of(512), 0);
    entry
}

/// Returns the tar archive of these entries.
pub(crate) fn tar(entries: &[Vec<u8>]) -> Vec<u8> {
    let mut archive = entries.concat();
    archive.extend([0; 1024]);
    archive
}

/// Returns a gzip file of these bytes.
pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    use std::io::Read as _;

    let mut packed = Vec::new();
    let level = flate2::Compression::best();
    flate2::read::GzEncoder::new(bytes, level).read_to_end(&mut packed).unwrap();
    packed
}

/// Returns a compressed entry of a zip archive.
pub(crate) fn deflated(name: &str, bytes: &[u8]) -> Entry {
    use std::io::Read as _;

    let mut entry = Entry::new(name, bytes);
    entry.bytes.clear();
    let level = flate2::Compression::best();
    flate2::read::DeflateEncoder::new(bytes, level).read_to_end(&mut entry.bytes).unwrap();
    entry.method = 8;
    entry
}

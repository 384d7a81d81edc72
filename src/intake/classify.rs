//! Classifies files by their content, and by their names only if the content is ambiguous.

use covdrop_data::{Leftover, recognise};

use crate::archive::ArchiveFormat;
use crate::file_names::{
    is_data_name, is_exclusive_data_name, is_python_name, is_settings_name, is_source_name,
    last_part,
};
use crate::unsupported::UnsupportedFile;

/// The kind of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileKind {
    /// A data file, perhaps a damaged one.
    Data,
    /// An archive.
    Archive(ArchiveFormat),
    /// A source that the data may name.
    Source,
    /// A settings file, if it lies at the top of a source tree.
    Settings,
    /// A file that SQLite left beside a database.
    Leftover(Leftover),
    /// A well-known file that Covdrop does not support.
    Unsupported(UnsupportedFile),
    /// Any other file in a folder, which is ignored.
    Other,
    /// A lone file of no known kind. The user dropped it on purpose, so it is reported.
    Unknown,
}

/// Classifies a file. `is_lone` means that it was dropped by itself, `is_named` that data names it
/// as a source.
pub(crate) fn classify(name: &str, bytes: &[u8], is_lone: bool, is_named: bool) -> FileKind {
    if recognise(bytes).is_some() {
        FileKind::Data
    } else if is_settings_name(name) {
        FileKind::Settings
    } else if let Some(format) = ArchiveFormat::recognise(bytes) {
        FileKind::Archive(format)
    } else if let Some(leftover) = Leftover::of(name).filter(|_| is_data_name(name)) {
        FileKind::Leftover(leftover)
    } else if is_python_name(name) || is_named {
        FileKind::Source
    } else if let Some(unsupported) = UnsupportedFile::recognise(bytes) {
        FileKind::Unsupported(unsupported)
    } else if is_exclusive_data_name(name) {
        FileKind::Data
    } else if is_lone {
        FileKind::Unknown
    } else if is_source_name(name) && !bytes.contains(&0) {
        FileKind::Source
    } else {
        FileKind::Other
    }
}

/// Returns true if a session uses a file with this path and content: as data, an archive, Python
/// source or settings.
pub fn is_input(path: &str, bytes: &[u8]) -> bool {
    let name = last_part(path);
    let kind = classify(name, bytes, false, false);
    is_python_name(name)
        || matches!(kind, FileKind::Data | FileKind::Archive(_) | FileKind::Settings)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides_the_kind_of_a_file() {
        const SQLITE: &[u8] = b"SQLite format 3\0rest";
        assert_eq!(classify("holiday.jpg", SQLITE, true, false), FileKind::Data);
        assert_eq!(classify("module.py", SQLITE, false, false), FileKind::Data);
        assert_eq!(classify("module.py", b"x = 1\n", false, false), FileKind::Source);
        assert_eq!(classify("acme", b"#!/usr/bin/env python\n", false, false), FileKind::Source);
        assert_eq!(classify("acme", b"\x7fELF\0\0", false, false), FileKind::Other);
        assert_eq!(classify("letter", b"Dear all\n", true, false), FileKind::Unknown);
        let zip = FileKind::Archive(ArchiveFormat::Zip);
        assert_eq!(classify("holiday.jpg", b"PK\x03\x04", true, false), zip);
        let xml = FileKind::Unsupported(UnsupportedFile::Xml);
        assert_eq!(classify("coverage.xml", b"<?xml ?>", false, false), xml);
        assert_eq!(classify("page.html", b"<html>", false, true), FileKind::Source);
        assert_eq!(classify("site.wsgi", b"x = 1\n", true, true), FileKind::Source);
        assert_eq!(classify("tox.ini", b"", false, false), FileKind::Settings);
    }

    #[test]
    fn other_content_under_a_data_files_name_is_a_problem() {
        for name in [".coverage.host.1.2", ".coverage", "_coverage (1)", "coverage.runner.123.456"]
        {
            assert_eq!(classify(name, b"", false, false), FileKind::Data, "{name}");
        }
        assert_eq!(classify("coverage.css", b"a {}", false, false), FileKind::Other);
        let html = FileKind::Unsupported(UnsupportedFile::Html);
        assert_eq!(classify(".coverage", b"<html>", false, false), html);
        let journal = classify(".coverage.host.1.2-journal", b"\xd9\xd5\x05\xf9", true, false);
        assert_eq!(journal, FileKind::Leftover(Leftover::Journal));
    }
}

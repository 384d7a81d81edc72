//! Bytes of a data file to a [`CoverageData`]: what it is, its content decides, never its name.

mod budget;
mod dump;
mod error;
mod json;
mod pickle;
mod plain;
mod sqlite;

pub use error::ReadError;

use crate::{CoverageData, Format, ReadWarning};

/// The head of every SQLite database.
const SQLITE: &[u8] = b"SQLite format 3\0";
/// The head of the JSON of coverage.py 4.x.
const JSON: &[u8] = b"!coverage.py: This is a private format, don't read it directly!";
/// The head of a pickle of protocol 2, whose first object is a dict.
const PICKLE: &[u8] = b"\x80\x02}";
/// The head of a dump: a letter, then zlib data.
const DUMP: &[u8] = b"z\x78";

/// The form of the data file that begins with `head` (the first 100 bytes are enough).
///
/// The schema of a SQLite database is known only once it is read, and given as 7.
pub fn recognise(head: &[u8]) -> Option<Format> {
    if head.starts_with(SQLITE) {
        Some(Format::Sqlite { schema: 7 })
    } else if head.starts_with(JSON) {
        Some(Format::Json)
    } else if head.starts_with(PICKLE) {
        Some(Format::Pickle)
    } else if head.starts_with(DUMP) {
        Some(Format::Dump)
    } else {
        None
    }
}

/// Reads a data file of any generation.
///
/// What is damaged in part gives what can be read, with [`CoverageData::warnings`].
///
/// # Errors
/// [`ReadError`], which does not know the file's name: the caller adds it.
pub fn read(bytes: &[u8]) -> Result<CoverageData, ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    let data_file = match recognise(bytes) {
        Some(Format::Sqlite { .. }) => sqlite::read(bytes),
        Some(Format::Json) => json::read(bytes),
        Some(Format::Pickle) => pickle::read(bytes),
        Some(Format::Dump) => dump::read(bytes),
        None => Err(ReadError::NotData),
    }?;
    // A part that says nothing is no part.
    let ran = data_file.files.iter().any(|file| !file.lines.is_empty() || !file.arcs.is_empty());
    let is_damaged = |warning: &ReadWarning| matches!(warning, ReadWarning::DamagedTable { .. });
    if !ran && data_file.warnings.iter().any(is_damaged) {
        return Err(ReadError::Damaged("nothing of what ran can be read".to_owned()));
    }
    Ok(data_file)
}

//! Parses the bytes of a data file; the content decides the format, never the name.

mod budget;
mod dump;
mod error;
mod json;
mod pickle;
mod plain;
mod sqlite;

pub use error::ReadError;

use crate::{CoverageData, DataFormat, ReadWarning};

/// The first bytes of every SQLite database.
const SQLITE: &[u8] = b"SQLite format 3\0";
/// The first bytes of the JSON of coverage.py 4.x.
const JSON: &[u8] = b"!coverage.py: This is a private format, don't read it directly!";
/// The first bytes of a pickle of protocol 2 whose first object is a dict.
const PICKLE: &[u8] = b"\x80\x02}";
/// The first bytes of a dump: a letter, then zlib data.
const DUMP: &[u8] = b"z\x78";

/// Recognises the format of a data file from its first bytes, `head`; 100 are enough.
///
/// Returns schema 7 for every SQLite database: only reading it tells the schema.
pub fn recognise(head: &[u8]) -> Option<DataFormat> {
    if head.starts_with(SQLITE) {
        Some(DataFormat::Sqlite { schema: 7 })
    } else if head.starts_with(JSON) {
        Some(DataFormat::Json)
    } else if head.starts_with(PICKLE) {
        Some(DataFormat::Pickle)
    } else if head.starts_with(DUMP) {
        Some(DataFormat::Dump)
    } else {
        None
    }
}

/// Parses a database by SQLite alone. [`read`] must return the same.
///
/// # Errors
/// As for [`read`].
#[cfg(fuzzing)]
pub fn read_by_sqlite(bytes: &[u8]) -> Result<CoverageData, ReadError> {
    checked(sqlite::read_without_pages(bytes)?)
}

/// Parses a data file of any generation.
///
/// For a partly damaged file, returns the readable part with [`CoverageData::warnings`].
///
/// # Errors
/// [`ReadError`] does not name the file: the caller adds it.
pub fn read(bytes: &[u8]) -> Result<CoverageData, ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    let data_file = match recognise(bytes) {
        Some(DataFormat::Sqlite { .. }) => sqlite::read(bytes),
        Some(DataFormat::Json) => json::read(bytes),
        Some(DataFormat::Pickle) => pickle::read(bytes),
        Some(DataFormat::Dump) => dump::read(bytes),
        None => Err(ReadError::NotData),
    }?;
    checked(data_file)
}

/// Returns a data file that was read, unless it is too damaged to be of use.
fn checked(data_file: CoverageData) -> Result<CoverageData, ReadError> {
    // A damaged file without any hit left counts as unreadable.
    let ran = data_file.files.iter().any(|file| !file.lines.is_empty() || !file.arcs.is_empty());
    let is_damaged = |warning: &ReadWarning| matches!(warning, ReadWarning::DamagedTable { .. });
    if !ran && data_file.warnings.iter().any(is_damaged) {
        return Err(ReadError::Damaged("no recorded line or arc can be read".to_owned()));
    }
    Ok(data_file)
}

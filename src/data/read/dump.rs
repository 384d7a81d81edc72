//! Reads the output of `CoverageData.dumps`: a letter, then the deflated SQL text of a database.
//!
//! The SQL is not executed. The reader parses only the `INSERT` statements, value by value, and
//! inserts them into a new database with known tables, which the SQLite reader then reads.

use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::{ReadError, sqlite};
use crate::{CoverageData, DataFormat};

/// The maximum number of bytes that a dump may inflate to: the text of a database of more than 100
/// MiB, since SQL text is about four times as large.
const MAX_TEXT: usize = 512 << 20;

/// The ratio to its own size by which a dump may inflate, beyond [`ALWAYS`]: the text of numbers
/// deflates by ten to one hundred.
const MAX_RATIO: usize = 100;

/// The bytes to which any dump may inflate.
const ALWAYS: usize = 4 << 20;

/// The tables that are read, with their columns.
const TABLES: [(&str, &str, usize); 7] = [
    ("coverage_schema", "version", 1),
    ("meta", "key, value", 2),
    ("file", "id, path", 2),
    ("context", "id, context", 2),
    ("line_bits", "file_id, context_id, numbits", 3),
    ("arc", "file_id, context_id, fromno, tono", 4),
    ("tracer", "file_id, tracer", 2),
];

/// Reads a dump.
pub(super) fn read(bytes: &[u8]) -> Result<CoverageData, ReadError> {
    let limit = MAX_TEXT.min(bytes.len().saturating_mul(MAX_RATIO).max(ALWAYS));
    let text = decompress_to_vec_zlib_with_limit(bytes.get(1..).unwrap_or_default(), limit)
        .map_err(|error| match error.status {
            miniz_oxide::inflate::TINFLStatus::HasMoreOutput => ReadError::TooLarge { limit },
            status => ReadError::Damaged(format!("it does not inflate ({status:?})")),
        })?;
    let mut db = Connection::open_in_memory().map_err(sqlite::damaged)?;
    fill(&mut db, &text)?;
    let mut data_file = sqlite::read_tables(&db, text.len(), None)?;
    data_file.format = DataFormat::Dump;
    Ok(data_file)
}

/// Inserts the rows of `text` into the known tables.
fn fill(db: &mut Connection, text: &[u8]) -> Result<(), ReadError> {
    let batch = db.transaction().map_err(sqlite::damaged)?;
    for (table, columns, _) in TABLES {
        batch.execute(&format!("CREATE TABLE {table} ({columns})"), []).map_err(sqlite::damaged)?;
    }
    let mut sql = Sql { rest: text };
    while let Some(table) = sql.next_insert() {
        let row =
            sql.values().ok_or_else(|| ReadError::Damaged("a row is cut short".to_owned()))?;
        let Some((table, _, width)) = TABLES.iter().find(|(name, ..)| name.as_bytes() == table)
        else {
            continue;
        };
        if row.len() != *width {
            return Err(ReadError::Damaged(format!("a row of '{table}' has {} values", row.len())));
        }
        let places = vec!["?"; *width].join(", ");
        batch
            .prepare_cached(&format!("INSERT INTO {table} VALUES ({places})"))
            .and_then(|mut insert| insert.execute(params_from_iter(row)))
            .map_err(sqlite::damaged)?;
    }
    batch.commit().map_err(sqlite::damaged)
}

/// SQL text in the form that SQLite's own dumps have.
struct Sql<'a> {
    rest: &'a [u8],
}

impl<'a> Sql<'a> {
    /// Advances to the next `INSERT INTO "table" VALUES(`, and returns the table.
    ///
    /// Looks only at the start of statements, so that the text of values is skipped with them.
    fn next_insert(&mut self) -> Option<&'a [u8]> {
        loop {
            let line_end = self.rest.iter().position(|&byte| byte == b'\n');
            if let Some(insert) = self.rest.strip_prefix(b"INSERT INTO \"") {
                let quote = insert.iter().position(|&byte| byte == b'"')?;
                let (table, after) = insert.split_at_checked(quote)?;
                self.rest = after.strip_prefix(b"\" VALUES(")?;
                return Some(table);
            }
            self.rest = self.rest.get(line_end? + 1..)?;
        }
    }

    /// Reads the values up to the closing parenthesis.
    fn values(&mut self) -> Option<Vec<Value>> {
        let mut values = Vec::new();
        loop {
            values.push(self.value()?);
            let (separator, rest) = self.rest.split_first()?;
            self.rest = rest;
            match separator {
                b',' => {}
                b')' => {
                    // Skip to the end of the line, where the next statement begins.
                    let end = self.rest.iter().position(|&byte| byte == b'\n');
                    self.rest = end.map_or(&[][..], |end| self.rest.get(end + 1..).unwrap_or(&[]));
                    return Some(values);
                }
                _ => return None,
            }
        }
    }

    fn value(&mut self) -> Option<Value> {
        match self.rest.first()? {
            b'\'' => {
                let text = self.quoted()?;
                Some(Value::Text(String::from_utf8_lossy(&text).into_owned()))
            }
            b'X' => {
                self.rest = self.rest.get(1..)?;
                unhex(&self.quoted()?).map(Value::Blob)
            }
            _ => {
                let end = self.rest.iter().position(|byte| matches!(byte, b',' | b')'))?;
                let (word, rest) = self.rest.split_at_checked(end)?;
                self.rest = rest;
                match word {
                    b"NULL" => Some(Value::Null),
                    _ => std::str::from_utf8(word).ok()?.parse().ok().map(Value::Integer),
                }
            }
        }
    }

    /// Reads a quoted text, in which two quotes stand for one.
    fn quoted(&mut self) -> Option<Vec<u8>> {
        let mut text = Vec::new();
        self.rest = self.rest.strip_prefix(b"'")?;
        loop {
            let quote = self.rest.iter().position(|&byte| byte == b'\'')?;
            let (part, rest) = self.rest.split_at_checked(quote)?;
            text.extend_from_slice(part);
            self.rest = rest.strip_prefix(b"'")?;
            match self.rest.strip_prefix(b"'") {
                Some(rest) => {
                    text.push(b'\'');
                    self.rest = rest;
                }
                None => return Some(text),
            }
        }
    }
}

/// Decodes hexadecimal digits.
fn unhex(digits: &[u8]) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let (pairs, odd) = digits.as_chunks::<2>();
    if !odd.is_empty() {
        return None;
    }
    pairs.iter().map(|&[high, low]| Some(digit(high)? << 4 | digit(low)?)).collect()
}

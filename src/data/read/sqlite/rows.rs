//! Scans the rows of a query. Values may have other types than the table declares.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};

/// The use that a reader could make of a row.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum RowUse {
    /// It was used.
    Used,
    /// It was used, and all its values are numbers.
    Numbers,
    /// It makes no sense.
    Odd,
}

/// The values of one row.
pub(super) struct Values<'row> {
    row: &'row Row<'row>,
    columns: usize,
}

impl Values<'_> {
    fn value(&self, column: usize) -> ValueRef<'_> {
        self.row.get_ref(column).unwrap_or(ValueRef::Null)
    }

    /// Returns the integer in `column`.
    pub(super) fn int(&self, column: usize) -> Option<i64> {
        match self.value(column) {
            ValueRef::Integer(n) => Some(n),
            _ => None,
        }
    }

    /// Returns the integers in the first two columns.
    pub(super) fn ids(&self) -> Option<(i64, i64)> {
        Some((self.int(0)?, self.int(1)?))
    }

    /// Returns true if `column` is null.
    pub(super) fn is_null(&self, column: usize) -> bool {
        self.value(column) == ValueRef::Null
    }

    /// Returns the text in `column`, which need not be UTF-8.
    pub(super) fn text(&self, column: usize) -> Option<&[u8]> {
        match self.value(column) {
            ValueRef::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the blob in `column`.
    pub(super) fn blob(&self, column: usize) -> Option<&[u8]> {
        match self.value(column) {
            ValueRef::Blob(blob) => Some(blob),
            _ => None,
        }
    }

    /// Returns the bytes of its texts and blobs.
    pub(super) fn size(&self) -> usize {
        (0..self.columns)
            .map(|column| match self.value(column) {
                ValueRef::Text(bytes) | ValueRef::Blob(bytes) => bytes.len(),
                _ => 0,
            })
            .sum()
    }
}

/// Passes every row of `query` to `each`, until either fails.
pub(super) fn scan(
    db: &Connection,
    query: &str,
    mut each: impl FnMut(&Values<'_>) -> Result<(), String>,
) -> Result<(), String> {
    let mut statement = db.prepare(query).map_err(|error| error.to_string())?;
    let columns = statement.column_count();
    let mut rows = statement.query([]).map_err(|error| error.to_string())?;
    while let Some(row) = rows.next().map_err(|error| error.to_string())? {
        each(&Values { row, columns })?;
    }
    Ok(())
}

//! Opens an untrusted database.

use std::io::Read;
use std::ops::Range;

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, MAIN_DB};

use super::damaged;
use crate::ReadError;

/// The longest text, blob or row: twice the longest possible set of lines, and far longer than any
/// command line.
pub(super) const MAX_VALUE: i32 = 4 << 20;

/// The largest database: SQLite's own limit for one in memory is 1 GiB, and a browser tab's limit
/// is close.
const MAX_DATABASE: usize = 1 << 30;

/// The most times of the bytes present that may be missing: beyond it, the page count itself is
/// damaged.
const MAX_LOST: usize = 8;

/// The length of the header, and the fields that are read.
const HEADER: usize = 100;
const PAGE_SIZE: Range<usize> = 16..18;
const JOURNAL_MODE: Range<usize> = 18..20;
const PAGE_COUNT: Range<usize> = 28..32;

/// Opens a read-only copy of the database in memory.
pub(super) fn open(bytes: &[u8]) -> Result<Connection, ReadError> {
    if bytes.len() > MAX_DATABASE {
        return Err(ReadError::TooLarge { limit: MAX_DATABASE });
    }
    let Some((header, rest)) = bytes.split_first_chunk::<HEADER>() else {
        return Err(ReadError::Damaged("it ends within its header".to_owned()));
    };
    let mut header = *header;
    // 2 stands for a write-ahead log, which a database in memory cannot have.
    header[JOURNAL_MODE].fill(1);
    // SQLite does not open a truncated file. Filling the lost pages with zeros lets SQLite open it
    // and report as damaged the tables that they held.
    let lost = full_size(&header)
        .and_then(|size| size.checked_sub(bytes.len()))
        .filter(|lost| *lost <= bytes.len().saturating_mul(MAX_LOST))
        .filter(|lost| *lost <= MAX_DATABASE - bytes.len())
        .unwrap_or(0);
    let content = header.chain(rest).chain(std::io::repeat(0));
    copy(content, bytes.len() + lost).map_err(damaged)
}

/// Returns the size that the database's header declares.
fn full_size(header: &[u8; HEADER]) -> Option<usize> {
    let page_size = match header[PAGE_SIZE] {
        [0, 1] => 1 << 16,
        [high, low] => usize::from(high) << 8 | usize::from(low),
        _ => return None,
    };
    let count = header[PAGE_COUNT].iter().fold(0, |count, &byte| count << 8 | usize::from(byte));
    page_size.checked_mul(count)
}

fn copy(content: impl Read, size: usize) -> rusqlite::Result<Connection> {
    let mut db = Connection::open_in_memory()?;
    db.deserialize_read_exact(MAIN_DB, content, size, true)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
    db.set_limit(Limit::SQLITE_LIMIT_LENGTH, MAX_VALUE)?;
    db.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    // Report damage where it is, instead of reading nonsense later on.
    db.pragma_update(None, "cell_size_check", true)?;
    db.pragma_update(None, "mmap_size", 1 << 30)?;
    Ok(db)
}

/// Returns the names of the tables, after checking that the database has nothing but tables.
pub(super) fn tables(db: &Connection) -> Result<Vec<String>, ReadError> {
    let mut statement =
        db.prepare("SELECT type, name, coalesce(sql, '') FROM sqlite_schema").map_err(damaged)?;
    let rows = statement
        .query_map([], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?))
        })
        .map_err(damaged)?;
    let mut tables = Vec::new();
    for row in rows {
        let (kind, name, sql) = row.map_err(damaged)?;
        match kind.as_str() {
            "view" => return Err(ReadError::Suspicious { kind: "view", name }),
            "trigger" => return Err(ReadError::Suspicious { kind: "trigger", name }),
            "table" if sql.to_ascii_uppercase().starts_with("CREATE VIRTUAL") => {
                return Err(ReadError::Suspicious { kind: "virtual table", name });
            }
            "table" => tables.push(name),
            _ => {}
        }
    }
    refuse_computed_columns(db)?;
    Ok(tables)
}

/// Returns the root page of a table that has just these columns, as names and types, and no key of
/// its own.
pub(super) fn plain_root(db: &Connection, table: &str, columns: &[(&str, &str)]) -> Option<u32> {
    let mut statement =
        db.prepare("SELECT name, lower(type), pk FROM pragma_table_xinfo(?1) ORDER BY cid").ok()?;
    let found = statement.query_map([table], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, i64>(2)?))
    });
    let found: Vec<_> = found.ok()?.collect::<Result<_, _>>().ok()?;
    let found = found.iter().map(|(name, kind, key)| (name.as_str(), kind.as_str(), *key));
    if !found.eq(columns.iter().map(|(name, kind)| (*name, *kind, 0))) {
        return None;
    }
    let query = "SELECT max(rootpage) FROM sqlite_schema WHERE type = 'table' AND lower(name) = ?1
                 HAVING count(*) = 1";
    db.query_row(query, [table], |row| row.get(0)).ok()
}

/// Refuses generated columns: each would run an expression from the file at every row.
fn refuse_computed_columns(db: &Connection) -> Result<(), ReadError> {
    let computed = db.query_row(
        "SELECT s.name || '.' || c.name FROM sqlite_schema s, pragma_table_xinfo(s.name) c
         WHERE s.type = 'table' AND c.hidden > 0 LIMIT 1",
        [],
        |row| row.get::<_, String>(0),
    );
    match computed {
        Ok(name) => Err(ReadError::Suspicious { kind: "computed column", name }),
        Err(rusqlite::Error::QueryReturnedNoRows) => Ok(()),
        Err(error) => Err(damaged(error)),
    }
}

//! Opening a database that nobody vouches for.

use std::io::Read;

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, MAIN_DB};

use super::damaged;
use crate::ReadError;

/// The longest text, blob or row: twice the longest set of lines there can be, and far more than
/// any command line.
const MAX_VALUE: i32 = 4 << 20;

/// The greatest database: SQLite's own limit for one in memory is 1 GiB, and a tab's is near.
const MAX_DATABASE: usize = 1 << 30;

/// The bytes of the header that say which journal was used. 2 stands for a write-ahead log, which
/// a database in memory cannot have.
const JOURNAL_BYTES: std::ops::Range<usize> = 18..20;

/// A read-only copy of the database in memory.
pub(super) fn open(bytes: &[u8]) -> Result<Connection, ReadError> {
    if bytes.len() > MAX_DATABASE {
        return Err(ReadError::TooLarge { limit: MAX_DATABASE });
    }
    let (Some(head), Some(rest)) =
        (bytes.get(..JOURNAL_BYTES.start), bytes.get(JOURNAL_BYTES.end..))
    else {
        return Err(ReadError::Damaged("it ends within its header".to_owned()));
    };
    copy(head, rest, bytes.len()).map_err(damaged)
}

fn copy(head: &[u8], rest: &[u8], size: usize) -> rusqlite::Result<Connection> {
    let mut db = Connection::open_in_memory()?;
    let content = head.chain(&[1, 1][..]).chain(rest);
    db.deserialize_read_exact(MAIN_DB, content, size, true)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
    db.set_limit(Limit::SQLITE_LIMIT_LENGTH, MAX_VALUE)?;
    db.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    // Damage shows where it is and not as nonsense later on.
    db.pragma_update(None, "cell_size_check", true)?;
    Ok(db)
}

/// The names of the tables, once it is sure that the database has nothing but tables.
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
    no_computed_columns(db)?;
    Ok(tables)
}

/// A generated column would run an expression of the file's choosing at every row.
fn no_computed_columns(db: &Connection) -> Result<(), ReadError> {
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

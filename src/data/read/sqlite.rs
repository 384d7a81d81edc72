//! Reads the databases of coverage.py 5.0a2 and newer: schemas 1, 2, 3 and 7.
//!
//! The database is opened as a read-only copy in memory, and its schema is not trusted. The reader
//! scans only plain tables, in the order of the file; damage ends a scan, and the rows before it
//! are kept.

mod hits;
mod open;
mod pages;
mod rows;

use std::collections::HashMap;

use rusqlite::Connection;

use super::ReadError;
use super::budget::{Budget, MAX_CONTEXTS, MAX_FILES};
use crate::{
    ContextId, CoverageData, DataFormat, DataKind, Meta, ReadWarning, RecordedFile, RecordedPath,
};
use pages::Pages;
use rows::{RowUse, Values};

/// The tables and columns of a schema.
struct Layout {
    schema: u8,
    /// The table of lines.
    lines_table: &'static str,
    /// The query for lines, as (file, context, line number or numbits).
    lines: &'static str,
    /// The query for arcs, as (file, context, from, to).
    arcs: &'static str,
    /// Whether `meta` has a row for each key, instead of a column.
    key_value_meta: bool,
    /// Whether there is a table of contexts; if not, everything has context 1.
    contexts: bool,
}

/// The released schemas; 4, 5 and 6 were never released.
const LAYOUTS: [Layout; 4] = [
    Layout {
        schema: 7,
        lines_table: "line_bits",
        lines: "SELECT file_id, context_id, numbits FROM line_bits",
        arcs: "SELECT file_id, context_id, fromno, tono FROM arc",
        key_value_meta: true,
        contexts: true,
    },
    Layout {
        schema: 3,
        lines_table: "line_map",
        lines: "SELECT file_id, context_id, bitmap FROM line_map",
        arcs: "SELECT file_id, context_id, fromno, tono FROM arc",
        key_value_meta: false,
        contexts: true,
    },
    Layout {
        schema: 2,
        lines_table: "line",
        lines: "SELECT file_id, context_id, lineno FROM line",
        arcs: "SELECT file_id, context_id, fromno, tono FROM arc",
        key_value_meta: false,
        contexts: true,
    },
    Layout {
        schema: 1,
        lines_table: "line",
        lines: "SELECT file_id, 1, lineno FROM line",
        arcs: "SELECT file_id, 1, fromno, tono FROM arc",
        key_value_meta: false,
        contexts: false,
    },
];

/// Reads a database.
pub(super) fn read(bytes: &[u8]) -> Result<CoverageData, ReadError> {
    read_tables(&open::open(bytes)?, bytes.len(), Pages::of(bytes).ok())
}

/// Reads a database by SQLite alone, for comparison with [`read`].
#[cfg(fuzzing)]
pub(super) fn read_without_pages(bytes: &[u8]) -> Result<CoverageData, ReadError> {
    read_tables(&open::open(bytes)?, bytes.len(), None)
}

/// Reads the tables of an open database that takes `size` bytes, the big ones from its `pages` where
/// that is possible.
pub(super) fn read_tables(
    db: &Connection,
    size: usize,
    pages: Option<Pages<'_>>,
) -> Result<CoverageData, ReadError> {
    let tables = open::tables(db)?;
    let layout = layout(db, &tables)?;
    let mut reader = Reader {
        db,
        pages,
        budget: Budget::of(size),
        warnings: Vec::new(),
        files: Vec::new(),
        file_ids: HashMap::new(),
        contexts: Vec::new(),
        context_ids: HashMap::new(),
        too_many: None,
        last: None,
        without_line: None,
    };
    let (meta, version, mut kind) = reader.meta(layout);
    reader.read_files();
    reader.read_contexts(layout);
    if let Some((what, limit)) = reader.too_many {
        return Err(ReadError::TooMany { what, limit });
    }
    if tables.iter().any(|table| table == "tracer") {
        reader.read_tracers();
    }
    // Without has_arcs nothing was measured; but if there are rows, they decide.
    if kind != DataKind::Lines {
        reader.read_arcs(layout);
    }
    if kind == DataKind::Neither && reader.files.iter().any(|file| !file.arcs.is_empty()) {
        kind = DataKind::Arcs;
    }
    if kind != DataKind::Arcs {
        reader.read_lines(layout);
    }
    if kind == DataKind::Neither && reader.files.iter().any(|file| !file.lines.is_empty()) {
        kind = DataKind::Lines;
    }
    let Reader { mut files, contexts, warnings, .. } = reader;
    files.iter_mut().for_each(RecordedFile::tidy);
    let format = DataFormat::Sqlite { schema: layout.schema };
    Ok(CoverageData { format, version, kind, contexts, files, meta, warnings })
}

/// Converts an SQLite error that leaves nothing to read.
#[expect(clippy::needless_pass_by_value, reason = "it is what map_err hands over")]
pub(super) fn damaged(error: rusqlite::Error) -> ReadError {
    ReadError::Damaged(error.to_string())
}

/// Returns the layout of the schema that the database declares, after checking its tables.
fn layout(db: &Connection, tables: &[String]) -> Result<&'static Layout, ReadError> {
    let has = |name: &str| tables.iter().any(|table| table == name);
    if !has("coverage_schema") {
        return Err(ReadError::NoTable("coverage_schema"));
    }
    let schema: i64 = db
        .query_row("SELECT version FROM coverage_schema LIMIT 1", [], |row| row.get(0))
        .map_err(damaged)?;
    let layout = LAYOUTS
        .iter()
        .find(|layout| i64::from(layout.schema) == schema)
        .ok_or(ReadError::UnknownSchema(schema))?;
    for table in ["meta", "file", "arc", layout.lines_table] {
        if !has(table) {
            return Err(ReadError::NoTable(table));
        }
    }
    if layout.contexts && !has("context") {
        return Err(ReadError::NoTable("context"));
    }
    Ok(layout)
}

/// A database being read.
struct Reader<'db> {
    db: &'db Connection,
    pages: Option<Pages<'db>>,
    budget: Budget,
    warnings: Vec<ReadWarning>,
    files: Vec<RecordedFile>,
    /// The index in `files` of each file's row id.
    file_ids: HashMap<i64, usize>,
    contexts: Vec<String>,
    /// The context of each row id.
    context_ids: HashMap<i64, ContextId>,
    /// The items of which there are too many, and their limit.
    too_many: Option<(&'static str, usize)>,
    /// The last result of [`Reader::file_and_context`]: rows of one file and context follow each other.
    last: Option<((i64, i64), (usize, ContextId))>,
    /// The first file with arcs that lack a line number, and the count of such arcs.
    without_line: Option<(RecordedPath, u64)>,
}

impl Reader<'_> {
    /// Runs `query` and calls `each` with every row. Damage, and rows that `each` calls odd, become
    /// warnings.
    fn scan(
        &mut self,
        table: &'static str,
        query: &str,
        mut each: impl FnMut(&mut Self, &Values<'_>) -> RowUse,
    ) {
        let db = self.db;
        let (mut rows, mut odd) = (0, 0);
        let result = rows::scan(db, query, |row| {
            let row_use = each(self, row);
            // Rows of numbers are small; other rows are measured.
            let size = if row_use == RowUse::Numbers { 1 } else { 1 + row.size() };
            if !self.budget.spend(size) {
                return Err("the file refers to the same rows too often".to_owned());
            }
            rows += 1;
            odd += u64::from(row_use == RowUse::Odd);
            Ok(())
        });
        if odd > 0 {
            self.warnings.push(ReadWarning::OddEntries { table, count: odd });
        }
        if let Err(detail) = result {
            self.warnings.push(ReadWarning::DamagedTable { table, rows, detail });
        }
    }

    /// Decodes text, and warns if it is not UTF-8.
    fn text(&mut self, bytes: &[u8]) -> String {
        let text = String::from_utf8_lossy(bytes);
        if matches!(text, std::borrow::Cow::Owned(_)) {
            self.warnings.push(ReadWarning::NotUtf8(text.to_string()));
        }
        text.into_owned()
    }

    fn meta(&mut self, layout: &Layout) -> (Meta, Option<String>, DataKind) {
        let (mut meta, mut version, mut kind) = (Meta::default(), None, DataKind::Neither);
        if layout.key_value_meta {
            self.scan("meta", "SELECT key, value FROM meta", |reader, row| {
                let (Some(key), Some(value)) = (row.text(0), row.text(1)) else {
                    return RowUse::Odd;
                };
                let value = reader.text(value);
                match key {
                    b"version" => version = Some(value),
                    // Like coverage.py, test whether the number is 0.
                    b"has_arcs" => match value.trim().parse::<i64>() {
                        Ok(0) => kind = DataKind::Lines,
                        Ok(_) => kind = DataKind::Arcs,
                        Err(_) => return RowUse::Odd,
                    },
                    b"sys_argv" => meta.sys_argv = Some(value),
                    b"when" => meta.when = Some(value),
                    b"hash" => meta.hash = Some(value),
                    _ => {}
                }
                RowUse::Used
            });
        } else {
            self.scan("meta", "SELECT has_lines, has_arcs FROM meta", |_, row| {
                let (lines, arcs) = (row.int(0).unwrap_or(0), row.int(1).unwrap_or(0));
                kind = match (lines != 0, arcs != 0) {
                    (_, true) => DataKind::Arcs,
                    (true, false) => DataKind::Lines,
                    (false, false) => DataKind::Neither,
                };
                RowUse::Used
            });
        }
        (meta, version, kind)
    }

    fn read_files(&mut self) {
        self.scan("file", "SELECT id, path FROM file", |reader, row| {
            let (Some(id), Some(path)) = (row.int(0), row.text(1)) else {
                return RowUse::Odd;
            };
            if reader.file_ids.contains_key(&id) {
                return RowUse::Odd;
            }
            if reader.files.len() >= MAX_FILES {
                reader.too_many = Some(("files", MAX_FILES));
                return RowUse::Odd;
            }
            let path = RecordedPath::new(reader.text(path));
            reader.file_ids.insert(id, reader.files.len());
            reader.files.push(RecordedFile::new(path));
            RowUse::Used
        });
    }

    fn read_contexts(&mut self, layout: &Layout) {
        if !layout.contexts {
            self.contexts.push(String::new());
            self.context_ids.insert(1, ContextId(0));
            return;
        }
        self.scan("context", "SELECT id, context FROM context", |reader, row| {
            let (Some(id), Some(name)) = (row.int(0), row.text(1)) else {
                return RowUse::Odd;
            };
            let Ok(index) = u32::try_from(reader.contexts.len()) else {
                return RowUse::Odd;
            };
            if reader.contexts.len() >= MAX_CONTEXTS {
                reader.too_many = Some(("contexts", MAX_CONTEXTS));
                return RowUse::Odd;
            }
            let name = reader.text(name);
            reader.context_ids.insert(id, ContextId(index));
            reader.contexts.push(name);
            RowUse::Used
        });
    }

    fn read_tracers(&mut self) {
        self.scan("tracer", "SELECT file_id, tracer FROM tracer", |reader, row| {
            let (Some(file), Some(name)) = (row.int(0), row.text(1)) else {
                return RowUse::Odd;
            };
            let name = reader.text(name);
            match reader.file_ids.get(&file).and_then(|&at| reader.files.get_mut(at)) {
                Some(file) => file.tracer = Some(name).filter(|name| !name.is_empty()),
                None => return RowUse::Odd,
            }
            RowUse::Used
        });
    }
}

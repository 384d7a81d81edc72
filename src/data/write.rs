//! Writes combined data as a data file that coverage.py reads: a database of schema 7.

use std::collections::BTreeMap;

use covdrop_lines::{Arc, BYTES_PER_LINE, Line, LineSet, SMALL};
use rusqlite::{Connection, MAIN_DB, Transaction, params};
use thiserror::Error;

use crate::hits::Trace;
use crate::{COVERAGE_VERSION, Combined, DataKind, FileId, ResolvedPath, Selection};

/// The tables, with the keys that coverage.py needs to add to the file.
const SCHEMA: &str = "
CREATE TABLE coverage_schema (version integer);
CREATE TABLE meta (key text, value text, unique (key));
CREATE TABLE file (id integer primary key, path text, unique (path));
CREATE TABLE context (id integer primary key, context text, unique (context));
CREATE TABLE line_bits (
    file_id integer, context_id integer, numbits blob,
    foreign key (file_id) references file (id),
    foreign key (context_id) references context (id),
    unique (file_id, context_id)
);
CREATE TABLE arc (
    file_id integer, context_id integer, fromno integer, tono integer,
    foreign key (file_id) references file (id),
    foreign key (context_id) references context (id),
    unique (file_id, context_id, fromno, tono)
);
CREATE TABLE tracer (
    file_id integer primary key, tracer text,
    foreign key (file_id) references file (id)
);
INSERT INTO coverage_schema (version) VALUES (7);
";

/// Options for writing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WriteOptions {
    /// Whether the label of a hit's job becomes its static context.
    pub jobs_as_contexts: bool,
    /// Whether branch data is written as lines, so that it combines with line data.
    pub lines_only: bool,
}

/// The reason why no file was written.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum WriteError {
    /// One data file cannot hold both line data and branch data.
    #[error(
        "The jobs that count measured both lines and branches, and one data file cannot hold both"
    )]
    Mixed,
    /// The lines of a file are so sparse that they would fill the data file with zeros.
    #[error(
        "The data names lines of '{0}' so far apart (the last is line {1}) that the data file would \
         be mostly zeros"
    )]
    TooSparse(String, Line),
    /// SQLite failed.
    #[error("The data file could not be made: {0}")]
    Sqlite(String),
}

impl WriteError {
    /// Returns advice for the user.
    pub fn advice(&self) -> &'static str {
        match self {
            WriteError::Mixed => "Switch off the jobs of one kind, or write lines only.",
            WriteError::TooSparse(..) => {
                "No source has such lines: the data is damaged, or was made up. Leave out the jobs \
                 that name this file, or the file."
            }
            WriteError::Sqlite(_) => "Most often memory ran out: switch off some jobs.",
        }
    }
}

/// Returns the selected data as the bytes of a data file. `name` returns the path to write for a
/// file.
///
/// # Errors
/// [`WriteError::Mixed`] for line and branch data together, unless written as lines only.
pub fn write(
    combined: &Combined,
    selection: &Selection,
    options: WriteOptions,
    name: impl FnMut(&ResolvedPath) -> String,
) -> Result<Vec<u8>, WriteError> {
    // Like coverage.py, ignore whether data files without hits have lines or branches.
    let has = |kind| combined.selected_sources(selection).any(|of| of.has_hits && of.kind == kind);
    let (lines, arcs) = (has(DataKind::Lines), has(DataKind::Arcs));
    if lines && arcs && !options.lines_only {
        return Err(WriteError::Mixed);
    }
    let kind = match (lines, arcs) {
        (false, false) => DataKind::Neither,
        (_, true) if !options.lines_only => DataKind::Arcs,
        _ => DataKind::Lines,
    };
    make(combined, selection, options, kind, name)
}

impl From<rusqlite::Error> for WriteError {
    fn from(error: rusqlite::Error) -> WriteError {
        WriteError::Sqlite(error.to_string())
    }
}

fn make(
    combined: &Combined,
    selection: &Selection,
    options: WriteOptions,
    kind: DataKind,
    mut name: impl FnMut(&ResolvedPath) -> String,
) -> Result<Vec<u8>, WriteError> {
    // Different files may get the same name.
    let mut files: BTreeMap<String, Vec<FileId>> = BTreeMap::new();
    for (id, file) in combined.files().filter(|(id, _)| combined.is_recorded(*id, selection)) {
        files.entry(name(&file.path)).or_default().push(id);
    }
    let mut db = Connection::open_in_memory()?;
    let batch = db.transaction()?;
    batch.execute_batch(SCHEMA)?;
    let mut meta = batch.prepare("INSERT INTO meta (key, value) VALUES (?, ?)")?;
    meta.execute(["version", COVERAGE_VERSION])?;
    if kind != DataKind::Neither {
        meta.execute(["has_arcs", if kind == DataKind::Arcs { "1" } else { "0" }])?;
    }
    drop(meta);
    let mut contexts = BTreeMap::new();
    if !options.jobs_as_contexts {
        let named = combined.selected_sources(selection).flat_map(|of| &of.contexts);
        for context in named.filter(|context| selection.has_context(**context)) {
            let name = combined.contexts().get(context.0 as usize).cloned().unwrap_or_default();
            context_id(&batch, &mut contexts, &name)?;
        }
    }
    let mut padding = Padding { left: MAX_PADDING };
    for (file_id, (name, ids)) in (1_i64..).zip(&files) {
        batch
            .prepare_cached("INSERT INTO file (id, path) VALUES (?, ?)")?
            .execute(params![file_id, name])?;
        if let Some(tracer) = ids.iter().find_map(|id| combined.tracer(*id)) {
            batch
                .prepare_cached("INSERT INTO tracer (file_id, tracer) VALUES (?, ?)")?
                .execute(params![file_id, tracer])?;
        }
        for (context, traces) in by_context(combined, selection, options, ids) {
            let context_id = context_id(&batch, &mut contexts, &context)?;
            let trace = Trace::union(traces);
            if kind == DataKind::Arcs {
                write_arcs(&batch, file_id, context_id, trace.arcs)?;
            } else {
                let lines = trace.all_lines();
                if let (false, Some(last)) = (padding.take(&lines), lines.last()) {
                    return Err(WriteError::TooSparse(name.clone(), last));
                }
                let numbits = numbits(&lines, trace.line_zero);
                write_lines(&batch, file_id, context_id, &numbits)?;
            }
        }
    }
    batch.commit()?;
    Ok(db.serialize(MAIN_DB)?.to_vec())
}

/// Returns the row id of a context, and inserts the context if it is new.
fn context_id(
    batch: &Transaction<'_>,
    contexts: &mut BTreeMap<String, i64>,
    name: &str,
) -> rusqlite::Result<i64> {
    if let Some(id) = contexts.get(name) {
        return Ok(*id);
    }
    let id = i64::try_from(contexts.len()).unwrap_or(i64::MAX).saturating_add(1);
    batch
        .prepare_cached("INSERT INTO context (id, context) VALUES (?, ?)")?
        .execute(params![id, name])?;
    contexts.insert(name.to_owned(), id);
    Ok(id)
}

/// Returns the hits in the files `ids`, which get one name, by the context under which they are
/// written.
fn by_context<'a>(
    combined: &'a Combined,
    selection: &'a Selection,
    options: WriteOptions,
    ids: &[FileId],
) -> BTreeMap<String, Vec<&'a Trace>> {
    let mut contexts: BTreeMap<String, Vec<&Trace>> = BTreeMap::new();
    for (job, context, trace) in ids.iter().flat_map(|id| combined.traces(*id, selection)) {
        let recorded = combined.contexts().get(context.0 as usize).map_or("", String::as_str);
        let job = combined.job(job).map_or("", |job| job.label.as_str());
        let context = match (options.jobs_as_contexts, recorded) {
            (false, _) => recorded.to_owned(),
            (true, "") => job.to_owned(),
            (true, _) => format!("{job}|{recorded}"),
        };
        contexts.entry(context).or_default().push(trace);
    }
    contexts
}

/// The maximum number of zeros that sparse line sets may add to a data file: 64 MiB, enough for 32
/// lines with the greatest number. Dense sets, as those of real sources are, add none.
const MAX_PADDING: usize = 64 << 20;

/// The zeros that sparse line sets may still add.
struct Padding {
    left: usize,
}

impl Padding {
    /// Takes the zeros that `lines` adds. Returns false if they are too many.
    fn take(&mut self, lines: &LineSet) -> bool {
        let dense = SMALL.max(lines.len() * BYTES_PER_LINE);
        let left = self.left.checked_sub(lines.numbits_len().saturating_sub(dense));
        self.left = left.unwrap_or(0);
        left.is_some()
    }
}

fn write_arcs(
    batch: &Transaction<'_>,
    file_id: i64,
    context_id: i64,
    arcs: Vec<Arc>,
) -> rusqlite::Result<()> {
    let mut insert = batch.prepare_cached(
        "INSERT INTO arc (file_id, context_id, fromno, tono) VALUES (?, ?, ?, ?)",
    )?;
    for arc in arcs {
        insert.execute(params![file_id, context_id, arc.from.get(), arc.to.get()])?;
    }
    Ok(())
}

fn write_lines(
    batch: &Transaction<'_>,
    file_id: i64,
    context_id: i64,
    numbits: &[u8],
) -> rusqlite::Result<()> {
    batch
        .prepare_cached("INSERT INTO line_bits (file_id, context_id, numbits) VALUES (?, ?, ?)")?
        .execute(params![file_id, context_id, numbits])?;
    Ok(())
}

/// Encodes `lines` as coverage.py does, with a line 0 if `line_zero`.
fn numbits(lines: &LineSet, line_zero: bool) -> Vec<u8> {
    let mut bits = lines.to_numbits().into_owned();
    if line_zero {
        match bits.first_mut() {
            Some(first) => *first |= 1,
            None => bits.push(1),
        }
    }
    bits
}

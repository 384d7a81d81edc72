//! The content of one data file, parsed, whatever the generation of coverage.py that wrote it.

use std::fmt;

use covdrop_lines::{Arc, LineSet};
use thiserror::Error;

use crate::RecordedPath;

/// The form a data file is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// A Python pickle, of coverage.py up to 3.7.
    Pickle,
    /// JSON behind a line of words, of coverage.py 4.0 to 5.0a1.
    Json,
    /// A SQLite database, of coverage.py from 5.0a2 on.
    Sqlite {
        /// The number of the schema: 1, 2, 3 or 7.
        schema: u8,
    },
    /// What `CoverageData.dumps` gives: the SQL text of a database, deflated.
    Dump,
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Format::Pickle => f.write_str("pickle (coverage.py 3.x)"),
            Format::Json => f.write_str("JSON (coverage.py 4.x)"),
            Format::Sqlite { schema } => write!(f, "SQLite, schema {schema}"),
            Format::Dump => f.write_str("dump of a SQLite database"),
        }
    }
}

/// What a data file measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Nothing was measured, so that it fits with either other kind.
    Neither,
    /// Lines.
    Lines,
    /// Steps from line to line (`--branch`).
    Arcs,
}

/// A context of one data file: an index into [`CoverageData::contexts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContextId(pub u32);

/// What one data file says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoverageData {
    /// The form it was read from.
    pub format: Format,
    /// The version of coverage.py that wrote it, where it says so.
    pub version: Option<String>,
    /// What was measured.
    pub kind: Kind,
    /// The names of the contexts; `""` is the one for no context.
    pub contexts: Vec<String>,
    /// The files measured, in the order of the data file; some may have no data.
    pub files: Vec<RecordedFile>,
    /// What else it says about the run.
    pub meta: Meta,
    /// What could not be read, or is odd.
    pub warnings: Vec<ReadWarning>,
}

impl CoverageData {
    /// The bytes that it takes together with what is made of it, about.
    pub fn memory(&self) -> usize {
        const FILE: usize = 500;
        const CONTEXT: usize = 150;
        const SHARE: usize = 100;
        let contexts = self.contexts.iter().map(|name| CONTEXT + 2 * name.len());
        let files = self.files.iter().map(|file| {
            let lines = file.lines.iter().map(|(_, lines)| SHARE + 2 * lines.memory());
            let arcs = file.arcs.iter().map(|(_, arcs)| SHARE + 2 * size_of_val(arcs.as_slice()));
            FILE + file.path.as_str().len() + lines.chain(arcs).sum::<usize>()
        });
        contexts.chain(files).sum()
    }
}

/// What a data file says about the run that wrote it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meta {
    /// When it was written: local time, as `YYYY-MM-DD HH:MM:SS`.
    pub when: Option<String>,
    /// The command line, as Python shows a list of strings.
    pub sys_argv: Option<String>,
    /// The hash of the data, which its name ends with (coverage.py 7.13.1 and newer).
    pub hash: Option<String>,
}

/// What a data file says of one file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RecordedFile {
    /// The file, as the machine that ran it knew it.
    pub path: RecordedPath,
    /// The plugin that measured it, where one did.
    pub tracer: Option<String>,
    /// The lines that ran, a context at most once, in order of contexts; empty in branch data.
    pub lines: Vec<(ContextId, LineSet)>,
    /// The arcs taken, a context at most once, in order of contexts, each list sorted and without
    /// repetition; empty in line data.
    pub arcs: Vec<(ContextId, Vec<Arc>)>,
    /// The contexts that recorded a line 0, which no source has: Python 3.11 and newer do that for
    /// an empty file. It counts nowhere, and combined data has it too.
    pub line_zero: Vec<ContextId>,
}

impl RecordedFile {
    /// A file without data.
    pub fn new(path: RecordedPath) -> RecordedFile {
        let (lines, arcs, line_zero) = (Vec::new(), Vec::new(), Vec::new());
        RecordedFile { path, tracer: None, lines, arcs, line_zero }
    }

    /// Brings `lines` and `arcs` into their documented order, uniting what is there twice.
    pub(crate) fn tidy(&mut self) {
        self.lines.sort_by_key(|(context, _)| *context);
        self.lines.dedup_by(|(context, lines), (kept, into)| {
            let same = context == kept;
            if same {
                into.union_with(lines);
            }
            same
        });
        self.arcs.sort_by_key(|(context, _)| *context);
        self.arcs.dedup_by(|(context, arcs), (kept, into)| {
            let same = context == kept;
            if same {
                into.append(arcs);
            }
            same
        });
        for (_, arcs) in &mut self.arcs {
            arcs.sort_unstable();
            arcs.dedup();
            arcs.shrink_to_fit();
        }
    }
}

/// Something that was left out of a data file, while the rest is used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ReadWarning {
    /// A table of the database ends in damage.
    #[error("Table '{table}' is damaged: what follows the first {rows} rows is lost ({detail})")]
    DamagedTable {
        /// The table.
        table: &'static str,
        /// How many rows could be read.
        rows: u64,
        /// What SQLite says.
        detail: String,
    },
    /// Entries that are of a wrong type, or name a line, file or context that cannot be.
    #[error("{count} entries of '{table}' make no sense and were left out")]
    OddEntries {
        /// The table, or the key of the JSON or pickle.
        table: &'static str,
        /// How many.
        count: u64,
    },
    /// Arcs that lack a line number: Python tracers up to coverage.py 7.17.3 wrote such.
    #[error(
        "{count} arcs lack a line number and were left out, the first of them of '{file}'; \
         coverage.py before 7.17.4 recorded such for 'except*' on Python 3.14"
    )]
    ArcsWithoutLine {
        /// The first file with such an arc.
        file: RecordedPath,
        /// How many arcs.
        count: u64,
    },
    /// A name that is not UTF-8.
    #[error("A name is not valid UTF-8 and is shown as '{0}'")]
    NotUtf8(String),
}

//! The parsed content of one data file, of any generation of coverage.py.

use std::fmt;

use covdrop_lines::{Arc, LineSet};
use thiserror::Error;

use crate::RecordedPath;

/// The format of a data file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DataFormat {
    /// A Python pickle, written by coverage.py up to 3.7.
    Pickle,
    /// JSON after a line of text, written by coverage.py 4.0 to 5.0a1.
    Json,
    /// A SQLite database, written by coverage.py 5.0a2 and newer.
    Sqlite {
        /// The schema number: 1, 2, 3 or 7.
        schema: u8,
    },
    /// The output of `CoverageData.dumps`: the SQL text of a database, deflated.
    Dump,
}

impl fmt::Display for DataFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DataFormat::Pickle => f.write_str("pickle (coverage.py 3.x)"),
            DataFormat::Json => f.write_str("JSON (coverage.py 4.x)"),
            DataFormat::Sqlite { schema } => write!(f, "SQLite, schema {schema}"),
            DataFormat::Dump => f.write_str("dump of a SQLite database"),
        }
    }
}

/// Whether a data file measured lines or branches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DataKind {
    /// Nothing was measured: the data file combines with either kind.
    Neither,
    /// Lines.
    Lines,
    /// Arcs from line to line (`--branch`).
    Arcs,
}

/// A context of one data file: an index into [`CoverageData::contexts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContextId(pub u32);

/// One data file, parsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoverageData {
    /// The format of the data file.
    pub format: DataFormat,
    /// The version of coverage.py that wrote it, if the data file names it.
    pub version: Option<String>,
    /// Whether it measured lines or branches.
    pub kind: DataKind,
    /// The names of the contexts; `""` stands for no context.
    pub contexts: Vec<String>,
    /// The measured files, in the order of the data file; some may have no data.
    pub files: Vec<RecordedFile>,
    /// Facts about the test run.
    pub meta: Meta,
    /// Parts that could not be read, or are odd.
    pub warnings: Vec<ReadWarning>,
}

impl CoverageData {
    /// Estimates the bytes that the data takes together with everything derived from it.
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

/// Facts that a data file gives about the test run that wrote it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meta {
    /// The time of writing: local time, as `YYYY-MM-DD HH:MM:SS`.
    pub when: Option<String>,
    /// The command line, in Python's notation for a list of strings.
    pub sys_argv: Option<String>,
    /// The hash of the data, with which the file's name ends (coverage.py 7.13.1 and newer).
    pub hash: Option<String>,
}

/// The data of one measured file in a data file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RecordedFile {
    /// The path of the file on the machine that ran the tests.
    pub path: RecordedPath,
    /// The file tracer plugin that measured it, if any.
    pub tracer: Option<String>,
    /// The lines that ran, each context at most once, in order of contexts; empty in branch data.
    pub lines: Vec<(ContextId, LineSet)>,
    /// The arcs taken, each context at most once, in order of contexts, each list sorted and
    /// without repetition; empty in line data.
    pub arcs: Vec<(ContextId, Vec<Arc>)>,
    /// The contexts that recorded a line 0, as Python 3.11 and newer do for an empty file. It
    /// counts nowhere, but combined data keeps it.
    pub line_zero: Vec<ContextId>,
}

impl RecordedFile {
    /// Creates a file without data.
    pub fn new(path: RecordedPath) -> RecordedFile {
        let (lines, arcs, line_zero) = (Vec::new(), Vec::new(), Vec::new());
        RecordedFile { path, tracer: None, lines, arcs, line_zero }
    }

    /// Sorts `lines` and `arcs` into their documented order, and merges repeated contexts.
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

/// A part of a data file that was left out, while the rest is used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ReadWarning {
    /// A damaged table, of which only the first rows can be read.
    #[error("Table '{table}' is damaged: the rows after the first {rows} are lost ({detail})")]
    DamagedTable {
        /// The table.
        table: &'static str,
        /// The number of rows that could be read.
        rows: u64,
        /// SQLite's error message.
        detail: String,
    },
    /// Entries of a wrong type, or with an impossible line, file or context.
    #[error("{count} entries of '{table}' are invalid and were left out")]
    OddEntries {
        /// The table, or the key of the JSON or pickle.
        table: &'static str,
        /// The number of entries.
        count: u64,
    },
    /// Arcs that lack a line number, which Python tracers of coverage.py up to 7.17.3 wrote.
    #[error(
        "{count} arcs lack a line number and were left out, the first of them of '{file}'; \
         coverage.py before 7.17.4 recorded such for 'except*' on Python 3.14"
    )]
    ArcsWithoutLine {
        /// The first file with such an arc.
        file: RecordedPath,
        /// The number of arcs.
        count: u64,
    },
    /// A name that is not UTF-8.
    #[error("A name is not valid UTF-8 and is shown as '{0}'")]
    NotUtf8(String),
}

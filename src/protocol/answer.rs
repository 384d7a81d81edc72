//! What the worker tells the page.

use serde::{Deserialize, Serialize};

/// A message of the worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    /// The worker has started and takes requests.
    Ready,
    /// Which of the files that were offered to read and send, by their place in the offer.
    Wanted {
        /// The page's number for the drop.
        batch: u32,
        /// The places, ascending.
        indexes: Vec<u32>,
    },
    /// How far the work has come.
    Progress(Progress),
    /// Everything that is in view beside an open file; sent whenever any of it changed and the
    /// work is done.
    Overview(Overview),
    /// The file that was asked for.
    File(FileView),
    /// The file that was asked for is not there.
    NoFile {
        /// The path that was asked for.
        path: String,
    },
}

/// What the worker is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// Reading what was dropped.
    Reading,
    /// Analysing sources.
    Analysing,
}

/// How far the work has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// What is being done.
    pub stage: Stage,
    /// Files done.
    pub done: u32,
    /// Files in all.
    pub total: u32,
    /// The file in hand.
    pub name: String,
}

/// All that was loaded, measured over the jobs that are switched on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Overview {
    /// The sums over all files; nothing where no source was given.
    pub totals: Option<Numbers>,
    /// Whether branches were recorded, and so whether their columns mean anything.
    pub branches: bool,
    /// The files that have a source, in the order of coverage.py's text report.
    pub files: Vec<FileRow>,
    /// The files that ran and have no source.
    pub ran: Vec<RanRow>,
    /// The jobs, in the order in which they are listed.
    pub jobs: Vec<Job>,
    /// What is wrong with what was dropped.
    pub problems: Vec<Problem>,
    /// How many data files were read.
    pub data_files: u32,
    /// How many source files were given.
    pub sources: u32,
    /// How many sources are Python 2, so that their numbers are near misses at best.
    pub approximate: u32,
    /// Whether these count in the totals.
    pub with_approximate: bool,
}

/// The numbers of a file or of all, as `coverage report` prints them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Numbers {
    /// Statements.
    pub stmts: u64,
    /// Statements that did not run.
    pub miss: u64,
    /// Excluded lines.
    pub excluded: u64,
    /// Possible ways out of branching lines.
    pub branch: u64,
    /// Ways out, not taken, of lines that ran.
    pub brpart: u64,
    /// The percentage as it is printed, sign included: `87%`.
    pub cover: String,
    /// The percentage, from 0 to 100, for sorting and drawing.
    pub percent: f64,
}

/// A row of the file list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FileRow {
    /// The path in the source tree.
    pub path: String,
    /// Its numbers.
    pub numbers: Numbers,
    /// Whether it is Python 2, so that its numbers are near misses at best.
    pub approximate: bool,
}

/// A file that ran, but whose source is not there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RanRow {
    /// The path as recorded.
    pub path: String,
    /// How many of its lines ran.
    pub lines: u64,
}

/// A group of data files that one job left.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Job {
    /// Its label.
    pub name: String,
    /// Whether it counts.
    pub on: bool,
    /// How many data files it has.
    pub data_files: u32,
    /// The percentage of this job alone, as printed; nothing where no source was given.
    pub cover: Option<String>,
}

/// Something that could not be used as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The file that it concerns.
    pub file: String,
    /// What is wrong, in a sentence.
    pub what: String,
    /// What to do about it, in a sentence.
    pub advice: Option<String>,
}

/// How a line of a source stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Status {
    /// It ran.
    Run,
    /// It could have run and did not.
    Miss,
    /// It was excluded.
    Excluded,
    /// It ran, but not each way out of it was taken.
    Partial,
    /// It is no statement.
    Plain,
}

/// How a line of a source is to be marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// How the line stands, or the statement that it goes on with.
    pub status: Status,
    /// Whether it only goes on with a statement that began on a line before, and is counted there.
    pub continued: bool,
}

/// A note on a branch that was not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// The line that the branch starts from.
    pub line: u32,
    /// Such as `12 ↛ 14`.
    pub short: String,
    /// A sentence that says why.
    pub long: String,
}

/// An open file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FileView {
    /// The path in the source tree.
    pub path: String,
    /// Its numbers.
    pub numbers: Numbers,
    /// The lines of the source, without their ends.
    pub lines: Vec<String>,
    /// How each line stands; as many as there are lines.
    pub marks: Vec<Mark>,
    /// The branches that were not taken, by line, ascending.
    pub notes: Vec<Note>,
}

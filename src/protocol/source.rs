//! An open file: its lines with their statuses, and the details of lines.

use serde::{Deserialize, Serialize};

use crate::{JobId, Numbers};

/// The status of a line of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Status {
    /// It ran.
    Run,
    /// It could have run and did not.
    Miss,
    /// It was excluded.
    Excluded,
    /// It ran, but did not take each of its branches.
    Partial,
    /// It has no statement.
    Plain,
}

/// The marks of a line of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The status of the line, or of the statement that it continues.
    pub status: Status,
    /// Whether it continues a statement of an earlier line, where that is counted.
    pub continued: bool,
    /// The number of enabled jobs that ran it; 0 for lines without a statement.
    pub jobs: u16,
    /// Whether the line is part of the answer to the question in the query.
    pub found: bool,
    /// The number of selected contexts with a name that ran the line.
    pub contexts: u32,
}

/// The kind of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TokenKind {
    /// A keyword.
    Keyword,
    /// A number.
    Number,
    /// A string, or a part of one.
    String,
    /// A comment.
    Comment,
    /// A character that is invisible, or changes the order of the text beside it. The page shows
    /// its code point.
    Invisible,
}

/// A token of a line that the page highlights. Names and operators have none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// The start in the line, in bytes.
    pub start: u32,
    /// The end in the line, in bytes.
    pub end: u32,
    /// The kind.
    pub kind: TokenKind,
}

/// A note on a branch that no enabled job took.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// The line of the branch.
    pub line: u32,
    /// The branch in short, such as `12 ↛ 14`.
    pub short: String,
    /// The branch in a sentence.
    pub long: String,
}

/// An open file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FileView {
    /// The path in the source tree.
    pub path: String,
    /// Its numbers.
    pub numbers: Numbers,
    /// Whether it is Python 2, so that its numbers are only approximate.
    pub approximate: bool,
    /// Whether the session has its text; if not, the lines are empty.
    pub has_text: bool,
    /// The plugin that measured it and alone knows its statements, so that it has no numbers.
    pub plugin: Option<String>,
    /// The number of enabled jobs.
    pub jobs: u16,
    /// Whether any of them measured the file; if not, the totals leave it out.
    pub measured: bool,
    /// The number of lines in the answer to the question of the query; `None` without a question.
    pub found: Option<u32>,
    /// The previous and the next file in the list that the person opened it from.
    pub neighbours: (Option<String>, Option<String>),
    /// The lines of the source, without their ends.
    pub lines: Vec<String>,
    /// The marks of each line.
    pub marks: Vec<Mark>,
    /// The notes on branches that no enabled job took, by line, ascending.
    pub notes: Vec<Note>,
    /// The tokens of all lines, in order.
    pub tokens: Vec<Token>,
    /// The end of each line's tokens in `tokens`; they start at the end of the previous line's.
    pub token_ends: Vec<u32>,
}

/// A query for the details of lines.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineQuery {
    /// The path of the file.
    pub path: String,
    /// The first line.
    pub first: u32,
    /// The last line.
    pub last: u32,
    /// The text that the names of listed contexts must contain.
    pub context_search: String,
}

/// The details of lines: the jobs, branches and contexts that ran.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineView {
    /// The query.
    pub query: LineQuery,
    /// The number of statements that begin in these lines; for a single line, 1 if it belongs to a
    /// statement.
    pub statements: u32,
    /// The number of these that ran.
    pub run: u32,
    /// The enabled jobs that ran any of them, in the order of the overview.
    pub ran: Vec<RanBy>,
    /// The branches of the line, if the query has a single line and the data has branches.
    pub branches: Vec<BranchView>,
    /// The names of contexts that ran any of the lines and match the search, sorted; the first 200.
    pub contexts: Vec<String>,
    /// The number of contexts that match the search.
    pub contexts_found: u32,
    /// The number of contexts that ran any of the lines.
    pub contexts_in_all: u32,
}

/// A job that ran lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RanBy {
    /// The job.
    pub job: JobId,
    /// The number of statements that it ran.
    pub statements: u32,
}

/// A branch of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BranchView {
    /// The destination: a line number, or `exit`.
    pub to: String,
    /// The branch in words, such as "jump to line 4".
    pub what: String,
    /// The enabled jobs that took it.
    pub taken: Vec<JobId>,
    /// Whether a comment or a setting excludes it from the missing branches.
    pub excused: bool,
}

//! An open file: its lines, how each stands, and which jobs ran it.

use serde::{Deserialize, Serialize};

use crate::{JobId, Numbers};

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
    /// How many of the jobs that are on ran it; 0 for what is no statement.
    pub jobs: u16,
    /// Whether the question that the file was opened with asks for this line.
    pub found: bool,
    /// How many selected contexts with a name ran the line.
    pub contexts: u32,
}

/// What a piece of a line is.
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
    /// A character that would not be seen, or would change the order of what is beside it: shown
    /// as its name.
    Invisible,
}

/// A piece of a line that is not shown as it is; names and operators are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// Where it starts in the line, in bytes.
    pub start: u32,
    /// Where it ends in the line, in bytes.
    pub end: u32,
    /// What it is.
    pub kind: TokenKind,
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
    /// Whether it is Python 2, so that its numbers are near misses at best.
    pub approximate: bool,
    /// Whether the text of its lines is known; if not, the lines are empty.
    pub has_text: bool,
    /// The plugin that measured it and alone knows its statements, so that it has no numbers.
    pub plugin: Option<String>,
    /// How many jobs are on.
    pub jobs: u16,
    /// Whether any of them measured the file; if not, it counts for nothing.
    pub measured: bool,
    /// How many lines the question that it was opened with asks for; nothing without a question.
    pub found: Option<u32>,
    /// The files before and after it in the list that it was opened from.
    pub neighbours: (Option<String>, Option<String>),
    /// The lines of the source, without their ends.
    pub lines: Vec<String>,
    /// How each line stands; as many as there are lines.
    pub marks: Vec<Mark>,
    /// The branches that were not taken, by line, ascending.
    pub notes: Vec<Note>,
    /// The pieces of all lines that are not shown as they are, in order.
    pub tokens: Vec<Token>,
    /// For each line, where its tokens end in `tokens`; they start where those of the line before
    /// end.
    pub token_ends: Vec<u32>,
}

/// Lines of a file to be told about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineQuery {
    /// The path of the file.
    pub path: String,
    /// The first line.
    pub first: u32,
    /// The last line.
    pub last: u32,
    /// The text that names of contexts must contain; any if it is empty.
    pub context_search: String,
}

/// What ran some lines of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineView {
    /// The query that it answers.
    pub query: LineQuery,
    /// How many statements begin in these lines; for a single line, 1 if it belongs to a statement.
    pub statements: u32,
    /// How many of them ran.
    pub run: u32,
    /// The enabled jobs that ran any of them, in the order of the overview.
    pub ran: Vec<RanBy>,
    /// The ways out of a single line, where it is a branching line and branches were recorded.
    pub branches: Vec<BranchView>,
    /// The names of contexts that ran any of the lines and match the search, sorted; the first 200.
    pub contexts: Vec<String>,
    /// How many contexts match the search.
    pub contexts_found: u32,
    /// How many contexts ran any of the lines.
    pub contexts_in_all: u32,
}

/// A job that ran lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RanBy {
    /// The job.
    pub job: JobId,
    /// How many of the statements it ran.
    pub statements: u32,
}

/// One way out of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BranchView {
    /// Where it leads: a line's number, or `exit`.
    pub to: String,
    /// What it does, such as "jump to line 4".
    pub what: String,
    /// The jobs that are on and took it.
    pub taken: Vec<JobId>,
    /// Whether a comment or a setting excuses it where it is not taken.
    pub excused: bool,
}

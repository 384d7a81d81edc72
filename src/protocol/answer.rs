//! What the worker tells the page.

use serde::{Deserialize, Serialize};

use crate::{
    Card, Export, FileIndex, FileView, Found, ImportId, LineView, Listing, Matrix, MinimalJobs,
    Overview, ProjectInfo, QueryId, Tile,
};

/// A message of the worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[expect(clippy::large_enum_variant, reason = "there is one message at a time, for a moment")]
pub enum Answer {
    /// The worker has started and takes requests.
    Ready,
    /// Requests listed files.
    FilesRequested {
        /// The import.
        import: ImportId,
        /// The indexes of the files, ascending.
        indexes: Vec<FileIndex>,
    },
    /// What the site manifest holds.
    Manifest {
        /// The files, by their paths relative to it.
        files: Vec<String>,
        /// What it says of the project.
        project: ProjectInfo,
    },
    /// The worker has consumed so many bytes of files, so that more may be sent.
    BytesConsumed {
        /// The number of bytes.
        bytes: u64,
    },
    /// The cards of all inputs, in the order in which they were dropped. Sent before the overview,
    /// whenever they changed.
    Cards {
        /// The cards.
        cards: Vec<Card>,
    },
    /// The [choices](crate::Choices), encoded. Sent whenever they changed.
    ChoicesChanged(Vec<u8>),
    /// How far the work has come.
    Progress(Progress),
    /// Everything that is in view beside an open file; sent whenever any of it changed and the
    /// work is done.
    Overview(Overview),
    /// The answer to a query.
    Reply {
        /// The query.
        id: QueryId,
        /// The answer.
        reply: Reply,
    },
    /// A message could not be written. Says which.
    Failed(String),
}

/// The answer to a [`Query`](crate::Query).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Reply {
    /// The rows that were asked for.
    Listing(Listing),
    /// The map that was asked for; each folder comes before what is in it.
    Map(Vec<Tile>),
    /// The numbers of each file in each job.
    Matrix(Matrix),
    /// The answer to a question about jobs.
    Found(Found),
    /// A minimal set of jobs with the coverage of all enabled jobs.
    MinimalJobs(MinimalJobs),
    /// The file that was asked for.
    File(FileView),
    /// The line that was asked for.
    Line(LineView),
    /// The report that was asked for.
    Export(Export),
    /// The file that was asked for is not there.
    NoFile {
        /// The path that was asked for.
        path: String,
    },
}

/// What the worker is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// Fetching the files that a site manifest lists.
    Fetching,
    /// Finding the files in a drop.
    Finding,
    /// Reading what was dropped.
    Reading,
    /// Taking an archive apart.
    Unpacking,
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
    /// Files in all; 0 where that is not known.
    pub total: u32,
    /// Bytes done.
    pub bytes: u64,
    /// Bytes in all; 0 where they are not counted.
    pub total_bytes: u64,
    /// The file in hand.
    pub name: String,
}

impl Progress {
    /// So many files are done; bytes are not counted.
    pub fn of_files(stage: Stage, done: u32, total: u32, name: String) -> Progress {
        Progress { stage, done, total, bytes: 0, total_bytes: 0, name }
    }
}

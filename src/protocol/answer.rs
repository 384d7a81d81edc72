//! The messages of the worker to the page.

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
    /// The worker requests listed files.
    FilesRequested {
        /// The import.
        import: ImportId,
        /// The indexes of the files, ascending.
        indexes: Vec<FileIndex>,
    },
    /// The contents of the site manifest.
    Manifest {
        /// The files, by their paths relative to the manifest.
        files: Vec<String>,
        /// The project that it describes.
        project: ProjectInfo,
    },
    /// The worker has consumed bytes of files, so that the page may send more.
    BytesConsumed {
        /// The number of bytes.
        bytes: u64,
    },
    /// The cards of all inputs, in the order of the drops. If they changed, the worker sends them
    /// before the overview.
    Cards {
        /// The cards.
        cards: Vec<Card>,
    },
    /// The encoded [choices](crate::Choices). The worker sends them when they change.
    ChoicesChanged(Vec<u8>),
    /// The progress of the work.
    Progress(Progress),
    /// Everything that the page shows beside a list or an open file. The worker sends it when any
    /// part has changed and the work is done.
    Overview(Overview),
    /// The answer to a query.
    Reply {
        /// The query.
        id: QueryId,
        /// The answer.
        reply: Reply,
    },
    /// The worker could not encode a message; the text names it.
    Failed(String),
}

/// The answer to a [`Query`](crate::Query).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Reply {
    /// The list.
    Listing(Listing),
    /// The treemap; each folder comes before its contents.
    Map(Vec<Tile>),
    /// The numbers of each file in each job.
    Matrix(Matrix),
    /// The answer to a question about jobs.
    Found(Found),
    /// A minimal set of jobs with the coverage of all enabled jobs.
    MinimalJobs(MinimalJobs),
    /// The file.
    File(FileView),
    /// The details of the lines.
    Line(LineView),
    /// The report.
    Export(Export),
    /// No file has the path of the query.
    NoFile {
        /// The path of the query.
        path: String,
    },
}

/// A stage of the worker's work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// Fetching the files that a site manifest lists.
    Fetching,
    /// Finding the files in a drop.
    Finding,
    /// Reading dropped files.
    Reading,
    /// Extracting an archive.
    Unpacking,
    /// Analysing sources.
    Analysing,
}

/// The progress of the work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// The current stage.
    pub stage: Stage,
    /// The number of files that are done.
    pub done: u32,
    /// The number of all files; 0 if it is unknown.
    pub total: u32,
    /// The number of bytes that are done.
    pub bytes: u64,
    /// The number of all bytes; 0 if the stage does not count bytes.
    pub total_bytes: u64,
    /// The current file.
    pub name: String,
}

impl Progress {
    /// Returns the progress of a stage that counts files, not bytes.
    pub fn of_files(stage: Stage, done: u32, total: u32, name: String) -> Progress {
        Progress { stage, done, total, bytes: 0, total_bytes: 0, name }
    }
}

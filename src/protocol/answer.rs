//! What the worker tells the page.

use serde::{Deserialize, Serialize};

use crate::{
    Card, DoubtGroup, Export, FileIndex, FileView, Found, ImportId, JobId, JobsBy, LineView,
    Listing, Matrix, MinimalJobs, Numbers, PathsView, Problem, ProjectInfo, QueryId, SettingsView,
    Threshold, Tile, Tried,
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

/// All that was loaded, measured over the jobs that are switched on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Overview {
    /// The sums over all files; `None` if no job that is on measured one that has a source.
    pub totals: Option<Numbers>,
    /// Whether branches were recorded, and so whether their columns mean anything.
    pub branches: bool,
    /// The `TOTAL` line, as `coverage report` prints it under these files; empty without totals.
    pub total_line: String,
    /// The mean of the own percentages of the jobs that are on, as printed: what a service shows
    /// that averages jobs. `None` if no job is on or no source was given.
    pub mean: Option<String>,
    /// Whether the total is as high as the settings ask; `None` if they ask for nothing.
    pub threshold: Option<Threshold>,
    /// How many files have a source, but no data of a job that is on: they count for nothing.
    pub unmeasured: u32,
    /// The first files that ran and have no numbers.
    pub ran: Vec<RanRow>,
    /// How many more there are.
    pub ran_more: u32,
    /// The jobs, in the order in which they are listed.
    pub jobs: Vec<Job>,
    /// How many contexts have a name.
    pub contexts: u32,
    /// The regular expressions of the contexts that were asked for, parted by commas.
    pub context_filter: String,
    /// Those of the settings, which count where none were asked for; all do where both are empty.
    pub context_setting: String,
    /// Why the contexts that were last asked for cannot be, so that those before still hold, or that
    /// there are none; in sentences.
    pub context_fault: Option<String>,
    /// What is being tried in place of the project's settings.
    pub tried: Option<Tried>,
    /// The Python whose rules say what a statement is, such as `3.13`.
    pub rules: String,
    /// Why these rules are followed.
    pub target_version_reason: TargetVersionReason,
    /// What is wrong with what was dropped.
    pub problems: Vec<Problem>,
    /// Reasons to doubt the totals, by kind.
    pub doubts: Vec<DoubtGroup>,
    /// How many data files were read.
    pub data_files: u32,
    /// How many source files were given.
    pub sources: u32,
    /// How many sources are Python 2, so that their numbers are near misses at best.
    pub approximate: u32,
    /// Whether these count in the totals.
    pub with_approximate: bool,
    /// The rule that groups data files into jobs, if the person chose one.
    pub jobs_by: Option<JobsBy>,
    /// How recorded paths were found in the source tree.
    pub paths: PathsView,
    /// The settings that are followed.
    pub settings: SettingsView,
}

/// Why the rules of a Python are followed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum TargetVersionReason {
    /// Nothing in the data tells the rules of Python 3.10 to 3.13 from those of 3.14.
    #[default]
    NoDifference,
    /// The data has what only these rules record.
    Data,
    /// The data has what only Pythons before 3.14 record, and what only later ones do.
    Mixed,
    /// A person chose them.
    Chosen,
}

/// A file that ran and has no numbers: its source is not there, or a plugin measured it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RanRow {
    /// The path as recorded, or in the source tree where it is there.
    pub path: String,
    /// How many of its lines ran.
    pub lines: u64,
    /// The plugin that measured it, where one did.
    pub plugin: Option<String>,
    /// Whether its source is there, so that it can be opened.
    pub has_source: bool,
}

/// A group of data files that one job left.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Job {
    /// Its id.
    pub id: JobId,
    /// Its label.
    pub name: String,
    /// Whether any of its data came in by another name.
    pub is_renamed: bool,
    /// Whether it counts.
    pub on: bool,
    /// How many data files it has.
    pub data_files: u32,
    /// The percentage of this job alone, as printed; `None` if no source was given.
    pub cover: Option<String>,
    /// The same percentage, from 0 to 100.
    pub percent: Option<f64>,
    /// What of the total is this job's alone; `None` if no source was given.
    pub gain: Option<Gain>,
}

/// What only one job covers among those that are on. For a job that is off: what it would add.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gain {
    /// Statements.
    pub stmts: u64,
    /// Branches.
    pub branches: u64,
    /// Both as a share of all statements and branches of files with a source, in percent, with one
    /// decimal: `2.1`.
    pub points: String,
}

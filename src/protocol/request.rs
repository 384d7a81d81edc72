//! What the page asks of the worker.

use serde::{Deserialize, Serialize};

use crate::{
    FileIndex, Format, ImportId, InputId, JobId, JobsBy, LineQuery, ListQuery, PathRule, QueryId,
    Question, Trial,
};

/// A file that was dropped or picked, before it is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedFile {
    /// Its path in what was dropped, `/` between the parts: a lone file's name, or the path from
    /// the dropped folder on, that folder's name first.
    pub path: String,
    /// Its size in bytes.
    pub size: u64,
}

/// A file or folder in a drop that could not be opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnreadablePath {
    /// Its path, as that of a file that is [`ListedFile`].
    pub path: String,
    /// What the browser or the system said; may be empty.
    pub reason: String,
}

/// Folders that are never looked into: they hold no source of a project and can be huge.
pub const SKIPPED_FOLDERS: [&str; 5] = [".git", ".hg", ".mypy_cache", ".ruff_cache", "__pycache__"];

/// Returns true if a folder of this name is passed over, with all that is in it.
pub fn is_skipped_folder(name: &str) -> bool {
    SKIPPED_FOLDERS.contains(&name)
}

/// A pattern of JavaScript's, in whatever case, that finds something in the name of every file in a
/// folder that is read at once: it may be a data file, a source, an archive or a settings file. A
/// folder of source holds many others, and to look up each takes its time: they are looked up if
/// data names them.
pub const USEFUL_NAMES: &str = concat!(
    r"coverage|^[^.]*$|\.(pyw?$|zip|whl|egg|pex|par|tar|t[gbx]z|gz|bz2)",
    r"|^(setup\.cfg|tox\.ini|pyproject\.toml)$",
);

/// A message of the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Request {
    /// Changes what is loaded or chosen. An [`Answer::Overview`](crate::Answer::Overview) follows
    /// once the work is done.
    Command(Command),
    /// Asks for something to show; [`Answer::Reply`](crate::Answer::Reply) has the same id.
    Query {
        /// The page's number for this query.
        id: QueryId,
        /// The query.
        query: Query,
    },
}

/// A change of the loaded data or of the choices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Command {
    /// Lists the files of an import, or a part of them. The worker replies with
    /// [`Answer::FilesRequested`](crate::Answer::FilesRequested), and again if data names more. A drop
    /// is listed in parts while it is being searched, so that its first files are read meanwhile.
    ListFiles {
        /// The import.
        import: ImportId,
        /// The files of this part.
        files: Vec<ListedFile>,
        /// The files and folders that could not be opened.
        unreadable: Vec<UnreadablePath>,
        /// Whether another part follows.
        more: bool,
    },
    /// Adds a requested file; its bytes travel beside this message.
    AddFile {
        /// The import.
        import: ImportId,
        /// The index of the file among all that were listed.
        index: FileIndex,
    },
    /// Reports that the browser could not read a requested file.
    FileFailed {
        /// The import.
        import: ImportId,
        /// The index of the file among all that were listed.
        index: FileIndex,
        /// The browser's error.
        reason: String,
    },
    /// Reports files of a site manifest that could not be loaded, before the last part of their import.
    ManifestFilesMissing {
        /// The import.
        import: ImportId,
        /// The name of the manifest.
        manifest: String,
        /// The files, each with the browser's error.
        files: Vec<UnreadablePath>,
    },
    /// Parses a site manifest; its bytes travel beside this message. The worker answers with
    /// [`Answer::Manifest`](crate::Answer::Manifest), or reports a problem.
    ReadManifest {
        /// The name of the manifest.
        name: String,
    },
    /// Restores the [choices](crate::Choices) that
    /// [`Answer::ChoicesChanged`](crate::Answer::ChoicesChanged) had. Comes before anything else.
    RestoreChoices(Vec<u8>),
    /// Cancels all pending imports.
    Cancel,
    /// Imports the example that comes with the page.
    ImportExample(ExampleSource),
    /// Enables or disables jobs.
    SwitchJobs {
        /// The jobs.
        jobs: Vec<JobId>,
        /// Whether they are enabled from now on.
        on: bool,
    },
    /// Enables these jobs and disables all others.
    SwitchOnlyJobs(Vec<JobId>),
    /// Removes an input.
    RemoveInput {
        /// The input.
        input: InputId,
    },
    /// Renames a job, and jobs that would get its name later. If another job has the new name, the two
    /// are merged.
    RenameJob {
        /// The name that it has.
        from: String,
        /// The name that it gets.
        to: String,
    },
    /// Gives the data files of a job their first labels again, so that merged jobs are split.
    RestoreJobName(String),
    /// Groups all data files into jobs by a fact; `None` groups them by their first labels.
    GroupJobs(Option<JobsBy>),
    /// Says whether Python 2 sources count in the totals.
    CountApproximate(bool),
    /// Sets the path aliases of a person, in place of those before. An inferred alias is accepted or
    /// refused by an equal one here, switched on or off.
    SetPathRules(Vec<PathRule>),
    /// Restricts coverage to the contexts in whose names one of these regular expressions matches:
    /// Python's, separated by commas, as `--contexts` takes them. If it is empty, all contexts count.
    FilterContexts(String),
    /// Starts trial settings; `None` ends the trial.
    TrySettings(Option<Trial>),
}

/// The source that the example is imported with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ExampleSource {
    /// The one that its tests ran on.
    Tested,
    /// One in which a file is another version, which shows how that is told.
    Before,
}

/// A query for something to show. It changes nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Query {
    /// Asks for a list of files, folders, functions or classes.
    List(ListQuery),
    /// Asks for the map.
    Map {
        /// Which files are on it.
        query: ListQuery,
        /// Its width in pixels.
        width: u32,
        /// Its height in pixels.
        height: u32,
    },
    /// Asks for the numbers in each job of the files that are chosen.
    Matrix(ListQuery),
    /// Asks what jobs cover together or alone.
    Ask(Question),
    /// Asks for a minimal set of jobs with the coverage of all enabled jobs.
    MinimalJobs,
    /// Asks for a file of the list, by its path there.
    Open {
        /// The path in the source tree.
        path: String,
        /// A question whose lines to mark.
        question: Option<Question>,
        /// The list that it was opened from, which tells what comes before it and after it.
        query: ListQuery,
    },
    /// Asks what ran a line, or several.
    Line(LineQuery),
    /// Asks for a report to save.
    Export(Format),
}

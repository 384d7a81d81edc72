//! The messages of the page to the worker.

use serde::{Deserialize, Serialize};

use crate::{
    FileIndex, Format, ImportId, InputId, JobId, JobsBy, LineQuery, ListQuery, PathRule, QueryId,
    Question, Trial,
};

/// A file that a person dropped or picked; the page has not read it yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedFile {
    /// Its path in the drop, separated by `/`: the name of a single file, or the path that begins
    /// with the name of the dropped folder.
    pub path: String,
    /// Its size in bytes.
    pub size: u64,
}

/// A file or folder in a drop that the browser or the system could not open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnreadablePath {
    /// Its path, as in [`ListedFile`].
    pub path: String,
    /// The error of the browser or the system; may be empty.
    pub reason: String,
}

/// The names of folders that an import skips: they have no source of a project, and can be huge.
pub const SKIPPED_FOLDERS: [&str; 5] = [".git", ".hg", ".mypy_cache", ".ruff_cache", "__pycache__"];

/// Returns true if an import skips folders of this name with their contents.
pub fn is_skipped_folder(name: &str) -> bool {
    SKIPPED_FOLDERS.contains(&name)
}

/// A JavaScript pattern, which ignores case, for the names of files that an import of a folder may
/// read at once: data files, sources, archives and settings files. A folder of sources has many
/// others, and looking up each takes time: the page looks them up only if data names them.
pub const USEFUL_NAMES: &str = concat!(
    r"coverage|^[^.]*$|\.(pyw?$|zip|whl|egg|pex|par|tar|t[gbx]z|gz|bz2)",
    r"|^(setup\.cfg|tox\.ini|pyproject\.toml)$",
);

/// A message of the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Request {
    /// Changes the session. The worker sends an [`Answer::Overview`](crate::Answer::Overview) once
    /// the work is done.
    Command(Command),
    /// Asks for data to show. The worker sends an [`Answer::Reply`](crate::Answer::Reply) with the
    /// same id.
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
    /// [`Answer::FilesRequested`](crate::Answer::FilesRequested), and again if data names more. The
    /// page lists a drop in parts while it is still searching, so that it can already read the
    /// first files.
    ListFiles {
        /// The import.
        import: ImportId,
        /// The files of this part.
        files: Vec<ListedFile>,
        /// The files and folders that the browser or the system could not open.
        unreadable: Vec<UnreadablePath>,
        /// Whether another part follows.
        more: bool,
    },
    /// Adds a requested file; its bytes travel beside this message.
    AddFile {
        /// The import.
        import: ImportId,
        /// The index of the file among all files that the import listed.
        index: FileIndex,
    },
    /// Reports that the browser could not read a requested file.
    FileFailed {
        /// The import.
        import: ImportId,
        /// The index of the file among all files that the import listed.
        index: FileIndex,
        /// The browser's error.
        reason: String,
    },
    /// Reports files of a site manifest that the page could not load. The page sends it before the
    /// last part of their import.
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
    /// Restores the [choices](crate::Choices) of an
    /// [`Answer::ChoicesChanged`](crate::Answer::ChoicesChanged). The page sends it before anything
    /// else.
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
        /// The present name.
        from: String,
        /// The new name.
        to: String,
    },
    /// Gives the data files of a job their detected labels again, which splits merged jobs.
    RestoreJobName(String),
    /// Groups all data files into jobs by a rule; `None` groups them by their detected labels.
    GroupJobs(Option<JobsBy>),
    /// Sets whether the totals count Python 2 sources.
    CountApproximate(bool),
    /// Replaces the path aliases of the person. To accept or refuse an inferred alias, the person
    /// has an equal one, switched on or off.
    SetPathRules(Vec<PathRule>),
    /// Restricts coverage to the contexts whose names match one of these regular expressions. They
    /// are Python's, separated by commas, as in `--contexts`. If the text is empty, all contexts
    /// count.
    FilterContexts(String),
    /// Starts trial settings; `None` ends the trial.
    TrySettings(Option<Trial>),
}

/// The source tree of the example.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ExampleSource {
    /// The source that the tests ran on.
    Tested,
    /// A source in which one file has another version, to show how Covdrop reports that.
    Before,
}

/// A query for data to show. It changes nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Query {
    /// Asks for a list of files, folders, functions or classes.
    List(ListQuery),
    /// Asks for the treemap.
    Map {
        /// The filter for its files.
        query: ListQuery,
        /// Its width in pixels.
        width: u32,
        /// Its height in pixels.
        height: u32,
    },
    /// Asks for the numbers of the filtered files in each job.
    Matrix(ListQuery),
    /// Asks a question about the coverage of several jobs.
    Ask(Question),
    /// Asks for a minimal set of jobs with the coverage of all enabled jobs.
    MinimalJobs,
    /// Asks for the contents of a file.
    Open {
        /// The path in the source tree.
        path: String,
        /// The question whose answer the file marks, if any.
        question: Option<Question>,
        /// The list that the person opened it from, which has the previous and the next file.
        query: ListQuery,
    },
    /// Asks for the details of one or several lines.
    Line(LineQuery),
    /// Asks for a report to save.
    Export(Format),
}

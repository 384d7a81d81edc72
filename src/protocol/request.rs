//! What the page asks of the worker.

use serde::{Deserialize, Serialize};

use crate::{Format, JobId, JobsBy, ListQuery, PathRule, QueryId, Question, Trial};

/// A file that was dropped or picked, before it is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offered {
    /// Its path in what was dropped, `/` between the parts: a lone file's name, or the path from
    /// the dropped folder on, that folder's name first.
    pub path: String,
    /// Its size in bytes.
    pub size: u64,
}

/// A file or folder in a drop that could not be opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    /// Its path, as that of a file that is [`Offered`].
    pub path: String,
    /// What the browser or the system said; may be empty.
    pub reason: String,
}

/// Folders that are never looked into: they hold no source of a project and can be huge.
pub const SKIPPED_FOLDERS: [&str; 5] = [".git", ".hg", ".mypy_cache", ".ruff_cache", "__pycache__"];

/// Whether a folder of this name is passed over, with all that is in it.
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

/// A change of what is loaded or chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Command {
    /// Files were dropped. The worker answers with [`Answer::Wanted`](crate::Answer::Wanted), and
    /// again whenever what has come asks for more. A drop is offered part by part while it is still
    /// being looked through, so that what was found is read meanwhile.
    Offer {
        /// The page's number for this drop.
        batch: u32,
        /// The files in this part of it.
        files: Vec<Offered>,
        /// Files and folders in it that could not be opened.
        closed: Vec<Closed>,
        /// Whether another part follows.
        more: bool,
    },
    /// One wanted file; its bytes travel beside this message.
    File {
        /// The drop it belongs to.
        batch: u32,
        /// Its place among all the files of the drop that were offered.
        index: u32,
    },
    /// One wanted file that the browser could not read.
    Unreadable {
        /// The drop it belongs to.
        batch: u32,
        /// Its place among all the files of the drop that were offered.
        index: u32,
        /// What the browser said.
        reason: String,
    },
    /// Files that a site manifest lists and that could not be loaded. Comes before the last part of
    /// their drop.
    Missing {
        /// The page's number for the drop.
        batch: u32,
        /// The name of the manifest.
        manifest: String,
        /// The files, each with what the browser said.
        files: Vec<Closed>,
    },
    /// A list of files that lies beside the page; its bytes travel beside this message. The worker
    /// answers with [`Answer::Listed`](crate::Answer::Listed), or says what is wrong with it.
    Manifest {
        /// The name that it was asked for by.
        name: String,
    },
    /// Does again what was [chosen](crate::Choices) before, told as
    /// [`Answer::Chosen`](crate::Answer::Chosen) told it. Comes before anything else.
    Restore(Vec<u8>),
    /// Gives up the drop that is being taken in, and returns to what was there before it.
    Cancel,
    /// Adds the example that comes with the page.
    Example,
    /// Switches jobs on or off.
    Switch {
        /// The jobs to change.
        jobs: Vec<JobId>,
        /// Whether they count from now on.
        on: bool,
    },
    /// Takes a thing that was dropped out again, by the number of its card.
    Remove {
        /// The card.
        card: u32,
    },
    /// Gives a job another name, now and whenever one comes in by the old name, which it may not
    /// have done yet. Where another job has that name, the two become one.
    Rename {
        /// The name that it has.
        from: String,
        /// The name that it is to have.
        to: String,
    },
    /// Gives a job the name back that it came in by; what became one job by a name comes apart.
    TakeBackName(String),
    /// Makes all data files that agree in this one job; nothing lets the files say it again.
    GroupJobs(Option<JobsBy>),
    /// Says whether Python 2 sources count in the totals.
    CountApproximate(bool),
    /// Takes these as the person's own rules for paths, in place of those before. A proposal is
    /// taken or refused by its rule, switched on or off, and edited by another one beside it.
    SetPathRules(Vec<PathRule>),
    /// Switches these jobs on and all others off.
    SwitchOnly(Vec<JobId>),
    /// Lets only those contexts count in whose names any of these regular expressions is found:
    /// Python's, parted by commas, as `--contexts` takes them. All count where it is empty.
    FilterContexts(String),
    /// Tries other settings than the project's; nothing ends the trial.
    Try(Option<Trial>),
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
    /// Asks for few jobs that cover as much as those that are on.
    Smallest,
    /// Asks for a file of the list, by its path there.
    Open {
        /// The path in the source tree.
        path: String,
        /// A question whose lines to mark.
        question: Option<Question>,
        /// The list that it was opened from, which tells what comes before it and after it.
        query: ListQuery,
    },
    /// Asks who ran a line.
    Line {
        /// The path of the file.
        path: String,
        /// The line.
        line: u32,
    },
    /// Asks for a report to save.
    Export(Format),
}

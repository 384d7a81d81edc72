//! One drop on its way in, kept apart from the session until all of it is there.

use std::collections::BTreeSet;

use covdrop_analysis::Options;
use covdrop_data::{RecordedPath, Recording, SourcePath, read};
use covdrop_protocol::{Offered, Problem, Progress, Stage};

use crate::problem::{self, MAX_FILE_BYTES};
use crate::project::Project;
use crate::sort::{Sort, is_wanted, sort};

/// A drop on its way in.
#[derive(Debug)]
pub(crate) struct Batch {
    /// The page's number for it.
    pub(crate) number: u32,
    offered: Vec<Offered>,
    /// The files that were asked for and have not come, by their place in the offer.
    awaited: BTreeSet<u32>,
    /// How many were asked for.
    wanted: usize,
    pub(crate) data: Vec<DataFile>,
    sources: Vec<(SourcePath, Vec<u8>)>,
    /// Settings files of the top of the tree, by name.
    settings: Vec<(String, Vec<u8>)>,
    pub(crate) problems: Vec<Problem>,
    /// The dropped folders that sources lie in.
    trees: BTreeSet<String>,
    /// The dropped folders in which anything was met that is of use or went wrong.
    met: BTreeSet<String>,
    analysing: Option<Analysing>,
}

/// A data file that was read.
#[derive(Debug)]
pub(crate) struct DataFile {
    /// Its path in the drop.
    pub(crate) path: String,
    pub(crate) recording: Recording,
}

/// The project with the batch's sources in it, while it is being analysed.
#[derive(Debug)]
struct Analysing {
    project: Project,
    /// What to follow; nothing where the settings cannot be followed.
    options: Option<Options>,
    /// What is left to do, the next one last.
    queue: Vec<SourcePath>,
    total: usize,
}

/// What analysing came to.
pub(crate) enum Analysed {
    /// One file was done.
    One(Progress),
    /// All are done: this is the project now.
    All(Project),
}

impl Batch {
    /// A drop of `offered`, and of what could not be opened.
    pub(crate) fn new(number: u32, offered: Vec<Offered>, closed: &[String]) -> Batch {
        let mut problems: Vec<Problem> =
            closed.iter().map(|path| problem::unreadable(path, "")).collect();
        let mut awaited = BTreeSet::new();
        for (index, file) in (0..).zip(&offered) {
            if !is_wanted(file) {
                continue;
            }
            if file.size > MAX_FILE_BYTES {
                problems.push(problem::too_large(&file.path, file.size));
            } else {
                awaited.insert(index);
            }
        }
        if offered.is_empty() && closed.is_empty() {
            problems.push(problem::empty_drop());
        }
        let wanted = awaited.len();
        Batch {
            number,
            offered,
            awaited,
            wanted,
            data: Vec::new(),
            sources: Vec::new(),
            settings: Vec::new(),
            trees: BTreeSet::new(),
            met: problems.iter().filter_map(|p| top(&p.file)).map(str::to_owned).collect(),
            problems,
            analysing: None,
        }
    }

    /// The files to send, by their place in the offer.
    pub(crate) fn wanted(&self) -> Vec<u32> {
        self.awaited.iter().copied().collect()
    }

    /// Whether all that was asked for has come.
    pub(crate) fn is_complete(&self) -> bool {
        self.awaited.is_empty()
    }

    /// Takes in a file that was asked for.
    pub(crate) fn file(&mut self, index: u32, bytes: Vec<u8>) -> Option<Progress> {
        let path = self.arrived(index)?;
        let sort = sort(&path, &bytes);
        if let (Some(top), true) = (top(&path), sort != Sort::Other) {
            self.met.insert(top.to_owned());
            if sort == Sort::Source {
                self.trees.insert(top.to_owned());
            }
        }
        match sort {
            Sort::Data => match read(&bytes) {
                Ok(recording) => {
                    self.problems.extend(problem::read_in_part(&path, &recording.warnings));
                    self.data.push(DataFile { path: path.clone(), recording });
                }
                Err(error) => self.problems.push(problem::unusable(&path, &error)),
            },
            Sort::Source => {
                if let Some(inner) = SourcePath::new(in_tree(&path)) {
                    self.sources.push((inner, bytes));
                }
            }
            Sort::Settings => self.settings.push((in_tree(&path).to_owned(), bytes)),
            Sort::Unknown => self.problems.push(problem::unknown(&path)),
            Sort::Other => {}
        }
        Some(self.reading(path))
    }

    /// Takes in that a file that was asked for could not be read.
    pub(crate) fn unreadable(&mut self, index: u32, reason: &str) -> Option<Progress> {
        let path = self.arrived(index)?;
        self.met.extend(top(&path).map(str::to_owned));
        self.problems.push(problem::unreadable(&path, reason));
        Some(self.reading(path))
    }

    /// The path of a file that was asked for and has not come before.
    fn arrived(&mut self, index: u32) -> Option<String> {
        if !self.awaited.remove(&index) {
            return None;
        }
        self.offered.get(index as usize).map(|file| file.path.clone())
    }

    fn reading(&self, name: String) -> Progress {
        progress(Stage::Reading, self.wanted - self.awaited.len(), self.wanted, name)
    }

    /// Starts to analyse, or goes on by one file. `project` and `recorded` are the session's.
    pub(crate) fn analyse(
        &mut self,
        project: &Project,
        recorded: impl Iterator<Item = RecordedPath>,
    ) -> Analysed {
        let analysing = self.analysing.get_or_insert_with(|| {
            let mut project = project.clone();
            for (path, bytes) in self.sources.drain(..) {
                project.add(path, bytes);
            }
            for (name, bytes) in self.settings.drain(..) {
                project.add_settings(name, bytes);
            }
            let options = project.options();
            let mine = self.data.iter().flat_map(|data| &data.recording.files);
            let mut queue = project.to_analyse(recorded.chain(mine.map(|file| file.path.clone())));
            queue.reverse();
            Analysing { project, options, total: queue.len(), queue }
        });
        match (analysing.queue.pop(), &analysing.options) {
            (Some(path), Some(options)) => {
                analysing.project.analyse(&path, options);
                let done = analysing.total - analysing.queue.len();
                let name = path.as_str().to_owned();
                Analysed::One(progress(Stage::Analysing, done, analysing.total, name))
            }
            _ => Analysed::All(std::mem::take(&mut analysing.project)),
        }
    }

    /// Whether `folder` is a folder that was dropped and that sources lie in.
    pub(crate) fn is_tree(&self, folder: &str) -> bool {
        self.trees.contains(folder)
    }

    /// The folders that were dropped and in which nothing was of use or went wrong.
    pub(crate) fn useless_folders(&self) -> BTreeSet<&str> {
        let folders = self.offered.iter().filter_map(|file| top(&file.path));
        folders.filter(|folder| !self.met.contains(*folder)).collect()
    }
}

/// The folder that was dropped, of a path in it.
fn top(path: &str) -> Option<&str> {
    path.split_once('/').map(|(top, _)| top)
}

/// The path in the source tree: what was dropped is its top, and no part of the path.
fn in_tree(path: &str) -> &str {
    path.split_once('/').map_or(path, |(_, inner)| inner)
}

fn progress(stage: Stage, done: usize, total: usize, name: String) -> Progress {
    let count = |n| u32::try_from(n).unwrap_or(u32::MAX);
    Progress { stage, done: count(done), total: count(total), name }
}

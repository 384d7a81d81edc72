//! The sources of a drop: where they belong in the project, and their analysis file by file.

use std::collections::BTreeMap;
use std::mem;

use covdrop_analysis::Options;
use covdrop_data::{Combined, SourcePath};
use covdrop_protocol::{Progress, Stage};

use super::{Batch, progress};
use crate::arrival::thing_of;
use crate::container::{Kind, TreeRoot};
use crate::layers::hash;
use crate::mapping::Foreseen;
use crate::project::Project;
use crate::{parallel, problem};

/// The project with the batch's sources in it, while it is being analysed.
#[derive(Debug)]
pub(super) struct Analysing {
    project: Project,
    /// What to follow; nothing where the settings cannot be followed.
    options: Option<Options>,
    /// What is left to do, the next one last.
    queue: Vec<SourcePath>,
    total: usize,
    /// What the paths of all data are, once the batch's is a part of it; nothing where the project
    /// has changed since.
    foreseen: Option<Foreseen>,
}

/// What analysing came to.
pub(crate) enum Analysed {
    /// A few files were done.
    Some(Progress),
    /// All are done: this is the project now, and what paths are in it.
    All(Box<Project>, Option<Box<Foreseen>>),
}

impl Batch {
    /// Starts to analyse, or goes on by a few files. `project` and `combined` are the session's.
    pub(crate) fn analyse(&mut self, project: &Project, combined: &Combined) -> Analysed {
        let mut analysing = match self.analysing.take() {
            Some(analysing) => analysing,
            None => self.begin(project.clone(), combined),
        };
        let at = analysing.queue.len().saturating_sub(parallel::AT_ONCE);
        let paths = analysing.queue.split_off(at);
        let (Some(path), Some(options)) = (paths.first(), &analysing.options) else {
            return Analysed::All(Box::new(analysing.project), analysing.foreseen.map(Box::new));
        };
        analysing.project.analyse(&paths, options);
        let done = analysing.total - analysing.queue.len();
        let total = analysing.total;
        self.analysing = Some(analysing);
        Analysed::Some(progress(Stage::Analysing, done, total, path.as_str().to_owned()))
    }

    /// The thing of number `owner` was taken out of the session while this drop is on its way in.
    pub(crate) fn forget(&mut self, owner: u32) {
        self.forget_late(owner);
        if let Some(analysing) = &mut self.analysing {
            analysing.project.remove(owner);
            analysing.foreseen = None;
        }
    }

    /// Finds what is to be analysed, with the batch's sources in the project.
    fn begin(&mut self, mut project: Project, combined: &Combined) -> Analysing {
        self.settle(&mut project);
        // The session is to meet it as it is foreseen here.
        self.order();
        let options = project.options();
        let uses = combined.recorded_paths_with(self.data.iter().map(|data| &data.recording));
        let mapping = project.map(&uses);
        let mut queue = project.unanalysed(&mapping);
        queue.reverse();
        let foreseen = Some(Foreseen::new(uses, project.path_rules(), mapping));
        Analysing { project, options, total: queue.len(), queue, foreseen }
    }

    /// Puts the sources and settings where they belong in the project.
    ///
    /// Of several trees, each file of a path that another one has too takes that one's place; a
    /// copy of it is no matter, but one that differs is told of.
    fn settle(&mut self, project: &mut Project) {
        let mut from: BTreeMap<SourcePath, String> = BTreeMap::new();
        let mut trees: BTreeMap<String, TreeRoot> = BTreeMap::new();
        // What contains an archive comes before it.
        for (path, mut container) in mem::take(&mut self.containers) {
            if container.kind == Kind::Folder {
                self.pass_over_files(&path);
            }
            let tree = self.tree(&path, &container, project, &trees);
            let is_imported = self.is_imported(&container.kind);
            let settings = mem::take(&mut container.settings);
            let sources = mem::take(&mut container.sources);
            self.containers.insert(path.clone(), container);
            for ((origin, name), bytes) in settings {
                let Some(arrival) = self.arrival_of(&path, &name) else { continue };
                if let Some(name) = tree.top_name(&name).filter(|_| !is_imported) {
                    arrival.settings.push(name.to_owned());
                    project.add_settings(arrival.id, origin, name.to_owned(), bytes);
                }
            }
            // What took the place of files of which tree: the first file, and how many.
            let mut replaced: Vec<(String, String, usize)> = Vec::new();
            for (inner, bytes) in sources {
                let Some(source) = SourcePath::new(&tree.path(&inner)) else { continue };
                let Some(arrival) = self.arrival_of(&path, &inner) else { continue };
                arrival.sources += 1;
                let other = project.add(arrival.id, source.clone(), hash(&bytes), bytes);
                let before = from.insert(source, path.clone());
                if let Some(other) = other {
                    let earlier = || self.known.things.get(&other).cloned();
                    let other = before.or_else(earlier).unwrap_or_default();
                    match replaced.iter_mut().find(|(known, ..)| *known == other) {
                        Some((.., count)) => *count += 1,
                        None => replaced.push((other, tree.inside(&inner).to_owned(), 1)),
                    }
                }
            }
            for (other, first, count) in replaced {
                self.tell(problem::replaced(&path, &other, &first, count));
            }
            trees.insert(path, tree);
        }
        self.note_trees(&trees);
    }

    /// The dropped thing that `inner` of the container `path` came in.
    fn arrival_of(&mut self, path: &str, inner: &str) -> Option<&mut crate::arrival::Arrival> {
        self.arrival(if path.is_empty() { thing_of(inner) } else { path })
    }
}

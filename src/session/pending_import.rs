//! An import in progress: its files are received, its sources are analysed in a copy of the
//! project, and then the session adds both.

use std::collections::BTreeMap;

use covdrop_analysis::Options;
use covdrop_data::{Combined, SourcePath};
use covdrop_intake::{FinishedImport, Import, ImportedTree, parallel, replaced_sources};
use covdrop_protocol::{InputId, Progress, Stage};

use crate::precomputed_mapping::PrecomputedMapping;
use crate::project::Project;

/// An import in progress.
#[derive(Debug)]
pub(crate) enum PendingImport {
    /// Its files are being received.
    Receiving(Box<Import>),
    /// Its sources are being analysed.
    Analysing(Box<AnalysingImport>),
}

impl PendingImport {
    /// Returns the import if its files are being received.
    pub(crate) fn receiving(&mut self) -> Option<&mut Import> {
        match self {
            PendingImport::Receiving(import) => Some(&mut **import),
            PendingImport::Analysing(_) => None,
        }
    }

    /// Returns the bytes of data and sources that it keeps.
    pub(crate) fn kept(&self) -> u64 {
        match self {
            PendingImport::Receiving(import) => import.kept(),
            PendingImport::Analysing(import) => import.finished.kept,
        }
    }

    /// Removes the input `id`, which was removed from the session.
    pub(crate) fn forget_input(&mut self, id: InputId) {
        match self {
            PendingImport::Receiving(import) => import.forget_input(id),
            PendingImport::Analysing(import) => {
                import.finished.forget_input(id);
                import.project.remove(id);
                import.mapping = None;
            }
        }
    }
}

/// A finished import whose sources are being analysed in a copy of the project.
#[derive(Debug)]
pub(crate) struct AnalysingImport {
    pub(crate) finished: FinishedImport,
    /// The project with the sources of the import.
    pub(crate) project: Project,
    /// The mapping of all recorded paths, including those of the import; `None` if the project has
    /// changed since.
    pub(crate) mapping: Option<PrecomputedMapping>,
    /// The options of the analysis; `None` if the settings are invalid.
    options: Option<Options>,
    /// The remaining files to analyse, the next one last.
    queue: Vec<SourcePath>,
    total: usize,
}

impl AnalysingImport {
    /// Adds the files of `import` to `project`, a copy of the session's. `combined` is the
    /// session's data, and `input_name` returns the names of its inputs.
    pub(crate) fn new(
        import: Import,
        mut project: Project,
        combined: &Combined,
        input_name: impl Fn(InputId) -> Option<String>,
    ) -> AnalysingImport {
        let (mut finished, trees) = FinishedImport::new(import, |name| project.is_root_of(name));
        add_trees(trees, &mut project, &mut finished, input_name);
        let options = project.options();
        let data_files = finished.data.iter().map(|data| &data.data_file);
        let uses = combined.recorded_paths_with(data_files);
        let mapping = project.map(&uses);
        let mut queue = project.unanalysed(&mapping);
        queue.reverse();
        let mapping = Some(PrecomputedMapping::new(uses, project.path_rules(), mapping));
        AnalysingImport { finished, project, mapping, options, total: queue.len(), queue }
    }

    /// Analyses a few files. Returns `None` if all are done.
    pub(crate) fn step(&mut self) -> Option<Progress> {
        let options = self.options.as_ref()?;
        let at = self.queue.len().saturating_sub(parallel::AT_ONCE);
        let paths = self.queue.split_off(at);
        let name = paths.first()?.as_str().to_owned();
        self.project.analyse(&paths, options);
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let done = self.total - self.queue.len();
        Some(Progress::of_files(Stage::Analysing, count(done), count(self.total), name))
    }
}

/// Adds the sources and settings of an import to the project, and reports overridden sources.
fn add_trees(
    trees: Vec<ImportedTree>,
    project: &mut Project,
    finished: &mut FinishedImport,
    input_name: impl Fn(InputId) -> Option<String>,
) {
    // For each source of this import, its container.
    let mut container_of: BTreeMap<SourcePath, String> = BTreeMap::new();
    for ImportedTree { container, settings, sources } in trees {
        for file in settings {
            project.add_settings(file.input, file.origin, file.name, file.bytes);
        }
        // The trees with overridden files: the first file, and the number of files.
        let mut replaced: Vec<(String, String, usize)> = Vec::new();
        for source in sources {
            let other = project.add(source.input, source.path.clone(), source.bytes);
            let before = container_of.insert(source.path, container.clone());
            let Some(other) = other else { continue };
            let other = before.or_else(|| input_name(other)).unwrap_or_default();
            match replaced.iter_mut().find(|(known, ..)| *known == other) {
                Some((.., count)) => *count += 1,
                None => replaced.push((other, source.below_root, 1)),
            }
        }
        for (other, first, count) in replaced {
            finished.report(replaced_sources(&container, &other, &first, count));
        }
    }
}

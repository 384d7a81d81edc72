//! The session: owns the imported data, the project, the user's choices and the coverage computed
//! from them.

mod changes;
mod queries;

use covdrop_analysis::{Evidence, ForeignDecoder, TargetVersion};
use covdrop_data::{Environment, ResolvedPath, Selection};
use covdrop_intake::{example_inputs, parallel};
use covdrop_protocol::{
    ExampleSource, FileIndex, ImportId, ListedFile, Progress, Trial, UnreadablePath,
};

use crate::changed_files::MatchedDiff;
use crate::dataset::Dataset;
use crate::import_queue::{ImportQueue, QueueStep};
use crate::job_coverage::JobCoverage;
use crate::path_mapping::PathMapping;
use crate::pending_import::AnalysingImport;
use crate::precomputed_mapping::PrecomputedMapping;
use crate::project::Project;
use crate::session_view::SessionView;
use crate::trial_settings::{ProjectCoverage, Trials};
use crate::user_choices::UserChoices;

/// A session.
#[derive(Debug)]
pub struct Session {
    dataset: Dataset,
    /// The project and its coverage, with the trial settings if there are any.
    current: ProjectCoverage,
    mapping: PathMapping,
    choices: UserChoices,
    trials: Trials,
    imports: ImportQueue,
}

/// The result of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// There is nothing to do until a file arrives or a query is sent.
    Idle,
    /// A piece of work was done, and there is more.
    Worked(Progress),
    /// An import requests more files.
    FilesRequested {
        /// The import.
        import: ImportId,
        /// The indexes of the files, ascending.
        indexes: Vec<FileIndex>,
    },
    /// An import was added to the session.
    Finished,
}

impl Session {
    /// Creates an empty session. `decoder` decodes legacy encodings.
    pub fn new(decoder: ForeignDecoder) -> Session {
        Session {
            dataset: Dataset::new(),
            current: ProjectCoverage {
                project: Project::new(decoder),
                coverage: JobCoverage::default(),
            },
            mapping: PathMapping::default(),
            choices: UserChoices::new(),
            trials: Trials::default(),
            imports: ImportQueue::new(),
        }
    }

    /// Compiles the default patterns ahead of the first drop.
    pub fn warm_up(&mut self) {
        self.current.project.options();
    }

    /// Sets the folder of the source tree: absolute, with `/`. Paths recorded below it are its
    /// files.
    pub fn set_root(&mut self, root: &str) {
        self.current.project.set_root(root);
    }

    /// Sets other folders, absolute and with `/`, that contain files of the source tree.
    pub fn set_more_roots(&mut self, roots: Vec<String>) {
        self.current.project.set_more_roots(roots);
    }

    /// Sets the links among the folders and files of the source tree: the path of each in the tree,
    /// and its target, absolute and with `/`. Call [`Session::set_root`] before. coverage.py
    /// records and reports files by their real paths.
    pub fn set_links(&mut self, links: Vec<(String, String)>) {
        self.current.project.set_links(links);
    }

    /// Sets whether path aliases are not inferred, so that only the user's aliases and `[paths]`
    /// apply. Takes effect with the next drop.
    pub fn set_strict_paths(&mut self, on: bool) {
        self.current.project.set_strict_paths(on);
    }

    /// Analyses for this Python version, even if the data shows another one.
    pub fn set_target_version(&mut self, target: TargetVersion) {
        self.current.project.choose_target(target);
    }

    /// Uses this settings file instead of those in the source tree.
    pub fn set_rcfile(&mut self, name: String, bytes: Vec<u8>) {
        self.current.project.set_rcfile(name, bytes);
    }

    /// Sets the environment whose variables the user's own settings files may use. Without it, and
    /// for settings in an input, all variables are unknown.
    pub fn set_environment(&mut self, environment: Environment) {
        self.current.project.set_environment(environment);
    }

    /// Reports only on the files that match these patterns, in place of those of the settings.
    pub fn set_include(&mut self, patterns: Vec<String>) {
        self.current.project.set_include(patterns);
    }

    /// Omits the files that match these patterns, in place of those of the settings.
    pub fn set_omit(&mut self, patterns: Vec<String>) {
        self.current.project.set_omit(patterns);
    }

    /// Reports only on the files that a diff changes, among those that the patterns leave.
    pub fn set_only_changed(&mut self, diff: &MatchedDiff) {
        self.current.project.set_only(diff.sources().cloned().collect());
        self.current.project.update_report_filter();
        self.current.coverage = JobCoverage::default();
    }

    /// Returns a view for queries.
    fn view(&self) -> SessionView<'_> {
        SessionView {
            dataset: &self.dataset,
            project: &self.current.project,
            coverage: &self.current.coverage,
            mapping: &self.mapping,
            choices: &self.choices,
            trials: &self.trials,
        }
    }

    /// Computes a small piece of the current totals. Returns `None` if they are ready, or are
    /// computed on demand.
    pub fn prepare(&mut self) -> Option<Progress> {
        let (was_pending, contexts) = (self.trials.is_pending(), self.contexts_of_settings());
        let trial = self.trials.step(&mut self.current);
        if was_pending && trial.is_none() {
            self.filter_contexts_unless(contexts.as_ref());
        }
        trial.or_else(|| self.current.coverage.prepare(self.view().inputs()))
    }

    /// Starts an import of these files; `unreadable` are paths that could not be opened. Returns
    /// the indexes of the files to read and to add with [`add_file`](Session::add_file); a step may
    /// [request](Step::FilesRequested) more.
    ///
    /// No query sees the import before a [`step`](Session::step) returns
    /// [`Finished`](Step::Finished).
    pub fn list_files(
        &mut self,
        import: ImportId,
        files: Vec<ListedFile>,
        unreadable: &[UnreadablePath],
    ) -> Vec<FileIndex> {
        self.list_part(import, files, unreadable, false).0
    }

    /// Adds a part of the list of an import's files, like [`list_files`](Session::list_files) for a
    /// whole list. `more` means that another part follows. The indexes are those among all files of
    /// the import.
    ///
    /// Also returns the progress of the listing, unless this is the last part.
    pub fn list_part(
        &mut self,
        import: ImportId,
        files: Vec<ListedFile>,
        unreadable: &[UnreadablePath],
        more: bool,
    ) -> (Vec<FileIndex>, Option<Progress>) {
        self.imports.add_files(import, files, unreadable, more, &self.dataset)
    }

    /// Adds files that a site manifest lists and that could not be loaded. Call it before the last
    /// part of their import is listed.
    pub fn add_missing_files(
        &mut self,
        import: ImportId,
        manifest: &str,
        files: &[UnreadablePath],
    ) {
        self.imports.add_missing(import, manifest, files, &self.dataset);
    }

    /// Marks files of an import as lying in the source folder on disk, where settings files are the
    /// user's own.
    pub fn set_in_source_folder(
        &mut self,
        import: ImportId,
        indexes: impl IntoIterator<Item = FileIndex>,
    ) {
        if let Some(import) = self.imports.get(import) {
            import.set_in_source_folder(indexes);
        }
    }

    /// Adds the content of a requested file; ignores other files.
    pub fn add_file(
        &mut self,
        import: ImportId,
        index: FileIndex,
        bytes: Vec<u8>,
    ) -> Option<Progress> {
        self.imports.awaiting(import, index)?.receive(index, bytes)
    }

    /// Adds the content of several requested files, which is faster than one by one on several
    /// cores.
    pub fn add_files(
        &mut self,
        import: ImportId,
        files: Vec<(FileIndex, Vec<u8>)>,
    ) -> Option<Progress> {
        let (first, _) = files.first()?;
        self.imports.awaiting(import, *first)?.receive_all(files)
    }

    /// Records that a requested file could not be read.
    pub fn fail_file(
        &mut self,
        import: ImportId,
        index: FileIndex,
        reason: &str,
    ) -> Option<Progress> {
        self.imports.awaiting(import, index)?.fail(index, reason)
    }

    /// Imports the example, as if it were dropped.
    pub fn example(&mut self, source: ExampleSource) {
        let inputs = example_inputs(source);
        self.imports.import_example(&self.dataset, |name| inputs.contains(&name));
    }

    /// Cancels the pending imports, and a trial that is being analysed.
    pub fn cancel(&mut self) {
        self.imports.cancel();
        self.trials.forget_pending();
    }

    /// Does the next small piece of work.
    pub fn step(&mut self) -> Step {
        match self.imports.step(self.trials.own(&self.current.project), &self.dataset) {
            QueueStep::Idle => Step::Idle,
            QueueStep::Worked(progress) => Step::Worked(progress),
            QueueStep::Requested(import, indexes) => Step::FilesRequested { import, indexes },
            QueueStep::Analysed(import) => {
                self.add_import(*import);
                Step::Finished
            }
        }
    }

    /// Adds an analysed import.
    fn add_import(&mut self, import: AnalysingImport) {
        let AnalysingImport { finished: mut import, project, mapping, .. } = import;
        let rules = self.current.project.path_rules();
        let trial = self.pause_trial();
        self.current.project = project;
        // The user may have changed them while the import was pending.
        self.current.project.set_path_rules(rules);
        self.dataset.add(&mut import);
        if self.choices.jobs_by.is_some() {
            self.dataset.group(self.choices.jobs_by);
        }
        self.imports.defer(import.into_deferred(), &self.dataset);
        self.remap_with(mapping);
        self.resume_trial(trial);
    }

    /// Ends the trial, before the project itself changes.
    fn pause_trial(&mut self) -> Option<Trial> {
        self.trials.pause(&mut self.current)
    }

    /// Starts a paused trial again.
    fn resume_trial(&mut self, trial: Option<Trial>) {
        if trial.is_some() {
            self.try_settings(trial);
        }
    }

    /// Maps all paths again, without the trial.
    fn remap(&mut self) {
        let trial = self.pause_trial();
        self.remap_with(None);
        self.resume_trial(trial);
    }

    /// Maps each recorded path, and updates the filter of files to report on. Uses the precomputed
    /// mapping if it is still valid.
    fn remap_with(&mut self, precomputed: Option<PrecomputedMapping>) {
        let project = &mut self.current.project;
        let uses: Vec<_> = self.dataset.combined.recorded_paths().collect();
        let rules = project.path_rules();
        let precomputed = precomputed.and_then(|mapping| mapping.into_mapping(&uses, &rules));
        self.mapping = precomputed.unwrap_or_else(|| project.map(&uses));
        self.dataset.combined.map_paths(|path| self.mapping.resolve(path));
        project.update_report_filter();
        // Some files are mapped differently once their jobs are known.
        self.analyse_rest();
        let evidence = self.evidence();
        self.current.project.apply_evidence(evidence);
        self.current.project.forget_outdated();
        self.analyse_rest();
        self.current.coverage = JobCoverage::default();
        self.refilter_contexts();
    }

    /// Analyses the files that data names and that were not analysed yet.
    fn analyse_rest(&mut self) {
        let project = &mut self.current.project;
        let rest = project.unanalysed(&self.mapping);
        if let Some(options) = project.options().filter(|_| !rest.is_empty()) {
            project.analyse(&rest, &options);
        }
    }

    /// Returns the evidence of all data about the Python version that recorded it.
    fn evidence(&self) -> Evidence {
        let (combined, project) = (&self.dataset.combined, &self.current.project);
        let files: Vec<_> = combined.files().collect();
        let evidence = parallel::map(&files, |&(id, file)| {
            let ResolvedPath::Source(path) = &file.path else { return None };
            let analysed = project.analysed(path)?;
            let lines = || combined.hits(id, &Selection::everything()).lines;
            Some(analysed.analysis.evidence(combined.arcs(id), lines))
        });
        evidence.into_iter().flatten().fold(Evidence::default(), Evidence::and)
    }
}

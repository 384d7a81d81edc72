//! The session: what was taken in, which jobs count, and what follows from it.

mod cards;

use std::collections::{BTreeMap, HashMap, VecDeque};

use covdrop_analysis::{Evidence, Foreign, RuleSet};
use covdrop_data::{Combined, DataKey, Environment, Place, RecordingId, Selection, Settings};
use covdrop_intake::{
    DeferredPackage, Import, Input, NamedFiles, SessionSnapshot, SettingsOrigin, import_example,
    parallel,
};
use covdrop_protocol::{Closed, FileIndex, ImportId, InputId, JobsBy, Offered, Problem, Progress};
use covdrop_report::Precision;

use crate::choices::ContextFilter;
use crate::counts::{Basis, Counts};
use crate::mapping::{Mapping, PrecomputedMapping};
use crate::names::Names;
use crate::pending_import::{AnalysingImport, PendingImport};
use crate::project::{Chooser, Project};
use crate::trials::Trials;

/// All that was dropped and chosen.
#[derive(Debug)]
pub struct Session {
    pub(crate) combined: Combined,
    pub(crate) project: Project,
    /// Whether Python 2 sources count, whose numbers are near misses at best.
    pub(crate) with_approximate: bool,
    pub(crate) mapping: Mapping,
    /// Which files to report on.
    pub(crate) chooser: Chooser,
    pub(crate) selection: Selection,
    /// The inputs, in the order in which they were dropped.
    pub(crate) inputs: Vec<Input>,
    /// The id of the next input.
    next_input: InputId,
    /// What jobs are called.
    pub(crate) names: Names,
    /// What makes data files one job, where that was chosen.
    pub(crate) jobs_by: Option<JobsBy>,
    /// What is wrong with the last drop and not with a thing in it.
    pub(crate) problems: Vec<Problem>,
    /// Whether what was chosen before could not be read.
    pub(crate) has_lost_choices: bool,
    /// The numbers that follow from all this.
    pub(crate) counts: Counts,
    /// Which contexts were asked for.
    pub(crate) contexts: ContextFilter,
    /// Settings that are tried in place of the project's.
    pub(crate) trials: Trials,
    /// What tells the data of each recording from that of others.
    pub(crate) keys: HashMap<RecordingId, DataKey>,
    /// How many bytes of data files and sources were taken in.
    pub(crate) kept: u64,
    /// The deferred packages, which no data named so far.
    pub(crate) deferred: Vec<DeferredPackage>,
    /// The pending imports, the first one first.
    pub(crate) imports: VecDeque<PendingImport>,
}

/// What a step came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// There is nothing to do, until a file comes or something is asked.
    Idle,
    /// A piece of work was done, and there is more.
    Worked(Progress),
    /// What came asks for more files of a drop, by their place in the offer.
    Wanted {
        /// The page's number for the drop.
        batch: u32,
        /// The places, ascending.
        indexes: Vec<u32>,
    },
    /// A drop was taken over into the session.
    Finished,
}

impl Session {
    /// A session with nothing in it. `decoder` knows the encodings of old sources.
    pub fn new(decoder: Foreign) -> Session {
        Session {
            combined: Combined::new(),
            project: Project::new(decoder),
            with_approximate: false,
            mapping: Mapping::default(),
            chooser: Chooser::default(),
            selection: Selection::everything(),
            inputs: Vec::new(),
            next_input: InputId(0),
            problems: Vec::new(),
            has_lost_choices: false,
            names: Names::default(),
            jobs_by: None,
            counts: Counts::default(),
            contexts: ContextFilter::default(),
            trials: Trials::default(),
            keys: HashMap::new(),
            kept: 0,
            deferred: Vec::new(),
            imports: VecDeque::new(),
        }
    }

    /// Makes what every project without patterns of its own needs, ahead of the first drop.
    pub fn warm_up(&mut self) {
        self.project.options();
    }

    /// Tells where the source tree lies: absolute, with `/`. Paths recorded there are its files.
    pub fn set_root(&mut self, root: &str) {
        self.project.set_root(root);
    }

    /// Tells which other folders, absolute and with `/`, hold files of the source tree.
    pub fn set_more_roots(&mut self, roots: Vec<String>) {
        self.project.set_more_roots(roots);
    }

    /// Tells which folders and files of the source tree are links: the path of each in the tree, and
    /// what it leads to, absolute and with `/`. [`Session::set_root`] must come before. coverage.py
    /// records and reports files by where they really lie.
    pub fn set_links(&mut self, links: Vec<(String, String)>) {
        self.project.set_links(links);
    }

    /// Says whether recorded paths are found only as they are and by the rules of people, and no
    /// alias is inferred. Holds from the next drop on.
    pub fn set_strict_paths(&mut self, on: bool) {
        self.project.set_strict_paths(on);
    }

    /// Follows the rules of this Python, whatever the data tells.
    pub fn set_rules(&mut self, rules: RuleSet) {
        self.project.choose_rules(rules);
    }

    /// Follows this settings file, and not those in the source tree.
    pub fn set_rcfile(&mut self, name: String, bytes: Vec<u8>) {
        self.project.set_rcfile(name, bytes);
    }

    /// Sets the environment that the user's own settings files may name variables of. Without it,
    /// and for settings that come with an input, no variable is known.
    pub fn set_environment(&mut self, environment: Environment) {
        self.project.set_environment(environment);
    }

    /// Reports on the files of these patterns alone, whatever the settings say.
    pub fn set_include(&mut self, patterns: Vec<String>) {
        self.project.set_include(patterns);
    }

    /// Leaves the files of these patterns out, whatever the settings say.
    pub fn set_omit(&mut self, patterns: Vec<String>) {
        self.project.set_omit(patterns);
    }

    /// The jobs, each with the number of its data files.
    pub fn jobs(&self) -> impl Iterator<Item = (&str, usize)> {
        self.combined.jobs().map(|(_, job)| (job.label.as_str(), job.recordings.len()))
    }

    /// Whether there is any source.
    pub fn has_sources(&self) -> bool {
        self.project.len() > 0
    }

    /// The settings that are followed.
    pub fn settings(&self) -> &Settings {
        self.project.settings()
    }

    /// The origin of the settings file that is followed; `None` where there is none.
    pub fn settings_origin(&self) -> Option<SettingsOrigin> {
        self.project.settings_origin()
    }

    /// The name and the content of the settings file that is followed.
    pub fn settings_file(&self) -> Option<(&str, &[u8])> {
        self.project.settings_file()
    }

    /// The decimals of percentages. A setting that makes none is passed over here, as it spoils no
    /// number.
    pub(crate) fn precision(&self) -> Precision {
        Precision::new(self.settings().precision).unwrap_or_default()
    }

    /// Does the next small piece of what numbers in view wait for; nothing where they are ready, or
    /// need not be asked for in pieces.
    pub fn prepare(&mut self) -> Option<Progress> {
        self.step_trial().or_else(|| self.counts.prepare(self.basis()))
    }

    /// What the numbers in view are counted from.
    pub(crate) fn basis(&self) -> Basis<'_> {
        Basis {
            combined: &self.combined,
            project: &self.project,
            chooser: &self.chooser,
            selection: &self.selection,
            with_approximate: self.with_approximate,
        }
    }

    /// Starts an import of these files; `closed` are paths that could not be opened. Gives the indexes
    /// of the files to read and to send with [`Session::file`]; a step may [want](Step::Wanted) more.
    ///
    /// Nothing of the import is seen before a [`step`](Session::step) says that it is
    /// [finished](Step::Finished).
    pub fn offer(&mut self, import: u32, files: Vec<Offered>, closed: &[Closed]) -> Vec<u32> {
        self.offer_part(import, files, closed, false).0
    }

    /// Adds a part of the list of an import's files, as [`offer`](Session::offer) adds a whole one;
    /// there is `more` to follow, or this is the last. The indexes are those among all files of the
    /// import.
    ///
    /// Gives the progress of the listing too, unless this is the last part.
    pub fn offer_part(
        &mut self,
        import: u32,
        files: Vec<Offered>,
        closed: &[Closed],
        more: bool,
    ) -> (Vec<u32>, Option<Progress>) {
        let mut next_input = self.next_input;
        let Some(import) = self.scanning_import(import) else { return Default::default() };
        let progress = import.add_files(files, closed, more, &mut next_input);
        let requests = import.take_requests();
        self.next_input = next_input;
        (requests.into_iter().map(|index| index.0).collect(), progress)
    }

    /// Adds files that a site manifest lists and that could not be loaded, before the last part of
    /// their import.
    pub fn missing(&mut self, import: u32, manifest: &str, files: &[Closed]) {
        if let Some(import) = self.scanning_import(import) {
            import.add_missing(manifest, files);
        }
    }

    /// The import of this id whose files are being listed, new if need be.
    fn scanning_import(&mut self, id: u32) -> Option<&mut Import> {
        let id = ImportId(id);
        let is_it = |import: &Import| import.id() == id && import.is_scanning();
        let mut known = self.imports.iter_mut().filter_map(PendingImport::receiving);
        if !known.any(|import| is_it(import)) {
            let import = Import::new(id, self.snapshot());
            self.imports.push_back(PendingImport::Receiving(Box::new(import)));
        }
        let mut known = self.imports.iter_mut().filter_map(PendingImport::receiving);
        known.find(|import| is_it(import))
    }

    /// Marks these files of an import, by index, as lying in the source folder on disk: settings
    /// files among them are the user's own.
    pub fn set_in_source_folder(&mut self, import: u32, indexes: impl IntoIterator<Item = u32>) {
        let mut imports = self.imports.iter_mut().filter_map(PendingImport::receiving);
        if let Some(import) = imports.find(|known| known.id() == ImportId(import)) {
            import.set_in_source_folder(indexes.into_iter().map(FileIndex));
        }
    }

    /// A snapshot of the session for an import.
    fn snapshot(&self) -> SessionSnapshot {
        let pending = self.imports.iter().map(PendingImport::kept).sum::<u64>();
        let mut named = NamedFiles::default();
        for (path, _) in self.combined.recorded_paths() {
            named.add(path);
        }
        SessionSnapshot { kept: self.kept.saturating_add(pending), named }
    }

    /// Adds the content of a requested file; others are passed over.
    pub fn file(&mut self, import: u32, index: u32, bytes: Vec<u8>) -> Option<Progress> {
        self.awaiting_import(import, index)?.receive(FileIndex(index), bytes)
    }

    /// Adds the content of several requested files, which is quicker than one by one where there are
    /// several cores.
    pub fn files(&mut self, import: u32, files: Vec<(u32, Vec<u8>)>) -> Option<Progress> {
        let (first, _) = files.first()?;
        let import = self.awaiting_import(import, *first)?;
        let files = files.into_iter().map(|(index, bytes)| (FileIndex(index), bytes));
        import.receive_all(files.collect())
    }

    /// Takes note that a requested file could not be read.
    pub fn unreadable(&mut self, import: u32, index: u32, reason: &str) -> Option<Progress> {
        self.awaiting_import(import, index)?.fail(FileIndex(index), reason)
    }

    /// The import of this id that waits for this file.
    fn awaiting_import(&mut self, id: u32, index: u32) -> Option<&mut Import> {
        let mut imports = self.imports.iter_mut().filter_map(PendingImport::receiving);
        imports.find(|import| import.id() == ImportId(id) && import.awaits(FileIndex(index)))
    }

    /// Imports the example, as if it were dropped.
    pub fn example(&mut self) {
        self.import_example_inputs(|_| true);
    }

    /// Imports those inputs of the example of which `is_wanted` is true by name.
    pub(crate) fn import_example_inputs(&mut self, is_wanted: impl Fn(&str) -> bool) {
        let import = import_example(self.snapshot(), &mut self.next_input, is_wanted);
        self.imports.push_back(PendingImport::Receiving(Box::new(import)));
    }

    /// Cancels the pending imports, and a trial that is not ready yet.
    pub fn cancel(&mut self) {
        for import in self.imports.drain(..) {
            // Deferred packages may be requested again.
            self.deferred.extend(match import {
                PendingImport::Receiving(import) => import.into_packages(),
                PendingImport::Analysing(import) => import.finished.into_packages(),
            });
        }
        self.trials.forget_unfinished();
    }

    /// Does the next small piece of work.
    pub fn step(&mut self) -> Step {
        let mut imports = self.imports.iter_mut().filter_map(PendingImport::receiving);
        if let Some(import) = imports.find(|import| import.has_archives()) {
            return import.extract().map_or(Step::Idle, Step::Worked);
        }
        for import in self.imports.iter_mut().filter_map(PendingImport::receiving) {
            let requests = import.take_requests();
            if !requests.is_empty() {
                let indexes = requests.into_iter().map(|index| index.0).collect();
                return Step::Wanted { batch: import.id().0, indexes };
            }
        }
        match self.imports.pop_front() {
            Some(PendingImport::Receiving(import)) if import.is_done() => {
                let project = self.trials.own(&self.project).clone();
                let name = |id| {
                    let input = self.inputs.iter().find(|input| input.id == id)?;
                    Some(input.name.clone())
                };
                let import = AnalysingImport::new(*import, project, &self.combined, name);
                self.analyse(Box::new(import))
            }
            Some(PendingImport::Analysing(import)) => self.analyse(import),
            Some(import) => {
                self.imports.push_front(import);
                Step::Idle
            }
            None => Step::Idle,
        }
    }

    /// Analyses a few files of the first import, or adds it to the session if all are analysed.
    fn analyse(&mut self, mut import: Box<AnalysingImport>) -> Step {
        if let Some(progress) = import.step() {
            self.imports.push_front(PendingImport::Analysing(import));
            return Step::Worked(progress);
        }
        self.add_import(*import);
        Step::Finished
    }

    /// Adds an import to the session.
    fn add_import(&mut self, import: AnalysingImport) {
        let AnalysingImport { finished: mut import, project, mapping, .. } = import;
        let rules = self.project.path_rules();
        let trial = self.pause_trial();
        self.project = project;
        // They may have changed while the import was pending.
        self.project.set_path_rules(rules);
        self.kept = self.kept.saturating_add(import.kept);
        import.conclude();
        if !import.is_third_party() {
            self.problems = import.take_problems();
        }
        let labels = import.job_labels(|came| self.job_named(self.names.get(came)).is_some());
        for (data, label) in std::mem::take(&mut import.data).into_iter().zip(labels) {
            let job = self.job_for(label.clone());
            let name = data.path.full();
            if let Some(id) = self.combined.add(job, name.as_str(), data.recording) {
                self.keys.insert(id, data.key);
                self.names.note(id, label, data.facts);
                import.add_recording(&name, id);
            }
        }
        let mut inputs = import.take_inputs();
        if import.is_third_party() {
            for more in inputs {
                if let Some(input) = self.inputs.iter_mut().find(|input| input.id == more.id) {
                    import.merge_into(input, more);
                }
            }
        } else {
            self.inputs.append(&mut inputs);
        }
        if self.jobs_by.is_some() {
            self.regroup();
        }
        self.deferred.append(&mut import.into_deferred());
        self.import_named_packages();
        self.map_as(mapping);
        self.resume_trial(trial);
    }

    /// Imports the deferred packages that data names by now.
    fn import_named_packages(&mut self) {
        if self.deferred.is_empty() {
            return;
        }
        let named = self.snapshot().named;
        let deferred = std::mem::take(&mut self.deferred).into_iter();
        let (requested, deferred) = deferred.partition(|package| package.is_named(&named));
        self.deferred = deferred;
        let requested: Vec<DeferredPackage> = requested;
        let mut by_import: BTreeMap<ImportId, Vec<DeferredPackage>> = BTreeMap::new();
        for package in requested {
            by_import.entry(package.import).or_default().push(package);
        }
        for (id, packages) in by_import {
            let import = Import::of_packages(id, packages, self.snapshot());
            self.imports.push_back(PendingImport::Receiving(Box::new(import)));
        }
    }

    /// Finds out which source each recorded path is, and which of them to report on.
    pub(crate) fn map(&mut self) {
        self.map_as(None);
    }

    /// As [`map`](Session::map), with the precomputed mapping if it still holds.
    fn map_as(&mut self, precomputed: Option<PrecomputedMapping>) {
        let uses: Vec<_> = self.combined.recorded_paths().collect();
        let rules = self.project.path_rules();
        let precomputed = precomputed.and_then(|mapping| mapping.into_mapping(&uses, &rules));
        self.mapping = precomputed.unwrap_or_else(|| self.project.map(&uses));
        self.combined.map_paths(|path| self.mapping.place(path));
        self.chooser = self.project.chooser();
        // What maps otherwise now that the jobs are known.
        self.analyse_rest();
        let evidence = self.evidence();
        self.project.heed(evidence);
        self.analyse_rest();
        self.counts = Counts::default();
        self.filter_anew();
    }

    /// Analyses what data names and was not analysed yet.
    fn analyse_rest(&mut self) {
        let rest = self.project.unanalysed(&self.mapping);
        if let Some(options) = self.project.options().filter(|_| !rest.is_empty()) {
            self.project.analyse(&rest, &options);
        }
    }

    /// What all data together tells of the Python that recorded it.
    fn evidence(&self) -> Evidence {
        let (combined, project) = (&self.combined, &self.project);
        let files: Vec<_> = combined.files().collect();
        let evidence = parallel::map(&files, |&(id, file)| {
            let Place::Source(path) = &file.place else { return None };
            let analysed = project.analysed(path)?;
            let lines = || combined.hits(id, &Selection::everything()).lines;
            Some(analysed.analysis.evidence(combined.arcs(id), lines))
        });
        evidence.into_iter().flatten().fold(Evidence::default(), Evidence::and)
    }

    /// Where the source tree lies; nothing where nobody knows.
    pub fn root(&self) -> Option<&str> {
        self.project.root()
    }
}

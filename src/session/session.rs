//! The session: what was taken in, which jobs count, and what follows from it.

mod cards;

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use covdrop_analysis::{Evidence, Foreign, RuleSet};
use covdrop_data::{Combined, DataKey, Environment, Place, RecordingId, Selection, Settings};
use covdrop_protocol::{Closed, JobsBy, Offered, Problem, Progress};
use covdrop_report::Precision;

use crate::arrival::Arrival;
use crate::aside::Aside;
use crate::batch::{Analysed, Batch, Known, Late};
use crate::choices::ContextFilter;
use crate::counts::{Basis, Counts};
use crate::example;
use crate::mapping::{Foreseen, Mapping};
use crate::names::Names;
use crate::parallel;
use crate::problem;
use crate::project::{Chooser, Project, SettingsOrigin};
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
    /// What was dropped, in the order in which it came.
    pub(crate) arrivals: Vec<Arrival>,
    /// The number of the next card.
    next_card: u32,
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
    /// The installed code in dropped folders and archives that no data named yet.
    pub(crate) passed: Vec<Late>,
    /// Drops on their way in, the first one first.
    pub(crate) batches: VecDeque<Batch>,
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
            arrivals: Vec::new(),
            next_card: 0,
            problems: Vec::new(),
            has_lost_choices: false,
            names: Names::default(),
            jobs_by: None,
            counts: Counts::default(),
            contexts: ContextFilter::default(),
            trials: Trials::default(),
            keys: HashMap::new(),
            kept: 0,
            passed: Vec::new(),
            batches: VecDeque::new(),
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

    /// Tells which folders of the source tree are links: the path of each in the tree, and the folder
    /// that it leads to, absolute and with `/`. coverage.py records files by where they really lie.
    pub fn set_linked_folders(&mut self, linked: Vec<(String, String)>) {
        self.project.set_linked_folders(linked);
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

    /// Takes note of a drop; `closed` are paths that could not be opened. Gives back which of the
    /// files to read and to send with [`Session::file`], by their place in `files`; a step may
    /// [want](Step::Wanted) more.
    ///
    /// Nothing of the drop is seen before a [`step`](Session::step) says that it is
    /// [finished](Step::Finished).
    pub fn offer(&mut self, batch: u32, files: Vec<Offered>, closed: &[Closed]) -> Vec<u32> {
        self.offer_part(batch, files, closed, false).0
    }

    /// Takes note of a part of a drop, as [`offer`](Session::offer) does of a whole one; there is
    /// `more` to follow, or this is the last. The places are those among all files of the drop.
    ///
    /// Gives back how much was found too, unless it is the last part.
    pub fn offer_part(
        &mut self,
        number: u32,
        files: Vec<Offered>,
        closed: &[Closed],
        more: bool,
    ) -> (Vec<u32>, Option<Progress>) {
        let mut next_card = self.next_card;
        let Some(batch) = self.batch_being_found(number) else { return Default::default() };
        let finding = batch.offer(files, closed, more, &mut next_card);
        let wanted = batch.wanted();
        self.next_card = next_card;
        (wanted, finding)
    }

    /// Takes note of files that a site manifest lists and that could not be loaded. Comes before the
    /// last part of their drop.
    pub fn missing(&mut self, batch: u32, manifest: &str, files: &[Closed]) {
        if let Some(batch) = self.batch_being_found(batch) {
            batch.problems.extend(problem::missing(manifest, files));
        }
    }

    /// The drop of this number that is not whole; a new one, if need be.
    fn batch_being_found(&mut self, number: u32) -> Option<&mut Batch> {
        let is_it = |batch: &Batch| batch.number == number && batch.is_being_found();
        if !self.batches.iter().any(is_it) {
            self.batches.push_back(Batch::new(number, self.known()));
        }
        self.batches.iter_mut().find(|batch| is_it(batch))
    }

    /// Takes note that these files of a drop, by their place in the offer, lie in the source folder
    /// on disk: settings files among them are the user's own.
    pub fn set_in_source_folder(&mut self, batch: u32, indexes: impl IntoIterator<Item = u32>) {
        if let Some(batch) = self.batches.iter_mut().find(|known| known.number == batch) {
            batch.set_in_source_folder(indexes);
        }
    }

    /// What a drop has to know of the session.
    fn known(&self) -> Known {
        let coming = self.batches.iter().map(Batch::kept).sum::<u64>();
        let recorded = self.combined.recorded_paths();
        let mut aside = BTreeSet::new();
        aside.extend(recorded.flat_map(|(path, _)| Aside::named_by(path)));
        Known {
            kept: self.kept.saturating_add(coming),
            aside,
            things: self.arrivals.iter().map(|thing| (thing.id, thing.name.clone())).collect(),
        }
    }

    /// Takes in one file of a drop; nothing happens where it was not asked for.
    pub fn file(&mut self, batch: u32, index: u32, bytes: Vec<u8>) -> Option<Progress> {
        self.batch(batch, index)?.file(index, bytes)
    }

    /// Takes in several files of a drop, which is quicker than one by one where there are several
    /// cores.
    pub fn files(&mut self, batch: u32, files: Vec<(u32, Vec<u8>)>) -> Option<Progress> {
        let (index, _) = files.first()?;
        self.batch(batch, *index)?.files(files)
    }

    /// Takes in that one file of a drop could not be read.
    pub fn unreadable(&mut self, batch: u32, index: u32, reason: &str) -> Option<Progress> {
        self.batch(batch, index)?.unreadable(index, reason)
    }

    /// The batch of this number that waits for this file.
    fn batch(&mut self, number: u32, index: u32) -> Option<&mut Batch> {
        let mut batches = self.batches.iter_mut();
        batches.find(|batch| batch.number == number && batch.awaits(index))
    }

    /// Takes in the example, as if it were dropped.
    pub fn example(&mut self) {
        self.take_example(|_| true);
    }

    /// Takes in those of the example's things that are wanted by name.
    pub(crate) fn take_example(&mut self, is_wanted: impl Fn(&str) -> bool) {
        let batch = example::batch(self.known(), &mut self.next_card, is_wanted);
        self.batches.push_back(batch);
    }

    /// Forgets the drops that are on their way in, and a trial that is not ready yet.
    pub fn cancel(&mut self) {
        for batch in self.batches.drain(..) {
            // It may be asked for again.
            self.passed.extend(batch.later.asked);
        }
        self.trials.forget_unfinished();
    }

    /// Does the next small piece of work.
    pub fn step(&mut self) -> Step {
        if let Some(batch) = self.batches.iter_mut().find(|batch| batch.is_packed()) {
            return batch.unpack().map_or(Step::Idle, Step::Worked);
        }
        for batch in &mut self.batches {
            let indexes = batch.wanted();
            if !indexes.is_empty() {
                return Step::Wanted { batch: batch.number, indexes };
            }
        }
        let Some(batch) = self.batches.front_mut().filter(|batch| batch.is_complete()) else {
            return Step::Idle;
        };
        match batch.analyse(self.trials.own(&self.project), &self.combined) {
            Analysed::Some(progress) => Step::Worked(progress),
            Analysed::All(project, foreseen) => {
                if let Some(batch) = self.batches.pop_front() {
                    self.take_over(batch, *project, foreseen.map(|foreseen| *foreseen));
                }
                Step::Finished
            }
        }
    }

    /// Makes a batch a part of the session.
    fn take_over(&mut self, mut batch: Batch, project: Project, foreseen: Option<Foreseen>) {
        let rules = self.project.path_rules();
        let trial = self.pause_trial();
        self.project = project;
        // They may have changed while the batch was on its way.
        self.project.set_path_rules(rules);
        self.kept = self.kept.saturating_add(batch.kept());
        batch.conclude();
        if !batch.later.is_it {
            self.problems = std::mem::take(&mut batch.problems);
        }
        let labels = batch.labels(|came| self.job_named(self.names.get(came)).is_some());
        for (data, label) in std::mem::take(&mut batch.data).into_iter().zip(labels) {
            let job = self.job_for(label.clone());
            let name = data.place.shown();
            let recording = self.combined.add(job, name.as_str(), data.recording);
            if let Some(id) = recording {
                self.keys.insert(id, data.key);
                self.names.note(id, label, data.facts);
            }
            if let Some(arrival) = batch.arrival(&name) {
                arrival.recordings.extend(recording);
            }
        }
        if batch.later.is_it {
            for more in std::mem::take(&mut batch.arrivals) {
                let mut arrivals = self.arrivals.iter_mut();
                if let Some(arrival) = arrivals.find(|arrival| arrival.id == more.id) {
                    batch.add_late(arrival, more);
                }
            }
        } else {
            self.arrivals.append(&mut batch.arrivals);
        }
        if self.jobs_by.is_some() {
            self.regroup();
        }
        self.passed.append(&mut batch.passed());
        self.ask_for_passed();
        self.map_as(foreseen);
        self.resume_trial(trial);
    }

    /// Asks for what was passed over and data names now.
    fn ask_for_passed(&mut self) {
        if self.passed.is_empty() {
            return;
        }
        let known = self.known();
        let passed = std::mem::take(&mut self.passed).into_iter();
        let (named, passed) = passed.partition(|late: &Late| late.is_named(&known.aside));
        self.passed = passed;
        let mut drops: BTreeMap<u32, Vec<Late>> = BTreeMap::new();
        for late in named {
            drops.entry(late.batch).or_default().push(late);
        }
        for (number, late) in drops {
            let batch = Batch::of_late(number, late, self.known());
            self.batches.push_back(batch);
        }
    }

    /// Finds out which source each recorded path is, and which of them to report on.
    pub(crate) fn map(&mut self) {
        self.map_as(None);
    }

    /// As [`map`](Session::map), unless all is as it was foreseen.
    fn map_as(&mut self, foreseen: Option<Foreseen>) {
        let uses: Vec<_> = self.combined.recorded_paths().collect();
        let rules = self.project.path_rules();
        let foreseen = foreseen.and_then(|foreseen| foreseen.into_mapping(&uses, &rules));
        self.mapping = foreseen.unwrap_or_else(|| self.project.map(&uses));
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

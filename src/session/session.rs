//! The session: what was taken in, which jobs count, and what follows from it.

use std::cell::OnceCell;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, VecDeque};

use covdrop_analysis::{Evidence, Foreign, PatternError, Patterns, RuleSet};
use covdrop_data::{
    Combined, Context, DataKey, Environment, JobId, Place, RecordingId, Selection, Settings,
    WriteError, WriteOptions, write,
};
use covdrop_protocol::{
    FileView, Job, Listing, Offered, Overview, PathRule, Problem, Progress, Query, RanRow,
};
use covdrop_report::{LineContexts, Precision};

use crate::batch::{Analysed, Batch, Known};
use crate::example;
use crate::mapping::Mapping;
use crate::measurement::{MeasuredFile, Measurement};
use crate::problem;
use crate::project::{Chooser, Project};
use crate::settings_view::settings_view;
use crate::sort::aside;
use crate::view;

/// The most doubtful paths that are told one by one: more than these have one cause.
const MAX_DOUBTS: usize = 20;

/// All that was dropped and chosen.
#[derive(Debug)]
pub struct Session {
    combined: Combined,
    project: Project,
    /// Whether Python 2 sources count, whose numbers are near misses at best.
    with_approximate: bool,
    mapping: Mapping,
    /// Which files to report on.
    chooser: Chooser,
    selection: Selection,
    /// What was wrong with what was dropped, in the order in which it was met.
    problems: Vec<Problem>,
    /// The percentage of each job alone, as printed, once it was asked for; no switch changes it.
    alone: OnceCell<HashMap<JobId, String>>,
    /// What tells the data of each recording from that of others.
    keys: HashMap<RecordingId, DataKey>,
    /// How many bytes of data files and sources were taken in.
    kept: u64,
    /// Drops on their way in, the first one first.
    batches: VecDeque<Batch>,
}

/// What a step came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// There is nothing to do, until a file comes or something is asked.
    Idle,
    /// A piece of work was done, and there is more.
    Worked(Progress),
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
            problems: Vec::new(),
            alone: OnceCell::new(),
            keys: HashMap::new(),
            kept: 0,
            batches: VecDeque::new(),
        }
    }

    /// Tells where the source tree lies: absolute, with `/`. Paths recorded there are its files.
    pub fn set_root(&mut self, root: &str) {
        self.project.set_root(root);
    }

    /// Follows the rules of this Python, whatever the data tells.
    pub fn set_rules(&mut self, rules: RuleSet) {
        self.project.choose_rules(rules);
    }

    /// Follows this settings file, and not those in the source tree.
    pub fn set_rcfile(&mut self, name: String, bytes: Vec<u8>) {
        self.project.set_rcfile(name, bytes);
    }

    /// Tells the environment that settings may name variables of; without it, nobody knows.
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

    /// Lets only those contexts count in whose names any of these regular expressions is found.
    ///
    /// # Errors
    /// A pattern that is none.
    pub fn restrict_contexts(&mut self, patterns: &[String]) -> Result<(), PatternError> {
        let patterns = Patterns::new(patterns)?;
        let mut chosen = Vec::new();
        for (context, name) in (0..).map(Context).zip(self.combined.contexts()) {
            if patterns.is_in(name)? {
                chosen.push(context);
            }
        }
        self.selection.restrict(chosen);
        Ok(())
    }

    /// The names of the contexts that ran each line of a file, sorted.
    pub fn line_contexts(&self, file: &MeasuredFile) -> LineContexts<'_> {
        let by_line = self.combined.contexts_by_line(file.id, &self.selection);
        let name = |context: Context| self.combined.contexts().get(context.0 as usize);
        let named = by_line.into_iter().map(|(line, contexts)| {
            let mut names: Vec<&str> =
                contexts.into_iter().filter_map(name).map(String::as_str).collect();
            names.sort_unstable();
            (line, names)
        });
        named.collect()
    }

    /// The data of the jobs that are on as a data file of coverage.py. Files are named by their
    /// full paths where it is known where the source lies, and relative to it otherwise.
    ///
    /// # Errors
    /// Line data and branch data together, unless written as lines only.
    pub fn write_data(&self, options: WriteOptions) -> Result<Vec<u8>, WriteError> {
        let root = self.project.root().filter(|_| !self.settings().relative_files);
        write(&self.combined, &self.selection, options, |place| match (place, root) {
            (Place::Source(path), Some(root)) => format!("{root}/{path}"),
            _ => place.as_str().to_owned(),
        })
    }

    /// The jobs, each with the number of its data files.
    pub fn jobs(&self) -> impl Iterator<Item = (&str, usize)> {
        self.combined.jobs().map(|(_, job)| (job.label.as_str(), job.recordings.len()))
    }

    /// The settings that are followed.
    pub fn settings(&self) -> &Settings {
        self.project.settings()
    }

    /// The decimals of percentages. A setting that makes none is passed over here, as it spoils no
    /// number.
    fn precision(&self) -> Precision {
        Precision::new(self.settings().precision).unwrap_or_default()
    }

    /// Takes note of a drop; `closed` are paths that could not be opened. Gives back which of the
    /// files to read and to send with [`Session::file`], by their place in `files`.
    ///
    /// Nothing of the drop is seen before a [`step`](Session::step) says that it is
    /// [finished](Step::Finished).
    pub fn offer(&mut self, batch: u32, files: Vec<Offered>, closed: &[String]) -> Vec<u32> {
        let batch = Batch::new(batch, files, closed, self.known());
        let wanted = batch.wanted();
        self.batches.push_back(batch);
        wanted
    }

    /// What a drop has to know of the session.
    fn known(&self) -> Known {
        let coming = self.batches.iter().map(|batch| batch.kept).sum::<u64>();
        let recorded = self.combined.recorded_paths();
        let aside = recorded.filter_map(|(path, _)| aside(path.as_str()));
        Known {
            kept: self.kept.saturating_add(coming),
            aside: aside.map(|path| path.replace('\\', "/")).collect(),
        }
    }

    /// Takes in one file of a drop; nothing happens where it was not asked for.
    pub fn file(&mut self, batch: u32, index: u32, bytes: Vec<u8>) -> Option<Progress> {
        self.batch(batch)?.file(index, bytes)
    }

    /// Takes in several files of a drop, which is quicker than one by one where there are several
    /// cores.
    pub fn files(&mut self, batch: u32, files: Vec<(u32, Vec<u8>)>) -> Option<Progress> {
        self.batch(batch)?.files(files)
    }

    /// Takes in that one file of a drop could not be read.
    pub fn unreadable(&mut self, batch: u32, index: u32, reason: &str) -> Option<Progress> {
        self.batch(batch)?.unreadable(index, reason)
    }

    fn batch(&mut self, number: u32) -> Option<&mut Batch> {
        self.batches.iter_mut().find(|batch| batch.number == number)
    }

    /// Takes in the example, as if it were dropped.
    pub fn example(&mut self) {
        self.batches.push_back(example::batch());
    }

    /// Forgets the drops that are on their way in.
    pub fn cancel(&mut self) {
        self.batches.clear();
    }

    /// Does the next small piece of work.
    pub fn step(&mut self) -> Step {
        if let Some(batch) = self.batches.iter_mut().find(|batch| batch.is_packed()) {
            return batch.unpack().map_or(Step::Idle, Step::Worked);
        }
        let Some(batch) = self.batches.front_mut().filter(|batch| batch.is_complete()) else {
            return Step::Idle;
        };
        let recorded = self.combined.recorded_paths().map(|(path, _)| path.clone());
        match batch.analyse(&self.project, recorded) {
            Analysed::Some(progress) => Step::Worked(progress),
            Analysed::All(project) => {
                if let Some(batch) = self.batches.pop_front() {
                    self.take_over(batch, *project);
                }
                Step::Finished
            }
        }
    }

    /// Makes a batch a part of the session.
    fn take_over(&mut self, mut batch: Batch, project: Project) {
        let rules = self.project.path_rules();
        self.project = project;
        // They may have changed while the batch was on its way.
        self.project.set_path_rules(rules);
        self.kept = self.kept.saturating_add(batch.kept);
        self.problems.append(&mut batch.conclude());
        let labels = batch.labels(|label| self.combined.jobs().any(|(_, job)| job.label == label));
        for (data, label) in std::mem::take(&mut batch.data).into_iter().zip(labels) {
            let known = self.combined.jobs().find(|(_, job)| job.label == label).map(|(id, _)| id);
            let job = known.unwrap_or_else(|| self.combined.add_job(label));
            let recording = self.combined.add(job, data.place.shown(), data.recording);
            self.keys.extend(recording.map(|id| (id, data.key)));
        }
        self.map();
        self.alone = OnceCell::new();
    }

    /// Finds out which source each recorded path is, and which of them to report on.
    fn map(&mut self) {
        let uses: Vec<_> = self.combined.recorded_paths().collect();
        self.mapping = self.project.map(&uses);
        self.combined.map_paths(|path| self.mapping.place(path));
        self.chooser = self.project.chooser();
        // What maps otherwise now that the jobs are known.
        self.analyse_rest();
        let evidence = self.evidence();
        self.project.heed(evidence);
        self.analyse_rest();
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
        let files = self.combined.files().filter_map(|(id, file)| {
            let Place::Source(path) = &file.place else { return None };
            let hits = self.combined.hits(id, &Selection::everything());
            Some(self.project.analysed(path)?.analysis.evidence(&hits.lines, &hits.arcs))
        });
        files.fold(Evidence::default(), Evidence::and)
    }

    /// The percentage of each job by itself, as printed; none where there is no source.
    fn measure_jobs(&self) -> HashMap<JobId, String> {
        let jobs: Vec<JobId> = self.combined.jobs().map(|(id, _)| id).collect();
        let count = jobs.iter().map(|id| id.0 as usize + 1).max().unwrap_or(0);
        let alone = jobs.into_iter().filter_map(|job| {
            let measurement = self.measure_over(&Selection::only(job, count));
            let cover = view::numbers(measurement.total(), self.precision()).cover;
            (!measurement.files.is_empty()).then_some((job, cover))
        });
        alone.collect()
    }

    /// Says whether Python 2 sources count. Their numbers are near misses at best.
    pub fn count_approximate(&mut self, on: bool) {
        self.with_approximate = on;
        self.alone = OnceCell::new();
    }

    /// Finds paths by these rules of a person before all else, in place of those before.
    pub fn set_path_rules(&mut self, rules: Vec<PathRule>) {
        self.project.set_path_rules(rules.into());
        self.map();
        self.alone = OnceCell::new();
    }

    /// Switches jobs on or off, by their places in the overview.
    pub fn switch(&mut self, jobs: &[u32], on: bool) {
        let ids: Vec<JobId> = self.combined.jobs().map(|(id, _)| id).collect();
        for job in jobs.iter().filter_map(|&place| ids.get(place as usize)) {
            self.selection.switch(*job, on);
        }
    }

    /// The numbers over the jobs that are on.
    pub fn measure(&self) -> Measurement {
        self.measure_over(&self.selection)
    }

    fn measure_over(&self, selection: &Selection) -> Measurement {
        Measurement::new(
            &self.combined,
            &self.project,
            &self.chooser,
            selection,
            self.with_approximate,
        )
    }

    /// The recorded paths that no source was found for, in order.
    pub fn without_source(&self) -> impl Iterator<Item = &str> {
        self.combined.files().filter_map(|(_, file)| match &file.place {
            Place::Recorded(path) => Some(path.as_str()),
            Place::Source(_) => None,
        })
    }

    /// Whether no data file could be read.
    pub fn is_without_data(&self) -> bool {
        self.combined.jobs().all(|(_, job)| job.recordings.is_empty())
    }

    /// The sources that could not be analysed, by path.
    pub fn refused(&self) -> impl Iterator<Item = Problem> {
        let refused = self.project.refused();
        refused.map(|(path, why)| problem::not_analysed(path.as_str(), why))
    }

    /// What is wrong with the settings: then there are no numbers.
    pub fn settings_problem(&self) -> Option<Problem> {
        self.project.fault().map(problem::settings)
    }

    /// Where the source tree lies; nothing where nobody knows.
    pub fn root(&self) -> Option<&str> {
        self.project.root()
    }

    /// The sources that are Python 2, by path.
    pub fn approximate(&self) -> impl Iterator<Item = Problem> {
        self.project.approximate().map(problem::approximate)
    }

    /// What coverage.py would refuse to combine.
    pub fn refusals(&self) -> Vec<Problem> {
        self.combined.refusals().iter().map(problem::refusal).collect()
    }

    /// The data files whose data another one has too, each with that one, in the order in which
    /// they came in.
    fn duplicates(&self) -> Vec<(&str, &str)> {
        let mut sources: Vec<_> =
            self.combined.jobs().flat_map(|(_, job)| &job.recordings).collect();
        sources.sort_by_key(|source| source.id);
        let mut first: HashMap<&DataKey, &str> = HashMap::new();
        let mut duplicates = Vec::new();
        for source in sources {
            let Some(key) = self.keys.get(&source.id) else { continue };
            match first.entry(key) {
                Entry::Occupied(other) => duplicates.push((source.name.as_str(), *other.get())),
                Entry::Vacant(place) => {
                    place.insert(&source.name);
                }
            }
        }
        duplicates
    }

    /// What is wrong: with files of a drop first, then with what they are together, with settings,
    /// with paths and with sources.
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = self.problems.clone();
        problems.extend(self.refusals());
        problems.extend(self.settings_problem());
        problems.extend(self.settings().warnings.iter().map(problem::odd_setting));
        problems.extend(problem::duplicates(&self.duplicates()));
        let doubts = &self.mapping.ambiguous;
        problems.extend(doubts.iter().take(MAX_DOUBTS).map(problem::ambiguous));
        problems.extend(doubts.len().checked_sub(MAX_DOUBTS + 1).map(problem::more_doubts));
        problems.extend(self.combined.collapses().iter().map(problem::collapse));
        problems.extend(self.refused());
        problems.extend(self.approximate());
        problems
    }

    /// All there is to see beside an open file.
    pub fn overview(&self) -> Overview {
        let measurement = self.measure();
        let totals = (!measurement.files.is_empty())
            .then(|| view::numbers(measurement.total(), self.precision()));
        let ran = self.combined.files().filter_map(|(id, file)| match &file.place {
            Place::Recorded(path) => Some(RanRow {
                path: path.as_str().to_owned(),
                lines: self.combined.hits(id, &self.selection).lines.len() as u64,
            }),
            Place::Source(_) => None,
        });
        let jobs: Vec<Job> = self.combined.jobs().map(|(id, job)| self.job(id, job)).collect();
        Overview {
            totals,
            branches: measurement.has_arcs,
            total_line: String::new(),
            mean: None,
            threshold: None,
            file_count: count(measurement.files.len()),
            contexts: 0,
            context_filter: String::new(),
            context_fault: None,
            tried: None,
            rules: String::new(),
            rules_are_chosen: false,
            ran: ran.collect(),
            data_files: jobs.iter().map(|job| job.data_files).sum(),
            jobs,
            problems: self.problems(),
            sources: count(self.project.len()),
            approximate: count(self.project.approximate().count()),
            with_approximate: self.with_approximate,
            paths: self.mapping.view(self.settings()),
            settings: settings_view(self.settings()),
        }
    }

    fn job(&self, id: JobId, job: &covdrop_data::Job) -> Job {
        Job {
            name: job.label.clone(),
            on: self.selection.has_job(id),
            data_files: count(job.recordings.len()),
            cover: self.alone.get_or_init(|| self.measure_jobs()).get(&id).cloned(),
            percent: None,
            gain: None,
        }
    }

    /// The rows that `query` asks for.
    pub fn list(&self, query: Query) -> Listing {
        view::listing(&self.measure(), self.precision(), query)
    }

    /// The file at `path` of the source tree; nothing where no data names it or it could not be
    /// analysed.
    pub fn open(&self, path: &str) -> Option<FileView> {
        let (id, file) = self.combined.files().find(
            |(_, file)| matches!(&file.place, Place::Source(known) if known.as_str() == path),
        )?;
        let Place::Source(path) = &file.place else { return None };
        MeasuredFile::new(&self.combined, &self.project, &self.selection, id, path)
            .map(|file| view::file(&file, self.precision()))
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

//! All there is to see beside an open file or a list.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap, HashSet};

use covdrop_data::{DataKey, JobId, Place, ProposedRule, SourcePath};
use covdrop_intake::{escape_names, first_problems, is_python_by_name};
use covdrop_protocol::{Gain, Job, Overview, Problem, RanRow, Threshold, escape_invisible};
use covdrop_report::{FailUnder, Numbers, Percent, Precision};

use crate::ambiguous_paths::ambiguous_paths;
use crate::counts::Standing;
use crate::problems;
use crate::questions::share;
use crate::refused_settings::RefusedSetting;
use crate::session::Session;
use crate::settings_view::settings_view;
use crate::view::{self, count};

/// The most files without a source that are told one by one. They are there to see that something
/// came in; of thousands, nobody reads more.
const MAX_RAN: usize = 200;

impl Session {
    /// The recorded paths that no source was found for, in order, but those that are not reported on
    /// and those that plugins measured: these are in no report anyway.
    pub fn without_source(&self) -> impl Iterator<Item = &str> {
        self.combined.files().filter_map(|(id, file)| match &file.place {
            Place::Recorded(path)
                if self.combined.tracer(id).is_none() && self.chooser.takes_recorded(path) =>
            {
                Some(path.as_str())
            }
            Place::Recorded(_) | Place::Source(_) => None,
        })
    }

    /// Whether no data file could be read.
    pub fn is_without_data(&self) -> bool {
        self.combined.jobs().all(|(_, job)| job.recordings.is_empty())
    }

    /// The sources that could not be analysed, by path, but those that are not reported on: also those
    /// whose names say that they may well be no Python.
    pub fn refused(&self) -> impl Iterator<Item = Problem> {
        let traced = self.combined.files().filter(|(id, _)| self.combined.tracer(*id).is_some());
        let traced: HashSet<&str> = traced.map(|(_, file)| file.place.as_str()).collect();
        let is_reported =
            |path: &SourcePath| is_python_by_name(path.name()) && self.chooser.takes(path);
        let refused = self.project.refused().filter(move |(path, _)| is_reported(path));
        let refused = refused.filter(move |(path, _)| !traced.contains(path.as_str()));
        refused.map(|(path, why)| problems::not_analysed(path.as_str(), why))
    }

    /// What is wrong with the settings: then there are no numbers.
    pub fn settings_problem(&self) -> Option<Problem> {
        self.project.fault().map(problems::settings)
    }

    /// What is wrong with the settings, where coverage.py would not even combine data by them.
    pub fn settings_problem_of_combining(&self) -> Option<Problem> {
        self.project.fault_of_combining().map(problems::settings)
    }

    /// The sources that are Python 2, by path.
    pub fn approximate(&self) -> impl Iterator<Item = Problem> {
        let approximate = self.project.approximate().filter(|path| self.chooser.takes(path));
        approximate.map(problems::approximate)
    }

    /// What coverage.py would refuse to combine.
    pub fn refusals(&self) -> Vec<Problem> {
        let mut refusals: Vec<Problem> =
            self.combined.refusals().iter().map(problems::refusal).collect();
        escape_names(&mut refusals);
        refusals
    }

    /// The data files whose data another one of their job has too, each with that one. Jobs may
    /// well come to the same; within a job, one was given twice.
    fn duplicates(&self) -> Vec<(&str, &str)> {
        let mut first: HashMap<(JobId, &DataKey), &str> = HashMap::new();
        let mut duplicates = Vec::new();
        let jobs = self.combined.jobs();
        let sources = jobs.flat_map(|(id, job)| job.recordings.iter().map(move |of| (id, of)));
        for (job, source) in sources {
            let Some(key) = self.keys.get(&source.id) else { continue };
            match first.entry((job, key)) {
                Entry::Occupied(other) => duplicates.push((source.name.as_str(), *other.get())),
                Entry::Vacant(place) => {
                    place.insert(&source.name);
                }
            }
        }
        duplicates
    }

    /// The recorded paths that could be files of the source, and are left out.
    fn ambiguous_paths(&self) -> Vec<Problem> {
        ambiguous_paths(&self.mapping.ambiguous, |recordings| {
            let jobs = recordings.iter().filter_map(|id| self.combined.job_of(*id));
            let jobs: BTreeSet<JobId> = jobs.collect();
            let labels = jobs.into_iter().filter_map(|id| self.combined.job(id));
            labels.map(|job| job.label.clone()).collect()
        })
    }

    /// The path aliases that were inferred and are followed, each in words.
    pub fn inferred_aliases(&self) -> Vec<String> {
        let followed = self.mapping.followed();
        let alias = |proposed: &ProposedRule| {
            let (prefix, target) = (&proposed.rule.prefix, &proposed.rule.target);
            let prefix = if prefix.is_empty() { "(relative paths)" } else { prefix };
            let target = if target.is_empty() { "." } else { target };
            let is_apart = |other: &&ProposedRule| other.rule.prefix == proposed.rule.prefix;
            if followed.iter().filter(is_apart).count() == 1 {
                return escape_invisible(&format!("{prefix} → {target}"));
            }
            let jobs = proposed.followed_by.iter().filter_map(|id| self.combined.job_of(*id));
            let jobs: BTreeSet<JobId> = jobs.collect();
            let labels = jobs.into_iter().filter_map(|id| self.combined.job(id));
            let labels: Vec<&str> = labels.map(|job| job.label.as_str()).collect();
            escape_invisible(&format!("{prefix} → {target} ({})", labels.join(", ")))
        };
        followed.iter().map(alias).collect()
    }

    /// `[paths]` of the settings with the aliases that are followed, to copy into the settings file;
    /// empty where there is none that holds for all jobs.
    pub fn paths_to_copy(&self) -> String {
        self.mapping.section(self.settings())
    }

    /// What is wrong: with files of a drop first, then with what they are together, with settings,
    /// with paths and with sources.
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = first_problems("This drop", self.problems.clone());
        for input in &self.inputs {
            problems.extend(first_problems(&input.name, input.problems.clone()));
        }
        problems.extend(self.has_lost_choices.then(problems::choices));
        problems.extend(first_problems("Other refusals", self.refusals()));
        problems.extend(self.settings_problem());
        let odd = self.settings().warnings.iter().map(problems::odd_setting).collect();
        problems.extend(first_problems("Other settings", odd));
        problems.extend(problems::duplicates(&self.duplicates()));
        problems.extend(first_problems("Other paths", self.ambiguous_paths()));
        let collapses = self.combined.collapses().iter().map(problems::collapse).collect();
        problems.extend(first_problems("Other paths", collapses));
        problems.extend(first_problems("Other sources", self.refused().collect()));
        problems.extend(first_problems("Other sources", self.approximate().collect()));
        escape_names(&mut problems);
        problems
    }

    /// The settings that only some reports refuse.
    fn refused_settings(&self) -> Vec<Problem> {
        let file = self.settings().file.as_deref().unwrap_or_default();
        let refused = RefusedSetting::all(self.settings());
        refused.iter().map(|refused| problems::refused_setting(file, refused)).collect()
    }

    /// All there is to see beside an open file or a list.
    pub fn overview(&self) -> Overview {
        let basis = self.basis();
        let (covers, standing) = (self.counts.covers(basis), self.counts.standing(basis));
        let is_empty = standing.total.n_files == 0;
        let unmeasured = standing.files.iter().filter(|numbers| numbers.is_none()).count();
        let mut open = self.combined.files().filter_map(|(id, file)| {
            let plugin = self.combined.tracer(id);
            let has_source = matches!(file.place, Place::Source(_));
            let is_listed = !has_source || plugin.is_some();
            let is_recorded = || self.combined.is_recorded(id, &self.selection);
            (is_listed && is_recorded()).then_some((id, file, plugin, has_source))
        });
        let ran = open.by_ref().take(MAX_RAN).map(|(id, file, plugin, has_source)| RanRow {
            path: file.place.as_str().to_owned(),
            lines: self.combined.hits(id, &self.selection).lines.len() as u64,
            plugin: plugin.map(escape_invisible),
            has_source,
        });
        let ran = ran.collect();
        let ran_more = count(open.count());
        let alone = self.counts.alone(basis);
        let jobs = self.combined.jobs().enumerate();
        let jobs: Vec<Job> =
            jobs.map(|(at, (id, job))| self.job(id, job, alone.get(at), at, standing)).collect();
        let on = jobs.iter().zip(alone).filter(|(job, alone)| job.on && alone.n_files > 0);
        let mean = Percent::mean(on.map(|(_, numbers)| numbers.covered()));
        let counted = standing.measured(covers);
        let counted = counted.filter(|(file, _)| basis.counts(file.is_approximate()));
        let counted = counted.map(|(file, numbers)| (file.path.as_str(), numbers));
        let names = self.combined.contexts().iter().filter(|name| !name.is_empty());
        Overview {
            totals: (!is_empty).then(|| view::numbers(standing.total, self.precision())),
            branches: standing.has_arcs,
            total_line: if is_empty {
                String::new()
            } else {
                self.total_line(counted, standing.has_arcs)
            },
            mean: mean.map(|mean| format!("{}%", mean.display(self.precision()))),
            threshold: if is_empty { None } else { self.threshold(standing.total.covered()) },
            unmeasured: count(unmeasured),
            ran,
            ran_more,
            data_files: jobs.iter().map(|job| job.data_files).sum(),
            jobs,
            contexts: count(names.count()),
            context_filter: self.contexts.text.clone(),
            context_setting: self.contexts_of_settings().join(", "),
            context_fault: self.contexts.fault.clone(),
            tried: self.tried(),
            rules: self.project.rules().to_string(),
            rules_are_chosen: self.project.rules_are_chosen(),
            problems: [self.problems(), self.refused_settings()].concat(),
            doubts: self.doubt_groups(),
            sources: count(self.project.len()),
            approximate: count(self.project.approximate().count()),
            with_approximate: self.with_approximate,
            jobs_by: self.jobs_by,
            paths: self.mapping.view(self.settings()),
            settings: settings_view(self.settings()),
        }
    }

    /// A job; `alone` is what it covers by itself, if it measured anything that has a source.
    fn job(
        &self,
        id: JobId,
        job: &covdrop_data::Job,
        alone: Option<&Numbers>,
        place: usize,
        standing: &Standing,
    ) -> Job {
        let alone = alone.filter(|numbers| numbers.n_files > 0);
        let gain = standing.gains.get(place).filter(|_| alone.is_some());
        let alone = alone.map(|numbers| view::numbers(*numbers, self.precision()));
        Job {
            id: covdrop_protocol::JobId(id.0),
            name: job.label.clone(),
            is_renamed: self.names.is_chosen(&job.label),
            on: self.selection.has_job(id),
            data_files: count(job.recordings.len()),
            percent: alone.as_ref().map(|alone| alone.percent),
            cover: alone.map(|alone| alone.cover),
            gain: gain.map(|&(stmts, branches)| Gain {
                stmts,
                branches,
                points: share(stmts + branches, standing)
                    .display(Precision::new(1).unwrap_or_default()),
            }),
        }
    }

    /// Whether `total` is as high as the settings ask.
    fn threshold(&self, total: Percent) -> Option<Threshold> {
        let least = FailUnder::new(self.settings().fail_under).ok()?;
        (self.settings().fail_under > 0.0).then(|| Threshold {
            least: format!("{}%", least.display(self.precision())),
            met: least.failure(total, self.precision()).is_none(),
        })
    }
}

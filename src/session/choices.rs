//! What a person chooses: which jobs, contexts and files count.

use covdrop_analysis::{PatternError, Patterns};
use covdrop_data::Context;
use covdrop_protocol::{JobId, PathRule};

use crate::counts::Counts;
use crate::session::Session;

const NO_CONTEXT: &str = "No context fits, so nothing counts.";
const AS_BEFORE: &str = "The same contexts count as before.";

/// Which contexts were asked for on the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ContextFilter {
    /// The patterns that hold, as they were written; empty where all contexts count.
    pub(crate) text: String,
    /// Why those that were asked for last cannot be followed, or that there are none, in sentences.
    pub(crate) fault: Option<String>,
    /// Whether the settings say which contexts count where none were asked for.
    pub(crate) by_settings: bool,
}

impl Session {
    /// Lets only those contexts count in whose names any of these regular expressions is found.
    ///
    /// # Errors
    /// A pattern that is none.
    pub fn restrict_contexts(&mut self, patterns: &[String]) -> Result<(), PatternError> {
        let patterns = Patterns::new(patterns)?;
        let names = self.combined.contexts().iter().map(String::as_str);
        let chosen = patterns.found_in(names)?.into_iter();
        let chosen = chosen.filter_map(|place| u32::try_from(place).ok().map(Context));
        self.selection.restrict(chosen);
        self.counts = Counts::default();
        self.trials.forget_counts();
        Ok(())
    }

    /// Says whether Python 2 sources count. Their numbers are near misses at best.
    pub fn count_approximate(&mut self, on: bool) {
        self.with_approximate = on;
        self.counts.forget_sums();
        self.trials.forget_before();
    }

    /// Finds paths by these rules of a person before all else, in place of those before.
    pub fn set_path_rules(&mut self, rules: Vec<PathRule>) {
        let trial = self.pause_trial();
        self.project.set_path_rules(rules.into());
        self.map();
        self.resume_trial(trial);
    }

    /// Switches jobs on or off. A job that was removed meanwhile is passed over.
    pub fn switch(&mut self, jobs: &[JobId], on: bool) {
        let jobs = jobs.iter().map(|job| covdrop_data::JobId(job.0));
        for job in jobs.filter(|job| self.combined.job(*job).is_some()) {
            self.selection.switch(job, on);
        }
        self.forget_standing();
    }

    /// Switches these jobs on and all others off.
    pub fn switch_only(&mut self, jobs: &[JobId]) {
        for (id, _) in self.combined.jobs() {
            self.selection.switch(id, jobs.contains(&JobId(id.0)));
        }
        self.forget_standing();
    }

    fn forget_standing(&mut self) {
        self.counts.forget_standing();
        self.trials.forget_before();
    }

    /// Lets only those contexts count that `text` asks for: regular expressions parted by commas,
    /// as `--contexts` takes them. Where there is none, those of the settings count, if they are
    /// [heeded](Session::heed_contexts_of_settings), and else all. What cannot be followed is told
    /// in the overview, and leaves things as they were.
    pub fn filter_contexts(&mut self, text: &str) {
        match self.follow(text) {
            Ok(()) => {
                text.trim().clone_into(&mut self.contexts.text);
                self.contexts.fault = self.finds_no_context().then(|| NO_CONTEXT.to_owned());
            }
            Err(error) => self.contexts.fault = Some(format!("{error}. {AS_BEFORE}")),
        }
    }

    /// Whether there are contexts, and none of them counts.
    fn finds_no_context(&self) -> bool {
        let mut contexts = (0..).map(Context).zip(self.combined.contexts()).peekable();
        contexts.peek().is_some()
            && !contexts.any(|(context, _)| self.selection.has_context(context))
    }

    /// Lets the settings say which contexts count where none are asked for, as coverage.py does for
    /// its text, HTML and JSON reports.
    pub fn heed_contexts_of_settings(&mut self) {
        self.contexts.by_settings = true;
        self.filter_anew();
    }

    /// The patterns of the contexts that the settings ask for, where they are heeded.
    pub(crate) fn contexts_of_settings(&self) -> &[String] {
        let set = self.settings().contexts.as_deref().unwrap_or_default();
        if self.contexts.by_settings { set } else { &[] }
    }

    fn follow(&mut self, text: &str) -> Result<(), PatternError> {
        let mut patterns: Vec<String> = text
            .split(',')
            .map(str::trim)
            .filter(|pattern| !pattern.is_empty())
            .map(str::to_owned)
            .collect();
        if patterns.is_empty() {
            patterns = self.contexts_of_settings().to_vec();
        }
        if !patterns.is_empty() {
            return self.restrict_contexts(&patterns);
        }
        if !self.selection.is_unrestricted() {
            self.selection.unrestrict();
            self.counts = Counts::default();
            self.trials.forget_counts();
        }
        Ok(())
    }

    /// Looks once more which contexts are asked for: others have come in, or other settings.
    pub(crate) fn filter_anew(&mut self) {
        let text = self.contexts.text.clone();
        self.filter_contexts(&text);
    }
}

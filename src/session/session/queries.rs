//! The queries of a session, each answered from a borrowed view.

use std::io;

use covdrop_changes::Diff;
use covdrop_data::{Settings, WriteError, WriteOptions};
use covdrop_intake::SettingsOrigin;
use covdrop_protocol::{
    Card, Doubt, Export, FileView, Format, Found, LineQuery, LineView, ListQuery, Listing, Matrix,
    MinimalJobs, Overview, Problem, Question, Tile,
};
use covdrop_report::{BaseReport, ChangeReport, Error, LineContexts, Percent, Timestamp};
use serde_json::Value;

use super::Session;
use crate::changed_files::MatchedDiff;
use crate::report_measurement::{MeasuredFile, Measurement};
use crate::{
    base_comparison, changed_files, doubts, export, file_queries, inferred_paths, input_cards,
    overview, session_problems,
};

impl Session {
    /// Returns the jobs, each with the number of its data files.
    pub fn jobs(&self) -> impl Iterator<Item = (&str, usize)> {
        self.dataset.combined.jobs().map(|(_, job)| (job.label.as_str(), job.data_files.len()))
    }

    /// Returns true if there is any source.
    pub fn has_sources(&self) -> bool {
        self.current.project.len() > 0
    }

    /// Returns the settings in use.
    pub fn settings(&self) -> &Settings {
        self.current.project.settings()
    }

    /// Returns the origin of the settings file in use, if any.
    pub fn settings_origin(&self) -> Option<SettingsOrigin> {
        self.current.project.settings_origin()
    }

    /// Returns the name and the content of the settings file in use.
    pub fn settings_file(&self) -> Option<(&str, &[u8])> {
        self.current.project.settings_file()
    }

    /// Returns the folder of the source tree, if it is known.
    pub fn root(&self) -> Option<&str> {
        self.current.project.root()
    }

    /// Returns a card for each input, in the order in which they were dropped.
    pub fn cards(&self) -> Vec<Card> {
        input_cards::cards(&self.dataset, &self.mapping)
    }

    /// Returns the recorded paths without a source, in order. Omits paths that are in no report
    /// anyway: those that are not reported on, and those that plugins measured.
    pub fn without_source(&self) -> impl Iterator<Item = &str> {
        session_problems::without_source(self.view())
    }

    /// Returns true if there is no data.
    pub fn is_without_data(&self) -> bool {
        session_problems::is_without_data(self.view())
    }

    /// Returns the problems of sources that could not be analysed, by path. Omits sources that are
    /// not reported on, and those whose names show that they may not be Python.
    pub fn refused(&self) -> impl Iterator<Item = Problem> {
        session_problems::refused(self.view())
    }

    /// Returns the problem with the settings that prevents computing coverage.
    pub fn settings_problem(&self) -> Option<Problem> {
        session_problems::settings_problem(self.view())
    }

    /// Returns the problem with the settings that prevents combining data.
    pub fn settings_problem_of_combining(&self) -> Option<Problem> {
        session_problems::settings_problem_of_combining(self.view())
    }

    /// Returns the problems of Python 2 sources, by path.
    pub fn approximate(&self) -> impl Iterator<Item = Problem> {
        session_problems::approximate(self.view())
    }

    /// Returns the problems of data that coverage.py refuses to combine.
    pub fn refusals(&self) -> Vec<Problem> {
        session_problems::refusals(self.view())
    }

    /// Returns all problems: those of inputs first, then those of the data, the settings, the paths
    /// and the sources.
    pub fn problems(&self) -> Vec<Problem> {
        session_problems::problems(self.view())
    }

    /// Returns the inferred path aliases in use, each as text.
    pub fn inferred_aliases(&self) -> Vec<String> {
        inferred_paths::inferred_aliases(self.view())
    }

    /// Returns `[paths]` of the settings with the inferred aliases in use, to copy into the
    /// settings file; empty if none of them applies to all jobs.
    pub fn paths_to_copy(&self) -> String {
        inferred_paths::paths_to_copy(self.view())
    }

    /// Returns the overview: everything that the page shows beside a list or an open file.
    pub fn overview(&self) -> Overview {
        overview::overview(self.view())
    }

    /// Returns the reasons to doubt the totals, the gravest first.
    pub fn doubts(&self) -> Vec<Doubt> {
        doubts::doubts(self.view())
    }

    /// Returns the doubts as JSON: an object for each, with its kind, its sentence and its values.
    pub fn doubts_as_json(&self) -> Value {
        doubts::doubts_as_json(self.view())
    }

    /// Returns the names of the contexts that ran each line of a file.
    pub fn line_contexts(&self, file: &MeasuredFile) -> LineContexts<'_> {
        export::line_contexts(self.view(), file)
    }

    /// Writes the data of the enabled jobs as a data file of coverage.py. Files get their full
    /// paths if the folder of the source tree is known, else paths relative to the tree.
    ///
    /// # Errors
    /// Fails for line data together with branch data, unless written as lines only.
    pub fn write_data(&self, options: WriteOptions) -> Result<Vec<u8>, WriteError> {
        export::write_data(self.view(), options)
    }

    /// Writes the data of the job at an index of [`Session::jobs`] as a data file of coverage.py,
    /// with file names relative to the source tree.
    ///
    /// # Errors
    /// Fails for line data together with branch data, unless written as lines only.
    pub fn write_job(&self, job: usize, options: WriteOptions) -> Result<Vec<u8>, WriteError> {
        export::write_job(self.view(), job, options)
    }

    /// Returns the sources that data names, in order.
    pub fn sources_in_use(&self) -> impl Iterator<Item = &str> {
        export::sources_in_use(self.view())
    }

    /// Returns the analysed sources that data names, in order: each as bytes with its analysis, and
    /// its text if `with_text`. A session accepts these files in place of the sources.
    pub fn analyses(&self, with_text: bool) -> impl Iterator<Item = (&str, Vec<u8>)> {
        export::analyses(self.view(), with_text)
    }

    /// Returns patterns for `--include` and `--omit` with which a session that does not know the
    /// folder of the source reports on the same files as this one.
    pub fn portable_patterns(&self) -> (Option<Vec<String>>, Option<Vec<String>>) {
        export::portable_patterns(self.view())
    }

    /// Measures all files over the enabled jobs.
    pub fn measure(&self) -> Measurement {
        export::measure(self.view())
    }

    /// Finds the files of a diff in the source tree, and compares the lines that the diff shows with
    /// the sources. `prefixes` are the paths of the source tree's folders in the repository, with `/`
    /// at their ends, or empty ones; none if nothing is known.
    ///
    /// The result holds until sources, data or path aliases change.
    pub fn match_diff(&self, diff: Diff, prefixes: &[String]) -> MatchedDiff {
        changed_files::match_diff(self.view(), diff, prefixes)
    }

    /// Measures the changed lines over the enabled jobs.
    pub fn change_report(&self, diff: &MatchedDiff) -> ChangeReport {
        changed_files::change_report(self.view(), diff)
    }

    /// Returns the difference between the sources of `base` and of this session, for the files that
    /// enabled jobs measured: what to use where there is no diff.
    pub fn diff_of_sources(&self, base: &Session) -> MatchedDiff {
        base_comparison::diff_of_sources(self.view(), base.view())
    }

    /// Compares with another session over the enabled jobs of both. `diff` tells which files have
    /// other paths now, and which lines are new.
    pub fn base_report(&self, base: &Session, diff: &MatchedDiff) -> BaseReport {
        base_comparison::base_report(self.view(), base.view(), diff)
    }

    /// Writes a report on the files that count to `out`. Returns the total that is compared with
    /// the threshold.
    ///
    /// # Errors
    /// [`Error::TooLarge`] for a report of more than `max_mib`, and those of
    /// [`covdrop_report::Format::write`]. If no file that data names is selected, there is no
    /// report; if some are but none could be analysed, the format decides.
    pub fn write_report(
        &self,
        format: &dyn covdrop_report::Format,
        settings: covdrop_report::Settings,
        now: Timestamp,
        max_mib: u64,
        out: &mut dyn io::Write,
    ) -> Result<Percent, Error> {
        export::write_report(self.view(), format, settings, now, max_mib, out)
    }

    /// Returns the folders of `[run] source` that exist, to which coverage.py's XML report makes
    /// names relative: as full paths, or as written if `relative_files` is set. An entry that is no
    /// folder names a package.
    ///
    /// `locate` returns the full path of an entry, if it exists.
    pub fn source_roots(&self, locate: impl Fn(&str) -> Option<String>) -> Vec<String> {
        export::source_roots(self.view(), locate)
    }

    /// Returns the full path of a folder or file of the source tree, or the path relative to the
    /// tree if the tree's folder is unknown.
    pub fn locate(&self, path: &str) -> Option<String> {
        export::locate(self.view(), path)
    }

    /// Exports a report or the data for the current selection and settings.
    pub fn export(&self, format: Format, now: Timestamp) -> Export {
        export::export(self.view(), format, now)
    }

    /// Returns the rows for `query`.
    pub fn list(&self, query: ListQuery) -> Listing {
        file_queries::list(self.view(), query)
    }

    /// Returns the map of the files that pass `query`, with the given width and height in pixels.
    pub fn map_of_files(&self, query: &ListQuery, width: u32, height: u32) -> Vec<Tile> {
        file_queries::map_of_files(self.view(), query, width, height)
    }

    /// Returns the numbers of each file that passes `query` in each single job.
    pub fn matrix(&self, query: &ListQuery) -> Matrix {
        file_queries::matrix(self.view(), query)
    }

    /// Answers a question about jobs.
    pub fn ask(&self, question: Question) -> Found {
        file_queries::ask(self.view(), question)
    }

    /// Returns a minimal set of jobs with the coverage of all enabled jobs.
    pub fn minimal_jobs(&self) -> MinimalJobs {
        file_queries::minimal_jobs(self.view())
    }

    /// Opens the file at `path` of the source tree, and marks the lines that answer `question`.
    /// Returns `None` if it is not in the list of files. Its neighbours are those in the answer to
    /// the question, else in the list of `query`, else in the text report.
    pub fn open(
        &self,
        path: &str,
        question: Option<&Question>,
        query: &ListQuery,
    ) -> Option<FileView> {
        file_queries::open(self.view(), path, question, query)
    }

    /// Returns the details of lines of a file; `None` if the list has no such file.
    pub fn lines(&self, query: LineQuery) -> Option<LineView> {
        file_queries::lines(self.view(), query)
    }
}

//! The queries of a session, each answered from a borrowed view.

use std::io;

use covdrop_data::{Settings, WriteError, WriteOptions};
use covdrop_intake::SettingsOrigin;
use covdrop_protocol::{
    Card, Doubt, Export, FileView, Format, Found, LineView, ListQuery, Listing, Matrix,
    MinimalJobs, Overview, Problem, Question, Tile,
};
use covdrop_report::{Error, LineContexts, Percent, Timestamp};
use serde_json::Value;

use super::Session;
use crate::report_measurement::{MeasuredFile, Measurement};
use crate::{
    doubts, export, file_queries, inferred_paths, input_cards, overview, session_problems,
};

impl Session {
    /// The jobs, each with the number of its data files.
    pub fn jobs(&self) -> impl Iterator<Item = (&str, usize)> {
        self.dataset.combined.jobs().map(|(_, job)| (job.label.as_str(), job.data_files.len()))
    }

    /// Returns true if there is any source.
    pub fn has_sources(&self) -> bool {
        self.current.project.len() > 0
    }

    /// The settings that are followed.
    pub fn settings(&self) -> &Settings {
        self.current.project.settings()
    }

    /// The origin of the settings file that is followed; `None` where there is none.
    pub fn settings_origin(&self) -> Option<SettingsOrigin> {
        self.current.project.settings_origin()
    }

    /// The name and the content of the settings file that is followed.
    pub fn settings_file(&self) -> Option<(&str, &[u8])> {
        self.current.project.settings_file()
    }

    /// Where the source tree lies; `None` if nobody knows.
    pub fn root(&self) -> Option<&str> {
        self.current.project.root()
    }

    /// A card for each input, in the order in which they were dropped.
    pub fn cards(&self) -> Vec<Card> {
        input_cards::cards(&self.dataset, &self.mapping)
    }

    /// The recorded paths without a source, in order. Those that are not reported on and those that
    /// plugins measured are left out, since they are in no report anyway.
    pub fn without_source(&self) -> impl Iterator<Item = &str> {
        session_problems::without_source(self.view())
    }

    /// Returns true if there is no data.
    pub fn is_without_data(&self) -> bool {
        session_problems::is_without_data(self.view())
    }

    /// The sources that could not be analysed, by path. Those that are not reported on are left out, and
    /// those whose names show that they may not be Python.
    pub fn refused(&self) -> impl Iterator<Item = Problem> {
        session_problems::refused(self.view())
    }

    /// The problem with the settings that keeps coverage from being computed.
    pub fn settings_problem(&self) -> Option<Problem> {
        session_problems::settings_problem(self.view())
    }

    /// The problem with the settings that keeps data from being combined.
    pub fn settings_problem_of_combining(&self) -> Option<Problem> {
        session_problems::settings_problem_of_combining(self.view())
    }

    /// The sources that are Python 2, by path.
    pub fn approximate(&self) -> impl Iterator<Item = Problem> {
        session_problems::approximate(self.view())
    }

    /// The data that coverage.py refuses to combine.
    pub fn refusals(&self) -> Vec<Problem> {
        session_problems::refusals(self.view())
    }

    /// All problems: those of inputs first, then those of the data, the settings, the paths and the
    /// sources.
    pub fn problems(&self) -> Vec<Problem> {
        session_problems::problems(self.view())
    }

    /// The inferred path aliases in use, each in words.
    pub fn inferred_aliases(&self) -> Vec<String> {
        inferred_paths::inferred_aliases(self.view())
    }

    /// `[paths]` of the settings with the inferred aliases in use, to copy into the settings file; empty if
    /// none of them holds for all jobs.
    pub fn paths_to_copy(&self) -> String {
        inferred_paths::paths_to_copy(self.view())
    }

    /// All there is to see beside an open file or a list.
    pub fn overview(&self) -> Overview {
        overview::overview(self.view())
    }

    /// The reasons to doubt the totals, the gravest first.
    pub fn doubts(&self) -> Vec<Doubt> {
        doubts::doubts(self.view())
    }

    /// The doubts as JSON: an object each, with its kind and sentence beside its own values.
    pub fn doubts_as_json(&self) -> Value {
        doubts::doubts_as_json(self.view())
    }

    /// The names of the contexts that ran each line of a file.
    pub fn line_contexts(&self, file: &MeasuredFile) -> LineContexts<'_> {
        export::line_contexts(self.view(), file)
    }

    /// The data of the jobs that are on as a data file of coverage.py. Files are named by their
    /// full paths where it is known where the source lies, and relative to it otherwise.
    ///
    /// # Errors
    /// Line data and branch data together, unless written as lines only.
    pub fn write_data(&self, options: WriteOptions) -> Result<Vec<u8>, WriteError> {
        export::write_data(self.view(), options)
    }

    /// The data of the job at a place of [`Session::jobs`] as a data file of coverage.py, with files
    /// named as they are in the source.
    ///
    /// # Errors
    /// Line data and branch data together, unless written as lines only.
    pub fn write_job(&self, job: usize, options: WriteOptions) -> Result<Vec<u8>, WriteError> {
        export::write_job(self.view(), job, options)
    }

    /// The sources that data names, in order.
    pub fn sources_in_use(&self) -> impl Iterator<Item = &str> {
        export::sources_in_use(self.view())
    }

    /// The sources that data names and that were analysed, in order: each as bytes that hold its
    /// analysis, and its text if that is asked for. They stand in for the source when they are dropped.
    pub fn analyses(&self, with_text: bool) -> impl Iterator<Item = (&str, Vec<u8>)> {
        export::analyses(self.view(), with_text)
    }

    /// The patterns of `--include` and `--omit` with which a session that does not know where the source
    /// lies reports on the same files as this one.
    pub fn portable_patterns(&self) -> (Option<Vec<String>>, Option<Vec<String>>) {
        export::portable_patterns(self.view())
    }

    /// The numbers over the jobs that are on.
    pub fn measure(&self) -> Measurement {
        export::measure(self.view())
    }

    /// Writes a report on the files that count to `out`; gives back the total that a threshold is
    /// held against.
    ///
    /// # Errors
    /// [`Error::TooLarge`] for a report of more than `max_mib`, and those of
    /// [`covdrop_report::Format::write`]. Where no file that data names is chosen there is
    /// no report; where some are but none could be analysed, the format decides.
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

    /// The folders of `[run] source` that are there, as coverage.py's XML report names files from
    /// them: by their full paths, or as they are written where `relative_files` is set. What is no
    /// folder there is the name of a package.
    ///
    /// `locate` gives the full path of what an entry names, where that exists.
    pub fn source_roots(&self, locate: impl Fn(&str) -> Option<String>) -> Vec<String> {
        export::source_roots(self.view(), locate)
    }

    /// The full path of a folder or file of the source tree; relative to the tree where it is not
    /// known where that lies.
    pub fn locate(&self, path: &str) -> Option<String> {
        export::locate(self.view(), path)
    }

    /// The report or the data, as it is in view.
    pub fn export(&self, format: Format, now: Timestamp) -> Export {
        export::export(self.view(), format, now)
    }

    /// The rows that `query` asks for.
    pub fn list(&self, query: ListQuery) -> Listing {
        file_queries::list(self.view(), query)
    }

    /// The map of the files that `query` takes, as wide and high as given, in pixels.
    pub fn map_of_files(&self, query: &ListQuery, width: u32, height: u32) -> Vec<Tile> {
        file_queries::map_of_files(self.view(), query, width, height)
    }

    /// The numbers in each job by itself of each file that `query` takes.
    pub fn matrix(&self, query: &ListQuery) -> Matrix {
        file_queries::matrix(self.view(), query)
    }

    /// The answer to a question about jobs.
    pub fn ask(&self, question: Question) -> Found {
        file_queries::ask(self.view(), question)
    }

    /// Few jobs that cover all that those that are on cover together.
    pub fn minimal_jobs(&self) -> MinimalJobs {
        file_queries::minimal_jobs(self.view())
    }

    /// The file at `path` of the source tree, with the lines marked that `question` asks for;
    /// nothing where it is not in the list of files. Its neighbours are those in the answer to the
    /// question, or else in the list that `query` asks for, or else in the text report.
    pub fn open(
        &self,
        path: &str,
        question: Option<&Question>,
        query: &ListQuery,
    ) -> Option<FileView> {
        file_queries::open(self.view(), path, question, query)
    }

    /// Who ran a line of the file at `path`; `None` if there is no such file in the list.
    pub fn line(&self, path: &str, line: u32) -> Option<LineView> {
        file_queries::line(self.view(), path, line)
    }
}

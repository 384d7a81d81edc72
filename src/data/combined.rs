//! Combines data files, and keeps the hits of each data file apart.
//!
//! Hits are stored by recorded path and data file: the union over all contexts, and the hits by
//! context where there are several. Two mappings on top say which data files make up a job, and
//! which recorded paths name one file. Changing a mapping (renaming or merging jobs, adding
//! sources, editing a rule) therefore moves no data. Callers choose the jobs that count with a
//! [`Selection`].

mod contexts;
mod stray;
mod uses;

use std::collections::{BTreeMap, HashMap, HashSet};

use covdrop_lines::{Arc, LineSet};

use crate::hits::{Hits, Trace};
use crate::ids::{Context, DataFileId, FileId, JobId};
use crate::job::{DataFileInfo, Job};
use crate::job_table::JobTable;
use crate::placement::{Placement, ResolvedPath};
use crate::trace::PathTrace;
use crate::{CoverageData, DataKind, RecordedFile, RecordedPath, Selection};

/// A file, which one or more recorded paths name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CombinedFile {
    /// The file.
    pub path: ResolvedPath,
    /// The recorded paths that name this file, in order.
    recorded: Vec<RecordedName>,
}

/// A recorded path that names a file.
#[derive(Clone, Debug, PartialEq, Eq)]
struct RecordedName {
    /// The path, as an index into `recorded`.
    at: usize,
    /// The data files in which the path names this file, ascending; `None` for all.
    only: Option<Vec<DataFileId>>,
}

impl RecordedName {
    fn holds_in(&self, data_file: DataFileId) -> bool {
        self.only.as_ref().is_none_or(|only| only.binary_search(&data_file).is_ok())
    }
}

/// The data files of a session, combined.
#[derive(Clone, Debug, Default)]
pub struct Combined {
    contexts: Vec<String>,
    context_ids: HashMap<String, Context>,
    jobs: JobTable,
    recorded: Vec<Recorded>,
    recorded_ids: foldhash::HashMap<RecordedPath, usize>,
    /// Sorted by resolved path.
    files: Vec<CombinedFile>,
}

/// A recorded path, with its hits by data file.
#[derive(Clone, Debug)]
struct Recorded {
    path: RecordedPath,
    /// In the order of data files.
    parts: Vec<PathTrace>,
}

impl Combined {
    /// Creates a `Combined` without jobs.
    pub fn new() -> Combined {
        Combined::default()
    }

    /// Adds an empty job.
    pub fn add_job(&mut self, label: impl Into<String>) -> JobId {
        self.jobs.add(label.into())
    }

    /// Adds the content of the data file named `name` to `job`. Does nothing if there is no such
    /// job.
    ///
    /// Call [`Combined::map_paths`] after adding: until then, [`Combined::files`] does not change.
    pub fn add(
        &mut self,
        job: JobId,
        name: impl Into<String>,
        data_file: CoverageData,
    ) -> Option<DataFileId> {
        let id = self.jobs.next_data_files().next()?;
        let contexts: Vec<Context> =
            data_file.contexts.into_iter().map(|name| self.intern(name)).collect();
        let mut files = data_file.files.iter();
        let has_hits = files.any(|file| !file.lines.is_empty() || !file.arcs.is_empty());
        let source = DataFileInfo {
            id,
            name: name.into(),
            format: data_file.format,
            version: data_file.version,
            kind: data_file.kind,
            meta: data_file.meta,
            files: data_file.files.len(),
            has_hits,
            contexts: contexts.clone(),
            warnings: data_file.warnings,
        };
        self.jobs.add_data_file(job, source)?;
        for file in data_file.files {
            self.add_file(id, file, &contexts);
        }
        Some(id)
    }

    fn intern(&mut self, name: String) -> Context {
        if let Some(&context) = self.context_ids.get(&name) {
            return context;
        }
        let context = Context(u32::try_from(self.contexts.len()).unwrap_or(u32::MAX));
        self.contexts.push(name.clone());
        self.context_ids.insert(name, context);
        context
    }

    fn add_file(&mut self, data_file: DataFileId, file: RecordedFile, contexts: &[Context]) {
        let at = *self.recorded_ids.entry(file.path).or_insert_with_key(|path| {
            self.recorded.push(Recorded { path: path.clone(), parts: Vec::new() });
            self.recorded.len() - 1
        });
        let Some(recorded) = self.recorded.get_mut(at) else {
            return;
        };
        let mut traces: BTreeMap<Context, Trace> = BTreeMap::new();
        let global = |local: crate::ContextId| contexts.get(local.0 as usize).copied();
        for (local, lines) in file.lines {
            if let Some(context) = global(local) {
                traces.entry(context).or_default().lines.union_with(&lines);
            }
        }
        for (local, arcs) in file.arcs {
            if let Some(context) = global(local) {
                traces.entry(context).or_default().add_arcs(arcs);
            }
        }
        for context in file.line_zero.into_iter().filter_map(global) {
            traces.entry(context).or_default().line_zero = true;
        }
        let traces = traces.into_iter().collect();
        recorded.parts.push(PathTrace::new(data_file, file.tracer, traces));
    }

    /// Sets the file that each recorded path names. Before the first call there are no files.
    pub fn map_paths<P: Into<Placement>>(&mut self, mut place: impl FnMut(&RecordedPath) -> P) {
        let mut files: foldhash::HashMap<ResolvedPath, Vec<RecordedName>> =
            foldhash::HashMap::default();
        for (at, recorded) in self.recorded.iter().enumerate() {
            if recorded.parts.is_empty() {
                continue;
            }
            match place(&recorded.path).into() {
                Placement::Same(place) => {
                    files.entry(place).or_default().push(RecordedName { at, only: None });
                }
                Placement::ByDataFile { places, others } => {
                    let places: HashMap<DataFileId, ResolvedPath> = places.into_iter().collect();
                    let mut apart: BTreeMap<&ResolvedPath, Vec<DataFileId>> = BTreeMap::new();
                    for id in recorded.data_files() {
                        apart.entry(places.get(&id).unwrap_or(&others)).or_default().push(id);
                    }
                    for (place, mut only) in apart {
                        only.sort_unstable();
                        let name = RecordedName { at, only: Some(only) };
                        files.entry(place.clone()).or_default().push(name);
                    }
                }
            }
        }
        let files = files.into_iter().map(|(path, recorded)| CombinedFile { path, recorded });
        self.files = files.collect();
        self.files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    }

    /// Returns the files, in order of their resolved paths.
    pub fn files(&self) -> impl ExactSizeIterator<Item = (FileId, &CombinedFile)> {
        self.files
            .iter()
            .enumerate()
            .map(|(at, file)| (FileId(u32::try_from(at).unwrap_or(u32::MAX)), file))
    }

    /// Returns the recorded paths that name `file`.
    pub fn paths_of(&self, file: FileId) -> impl Iterator<Item = &RecordedPath> {
        self.names_of(file).map(|(_, recorded)| &recorded.path)
    }

    fn names_of(&self, file: FileId) -> impl Iterator<Item = (&RecordedName, &Recorded)> {
        let names = self.files.get(file.0 as usize).map_or(&[][..], |file| &file.recorded);
        names.iter().filter_map(|name| Some((name, self.recorded.get(name.at)?)))
    }

    /// Returns the hits of each data file in `file`.
    fn parts_of(&self, file: FileId) -> impl Iterator<Item = &PathTrace> {
        self.names_of(file).flat_map(|(name, recorded)| {
            recorded.parts.iter().filter(|part| name.holds_in(part.data_file))
        })
    }

    /// Returns the jobs, in the order in which they were added.
    pub fn jobs(&self) -> impl Iterator<Item = (JobId, &Job)> {
        self.jobs.iter()
    }

    /// Returns the job with this id.
    pub fn job(&self, job: JobId) -> Option<&Job> {
        self.jobs.get(job)
    }

    /// Returns the first job with this label.
    pub fn job_with_label(&self, label: &str) -> Option<JobId> {
        self.jobs.with_label(label)
    }

    /// Changes the label of a job.
    pub fn rename_job(&mut self, job: JobId, label: impl Into<String>) {
        self.jobs.rename(job, label.into());
    }

    /// Moves all data files of the job `from` to the job `into`, and removes `from`.
    pub fn merge_jobs(&mut self, into: JobId, from: JobId) {
        self.jobs.merge(into, from);
    }

    /// Moves each of these data files to its job. A job without a data file is removed.
    pub fn move_data_files(&mut self, moves: &HashMap<DataFileId, JobId>) {
        self.jobs.move_data_files(moves);
    }

    /// Removes these data files and their hits. A job without a data file is removed. Call
    /// [`Combined::map_paths`] afterwards.
    pub fn remove_data_files(&mut self, data_files: &[DataFileId]) {
        let data_files: HashSet<DataFileId> = data_files.iter().copied().collect();
        self.jobs.remove_data_files(&data_files);
        for recorded in &mut self.recorded {
            recorded.parts.retain(|part| !data_files.contains(&part.data_file));
        }
    }

    /// Returns the hits in `file` over the selection.
    pub fn hits(&self, file: FileId, selection: &Selection) -> Hits {
        let traces = self.parts(file, selection).flat_map(|(_, part)| part.selected(selection));
        Trace::union(traces).into_hits(self.has(DataKind::Arcs, selection))
    }

    /// Returns all arcs taken in `file`, unordered and with repetition; much faster than a union.
    pub fn arcs(&self, file: FileId) -> impl Iterator<Item = Arc> {
        self.parts_of(file).flat_map(|part| part.arcs().iter().copied())
    }

    /// Returns the hits in `file` by selected job, for each job whose data names it, even without a
    /// hit.
    pub fn hits_by_job(&self, file: FileId, selection: &Selection) -> BTreeMap<JobId, Hits> {
        let mut parts: BTreeMap<JobId, Vec<&PathTrace>> = BTreeMap::new();
        for (job, part) in self.parts(file, selection) {
            parts.entry(job).or_default().push(part);
        }
        let hits = parts.into_iter().map(|(id, parts)| {
            let traces = parts.into_iter().flat_map(|part| part.selected(selection));
            let has_arcs = self.job(id).is_some_and(|job| job.has(DataKind::Arcs));
            (id, Trace::union(traces).into_hits(has_arcs))
        });
        hits.collect()
    }

    /// Returns the hits in `file` by data file: the job, and the recorded lines and arcs of each
    /// selected context, or of all contexts together.
    pub fn recorded_hits<'a>(
        &'a self,
        file: FileId,
        selection: &'a Selection,
    ) -> impl Iterator<Item = (JobId, impl Iterator<Item = (&'a LineSet, &'a [Arc])>)> {
        self.parts(file, selection).map(|(job, part)| {
            let traces = part.selected(selection);
            (job, traces.map(|trace| (&trace.lines, trace.arcs.as_slice())))
        })
    }

    /// Returns true if the data of any selected job names `file`, even without a hit.
    pub fn is_recorded(&self, file: FileId, selection: &Selection) -> bool {
        self.parts(file, selection).next().is_some()
    }

    /// Returns the parts of `file` whose jobs are selected, each with its job.
    fn parts<'a>(
        &'a self,
        file: FileId,
        selection: &'a Selection,
    ) -> impl Iterator<Item = (JobId, &'a PathTrace)> {
        self.parts_of(file)
            .filter_map(|part| Some((self.job_of(part.data_file)?, part)))
            .filter(|(job, _)| selection.has_job(*job))
    }

    /// Returns the job of a data file.
    pub fn job_of(&self, data_file: DataFileId) -> Option<JobId> {
        self.jobs.of(data_file)
    }

    /// Returns true if any selected job measured `kind`. As in coverage.py, which looks at the rows
    /// of the combined data, a data file without a hit counts only if no data file has one.
    pub fn has(&self, kind: DataKind, selection: &Selection) -> bool {
        let (mut has_hits, mut is_named) = (false, false);
        for source in self.selected_sources(selection) {
            if source.kind == kind && source.has_hits {
                return true;
            }
            has_hits |= source.has_hits;
            is_named |= source.kind == kind;
        }
        is_named && !has_hits
    }

    /// Returns the data files of the selected jobs.
    pub(crate) fn selected_sources<'a>(
        &'a self,
        selection: &'a Selection,
    ) -> impl Iterator<Item = &'a DataFileInfo> {
        let jobs = self.jobs().filter(|(id, _)| selection.has_job(*id));
        jobs.flat_map(|(_, job)| &job.data_files)
    }

    /// Returns the names of all contexts, by [`Context`] number.
    pub fn contexts(&self) -> &[String] {
        &self.contexts
    }

    /// Returns the file tracer plugin that measured `file`, if any.
    pub fn tracer(&self, file: FileId) -> Option<&str> {
        self.tracers(file).find_map(|tracer| tracer)
    }

    /// Returns the file tracer plugin of each data file that names `file`; `None` for plain Python.
    pub(crate) fn tracers(&self, file: FileId) -> impl Iterator<Item = Option<&str>> {
        self.parts_of(file).map(|part| part.tracer.as_deref())
    }

    /// Returns the recorded paths of `file` that share it with another path of the same data file,
    /// in order.
    pub(crate) fn collapsed(&self, file: FileId) -> Vec<&RecordedPath> {
        let data_files = |(name, recorded): (&'_ RecordedName, &'_ Recorded)| {
            let ids: Vec<DataFileId> =
                recorded.data_files().filter(|id| name.holds_in(*id)).collect();
            ids
        };
        let mut paths: HashMap<DataFileId, usize> = HashMap::new();
        for data_file in self.names_of(file).flat_map(data_files) {
            *paths.entry(data_file).or_default() += 1;
        }
        let is_collapsed = |named: &(&RecordedName, &Recorded)| {
            let mut ids = data_files(*named).into_iter();
            ids.any(|id| paths.get(&id).is_some_and(|count| *count > 1))
        };
        let collapsed = self.names_of(file).filter(is_collapsed);
        collapsed.map(|(_, recorded)| &recorded.path).collect()
    }
}

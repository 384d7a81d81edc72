//! Computes the coverage of each file by job: a few bits for each line and job, so that questions
//! about jobs need not read the data again.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::BTreeMap;

use covdrop_analysis::{Analysis, RegionKind};
use covdrop_data::{Combined, DataKind, FileId, JobId, ResolvedPath, Selection, SourcePath};
use covdrop_lines::{Line, LineSet};
use covdrop_report::{
    CoverageBits, CoverageItems, File, Finder, HumanKey, LineContexts, Measured, Numbers,
    RegionMap, measure, parts,
};

use crate::coverage_inputs::CoverageInputs;
use crate::project::Analysed;

/// The coverage of each file by job.
#[derive(Debug, Default)]
pub(crate) struct CoveredFiles {
    /// The reported files, in the order of coverage.py's text report.
    pub(crate) files: Vec<CoveredFile>,
    /// For each job, by its position, whether it measured branches.
    pub(crate) jobs: Vec<bool>,
}

/// The coverage of one file by job.
#[derive(Debug)]
pub(crate) struct CoveredFile {
    pub(crate) path: SourcePath,
    pub(crate) id: FileId,
    pub(crate) analysed: Analysed,
    pub(crate) items: CoverageItems,
    /// The coverage of each job with data of the file, by the job's position, ascending.
    pub(crate) jobs: Vec<(usize, CoverageBits)>,
    /// The coverage from branch data only, if there is line data too.
    by_arcs: Option<Vec<(usize, CoverageBits)>>,
    functions: OnceCell<Regions>,
    classes: OnceCell<Regions>,
}

/// The functions or classes of a file, followed by the code outside them.
#[derive(Debug)]
pub(crate) struct Regions {
    /// The name of each, empty for the outside, and its first line.
    pub(crate) names: Vec<(String, Line)>,
    region_map: RegionMap,
}

/// Computes [`CoveredFiles`] file by file.
#[derive(Debug)]
pub(crate) struct CoverageBuilder {
    jobs: Vec<JobId>,
    files: CoveredFiles,
    selection: Selection,
    /// Whether there is both line data and branch data.
    is_mixed: bool,
    /// The remaining files, the next one last.
    queue: Vec<(FileId, SourcePath)>,
    total: usize,
}

impl CoverageBuilder {
    /// Starts with the reported files, over the selected contexts.
    pub(crate) fn new(inputs: CoverageInputs<'_>) -> CoverageBuilder {
        let CoverageInputs { combined, project, selection, .. } = inputs;
        let filter = project.report_filter();
        let files = combined.files().filter_map(|(id, file)| match &file.path {
            ResolvedPath::Source(path)
                if filter.includes(path) && combined.tracer(id).is_none() =>
            {
                Some((id, path.clone()))
            }
            _ => None,
        });
        let mut queue: Vec<_> = files.collect();
        queue.reverse();
        let jobs = combined.jobs().map(|(_, job)| job.has(DataKind::Arcs)).collect();
        let selection = selection.of_all_jobs();
        CoverageBuilder {
            is_mixed: [DataKind::Lines, DataKind::Arcs]
                .iter()
                .all(|kind| combined.has(*kind, &selection)),
            jobs: combined.jobs().map(|(id, _)| id).collect(),
            files: CoveredFiles { files: Vec::with_capacity(queue.len()), jobs },
            selection,
            total: queue.len(),
            queue,
        }
    }

    /// Computes the next file. Returns its name, the number of finished files and the number of
    /// all, or `None` if all are finished.
    pub(crate) fn step(&mut self, inputs: CoverageInputs<'_>) -> Option<(String, usize, usize)> {
        let (id, path) = self.queue.pop()?;
        let name = path.as_str().to_owned();
        if let Some(analysed) = inputs.project.analysed(&path) {
            let file = self.count(inputs.combined, id, path, analysed);
            self.files.files.push(file);
        }
        Some((name, self.total - self.queue.len(), self.total))
    }

    fn count(
        &self,
        combined: &Combined,
        id: FileId,
        path: SourcePath,
        analysed: Analysed,
    ) -> CoveredFile {
        let items = CoverageItems::new(&analysed.analysis);
        let finder = Finder::new(&analysed.analysis, &items);
        let mut jobs: BTreeMap<usize, CoverageBits> = BTreeMap::new();
        let mut by_arcs = self.is_mixed.then(BTreeMap::new);
        for (job, ran) in combined.recorded_hits(id, &self.selection) {
            let Ok(index) = self.jobs.binary_search(&job) else { continue };
            let covered = jobs.entry(index).or_insert_with(|| items.none());
            for (lines, arcs) in ran {
                finder.cover(covered, lines, arcs);
                if let Some(by_arcs) = &mut by_arcs {
                    let covered = by_arcs.entry(index).or_insert_with(|| items.none());
                    finder.cover(covered, &LineSet::new(), arcs);
                }
            }
        }
        let jobs = jobs.into_iter().collect();
        let by_arcs = by_arcs.map(|jobs| jobs.into_iter().collect());
        let (functions, classes) = (OnceCell::new(), OnceCell::new());
        CoveredFile { path, id, analysed, items, jobs, by_arcs, functions, classes }
    }

    /// Returns the files.
    pub(crate) fn finish(mut self) -> CoveredFiles {
        self.files.files.sort_by_cached_key(|file| HumanKeyOf(file.path.clone()));
        self.files
    }
}

/// A path with the order of names in coverage.py's text report.
#[derive(PartialEq, Eq)]
struct HumanKeyOf(SourcePath);

impl Ord for HumanKeyOf {
    fn cmp(&self, other: &HumanKeyOf) -> std::cmp::Ordering {
        HumanKey::new(self.0.as_str()).cmp(&HumanKey::new(other.0.as_str()))
    }
}

impl PartialOrd for HumanKeyOf {
    fn partial_cmp(&self, other: &HumanKeyOf) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl CoveredFiles {
    /// Returns the file at `path` of the source tree.
    pub(crate) fn file(&self, path: &str) -> Option<&CoveredFile> {
        self.files.iter().find(|file| file.path.as_str() == path)
    }

    /// Returns true if any job for which `counts` is true measured branches.
    pub(crate) fn has_arcs(&self, counts: impl Fn(usize) -> bool) -> bool {
        self.jobs.iter().enumerate().any(|(job, has_arcs)| *has_arcs && counts(job))
    }
}

impl CoveredFile {
    /// Returns the analysis.
    pub(crate) fn analysis(&self) -> &Analysis {
        &self.analysed.analysis
    }

    /// Returns true if it is Python 2.
    pub(crate) fn is_approximate(&self) -> bool {
        self.analysis().is_approximate()
    }

    /// Returns the union of the coverage of all jobs for which `counts` is true.
    pub(crate) fn union(&self, counts: impl Fn(usize) -> bool) -> CoverageBits {
        self.union_of(&self.jobs, counts)
    }

    fn union_of(
        &self,
        jobs: &[(usize, CoverageBits)],
        counts: impl Fn(usize) -> bool,
    ) -> CoverageBits {
        let mut union = self.items.none();
        for (_, set) in jobs.iter().filter(|(job, _)| counts(*job)) {
            union.union_with(set);
        }
        union
    }

    /// Returns the part of `covered` that comes from branch data, for the jobs for which `counts`
    /// is true.
    pub(crate) fn by_arcs<'a>(
        &self,
        covered: &'a CoverageBits,
        counts: impl Fn(usize) -> bool,
    ) -> Cow<'a, CoverageBits> {
        let by_arcs = self.by_arcs.as_ref().map(|jobs| self.union_of(jobs, counts));
        by_arcs.map_or(Cow::Borrowed(covered), Cow::Owned)
    }

    /// Returns the numbers for `covered`, the coverage of the jobs for which `counts` is true.
    /// `has_arcs` tells whether these jobs measured branches.
    pub(crate) fn numbers(
        &self,
        covered: &CoverageBits,
        has_arcs: bool,
        counts: impl Fn(usize) -> bool,
    ) -> Numbers {
        let by_arcs = has_arcs.then(|| self.by_arcs(covered, counts));
        self.items.numbers(covered, by_arcs.as_deref())
    }

    /// Returns the items that exactly one job covers, and those that any job covers, of the jobs
    /// for which `counts` is true.
    pub(crate) fn single(&self, counts: impl Fn(usize) -> bool) -> (CoverageBits, CoverageBits) {
        let (mut any, mut several) = (self.items.none(), self.items.none());
        for (_, set) in self.jobs.iter().filter(|(job, _)| counts(*job)) {
            any.union_noting_overlap(set, &mut several);
        }
        let mut single = any.clone();
        single.subtract(&several);
        (single, any)
    }

    /// Returns the coverage of one job, or `None` if the job has no data of the file.
    pub(crate) fn covered_by(&self, job: usize) -> Option<&CoverageBits> {
        let at = self.jobs.binary_search_by_key(&job, |(job, _)| *job).ok()?;
        self.jobs.get(at).map(|(_, set)| set)
    }

    /// Returns the functions or classes, and the code outside them.
    pub(crate) fn regions(&self, kind: RegionKind) -> &Regions {
        let cell = match kind {
            RegionKind::Function => &self.functions,
            RegionKind::Class => &self.classes,
        };
        cell.get_or_init(|| Regions::new(self, kind))
    }
}

impl Regions {
    fn new(file: &CoveredFile, kind: RegionKind) -> Regions {
        let analysis = file.analysis();
        // Names and lines do not depend on hits.
        let coverage = measure(analysis, &covdrop_data::Hits::default());
        let parts = parts(
            &File {
                path: file.path.as_str(),
                name: file.path.as_str(),
                source: file.analysed.source.text(),
                measured: Measured { analysis, coverage: &coverage },
                contexts: LineContexts::new(),
            },
            kind,
        );
        let lines: Vec<&LineSet> = parts.iter().map(|part| &*part.lines).collect();
        Regions {
            region_map: file.items.region_map(analysis, &lines),
            names: parts.iter().map(|part| (part.name.to_string(), part.start)).collect(),
        }
    }

    /// Returns the numbers of each region of `file` over the jobs for which `counts` is true.
    /// `has_arcs` tells whether these jobs measured branches.
    pub(crate) fn numbers(
        &self,
        file: &CoveredFile,
        has_arcs: bool,
        counts: impl Fn(usize) -> bool,
    ) -> Vec<Numbers> {
        let covered = file.union(&counts);
        let by_arcs = has_arcs.then(|| file.by_arcs(&covered, counts));
        file.items.numbers_of(&self.region_map, &covered, by_arcs.as_deref())
    }
}

//! All that was measured of every file that has a source, over the jobs that count, as reports
//! need it.

use covdrop_analysis::{Analysis, Source};
use covdrop_data::{FileId, Kind, ResolvedPath, SourcePath};
use covdrop_intake::parallel;
use covdrop_report::{FileCoverage, Measured, Numbers, measure};

use crate::coverage_inputs::CoverageInputs;
use crate::project::Analysed;

/// All files that have a source.
#[derive(Debug)]
pub struct Measurement {
    /// The files that the jobs that are on measured, by path.
    pub files: Vec<MeasuredFile>,
    /// Whether branches were recorded.
    pub has_arcs: bool,
}

/// A file that has a source.
#[derive(Debug)]
pub struct MeasuredFile {
    /// The path in the source tree.
    pub path: SourcePath,
    /// Whether it is a part of the totals: not, where it is Python 2 and was not asked for.
    pub counts: bool,
    pub(crate) id: FileId,
    analysed: Analysed,
    coverage: FileCoverage,
}

impl Measurement {
    /// Measures each file over the jobs and contexts that count, all its lines and branches.
    pub(crate) fn new(inputs: CoverageInputs<'_>) -> Measurement {
        let CoverageInputs { combined, project, selection, .. } = inputs;
        let filter = project.report_filter();
        let files: Vec<_> = combined.files().collect();
        let files = parallel::map(&files, |&(id, file)| {
            let ResolvedPath::Source(path) = &file.place else { return None };
            let is_reported = filter.includes(path) && combined.tracer(id).is_none();
            (is_reported && combined.is_recorded(id, selection)).then_some(())?;
            let analysed = project.analysed(path)?;
            let coverage = measure(&analysed.analysis, &combined.hits(id, selection));
            let counts = inputs.counts(analysed.analysis.is_approximate());
            Some(MeasuredFile { path: path.clone(), counts, id, analysed, coverage })
        });
        let files = files.into_iter().flatten().collect();
        Measurement { files, has_arcs: combined.has(Kind::Arcs, selection) }
    }

    /// The sums over the files that count.
    pub fn total(&self) -> Numbers {
        self.files.iter().filter(|file| file.counts).map(|file| file.coverage.numbers).sum()
    }
}

impl MeasuredFile {
    /// The source as it was analysed.
    pub fn source(&self) -> &Source {
        &self.analysed.source
    }

    /// What could run.
    pub fn analysis(&self) -> &Analysis {
        &self.analysed.analysis
    }

    /// What ran of it.
    pub fn measured(&self) -> Measured<'_> {
        Measured { analysis: &self.analysed.analysis, coverage: &self.coverage }
    }

    /// The counts.
    pub fn numbers(&self) -> Numbers {
        self.coverage.numbers
    }
}

//! Measures every file that has a source, over the enabled jobs, for reports.

use covdrop_analysis::{Analysis, Source};
use covdrop_data::{DataKind, FileId, ResolvedPath, SourcePath};
use covdrop_intake::parallel;
use covdrop_report::{FileCoverage, Measured, Numbers, measure};

use crate::coverage_inputs::CoverageInputs;
use crate::project::Analysed;

/// All files that have a source.
#[derive(Debug)]
pub struct Measurement {
    /// The files that the enabled jobs measured, by path.
    pub files: Vec<MeasuredFile>,
    /// Whether branches were recorded.
    pub has_arcs: bool,
}

/// A file that has a source.
#[derive(Debug)]
pub struct MeasuredFile {
    /// The path in the source tree.
    pub path: SourcePath,
    /// Whether it counts in the totals. Python 2 files count only if the user enables them.
    pub counts: bool,
    pub(crate) id: FileId,
    analysed: Analysed,
    coverage: FileCoverage,
}

impl Measurement {
    /// Measures all lines and branches of each file over the selected jobs and contexts.
    pub(crate) fn new(inputs: CoverageInputs<'_>) -> Measurement {
        let CoverageInputs { combined, project, selection, .. } = inputs;
        let filter = project.report_filter();
        let files: Vec<_> = combined.files().collect();
        let files = parallel::map(&files, |&(id, file)| {
            let ResolvedPath::Source(path) = &file.path else { return None };
            let is_reported = filter.includes(path) && combined.tracer(id).is_none();
            (is_reported && combined.is_recorded(id, selection)).then_some(())?;
            let analysed = project.analysed(path)?;
            let coverage = measure(&analysed.analysis, &combined.hits(id, selection));
            let counts = inputs.counts(analysed.analysis.is_approximate());
            Some(MeasuredFile { path: path.clone(), counts, id, analysed, coverage })
        });
        let files = files.into_iter().flatten().collect();
        Measurement { files, has_arcs: combined.has(DataKind::Arcs, selection) }
    }

    /// Returns the sums over the files that count.
    pub fn total(&self) -> Numbers {
        self.files.iter().filter(|file| file.counts).map(|file| file.coverage.numbers).sum()
    }
}

impl MeasuredFile {
    /// Returns the source that was analysed.
    pub fn source(&self) -> &Source {
        &self.analysed.source
    }

    /// Returns the analysis.
    pub fn analysis(&self) -> &Analysis {
        &self.analysed.analysis
    }

    /// Returns the analysis with the coverage.
    pub fn measured(&self) -> Measured<'_> {
        Measured { analysis: &self.analysed.analysis, coverage: &self.coverage }
    }

    /// Returns the numbers.
    pub fn numbers(&self) -> Numbers {
        self.coverage.numbers
    }
}

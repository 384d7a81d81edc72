//! Numbers and lines of every file that has a source, over the jobs that count.

use covdrop_analysis::{Analysis, Source};
use covdrop_data::{Combined, FileId, Kind, Place, Selection, SourcePath};
use covdrop_report::{FileCoverage, Measured, Numbers, measure};

use crate::project::{Analysed, Chooser, Project};

/// All files that have a source.
#[derive(Debug)]
pub struct Measurement {
    /// The files, by path.
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
    /// Measures over `selection`; sources of Python 2 count only `with_approximate`. Analysis is not repeated, so that another selection costs no
    /// more than a union and a count.
    pub(crate) fn new(
        combined: &Combined,
        project: &Project,
        chooser: &Chooser,
        selection: &Selection,
        with_approximate: bool,
    ) -> Measurement {
        let files = combined.files().filter_map(|(id, file)| {
            let Place::Source(path) = &file.place else { return None };
            chooser.takes(path).then_some(())?;
            let mut file = MeasuredFile::new(combined, project, selection, id, path)?;
            file.counts |= with_approximate;
            Some(file)
        });
        Measurement { files: files.collect(), has_arcs: combined.has(Kind::Arcs, selection) }
    }

    /// The sums over the files that count.
    pub fn total(&self) -> Numbers {
        self.files.iter().filter(|file| file.counts).map(|file| file.coverage.numbers).sum()
    }
}

impl MeasuredFile {
    /// Measures one file; nothing where it could not be analysed.
    pub(crate) fn new(
        combined: &Combined,
        project: &Project,
        selection: &Selection,
        id: FileId,
        path: &SourcePath,
    ) -> Option<MeasuredFile> {
        let analysed = project.analysed(path)?;
        let coverage = measure(&analysed.analysis, &combined.hits(id, selection));
        Some(MeasuredFile {
            path: path.clone(),
            counts: !analysed.analysis.is_approximate(),
            id,
            analysed,
            coverage,
        })
    }

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

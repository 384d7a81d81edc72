//! Finds data that coverage.py refuses to combine, and paths that path aliases merge into one file.

use thiserror::Error;

use crate::{Combined, CombinedFile, DataFileInfo, DataKind, FileId, RecordedPath, ResolvedPath};

/// The reason why coverage.py would refuse to combine a [`Combined`].
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    /// Line data and branch data together.
    #[error(
        "'{branch}' measured branches and '{lines}' did not, so that they cannot be combined exactly"
    )]
    Mixed {
        /// The name of a data file with branches.
        branch: String,
        /// The name of a data file without branches.
        lines: String,
    },
    /// A file that different plugins measured.
    #[error("'{file}' was measured by {} and by {}", tracer(first.as_ref()), tracer(second.as_ref()))]
    Tracers {
        /// The file.
        file: String,
        /// The plugin of one data file; `None` for plain Python.
        first: Option<String>,
        /// The plugin of another data file.
        second: Option<String>,
    },
}

fn tracer(name: Option<&String>) -> String {
    name.map_or_else(|| "no plugin".to_owned(), |name| format!("plugin '{name}'"))
}

impl Refusal {
    /// Returns advice for the user.
    pub fn advice(&self) -> &'static str {
        match self {
            Refusal::Mixed { .. } => {
                "Lines are counted over all jobs, branches over those that measured them. For \
                 exact branches, run every job with or every job without --branch."
            }
            Refusal::Tracers { .. } => {
                "Turn the plugin on in every job, or leave the file out with [report] omit."
            }
        }
    }
}

/// Several recorded paths of one data file that name the same file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collapse {
    /// The file.
    pub file: ResolvedPath,
    /// The paths.
    pub paths: Vec<RecordedPath>,
}

impl Combined {
    /// Returns the reasons for which coverage.py would refuse to combine this data; empty if it
    /// would combine all.
    pub fn refusals(&self) -> Vec<Refusal> {
        let mut refusals: Vec<Refusal> = self.mixed().into_iter().collect();
        for (id, file) in self.files() {
            let mut tracers = self.tracers(id);
            if let Some(first) = tracers.next()
                && let Some(second) = tracers.find(|tracer| *tracer != first)
            {
                refusals.push(Refusal::Tracers {
                    file: file.path.as_str().to_owned(),
                    first: first.map(str::to_owned),
                    second: second.map(str::to_owned),
                });
            }
        }
        refusals
    }

    /// Returns the first data file that measured lines where the ones before it measured branches,
    /// or the reverse. Data files without hits are left out.
    fn mixed(&self) -> Option<Refusal> {
        let mut sources: Vec<&DataFileInfo> =
            self.jobs().flat_map(|(_, job)| &job.data_files).collect();
        sources.sort_unstable_by_key(|source| source.id);
        let mut before: Option<&DataFileInfo> = None;
        for source in sources.into_iter().filter(|source| source.kind != DataKind::Neither) {
            match before {
                Some(other) if other.kind != source.kind => {
                    let name = |kind| if source.kind == kind { source } else { other }.name.clone();
                    let (branch, lines) = (name(DataKind::Arcs), name(DataKind::Lines));
                    return Some(Refusal::Mixed { branch, lines });
                }
                None if source.has_hits => before = Some(source),
                _ => {}
            }
        }
        None
    }

    /// Returns the files that several paths of one data file name. This is right if a job ran the
    /// installed package beside the source, and wrong if folders of one name are different ones.
    /// coverage.py merges such paths silently.
    pub fn collapses(&self) -> Vec<Collapse> {
        let collapse = |(id, file): (FileId, &CombinedFile)| {
            let paths: Vec<RecordedPath> = self.collapsed(id).into_iter().cloned().collect();
            (!paths.is_empty()).then(|| Collapse { file: file.path.clone(), paths })
        };
        self.files().filter_map(collapse).collect()
    }
}

//! What coverage.py would not combine, and what rules would merge that differs.

use thiserror::Error;

use crate::{Combined, CombinedFile, FileId, Kind, RecordedPath, ResolvedPath, Source};

/// Why coverage.py would refuse to combine what a [`Combined`] holds.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    /// Line data and branch data together.
    #[error(
        "'{branch}' measured branches and '{lines}' did not, so that they cannot be combined exactly"
    )]
    Mixed {
        /// The name of a data file with branches.
        branch: String,
        /// The name of one without.
        lines: String,
    },
    /// A file that was measured by different plugins.
    #[error("'{file}' was measured by {} and by {}", tracer(first.as_ref()), tracer(second.as_ref()))]
    Tracers {
        /// The file.
        file: String,
        /// The plugin of one data file; nothing for plain Python.
        first: Option<String>,
        /// The plugin of another.
        second: Option<String>,
    },
}

fn tracer(name: Option<&String>) -> String {
    name.map_or_else(|| "no plugin".to_owned(), |name| format!("plugin '{name}'"))
}

impl Refusal {
    /// What a person can do about it.
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

/// Several recorded paths of one data file that have become one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collapse {
    /// The file.
    pub file: ResolvedPath,
    /// The paths.
    pub paths: Vec<RecordedPath>,
}

impl Combined {
    /// What coverage.py would refuse to combine here; nothing if it would combine all of it.
    pub fn refusals(&self) -> Vec<Refusal> {
        let mut refusals: Vec<Refusal> = self.mixed().into_iter().collect();
        for (id, file) in self.files() {
            let mut tracers = self.tracers(id);
            if let Some(first) = tracers.next()
                && let Some(second) = tracers.find(|tracer| *tracer != first)
            {
                refusals.push(Refusal::Tracers {
                    file: file.place.as_str().to_owned(),
                    first: first.map(str::to_owned),
                    second: second.map(str::to_owned),
                });
            }
        }
        refusals
    }

    /// The first data file that measured otherwise than what came before it, as far as that has any
    /// hit.
    fn mixed(&self) -> Option<Refusal> {
        let mut sources: Vec<&Source> = self.jobs().flat_map(|(_, job)| &job.data_files).collect();
        sources.sort_unstable_by_key(|source| source.id);
        let mut before: Option<&Source> = None;
        for source in sources.into_iter().filter(|source| source.kind != Kind::Neither) {
            match before {
                Some(other) if other.kind != source.kind => {
                    let name = |kind| if source.kind == kind { source } else { other }.name.clone();
                    let (branch, lines) = (name(Kind::Arcs), name(Kind::Lines));
                    return Some(Refusal::Mixed { branch, lines });
                }
                None if source.has_hits => before = Some(source),
                _ => {}
            }
        }
        None
    }

    /// The files that several paths of one data file have become: rules do that rightly where a job
    /// ran the installed package beside the source, and wrongly where folders of one name are
    /// different ones. coverage.py merges these in silence.
    pub fn collapses(&self) -> Vec<Collapse> {
        let collapse = |(id, file): (FileId, &CombinedFile)| {
            let paths: Vec<RecordedPath> = self.collapsed(id).into_iter().cloned().collect();
            (!paths.is_empty()).then(|| Collapse { file: file.place.clone(), paths })
        };
        self.files().filter_map(collapse).collect()
    }
}

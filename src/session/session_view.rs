//! A borrowed view of a session, the input of all queries.

use covdrop_data::Settings;
use covdrop_report::Precision;

use crate::coverage_inputs::CoverageInputs;
use crate::covered_files::CoveredFiles;
use crate::dataset::Dataset;
use crate::job_coverage::{EnabledTotals, JobCoverage};
use crate::path_mapping::PathMapping;
use crate::project::Project;
use crate::trial_settings::Trials;
use crate::user_choices::UserChoices;

/// A borrowed view of a session.
#[derive(Clone, Copy)]
pub(crate) struct SessionView<'a> {
    pub(crate) dataset: &'a Dataset,
    pub(crate) project: &'a Project,
    pub(crate) coverage: &'a JobCoverage,
    pub(crate) mapping: &'a PathMapping,
    pub(crate) choices: &'a UserChoices,
    pub(crate) trials: &'a Trials,
}

impl<'a> SessionView<'a> {
    /// Returns the parts from which coverage is computed.
    pub(crate) fn inputs(self) -> CoverageInputs<'a> {
        CoverageInputs {
            combined: &self.dataset.combined,
            project: self.project,
            selection: &self.choices.selection,
            with_approximate: self.choices.with_approximate,
        }
    }

    /// Returns the files with the coverage of each job.
    pub(crate) fn files(self) -> &'a CoveredFiles {
        self.coverage.files(self.inputs())
    }

    /// Returns the totals over the enabled jobs.
    pub(crate) fn totals(self) -> &'a EnabledTotals {
        self.coverage.totals(self.inputs())
    }

    /// Returns the settings in use.
    pub(crate) fn settings(self) -> &'a Settings {
        self.project.settings()
    }

    /// Returns the decimals of percentages. A refused setting means none, since it changes no
    /// count.
    pub(crate) fn precision(self) -> Precision {
        Precision::new(self.settings().report.precision).unwrap_or_default()
    }

    /// Returns the context patterns of the settings, if these filter contexts.
    pub(crate) fn contexts_of_settings(self) -> &'a [String] {
        let set = self.settings().report.contexts.as_deref().unwrap_or_default();
        if self.choices.contexts.by_settings { set } else { &[] }
    }
}

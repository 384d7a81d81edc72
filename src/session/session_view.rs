//! A borrowed view of a session, from which queries are answered.

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
    /// The parts from which coverage is computed.
    pub(crate) fn inputs(self) -> CoverageInputs<'a> {
        CoverageInputs {
            combined: &self.dataset.combined,
            project: self.project,
            selection: &self.choices.selection,
            with_approximate: self.choices.with_approximate,
        }
    }

    /// The files with what each job covers of them.
    pub(crate) fn files(self) -> &'a CoveredFiles {
        self.coverage.files(self.inputs())
    }

    /// The totals over the enabled jobs.
    pub(crate) fn totals(self) -> &'a EnabledTotals {
        self.coverage.totals(self.inputs())
    }

    /// The settings in use.
    pub(crate) fn settings(self) -> &'a Settings {
        self.project.settings()
    }

    /// The decimals of percentages. A refused setting counts as none here, since it changes no count.
    pub(crate) fn precision(self) -> Precision {
        Precision::new(self.settings().report.precision).unwrap_or_default()
    }

    /// The context patterns of the settings, if these filter contexts.
    pub(crate) fn contexts_of_settings(self) -> &'a [String] {
        let set = self.settings().report.contexts.as_deref().unwrap_or_default();
        if self.choices.contexts.by_settings { set } else { &[] }
    }
}

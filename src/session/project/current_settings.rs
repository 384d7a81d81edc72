//! Computes the settings in use from the settings files and the trial settings.

use std::sync::Arc;

use covdrop_analysis::Options;
use covdrop_data::{GlobError, Globs, Settings};
use covdrop_intake::SettingsOrigin;

use super::analysis_options::{Faults, are_analysed_alike, options};
use super::{Origin, Project, ReportFilter, SettingsFault, covdefaults};
use crate::path_mapping::UNKNOWN_ROOT;
use crate::source_links::Links;
use crate::trial_overrides::Overrides;

/// The settings in use, and values computed from them.
#[derive(Clone, Debug, Default)]
pub(super) struct CurrentSettings {
    pub(super) settings: Arc<Settings>,
    /// The origin of their file.
    pub(super) origin: Option<SettingsOrigin>,
    /// The options of the analysis; `None` until they are needed.
    pub(super) options: Option<Options>,
    /// The errors in the settings.
    pub(super) faults: Faults,
    pub(super) report_filter: ReportFilter,
}

impl Project {
    /// Returns the trial settings.
    pub(crate) fn overrides(&self) -> Option<&Overrides> {
        self.overrides.as_deref()
    }

    /// Returns the same project with other settings. Analyses that do not change are shared.
    pub(crate) fn with_overrides(&self, overrides: Overrides) -> Project {
        let mut project = Project { overrides: Some(Arc::new(overrides)), ..self.clone() };
        let target = |project: &Project| (project.target_version(), project.target_is_chosen());
        if target(&project) != target(self) {
            project.forget_analyses();
        }
        project
    }

    /// Returns the settings in use.
    pub(crate) fn settings(&self) -> &Settings {
        &self.current.settings
    }

    /// Returns the origin of the settings file in use.
    pub(crate) fn settings_origin(&self) -> Option<SettingsOrigin> {
        self.current.origin
    }

    /// Returns the name and the content of the settings file in use.
    pub(crate) fn settings_file(&self) -> Option<(&str, &[u8])> {
        let name = self.current.settings.file.as_deref()?;
        Some((name, self.settings_files.content(self.current.origin?, name)?))
    }

    /// Returns the first error in the settings.
    pub(crate) fn fault(&self) -> Option<&SettingsFault> {
        self.current.faults.first()
    }

    /// Returns the error in the settings that prevents combining data.
    pub(crate) fn fault_of_combining(&self) -> Option<&SettingsFault> {
        self.current.faults.of_combining()
    }

    /// Returns the options of the analysis for the current settings files. Discards the analyses if
    /// the options have changed.
    ///
    /// `None` if the settings are invalid.
    pub(crate) fn options(&mut self) -> Option<Options> {
        let (settings, fault) = match self.settings_files.follow() {
            Ok((mut settings, origin)) => {
                self.current.origin = origin;
                if covdefaults::is_used(&settings) {
                    covdefaults::configure(
                        &mut settings,
                        covdefaults::Host::assumed(self.target_version()),
                    );
                }
                if let Some(overrides) = &self.overrides {
                    overrides.apply(&mut settings);
                }
                (settings, None)
            }
            Err(error) => {
                self.current.origin = None;
                (Settings::default(), Some(SettingsFault::File(error)))
            }
        };
        if !are_analysed_alike(&settings, &self.current.settings) {
            self.current.options = None;
            self.forget_analyses();
        }
        if settings != *self.current.settings {
            self.current.settings = Arc::new(settings);
        }
        let made = fault.map_or_else(|| self.updated_options(), Err);
        self.current.faults.analysis = made.as_ref().err().cloned();
        made.ok()
    }

    /// Returns the options of the analysis. Compiling their patterns takes long, so they are
    /// cached.
    fn updated_options(&mut self) -> Result<Options, SettingsFault> {
        let target = self.target_version();
        let made = match self.current.options.take() {
            Some(options) => Options { target, ..options },
            None => options(&self.current.settings, target)?,
        };
        Ok(self.current.options.insert(made).clone())
    }

    /// Returns the filter of files to report on, by `include` and `omit` as of the last
    /// [update](Project::update_report_filter).
    pub(crate) fn report_filter(&self) -> &ReportFilter {
        &self.current.report_filter
    }

    /// Updates the filter of files to report on.
    pub(crate) fn update_report_filter(&mut self) {
        let filter = self.report_filter_at(&self.location.root, &self.location.links);
        let (filter, fault) = or_fault(filter);
        self.current.faults.report_filter = fault;
        self.current.report_filter = filter;
    }

    /// Returns the filter that the same patterns make if the location of the source tree is
    /// unknown.
    pub(crate) fn report_filter_elsewhere(&self) -> ReportFilter {
        self.report_filter_at(UNKNOWN_ROOT, &Links::default()).unwrap_or_default()
    }

    /// Returns the patterns of the command line: `--include` and `--omit`.
    pub(crate) fn asked_patterns(&self) -> (Option<Vec<String>>, Option<Vec<String>>) {
        (self.patterns.include.clone(), self.patterns.omit.clone())
    }

    /// Returns the filter of files in a source tree at `root` with these links.
    fn report_filter_at(
        &self,
        root: &str,
        links: &Links,
    ) -> Result<ReportFilter, (Origin, GlobError)> {
        let file = || self.current.settings.file.clone().unwrap_or_default();
        let globs = |given: &Option<Vec<String>>, option, set: &Option<Vec<String>>, setting| {
            let (patterns, origin) = match given {
                Some(patterns) => (Some(patterns), Origin::CommandLine(option)),
                None => (set.as_ref(), Origin::File(file(), setting)),
            };
            let patterns = patterns.filter(|patterns| !patterns.is_empty());
            let globs = patterns
                .map(|patterns| Globs::resolved(patterns, root, |path| links.resolve(path)));
            let globs = globs.transpose();
            globs.map_err(|error| (origin, error))
        };
        let set = &self.current.settings;
        let is_relative = set.run.relative_files;
        let start = if is_relative { String::new() } else { format!("{root}/") };
        let include =
            globs(&self.patterns.include, "--include", &set.report.include, "[report] include")?;
        let omit = globs(&self.patterns.omit, "--omit", &set.report.omit, "[report] omit")?;
        let only = self.patterns.only.clone();
        Ok(ReportFilter { include, omit, only, start, links: links.clone() })
    }
}

/// Returns the result, or its default and the error in the patterns.
pub(super) fn or_fault<T: Default>(
    made: Result<T, (Origin, GlobError)>,
) -> (T, Option<SettingsFault>) {
    match made {
        Ok(made) => (made, None),
        Err((origin, error)) => (T::default(), Some(SettingsFault::Glob(origin, error))),
    }
}

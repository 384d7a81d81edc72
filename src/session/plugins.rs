//! Reports the effects of coverage.py plugins, which Covdrop cannot run.
//!
//! Only a file tracer knows the statements of its files, and a configurer changes settings. Data
//! names the file tracer of each file; settings name plugins without their kind.

use covdrop_data::{FileId, ResolvedPath};
use covdrop_lines::Line;
use covdrop_protocol::Doubt;

use crate::coverage_inputs::CoverageInputs;
use crate::project::covdefaults;

/// Known plugins that trace files and do not change settings.
const FILE_TRACERS: [&str; 2] = ["django_coverage_plugin", "Cython.Coverage"];

/// Returns doubts about the files to report on that plugins measured, over the selected jobs.
pub(crate) fn file_tracer_doubts(inputs: CoverageInputs<'_>) -> Vec<Doubt> {
    let CoverageInputs { combined, project, selection, .. } = inputs;
    let filter = project.report_filter();
    let file_tracer_doubts = combined.files().filter_map(|(id, file)| {
        let plugin = combined.tracer(id)?;
        let is_reported = match &file.path {
            ResolvedPath::Source(path) => filter.includes(path),
            ResolvedPath::Recorded(path) => filter.includes_recorded(path),
        };
        (is_reported && combined.is_recorded(id, selection)).then(|| Doubt::Traced {
            file: file.path.as_str().to_owned(),
            plugin: plugin.to_owned(),
            ran: combined.hits(id, selection).lines.iter().map(Line::get).collect(),
        })
    });
    file_tracer_doubts.collect()
}

/// Returns doubts about the plugins that the settings name.
pub(crate) fn settings_doubts(inputs: CoverageInputs<'_>) -> Vec<Doubt> {
    let combined = inputs.combined;
    let traces = |plugin: &str| {
        let is_it = |id: FileId| {
            let class = combined.tracer(id).and_then(|name| name.strip_prefix(plugin));
            class.is_some_and(|class| class.starts_with('.'))
        };
        FILE_TRACERS.contains(&plugin) || combined.files().any(|(id, _)| is_it(id))
    };
    let settings_doubts = inputs.project.settings().run.plugins.iter().filter_map(|plugin| {
        if plugin == covdefaults::NAME {
            let host = covdefaults::Host::assumed(inputs.project.target_version()).to_string();
            Some(Doubt::AssumedHost { plugin: plugin.clone(), host })
        } else if traces(plugin) {
            None
        } else {
            Some(Doubt::UnknownPlugin { plugin: plugin.clone() })
        }
    });
    settings_doubts.collect()
}

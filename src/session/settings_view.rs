//! Converts the settings in use to types of the protocol.

use covdrop_analysis::{DEFAULT_EXCLUDE, DEFAULT_PARTIAL, DEFAULT_PARTIAL_ALWAYS};
use covdrop_data::Settings;
use covdrop_protocol::{IgnoredSetting, Setting, SettingsView, TargetVersionView};

use crate::session_view::SessionView;

/// Converts the settings, each with whether it is the default, and the trial settings.
pub(crate) fn settings_view(view: SessionView<'_>) -> SettingsView {
    let settings = view.settings();
    let usual = Settings::default().entries();
    let entries = settings.entries().into_iter().map(|entry| Setting {
        is_default: usual.contains(&entry),
        value: match (entry.option.as_str(), entry.value.is_empty()) {
            ("exclude_lines", true) => owned(&DEFAULT_EXCLUDE),
            ("partial_branches", true) => owned(&DEFAULT_PARTIAL),
            ("partial_branches_always", true) => owned(&DEFAULT_PARTIAL_ALWAYS),
            _ => entry.value,
        },
        section: entry.section.to_owned(),
        option: entry.option,
    });
    let ignored = settings.ignored.iter().map(|ignored| IgnoredSetting {
        section: ignored.section.to_owned(),
        option: ignored.option.to_owned(),
        why: format!("{}.", ignored.why),
    });
    SettingsView {
        file: settings.file.clone(),
        entries: entries.collect(),
        ignored: ignored.collect(),
        notes: settings.warnings.iter().map(|warning| format!("{warning}.")).collect(),
        target_version: TargetVersionView {
            version: view.project.target_version().to_string(),
            reason: view.project.target_version_reason(),
        },
        tried: view.trials.comparison(view.inputs(), view.coverage),
    }
}

fn owned(patterns: &[&str]) -> Vec<String> {
    patterns.iter().map(|&pattern| pattern.to_owned()).collect()
}

//! Finds report settings that coverage.py refuses when it writes a report.

use covdrop_data::Settings;
use covdrop_protocol::Format;
use covdrop_report::{Error, FailUnder, Precision, Sort, TableFormat};

/// An invalid report setting.
pub(crate) struct RefusedSetting {
    /// Its section and name.
    pub(crate) option: &'static str,
    pub(crate) error: Error,
}

impl RefusedSetting {
    /// Returns all of them in `settings`.
    pub(crate) fn all(settings: &Settings) -> Vec<RefusedSetting> {
        let set = &settings.report;
        let format = set.format.as_deref().map(|name| name.parse::<TableFormat>().map(drop));
        let sort = set.sort.as_deref().map(|column| column.parse::<Sort>().map(drop));
        let checked = [
            ("[report] format", format),
            ("[report] sort", sort),
            ("[report] precision", Some(Precision::new(set.precision).map(drop))),
            ("[report] fail_under", Some(FailUnder::new(set.fail_under).map(drop))),
        ];
        let refused = checked.into_iter().filter_map(|(option, checked)| {
            Some(RefusedSetting { option, error: checked?.err()? })
        });
        refused.collect()
    }

    /// Returns true if an export in this format depends on the setting.
    pub(crate) fn concerns(&self, format: Format) -> bool {
        match self.error {
            Error::Sort { .. } => matches!(format, Format::Text | Format::Markdown),
            Error::Precision { .. } => format != Format::Coverage,
            _ => false,
        }
    }
}

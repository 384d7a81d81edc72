//! Lists the settings one by one, for display.

use super::Settings;

/// A setting that has an effect in Covdrop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The section, without prefix.
    pub section: &'static str,
    /// The option.
    pub option: String,
    /// The value, a list by its entries; empty if none is set.
    pub value: Vec<String>,
}

impl Settings {
    /// Returns every setting that has an effect in Covdrop, in coverage.py's order; `[paths]` by
    /// its options.
    pub fn entries(&self) -> Vec<Entry> {
        let entry = |section, option: &str, value: Vec<String>| Entry {
            section,
            option: option.to_owned(),
            value,
        };
        let one = |value: &dyn ToString| vec![value.to_string()];
        let list = |value: &Option<Vec<String>>| value.clone().unwrap_or_default();
        let text = |value: &Option<String>| value.iter().cloned().collect();
        let mut entries = vec![
            entry("run", "data_file", one(&self.run.data_file)),
            entry("run", "plugins", self.run.plugins.clone()),
            entry("run", "relative_files", one(&self.run.relative_files)),
            entry("run", "source", self.run.source.clone()),
            entry("report", "exclude_lines", list(&self.report.patterns.exclude_lines)),
            entry("report", "exclude_also", self.report.patterns.exclude_also.clone()),
            entry("report", "fail_under", one(&self.report.fail_under)),
            entry("report", "format", text(&self.report.format)),
            entry("report", "ignore_errors", one(&self.report.ignore_errors)),
            entry(
                "report",
                "partial_branches_always",
                list(&self.report.patterns.partial_branches_always),
            ),
            entry("report", "partial_branches", list(&self.report.patterns.partial_branches)),
            entry("report", "partial_also", self.report.patterns.partial_also.clone()),
            entry("report", "precision", one(&self.report.precision)),
            entry("report", "contexts", list(&self.report.contexts)),
            entry("report", "include", list(&self.report.include)),
            entry("report", "omit", list(&self.report.omit)),
            entry("report", "show_missing", one(&self.report.show_missing)),
            entry("report", "skip_covered", one(&self.report.skip_covered)),
            entry("report", "skip_empty", one(&self.report.skip_empty)),
            entry("report", "sort", text(&self.report.sort)),
            entry("xml", "output", one(&self.xml.output)),
            entry("xml", "package_depth", one(&self.xml.package_depth)),
            entry("json", "output", one(&self.json.output)),
            entry("json", "pretty_print", one(&self.json.pretty_print)),
            entry("json", "show_contexts", one(&self.json.show_contexts)),
            entry("lcov", "output", one(&self.lcov.output)),
            entry("lcov", "line_checksums", one(&self.lcov.line_checksums)),
        ];
        let paths = self.paths.iter();
        entries.extend(paths.map(|(name, list)| entry("paths", name, list.clone())));
        entries
    }
}

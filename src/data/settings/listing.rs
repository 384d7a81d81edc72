//! The settings one by one, for people to look through.

use super::Settings;

/// A setting that does something here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The section, without prefix.
    pub section: &'static str,
    /// The option.
    pub option: String,
    /// The value, a list by its entries; nothing where none holds.
    pub value: Vec<String>,
}

impl Settings {
    /// Every setting that does something here, in coverage.py's order; `[paths]` by its options.
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
            entry("run", "data_file", one(&self.data_file)),
            entry("run", "plugins", self.plugins.clone()),
            entry("run", "relative_files", one(&self.relative_files)),
            entry("run", "source", self.source.clone()),
            entry("report", "exclude_lines", list(&self.exclude_lines)),
            entry("report", "exclude_also", self.exclude_also.clone()),
            entry("report", "fail_under", one(&self.fail_under)),
            entry("report", "format", text(&self.format)),
            entry("report", "ignore_errors", one(&self.ignore_errors)),
            entry("report", "partial_branches_always", list(&self.partial_branches_always)),
            entry("report", "partial_branches", list(&self.partial_branches)),
            entry("report", "partial_also", self.partial_also.clone()),
            entry("report", "precision", one(&self.precision)),
            entry("report", "contexts", list(&self.contexts)),
            entry("report", "include", list(&self.include)),
            entry("report", "omit", list(&self.omit)),
            entry("report", "show_missing", one(&self.show_missing)),
            entry("report", "skip_covered", one(&self.skip_covered)),
            entry("report", "skip_empty", one(&self.skip_empty)),
            entry("report", "sort", text(&self.sort)),
            entry("xml", "output", one(&self.xml_output)),
            entry("xml", "package_depth", one(&self.xml_package_depth)),
            entry("json", "output", one(&self.json_output)),
            entry("json", "pretty_print", one(&self.json_pretty_print)),
            entry("json", "show_contexts", one(&self.json_show_contexts)),
            entry("lcov", "output", one(&self.lcov_output)),
            entry("lcov", "line_checksums", one(&self.lcov_line_checksums)),
        ];
        let paths = self.paths.iter();
        entries.extend(paths.map(|(name, list)| entry("paths", name, list.clone())));
        entries
    }
}

//! The reports to save.

pub(crate) const SAVE_AS: &str = "Save as";
pub(crate) const TOTAL_LINE: &str = "TOTAL line, as GitLab’s badge reads it";
pub(crate) const DOT_IS_LOST: &str =
    "Browsers save .coverage without its dot: rename the file for coverage.py.";

pub(crate) const TEXT: &str = "Text";
pub(crate) const MARKDOWN: &str = "Markdown";
pub(crate) const JSON: &str = "JSON";
pub(crate) const XML: &str = "XML (Cobertura)";
pub(crate) const LCOV: &str = "LCOV";
pub(crate) const COVERAGE: &str = ".coverage";
pub(crate) const THIS_REPORT: &str = "This report (HTML)";

pub(crate) fn save(name: &str, bytes: u64) -> String {
    format!("Save {name} ({})", super::size(bytes))
}

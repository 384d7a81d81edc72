//! The version of coverage.py that Covdrop follows.

/// The version of coverage.py whose rules and formats are followed, and which written data files
/// name as their author's.
pub const COVERAGE_VERSION: &str = "7.17.4";

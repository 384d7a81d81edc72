//! The version of coverage.py that Covdrop follows.

/// The version of coverage.py whose rules and formats Covdrop follows, and which it names as the
/// author of the data files that it writes.
pub const COVERAGE_VERSION: &str = "7.17.4";

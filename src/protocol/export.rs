//! Reports to save.

use serde::{Deserialize, Serialize};

/// A format to save in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Format {
    /// `coverage report`.
    Text,
    /// `coverage report --format=markdown`.
    Markdown,
    /// `coverage json`.
    Json,
    /// `coverage xml`.
    Xml,
    /// `coverage lcov`.
    Lcov,
    /// The combined data as a data file of coverage.py.
    Coverage,
}

/// A finished report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Export {
    /// The format.
    pub format: Format,
    /// The name of the file that coverage.py would write.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// The contents, or the reason why the session cannot make the report, in a sentence.
    pub bytes: Result<Vec<u8>, String>,
}

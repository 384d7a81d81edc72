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

/// A report that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Export {
    /// The format that was asked for.
    pub format: Format,
    /// The name to save it under, as coverage.py names it.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// What it says, or why it cannot be made.
    pub bytes: Result<Vec<u8>, String>,
}

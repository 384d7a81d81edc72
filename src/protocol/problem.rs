//! What is wrong with an input, and what to do about it.

use serde::{Deserialize, Serialize};

/// Something that could not be used as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The file that it concerns.
    pub file: String,
    /// The card of the dropped thing that it is about; nothing where it is about all of them.
    pub card: Option<u32>,
    /// What is wrong, in a sentence.
    pub what: String,
    /// What to do about it, in a sentence.
    pub advice: Option<String>,
}

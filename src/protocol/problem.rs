//! A problem with an input, and advice.

use serde::{Deserialize, Serialize};

use crate::InputId;

/// A problem with an input, and advice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The file that it concerns.
    pub file: String,
    /// The card of the input that it concerns; `None` if it concerns all inputs.
    pub input: Option<InputId>,
    /// The problem, in a sentence.
    pub what: String,
    /// The advice, in a sentence.
    pub advice: Option<String>,
}

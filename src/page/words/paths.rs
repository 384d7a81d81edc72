//! The path mapping.

use super::files;

pub(crate) const MAPPING: &str = "Path mapping";
pub(crate) const USE: &str = "Use";
pub(crate) const FROM: &str = "From";
pub(crate) const TO: &str = "To";
pub(crate) const FILES: &str = "Files";
pub(crate) const RELATIVE: &str = "(relative paths)";
pub(crate) const TOP: &str = "the top";
pub(crate) const INFERRED: &str = "inferred";
pub(crate) const UNCERTAIN: &str = "uncertain";
pub(crate) const EDIT: &str = "Edit";
pub(crate) const SECTION: &str =
    "The same for your settings file, so that coverage.py finds them too:";

pub(crate) const FORM: &str = "Path alias";
pub(crate) const FORM_FROM: &str = "From";
pub(crate) const FORM_TO: &str = "to";
pub(crate) const FROM_EXAMPLE: &str = "/builds/group/project";
pub(crate) const ADD: &str = "Add a mapping";
pub(crate) const SAVE: &str = "Save the mapping";

pub(crate) fn found(number: u64) -> String {
    format!("Found in your source as they are, or by your settings: {}.", files(number))
}

pub(crate) fn use_mapping(pattern: &str) -> String {
    format!("Use the mapping for {pattern}")
}

pub(crate) fn edit_mapping(pattern: &str) -> String {
    format!("Edit the mapping for {pattern}")
}

pub(crate) fn ambiguous(number: u32) -> String {
    format!("{number} ambiguous, and left out")
}

/// The files that an ambiguous path may be, after the path.
pub(crate) fn candidates(candidates: &str) -> String {
    format!("could be {candidates}")
}

pub(crate) fn unmatched(number: u32, are_others_found: bool) -> String {
    let reason = if are_others_found { ": most often installed packages" } else { "" };
    format!("{number} not in your source{reason}")
}

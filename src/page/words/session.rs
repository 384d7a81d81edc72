//! The session saved in the browser.

use super::size;

pub(crate) const TITLE: &str = "Save session";
pub(crate) const SAVE: &str = "Save this session in this browser";
pub(crate) const EXPLANATION: &str = "When you reload the page, your files and your choices come \
    back. They stay on this machine; nothing is sent.";
pub(crate) const DELETE: &str = "Delete saved session";

pub(crate) const NOT_ALLOWED: &str = "This browser does not let the page save data.";
pub(crate) const TOO_LARGE: &str = "it is more than 512 MB";
pub(crate) const DAMAGED: &str = "it is damaged";
pub(crate) const NO_ROOM: &str = "the browser has no room for it";

pub(crate) fn saved(bytes: u64) -> String {
    format!("{} saved.", size(bytes))
}

pub(crate) fn unreadable(reason: &str) -> String {
    format!("The saved session cannot be read: {reason}.")
}

pub(crate) fn not_saved(reason: &str) -> String {
    format!("What is here now is not saved: {reason}.")
}

pub(crate) fn not_deleted(reason: &str) -> String {
    format!("Not all was deleted: {reason}.")
}

/// The files that the page cannot save: the first one, and the number of the others.
pub(crate) fn lost(first: &str, others: usize) -> String {
    let more = if others == 0 { String::new() } else { format!(" and {others} more") };
    format!("Not saved, as it was changed or removed after you dropped it: {first}{more}.")
}

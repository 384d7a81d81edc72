//! Changes that can be undone.

use covdrop_protocol::display_text;

pub(crate) const UNDO: &str = "Undo";
pub(crate) const GROUPED: &str = "Data files were grouped anew.";
pub(crate) const SAVED_SESSION_DELETED: &str = "The saved session was deleted.";

pub(crate) fn removed(input: &str) -> String {
    format!("{} was removed.", display_text(input))
}

pub(crate) fn renamed(from: &str, to: &str) -> String {
    format!("{} is {} now.", display_text(from), display_text(to))
}

pub(crate) fn merged(from: &str, into: &str) -> String {
    format!("{} was merged into {}.", display_text(from), display_text(into))
}

pub(crate) fn restored(name: &str) -> String {
    format!("{} has its original name again.", display_text(name))
}

//! The cards of the inputs.

use covdrop_protocol::CardKind;

use super::{contexts, data_files, plural, size};

pub(crate) const INPUTS: &str = "Inputs";

pub(crate) fn remove(input: &str) -> String {
    format!("Remove {input}")
}

pub(crate) fn kind(kind: CardKind, bytes: u64) -> String {
    let kind = match kind {
        CardKind::File => "File",
        CardKind::Folder => "Folder",
        CardKind::Archive => "Archive",
        CardKind::Example => "Example",
    };
    format!("{kind}, {}", size(bytes))
}

pub(crate) fn measured(has_lines: bool, has_branches: bool) -> &'static str {
    match (has_lines, has_branches) {
        (true, true) => "lines and branches",
        (false, true) => "branches",
        (true, false) => "lines",
        (false, false) => "nothing measured",
    }
}

/// The contents of data files, written by these versions of coverage.py.
pub(crate) fn data(files: u64, versions: &str, measured: &str, contexts_in_all: u64) -> String {
    let words = format!("{} of coverage.py {versions}, {measured}", data_files(files));
    match contexts_in_all {
        0 => words,
        number => format!("{words}, {}", contexts(number)),
    }
}

/// The contents of the data, and when it was recorded.
pub(crate) fn recorded(data: &str, first: &str, last: &str) -> String {
    if first == last {
        format!("{data}, recorded {first}")
    } else {
        format!("{data}, recorded {first} to {last}")
    }
}

pub(crate) fn drop_source(recorded: u64) -> String {
    format!("{}: drop the source too", plural(recorded, "recorded file", "recorded files"))
}

pub(crate) fn found(found: u32, recorded: u32) -> String {
    format!("{found} of {recorded} recorded files found in the source")
}

/// The number of sources, and the files with settings, if there are any.
pub(crate) fn sources(number: u64, settings: &str) -> String {
    let sources = plural(number, "source", "sources");
    if settings.is_empty() { sources } else { format!("{sources}, settings in {settings}") }
}

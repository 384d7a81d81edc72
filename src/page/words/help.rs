//! The help: what each key does, and hints.

pub(crate) const KEYS: &str = "Keys";

pub(crate) const IN_LIST: &str = "In a list";
pub(crate) const SORT: &str =
    "sort by name, statements, missing, excluded, branches, partial, cover";
pub(crate) const FILTER: &str = "filter";

pub(crate) const IN_FILE: &str = "In a file";
pub(crate) const SHOW_LINES: &str = "show run, missing, excluded or partial lines";
pub(crate) const ADJACENT_PLACE: &str = "next or previous place with missing lines, or found ones";
pub(crate) const FIRST_PLACE_OR_TOP: &str = "first such place, top of the file";
pub(crate) const UP: &str = "up to the list";
pub(crate) const FIND: &str = "find in the file; Enter and Shift+Enter go on and back";

pub(crate) const EVERYWHERE: &str = "Everywhere";
pub(crate) const ADJACENT_FILE: &str = "previous or next file";
pub(crate) const HELP: &str = "this help";
pub(crate) const CLOSE: &str = "close, or leave a field";

pub(crate) const HINTS: &str = "Click the number of a line to see which jobs ran it; click another \
    one with the shift key to select a range. The address holds the view, the file, the lines, the \
    filter and the jobs: copy it to share them.";

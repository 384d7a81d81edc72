//! The help: keyboard shortcuts, and hints.

pub(crate) const HELP_TITLE: &str = "Help";

pub(crate) const WHAT_TO_DROP: &str = "What to drop";
/// The file types to drop, and where to get them.
pub(crate) const TO_DROP: [(&str, &str); 4] = [
    (
        "artifacts.zip",
        "The artifacts of each job: in GitLab, open the job and choose Download, or use the list \
         Build → Artifacts. Several at once are fine, and so is a folder of them.",
    ),
    (
        ".coverage",
        "The data files that coverage.py leaves, such as .coverage.HOST.PID.RANDOM. Their names \
         begin with a dot, so that some systems hide them.",
    ),
    (
        "Your source",
        "The folder of the checkout, or an archive of the same commit: in GitLab, Code → Download \
         source code. Settings in it count, such as pyproject.toml or .coveragerc.",
    ),
    ("Order", "Any order, all together or one after the other. Nothing is uploaded."),
];

pub(crate) const KEYS: &str = "Keys";

pub(crate) const IN_LIST: &str = "in a list";
pub(crate) const SORT: &str =
    "sort by name, statements, missing, excluded, branches, partial, cover";
pub(crate) const FILTER: &str = "filter";

pub(crate) const IN_FILE: &str = "in a file";
pub(crate) const SHOW_LINES: &str = "show run, missing, excluded or partial lines";
pub(crate) const ADJACENT_PLACE: &str = "next or previous place with missing lines, or found ones";
pub(crate) const FIRST_PLACE_OR_TOP: &str = "first such place, top of the file";
pub(crate) const UP: &str = "up to the list";
pub(crate) const FIND: &str = "find in the file; Enter and Shift+Enter go on and back";

pub(crate) const GO_TO_LINE: &str = "go to a line (also Ctrl+G): write its number and press Enter";
pub(crate) const LINE_DETAILS: &str =
    "from line to line, once one has the focus; Enter shows its details";

pub(crate) const EVERYWHERE: &str = "everywhere";
pub(crate) const ADJACENT_FILE: &str = "previous or next file";
pub(crate) const HELP: &str = "this help";
pub(crate) const CLOSE: &str = "close, or leave a field";

pub(crate) const HINTS: &str = "Click the number of a line to see which jobs ran it; click another \
    one with the shift key to select a range. The address holds the view, the file, the lines, the \
    filter and the jobs: copy it to share them.";

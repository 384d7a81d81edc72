//! The first screen.

use yew::prelude::*;

pub(crate) const PURPOSE: &str = "See what your Python tests covered, all jobs together.";
pub(crate) const OR: &str = "or";
pub(crate) const TRY_EXAMPLE: &str = "try an example";
pub(crate) const TRY_WRONG_SOURCE: &str = "one with a file that is not as tested";
pub(crate) const OPENING: &str = "Opening the report…";
pub(crate) const PRIVACY: &str = "Nothing leaves your browser.";

pub(crate) const READ_WHAT_TO_DROP: &str = "read what to drop";
pub(crate) const DROP_TO_SEE: &str =
    "Drop the data that it was made from and the source, and it opens there.";

pub(crate) fn drop_here() -> Html {
    html! {
        <>
            {"Drop your jobs’ "}<code>{"artifacts.zip"}</code>{" or "}<code>{".coverage"}</code>
            {" files and your source folder here"}
        </>
    }
}

/// The file, and its lines, that a link shows once the session has data.
pub(crate) fn link_shows_file(file: &str, lines: Option<(u32, u32)>) -> String {
    match lines {
        None => format!("This link shows {file}."),
        Some((first, last)) if first == last => format!("This link shows {file}, line {first}."),
        Some((first, last)) => format!("This link shows {file}, lines {first} to {last}."),
    }
}

pub(crate) fn link_shows_filter(filter: &str) -> String {
    format!("This link shows the files that match “{filter}”.")
}

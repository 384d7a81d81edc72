//! The first screen.

use yew::prelude::*;

pub(crate) const PURPOSE: &str = "See what your Python tests covered, all jobs together.";
pub(crate) const OR: &str = "or";
pub(crate) const TRY_EXAMPLE: &str = "try an example";
pub(crate) const OPENING: &str = "Opening the report…";
pub(crate) const PRIVACY: &str = "Nothing leaves your browser.";

pub(crate) fn drop_here() -> Html {
    html! {
        <>
            {"Drop your jobs’ "}<code>{".coverage"}</code>
            {" files and your source folder here"}
        </>
    }
}

//! Notices above a view: missing inputs, doubts, problems.

use covdrop_protocol::DoubtKind;
use yew::prelude::*;

use super::{files, plural};

pub(crate) const NOTHING_LOADED: &str = "Nothing was loaded.";
pub(crate) const DROP_BOTH: &str = "Drop your jobs’ .coverage files and your source folder.";
pub(crate) const SOURCE_MISSING: &str = "Percentages need your source.";
pub(crate) const DROP_SOURCE: &str = "A data file tells only which lines ran, not which could have. \
    Drop or add the folder that your code is in.";
pub(crate) const DATA_MISSING: &str = "Now the data.";

pub(crate) const SHOW_ALL_FILES: &str = "Show all files";

pub(crate) const CHANGE_MAPPING: &str = "Change the mapping";
pub(crate) const SETTINGS_TO_COPY: &str = "Settings to copy";

pub(crate) const COPY_DETAILS: &str = "Copy details";

pub(crate) fn drop_data() -> Html {
    html! {
        <>
            {"The source is here. Drop the "}<code>{".coverage"}</code>
            {" files that your jobs left."}
        </>
    }
}

pub(crate) fn no_file(path: &str) -> String {
    format!("No file {path} was loaded.")
}

pub(crate) fn doubt(kind: DoubtKind, number: u64) -> String {
    match kind {
        DoubtKind::WrongSource => "This may be the source of another project.".to_owned(),
        DoubtKind::Stale => format!("{} not as tested.", files(number)),
        DoubtKind::Missing => {
            format!("{} missing from the source.", plural(number, "tested file", "tested files"))
        }
        DoubtKind::Inferred => "Path mapping was inferred.".to_owned(),
        DoubtKind::Plugin => "Plugins of coverage.py do not run here.".to_owned(),
        DoubtKind::Mixed => "Line data and branch data are counted together.".to_owned(),
    }
}

pub(crate) const DOUBTS: &str = "Reasons to doubt the total";

/// A kind of doubt in a few words, for the link beside the total.
pub(crate) fn short_doubt(kind: DoubtKind, number: u64) -> String {
    match kind {
        DoubtKind::WrongSource => "Another project’s source?".to_owned(),
        DoubtKind::Stale => format!("{} not as tested", files(number)),
        DoubtKind::Missing => format!("{} missing", plural(number, "tested file", "tested files")),
        DoubtKind::Inferred => "Paths inferred".to_owned(),
        DoubtKind::Plugin => "Plugins do not run here".to_owned(),
        DoubtKind::Mixed => "Lines and branches mixed".to_owned(),
    }
}

pub(crate) fn problems(number: u64) -> String {
    plural(number, "problem", "problems")
}

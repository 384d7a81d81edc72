//! What can happen on the page, and what can follow from it in the world outside.

use std::ops::Range;

use covdrop_protocol::{Export, Format, PathRule, Query, Request, Status};

use crate::gather::Gathered;
use crate::keep::Kept;
use crate::route::Route;
use crate::trial::Field;

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Action {
    /// Something was asked of the worker that changes what is loaded.
    Asked(Request),
    /// Files were picked; the app offers them to the worker.
    Picked(Vec<Gathered>),
    /// The address changed.
    Went(Route),
    /// Somebody chose a place: one to come back to, if it is `worth` that.
    Go { to: Route, worth: bool },
    /// Something was chosen of a list.
    Choose(Choice),
    /// Contexts were chosen.
    Contexts(String),
    /// This was written as a setting to try.
    Try(Field, String),
    /// A rule for paths is edited from now on, or none is.
    EditPathRule(Option<PathRule>),
    /// A rule for paths was written, in place of the one that is edited if one is.
    SetPathRule(PathRule),
    /// A folder of the tree was opened or closed.
    Fold(String),
    /// A status is shown by colour from now on, or not.
    Show(Status),
    /// Something is looked for in the open file.
    Find(String),
    /// The next place in the open file, or the one before.
    Step { forward: bool },
    /// The first marked place in the open file.
    First,
    /// The top of the open file.
    Top,
    /// This part of the open file, 0 to 1, is to be seen.
    Scroll(f64),
    /// What is pointed at is to reach to this line.
    Extend(u32),
    /// The file before or after the open one.
    Turn { forward: bool },
    /// The map has this many pixels.
    Room(u32, u32),
    /// The window was scrolled, and these rows are in sight.
    Scrolled(Range<usize>),
    /// There is time for more rows.
    Grow,
    /// A report is to be saved.
    Save(Format),
    /// This is to be copied.
    Copy(String),
    /// It was.
    Copied(String),
    /// The field to filter or to search by is wanted.
    Search,
    /// The field that is written in is left.
    Leave,
    /// The jobs are opened or closed where there is no room for them beside the rest.
    Rail(bool),
    /// The help is opened or closed.
    Help(bool),
    /// The session is kept in this browser from now on, or forgotten there.
    Keep(bool),
    /// This is what came of it.
    Kept(Kept),
    /// The page cannot go on.
    Fault(String),
    /// The worker stopped: what to say, and the text of the error.
    WorkerStopped { sentence: String, details: String },
}

/// What can be chosen of a list.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Choice {
    Filter(String),
    /// As written; what is no percentage is the usual one.
    Least(String),
    Greatest(String),
    HideCovered(bool),
    HideEmpty(bool),
}

impl Choice {
    /// The query with this choice.
    pub(super) fn of(self, query: Query) -> Query {
        let percent =
            |text: &str, usual| text.parse().map_or(usual, |percent: u8| percent.min(100));
        match self {
            Choice::Filter(filter) => Query { filter, ..query },
            Choice::Least(text) => Query { least: percent(&text, 0), ..query },
            Choice::Greatest(text) => Query { greatest: percent(&text, 100), ..query },
            Choice::HideCovered(hide_covered) => Query { hide_covered, ..query },
            Choice::HideEmpty(hide_empty) => Query { hide_empty, ..query },
        }
    }
}

/// Something to do in the world outside.
#[derive(Debug, PartialEq)]
pub(crate) enum Effect {
    /// Send this to the worker.
    Ask(Request),
    /// Make this line of the open file visible.
    ShowLine(u32),
    /// Go to the top of the page.
    ShowTop,
    /// Note how far the list was scrolled that is left for a file.
    LeaveList,
    /// Scroll to there again.
    ShowList,
    /// Put the route into the address: as a new place, or instead of the present one.
    Address { new: bool },
    /// Put the cursor into what this selector finds.
    Focus(&'static str),
    /// Take the cursor out of the field that it is in.
    Leave,
    /// Remember which statuses are shown.
    Remember,
    /// Copy this.
    Copy(String),
    /// Let the person save this.
    Save(Export),
    /// Keep the session in this browser, or forget it there.
    Keep(bool),
}

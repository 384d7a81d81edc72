//! What the page hears, from the browser, from its scripts and from the worker.

use covdrop_protocol::{Answer, BadMessage};
use js_sys::ArrayBuffer;

use crate::gather::{Part, Walk};
use crate::keep::Found;
use crate::reading::Read;
use crate::state::Action;

/// What is said when the worker has stopped.
pub(crate) const BROKE: &str = "Covdrop’s worker has stopped; it may have run out of memory. The files being added are left out; all others are being read again.";

/// What is said when the worker was ended, as it did not hear that work is cancelled.
pub(crate) const STUCK: &str =
    "What was under way could only be ended as a whole; all else is being read again.";

/// What the page hears.
pub(crate) enum Msg {
    /// For the state.
    Act(Action),
    /// The worker said something.
    Heard(Result<Box<Answer>, BadMessage>),
    /// The worker has ended by itself, or has to be ended.
    WorkerEnded(WorkerEnd),
    /// Printing begins, or has ended.
    Printing(bool),
    /// This is a part of a drop, or of what lies beside the page.
    Gathered { batch: u32, walk: Walk, part: Part },
    /// This was kept in the browser.
    Found(Found),
    /// A list of files lies beside the page: its name, and what it says or why that is not known.
    Listed((String, Option<ArrayBuffer>, String)),
    /// A drag came over an element of the page, or left it.
    Dragged { over: bool },
    /// Something was let go over the page.
    Dropped(Walk),
    /// A key was pressed, perhaps in a field.
    Pressed { key: String, in_field: bool },
    /// One wanted file was read, or not.
    Read(Read),
    /// The work has lasted.
    Announce,
}

/// Why a worker ends.
pub(crate) enum WorkerEnd {
    /// It has stopped by itself with an error of this text.
    Stopped(String),
    /// It does not hear that work is cancelled.
    Stuck,
}

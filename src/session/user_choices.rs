//! The user's choices: the jobs, contexts and files that count.

use covdrop_data::{Context, Selection};
use covdrop_protocol::JobsBy;

/// The choices of the user.
#[derive(Debug)]
pub(crate) struct UserChoices {
    /// The enabled jobs and the contexts that count.
    pub(crate) selection: Selection,
    pub(crate) contexts: ContextFilter,
    /// Whether Python 2 sources count, whose numbers are approximate.
    pub(crate) with_approximate: bool,
    /// The fact by which data files are grouped into jobs, if one was chosen.
    pub(crate) jobs_by: Option<JobsBy>,
    /// Whether the choices of an earlier session could not be read.
    pub(crate) has_lost_choices: bool,
}

/// The filter of contexts on the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ContextFilter {
    /// The active patterns, as typed; empty if all contexts count.
    pub(crate) text: String,
    /// The reason why the session refuses the last patterns, or that they match nothing, in
    /// sentences.
    pub(crate) fault: Option<String>,
    /// Whether the settings filter contexts if the page does not.
    pub(crate) by_settings: bool,
}

impl UserChoices {
    /// Returns the choices of a new session: all jobs and contexts count.
    pub(crate) fn new() -> UserChoices {
        UserChoices {
            selection: Selection::everything(),
            contexts: ContextFilter::default(),
            with_approximate: false,
            jobs_by: None,
            has_lost_choices: false,
        }
    }

    /// Returns true if there are contexts and none of them counts.
    pub(crate) fn excludes_all(&self, contexts: &[String]) -> bool {
        let mut contexts = (0..).map(Context).zip(contexts).peekable();
        contexts.peek().is_some()
            && !contexts.any(|(context, _)| self.selection.has_context(context))
    }
}

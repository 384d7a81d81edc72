//! Slice: the last change, if it can be undone.

use std::rc::Rc;

use covdrop_protocol::Command;

use super::State;
use super::action::Effect;
use crate::route::Route;
use crate::words::undo;

/// A change that can be undone.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Undoable {
    /// The change, in a sentence.
    pub(crate) sentence: String,
    before: Before,
}

/// The state to restore.
#[derive(Clone, Debug, PartialEq)]
enum Before {
    /// The session, seen from this route.
    Session(Rc<Route>),
    /// The copy of the session that this browser saved.
    SavedSession,
}

impl State {
    /// Notes a command, and returns the effect that must precede it.
    pub(super) fn note_command(&mut self, command: &Command) -> Option<Effect> {
        let sentence = match command {
            // The route has these choices, so that Undo restores them with the route.
            Command::SwitchJobs { .. } | Command::FilterContexts(_) => return None,
            Command::RemoveInput { input } => {
                let input = self.inputs.iter().find(|card| card.id == *input);
                input.map(|card| undo::removed(&card.name))
            }
            Command::RenameJob { from, to } => {
                let is_merged = self.overview.jobs.iter().any(|job| job.name == to.trim());
                Some(if is_merged { undo::merged(from, to) } else { undo::renamed(from, to) })
            }
            Command::RestoreJobName(name) => Some(undo::restored(name)),
            Command::GroupJobs(_) => Some(undo::GROUPED.to_owned()),
            _ => None,
        };
        self.ui.undoable = sentence
            .map(|sentence| Undoable { sentence, before: Before::Session(Rc::clone(&self.route)) });
        self.ui.undoable.is_some().then_some(Effect::RememberSession)
    }

    /// Saves the session in this browser, or deletes it there.
    pub(super) fn save_session(&mut self, on: bool) -> Vec<Effect> {
        self.ui.undoable = (!on && !self.is_empty()).then(|| Undoable {
            sentence: undo::SAVED_SESSION_DELETED.to_owned(),
            before: Before::SavedSession,
        });
        vec![Effect::SaveSession(on)]
    }

    /// Undoes the last change.
    pub(super) fn undo(&mut self) -> Vec<Effect> {
        match self.ui.undoable.take().map(|undoable| undoable.before) {
            Some(Before::Session(route)) => {
                self.route = route;
                self.progress.start();
                vec![Effect::SetAddress { push: false }, Effect::RestoreSession]
            }
            Some(Before::SavedSession) => vec![Effect::SaveSession(true)],
            None => Vec::new(),
        }
    }
}

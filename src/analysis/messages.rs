//! Writes coverage.py's sentences for arcs: their meaning, and why they may not have been taken.

use std::fmt::Write;

use serde::{Deserialize, Serialize};

use crate::raw_arc::RawArc;

/// The reason why control did not take a branch of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Cause {
    /// coverage.py has an empty message here.
    Unstated,
    ConditionNeverTrue,
    ConditionAlwaysTrue,
    LoopNeverStarted,
    LoopNotCompleted,
    PatternNeverMatched,
    PatternAlwaysMatched,
    ExceptionNotRaised,
    RaiseNotRun,
    ReturnNotRun,
    BreakNotRun,
    ContinueNotRun,
}

/// The effect of an arc.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Action {
    Jump,
    Return(Box<str>),
    Except(Box<str>),
    ExitClass(Box<str>),
    ExitModule,
}

/// One reason for one arc; an arc may have several.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Fragment {
    pub(crate) arc: RawArc,
    pub(crate) cause: Cause,
    pub(crate) action: Action,
}

impl Cause {
    fn write(self, line: i32, out: &mut String) {
        let (before, after) = match self {
            Cause::Unstated => return,
            Cause::ConditionNeverTrue => ("the condition", "was never true"),
            Cause::ConditionAlwaysTrue => ("the condition", "was always true"),
            Cause::LoopNeverStarted => ("the loop", "never started"),
            Cause::LoopNotCompleted => ("the loop", "didn't complete"),
            Cause::PatternNeverMatched => ("the pattern", "never matched"),
            Cause::PatternAlwaysMatched => ("the pattern", "always matched"),
            Cause::ExceptionNotRaised => {
                let _ = write!(out, "the exception caught by line {line} didn't happen");
                return;
            }
            Cause::RaiseNotRun => ("the raise", "wasn't executed"),
            Cause::ReturnNotRun => ("the return", "wasn't executed"),
            Cause::BreakNotRun => ("the break", "wasn't executed"),
            Cause::ContinueNotRun => ("the continue", "wasn't executed"),
        };
        let _ = write!(out, "{before} on line {line} {after}");
    }
}

impl Action {
    fn write(&self, to: i32, out: &mut String) {
        let _ = match self {
            Action::Jump if to < 0 => write!(out, "jump to the function exit"),
            Action::Jump => write!(out, "jump to line {to}"),
            Action::Return(name) => write!(out, "return from function '{name}'"),
            Action::Except(name) => write!(out, "except from function '{name}'"),
            Action::ExitClass(name) => write!(out, "exit class '{name}'"),
            Action::ExitModule => write!(out, "exit the module"),
        };
    }
}

/// The message fragments for the arcs of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Messages {
    /// Sorted by arc; those of one arc in the order in which they were found.
    fragments: Vec<Fragment>,
}

impl Messages {
    pub(crate) fn new(mut fragments: Vec<Fragment>) -> Messages {
        fragments.sort_by_key(|fragment| fragment.arc);
        fragments.shrink_to_fit();
        Messages { fragments }
    }

    fn of(&self, arc: RawArc) -> &[Fragment] {
        let start = self.fragments.partition_point(|fragment| fragment.arc < arc);
        let rest = self.fragments.get(start..).unwrap_or_default();
        let len = rest.iter().take_while(|fragment| fragment.arc == arc).count();
        rest.get(..len).unwrap_or_default()
    }

    /// Returns the sentence that says why `arc` was not taken.
    pub(crate) fn missing(&self, arc: RawArc) -> String {
        let (from, to) = arc;
        let mut out = String::new();
        for fragment in self.of(arc) {
            if !out.is_empty() {
                out.push_str(" or ");
            }
            let _ = write!(out, "line {from} didn't ");
            fragment.action.write(to, &mut out);
            out.push_str(" because ");
            fragment.cause.write(from, &mut out);
        }
        if out.is_empty() {
            let _ = write!(out, "line {from} didn't ");
            Action::Jump.write(to, &mut out);
        }
        out
    }

    /// Describes the effect of `arc`.
    pub(crate) fn action(&self, arc: RawArc) -> String {
        let mut out = String::new();
        let action = self.of(arc).first().map_or(&Action::Jump, |fragment| &fragment.action);
        action.write(arc.1, &mut out);
        out
    }
}

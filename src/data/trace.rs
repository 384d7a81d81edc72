//! What one job ran under one recorded path, with its contexts beside the union.

use crate::hits::Trace;
use crate::{Context, JobId, Selection};

/// What one job ran under one recorded path.
#[derive(Clone, Debug)]
pub(crate) struct JobTrace {
    pub(crate) job: JobId,
    /// Over all contexts.
    all: Trace,
    contexts: Contexts,
}

/// The parts that contexts have in a trace. The usual single context costs nothing.
#[derive(Clone, Debug)]
enum Contexts {
    /// Nothing was recorded.
    None,
    /// All of it is of this context.
    One(Context),
    /// In order of contexts, each once.
    Many(Vec<(Context, Trace)>),
}

impl JobTrace {
    /// A file of `job` that has no data.
    pub(crate) fn new(job: JobId) -> JobTrace {
        JobTrace { job, all: Trace::default(), contexts: Contexts::None }
    }

    /// Adds what contexts ran.
    pub(crate) fn add(&mut self, mut more: Vec<(Context, Trace)>) {
        more.sort_by_key(|(context, _)| *context);
        let mine = match std::mem::replace(&mut self.contexts, Contexts::None) {
            Contexts::None => Vec::new(),
            Contexts::One(context) => vec![(context, std::mem::take(&mut self.all))],
            Contexts::Many(mine) => mine,
        };
        let mut merged = merge(mine, more);
        match merged.len() {
            0 => {}
            1 => {
                if let Some((context, trace)) = merged.pop() {
                    self.contexts = Contexts::One(context);
                    self.all = trace;
                }
            }
            _ => {
                self.all = Trace::union(merged.iter().map(|(_, trace)| trace));
                self.contexts = Contexts::Many(merged);
            }
        }
    }

    /// Adds what another job ran, of which this one becomes a part.
    pub(crate) fn absorb(&mut self, other: JobTrace) {
        self.add(other.into_contexts());
    }

    fn into_contexts(self) -> Vec<(Context, Trace)> {
        match self.contexts {
            Contexts::None => Vec::new(),
            Contexts::One(context) => vec![(context, self.all)],
            Contexts::Many(traces) => traces,
        }
    }

    /// The traces that count: the ready union where no context is asked for.
    pub(crate) fn selected<'a>(
        &'a self,
        selection: &'a Selection,
    ) -> Box<dyn Iterator<Item = &'a Trace> + 'a> {
        if selection.is_unrestricted() {
            return Box::new(std::iter::once(&self.all));
        }
        Box::new(
            self.by_context()
                .filter(|(context, _)| selection.has_context(*context))
                .map(|(_, trace)| trace),
        )
    }

    /// Every context with its part, in order of contexts.
    pub(crate) fn by_context(&self) -> impl Iterator<Item = (Context, &Trace)> {
        let (one, many) = match &self.contexts {
            Contexts::None => (None, &[][..]),
            Contexts::One(context) => (Some((*context, &self.all)), &[][..]),
            Contexts::Many(traces) => (None, traces.as_slice()),
        };
        one.into_iter().chain(many.iter().map(|(context, trace)| (*context, trace)))
    }
}

/// Two lists in order of contexts as one.
fn merge(mine: Vec<(Context, Trace)>, more: Vec<(Context, Trace)>) -> Vec<(Context, Trace)> {
    if mine.is_empty() {
        return more;
    }
    let mut merged = Vec::with_capacity(mine.len().max(more.len()));
    let (mut mine, mut more) = (mine.into_iter().peekable(), more.into_iter().peekable());
    loop {
        let order = match (mine.peek(), more.peek()) {
            (Some((a, _)), Some((b, _))) => a.cmp(b),
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, Some(_)) => std::cmp::Ordering::Greater,
            (None, None) => return merged,
        };
        if order.is_eq() {
            if let (Some((context, a)), Some((_, b))) = (mine.next(), more.next()) {
                merged.push((context, Trace::union([&a, &b])));
            }
        } else {
            merged.extend(if order.is_lt() { mine.next() } else { more.next() });
        }
    }
}

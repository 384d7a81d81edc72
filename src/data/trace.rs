//! The hits of one data file for one recorded path: the union, and the shares of its contexts.

use covdrop_lines::{Arc, LineSet};

use crate::hits::Trace;
use crate::{Context, DataFileId, Selection};

/// The hits of one data file for one recorded path.
#[derive(Clone, Debug)]
pub(crate) struct PathTrace {
    pub(crate) data_file: DataFileId,
    /// The plugin that measured the file; `None` for plain Python.
    pub(crate) tracer: Option<String>,
    /// The hits over all contexts.
    all: Trace,
    contexts: Contexts,
}

/// The hits by context. The usual single context takes no memory of its own.
#[derive(Clone, Debug)]
enum Contexts {
    /// Nothing ran.
    None,
    /// All hits have this context.
    One(Context),
    /// In order of contexts, each once.
    Many(Vec<(Context, Trace)>),
}

impl PathTrace {
    /// Creates a part from the hits of each context; each context occurs once.
    pub(crate) fn new(
        data_file: DataFileId,
        tracer: Option<String>,
        mut shares: Vec<(Context, Trace)>,
    ) -> PathTrace {
        shares.sort_by_key(|(context, _)| *context);
        let (all, contexts) = if shares.len() > 1 {
            (Trace::union(shares.iter().map(|(_, trace)| trace)), Contexts::Many(shares))
        } else {
            let only = shares.pop().map(|(context, trace)| (trace, Contexts::One(context)));
            only.unwrap_or((Trace::default(), Contexts::None))
        };
        PathTrace { data_file, tracer, all, contexts }
    }

    /// Returns the traces of the selected contexts, or the union if all are selected.
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

    /// Returns the recorded lines over all contexts, without those at the ends of arcs.
    pub(crate) fn lines(&self) -> &LineSet {
        &self.all.lines
    }

    /// Returns the arcs over all contexts.
    pub(crate) fn arcs(&self) -> &[Arc] {
        &self.all.arcs
    }

    /// Returns the hits of every context, in order of contexts.
    pub(crate) fn by_context(&self) -> impl Iterator<Item = (Context, &Trace)> {
        let (one, many) = match &self.contexts {
            Contexts::None => (None, &[][..]),
            Contexts::One(context) => (Some((*context, &self.all)), &[][..]),
            Contexts::Many(traces) => (None, traces.as_slice()),
        };
        one.into_iter().chain(many.iter().map(|(context, trace)| (*context, trace)))
    }
}

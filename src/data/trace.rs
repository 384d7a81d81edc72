//! What one data file says of one recorded path, with its contexts beside the union.

use covdrop_lines::{Arc, LineSet};

use crate::hits::Trace;
use crate::{Context, DataFileId, Selection};

/// What one data file says of one recorded path.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) data_file: DataFileId,
    /// The plugin that measured the file; nothing for plain Python.
    pub(crate) tracer: Option<String>,
    /// Over all contexts.
    all: Trace,
    contexts: Contexts,
}

/// The shares that contexts have in a part. The usual single context costs nothing.
#[derive(Clone, Debug)]
enum Contexts {
    /// Nothing ran.
    None,
    /// All of it is of this context.
    One(Context),
    /// In order of contexts, each once.
    Many(Vec<(Context, Trace)>),
}

impl Part {
    /// A part of what contexts ran, each of them once.
    pub(crate) fn new(
        data_file: DataFileId,
        tracer: Option<String>,
        mut shares: Vec<(Context, Trace)>,
    ) -> Part {
        shares.sort_by_key(|(context, _)| *context);
        let (all, contexts) = if shares.len() > 1 {
            (Trace::union(shares.iter().map(|(_, trace)| trace)), Contexts::Many(shares))
        } else {
            let only = shares.pop().map(|(context, trace)| (trace, Contexts::One(context)));
            only.unwrap_or((Trace::default(), Contexts::None))
        };
        Part { data_file, tracer, all, contexts }
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

    /// The lines over all contexts, without those that only arcs tell.
    pub(crate) fn lines(&self) -> &LineSet {
        &self.all.lines
    }

    /// The arcs over all contexts.
    pub(crate) fn arcs(&self) -> &[Arc] {
        &self.all.arcs
    }

    /// Every context with its share, in order of contexts.
    pub(crate) fn by_context(&self) -> impl Iterator<Item = (Context, &Trace)> {
        let (one, many) = match &self.contexts {
            Contexts::None => (None, &[][..]),
            Contexts::One(context) => (Some((*context, &self.all)), &[][..]),
            Contexts::Many(traces) => (None, traces.as_slice()),
        };
        one.into_iter().chain(many.iter().map(|(context, trace)| (*context, trace)))
    }
}

//! Finds the contexts that ran the lines of a file.

use std::collections::BTreeMap;

use covdrop_lines::{Line, LineSet};

use super::Combined;
use crate::hits::Trace;
use crate::{Context, FileId, JobId, Selection};

impl Combined {
    /// Returns the hits of each selected data file in each selected context of `file`.
    pub(crate) fn traces<'a>(
        &'a self,
        file: FileId,
        selection: &'a Selection,
    ) -> impl Iterator<Item = (JobId, Context, &'a Trace)> {
        self.parts(file, selection)
            .flat_map(|(job, part)| part.by_context().map(move |(name, trace)| (job, name, trace)))
            .filter(|(_, context, _)| selection.has_context(*context))
    }

    /// Returns the contexts that ran each line of `file`, over the selection, in coverage.py's
    /// order: by the first context that has the line, in order of contexts; within a context by the
    /// ends of its arcs in the order of the arcs, or by its lines, of which one may be 0.
    pub fn contexts_by_line(
        &self,
        file: FileId,
        selection: &Selection,
    ) -> Vec<(u32, Vec<Context>)> {
        let mut traces: BTreeMap<Context, Vec<&Trace>> = BTreeMap::new();
        for (_, context, trace) in self.traces(file, selection) {
            traces.entry(context).or_default().push(trace);
        }
        let mut by_line: Vec<(u32, Vec<Context>)> = Vec::new();
        let mut places: foldhash::HashMap<u32, usize> = foldhash::HashMap::default();
        for (context, traces) in traces {
            for number in Trace::union(traces).line_numbers() {
                let place = *places.entry(number).or_insert(by_line.len());
                match by_line.get_mut(place) {
                    Some((_, contexts)) if contexts.last() == Some(&context) => {}
                    Some((_, contexts)) => contexts.push(context),
                    None => by_line.push((number, vec![context])),
                }
            }
        }
        by_line
    }

    /// Returns the number of contexts with a name that ran each line of `file` in the selection, by
    /// the index of the line. Lines after the last entry have none.
    pub fn context_counts(&self, file: FileId, selection: &Selection) -> Vec<u32> {
        let names = self.contexts();
        let is_named =
            |context: Context| names.get(context.0 as usize).is_some_and(|name| !name.is_empty());
        let mut lines: BTreeMap<Context, LineSet> = BTreeMap::new();
        for (_, context, trace) in self.traces(file, selection).filter(|(_, c, _)| is_named(*c)) {
            lines.entry(context).or_default().union_with(&trace.all_lines());
        }
        let mut counts = Vec::new();
        for line in lines.values().flat_map(LineSet::iter) {
            if counts.len() <= line.index() {
                counts.resize(line.index() + 1, 0);
            }
            if let Some(count) = counts.get_mut(line.index()) {
                *count += 1;
            }
        }
        counts
    }

    /// Returns the contexts that ran any line from `first` to `last` of `file` in the selection:
    /// ascending, each once.
    pub fn contexts_of_lines(
        &self,
        file: FileId,
        first: Line,
        last: Line,
        selection: &Selection,
    ) -> Vec<Context> {
        let ran = self.traces(file, selection).filter(|(_, _, trace)| trace.has_line(first, last));
        let mut contexts: Vec<Context> = ran.map(|(_, context, _)| context).collect();
        contexts.sort_unstable();
        contexts.dedup();
        contexts
    }
}

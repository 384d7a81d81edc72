//! The source tree, and what analysis made of it.

use std::collections::BTreeMap;
use std::rc::Rc;

use covdrop_analysis::{Analysis, Options, Source, analyze};
use covdrop_data::{RecordedPath, SourcePath, SourceTree};

/// The sources that were given. A source is decoded and analysed only once data names it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sources {
    files: BTreeMap<SourcePath, Rc<[u8]>>,
    /// What was analysed, or why it could not be.
    analysed: BTreeMap<SourcePath, Result<Rc<Analysed>, String>>,
}

/// A source that data names.
#[derive(Debug)]
pub(crate) struct Analysed {
    pub(crate) source: Source,
    pub(crate) analysis: Analysis,
}

impl Sources {
    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.files.len()
    }

    /// Adds a source; one of the same path takes the place of the former.
    pub(crate) fn add(&mut self, path: SourcePath, bytes: Vec<u8>) {
        self.analysed.remove(&path);
        self.files.insert(path, bytes.into());
    }

    /// The tree of all paths.
    pub(crate) fn tree(&self) -> SourceTree {
        SourceTree::new(self.files.keys().cloned())
    }

    /// The files that data names and that were not analysed yet, in order.
    pub(crate) fn to_analyse<'a>(
        &self,
        recorded: impl IntoIterator<Item = &'a RecordedPath>,
    ) -> Vec<SourcePath> {
        let tree = self.tree();
        let mut found: Vec<SourcePath> =
            recorded.into_iter().filter_map(|path| find(&tree, path)).collect();
        found.sort();
        found.dedup();
        found.retain(|path| !self.analysed.contains_key(path));
        found
    }

    /// Analyses the file at `path`, for better or worse.
    pub(crate) fn analyse(&mut self, path: &SourcePath, options: &Options) {
        if let Some(bytes) = self.files.get(path) {
            let analysed = Analysed::new(bytes, options).map(Rc::new);
            self.analysed.insert(path.clone(), analysed);
        }
    }

    /// The file at `path`, where it could be analysed.
    pub(crate) fn analysed(&self, path: &SourcePath) -> Option<&Rc<Analysed>> {
        self.analysed.get(path)?.as_ref().ok()
    }

    /// The files that could not be analysed, each with the reason in a sentence without its stop.
    pub(crate) fn refused(&self) -> impl Iterator<Item = (&SourcePath, &str)> {
        self.analysed
            .iter()
            .filter_map(|(path, result)| Some((path, result.as_ref().err()?.as_str())))
    }
}

impl Analysed {
    fn new(bytes: &[u8], options: &Options) -> Result<Analysed, String> {
        let source = Source::decode(bytes).map_err(|error| error.to_string())?;
        let analysis = analyze(&source, options).map_err(|error| error.to_string())?;
        Ok(Analysed { source, analysis })
    }
}

/// The file of the tree that a recorded path is.
pub(crate) fn find(tree: &SourceTree, recorded: &RecordedPath) -> Option<SourcePath> {
    match tree.find(recorded) {
        covdrop_data::Found::Exact(path) | covdrop_data::Found::Tail(path) => Some(path),
        covdrop_data::Found::Nothing => None,
    }
}

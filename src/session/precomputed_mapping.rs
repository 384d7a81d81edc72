//! A mapping of paths that was computed before its data became a part of the session.

use std::sync::Arc;

use covdrop_data::{DataFileId, RecordedPath, Use};
use covdrop_protocol::PathRule;

use crate::path_mapping::PathMapping;

/// A mapping that was computed before its data files became a part of the session.
#[derive(Debug)]
pub(crate) struct PrecomputedMapping {
    /// The paths, and which data files were to name them.
    uses: Vec<(RecordedPath, Vec<DataFileId>)>,
    /// The person's rules at that time.
    rules: Arc<[PathRule]>,
    pub(crate) mapping: PathMapping,
}

impl PrecomputedMapping {
    /// `mapping`, made of `uses` by these rules.
    pub(crate) fn new(
        uses: Vec<Use<'_>>,
        rules: Arc<[PathRule]>,
        mapping: PathMapping,
    ) -> PrecomputedMapping {
        let uses = uses.into_iter().map(|(path, of)| (path.clone(), of)).collect();
        PrecomputedMapping { uses, rules, mapping }
    }

    /// The mapping, if it has become that of `uses` by `rules`.
    pub(crate) fn into_mapping(self, uses: &[Use<'_>], rules: &[PathRule]) -> Option<PathMapping> {
        let same = uses
            .iter()
            .map(|(path, of)| (*path, of))
            .eq(self.uses.iter().map(|(path, of)| (path, of)));
        (same && *self.rules == *rules).then_some(self.mapping)
    }
}

//! A path mapping that is computed before the session adds its data.

use std::sync::Arc;

use covdrop_data::{DataFileId, PathUse, RecordedPath};
use covdrop_protocol::PathRule;

use crate::path_mapping::PathMapping;

/// A path mapping that was computed before the session added its data files.
#[derive(Debug)]
pub(crate) struct PrecomputedMapping {
    /// The paths, with the expected data files that name them.
    uses: Vec<(RecordedPath, Vec<DataFileId>)>,
    /// The user's aliases at that time.
    rules: Arc<[PathRule]>,
    pub(crate) mapping: PathMapping,
}

impl PrecomputedMapping {
    /// Wraps `mapping`, which was computed from `uses` with these aliases.
    pub(crate) fn new(
        uses: Vec<PathUse<'_>>,
        rules: Arc<[PathRule]>,
        mapping: PathMapping,
    ) -> PrecomputedMapping {
        let uses = uses.into_iter().map(|(path, of)| (path.clone(), of)).collect();
        PrecomputedMapping { uses, rules, mapping }
    }

    /// Returns the mapping, if it is valid for `uses` and `rules`.
    pub(crate) fn into_mapping(
        self,
        uses: &[PathUse<'_>],
        rules: &[PathRule],
    ) -> Option<PathMapping> {
        let same = uses
            .iter()
            .map(|(path, of)| (*path, of))
            .eq(self.uses.iter().map(|(path, of)| (path, of)));
        (same && *self.rules == *rules).then_some(self.mapping)
    }
}

//! Lists the recorded paths with the data files that name them, for path mapping.

use foldhash::HashMap;

use super::{Combined, Recorded};
use crate::{CoverageData, DataFileId, PathUse, RecordedPath};

impl Combined {
    /// Returns the recorded paths in the order in which they were added, each with its data files.
    pub fn recorded_paths(&self) -> impl Iterator<Item = PathUse<'_>> {
        self.recorded
            .iter()
            .filter(|recorded| !recorded.parts.is_empty())
            .map(|recorded| (&recorded.path, recorded.data_files().collect()))
    }

    /// Returns the future result of [`recorded_paths`](Combined::recorded_paths), after exactly
    /// `more` has been [added](Combined::add) in this order.
    pub fn recorded_paths_with<'a>(
        &'a self,
        more: impl Iterator<Item = &'a CoverageData>,
    ) -> Vec<PathUse<'a>> {
        let mut uses: Vec<PathUse<'a>> = self
            .recorded
            .iter()
            .map(|recorded| (&recorded.path, recorded.data_files().collect()))
            .collect();
        let mut new: HashMap<&RecordedPath, usize> = HashMap::default();
        let ids = self.jobs.next_data_files();
        for (id, data_file) in ids.zip(more) {
            for path in data_file.files.iter().map(|file| &file.path) {
                let known = self.recorded_ids.get(path).copied();
                let place = known.unwrap_or_else(|| {
                    *new.entry(path).or_insert_with(|| {
                        uses.push((path, Vec::new()));
                        uses.len() - 1
                    })
                });
                if let Some((_, of)) = uses.get_mut(place)
                    && of.last() != Some(&id)
                {
                    of.push(id);
                }
            }
        }
        uses.retain(|(_, of)| !of.is_empty());
        uses
    }
}

impl Recorded {
    /// Returns the data files that name this path, each once.
    pub(super) fn data_files(&self) -> impl Iterator<Item = DataFileId> {
        let mut last = None;
        self.parts
            .iter()
            .map(|part| part.data_file)
            .filter(move |id| last.replace(*id) != Some(*id))
    }
}

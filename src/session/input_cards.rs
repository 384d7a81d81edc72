//! Creates the cards of inputs, each with a summary of its data.

use std::collections::{BTreeSet, HashMap};

use covdrop_data::{DataFileId, DataFileInfo, DataFormat, DataKind};
use covdrop_intake::Input;
use covdrop_protocol::{Card, CardData, InputId};

use crate::dataset::Dataset;
use crate::path_mapping::PathMapping;

/// Returns a card for each input, in the order in which they were dropped.
pub(crate) fn cards(dataset: &Dataset, mapping: &PathMapping) -> Vec<Card> {
    let mut data = data_by_input(dataset, mapping);
    let card = |input: &Input| input.card(data.remove(&input.id));
    dataset.inputs.iter().map(card).collect()
}

/// Summarizes the data in each input that has any.
fn data_by_input(dataset: &Dataset, mapping: &PathMapping) -> HashMap<InputId, CardData> {
    let mut data: HashMap<InputId, CardData> = HashMap::new();
    let mut of_data_file: HashMap<DataFileId, InputId> = HashMap::new();
    for input in &dataset.inputs {
        of_data_file.extend(input.data_files.iter().map(|id| (*id, input.id)));
        if !input.data_files.is_empty() {
            let new = CardData { contexts: input.contexts, ..CardData::default() };
            data.insert(input.id, new);
        }
    }
    let mut versions: HashMap<InputId, BTreeSet<Version>> = HashMap::new();
    for (_, job) in dataset.combined.jobs() {
        for source in &job.data_files {
            let Some(id) = of_data_file.get(&source.id) else { continue };
            let Some(data) = data.get_mut(id) else { continue };
            versions.entry(*id).or_default().insert(Version::of(source));
            add(data, &job.label, source);
        }
    }
    for (id, versions) in versions {
        if let Some(data) = data.get_mut(&id) {
            data.versions = versions.into_iter().map(|version| version.words).collect();
        }
    }
    for (path, data_files) in dataset.combined.recorded_paths() {
        let found = mapping.source(path).is_some();
        let mut ids: Vec<InputId> =
            data_files.iter().filter_map(|id| of_data_file.get(id).copied()).collect();
        ids.sort_unstable();
        ids.dedup();
        for id in ids {
            if let Some(data) = data.get_mut(&id) {
                data.recorded += 1;
                data.found += u32::from(found);
            }
        }
    }
    data
}

/// A version of coverage.py, ordered by number.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Version {
    numbers: Vec<u32>,
    words: String,
}

impl Version {
    /// Returns the version that wrote a data file, as precisely as its format allows.
    fn of(source: &DataFileInfo) -> Version {
        let words = source.version.clone().unwrap_or_else(|| {
            let words = match source.format {
                DataFormat::Pickle => "3.x",
                DataFormat::Json => "4.x",
                DataFormat::Sqlite { .. } | DataFormat::Dump => "5.0 or later",
            };
            words.to_owned()
        });
        let numbers = words.split(|c: char| !c.is_ascii_digit());
        Version { numbers: numbers.filter_map(|number| number.parse().ok()).collect(), words }
    }
}

/// Adds a data file of the job `label` to a summary.
fn add(data: &mut CardData, label: &str, source: &DataFileInfo) {
    data.files += 1;
    if !data.jobs.iter().any(|job| job == label) {
        data.jobs.push(label.to_owned());
    }
    data.lines |= source.kind == DataKind::Lines;
    data.branches |= source.kind == DataKind::Arcs;
    if let Some(when) = &source.meta.when {
        let (first, last) = data.when.get_or_insert_with(|| (when.clone(), when.clone()));
        if when < first {
            first.clone_from(when);
        }
        if when > last {
            last.clone_from(when);
        }
    }
}

//! The inputs: dropped files, folders and archives. The page shows each as a card, and the user can
//! remove it.

use std::collections::{BTreeMap, BTreeSet};

use covdrop_data::DataFileId;
use covdrop_protocol::{Card, CardData, CardKind, ImportId, InputId, Problem};

use crate::input_path::input_name;

/// A dropped file, folder or archive.
#[derive(Clone, Debug)]
pub struct Input {
    /// Its id.
    pub id: InputId,
    /// The import that added it.
    pub import: ImportId,
    /// Its name, which is the first part of the paths of all files in it.
    pub name: String,
    /// Its kind.
    pub kind: CardKind,
    /// The number of bytes read from it.
    pub size: u64,
    /// The number of bytes of its data and sources that the session keeps.
    pub kept: u64,
    /// The problems with its files.
    pub problems: Vec<Problem>,
    /// The data files in it that the session uses.
    pub data_files: Vec<DataFileId>,
    /// The number of contexts in its data, without the empty one.
    pub contexts: u32,
    /// The number of sources in it that the session uses.
    pub sources: u32,
    /// The settings files in it that lie at the top of a source tree.
    pub settings: Vec<String>,
}

impl Input {
    pub(crate) fn new(id: InputId, import: ImportId, name: &str, kind: CardKind) -> Input {
        Input {
            id,
            import,
            name: name.to_owned(),
            kind,
            size: 0,
            kept: 0,
            problems: Vec::new(),
            data_files: Vec::new(),
            contexts: 0,
            sources: 0,
            settings: Vec::new(),
        }
    }

    /// Adds the files that a later import read from it.
    pub(crate) fn merge(&mut self, more: Input) {
        self.size += more.size;
        self.kept += more.kept;
        self.sources += more.sources;
        self.settings.extend(more.settings);
        self.problems.extend(more.problems);
    }

    /// Returns its card; `data` describes its data files.
    pub fn card(&self, data: Option<CardData>) -> Card {
        Card {
            id: self.id,
            import: self.import,
            name: self.name.clone(),
            kind: self.kind,
            size: self.size,
            data,
            sources: self.sources,
            settings: self.settings.clone(),
        }
    }
}

/// The inputs of an import, in the order in which they were dropped.
#[derive(Debug, Default)]
pub(crate) struct Inputs {
    list: Vec<Input>,
    /// The positions of the inputs, by name. A single compressed file has two names.
    by_name: BTreeMap<String, usize>,
    /// Problems of the import that concern no input.
    pub(crate) problems: Vec<Problem>,
}

impl Inputs {
    /// Returns true if there is an input of this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.by_name.contains_key(name)
    }

    pub(crate) fn add(&mut self, input: Input) {
        self.by_name.insert(input.name.clone(), self.list.len());
        self.list.push(input);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Input> {
        self.list.iter_mut()
    }

    /// Returns the input that contains `path`.
    pub(crate) fn of_path(&mut self, path: &str) -> Option<&mut Input> {
        let position = *self.by_name.get(input_name(path))?;
        self.list.get_mut(position)
    }

    /// Returns the position of the input that contains `path`, in the order of the drop.
    pub(crate) fn position(&self, path: &str) -> Option<usize> {
        self.by_name.get(input_name(path)).copied()
    }

    /// Maps the path of an extracted single file to the input of the compressed file, unless the
    /// extracted file was dropped too.
    pub(crate) fn add_name(&mut self, compressed: &str, extracted: &str) {
        if let Some(&position) = self.by_name.get(input_name(compressed)) {
            self.by_name.entry(input_name(extracted).to_owned()).or_insert(position);
        }
    }

    /// Adds a problem to the input of its file.
    pub(crate) fn report(&mut self, problem: Problem) {
        match self.of_path(&problem.file) {
            Some(input) => {
                let id = Some(input.id);
                input.problems.push(Problem { input: id, ..problem });
            }
            None => self.problems.push(problem),
        }
    }

    /// Removes the names of the input `id`. Returns them, and the bytes that it kept.
    pub(crate) fn forget(&mut self, id: InputId) -> Option<(BTreeSet<String>, u64)> {
        let position = self.list.iter().position(|input| input.id == id)?;
        let names: BTreeSet<String> = self
            .by_name
            .iter()
            .filter(|(_, at)| **at == position)
            .map(|(name, _)| name.clone())
            .collect();
        self.by_name.retain(|name, _| !names.contains(name));
        Some((names, self.list.get(position)?.kept))
    }

    pub(crate) fn into_inputs(self) -> Vec<Input> {
        self.list
    }
}

//! The result of an import: data files, source trees and inputs for the session, and problems of
//! the import as a whole.

use std::collections::{BTreeMap, BTreeSet};
use std::mem;

use covdrop_data::{DataFileId, SourcePath};
use covdrop_protocol::{CardKind, ImportId, InputId, Problem};

use crate::containers::{Container, ContainerKind, Containers};
use crate::data_file::DataFile;
use crate::data_order::sort_data;
use crate::deferred_file::{DeferredFile, NamedFiles};
use crate::import::Import;
use crate::input::{Input, Inputs};
use crate::input_path::{InputPath, input_name};
use crate::job_labels;
use crate::problems;
use crate::settings_origin::SettingsOrigin;
use crate::third_party::{DeferredPackage, DeferredPackages, ImportKind, Owner};
use crate::tree_root::TreeRoot;
use crate::unsupported::UnsupportedFile;

/// A completed import, with the inputs and the data for the session.
#[derive(Debug)]
pub struct FinishedImport {
    /// The id that the page assigned.
    pub id: ImportId,
    kind: ImportKind,
    inputs: Inputs,
    containers: Containers,
    /// The data files in the order of the drop, and within a folder by path.
    pub data: Vec<DataFile>,
    deferred: DeferredPackages,
    named: NamedFiles,
    /// The bytes of data and sources that it keeps.
    pub kept: u64,
}

/// The sources and settings of one container.
#[derive(Debug)]
pub struct ImportedTree {
    /// The path of the container.
    pub container: String,
    /// The settings files at the top of its source tree.
    pub settings: Vec<ImportedSettings>,
    /// Its sources, by path.
    pub sources: Vec<ImportedSource>,
}

/// A settings file at the top of a source tree.
#[derive(Debug)]
pub struct ImportedSettings {
    /// The input that contained it.
    pub input: InputId,
    /// Its origin, which determines how far it is trusted.
    pub origin: SettingsOrigin,
    /// Its name.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// A source.
#[derive(Debug)]
pub struct ImportedSource {
    /// The input that contained it.
    pub input: InputId,
    /// The path in the source tree of the session.
    pub path: SourcePath,
    /// The path relative to the root of its own tree.
    pub below_root: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

impl FinishedImport {
    /// Finishes an import that is done. `is_project_root` returns true if the session's source tree
    /// is a folder with the given name.
    pub fn new(
        import: Import,
        is_project_root: impl Fn(&str) -> bool,
    ) -> (FinishedImport, Vec<ImportedTree>) {
        let Import {
            id,
            kind,
            files,
            mut inputs,
            mut containers,
            mut data,
            undecided,
            mut deferred,
            named,
            mut budget,
            ..
        } = import;
        sort_data(&mut data, &inputs, &files);
        let (without_room, beyond_lines) = budget.take_left_out();
        if let Some((path, more)) = without_room {
            inputs.report(problems::no_room(&path, more));
        }
        if let Some((path, more)) = beyond_lines {
            inputs.report(problems::too_many_lines(&path, more));
        }
        if !kind.is_third_party() {
            report_not_archives(undecided.not_archives, &mut containers, &mut inputs);
        }
        for (path, container) in containers.iter() {
            if container.kind == ContainerKind::Folder
                && let Some(input) = inputs.of_path(path).map(|input| input.id)
            {
                deferred.add_folder(Owner { import: id, input }, path, &files);
            }
        }
        let kept = budget.kept();
        let mut finished =
            FinishedImport { id, kind, inputs, containers, data, deferred, named, kept };
        let trees = finished.take_trees(is_project_root);
        (finished, trees)
    }

    /// Takes the sources and settings of all containers, in the order of their paths.
    fn take_trees(&mut self, is_project_root: impl Fn(&str) -> bool) -> Vec<ImportedTree> {
        let mut roots: BTreeMap<String, TreeRoot> = BTreeMap::new();
        let mut trees = Vec::new();
        // A container precedes the archives inside it.
        for (path, container) in self.containers.iter_mut() {
            let is_imported = is_imported(&container.kind, &self.named);
            let root = match self.kind.package(path) {
                // Use the root that the first import of the container determined.
                Some(package) if is_imported => package.imported_root.clone(),
                Some(package) => package.root.clone(),
                None => match &container.kind {
                    ContainerKind::Archive(archive) if is_imported => {
                        TreeRoot::of_imported(archive, &roots)
                    }
                    ContainerKind::Folder if is_project_root(path) => TreeRoot::default(),
                    _ => TreeRoot::of(path, container),
                },
            };
            self.deferred.set_root(path, &root);
            if is_imported {
                self.deferred.remove_imported(path);
            }
            let settings = mem::take(&mut container.settings);
            let settings = if is_imported { BTreeMap::new() } else { settings };
            let sources = mem::take(&mut container.sources);
            trees.push(take_tree(path, &root, settings, sources, &mut self.inputs));
            roots.insert(path.to_owned(), root);
        }
        self.deferred.set_imported_roots(|archive| TreeRoot::of_imported(archive, &roots));
        trees
    }

    /// Adds a problem to the input of its file.
    pub fn report(&mut self, problem: Problem) {
        self.inputs.report(problem);
    }

    /// Returns true if the import reads deferred packages of an earlier import.
    pub fn is_third_party(&self) -> bool {
        self.kind.is_third_party()
    }

    /// Returns the job label of each data file. `is_job` returns true if the session has a job with
    /// the given name.
    pub fn job_labels(&self, is_job: impl Fn(&str) -> bool) -> Vec<String> {
        job_labels::job_labels(&self.data, &self.containers, is_job)
    }

    /// Records that the session uses the data file at `path` as `data_file`.
    pub fn add_data_file(&mut self, path: &str, data_file: DataFileId) {
        if let Some(input) = self.inputs.of_path(path) {
            input.data_files.push(data_file);
        }
    }

    /// Removes the input `id`, which was removed from the session.
    pub fn forget_input(&mut self, id: InputId) {
        if let Some((_, kept)) = self.inputs.forget(id) {
            self.kept = self.kept.saturating_sub(kept);
        }
        if let Some(packages) = self.kind.packages_mut() {
            packages.retain(|package| package.input != id);
        }
        self.deferred.forget(id);
    }

    /// Counts contexts, sorts the problems, and reports containers without useful files.
    pub fn finish(&mut self) {
        self.count_contexts();
        self.sort_problems();
        // The first import already reported this for deferred packages.
        if self.kind.is_third_party() {
            return;
        }
        let has_data = !self.data.is_empty();
        let without_input = self.containers.iter();
        let without_input = without_input
            .filter_map(|(path, found)| empty_container_problem(path, found, has_data));
        for problem in without_input {
            self.inputs.report(problem);
        }
    }

    /// Sorts the problems of each folder by file, independent of the order of arrival. Problems of
    /// an archive stay in the archive's order.
    fn sort_problems(&mut self) {
        let containers = &self.containers;
        let is_archive = |path: &&str| {
            let kind = containers.get(path).map(|container| &container.kind);
            matches!(kind, Some(ContainerKind::Archive(_)))
        };
        let file = |problem: &Problem| {
            let path = problem.file.as_str();
            let mut outer = path.match_indices('/').filter_map(|(at, _)| path.get(..at));
            outer.find(is_archive).unwrap_or(path).to_owned()
        };
        for input in self.inputs.iter_mut().filter(|input| input.kind == CardKind::Folder) {
            input.problems.sort_by_cached_key(file);
        }
    }

    /// Counts the distinct contexts of each input, without the empty one.
    fn count_contexts(&mut self) {
        let mut contexts: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for data in &self.data {
            let named = data.data_file.contexts.iter().map(String::as_str);
            let named = named.filter(|name| !name.is_empty());
            let input = input_name(&data.path.full()).to_owned();
            contexts.entry(input).or_default().extend(named);
        }
        for input in self.inputs.iter_mut() {
            let count = contexts.get(&input.name).map_or(0, BTreeSet::len);
            input.contexts = u32::try_from(count).unwrap_or(u32::MAX);
        }
    }

    /// Takes the problems that concern no input.
    pub fn take_problems(&mut self) -> Vec<Problem> {
        mem::take(&mut self.inputs.problems)
    }

    /// Takes the inputs, for a session to add.
    pub fn take_inputs(&mut self) -> Vec<Input> {
        mem::take(&mut self.inputs).into_inputs()
    }

    /// Merges `more`, an input of deferred packages, into the same input of the session.
    pub fn merge_into(&self, input: &mut Input, more: Input) {
        let has_result =
            |path: &str| self.containers.get(path).is_some_and(|found| found.has_result);
        if input.kind == CardKind::File && more.sources > 0 {
            // The only problem of a lone file was its unknown kind, which is resolved now.
            input.problems.clear();
        }
        input
            .problems
            .retain(|problem| !problems::is_without_input(problem) || !has_result(&problem.file));
        input.merge(more);
    }

    /// Returns the packages that the import read, so that they can be requested again after a
    /// cancel.
    pub fn into_packages(self) -> Vec<DeferredPackage> {
        match self.kind {
            ImportKind::Dropped => Vec::new(),
            ImportKind::ThirdParty(packages) => packages,
        }
    }

    /// Returns the packages that are deferred from now on: those that this import deferred, and the
    /// rest of those that it read.
    pub fn into_deferred(self) -> Vec<DeferredPackage> {
        let mut packages = self.deferred.into_packages();
        if let ImportKind::ThirdParty(mut left) = self.kind {
            left.retain_mut(|package| package.remove_named(&self.named));
            packages.append(&mut left);
        }
        packages
    }
}

/// Takes the tree of the container at `path`.
fn take_tree(
    path: &str,
    root: &TreeRoot,
    settings: BTreeMap<(SettingsOrigin, String), Vec<u8>>,
    sources: BTreeMap<String, Vec<u8>>,
    inputs: &mut Inputs,
) -> ImportedTree {
    let mut tree =
        ImportedTree { container: path.to_owned(), settings: Vec::new(), sources: Vec::new() };
    let input_path = |inner: &str| {
        if path.is_empty() { inner.to_owned() } else { path.to_owned() }
    };
    for ((origin, inner), bytes) in settings {
        let Some(input) = inputs.of_path(&input_path(&inner)) else { continue };
        if let Some(name) = root.top_name(&inner) {
            let name = name.to_owned();
            input.settings.push(name.clone());
            tree.settings.push(ImportedSettings { input: input.id, origin, name, bytes });
        }
    }
    for (inner, bytes) in sources {
        let Some(source) = SourcePath::new(&root.path(&inner)) else { continue };
        let Some(input) = inputs.of_path(&input_path(&inner)) else { continue };
        input.sources += 1;
        let below_root = root.below(&inner).to_owned();
        tree.sources.push(ImportedSource { input: input.id, path: source, below_root, bytes });
    }
    tree
}

/// Returns true if data names modules that were imported from this container.
fn is_imported(kind: &ContainerKind, named: &NamedFiles) -> bool {
    matches!(kind, ContainerKind::Archive(archive)
        if named.has_name_of(archive) && DeferredFile::of_archive(&archive.inner).is_some())
}

/// Reports files with names of archives that are none, unless they belong to a project.
fn report_not_archives(
    files: Vec<(InputPath, Option<UnsupportedFile>, usize)>,
    containers: &mut Containers,
    inputs: &mut Inputs,
) {
    for (path, unsupported, size) in files {
        if containers.is_in_project(&path) {
            continue;
        }
        let full = path.full();
        containers.get_or_add(&path.container).has_result = true;
        inputs.report(match unsupported {
            Some(file) => problems::unsupported(&full, file),
            None if size == 0 => problems::empty(&full),
            None => problems::not_an_archive(&full),
        });
    }
}

/// Returns the problem of a container without any file that a session uses.
fn empty_container_problem(path: &str, container: &Container, has_data: bool) -> Option<Problem> {
    if let Some((path, UnsupportedFile::GitLabMetadata)) = &container.unsupported {
        // GitLab adds this list to the artifacts of every job.
        let problem = || problems::unsupported(path, UnsupportedFile::GitLabMetadata);
        return (!has_data).then(problem);
    }
    if container.has_result {
        return None;
    }
    // One of several archives in a container may be meant for something else.
    let is_beside_data = match &container.kind {
        ContainerKind::Archive(archive) => !archive.container.is_empty() && has_data,
        ContainerKind::Lone | ContainerKind::Folder => false,
    };
    match (&container.kind, &container.unsupported) {
        (_, None | Some((_, UnsupportedFile::HtmlReport))) if is_beside_data => None,
        (_, Some((path, file))) => Some(problems::unsupported(path, *file)),
        (ContainerKind::Lone, None) => None,
        (_, None) if container.has_third_party => Some(problems::only_third_party(path)),
        (ContainerKind::Folder, None) => Some(problems::folder_without_input(path)),
        (ContainerKind::Archive(_), None) => Some(problems::archive_without_input(path)),
    }
}

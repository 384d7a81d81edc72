//! The measured project: its source tree, its settings, and the analyses of its sources.

mod analysis_options;
pub(crate) mod covdefaults;
mod current_settings;
mod mapping;
mod report_filter;
mod settings_files;
mod source_file;

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use covdrop_analysis::{
    Analysis, Evidence, Finished, ForeignDecoder, Options, Source, TargetVersion,
};
use covdrop_data::{Environment, SourcePath, SourceTree};
use covdrop_intake::{SettingsOrigin, parallel};
use covdrop_protocol::{InputId, PathRule, TargetVersionReason};

use crate::file_versions::{Versions, hash};
use crate::path_mapping::{PathMapping, UNKNOWN_ROOT};
use crate::source_links::Links;
use crate::trial_overrides::Overrides;

pub(crate) use analysis_options::{Origin, SettingsFault};
use current_settings::CurrentSettings;
pub(crate) use report_filter::ReportFilter;
use settings_files::SettingsFiles;
use source_file::SourceFile;

/// A source tree with its settings. A source is decoded and analysed only once data names it.
#[derive(Clone, Debug)]
pub(crate) struct Project {
    sources: BTreeMap<SourcePath, Versions<SourceFile>>,
    location: TreeLocation,
    settings_files: SettingsFiles,
    /// The patterns of `--include` and `--omit`, which override those of the settings.
    patterns: ReportPatterns,
    /// The path aliases of the user.
    path_rules: Arc<[PathRule]>,
    /// Whether path aliases are not inferred.
    has_strict_paths: bool,
    python: TargetPython,
    decoder: ForeignDecoder,
    /// The trial settings, which override the project's.
    overrides: Option<Arc<Overrides>>,
    current: CurrentSettings,
}

/// The location of the source tree on disk.
#[derive(Clone, Debug)]
struct TreeLocation {
    /// The folder of the tree: absolute, with `/`.
    root: Arc<str>,
    /// Other folders whose files are in the tree too, as if they lay at its root.
    more_roots: Arc<[String]>,
    links: Links,
}

/// Patterns of files to report on, from the command line.
#[derive(Clone, Debug, Default)]
struct ReportPatterns {
    include: Option<Vec<String>>,
    omit: Option<Vec<String>>,
    /// The only files to report on, if they are chosen one by one.
    only: Option<Arc<BTreeSet<SourcePath>>>,
}

/// The Python version for which sources are analysed.
#[derive(Clone, Copy, Debug, Default)]
struct TargetPython {
    target: TargetVersion,
    /// Whether the user chose it. If not, the data determines it, and sources with newer syntax use
    /// a newer version.
    is_chosen: bool,
    /// The evidence in the data of the Python that recorded it.
    evidence: Evidence,
}

/// A source that was analysed.
#[derive(Clone, Debug)]
pub(crate) struct Analysed {
    pub(crate) source: Arc<Source>,
    pub(crate) analysis: Arc<Analysis>,
}

impl Project {
    /// Creates an empty project. `decoder` decodes legacy encodings.
    pub(crate) fn new(decoder: ForeignDecoder) -> Project {
        Project {
            sources: BTreeMap::new(),
            location: TreeLocation {
                root: UNKNOWN_ROOT.into(),
                more_roots: Arc::default(),
                links: Links::default(),
            },
            settings_files: SettingsFiles::new(),
            patterns: ReportPatterns::default(),
            path_rules: Arc::default(),
            has_strict_paths: false,
            python: TargetPython::default(),
            decoder,
            overrides: None,
            current: CurrentSettings::default(),
        }
    }

    /// Returns the number of sources.
    pub(crate) fn len(&self) -> usize {
        self.sources.len()
    }

    /// Returns true if there is a file at `path`.
    pub(crate) fn has_source(&self, path: &SourcePath) -> bool {
        self.sources.contains_key(path)
    }

    /// Adds a source of `input`, which overrides others of the same path. Returns the input of the
    /// overridden one if it differs.
    pub(crate) fn add(
        &mut self,
        input: InputId,
        path: SourcePath,
        bytes: Vec<u8>,
    ) -> Option<InputId> {
        let (hash, file) = (hash(&bytes), SourceFile::Raw(bytes.into()));
        match self.sources.entry(path) {
            Entry::Occupied(mut versions) => versions.get_mut().add(input, hash, file),
            Entry::Vacant(entry) => {
                entry.insert(Versions::new(input, hash, file));
                None
            }
        }
    }

    /// Adds a settings file of `input` from the top of the tree.
    pub(crate) fn add_settings(
        &mut self,
        input: InputId,
        origin: SettingsOrigin,
        name: String,
        bytes: Vec<u8>,
    ) {
        self.settings_files.add(input, origin, name, bytes);
    }

    /// Removes the sources and settings of `input`. The versions that they overrode count again.
    pub(crate) fn remove(&mut self, input: InputId) {
        without(&mut self.sources, input);
        self.settings_files.remove(input);
    }

    /// Uses only this settings file, which the user named.
    pub(crate) fn set_rcfile(&mut self, name: String, bytes: Vec<u8>) {
        self.settings_files.set_rcfile(name, bytes);
    }

    /// Sets the environment whose variables the user's own settings files may use.
    pub(crate) fn set_environment(&mut self, environment: Environment) {
        self.settings_files.set_environment(environment);
    }

    /// Sets the patterns of `--include`, which override those of the settings.
    pub(crate) fn set_include(&mut self, patterns: Vec<String>) {
        self.patterns.include = Some(patterns);
    }

    /// Sets the patterns of `--omit`, which override those of the settings.
    pub(crate) fn set_omit(&mut self, patterns: Vec<String>) {
        self.patterns.omit = Some(patterns);
    }

    /// Reports only on these files, among those that the patterns leave.
    pub(crate) fn set_only(&mut self, files: BTreeSet<SourcePath>) {
        self.patterns.only = Some(files.into());
    }

    /// Returns the path aliases of the user.
    pub(crate) fn path_rules(&self) -> Arc<[PathRule]> {
        Arc::clone(&self.path_rules)
    }

    /// Sets the path aliases of the user, which come before all others.
    pub(crate) fn set_path_rules(&mut self, rules: Arc<[PathRule]>) {
        self.path_rules = rules;
    }

    /// Returns the folder of the tree, if it is known.
    pub(crate) fn root(&self) -> Option<&str> {
        Some(&*self.location.root).filter(|root| *root != UNKNOWN_ROOT)
    }

    /// Returns the full path of a folder or file of the tree, or the path relative to the tree if
    /// its folder is unknown.
    pub(crate) fn locate(&self, path: &str) -> Option<String> {
        let tree = SourceTree::new(self.sources.keys().cloned());
        let full = tree.locate(path, &self.location.root)?;
        Some(match self.root() {
            Some(_) => full,
            None => full.strip_prefix(UNKNOWN_ROOT)?.trim_start_matches('/').to_owned(),
        })
    }

    /// Returns true if the tree is known to lie in a folder of this name.
    pub(crate) fn is_root_of(&self, name: &str) -> bool {
        let mut roots =
            self.root().into_iter().chain(self.location.more_roots.iter().map(String::as_str));
        roots.any(|root| root.rsplit('/').next() == Some(name))
    }

    /// Sets the folder of the tree.
    pub(crate) fn set_root(&mut self, root: &str) {
        self.location.root = root.into();
    }

    /// Sets other folders, absolute and with `/`, whose files are in the tree too.
    pub(crate) fn set_more_roots(&mut self, roots: Vec<String>) {
        self.location.more_roots = roots.into();
    }

    /// Sets the links among the folders and files of the tree, each with its target. The root must
    /// be set before.
    pub(crate) fn set_links(&mut self, links: Vec<(String, String)>) {
        self.location.links = Links::new(Arc::clone(&self.location.root), links);
    }

    /// Returns the full path of a file of the tree with links resolved, or `None` if the folder of
    /// the tree is unknown.
    pub(crate) fn full_path(&self, path: &SourcePath) -> Option<String> {
        let root = self.root()?;
        Some(self.path_outside(path).unwrap_or_else(|| format!("{root}/{path}")))
    }

    /// Returns the full path of a file behind a link that leads out of the tree, or `None` for
    /// other files.
    pub(crate) fn path_outside(&self, path: &SourcePath) -> Option<String> {
        self.location.links.outside(path)
    }

    /// Sets whether path aliases are not inferred.
    pub(crate) fn set_strict_paths(&mut self, on: bool) {
        self.has_strict_paths = on;
    }

    /// Analyses for this Python version, even if the data shows another one.
    pub(crate) fn choose_target(&mut self, target: TargetVersion) {
        self.set_target(target);
        self.python.is_chosen = true;
    }

    /// Analyses for the Python version that the data shows, unless the user chose one. Discards the
    /// analyses if the version changes.
    pub(crate) fn apply_evidence(&mut self, evidence: Evidence) {
        self.python.evidence = evidence;
        if !self.python.is_chosen {
            self.set_target(evidence.target().unwrap_or_default());
        }
    }

    fn set_target(&mut self, target: TargetVersion) {
        if target != self.python.target {
            self.python.target = target;
            self.forget_analyses();
        }
    }

    /// Returns the Python version for which sources are analysed.
    pub(crate) fn target_version(&self) -> TargetVersion {
        let tried = self.overrides().and_then(|overrides| overrides.target);
        tried.unwrap_or(self.python.target)
    }

    /// Returns true if the user chose the Python version.
    pub(crate) fn target_is_chosen(&self) -> bool {
        self.python.is_chosen || self.overrides().is_some_and(|tried| tried.target.is_some())
    }

    /// Returns the reason for the target version.
    pub(crate) fn target_version_reason(&self) -> TargetVersionReason {
        match self.python.evidence {
            _ if self.target_is_chosen() => TargetVersionReason::Chosen,
            Evidence { before_314: true, since_314: true } => TargetVersionReason::Mixed,
            Evidence { before_314: false, since_314: false } => TargetVersionReason::NoDifference,
            Evidence { .. } => TargetVersionReason::Data,
        }
    }

    /// Forgets the analyses of files that were imported with an analysis by other options than the
    /// present ones.
    pub(crate) fn forget_outdated(&mut self) {
        let digest = self.digest();
        let files = self.sources.values_mut().flat_map(Versions::all_mut);
        files.for_each(|file| file.forget_finished(digest));
    }

    fn forget_analyses(&mut self) {
        let digest = self.digest();
        let files = self.sources.values_mut().flat_map(Versions::all_mut);
        files.for_each(|file| file.forget_analysis(digest));
    }

    /// Returns the files that data names by `mapping` and that have no analysis yet, in order.
    pub(crate) fn unanalysed(&self, mapping: &PathMapping) -> Vec<SourcePath> {
        let is_left = |path: &SourcePath| {
            self.sources.get(path).is_some_and(|versions| versions.current().is_unanalysed())
        };
        let left: BTreeSet<&SourcePath> = mapping.sources().filter(|path| is_left(path)).collect();
        left.into_iter().cloned().collect()
    }

    /// Analyses the files at `paths`, and stores the results or the errors.
    pub(crate) fn analyse(&mut self, paths: &[SourcePath], options: &Options) {
        let (chosen, decoder) = (self.target_is_chosen(), self.decoder);
        let known =
            |path: &SourcePath| Some((path.clone(), self.sources.get(path)?.current().clone()));
        let files: Vec<(SourcePath, SourceFile)> = paths.iter().filter_map(known).collect();
        let analysed = parallel::map(&files, |(_, file)| file.analysed(options, chosen, decoder));
        for ((path, _), analysed) in files.into_iter().zip(analysed) {
            if let Some(versions) = self.sources.get_mut(&path) {
                *versions.current_mut() = analysed;
            }
        }
    }

    /// Returns the file at `path`, if it could be analysed.
    pub(crate) fn analysed(&self, path: &SourcePath) -> Option<Analysed> {
        let file = self.sources.get(path)?.current();
        let (source, analysis) = (file.source()?, file.outcome()?.ok()?);
        Some(Analysed { source: Arc::clone(source), analysis: Arc::clone(analysis) })
    }

    /// Returns the text of the file at `path`, Python or not, if it could be decoded.
    pub(crate) fn text(&self, path: &SourcePath) -> Option<&Source> {
        self.sources.get(path)?.current().source().map(Arc::as_ref)
    }

    /// Returns the file at `path`, Python or not, decoding it if no data names it.
    pub(crate) fn decoded(&self, path: &SourcePath) -> Option<Arc<Source>> {
        self.sources.get(path)?.current().decoded(self.decoder)
    }

    /// Returns the file at `path` as bytes with its analysis, and its text if `with_text`; `None`
    /// if it has no analysis.
    pub(crate) fn write_analysis(&self, path: &SourcePath, with_text: bool) -> Option<Vec<u8>> {
        let file = self.sources.get(path)?.current();
        let outcome = file.outcome()?;
        let nothing = Source::without_text(0).ok()?;
        let source = file.source().map_or(&nothing, Arc::as_ref);
        let followed = file.followed().or_else(|| self.digest())?;
        Some(Finished::write(source, with_text, outcome.map(Arc::as_ref), followed))
    }

    /// Returns the digest of the options that an analysis follows; `None` if the settings are in
    /// error.
    pub(crate) fn digest(&self) -> Option<u64> {
        let options = self.current.options.clone()?;
        Some(Options { target: self.target_version(), ..options }.digest(self.target_is_chosen()))
    }

    /// Returns true if there are sources without their text.
    pub(crate) fn lacks_text(&self) -> bool {
        self.sources.values().any(|file| file.current().followed_for_good().is_some())
    }

    /// Returns true if there are sources without their text whose analyses follow other options
    /// than the present ones.
    pub(crate) fn lacks_text_to_follow(&self) -> bool {
        let digest = if self.lacks_text() { self.digest() } else { None };
        let mut followed =
            self.sources.values().filter_map(|file| file.current().followed_for_good());
        digest.is_some_and(|digest| followed.any(|followed| followed != digest))
    }

    /// Returns the files that could not be analysed, each with the reason as a sentence without a
    /// full stop.
    pub(crate) fn refused(&self) -> impl Iterator<Item = (&SourcePath, &str)> {
        self.sources
            .iter()
            .filter_map(|(path, file)| Some((path, file.current().outcome()?.err()?)))
    }

    /// Returns the Python 2 files, whose analysis is approximate.
    pub(crate) fn approximate(&self) -> impl Iterator<Item = &SourcePath> {
        self.sources.iter().filter_map(|(path, file)| {
            file.current().outcome()?.ok()?.is_approximate().then_some(path)
        })
    }
}

/// Removes the versions of each file that come from `input`.
fn without<K: Ord, T: Clone>(files: &mut BTreeMap<K, Versions<T>>, input: InputId) {
    let all = std::mem::take(files).into_iter();
    *files = all.filter_map(|(path, versions)| Some((path, versions.without(input)?))).collect();
}

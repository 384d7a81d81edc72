//! The project that the data is about: its source tree, its settings, and what analysis made of
//! both.

mod analysis_options;
pub(crate) mod covdefaults;
mod file;
mod report_filter;
mod settings_files;

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use covdrop_analysis::{Analysis, Evidence, Foreign, Options, RuleSet, Source};
use covdrop_data::{Environment, GlobError, Globs, Settings, SourcePath, SourceTree, Use};
use covdrop_intake::{SettingsOrigin, parallel};
use covdrop_protocol::{InputId, PathRule};

use crate::links::Links;
use crate::overrides::Overrides;
use crate::path_mapping::{NOWHERE, PathMapping, Tree};
use crate::versions::{Versions, hash};

use analysis_options::{Faults, are_analysed_alike, options};
pub(crate) use analysis_options::{Origin, SettingsFault};
use file::File;
pub(crate) use report_filter::ReportFilter;
use settings_files::SettingsFiles;

/// A source tree with its settings. A source is decoded and analysed only once data names it.
#[derive(Clone, Debug)]
pub(crate) struct Project {
    sources: BTreeMap<SourcePath, Versions<File>>,
    settings_files: SettingsFiles,
    /// Patterns of files to report on, instead of those in the settings.
    include: Option<Vec<String>>,
    omit: Option<Vec<String>>,
    /// The person's own rules for paths.
    path_rules: Arc<[PathRule]>,
    /// Where the tree lies: absolute, with `/`.
    root: Arc<str>,
    /// Other folders whose files are in the tree too, as if they lay at its root.
    more_roots: Arc<[String]>,
    links: Links,
    /// Whether no path alias is inferred.
    has_strict_paths: bool,
    rules: RuleSet,
    /// Whether a person chose the rules; if not, the data does, and each source may.
    rules_are_chosen: bool,
    decoder: Foreign,
    /// What is tried in place of the settings.
    overrides: Option<Arc<Overrides>>,
    settings: Arc<Settings>,
    /// The origin of the file that the settings came from.
    settings_origin: Option<SettingsOrigin>,
    /// What these make of analysis, with the rules; nothing until that was asked for.
    options: Option<Options>,
    /// What is wrong with the settings.
    faults: Faults,
    report_filter: ReportFilter,
}

/// A source that was analysed.
#[derive(Clone, Debug)]
pub(crate) struct Analysed {
    pub(crate) source: Arc<Source>,
    pub(crate) analysis: Arc<Analysis>,
}

impl Project {
    /// A project with nothing in it. `decoder` knows the encodings of old sources.
    pub(crate) fn new(decoder: Foreign) -> Project {
        Project {
            sources: BTreeMap::new(),
            settings_files: SettingsFiles::new(),
            include: None,
            omit: None,
            path_rules: Arc::default(),
            root: NOWHERE.into(),
            more_roots: Arc::default(),
            links: Links::default(),
            has_strict_paths: false,
            rules: RuleSet::default(),
            rules_are_chosen: false,
            decoder,
            overrides: None,
            settings: Arc::default(),
            settings_origin: None,
            options: None,
            faults: Faults::default(),
            report_filter: ReportFilter::default(),
        }
    }

    /// How many sources there are.
    pub(crate) fn len(&self) -> usize {
        self.sources.len()
    }

    /// Adds a source that came in `input`; it overrides others of the same path. If it differs from
    /// the overridden one, gives the input of that.
    pub(crate) fn add(
        &mut self,
        input: InputId,
        path: SourcePath,
        bytes: Vec<u8>,
    ) -> Option<InputId> {
        let (hash, file) = (hash(&bytes), File::Raw(bytes.into()));
        match self.sources.entry(path) {
            Entry::Occupied(mut versions) => versions.get_mut().add(input, hash, file),
            Entry::Vacant(entry) => {
                entry.insert(Versions::new(input, hash, file));
                None
            }
        }
    }

    /// Adds a settings file of the top of the tree that came in `input`.
    pub(crate) fn add_settings(
        &mut self,
        input: InputId,
        origin: SettingsOrigin,
        name: String,
        bytes: Vec<u8>,
    ) {
        self.settings_files.add(input, origin, name, bytes);
    }

    /// Removes the sources and settings that came in `input`. The versions that they overrode count
    /// again.
    pub(crate) fn remove(&mut self, input: InputId) {
        without(&mut self.sources, input);
        self.settings_files.remove(input);
    }

    /// Follows this settings file, which the user named, and no other.
    pub(crate) fn set_rcfile(&mut self, name: String, bytes: Vec<u8>) {
        self.settings_files.set_rcfile(name, bytes);
    }

    /// Sets the environment that the user's own settings files may name variables of.
    pub(crate) fn set_environment(&mut self, environment: Environment) {
        self.settings_files.set_environment(environment);
    }

    /// Reports on these files alone, whatever the settings say.
    pub(crate) fn set_include(&mut self, patterns: Vec<String>) {
        self.include = Some(patterns);
    }

    /// Leaves these files out, whatever the settings say.
    pub(crate) fn set_omit(&mut self, patterns: Vec<String>) {
        self.omit = Some(patterns);
    }

    /// The person's own rules for paths.
    pub(crate) fn path_rules(&self) -> Arc<[PathRule]> {
        Arc::clone(&self.path_rules)
    }

    /// Finds paths by these rules before all else.
    pub(crate) fn set_path_rules(&mut self, rules: Arc<[PathRule]>) {
        self.path_rules = rules;
    }

    /// Where the tree lies; nothing where nobody knows.
    pub(crate) fn root(&self) -> Option<&str> {
        Some(&*self.root).filter(|root| *root != NOWHERE)
    }

    /// The full path of a folder or file of the tree; relative to the tree where it is not known
    /// where that lies.
    pub(crate) fn locate(&self, path: &str) -> Option<String> {
        let tree = SourceTree::new(self.sources.keys().cloned());
        let full = tree.locate(path, &self.root)?;
        Some(match self.root() {
            Some(_) => full,
            None => full.strip_prefix(NOWHERE)?.trim_start_matches('/').to_owned(),
        })
    }

    /// Returns true if the tree is known to lie in a folder of this name.
    pub(crate) fn is_root_of(&self, name: &str) -> bool {
        let mut roots = self.root().into_iter().chain(self.more_roots.iter().map(String::as_str));
        roots.any(|root| root.rsplit('/').next() == Some(name))
    }

    /// Tells where the tree lies.
    pub(crate) fn set_root(&mut self, root: &str) {
        self.root = root.into();
    }

    /// Tells which other folders, absolute and with `/`, hold files of the tree.
    pub(crate) fn set_more_roots(&mut self, roots: Vec<String>) {
        self.more_roots = roots.into();
    }

    /// Tells which folders and files of the tree are links, and what each leads to. The root must be
    /// known.
    pub(crate) fn set_links(&mut self, links: Vec<(String, String)>) {
        self.links = Links::new(Arc::clone(&self.root), links);
    }

    /// The full path of a file of the tree, links followed; nothing where it is not known where the
    /// tree lies.
    pub(crate) fn full_path(&self, path: &SourcePath) -> Option<String> {
        let root = self.root()?;
        Some(self.path_outside(path).unwrap_or_else(|| format!("{root}/{path}")))
    }

    /// The full path of a file of the tree that a link leads out of the tree for; nothing for others.
    pub(crate) fn path_outside(&self, path: &SourcePath) -> Option<String> {
        self.links.outside(path)
    }

    /// Says whether recorded paths are found only as they are and by the rules of people.
    pub(crate) fn set_strict_paths(&mut self, on: bool) {
        self.has_strict_paths = on;
    }

    /// Follows the rules of this Python, whatever the data tells.
    pub(crate) fn choose_rules(&mut self, rules: RuleSet) {
        self.set_rules(rules);
        self.rules_are_chosen = true;
    }

    /// Follows the rules of the Python that the data speaks for, unless a person chose. Where they
    /// are others than before, what was analysed is forgotten.
    pub(crate) fn apply_evidence(&mut self, evidence: Evidence) {
        if !self.rules_are_chosen {
            self.set_rules(evidence.rules().unwrap_or_default());
        }
    }

    fn set_rules(&mut self, rules: RuleSet) {
        if rules != self.rules {
            self.rules = rules;
            self.forget_analyses();
        }
    }

    /// The Python whose rules are followed.
    pub(crate) fn rules(&self) -> RuleSet {
        let tried = self.overrides().and_then(|overrides| overrides.rules);
        tried.unwrap_or(self.rules)
    }

    /// Whether a person chose the rules.
    pub(crate) fn rules_are_chosen(&self) -> bool {
        self.rules_are_chosen || self.overrides().is_some_and(|tried| tried.rules.is_some())
    }

    /// What is tried in place of the settings.
    pub(crate) fn overrides(&self) -> Option<&Overrides> {
        self.overrides.as_deref()
    }

    /// The same project with other settings; analyses that stay the same are shared.
    pub(crate) fn with_overrides(&self, overrides: Overrides) -> Project {
        let mut project = Project { overrides: Some(Arc::new(overrides)), ..self.clone() };
        let rules = |project: &Project| (project.rules(), project.rules_are_chosen());
        if rules(&project) != rules(self) {
            project.forget_analyses();
        }
        project
    }

    /// The settings that are followed.
    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The origin of the settings file that is followed; `None` where there is none.
    pub(crate) fn settings_origin(&self) -> Option<SettingsOrigin> {
        self.settings_origin
    }

    /// The name and the content of the settings file that is followed.
    pub(crate) fn settings_file(&self) -> Option<(&str, &[u8])> {
        let name = self.settings.file.as_deref()?;
        Some((name, self.settings_files.content(self.settings_origin?, name)?))
    }

    /// What is wrong with the settings.
    pub(crate) fn fault(&self) -> Option<&SettingsFault> {
        self.faults.first()
    }

    /// Why the settings let no data be combined, where they do not.
    pub(crate) fn fault_of_combining(&self) -> Option<&SettingsFault> {
        self.faults.of_combining()
    }

    /// What analysis is to follow, read from the settings files as they are now. Where that is
    /// something else than before, what was analysed is forgotten.
    ///
    /// Nothing where the settings cannot be followed.
    pub(crate) fn options(&mut self) -> Option<Options> {
        let (settings, fault) = match self.settings_files.follow() {
            Ok((mut settings, origin)) => {
                self.settings_origin = origin;
                if covdefaults::is_used(&settings) {
                    covdefaults::configure(&mut settings, covdefaults::Host::assumed(self.rules()));
                }
                if let Some(overrides) = &self.overrides {
                    overrides.apply(&mut settings);
                }
                (settings, None)
            }
            Err(error) => {
                self.settings_origin = None;
                (Settings::default(), Some(SettingsFault::File(error)))
            }
        };
        if !are_analysed_alike(&settings, &self.settings) {
            self.options = None;
            self.forget_analyses();
        }
        if settings != *self.settings {
            self.settings = Arc::new(settings);
        }
        let made = fault.map_or_else(|| self.up_to_date(), Err);
        self.faults.analysis = made.as_ref().err().cloned();
        made.ok()
    }

    /// What analysis is to follow. Its patterns take long to make, and are kept.
    fn up_to_date(&mut self) -> Result<Options, SettingsFault> {
        let rules = self.rules();
        let made = match self.options.take() {
            Some(options) => Options { rules, ..options },
            None => options(&self.settings, rules)?,
        };
        Ok(self.options.insert(made).clone())
    }

    fn forget_analyses(&mut self) {
        for file in self.sources.values_mut().flat_map(Versions::all_mut) {
            if let File::Text(_, analysed) = file {
                *analysed = None;
            }
        }
    }

    /// Which file of the tree each recorded path is.
    pub(crate) fn map(&mut self, uses: &[Use<'_>]) -> PathMapping {
        let files = SourceTree::new(self.sources.keys().cloned());
        let tree = Tree {
            files: &files,
            root: &self.root,
            more_roots: &self.more_roots,
            links: &self.links,
            is_strict: self.has_strict_paths,
        };
        let mapping = PathMapping::new(uses, tree, &self.settings, &self.path_rules);
        let file = || self.settings.file.clone().unwrap_or_default();
        let (mapping, fault) =
            or_fault(mapping.map_err(|error| (Origin::File(file(), "[paths]"), error)));
        self.faults.paths = fault;
        mapping
    }

    /// The files that data names, by `mapping`, and that were not analysed yet, in order.
    pub(crate) fn unanalysed(&self, mapping: &PathMapping) -> Vec<SourcePath> {
        let is_left = |path: &SourcePath| {
            matches!(
                self.sources.get(path).map(Versions::current),
                Some(File::Raw(_) | File::Text(_, None))
            )
        };
        let left: BTreeSet<&SourcePath> = mapping.sources().filter(|path| is_left(path)).collect();
        left.into_iter().cloned().collect()
    }

    /// Analyses the files at `paths`, for better or worse.
    pub(crate) fn analyse(&mut self, paths: &[SourcePath], options: &Options) {
        let (chosen, decoder) = (self.rules_are_chosen(), self.decoder);
        let known =
            |path: &SourcePath| Some((path.clone(), self.sources.get(path)?.current().clone()));
        let files: Vec<(SourcePath, File)> = paths.iter().filter_map(known).collect();
        let analysed = parallel::map(&files, |(_, file)| file.analysed(options, chosen, decoder));
        for ((path, _), analysed) in files.into_iter().zip(analysed) {
            if let Some(versions) = self.sources.get_mut(&path) {
                *versions.current_mut() = analysed;
            }
        }
    }

    /// The file at `path`, where it could be analysed.
    pub(crate) fn analysed(&self, path: &SourcePath) -> Option<Analysed> {
        let File::Text(source, Some(Ok(analysis))) = self.sources.get(path)?.current() else {
            return None;
        };
        Some(Analysed { source: Arc::clone(source), analysis: Arc::clone(analysis) })
    }

    /// The text of the file at `path`, where it could be decoded, Python or not.
    pub(crate) fn text(&self, path: &SourcePath) -> Option<&Source> {
        match self.sources.get(path)?.current() {
            File::Text(source, _) => Some(source),
            File::Raw(_) | File::Unreadable(_) => None,
        }
    }

    /// The files that could not be analysed, each with the reason in a sentence without its stop.
    pub(crate) fn refused(&self) -> impl Iterator<Item = (&SourcePath, &str)> {
        self.sources.iter().filter_map(|(path, file)| match file.current() {
            File::Unreadable(why) | File::Text(_, Some(Err(why))) => Some((path, why.as_str())),
            _ => None,
        })
    }

    /// The files that are Python 2, and analysed as well as could be.
    pub(crate) fn approximate(&self) -> impl Iterator<Item = &SourcePath> {
        self.sources.iter().filter_map(|(path, file)| match file.current() {
            File::Text(_, Some(Ok(analysis))) if analysis.is_approximate() => Some(path),
            _ => None,
        })
    }

    /// The files to report on, by `include` and `omit` as they were at the last
    /// [update](Project::update_report_filter).
    pub(crate) fn report_filter(&self) -> &ReportFilter {
        &self.report_filter
    }

    /// Computes the files to report on anew.
    pub(crate) fn update_report_filter(&mut self) {
        let file = || self.settings.file.clone().unwrap_or_default();
        let globs = |asked: &Option<Vec<String>>, option, set: &Option<Vec<String>>, setting| {
            let (patterns, origin) = match asked {
                Some(patterns) => (Some(patterns), Origin::CommandLine(option)),
                None => (set.as_ref(), Origin::File(file(), setting)),
            };
            let patterns = patterns.filter(|patterns| !patterns.is_empty());
            let globs = patterns.map(|patterns| {
                Globs::resolved(patterns, &self.root, |path| self.links.resolve(path))
            });
            let globs = globs.transpose();
            globs.map_err(|error| (origin, error))
        };
        let is_relative = self.settings.relative_files;
        let start = if is_relative { String::new() } else { format!("{}/", self.root) };
        let include = globs(&self.include, "--include", &self.settings.include, "[report] include");
        let filter = include.and_then(|include| {
            let omit = globs(&self.omit, "--omit", &self.settings.omit, "[report] omit")?;
            let links = self.links.clone();
            Ok(ReportFilter { include, omit, start, links })
        });
        let (filter, fault) = or_fault(filter);
        self.faults.report_filter = fault;
        self.report_filter = filter;
    }
}

/// What came of patterns of files, or nothing and why.
fn or_fault<T: Default>(made: Result<T, (Origin, GlobError)>) -> (T, Option<SettingsFault>) {
    match made {
        Ok(made) => (made, None),
        Err((origin, error)) => (T::default(), Some(SettingsFault::Glob(origin, error))),
    }
}

/// Removes the versions of each file that `input` brought.
fn without<K: Ord, T: Clone>(files: &mut BTreeMap<K, Versions<T>>, input: InputId) {
    let all = std::mem::take(files).into_iter();
    *files = all.filter_map(|(path, versions)| Some((path, versions.without(input)?))).collect();
}

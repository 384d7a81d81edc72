//! The project that the data is about: its source tree, its settings, and what analysis made of
//! both.

use std::collections::BTreeMap;
use std::rc::Rc;

use covdrop_analysis::{
    Analysis, DEFAULT_EXCLUDE, DEFAULT_PARTIAL, DEFAULT_PARTIAL_ALWAYS, Options, PatternError,
    Patterns, RuleSet, Source, analyze,
};
use covdrop_data::{Environment, RecordedPath, Settings, SettingsError, SourcePath, SourceTree};

/// A source tree with its settings. A source is decoded and analysed only once data names it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Project {
    sources: BTreeMap<SourcePath, Rc<[u8]>>,
    /// The settings files at the top of the tree, by name.
    settings_files: BTreeMap<String, Rc<[u8]>>,
    /// The settings file that was asked for by name.
    rcfile: Option<String>,
    rules: RuleSet,
    settings: Rc<Settings>,
    /// What is wrong with the settings: then nothing is analysed, and there are no numbers.
    fault: Option<SettingsFault>,
    /// What was analysed, or why it could not be.
    analysed: BTreeMap<SourcePath, Result<Rc<Analysed>, String>>,
}

/// Settings that cannot be followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SettingsFault {
    /// The file is not as it should be.
    File(SettingsError),
    /// A pattern in the file is none.
    Pattern(String, PatternError),
}

/// A source that data names.
#[derive(Debug)]
pub(crate) struct Analysed {
    pub(crate) source: Source,
    pub(crate) analysis: Analysis,
}

impl Project {
    /// How many sources there are.
    pub(crate) fn len(&self) -> usize {
        self.sources.len()
    }

    /// Adds a source; one of the same path takes the place of the former.
    pub(crate) fn add(&mut self, path: SourcePath, bytes: Vec<u8>) {
        self.analysed.remove(&path);
        self.sources.insert(path, bytes.into());
    }

    /// Adds a settings file of the top of the tree.
    pub(crate) fn add_settings(&mut self, name: String, bytes: Vec<u8>) {
        self.settings_files.insert(name, bytes.into());
    }

    /// Follows this settings file and no other.
    pub(crate) fn set_rcfile(&mut self, name: String, bytes: Vec<u8>) {
        self.add_settings(name.clone(), bytes);
        self.rcfile = Some(name);
    }

    /// Follows the rules of this Python.
    pub(crate) fn set_rules(&mut self, rules: RuleSet) {
        if rules != self.rules {
            self.rules = rules;
            self.analysed.clear();
        }
    }

    /// The settings that are followed.
    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }

    /// What is wrong with the settings.
    pub(crate) fn fault(&self) -> Option<&SettingsFault> {
        self.fault.as_ref()
    }

    /// What analysis is to follow, read from the settings files as they are now. Where that is
    /// something else than before, what was analysed is forgotten.
    ///
    /// Nothing where the settings cannot be followed.
    pub(crate) fn options(&mut self) -> Option<Options> {
        let settings = Settings::find(self.rcfile.as_deref(), &Environment::unknown(), |name| {
            self.settings_files.get(name).map(|bytes| bytes.to_vec())
        });
        let (settings, options) = match settings {
            Ok(settings) => {
                let options = options(&settings, self.rules).map_err(|error| {
                    SettingsFault::Pattern(settings.file.clone().unwrap_or_default(), error)
                });
                (settings, options)
            }
            Err(error) => (Settings::default(), Err(SettingsFault::File(error))),
        };
        if settings != *self.settings {
            self.settings = Rc::new(settings);
            self.analysed.clear();
        }
        self.fault = options.as_ref().err().cloned();
        options.ok()
    }

    /// The tree of all paths.
    pub(crate) fn tree(&self) -> SourceTree {
        SourceTree::new(self.sources.keys().cloned())
    }

    /// The files that data names and that were not analysed yet, in order.
    pub(crate) fn to_analyse(
        &self,
        recorded: impl Iterator<Item = RecordedPath>,
    ) -> Vec<SourcePath> {
        let tree = self.tree();
        let found = recorded.filter_map(|path| find(&tree, &path));
        let mut found: Vec<SourcePath> = found.collect();
        found.sort();
        found.dedup();
        found.retain(|path| !self.analysed.contains_key(path));
        found
    }

    /// Analyses the file at `path`, for better or worse.
    pub(crate) fn analyse(&mut self, path: &SourcePath, options: &Options) {
        if let Some(bytes) = self.sources.get(path) {
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

/// What analysis is to follow, of all that a project may set. The lists are joined in
/// coverage.py's order.
fn options(settings: &Settings, rules: RuleSet) -> Result<Options, PatternError> {
    let exclude = or_default(settings.exclude_lines.as_ref(), &DEFAULT_EXCLUDE);
    let partial = or_default(settings.partial_branches.as_ref(), &DEFAULT_PARTIAL);
    let always = or_default(settings.partial_branches_always.as_ref(), &DEFAULT_PARTIAL_ALWAYS);
    Ok(Options {
        rules,
        exclude: Patterns::new(&[exclude, settings.exclude_also.clone()].concat())?,
        partial: Patterns::new(&[partial, settings.partial_also.clone(), always].concat())?,
    })
}

/// The patterns that are set, or those that hold where none are.
fn or_default(set: Option<&Vec<String>>, default: &[&str]) -> Vec<String> {
    let default = || default.iter().map(|&pattern| pattern.to_owned()).collect();
    set.cloned().unwrap_or_else(default)
}

/// The file of the tree that a recorded path is.
pub(crate) fn find(tree: &SourceTree, recorded: &RecordedPath) -> Option<SourcePath> {
    match tree.find(recorded) {
        covdrop_data::Found::Exact(path) | covdrop_data::Found::Tail(path) => Some(path),
        covdrop_data::Found::Nothing => None,
    }
}

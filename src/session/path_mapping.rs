//! Maps recorded paths to files of the source tree.
//!
//! Applies in this order: the user's aliases, the project's `[paths]` as coverage.py does, the path
//! itself, and the aliases inferred for each data file from its own paths. Ambiguous paths stay
//! unmapped: two files are never merged silently.

mod target_tree;
mod user_alias;

use std::collections::{BTreeMap, BTreeSet};

use covdrop_data::{
    Aliases, Ambiguous, DataFileId, GlobError, KnownPath, PathAlias, PathUse, Placement, Proposal,
    ProposedAlias, RecordedPath, ResolvedPath, Settings, SourcePath, paths_section, reconcile,
};
use covdrop_protocol::{DoubtfulPath, PathRule, PathRuleRow, PathsView};
use foldhash::HashMap;

pub(crate) use target_tree::{TargetTree, UNKNOWN_ROOT};
use user_alias::UserAlias;

/// The maximum number of a user's aliases. Every path may be tested against all of them.
const MAX_OWN_RULES: usize = 500;

/// The maximum number of listed unmapped paths, and of listed ambiguous ones.
const MAX_SHOWN: usize = 100;

/// The mapping from recorded paths to files of the source tree.
#[derive(Debug, Default)]
pub(crate) struct PathMapping {
    /// The files of paths mapped by the user's aliases, by the settings, or as they are.
    resolved: HashMap<RecordedPath, SourcePath>,
    /// The files of paths mapped by inferred aliases, which apply to single data files.
    inferred: BTreeMap<RecordedPath, Vec<(DataFileId, SourcePath)>>,
    /// The names of unmapped paths that `[paths]` changes.
    names: HashMap<RecordedPath, RecordedPath>,
    /// The number of paths mapped as they are, or by the settings.
    found: usize,
    /// The user's aliases, then the proposals.
    rules: Vec<PathRuleRow>,
    /// The inferred aliases in use.
    applied: Vec<ProposedAlias>,
    /// The paths without a candidate in the tree, in order.
    open: Vec<RecordedPath>,
    /// The patterns of inferred aliases that apply to some data files and not to others with such
    /// paths.
    apart: BTreeSet<String>,
    /// The paths that could be several files, or a file that another path of the same data file
    /// names.
    pub(crate) ambiguous: Vec<Ambiguous>,
}

impl PathMapping {
    /// Maps `uses` to the files of `tree`. The user's aliases, `own`, come first; a disabled one is
    /// not proposed again.
    ///
    /// # Errors
    /// Fails for a pattern of `[paths]` in the settings that coverage.py refuses too.
    pub(crate) fn new(
        uses: &[PathUse<'_>],
        tree: TargetTree<'_>,
        settings: &Settings,
        own: &[PathRule],
    ) -> Result<PathMapping, GlobError> {
        let mut aliases = Aliases::of(settings, tree.root)?;
        let mut mapping = PathMapping::default();
        let mut own: Vec<UserAlias> =
            own.iter().take(MAX_OWN_RULES).map(|rule| UserAlias::new(rule, tree.root)).collect();
        for (path, _) in uses {
            let by_rule = |rule: &mut UserAlias| rule.apply(path, tree.files, tree.root);
            if let Some(file) = own.iter_mut().find_map(by_rule) {
                mapping.resolved.insert((*path).clone(), file);
                continue;
            }
            let name = aliases.combined_name(path.as_str(), |path| tree.at(path).is_some());
            if let Some(file) = tree.at(&name) {
                mapping.resolved.insert((*path).clone(), file.clone());
                mapping.found += 1;
            } else if name != path.as_str() {
                mapping.names.insert((*path).clone(), RecordedPath::new(name));
            }
        }
        aliases.check_limit()?;
        let known = |path: &RecordedPath| {
            if let Some(file) = mapping.resolved.get(path) {
                KnownPath::File(file)
            } else if tree.is_strict
                || tree.contains(path)
                || aliases.covers(path.as_str())
                || own.iter().any(|rule| rule.covers(path))
            {
                KnownPath::Missing
            } else {
                KnownPath::Unknown
            }
        };
        let is_own = |rule: &PathAlias| own.iter().any(|own| own.equals(rule));
        let Proposal { places, rules, ambiguous, unexplained } =
            reconcile(uses, tree.files, known, is_own);
        mapping.rules = own.into_iter().map(|rule| rule.into_row(tree.files)).collect();
        mapping.rules.extend(rules.iter().map(proposed_row));
        mapping.applied = rules;
        mapping.applied.retain(|rule| !rule.applied_to.is_empty());
        mapping.inferred = places;
        for doubt in ambiguous.iter().filter(|doubt| !doubt.only.is_empty()) {
            let applied = mapping.applied.iter().map(|applied| &applied.rule);
            let apart = applied.filter(|rule| rule.apply(&doubt.path, tree.files).is_some());
            mapping.apart.extend(apart.map(PathAlias::pattern));
        }
        mapping.open = unexplained;
        mapping.ambiguous = ambiguous;
        Ok(mapping)
    }

    /// Returns the file of the source tree that `path` names, if it does in any data file.
    pub(crate) fn source(&self, path: &RecordedPath) -> Option<&SourcePath> {
        let inferred = || Some(&self.inferred.get(path)?.first()?.1);
        self.resolved.get(path).or_else(inferred)
    }

    /// Returns the files that recorded paths name, with repetition.
    pub(crate) fn sources(&self) -> impl Iterator<Item = &SourcePath> {
        let inferred = self.inferred.values().flatten().map(|(_, file)| file);
        self.resolved.values().chain(inferred)
    }

    /// Returns the inferred aliases in use.
    pub(crate) fn applied(&self) -> &[ProposedAlias] {
        &self.applied
    }

    /// Returns the file that `path` names.
    pub(crate) fn resolve(&self, path: &RecordedPath) -> Placement {
        if let Some(file) = self.resolved.get(path) {
            return ResolvedPath::Source(file.clone()).into();
        }
        let others = ResolvedPath::Recorded(self.names.get(path).unwrap_or(path).clone());
        match self.inferred.get(path) {
            None => others.into(),
            Some(places) => {
                let places = places.iter();
                let places =
                    places.map(|(id, file)| (*id, ResolvedPath::Source(file.clone()))).collect();
                Placement::ByDataFile { places, others }
            }
        }
    }

    /// Returns the view of the mapping for the page. `settings` are those that were used.
    pub(crate) fn view(&self, settings: &Settings) -> PathsView {
        let doubtful = |ambiguous: &Ambiguous| DoubtfulPath {
            path: ambiguous.path.as_str().to_owned(),
            candidates: ambiguous.candidates.iter().map(|file| file.as_str().to_owned()).collect(),
        };
        PathsView {
            found: count(self.found),
            change: String::new(),
            rules: self.rules.clone(),
            open: count(self.open.len()),
            first_open: self.open.iter().take(MAX_SHOWN).map(ToString::to_string).collect(),
            doubtful: count(self.ambiguous.len()),
            first_doubtful: self.ambiguous.iter().take(MAX_SHOWN).map(doubtful).collect(),
            section: self.section(settings),
        }
    }

    /// Returns `[paths]` of `settings` with the aliases in use, or an empty text if no alias is in
    /// use.
    pub(crate) fn section(&self, settings: &Settings) -> String {
        let applied = || self.rules.iter().map(|row| &row.rule).filter(|rule| rule.on);
        // A pattern with two targets applies to single jobs, but `[paths]` to all; relative paths
        // have no pattern there.
        let is_for_all = |rule: &&PathRule| {
            let mut others = applied().filter(|other| other.pattern == rule.pattern);
            !rule.pattern.is_empty()
                && others.all(|other| other.target == rule.target)
                && !self.apart.contains(&rule.pattern)
        };
        let rules: Vec<(String, String)> = applied()
            .filter(is_for_all)
            .map(|rule| (rule.pattern.clone(), rule.target.clone()))
            .collect();
        if rules.is_empty() { String::new() } else { paths_section(settings, &rules) }
    }
}

/// Returns the row of a proposed alias.
fn proposed_row(proposed: &ProposedAlias) -> PathRuleRow {
    let target = user_alias::shown_target(&proposed.rule).to_owned();
    let on = !proposed.applied_to.is_empty();
    PathRuleRow {
        rule: PathRule { pattern: proposed.rule.pattern(), target, on },
        own: false,
        files: count(proposed.files),
        sure: on,
        fault: None,
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;

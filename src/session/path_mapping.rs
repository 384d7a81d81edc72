//! Which file of the source tree each recorded path is.
//!
//! First by the rules of the person; then by the project's own `[paths]`, as coverage.py does it;
//! then by the path itself; and then by aliases that are inferred for each recording from its own
//! paths. What remains doubtful stays apart: two files are never merged in silence.

mod own_rule;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use covdrop_data::{
    Aliases, Ambiguous, GlobError, Known, Place, Placement, Proposal, ProposedRule, RecordedPath,
    RecordingId, Rule, Settings, SourcePath, SourceTree, Use, paths_section, reconcile,
};
use covdrop_protocol::{DoubtfulPath, PathRule, PathRuleRow, PathsView};
use foldhash::HashMap;

use crate::links::{Links, rest_below};
use own_rule::OwnRule;

/// Where the source tree is taken to lie when nobody knows, as in a browser.
pub(crate) const NOWHERE: &str = "/covdrop";

/// The most rules that a person makes. Every path may be held against all of them.
const MAX_OWN_RULES: usize = 500;

/// The most open paths, and the most in doubt, that are shown one by one.
const MAX_SHOWN: usize = 100;

/// Where the source tree lies, and whether recorded paths may be found there by inference.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tree<'a> {
    pub(crate) files: &'a SourceTree,
    /// The folder of the tree, absolute, with `/`.
    pub(crate) root: &'a str,
    /// Other folders whose files are in the tree too.
    pub(crate) more_roots: &'a [String],
    pub(crate) links: &'a Links,
    /// Whether no alias is inferred.
    pub(crate) is_strict: bool,
}

impl<'a> Tree<'a> {
    /// The file at `path`, which is absolute or relative to the root.
    fn at(&self, path: &str) -> Option<&'a SourcePath> {
        let in_more = || {
            let mut roots = self.more_roots.iter();
            let root = roots.find(|root| rest_below(path, root).is_some())?;
            self.files.at(path, root)
        };
        let in_linked = || self.links.file(path, self.files);
        self.files.at(path, self.root).or_else(in_more).or_else(in_linked)
    }

    /// Returns true if an absolute path leads into the tree.
    fn contains(&self, path: &RecordedPath) -> bool {
        let known = Some(self.root).filter(|root| *root != NOWHERE);
        let more = self.more_roots.iter().map(String::as_str).chain(self.links.targets());
        let mut roots = known.into_iter().chain(more);
        roots.any(|root| rest_below(path.as_str(), root).is_some())
    }
}

/// Which file of the source tree each recorded path is.
#[derive(Debug, Default)]
pub(crate) struct PathMapping {
    /// By the person's rules, by the settings, and as they are.
    places: HashMap<RecordedPath, SourcePath>,
    /// By inferred aliases, which hold for single recordings.
    inferred: BTreeMap<RecordedPath, Vec<(RecordingId, SourcePath)>>,
    /// The names of paths that are no files, where `[paths]` makes them others than were recorded.
    names: HashMap<RecordedPath, RecordedPath>,
    /// How many paths are files as they are, or by the settings.
    found: usize,
    /// The person's rules, then the proposals.
    rules: Vec<PathRuleRow>,
    /// The aliases that are followed.
    followed: Vec<ProposedRule>,
    /// What no file of the tree seems to be, in order.
    open: Vec<RecordedPath>,
    /// The patterns of aliases that hold for some recordings and not for others that have such paths.
    apart: BTreeSet<String>,
    /// What could be several files, or a file that the same recording has by another path.
    pub(crate) ambiguous: Vec<Ambiguous>,
}

/// A mapping that was computed before its recordings became a part of the session.
#[derive(Debug)]
pub(crate) struct PrecomputedMapping {
    /// The paths, and which recordings were to name them.
    uses: Vec<(RecordedPath, Vec<RecordingId>)>,
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

impl PathMapping {
    /// Maps `uses` to the files of `tree`. The rules of the person, `own`, are tried before all else,
    /// and one that is switched off is not proposed.
    ///
    /// # Errors
    /// A pattern of `[paths]` in the settings that coverage.py refuses too.
    pub(crate) fn new(
        uses: &[Use<'_>],
        tree: Tree<'_>,
        settings: &Settings,
        own: &[PathRule],
    ) -> Result<PathMapping, GlobError> {
        let mut aliases = Aliases::of(settings, tree.root)?;
        let mut mapping = PathMapping::default();
        let mut own: Vec<OwnRule> =
            own.iter().take(MAX_OWN_RULES).map(|rule| OwnRule::new(rule, tree.root)).collect();
        for (path, _) in uses {
            let by_rule = |rule: &mut OwnRule| rule.apply(path, tree.files, tree.root);
            if let Some(file) = own.iter_mut().find_map(by_rule) {
                mapping.places.insert((*path).clone(), file);
                continue;
            }
            let name = aliases.combined_name(path.as_str(), |path| tree.at(path).is_some());
            if let Some(file) = tree.at(&name) {
                mapping.places.insert((*path).clone(), file.clone());
                mapping.found += 1;
            } else if name != path.as_str() {
                mapping.names.insert((*path).clone(), RecordedPath::new(name));
            }
        }
        aliases.check_work()?;
        let known = |path: &RecordedPath| {
            if let Some(file) = mapping.places.get(path) {
                Known::File(file)
            } else if tree.is_strict
                || tree.contains(path)
                || aliases.covers(path.as_str())
                || own.iter().any(|rule| rule.covers(path))
            {
                Known::Missing
            } else {
                Known::Nothing
            }
        };
        let is_own = |rule: &Rule| own.iter().any(|own| own.is(rule));
        let Proposal { places, rules, ambiguous, unexplained } =
            reconcile(uses, tree.files, known, is_own);
        mapping.rules = own.into_iter().map(|rule| rule.into_row(tree.files)).collect();
        mapping.rules.extend(rules.iter().map(proposed_row));
        mapping.followed = rules;
        mapping.followed.retain(|rule| !rule.followed_by.is_empty());
        mapping.inferred = places;
        for doubt in ambiguous.iter().filter(|doubt| !doubt.only.is_empty()) {
            let followed = mapping.followed.iter().map(|followed| &followed.rule);
            let apart = followed.filter(|rule| rule.apply(&doubt.path, tree.files).is_some());
            mapping.apart.extend(apart.map(Rule::pattern));
        }
        mapping.open = unexplained;
        mapping.ambiguous = ambiguous;
        Ok(mapping)
    }

    /// A file of the source tree that `path` is, if it is one in any recording.
    pub(crate) fn source(&self, path: &RecordedPath) -> Option<&SourcePath> {
        let inferred = || Some(&self.inferred.get(path)?.first()?.1);
        self.places.get(path).or_else(inferred)
    }

    /// The files that recorded paths are, with repetition.
    pub(crate) fn sources(&self) -> impl Iterator<Item = &SourcePath> {
        let inferred = self.inferred.values().flatten().map(|(_, file)| file);
        self.places.values().chain(inferred)
    }

    /// The aliases that were inferred and are followed.
    pub(crate) fn followed(&self) -> &[ProposedRule] {
        &self.followed
    }

    /// Which file `path` is.
    pub(crate) fn place(&self, path: &RecordedPath) -> Placement {
        if let Some(file) = self.places.get(path) {
            return Place::Source(file.clone()).into();
        }
        let others = Place::Recorded(self.names.get(path).unwrap_or(path).clone());
        match self.inferred.get(path) {
            None => others.into(),
            Some(places) => {
                let places = places.iter();
                let places = places.map(|(id, file)| (*id, Place::Source(file.clone()))).collect();
                Placement::Apart { places, others }
            }
        }
    }

    /// All of it for people to see. `settings` are those that were followed.
    pub(crate) fn view(&self, settings: &Settings) -> PathsView {
        let doubtful = |doubt: &Ambiguous| DoubtfulPath {
            path: doubt.path.as_str().to_owned(),
            candidates: doubt.candidates.iter().map(|file| file.as_str().to_owned()).collect(),
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

    /// `[paths]` of `settings` with the rules that are followed; empty where no rule is.
    pub(crate) fn section(&self, settings: &Settings) -> String {
        let followed = || self.rules.iter().map(|row| &row.rule).filter(|rule| rule.on);
        // A pattern with two targets holds for single jobs, and [paths] for all; relative paths
        // have no pattern there.
        let is_for_all = |rule: &&PathRule| {
            let mut others = followed().filter(|other| other.pattern == rule.pattern);
            !rule.pattern.is_empty()
                && others.all(|other| other.target == rule.target)
                && !self.apart.contains(&rule.pattern)
        };
        let rules: Vec<(String, String)> = followed()
            .filter(is_for_all)
            .map(|rule| (rule.pattern.clone(), rule.target.clone()))
            .collect();
        if rules.is_empty() { String::new() } else { paths_section(settings, &rules) }
    }
}

/// A proposal to show.
fn proposed_row(proposed: &ProposedRule) -> PathRuleRow {
    let target = own_rule::shown_target(&proposed.rule).to_owned();
    let on = !proposed.followed_by.is_empty();
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
mod tests {
    use covdrop_data::RecordingId;

    use super::*;

    /// A tree that lies at `root`.
    fn at<'a>(files: &'a SourceTree, root: &'a str, links: &'a Links) -> Tree<'a> {
        Tree { files, root, more_roots: &[], links, is_strict: false }
    }

    /// The files that paths of one recording are, `-` where they are none.
    fn map(paths: &[&str], files: &[&str], settings: &Settings, root: &str) -> Vec<String> {
        let paths: Vec<(u32, &str)> = paths.iter().map(|path| (0, *path)).collect();
        map_each(&paths, files, settings, root)
    }

    /// The files that paths are, each with the number of its recording.
    fn map_each(
        paths: &[(u32, &str)],
        files: &[&str],
        settings: &Settings,
        root: &str,
    ) -> Vec<String> {
        let paths: Vec<(u32, RecordedPath)> =
            paths.iter().map(|(of, path)| (*of, RecordedPath::new(*path))).collect();
        let uses: Vec<Use<'_>> =
            paths.iter().map(|(of, path)| (path, vec![RecordingId(*of)])).collect();
        let tree = SourceTree::new(files.iter().filter_map(|path| SourcePath::new(path)));
        let mapping =
            PathMapping::new(&uses, at(&tree, root, &Links::default()), settings, &[]).unwrap();
        let name = |path| mapping.source(path).map_or("-".to_owned(), ToString::to_string);
        paths.iter().map(|(_, path)| path).map(name).collect()
    }

    #[test]
    fn every_recording_has_its_own_root() {
        let paths = [
            (0, "/ci/1/pkg/a.py"),
            (0, "/ci/1/pkg/b.py"),
            (1, "/ci/2/pkg/a.py"),
            (1, "/ci/2/pkg/b.py"),
            (2, r"C:\w\pkg\a.py"),
        ];
        assert_eq!(
            map_each(&paths, &["pkg/a.py", "pkg/b.py"], &Settings::default(), NOWHERE),
            ["pkg/a.py", "pkg/b.py", "pkg/a.py", "pkg/b.py", "pkg/a.py"]
        );
        // The same paths of one recording are different files, and nobody knows which are meant.
        let paths = paths.map(|(_, path)| (0, path));
        assert_eq!(
            map_each(&paths, &["pkg/a.py", "pkg/b.py"], &Settings::default(), NOWHERE),
            ["-"; 5]
        );
    }

    #[test]
    fn other_machines_paths_are_found_by_their_ends() {
        let plain = Settings::default();
        assert_eq!(
            map(&["/ci/acme/pkg/a.py", "pkg/b.py"], &["pkg/a.py", "pkg/b.py"], &plain, NOWHERE),
            ["pkg/a.py", "pkg/b.py"]
        );
        assert_eq!(map(&["/home/me/acme/a.py"], &["a.py"], &plain, "/home/me/acme"), ["a.py"]);
    }

    #[test]
    fn a_tree_without_folders_is_found_too() {
        let plain = Settings::default();
        assert_eq!(map(&["/ci/x/a.py"], &["a.py"], &plain, NOWHERE), ["a.py"]);
        assert_eq!(
            map(&["/ci/x/a.py", "/ci/x/b.py", "/lib/six.py"], &["a.py", "b.py"], &plain, NOWHERE),
            ["a.py", "b.py", "-"]
        );
    }

    #[test]
    fn what_is_doubtful_stays_apart() {
        let files = ["a/utils/__init__.py", "b/utils/__init__.py"];
        assert_eq!(map(&["/x/utils/__init__.py"], &files, &Settings::default(), NOWHERE), ["-"]);
    }

    #[test]
    fn what_lies_in_the_tree_is_not_looked_for_elsewhere() {
        let plain = Settings::default();
        let files = ["pkg/foo/a.py", "pkg/foo/b.py"];
        let paths = ["/home/me/pkg/gone/foo/a.py", "/home/me/pkg/gone/foo/b.py"];
        assert_eq!(map(&paths, &files, &plain, "/home/me"), ["-", "-"]);
        assert_eq!(map(&paths, &files, &plain, "/home/you"), ["pkg/foo/a.py", "pkg/foo/b.py"]);
        // Nor what lies where `[paths]` leads.
        let paths = ["/ci/pkg/foo/a.py", "/ci/gone/foo/a.py", "/ci/gone/foo/b.py"];
        let rules = vec![("source".to_owned(), vec![".".to_owned(), "/ci".to_owned()])];
        let settings = Settings { paths: rules, ..Settings::default() };
        assert_eq!(map(&paths, &files, &settings, NOWHERE), ["pkg/foo/a.py", "-", "-"]);
        let own = [rule("/ci", ".", true)];
        assert_eq!(by_rules(&paths, &files, &own).0, ["pkg/foo/a.py", "-", "-"]);
    }

    #[test]
    fn strict_paths_infer_nothing() {
        let paths = PATHS.map(RecordedPath::new);
        let uses: Vec<Use<'_>> = paths.iter().map(|path| (path, vec![RecordingId(0)])).collect();
        let files = SourceTree::new(FILES.iter().filter_map(|path| SourcePath::new(path)));
        let links = Links::default();
        let tree = Tree { is_strict: true, ..at(&files, NOWHERE, &links) };
        let mapping = PathMapping::new(&uses, tree, &Settings::default(), &[]).unwrap();
        assert!(paths.iter().all(|path| mapping.source(path).is_none()));
        assert!(mapping.rules.is_empty() && mapping.ambiguous.is_empty());
    }

    #[test]
    fn every_folder_of_the_tree_is_known() {
        let path = RecordedPath::new("/work/tests/test_a.py");
        let uses = [(&path, vec![RecordingId(0)])];
        let files = SourceTree::new(SourcePath::new("test_a.py"));
        let roots = ["/work/tests".to_owned()];
        let links = Links::default();
        let tree = Tree { more_roots: &roots, is_strict: true, ..at(&files, "/work/src", &links) };
        let mapping = PathMapping::new(&uses, tree, &Settings::default(), &[]).unwrap();
        assert_eq!(mapping.source(&path).map(SourcePath::as_str), Some("test_a.py"));
    }

    #[test]
    fn a_relative_path_of_windows_is_that_of_posix() {
        let path = RecordedPath::new(r"pkg\core.py");
        let uses = [(&path, vec![RecordingId(0)])];
        let files = SourceTree::default();
        let mapping = PathMapping::new(
            &uses,
            at(&files, NOWHERE, &Links::default()),
            &Settings::default(),
            &[],
        )
        .unwrap();
        let name = Place::Recorded(RecordedPath::new("pkg/core.py"));
        assert_eq!(mapping.place(&path), name.into());
    }

    #[test]
    fn the_projects_own_rules_come_first() {
        let paths = vec![("source".to_owned(), vec!["src".to_owned(), "/ci/build".to_owned()])];
        let settings = Settings { paths, ..Settings::default() };
        assert_eq!(
            map(&["/ci/build/a.py"], &["src/a.py", "other/build/a.py"], &settings, NOWHERE),
            ["src/a.py"]
        );
    }

    /// The mapping of paths of one recording by a person's rules.
    fn by_rules(paths: &[&str], files: &[&str], rules: &[PathRule]) -> (Vec<String>, PathsView) {
        let paths: Vec<RecordedPath> = paths.iter().map(|path| RecordedPath::new(*path)).collect();
        let uses: Vec<Use<'_>> = paths.iter().map(|path| (path, vec![RecordingId(0)])).collect();
        let tree = SourceTree::new(files.iter().filter_map(|path| SourcePath::new(path)));
        let settings = Settings::default();
        let mapping =
            PathMapping::new(&uses, at(&tree, NOWHERE, &Links::default()), &settings, rules)
                .unwrap();
        let name = |path| mapping.source(path).map_or("-".to_owned(), ToString::to_string);
        (paths.iter().map(name).collect(), mapping.view(&settings))
    }

    fn rule(pattern: &str, target: &str, on: bool) -> PathRule {
        PathRule { pattern: pattern.to_owned(), target: target.to_owned(), on }
    }

    const PATHS: [&str; 3] = ["/ci/acme/pkg/a.py", "/ci/acme/pkg/b.py", "/usr/lib/six.py"];
    const FILES: [&str; 4] = ["pkg/a.py", "pkg/b.py", "old/pkg/a.py", "old/pkg/b.py"];

    #[test]
    fn proposals_are_shown_with_what_they_do() {
        let (files, view) = by_rules(&PATHS, &["pkg/a.py", "pkg/b.py"], &[]);
        assert_eq!(files, ["pkg/a.py", "pkg/b.py", "-"]);
        let [row] = view.rules.as_slice() else { panic!("{view:?}") };
        assert_eq!(row.rule, rule("/ci/acme", ".", true));
        assert_eq!((row.own, row.files, row.sure), (false, 2, true));
        assert_eq!((view.open, view.first_open), (1, vec![PATHS[2].to_owned()]));
        assert_eq!(view.section, "[paths]\nsource =\n    .\n    /ci/acme\n");
    }

    #[test]
    fn a_refused_rule_stays_refused() {
        let refused = [rule("/ci/acme", ".", false)];
        let (files, view) = by_rules(&PATHS, &["pkg/a.py", "pkg/b.py"], &refused);
        assert_eq!(files, ["-", "-", "-"]);
        let [row] = view.rules.as_slice() else { panic!("{view:?}") };
        assert_eq!((row.rule.on, row.own, row.files), (false, true, 2));
        assert_eq!((view.open, view.section.as_str()), (3, ""));
    }

    #[test]
    fn an_edited_rule_is_followed() {
        // Both are as good, and nothing is merged.
        let (files, view) = by_rules(&PATHS, &FILES, &[]);
        assert_eq!(files, ["-", "-", "-"]);
        assert_eq!(view.doubtful, 2);
        assert_eq!(view.first_doubtful[0].candidates, ["old/pkg/a.py", "pkg/a.py"]);
        for (pattern, target) in [("/ci/acme", "old"), ("/*/acme/", "./old/"), ("/CI/ac??", "old")]
        {
            let (files, view) = by_rules(&PATHS, &FILES, &[rule(pattern, target, true)]);
            assert_eq!(files, ["old/pkg/a.py", "old/pkg/b.py", "-"], "{pattern}");
            assert_eq!((view.rules.len(), view.rules[0].files, view.doubtful), (1, 2, 0));
        }
        let relative = by_rules(&["pkg/c.py"], &["src/pkg/c.py"], &[rule("", "src", true)]);
        assert_eq!(relative.0, ["src/pkg/c.py"]);
    }

    #[test]
    fn a_rule_that_is_none_says_so() {
        let (files, view) = by_rules(&PATHS, &["pkg/a.py"], &[rule("/ci/*", ".", true)]);
        assert_eq!(files[0], "pkg/a.py");
        let fault = "Pattern '/ci/*' of [paths] must not end with wildcards.";
        assert_eq!(view.rules[0].fault.as_deref(), Some(fault));
        let fault = |files: &[&str], target: &str| {
            by_rules(&PATHS, files, &[rule("/ci/acme", target, true)]).1.rules[0].fault.clone()
        };
        let none = Some("There is no folder old/pk in the source.".to_owned());
        assert_eq!(fault(&FILES, "old/pk"), none);
        for target in ["old/pkg/", "./old", ".", "/w/acme", r"C:\w"] {
            assert_eq!(fault(&FILES, target), None, "{target}");
        }
        assert_eq!(fault(&[], "old"), None, "the source is still to come");
    }

    #[test]
    fn folders_of_one_name_are_never_merged_in_silence() {
        // What a rule of two folders for one collapses in coverage.py.
        let paths = ["/ci/one/utils/a.py", "/ci/two/utils/a.py"];
        let (files, view) = by_rules(&paths, &["one/utils/a.py", "two/utils/a.py"], &[]);
        assert_eq!(files, ["one/utils/a.py", "two/utils/a.py"]);
        assert_eq!(view.doubtful, 0);
        let (files, view) = by_rules(&paths, &["utils/a.py"], &[]);
        assert_eq!((files.as_slice(), view.doubtful), (&["-", "-"].map(str::to_owned)[..], 2));
    }
}

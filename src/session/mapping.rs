//! Which file of the source tree each recorded path is.
//!
//! First by the rules of the person; then by the project's own `[paths]`, as coverage.py does it;
//! then by the path itself; and then by rules that the paths of all recordings together speak for.
//! What remains doubtful stays apart: two files are never merged in silence.

mod own;

use std::sync::Arc;

use covdrop_data::{
    Aliases, Ambiguous, GlobError, Place, ProposedRule, RecordedPath, RecordingId, Rule, Settings,
    SourcePath, SourceTree, Use, paths_section, reconcile,
};
use covdrop_protocol::{DoubtfulPath, PathRule, PathRuleRow, PathsView};
use foldhash::{HashMap, HashSet};

use own::OwnRule;

/// Where the source tree is taken to lie when nobody knows, as in a browser.
pub(crate) const NOWHERE: &str = "/covdrop";

/// The most rules that a person makes. Every path may be held against all of them.
const MAX_OWN_RULES: usize = 500;

/// The most open paths, and the most in doubt, that are shown one by one.
const MAX_SHOWN: usize = 100;

/// Which file of the source tree each recorded path is.
#[derive(Debug, Default)]
pub(crate) struct Mapping {
    places: HashMap<RecordedPath, SourcePath>,
    /// How many paths are files as they are, or by the settings.
    found: usize,
    /// The person's rules, then the proposals.
    rules: Vec<PathRuleRow>,
    /// What no file of the tree seems to be, in order.
    open: Vec<RecordedPath>,
    /// What could be several files, or a file that the same recording has by another path.
    pub(crate) ambiguous: Vec<Ambiguous>,
}

/// A mapping that was made before its recordings became a part of the session.
#[derive(Debug)]
pub(crate) struct Foreseen {
    /// The paths, and which recordings were to name them.
    uses: Vec<(RecordedPath, Vec<RecordingId>)>,
    /// The person's rules at that time.
    rules: Arc<[PathRule]>,
    pub(crate) mapping: Mapping,
}

impl Foreseen {
    /// `mapping`, made of `uses` by these rules.
    pub(crate) fn new(uses: Vec<Use<'_>>, rules: Arc<[PathRule]>, mapping: Mapping) -> Foreseen {
        let uses = uses.into_iter().map(|(path, of)| (path.clone(), of)).collect();
        Foreseen { uses, rules, mapping }
    }

    /// The mapping, if it has become that of `uses` by `rules`.
    pub(crate) fn into_mapping(self, uses: &[Use<'_>], rules: &[PathRule]) -> Option<Mapping> {
        let same = uses
            .iter()
            .map(|(path, of)| (*path, of))
            .eq(self.uses.iter().map(|(path, of)| (path, of)));
        (same && *self.rules == *rules).then_some(self.mapping)
    }
}

impl Mapping {
    /// Maps `uses` to the files of `tree`, which lies at `root`. The rules of the person, `own`, are
    /// tried before all else, and one that is switched off is not proposed.
    ///
    /// # Errors
    /// A pattern of `[paths]` in the settings that coverage.py refuses too.
    pub(crate) fn new(
        uses: &[Use<'_>],
        tree: &SourceTree,
        settings: &Settings,
        root: &str,
        own: &[PathRule],
    ) -> Result<Mapping, GlobError> {
        let mut aliases = Aliases::of(settings, root)?;
        let mut mapping = Mapping::default();
        let mut own: Vec<OwnRule> =
            own.iter().take(MAX_OWN_RULES).map(|rule| OwnRule::new(rule, root)).collect();
        let mut rest: Vec<Use<'_>> = Vec::new();
        for (path, recordings) in uses {
            if let Some(file) = own.iter_mut().find_map(|rule| rule.apply(path, tree, root)) {
                mapping.places.insert((*path).clone(), file);
                continue;
            }
            let name = aliases.combined_name(path.as_str(), |path| tree.at(path, root).is_some());
            match tree.at(&name, root) {
                Some(file) => {
                    mapping.places.insert((*path).clone(), file.clone());
                    mapping.found += 1;
                }
                None => rest.push((path, recordings.clone())),
            }
        }
        aliases.check_work()?;
        let is_own = |rule: &Rule| own.iter().any(|own| own.is(rule));
        let proposal = reconcile(&rest, tree, is_own);
        let only = proposal.rules.len() == 1;
        let is_followed = |proposed: &ProposedRule| is_trusted(proposed, only);
        let doubtful: HashSet<&RecordedPath> =
            proposal.ambiguous.iter().map(|doubt| &doubt.path).collect();
        let followed: Vec<&Rule> =
            proposal.rules.iter().filter(|p| is_followed(p)).map(|p| &p.rule).collect();
        for (path, _) in rest.iter().filter(|(path, _)| !doubtful.contains(path)) {
            if let Some(file) = followed.iter().find_map(|rule| rule.apply(path, tree)) {
                mapping.places.insert((*path).clone(), file);
            }
        }
        mapping.found += proposal.exact;
        mapping.rules = own.into_iter().map(|rule| rule.into_row(tree)).collect();
        mapping.rules.extend(proposal.rules.iter().map(|p| proposed_row(p, is_followed(p))));
        mapping.open = proposal.unexplained;
        mapping.ambiguous = proposal.ambiguous;
        Ok(mapping)
    }

    /// The file of the source tree that `path` is.
    pub(crate) fn source(&self, path: &RecordedPath) -> Option<&SourcePath> {
        self.places.get(path)
    }

    /// The files that recorded paths are, with repetition.
    pub(crate) fn sources(&self) -> impl Iterator<Item = &SourcePath> {
        self.places.values()
    }

    /// Which file `path` is.
    pub(crate) fn place(&self, path: &RecordedPath) -> Place {
        let source = self.source(path).cloned();
        source.map_or_else(|| Place::Recorded(path.clone()), Place::Source)
    }

    /// All of it for people to see. `settings` are those that were followed.
    pub(crate) fn view(&self, settings: &Settings) -> PathsView {
        let doubtful = |doubt: &Ambiguous| DoubtfulPath {
            path: doubt.path.as_str().to_owned(),
            candidates: doubt.candidates.iter().map(|file| file.as_str().to_owned()).collect(),
        };
        // Relative paths have no pattern under [paths].
        let followed = self.rules.iter().map(|row| &row.rule);
        let followed = followed.filter(|rule| rule.on && !rule.pattern.is_empty());
        let followed: Vec<(String, String)> =
            followed.map(|rule| (rule.pattern.clone(), rule.target.clone())).collect();
        PathsView {
            found: count(self.found),
            change: String::new(),
            rules: self.rules.clone(),
            open: count(self.open.len()),
            first_open: self.open.iter().take(MAX_SHOWN).map(ToString::to_string).collect(),
            doubtful: count(self.ambiguous.len()),
            first_doubtful: self.ambiguous.iter().take(MAX_SHOWN).map(doubtful).collect(),
            section: if followed.is_empty() {
                String::new()
            } else {
                paths_section(settings, &followed)
            },
        }
    }
}

/// A proposal to show.
fn proposed_row(proposed: &ProposedRule, on: bool) -> PathRuleRow {
    let target = own::shown_target(&proposed.rule).to_owned();
    PathRuleRow {
        rule: PathRule { pattern: proposed.rule.pattern(), target, on },
        own: false,
        files: count(proposed.files),
        sure: proposed.sure,
        fault: None,
    }
}

/// Whether to follow a proposal without asking: where it is sure, and for a tree without folders,
/// where there is no more than names to go by, where it leads to the root. `only` says that there
/// is no other.
fn is_trusted(proposed: &ProposedRule, only: bool) -> bool {
    proposed.sure || proposed.rule.target.is_empty() && (only || proposed.files > 1)
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use covdrop_data::RecordingId;

    use super::*;

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
        let mapping = Mapping::new(&uses, &tree, settings, root, &[]).unwrap();
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
        // The same paths of one recording are different files.
        let paths = paths.map(|(_, path)| (0, path));
        assert_eq!(
            map_each(&paths, &["pkg/a.py", "pkg/b.py"], &Settings::default(), NOWHERE),
            ["pkg/a.py", "pkg/b.py", "-", "-", "-"]
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
        let mapping = Mapping::new(&uses, &tree, &settings, NOWHERE, rules).unwrap();
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
        assert_eq!(files.iter().filter(|file| *file == "-").count(), 1, "{files:?}");
        assert_eq!(view.doubtful, 1);
    }
}

//! Which file of the source tree each recorded path is.
//!
//! First by the project's own `[paths]`, as coverage.py does it; then by the path itself; and then
//! by rules that the paths of all recordings together speak for. What remains doubtful stays apart: two
//! files are never merged in silence.

use std::collections::{HashMap, HashSet};

use covdrop_data::{
    Aliases, Ambiguous, GlobError, Place, Proposal, RecordedPath, Rule, Settings, SourcePath,
    SourceTree, Use, reconcile,
};

/// Where the source tree is taken to lie when nobody knows, as in a browser.
pub(crate) const NOWHERE: &str = "/covdrop";

/// Which file of the source tree each recorded path is.
#[derive(Debug, Default)]
pub(crate) struct Mapping {
    places: HashMap<RecordedPath, SourcePath>,
    /// What could be several files, or a file that the same recording has by another path.
    pub(crate) ambiguous: Vec<Ambiguous>,
}

impl Mapping {
    /// Maps `uses` to the files of `tree`, which lies at `root`.
    ///
    /// # Errors
    /// A pattern of `[paths]` that coverage.py refuses too.
    pub(crate) fn new(
        uses: &[Use<'_>],
        tree: &SourceTree,
        settings: &Settings,
        root: &str,
    ) -> Result<Mapping, GlobError> {
        let mut aliases = Aliases::of(settings, root)?;
        let mut mapping = Mapping::default();
        let mut open: Vec<Use<'_>> = Vec::new();
        for (path, jobs) in uses {
            let name = aliases.combined_name(path.as_str(), |path| tree.at(path, root).is_some());
            match tree.at(&name, root) {
                Some(file) => {
                    mapping.places.insert((*path).clone(), file.clone());
                }
                None => open.push((path, jobs.clone())),
            }
        }
        let proposal = reconcile(&open, tree);
        let rules: Vec<&Rule> = trusted(&proposal).collect();
        let doubtful: HashSet<&RecordedPath> =
            proposal.ambiguous.iter().map(|doubt| &doubt.path).collect();
        for (path, _) in open.iter().filter(|(path, _)| !doubtful.contains(path)) {
            if let Some(file) = rules.iter().find_map(|rule| rule.apply(path, tree)) {
                mapping.places.insert((*path).clone(), file);
            }
        }
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
}

/// The rules to follow without asking: those that are sure, and for a tree without folders, where
/// there is no more than names to go by, the one that leads to its root.
fn trusted(proposal: &Proposal) -> impl Iterator<Item = &Rule> {
    let only = proposal.rules.len() == 1;
    let rules = proposal.rules.iter();
    let trusted = rules
        .filter(move |rule| rule.sure || rule.rule.target.is_empty() && (only || rule.files > 1));
    trusted.map(|rule| &rule.rule)
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
        let mapping = Mapping::new(&uses, &tree, settings, root).unwrap();
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
}

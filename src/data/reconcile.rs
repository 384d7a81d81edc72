//! Which recorded paths are which files of the source tree, where nobody has said so.
//!
//! Data is recorded where tests ran (`/builds/acme/acme/pkg/a.py`), and the source lies elsewhere
//! (`pkg/a.py`). Every recorded path votes for the rule that turns it into the file with which it
//! shares the longest tail; rules are proposed from the most votes down. Where two rules are as
//! good for a path, or two paths of one recording would become one file, nothing is settled: that is
//! said, and a person decides.

mod ballot;
mod tails;

use foldhash::HashMap;

use crate::path::SEPARATORS;
use crate::{RecordedPath, RecordingId, SourcePath, SourceTree};
use ballot::{Ballot, Open, Taken};
use tails::Tails;

/// A rule: what lies below `prefix` on the machine that recorded lies below `target` here.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rule {
    /// A directory as recorded, without a separator at its end (but `/`); empty for relative paths.
    pub prefix: String,
    /// A directory of the source tree; empty for its root.
    pub target: String,
}

impl Rule {
    /// The prefix as a pattern of `[paths]`. What means something there has no other spelling than
    /// "any character".
    pub fn pattern(&self) -> String {
        const SPECIAL: [char; 10] = ['*', '?', '[', ']', ',', ';', '#', '$', '\n', '\r'];
        self.prefix.replace(SPECIAL, "?")
    }

    /// The file that `path` is by this rule, where there is such a file.
    pub fn apply(&self, path: &RecordedPath, tree: &SourceTree) -> Option<SourcePath> {
        let rest = path.as_str().strip_prefix(&self.prefix)?;
        let rest = if self.prefix.is_empty() {
            Some(rest).filter(|rest| !rest.starts_with(SEPARATORS))?
        } else if self.prefix.ends_with(SEPARATORS) {
            rest
        } else {
            rest.strip_prefix(SEPARATORS)?
        };
        let named = match self.target.as_str() {
            "" => tree.named(rest.trim_start_matches('/')),
            target => tree.named(&format!("{target}/{rest}")),
        };
        named.cloned()
    }
}

/// A rule that is proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposedRule {
    /// The rule.
    pub rule: Rule,
    /// How many recorded paths it explains.
    pub files: usize,
    /// Whether it may be applied without asking: it rests on more than a file's bare name, and no
    /// other rule is as good.
    pub sure: bool,
}

/// A recorded path that could be several files, or a file that another path already is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ambiguous {
    /// The path.
    pub path: RecordedPath,
    /// What it could be.
    pub candidates: Vec<SourcePath>,
}

/// How recorded paths and the source tree seem to belong together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proposal {
    /// Paths that are relative, and files of the tree as they are.
    pub exact: usize,
    /// The rules, in the order in which to try them.
    pub rules: Vec<ProposedRule>,
    /// What nobody can decide but a person.
    pub ambiguous: Vec<Ambiguous>,
    /// What no file of the tree seems to be.
    pub unexplained: Vec<RecordedPath>,
}

/// A recorded path, and the recordings that have it.
pub type Use<'a> = (&'a RecordedPath, Vec<RecordingId>);

/// Proposes rules for `paths`, but none that is `refused`. The outcome does not depend on the order
/// of paths.
pub fn reconcile(
    paths: &[Use<'_>],
    tree: &SourceTree,
    refused: impl Fn(&Rule) -> bool,
) -> Proposal {
    let mut paths: Vec<&Use<'_>> = paths.iter().collect();
    paths.sort();
    let mut proposal = Proposal::default();
    let mut taken = Taken::default();
    let mut open: Vec<Open<'_>> = Vec::new();
    let tails = Tails::of(tree);
    let mut refusals: HashMap<(&str, &str), bool> = HashMap::default();
    for path in paths {
        if let Some(exact) = tree.named(path.0.as_str()) {
            taken.take(exact, path);
            proposal.exact += 1;
            continue;
        }
        let mut votes = tails.votes(path.0);
        votes.retain(|vote| {
            let is_refused = refusals.entry((vote.prefix, vote.target)).or_insert_with(|| {
                refused(&Rule { prefix: vote.prefix.to_owned(), target: vote.target.to_owned() })
            });
            !*is_refused
        });
        if votes.is_empty() {
            proposal.unexplained.push(path.0.clone());
        } else {
            open.push(Open { path, votes });
        }
    }
    let mut ballot = Ballot::of(open, &mut proposal);
    for _ in 0..MAX_RULES {
        let Some(best) = ballot.best() else {
            break;
        };
        ballot.settle(best, &mut taken, &mut proposal);
    }
    proposal.unexplained.extend(ballot.rest().map(|path| path.0.clone()));
    proposal.unexplained.sort();
    proposal.ambiguous.sort_by(|a, b| a.path.cmp(&b.path));
    proposal
}

/// The most rules that are proposed: more than anybody reads, or has machines for.
const MAX_RULES: usize = 500;

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(paths: &[&str]) -> SourceTree {
        SourceTree::new(paths.iter().filter_map(|path| SourcePath::new(path)))
    }

    /// The proposal for paths with the number of their recording.
    fn propose(paths: &[(u32, &str)], files: &[&str]) -> Proposal {
        let paths: Vec<(u32, RecordedPath)> =
            paths.iter().map(|(of, path)| (*of, RecordedPath::new(*path))).collect();
        let uses: Vec<Use<'_>> =
            paths.iter().map(|(of, path)| (path, vec![RecordingId(*of)])).collect();
        reconcile(&uses, &tree(files), |_| false)
    }

    fn rules(proposal: &Proposal) -> Vec<(&str, &str, usize, bool)> {
        proposal
            .rules
            .iter()
            .map(|p| (p.rule.prefix.as_str(), p.rule.target.as_str(), p.files, p.sure))
            .collect()
    }

    #[test]
    fn a_build_directory_is_the_root() {
        let proposal = propose(
            &[
                (0, "/builds/acme/acme/pkg/a.py"),
                (0, "/builds/acme/acme/pkg/__init__.py"),
                (0, "/builds/acme/acme/setup.py"),
                (0, "/usr/lib/python3/other.py"),
            ],
            &["pkg/a.py", "pkg/__init__.py", "setup.py", "lib/__init__.py"],
        );
        assert_eq!(rules(&proposal), [("/builds/acme/acme", "", 3, true)]);
        assert_eq!(proposal.unexplained, [RecordedPath::new("/usr/lib/python3/other.py")]);
    }

    #[test]
    fn recordings_with_different_roots_meet() {
        let proposal = propose(
            &[
                (0, "/ci/1/pkg/a.py"),
                (1, r"C:\w\pkg\a.py"),
                (2, "/v/lib/python3.9/site-packages/pkg/a.py"),
            ],
            &["pkg/a.py"],
        );
        assert_eq!(proposal.rules.len(), 3);
        assert!(proposal.rules.iter().all(|rule| rule.sure && rule.rule.target.is_empty()));
        assert_eq!(proposal.ambiguous, []);
    }

    #[test]
    fn installed_packages_are_the_src_layout() {
        let packages = "/v/lib/python3.9/site-packages";
        let paths = [format!("{packages}/pkg/a.py"), format!("{packages}/pkg/b.py")];
        let proposal = propose(
            &[(0, &paths[0]), (0, &paths[1]), (0, "tests/test_a.py")],
            &["src/pkg/a.py", "src/pkg/b.py", "tests/test_a.py"],
        );
        assert_eq!(rules(&proposal), [(packages, "src", 2, true)]);
        assert_eq!(proposal.exact, 1);
    }

    #[test]
    fn two_folders_of_one_name_are_not_merged() {
        // What could be either stays open.
        let proposal = propose(
            &[(0, "/x/utils/__init__.py")],
            &["a/utils/__init__.py", "b/utils/__init__.py"],
        );
        assert_eq!(rules(&proposal), []);
        assert_eq!(proposal.ambiguous.len(), 1);
        assert_eq!(proposal.ambiguous[0].candidates.len(), 2);
        // Two folders of one recording do not become one.
        let proposal = propose(
            &[(0, "/x/one/utils/a.py"), (0, "/x/two/utils/a.py"), (0, "/x/one/utils/b.py")],
            &["utils/a.py", "utils/b.py"],
        );
        assert_eq!(rules(&proposal), [("/x/one", "", 2, true)]);
        assert_eq!(proposal.ambiguous[0].path, RecordedPath::new("/x/two/utils/a.py"));
    }

    #[test]
    fn a_bare_name_proves_nothing() {
        let proposal = propose(
            &[
                (0, "/usr/lib/python3/six/__init__.py"),
                (0, "/usr/lib/python3/one/conftest.py"),
                (0, "/usr/lib/python3/two/conftest.py"),
                (0, "/elsewhere/setup.py"),
            ],
            &["pkg/__init__.py", "setup.py", "conftest.py"],
        );
        assert_eq!(rules(&proposal), [("/elsewhere", "", 1, false)]);
        assert_eq!(proposal.unexplained.len(), 3);
    }

    #[test]
    fn more_votes_decide_between_two_folders() {
        let proposal = propose(
            &[(0, "/x/utils/__init__.py"), (0, "/x/utils/only_a.py")],
            &["a/utils/__init__.py", "b/utils/__init__.py", "a/utils/only_a.py"],
        );
        assert_eq!(rules(&proposal), [("/x", "a", 2, true)]);
    }

    #[test]
    fn a_rule_applies_below_its_prefix() {
        let tree = tree(&["src/pkg/a.py"]);
        let apply = |prefix: &str, path: &str| {
            let rule = Rule { prefix: prefix.to_owned(), target: "src".to_owned() };
            rule.apply(&RecordedPath::new(path), &tree).is_some()
        };
        assert!(apply("/ci", "/ci/pkg/a.py"));
        assert!(apply(r"C:\ci", r"C:\ci\pkg\a.py"));
        assert!(apply("", "pkg/a.py"));
        assert!(apply("/", "/pkg/a.py"));
        assert!(apply("/", "//pkg/a.py"));
        assert!(!apply("", "/pkg/a.py"));
        assert!(!apply("/c", "/ci/pkg/a.py"));
        assert!(!apply("/ci", "/ci/pkg/none.py"));
    }
}

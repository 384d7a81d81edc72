//! A rule that a person made, held against recorded paths.

use covdrop_data::{Aliases, RecordedPath, Rule, SourcePath, SourceTree};
use covdrop_protocol::{PathRule, PathRuleRow};

/// A rule of the person.
pub(super) struct UserAlias {
    row: PathRuleRow,
    matcher: Matcher,
}

/// What holds a path against a rule.
enum Matcher {
    /// A pattern as under `[paths]`.
    Pattern(Box<Aliases>),
    /// Relative paths, which have no pattern.
    Relative(Rule),
    /// None: the rule cannot be followed.
    Never,
}

impl UserAlias {
    pub(super) fn new(rule: &PathRule, root: &str) -> UserAlias {
        let target = rule.target.trim().replace('\\', "/");
        let target = target.trim_start_matches("./").trim_end_matches('/');
        let target = if target.is_empty() { "." } else { target };
        let pattern = rule.pattern.trim();
        let rule = PathRule { pattern: pattern.to_owned(), target: target.to_owned(), on: rule.on };
        let mut fault = None;
        let matcher = if pattern.is_empty() {
            let target = if target == "." { "" } else { target };
            Matcher::Relative(Rule { prefix: String::new(), target: target.to_owned() })
        } else {
            let mut aliases = Aliases::new(false, root);
            match aliases.add(pattern, target) {
                Ok(()) => Matcher::Pattern(Box::new(aliases)),
                Err(error) => {
                    fault = Some(format!("{error}."));
                    Matcher::Never
                }
            }
        };
        UserAlias { row: PathRuleRow { rule, own: true, files: 0, sure: true, fault }, matcher }
    }

    /// Returns true if a proposal is this rule.
    pub(super) fn is(&self, rule: &Rule) -> bool {
        let own = &self.row.rule;
        own.target == shown_target(rule) && own.pattern == rule.pattern()
    }

    /// The file that `path` is by this rule. One that is switched off only counts what it would
    /// explain.
    pub(super) fn apply(
        &mut self,
        path: &RecordedPath,
        tree: &SourceTree,
        root: &str,
    ) -> Option<SourcePath> {
        let file = match &mut self.matcher {
            Matcher::Never => None,
            Matcher::Relative(rule) => rule.apply(path, tree),
            Matcher::Pattern(aliases) => {
                let exists = |path: &str| tree.at(path, root).is_some();
                let mapped = aliases.combined_name(path.as_str(), exists);
                (mapped != path.as_str()).then(|| tree.at(&mapped, root).cloned()).flatten()
            }
        }?;
        self.row.files += 1;
        self.row.rule.on.then_some(file)
    }

    /// Returns true if `path` lies where this rule has found files: then it is known where it
    /// belongs, even if its file is missing there.
    pub(super) fn covers(&self, path: &RecordedPath) -> bool {
        self.row.rule.on
            && self.row.files > 0
            && match &self.matcher {
                Matcher::Never => false,
                Matcher::Relative(_) => !path.is_absolute(),
                Matcher::Pattern(aliases) => aliases.covers(path.as_str()),
            }
    }

    /// The rule and what it does. A target that is no folder of the source is most likely a slip.
    pub(super) fn into_row(self, tree: &SourceTree) -> PathRuleRow {
        let mut row = self.row;
        let target = row.rule.target.as_str();
        let is_absolute = target.starts_with('/') || target.contains(':');
        if row.fault.is_none()
            && row.files == 0
            && target != "."
            && !is_absolute
            && !tree.paths().is_empty()
            && !tree.has_directory(target)
        {
            row.fault = Some(format!("There is no folder {target} in the source."));
        }
        row
    }
}

/// The target of a proposal as people write it.
pub(super) fn shown_target(rule: &Rule) -> &str {
    if rule.target.is_empty() { "." } else { &rule.target }
}

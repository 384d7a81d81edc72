//! A path alias that the user added, applied to recorded paths.

use covdrop_data::{Aliases, PathAlias, RecordedPath, SourcePath, SourceTree};
use covdrop_protocol::{PathRule, PathRuleRow};

/// A path alias of the user.
pub(super) struct UserAlias {
    row: PathRuleRow,
    matcher: Matcher,
}

/// The test of a path against an alias.
enum Matcher {
    /// A pattern of the form used in `[paths]`.
    Pattern(Box<Aliases>),
    /// An alias of relative paths, which have no pattern.
    Relative(PathAlias),
    /// Nothing matches: the alias is invalid.
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
            Matcher::Relative(PathAlias { prefix: String::new(), target: target.to_owned() })
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

    /// Returns true if the proposed alias equals this one.
    pub(super) fn equals(&self, rule: &PathAlias) -> bool {
        let own = &self.row.rule;
        own.target == shown_target(rule) && own.pattern == rule.pattern()
    }

    /// Returns the file to which this alias maps `path`. A disabled alias only counts the paths
    /// that it would map.
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

    /// Returns true if `path` matches this alias and the alias has mapped paths to files. Such a
    /// path belongs to the source tree, even if its file is missing there.
    pub(super) fn covers(&self, path: &RecordedPath) -> bool {
        self.row.rule.on
            && self.row.files > 0
            && match &self.matcher {
                Matcher::Never => false,
                Matcher::Relative(_) => !path.is_absolute(),
                Matcher::Pattern(aliases) => aliases.covers(path.as_str()),
            }
    }

    /// Returns the row of the alias. A target that is no folder of the source is reported as a
    /// probable mistake.
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

/// Formats the target of a proposed alias as users write it.
pub(super) fn shown_target(rule: &PathAlias) -> &str {
    if rule.target.is_empty() { "." } else { &rule.target }
}

//! `[paths]`: maps the paths that one machine recorded to the paths of another.

use std::collections::{BTreeSet, HashMap, HashSet};

use regex::Regex;

use crate::Settings;
use crate::glob::{GlobError, absolute, check_amount, prefix};
use crate::path::{SEPARATORS, is_absolute};

/// The maximum number of rules while relative paths add new ones. No project has half as many
/// top-level directories.
const MAX_RULES: usize = 2_000;

/// The maximum number of tests of a rule against 64 bytes of a path: some seconds of work. It is
/// enough to test a hundred rules with wildcards in each component against 40,000 paths.
const MAX_TESTS: usize = 4_000_000;

/// The rules of `[paths]`, and the rules that relative paths add.
#[derive(Clone, Debug)]
pub struct Aliases {
    rules: Vec<Rule>,
    candidates: Candidates,
    /// The directories for which a relative path has added a rule.
    learned: HashSet<String>,
    /// The number of [tests](MAX_TESTS) that are left.
    tests_left: usize,
    relative: bool,
    /// The directory that relative paths are relative to: absolute, with `/`.
    root: String,
}

/// Finds the rules that a path may match by the path's components.
#[derive(Clone, Debug, Default)]
struct Candidates {
    /// The rules that need a component without wildcards, by that component in lower case.
    by_component: HashMap<String, Vec<usize>>,
    /// The rules without such a component.
    others: Vec<usize>,
}

#[derive(Clone, Debug)]
struct Rule {
    regex: Regex,
    /// The directory that replaces the match, with one separator at its end.
    result: String,
    /// Whether a relative path added it.
    is_learned: bool,
    /// Whether it has mapped a path to an existing file.
    is_used: bool,
}

impl Aliases {
    /// Creates aliases without rules. `relative` is `[run] relative_files`; `root` is the directory
    /// where coverage.py would run.
    pub fn new(relative: bool, root: impl Into<String>) -> Aliases {
        Aliases {
            rules: Vec::new(),
            candidates: Candidates::default(),
            learned: HashSet::new(),
            tests_left: MAX_TESTS,
            relative,
            root: root.into(),
        }
    }

    /// Creates the aliases of `settings`.
    ///
    /// # Errors
    /// Fails for a pattern that coverage.py refuses too.
    pub fn of(settings: &Settings, root: impl Into<String>) -> Result<Aliases, GlobError> {
        let patterns = settings.paths.iter().flat_map(|(_, list)| list.iter().skip(1));
        check_amount(patterns.clone().count(), patterns.map(String::len).sum())?;
        let mut aliases = Aliases::new(settings.run.relative_files, root);
        for (_, list) in &settings.paths {
            let mut list = list.iter();
            if let Some(result) = list.next() {
                for pattern in list {
                    aliases.add(pattern, result)?;
                }
            }
        }
        Ok(aliases)
    }

    /// Adds a rule that replaces `pattern` at the start of a path by `result`.
    ///
    /// # Errors
    /// Fails for a pattern that coverage.py refuses too.
    pub fn add(&mut self, pattern: &str, result: &str) -> Result<(), GlobError> {
        let separator = separator(pattern);
        let trimmed = pattern.trim_end_matches(SEPARATORS);
        let mut full = if pattern.chars().nth(1).is_some() { trimmed } else { pattern }.to_owned();
        if full.ends_with('*') {
            return Err(GlobError::EndsWithWildcard { pattern: pattern.to_owned() });
        }
        let anywhere = full.starts_with('*') || is_absolute(&format!("{full}{separator}"));
        if !self.relative && !anywhere {
            full = absolute(&full, &self.root);
        }
        if !full.ends_with(separator) {
            full.push(separator);
        }
        let regex = prefix(&full)?;
        if result.contains(['*', '?']) {
            return Err(GlobError::ResultWithWildcard { result: result.to_owned() });
        }
        let end = self::separator(result);
        let result = format!("{}{end}", result.trim_end_matches(SEPARATORS));
        // A relative path adds no rule that `[paths]` has already.
        self.learned.extend(pattern.strip_prefix("*/").map(str::to_owned));
        self.push(&full, Rule { regex, result, is_learned: false, is_used: false });
        Ok(())
    }

    fn push(&mut self, pattern: &str, rule: Rule) {
        self.candidates.add(self.rules.len(), pattern);
        self.rules.push(rule);
    }

    /// Checks that `map` has tested every path against every rule.
    ///
    /// # Errors
    /// [`GlobError::TooManyRules`] if the tests took too long and were stopped.
    pub fn check_limit(&self) -> Result<(), GlobError> {
        if self.tests_left == 0 {
            return Err(GlobError::TooManyRules { rules: self.rules.len() });
        }
        Ok(())
    }

    /// Returns true if there are no rules.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// Returns the path to which the first rule maps `path` that leads to a path that `exists`;
    /// without such a rule, `path` itself. `exists` receives absolute paths, or with
    /// `relative_files` the paths as the rules make them.
    /// With `relative_files`, a relative path adds a rule for its first directory, so the order of
    /// calls matters, as it does for coverage.py.
    pub fn map(&mut self, path: &str, exists: impl Fn(&str) -> bool) -> String {
        if let Some(mapped) = self.apply(path, &exists) {
            return mapped;
        }
        if !self.relative {
            return path.to_owned();
        }
        let below_root = path.strip_prefix(&self.root).and_then(|rest| rest.strip_prefix('/'));
        let path = below_root.unwrap_or(path);
        if self.learn(path) {
            return self.apply(path, &exists).unwrap_or_else(|| path.to_owned());
        }
        path.to_owned()
    }

    /// Returns the name under which `coverage combine` stores `path`: mapped, and with `/`
    /// throughout.
    pub fn combined_name(&mut self, path: &str, exists: impl Fn(&str) -> bool) -> String {
        self.map(path, exists).replace('\\', "/")
    }

    /// Returns true if `path` begins with a pattern that was [added](Aliases::add) and that has
    /// mapped a path to an existing file before. Such a path belongs to the source tree even if its
    /// file is missing there.
    pub fn covers(&self, path: &str) -> bool {
        let mut known = self.rules.iter().filter(|rule| rule.is_used && !rule.is_learned);
        known.any(|rule| rule.regex.is_match(path))
    }

    fn apply(&mut self, path: &str, exists: &impl Fn(&str) -> bool) -> Option<String> {
        let places = self.candidates.of(path);
        let places = places.unwrap_or_else(|| (0..self.rules.len()).collect());
        let tests = places.len().saturating_mul(1 + path.len() / 64);
        self.tests_left = self.tests_left.saturating_sub(tests);
        if self.tests_left == 0 {
            return None;
        }
        let (relative, root) = (self.relative, &self.root);
        places.into_iter().find_map(|place| {
            let rule = self.rules.get_mut(place)?;
            let found = rule.regex.find(path)?;
            let rest = path.get(found.end()..)?;
            let (theirs, ours) = (separator(path), separator(&rule.result));
            let mut mapped = format!("{}{rest}", rule.result).replace(theirs, &ours.to_string());
            if !relative {
                mapped = absolute(&mapped, root);
            }
            let dotted = |path: &str| path.starts_with("./") || path.starts_with(".\\");
            if dotted(&mapped) && !(dotted(&rule.result) && rule.result.len() > 2) {
                mapped.drain(..2);
            }
            exists(&mapped).then(|| {
                rule.is_used = true;
                mapped
            })
        })
    }

    /// Adds the rule that a relative path with a directory implies. Returns true if the rule is
    /// new.
    fn learn(&mut self, path: &str) -> bool {
        if is_absolute(path) {
            return false;
        }
        let Some((directory, _)) = path.split_once(SEPARATORS) else {
            return false;
        };
        if self.rules.len() >= MAX_RULES || self.learned.contains(directory) {
            return false;
        }
        let regex = format!(r"\A(?:.*[\\/])?{}[\\/]", regex::escape(directory));
        let Ok(regex) = Regex::new(&regex) else {
            return false;
        };
        self.learned.insert(directory.to_owned());
        let result = format!("{directory}/");
        self.candidates.add_component(self.rules.len(), directory);
        self.rules.push(Rule { regex, result, is_learned: true, is_used: false });
        true
    }
}

impl Candidates {
    /// Adds the rule at `place`, by the component of `pattern` that the fewest other rules need.
    fn add(&mut self, place: usize, pattern: &str) {
        let is_literal = |part: &&str| {
            !part.is_empty() && part.is_ascii() && !part.contains(['*', '?', '[', ']'])
        };
        let rules =
            |part: &&str| self.by_component.get(&part.to_ascii_lowercase()).map_or(0, Vec::len);
        match pattern.split(SEPARATORS).filter(is_literal).min_by_key(rules) {
            Some(component) => self.add_component(place, component),
            None => self.others.push(place),
        }
    }

    /// Adds the rule at `place` under a component that it needs.
    fn add_component(&mut self, place: usize, component: &str) {
        if component.is_ascii() {
            let rules = self.by_component.entry(component.to_ascii_lowercase()).or_default();
            rules.push(place);
        } else {
            self.others.push(place);
        }
    }

    /// Returns the rules that `path` may match, ascending. Returns `None` if it may match any rule,
    /// because letters beyond ASCII may change in lower case.
    fn of(&self, path: &str) -> Option<BTreeSet<usize>> {
        if !path.is_ascii() {
            return None;
        }
        let path = path.to_ascii_lowercase();
        let by_component = path.split(SEPARATORS).filter_map(|part| self.by_component.get(part));
        Some(by_component.flatten().chain(&self.others).copied().collect())
    }
}

/// Returns the separator that a path uses: the first one in it, or `/`.
fn separator(path: &str) -> char {
    path.chars().find(|c| SEPARATORS.contains(c)).unwrap_or('/')
}

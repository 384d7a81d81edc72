//! `[paths]`: rules that turn the paths of one machine into those of another.

use regex::Regex;

use crate::Settings;
use crate::glob::{GlobError, absolute, prefix};
use crate::path::{SEPARATORS, is_absolute};

/// The most rules there are while new ones are learned. Every path is held against all of them, and
/// no project has half as many directories at its top.
const MAX_RULES: usize = 2_000;

/// The rules of `[paths]`, and those that relative paths teach.
#[derive(Clone, Debug)]
pub struct Aliases {
    rules: Vec<Rule>,
    relative: bool,
    /// The directory that relative paths are relative to: absolute, with `/`.
    root: String,
}

#[derive(Clone, Debug)]
struct Rule {
    /// As it was written.
    pattern: String,
    regex: Regex,
    /// With one separator at its end.
    result: String,
}

impl Aliases {
    /// No rules. `relative` is `[run] relative_files`; `root` is where coverage.py would run.
    pub fn new(relative: bool, root: impl Into<String>) -> Aliases {
        Aliases { rules: Vec::new(), relative, root: root.into() }
    }

    /// The rules of settings.
    ///
    /// # Errors
    /// A pattern that coverage.py refuses too.
    pub fn of(settings: &Settings, root: impl Into<String>) -> Result<Aliases, GlobError> {
        let mut aliases = Aliases::new(settings.relative_files, root);
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

    /// Adds a rule: a path that begins with `pattern` begins with `result` in truth.
    ///
    /// # Errors
    /// A pattern that coverage.py refuses too.
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
        self.rules.push(Rule { pattern: pattern.to_owned(), regex, result });
        Ok(())
    }

    /// Whether there is any rule.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// The path that `path` is by the first rule that leads to one that `exists`; without such a
    /// rule, `path` itself. `exists` is asked about absolute paths, or with `relative_files` about
    /// paths as the rules make them.
    ///
    /// With `relative_files` a relative path teaches a rule for its first directory, so that the
    /// order of calls matters, as it does for coverage.py.
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

    /// The name under which `coverage combine` keeps `path`: mapped, and with `/` throughout.
    pub fn combined_name(&mut self, path: &str, exists: impl Fn(&str) -> bool) -> String {
        self.map(path, exists).replace('\\', "/")
    }

    fn apply(&self, path: &str, exists: &impl Fn(&str) -> bool) -> Option<String> {
        self.rules.iter().find_map(|rule| {
            let found = rule.regex.find(path)?;
            let rest = path.get(found.end()..)?;
            let (theirs, ours) = (separator(path), separator(&rule.result));
            let mut mapped = format!("{}{rest}", rule.result).replace(theirs, &ours.to_string());
            if !self.relative {
                mapped = absolute(&mapped, &self.root);
            }
            let dotted = |path: &str| path.starts_with("./") || path.starts_with(".\\");
            if dotted(&mapped) && !(dotted(&rule.result) && rule.result.len() > 2) {
                mapped.drain(..2);
            }
            exists(&mapped).then_some(mapped)
        })
    }

    /// Adds the rule that a relative path with a directory teaches; tells whether it is new.
    fn learn(&mut self, path: &str) -> bool {
        if is_absolute(path) {
            return false;
        }
        let Some((directory, _)) = path.split_once(SEPARATORS) else {
            return false;
        };
        let pattern = format!("*/{directory}");
        if self.rules.len() >= MAX_RULES || self.rules.iter().any(|rule| rule.pattern == pattern) {
            return false;
        }
        let regex = format!(r"\A(?:.*[\\/])?{}[\\/]", regex::escape(directory));
        let Ok(regex) = Regex::new(&regex) else {
            return false;
        };
        self.rules.push(Rule { pattern, regex, result: format!("{directory}/") });
        true
    }
}

/// The separator that a path uses: its first, or that of POSIX.
fn separator(path: &str) -> char {
    path.chars().find(|c| SEPARATORS.contains(c)).unwrap_or('/')
}

//! Matches the globs of `include`, `omit` and `[paths]` by coverage.py's rules.

use regex::{Regex, RegexBuilder};
use thiserror::Error;

/// A glob that coverage.py refuses too.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum GlobError {
    /// A combination of stars or brackets without a meaning.
    #[error("File pattern '{pattern}' can't include '{part}'")]
    Forbidden {
        /// The pattern.
        pattern: String,
        /// The part without a meaning.
        part: String,
    },
    /// A character class without a meaning.
    #[error("File pattern '{pattern}' has an invalid character class")]
    BadClass {
        /// The pattern.
        pattern: String,
    },
    /// A pattern of `[paths]` that ends with wildcards, and so would match a whole tree.
    #[error("Pattern '{pattern}' of [paths] must not end with wildcards")]
    EndsWithWildcard {
        /// The pattern.
        pattern: String,
    },
    /// A result path of `[paths]` that is a pattern.
    #[error("Result path '{result}' of [paths] must not contain wildcards")]
    ResultWithWildcard {
        /// The result.
        result: String,
    },
    /// A pattern that is too long.
    #[error("File pattern '{}…' is longer than {limit} bytes", pattern.chars().take(50).collect::<String>())]
    TooLong {
        /// The pattern.
        pattern: String,
        /// The limit.
        limit: usize,
    },
    /// Too many patterns in a list.
    #[error("There are {count} file patterns; a list may have at most {limit}")]
    TooMany {
        /// The number of patterns.
        count: usize,
        /// The limit.
        limit: usize,
    },
    /// Too much text in the patterns of a list.
    #[error("The file patterns of a list have {bytes} bytes in all; the limit is {limit}")]
    TooMuch {
        /// Their length in all.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// Too many rules and paths to test against each other.
    #[error(
        "[paths] has {rules} patterns; testing every recorded path against them takes too long"
    )]
    TooManyRules {
        /// The number of patterns.
        rules: usize,
    },
}

/// The longest pattern: longer than any path on Linux.
const MAX_LENGTH: usize = 4096;

/// The maximum number of patterns in a list: every file is tested against each of them.
const MAX_PATTERNS: usize = 1_000;

/// The maximum number of bytes of the patterns of a list together: compiled, a wildcard takes a
/// thousand times its own byte.
const MAX_BYTES: usize = 64 << 10;

/// Patterns of which one must match a whole name.
#[derive(Clone, Debug)]
pub struct Globs {
    patterns: Vec<Regex>,
}

impl Globs {
    /// Compiles the patterns of `include` or `omit`: each as it is and, unless it starts with a
    /// wildcard, also as a path below `root` (absolute, with `/`).
    pub fn new(patterns: &[String], root: &str) -> Result<Globs, GlobError> {
        Globs::resolved(patterns, root, |path| path)
    }

    /// Like [`Globs::new`], where `resolve` follows the links in the full path of a pattern.
    pub fn resolved(
        patterns: &[String],
        root: &str,
        resolve: impl Fn(String) -> String,
    ) -> Result<Globs, GlobError> {
        check_amount(patterns.len(), patterns.iter().map(String::len).sum())?;
        let mut globs = Vec::new();
        for pattern in patterns {
            globs.push(whole(pattern)?);
            if !pattern.starts_with(['*', '?']) {
                globs.push(whole(&resolve(absolute(pattern, root)))?);
            }
        }
        Ok(Globs { patterns: globs })
    }

    /// Returns true if any pattern matches `name`.
    pub fn matches(&self, name: &str) -> bool {
        self.patterns.iter().any(|pattern| pattern.is_match(name))
    }
}

/// Checks that a list of `count` patterns with `bytes` bytes in all is within the limits.
pub(crate) fn check_amount(count: usize, bytes: usize) -> Result<(), GlobError> {
    if count > MAX_PATTERNS {
        return Err(GlobError::TooMany { count, limit: MAX_PATTERNS });
    }
    if bytes > MAX_BYTES {
        return Err(GlobError::TooMuch { bytes, limit: MAX_BYTES });
    }
    Ok(())
}

fn whole(pattern: &str) -> Result<Regex, GlobError> {
    compile(pattern, &format!("\\A(?:{})\\z", translate(pattern)?), false)
}

/// Compiles a pattern that must match the beginning of a path, ignoring case.
pub(crate) fn prefix(pattern: &str) -> Result<Regex, GlobError> {
    compile(pattern, &format!("\\A(?:{})", translate(pattern)?), true)
}

fn compile(pattern: &str, regex: &str, ignore_case: bool) -> Result<Regex, GlobError> {
    RegexBuilder::new(regex)
        .case_insensitive(ignore_case)
        .build()
        .map_err(|_| GlobError::TooLong { pattern: pattern.to_owned(), limit: MAX_LENGTH })
}

/// Returns `path` below `root`, unless it is absolute, without `.`, `..` and repeated slashes.
pub(crate) fn absolute(path: &str, root: &str) -> String {
    let full = if path.starts_with('/') { path.to_owned() } else { format!("{root}/{path}") };
    let mut parts: Vec<&str> = Vec::new();
    for part in full.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    format!("/{}", parts.join("/"))
}

/// Any directories with the slash after them, or nothing.
const DIRECTORIES: &str = r"(?:.*[/\\])?";
/// A slash and everything below.
const BELOW: &str = r"[/\\].*";
/// Either slash.
const SLASH: &str = r"[/\\]";
/// Any part of a component.
const WITHIN: &str = r"[^/\\]*";
/// A character of a component.
const CHARACTER: &str = r"[^/\\]";

/// Translates a glob to a regex that is not anchored.
fn translate(pattern: &str) -> Result<String, GlobError> {
    if pattern.len() > MAX_LENGTH {
        return Err(GlobError::TooLong { pattern: pattern.to_owned(), limit: MAX_LENGTH });
    }
    let mut glob = pattern.replace('\\', "/");
    if !glob.contains('/') {
        glob.insert_str(0, "**/");
    }
    let mut regex = String::new();
    let mut rest = glob.as_str();
    while let Some(first) = rest.chars().next() {
        if let Some(part) = forbidden(rest) {
            return Err(GlobError::Forbidden {
                pattern: pattern.to_owned(),
                part: part.to_owned(),
            });
        }
        let at_start = rest.len() == glob.len();
        let behind_stars = rest.trim_start_matches('*');
        let stars = rest.len() - behind_stars.len();
        let below = rest.strip_prefix('/').filter(|stars| stars.starts_with('*'));
        if let Some(behind) =
            behind_stars.strip_prefix('/').filter(|_| stars >= 2 || stars == 1 && at_start)
        {
            regex.push_str(DIRECTORIES);
            rest = behind;
        } else if let Some(behind) =
            below.map(|stars| stars.trim_start_matches('*')).filter(|b| matches!(*b, "" | "\n"))
        {
            regex.push_str(BELOW);
            rest = behind;
        } else if let Some((class, behind)) = class(rest) {
            let class = translate_class(class)
                .ok_or_else(|| GlobError::BadClass { pattern: pattern.to_owned() })?;
            regex.push_str(&class);
            rest = behind;
        } else {
            match first {
                '/' => regex.push_str(SLASH),
                '*' => regex.push_str(WITHIN),
                '?' => regex.push_str(CHARACTER),
                '[' | ']' => {
                    let (pattern, part) = (pattern.to_owned(), first.to_string());
                    return Err(GlobError::Forbidden { pattern, part });
                }
                other => regex.push_str(&regex::escape(other.encode_utf8(&mut [0; 4]))),
            }
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
        }
    }
    Ok(regex)
}

/// Returns the start of `rest` if no pattern may have it: stars next to other characters of a
/// component, or two components of stars in a row.
fn forbidden(rest: &str) -> Option<&str> {
    let component = rest.split('/').next().unwrap_or_default();
    let stars = component.len() - component.trim_start_matches('*').len();
    if stars >= 3 {
        return component.get(..stars);
    }
    // Look after the first character.
    let first = component.chars().next().map_or(0, char::len_utf8);
    if let Some(last) = component.get(first..).and_then(|tail| tail.rfind("**")) {
        return component.get(..first + last + 2);
    }
    if stars == 2 && component.len() > 2 {
        return Some(component);
    }
    let next = rest.get(component.len()..)?;
    if component == "**" && next.starts_with("/**") { rest.get(..5) } else { None }
}

/// Splits the character class at the start of `rest` into its inside and the text after it.
fn class(rest: &str) -> Option<(&str, &str)> {
    let (class, behind) = rest.strip_prefix('[')?.split_once(']')?;
    (!class.contains('\n')).then_some((class, behind))
}

/// Translates a character class: single characters, ranges, and `^` for negation.
fn translate_class(class: &str) -> Option<String> {
    let (negation, class) = match class.strip_prefix('^') {
        Some(class) => ("^", class),
        None => ("", class),
    };
    let mut chars = class.chars().peekable();
    let mut regex = format!("[{negation}");
    chars.peek()?;
    while let Some(first) = chars.next() {
        let mut ahead = chars.clone();
        // A dash at the end is a plain dash.
        match (ahead.next(), ahead.next()) {
            (Some('-'), Some(last)) => {
                if last < first {
                    return None;
                }
                regex.extend([literal(first), "-".to_owned(), literal(last)]);
                chars = ahead;
            }
            _ => regex.push_str(&literal(first)),
        }
    }
    regex.push(']');
    Some(regex)
}

/// Escapes a character for use in a character class.
fn literal(character: char) -> String {
    format!("\\x{{{:x}}}", u32::from(character))
}

//! Replaces environment variables in values: `$NAME`, `${NAME}`, `${NAME?}`, `${NAME-default}` and
//! `$$`.

use std::collections::BTreeMap;

/// The environment variables that settings may use.
#[derive(Clone, Debug, Default)]
pub struct Environment {
    variables: Option<BTreeMap<String, String>>,
}

impl Environment {
    /// Creates the environment of a process.
    pub fn known(variables: impl IntoIterator<Item = (String, String)>) -> Environment {
        Environment { variables: Some(variables.into_iter().collect()) }
    }

    /// Creates the environment of a browser, where the variables of the test run are unknown.
    pub fn unknown() -> Environment {
        Environment { variables: None }
    }

    /// Returns the value of a variable.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.variables.as_ref()?.get(name).map(String::as_str)
    }

    /// Returns true if a variable that is not found is certainly not set.
    pub(super) fn is_known(&self) -> bool {
        self.variables.is_some()
    }
}

/// A text with its variables replaced.
pub(super) struct Substituted {
    pub(super) text: String,
    /// The variables that are not set, each with the text used instead.
    pub(super) missing: Vec<(String, String)>,
    /// The first required variable that is not set.
    pub(super) undefined: Option<String>,
    /// Whether the text would be longer than [`MAX_LENGTH`], and was cut off.
    pub(super) is_too_long: bool,
}

/// The longest text after replacement, equal to the longest settings file: a short reference may
/// repeat a long value many times.
pub(super) const MAX_LENGTH: usize = 1 << 20;

/// Replaces the variables in `text`.
pub(super) fn substitute(text: &str, environment: &Environment) -> Substituted {
    let mut result = Substituted {
        text: String::with_capacity(text.len()),
        missing: Vec::new(),
        undefined: None,
        is_too_long: false,
    };
    let mut rest = text;
    // Search once: otherwise every `${NAME-` would be searched to the end of the text.
    let last_brace = text.rfind('}').map_or(usize::MAX, |at| text.len() - at);
    while let Some((before, after)) = rest.split_once('$') {
        if result.text.len() > MAX_LENGTH {
            result.is_too_long = true;
            return result;
        }
        result.text.push_str(before);
        if let Some(dollar) = after.strip_prefix('$') {
            result.text.push('$');
            rest = dollar;
        } else if let Some((reference, after)) = reference(after, after.len() >= last_brace) {
            match (environment.get(reference.name), reference.fallback) {
                (Some(value), _) => result.text.push_str(value),
                (None, Fallback::Text(used)) => {
                    result.text.push_str(used);
                    result.missing.push((reference.name.to_owned(), used.to_owned()));
                }
                (None, Fallback::Error) => {
                    result.missing.push((reference.name.to_owned(), String::new()));
                    result.undefined.get_or_insert_with(|| reference.name.to_owned());
                }
            }
            rest = after;
        } else {
            result.text.push('$');
            rest = after;
        }
    }
    result.text.push_str(rest);
    result
}

struct Reference<'a> {
    name: &'a str,
    fallback: Fallback<'a>,
}

enum Fallback<'a> {
    Text(&'a str),
    Error,
}

/// Parses the reference at the start of `text`, which follows a dollar sign, and returns it with
/// the rest. A reference in braces needs `is_closed`: a closing brace somewhere in the text.
fn reference(text: &str, is_closed: bool) -> Option<(Reference<'_>, &str)> {
    let word =
        |text: &str| text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    let Some(braced) = text.strip_prefix('{') else {
        let (name, rest) = text.split_at_checked(word(text))?;
        let found = Reference { name, fallback: Fallback::Text("") };
        return (!name.is_empty()).then_some((found, rest));
    };
    if !is_closed {
        return None;
    }
    let (name, tail) = braced.split_at_checked(word(braced))?;
    if name.is_empty() {
        return None;
    }
    if let Some(rest) = tail.strip_prefix('}') {
        return Some((Reference { name, fallback: Fallback::Text("") }, rest));
    }
    if let Some(rest) = tail.strip_prefix("?}") {
        return Some((Reference { name, fallback: Fallback::Error }, rest));
    }
    let (used, rest) = tail.strip_prefix('-')?.split_once('}')?;
    Some((Reference { name, fallback: Fallback::Text(used) }, rest))
}

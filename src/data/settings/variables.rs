//! Environment variables in values: `$NAME`, `${NAME}`, `${NAME?}`, `${NAME-default}` and `$$`.

use std::collections::BTreeMap;

/// The environment that settings may name variables of.
#[derive(Clone, Debug, Default)]
pub struct Environment {
    variables: Option<BTreeMap<String, String>>,
}

impl Environment {
    /// The environment of a process.
    pub fn known(variables: impl IntoIterator<Item = (String, String)>) -> Environment {
        Environment { variables: Some(variables.into_iter().collect()) }
    }

    /// That of a browser: nobody can tell what is set where the tests ran.
    pub fn unknown() -> Environment {
        Environment { variables: None }
    }

    /// The value of a variable.
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
    /// Variables that are not set, each with what was used in its place.
    pub(super) missing: Vec<(String, String)>,
    /// The first variable that must be set and is not.
    pub(super) undefined: Option<String>,
    /// Whether the text would be longer than [`MAX_LENGTH`], and was cut off.
    pub(super) is_too_long: bool,
}

/// The longest text that variables may make: a short reference may name a long value, again and
/// again. As long as a settings file may be.
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
    // Looked for once: without it, every `${NAME-` would be searched to the end of the text.
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

/// The reference that `text`, which follows a dollar sign, begins with; and what is behind it. Only
/// a text that `is_closed`, somewhere by a brace, may begin with one in braces.
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

//! The project that a site manifest describes.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize};

/// The characters of a path segment that an address percent-encodes: all but RFC 3986's unreserved.
const ENCODED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// The project whose coverage a site manifest lists. Every part may be missing. Each text is short and
/// holds no control characters; each address begins with `https://` or `http://` and names no user.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectInfo {
    /// The project's name.
    pub title: Option<String>,
    /// The commit that was tested.
    pub commit: Option<String>,
    /// The branch or tag that was tested.
    #[serde(rename = "ref")]
    pub branch: Option<String>,
    /// The address of the pipeline that recorded the data.
    pub pipeline: Option<String>,
    /// The date and time of the report with their offset, in ISO 8601.
    pub made: Option<String>,
    /// The template for the address of a line in the repository, with `{path}` and `{line}`.
    pub source_url: Option<String>,
}

impl ProjectInfo {
    /// Returns the address of a line of the source at `path`, if there is a template.
    pub fn address(&self, path: &str, line: u32) -> Option<String> {
        let url = self.source_url.as_deref()?;
        let path = utf8_percent_encode(path, ENCODED).to_string();
        Some(url.replace("{path}", &path).replace("{line}", &line.to_string()))
    }

    /// Returns the abbreviated commit.
    pub fn short_commit(&self) -> Option<&str> {
        let commit = self.commit.as_deref()?;
        Some(
            commit
                .char_indices()
                .nth(8)
                .map_or(commit, |(at, _)| commit.get(..at).unwrap_or(commit)),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_have_encoded_paths() {
        let source_url = Some("https://host/p/-/blob/1a/{path}#L{line}".to_owned());
        let project = ProjectInfo { source_url, ..ProjectInfo::default() };
        let address = project.address("src/a b/\u{fc}?#.py", 7);
        assert_eq!(
            address.as_deref(),
            Some("https://host/p/-/blob/1a/src/a%20b/%C3%BC%3F%23.py#L7")
        );
        assert_eq!(ProjectInfo::default().address("a.py", 1), None);
    }

    #[test]
    fn commits_are_named_by_eight_characters() {
        let commit =
            |text: &str| ProjectInfo { commit: Some(text.to_owned()), ..ProjectInfo::default() };
        assert_eq!(commit("0123456789abcdef").short_commit(), Some("01234567"));
        assert_eq!(commit("v1").short_commit(), Some("v1"));
    }
}

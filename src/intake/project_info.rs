//! Reads a site manifest's description of the project, and omits values that a page must not show.
//!
//! Titles and names are shortened. Addresses must be http or https URLs, and lose their user names
//! and passwords.

use covdrop_protocol::{ProjectInfo, display_name, is_invisible};
use serde_json::{Map, Value};

/// The longest URL, in bytes.
const MAX_ADDRESS: usize = 2_000;

/// Reads the value of the key `project`. Also returns the keys whose values are omitted. Unknown
/// keys are ignored.
pub(crate) fn read_project(project: &Map<String, Value>) -> (ProjectInfo, Vec<&'static str>) {
    let mut left_out = Vec::new();
    let mut read = |key: &'static str, check: fn(&str) -> Option<String>| {
        let value = project.get(key).filter(|value| !value.is_null())?;
        let checked = value.as_str().and_then(check);
        if checked.is_none() {
            left_out.push(key);
        }
        checked
    };
    let info = ProjectInfo {
        title: read("title", name),
        commit: read("commit", name),
        branch: read("ref", name),
        pipeline: read("pipeline", web_address),
        made: read("made", timestamp),
        source_url: read("source_url", source_url),
    };
    (info, left_out)
}

fn name(text: &str) -> Option<String> {
    let text = display_name(text.trim());
    (!text.is_empty()).then_some(text)
}

/// Checks for a date and time in ISO 8601.
fn timestamp(text: &str) -> Option<String> {
    let is_of_moment = |c: char| c.is_ascii_digit() || "-:.+TZ ".contains(c);
    let is_moment = (10..=40).contains(&text.len()) && text.chars().all(is_of_moment);
    is_moment.then(|| text.to_owned())
}

/// Parses an http or https URL, and removes user name and password.
pub fn web_address(text: &str) -> Option<String> {
    let is_odd = |c: char| c.is_whitespace() || is_invisible(c) || r#""<>\`"#.contains(c);
    if text.len() > MAX_ADDRESS || text.contains(is_odd) {
        return None;
    }
    let (scheme, rest) = text.split_once("://")?;
    let scheme = scheme.to_ascii_lowercase();
    if scheme != "https" && scheme != "http" {
        return None;
    }
    let (host, rest) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    (!host.is_empty()).then(|| format!("{scheme}://{host}{rest}"))
}

/// Parses the URL template of a line in the repository. `{path}` must follow the host, so that no
/// path can change the host.
fn source_url(text: &str) -> Option<String> {
    let address = web_address(text)?;
    let (host, path) = address.split_once("://")?.1.split_once('/')?;
    (path.contains("{path}") && !host.contains('{')).then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(project: &Value) -> (ProjectInfo, Vec<&'static str>) {
        read_project(project.as_object().unwrap())
    }

    #[test]
    fn the_description_of_the_project_is_read() {
        let (info, left_out) = read(&serde_json::json!({
            "title": " acme ", "commit": "1a2b", "ref": "main", "made": "2026-11-27T03:20:00Z",
            "pipeline": "https://git.example/acme/-/pipelines/7", "other": 1, "source_url": null,
        }));
        assert_eq!((left_out.len(), info.title.as_deref()), (0, Some("acme")));
        assert_eq!(info.branch.as_deref(), Some("main"));
        assert_eq!(info.pipeline.as_deref(), Some("https://git.example/acme/-/pipelines/7"));
        assert_eq!(info.source_url, None);
    }

    #[test]
    fn urls_of_other_schemes_are_omitted() {
        for address in [
            "javascript:alert(1)//{path}",
            "JavaScript://host/{path}",
            "data:text/html,{path}",
            "//host/{path}",
            "https:///{path}",
            "https://host/no-path",
            "https://{path}/a",
            "https://host/\u{202e}{path}",
            "https://host/\"onclick=\"{path}",
            "file:///{path}",
        ] {
            let (info, left_out) = read(&serde_json::json!({ "source_url": address }));
            assert_eq!((info.source_url, left_out), (None, vec!["source_url"]), "{address}");
        }
        let (_, left_out) = read(&serde_json::json!({ "title": 1, "made": "<b>", "commit": "" }));
        assert_eq!(left_out, ["title", "commit", "made"]);
    }

    #[test]
    fn user_names_and_passwords_are_removed() {
        let cut = web_address("HTTPS://gitlab-ci-token:s3cret@host:8443/a@b").unwrap();
        assert_eq!(cut, "https://host:8443/a@b");
    }
}

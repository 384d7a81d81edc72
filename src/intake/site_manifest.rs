//! Reads and writes the site manifest, `covdrop.json`: the list of files that a hosted page loads
//! by itself.
//!
//! ```json
//! { "covdrop": 1, "files": ["jobs/py38/.coverage.runner.1.2", "source.tar.gz"] }
//! ```
//!
//! `covdrop` is the format version; unknown keys are ignored. `project` may describe the tested
//! project: `title`, `commit`, `ref` (a branch or tag), `pipeline` (a URL), `made` (a date and
//! time) and `source_url`, the URL of a line in the repository such as
//! `https://host/project/-/blob/1a2b3c/{path}#L{line}`.
//! `files` are data files, sources, settings and archives of these, by their paths relative to the
//! manifest, with `/` between the parts. They are imported as one drop; the folders in their paths
//! are dropped folders. No path may leave the manifest's folder.

use covdrop_protocol::ProjectInfo;
use serde::Deserialize;
use serde_json::{Map, Value};
use thiserror::Error;

use crate::project_info::read_project;

/// The format version.
const VERSION: u64 = 1;

/// The maximum number of bytes of a manifest: 1 MiB, enough for some ten thousand files.
const MAX_BYTES: usize = 1 << 20;

/// The parsed site manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    /// The paths of the files, relative to the manifest.
    pub files: Vec<String>,
    /// The description of the project.
    pub project: ProjectInfo,
    /// The keys of `project` with invalid values, which are omitted.
    pub left_out: Vec<&'static str>,
}

/// The reason why a manifest is refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ManifestError {
    /// It is larger than [`MAX_BYTES`].
    #[error("This list of files has more than {} KiB", MAX_BYTES >> 10)]
    TooLong,
    /// It is not JSON, or lacks a key.
    #[error("This is no list of files: {0}")]
    Form(String),
    /// Its format version is unknown.
    #[error("This list of files has version {0}, but this page reads version {VERSION}")]
    Version(u64),
    /// A path leaves the manifest's folder.
    #[error("'{0}' is not the path of a file beside the list")]
    Elsewhere(String),
}

impl ManifestError {
    /// Returns advice for the user.
    pub fn advice(&self) -> &'static str {
        match self {
            ManifestError::TooLong => "Pack the files into archives, and list these.",
            ManifestError::Form(_) => {
                "It should be like { \"covdrop\": 1, \"files\": [\"source.zip\", \"py38.zip\"] }."
            }
            ManifestError::Version(_) => "Publish the page and the list with the same Covdrop.",
            ManifestError::Elsewhere(_) => {
                "List paths such as 'jobs/py38.zip': without a host, without '..', and without a \
                 slash before them."
            }
        }
    }
}

impl Manifest {
    /// Writes a manifest of these files as JSON.
    ///
    /// # Errors
    /// Fails for a path that leaves the manifest's folder.
    pub fn write(files: &[String], project: &ProjectInfo) -> Result<String, ManifestError> {
        check_paths(files)?;
        let mut manifest = serde_json::json!({ "covdrop": VERSION, "files": files });
        let project = serde_json::json!(project);
        let values =
            project.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null());
        let values: Map<String, Value> =
            values.map(|(key, value)| (key.clone(), value.clone())).collect();
        if !values.is_empty() {
            manifest["project"] = values.into();
        }
        Ok(format!("{manifest:#}\n"))
    }

    /// Parses a manifest.
    ///
    /// # Errors
    /// See [`ManifestError`].
    pub fn read(bytes: &[u8]) -> Result<Manifest, ManifestError> {
        if bytes.len() > MAX_BYTES {
            return Err(ManifestError::TooLong);
        }
        let form = |error: serde_json::Error| ManifestError::Form(error.to_string());
        // Check the version first: another version may have other keys.
        let Version { covdrop } = serde_json::from_slice(bytes).map_err(form)?;
        if covdrop != VERSION {
            return Err(ManifestError::Version(covdrop));
        }
        let Keys { files, project } = serde_json::from_slice(bytes).map_err(form)?;
        check_paths(&files)?;
        let (project, left_out) = read_project(&project);
        Ok(Manifest { files, project, left_out })
    }
}

fn check_paths(files: &[String]) -> Result<(), ManifestError> {
    match files.iter().find(|path| !is_beside(path)) {
        Some(path) => Err(ManifestError::Elsewhere(path.clone())),
        None => Ok(()),
    }
}

#[derive(Deserialize)]
struct Version {
    covdrop: u64,
}

#[derive(Deserialize)]
struct Keys {
    files: Vec<String>,
    #[serde(default)]
    project: Map<String, Value>,
}

/// Returns true if a path stays in the manifest's folder.
fn is_beside(path: &str) -> bool {
    let is_plain = |part: &str| !part.is_empty() && part != "." && part != "..";
    !path.contains(['\\', ':', '\0']) && path.split('/').all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<String>, ManifestError> {
        Manifest::read(text.as_bytes()).map(|manifest| manifest.files)
    }

    #[test]
    fn files_are_listed_by_path() {
        let text = r#"{"covdrop": 1, "files": ["a b/.coverage", "source.zip"], "made": "by hand"}"#;
        assert_eq!(read(text).unwrap(), ["a b/.coverage", "source.zip"]);
        assert_eq!(read(r#"{"covdrop": 1, "files": []}"#).unwrap(), [""; 0]);
    }

    #[test]
    fn a_written_manifest_is_read_back() {
        let files = vec!["a \"b\".zip".to_owned()];
        let title = Some("a {b}".to_owned());
        let project = ProjectInfo { title, ..ProjectInfo::default() };
        let text = Manifest::write(&files, &project).unwrap();
        let left_out = Vec::new();
        assert_eq!(Manifest::read(text.as_bytes()), Ok(Manifest { files, project, left_out }));
    }

    #[test]
    fn another_version_is_reported_before_its_content_is_checked() {
        assert_eq!(read(r#"{"covdrop": 2, "drops": {}}"#), Err(ManifestError::Version(2)));
    }

    #[test]
    fn malformed_manifests_are_refused() {
        for text in ["", "[]", "{}", r#"{"covdrop": 1}"#, r#"{"covdrop": 1, "files": [1]}"#] {
            assert!(matches!(read(text), Err(ManifestError::Form(_))), "{text}");
        }
        assert_eq!(Manifest::read(&vec![b' '; MAX_BYTES + 1]), Err(ManifestError::TooLong));
    }

    #[test]
    fn paths_out_of_the_folder_are_refused() {
        for path in [
            "",
            "/etc/passwd",
            "../other",
            "a/../../b",
            "//host/a",
            "https://host/a",
            "a//b",
            "./a",
            r"..\a",
            "data:,a",
        ] {
            let list = serde_json::json!({ "covdrop": 1, "files": [path] }).to_string();
            assert_eq!(read(&list), Err(ManifestError::Elsewhere(path.into())));
        }
    }
}

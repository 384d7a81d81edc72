//! Infers the job of a data file from the folders and archives around it.

use crate::containers::{Container, ContainerKind, Containers};
use crate::file_names::{last_part, stem, without_endings};
use crate::input_path::InputPath;

/// Names of folders and archives that do not identify a job.
const GENERIC: [&str; 16] = [
    "archive",
    "artifact",
    "artifacts",
    "build",
    "cov",
    "coverage",
    "data",
    "dist",
    "download",
    "downloads",
    "output",
    "public",
    "reports",
    "results",
    "target",
    "tmp",
];

/// The names around a data file that identify its job.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct JobOrigin {
    /// The name of the folder or archive that represents the job.
    pub(crate) name: Option<String>,
    /// The name of the innermost archive with a generic name, which at least distinguishes jobs.
    pub(crate) archive: Option<String>,
}

impl JobOrigin {
    /// Returns the origin of the data file at `path`.
    pub(crate) fn of(path: &InputPath, containers: &Containers) -> JobOrigin {
        let mut archive = None;
        let mut path = path;
        while let Some(container) = containers.get(&path.container) {
            let name = name_in(container, path);
            if let (None, ContainerKind::Archive(outer)) = (name, &container.kind) {
                let full = without_endings(last_part(&path.container));
                archive.get_or_insert_with(|| full.to_owned());
                path = outer;
                continue;
            }
            return JobOrigin { name: name.map(str::to_owned), archive };
        }
        JobOrigin { name: None, archive }
    }
}

/// Returns the name that `container`, or a folder in it, gives to the job of the data file at
/// `path`.
fn name_in<'a>(container: &Container, path: &'a InputPath) -> Option<&'a str> {
    let folder = path.folder().rsplit('/').find(|part| is_job_name(part));
    let own = last_part(&path.container);
    match container.kind {
        ContainerKind::Lone => None,
        ContainerKind::Folder => folder.or(Some(own).filter(|name| is_job_name(name))),
        ContainerKind::Archive(_) => {
            let own = Some(stem(own)).filter(|name| is_job_name(name));
            if container.has_several_data_folders() { folder.or(own) } else { own.or(folder) }
        }
    }
}

/// Returns true if a folder or an archive with this name may be named after a job.
fn is_job_name(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with('.')
        && !GENERIC.contains(&name.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jobs_are_named_after_folders_and_archives() {
        let mut containers = Containers::default();
        let mut add = |path: &str, data: &[&str]| {
            let path = InputPath::dropped(path);
            containers.add_archive(&path);
            for folder in data {
                containers.get_or_add(&path.full()).add_data_folder(folder);
            }
        };
        add("artifacts-py38.zip", &["reports/py"]);
        add("artifacts (1).zip", &[""]);
        add("all.zip", &["py38", "py39"]);
        add("all.zip/py38/artifacts.zip", &[""]);
        containers.get_or_add("jobs").add_data_folder("py38");
        containers.get_or_add("");
        let origin = |container: &str, inner: &str| {
            let path = InputPath { container: container.into(), inner: inner.into() };
            let origin = JobOrigin::of(&path, &containers);
            (origin.name, origin.archive)
        };
        let name = |name: &str| (Some(name.to_owned()), None);
        assert_eq!(origin("artifacts-py38.zip", "reports/py/.coverage"), name("artifacts-py38"));
        assert_eq!(origin("all.zip", "py38/.coverage"), name("py38"));
        assert_eq!(origin("jobs", "py38/coverage/.coverage"), name("py38"));
        assert_eq!(origin("jobs", ".coverage"), name("jobs"));
        assert_eq!(origin("artifacts (1).zip", ".coverage"), (None, Some("artifacts (1)".into())));
        assert_eq!(
            origin("all.zip/py38/artifacts.zip", ".coverage"),
            (Some("py38".into()), Some("artifacts".into()))
        );
        assert_eq!(origin("", ".coverage"), (None, None));
    }
}

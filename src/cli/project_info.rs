//! Describes the project for a report, from the variables of GitLab's and GitHub's pipelines.

use std::env;

use covdrop_protocol::ProjectInfo;
use covdrop_session::web_address;
use jiff::Timestamp;

use crate::error::Error;

/// Describes the project by the variables of the running pipeline, with `title` if there is one,
/// and the present time.
pub(crate) fn project_info(title: Option<&str>) -> Result<ProjectInfo, Error> {
    let variable = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
    let mut project = of_pipeline(variable);
    if let Some(title) = title {
        project.title = Some(title.to_owned());
    }
    project.made = Some(made(variable("SOURCE_DATE_EPOCH").as_deref())?.to_string());
    Ok(project)
}

/// Returns the present time, to the second, or that of `SOURCE_DATE_EPOCH` for reproducible builds.
fn made(epoch: Option<&str>) -> Result<Timestamp, Error> {
    let seconds = match epoch {
        None => Some(Timestamp::now().as_second()),
        Some(epoch) => epoch.trim().parse().ok(),
    };
    seconds.and_then(|seconds| Timestamp::from_second(seconds).ok()).ok_or(Error::Epoch)
}

fn of_pipeline(variable: impl Fn(&str) -> Option<String>) -> ProjectInfo {
    let is_on = |name: &str| variable(name).as_deref() == Some("true");
    let address = |text: String| web_address(&text);
    if is_on("GITLAB_CI") {
        let commit = variable("CI_COMMIT_SHA");
        let source_url = variable("CI_PROJECT_URL").zip(commit.as_ref());
        ProjectInfo {
            title: variable("CI_PROJECT_TITLE"),
            branch: variable("CI_COMMIT_REF_NAME"),
            pipeline: variable("CI_PIPELINE_URL").and_then(address),
            source_url: source_url
                .map(|(project, commit)| format!("{project}/-/blob/{commit}/{{path}}#L{{line}}"))
                .and_then(address),
            commit,
            made: None,
        }
    } else if is_on("GITHUB_ACTIONS") {
        let commit = variable("GITHUB_SHA");
        let repository = variable("GITHUB_REPOSITORY");
        let project = variable("GITHUB_SERVER_URL")
            .zip(repository.as_ref())
            .map(|(server, repository)| format!("{server}/{repository}"));
        let pipeline = project.as_ref().zip(variable("GITHUB_RUN_ID"));
        let source_url = project.as_ref().zip(commit.as_ref());
        ProjectInfo {
            branch: variable("GITHUB_REF_NAME"),
            pipeline: pipeline
                .map(|(project, run)| format!("{project}/actions/runs/{run}"))
                .and_then(address),
            source_url: source_url
                .map(|(project, commit)| format!("{project}/blob/{commit}/{{path}}#L{{line}}"))
                .and_then(address),
            title: repository,
            commit,
            made: None,
        }
    } else {
        ProjectInfo::default()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    fn described(variables: &[(&str, &str)]) -> ProjectInfo {
        let find = |name: &str| variables.iter().find(|(other, _)| *other == name);
        of_pipeline(|name| find(name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn gitlab_tells_of_its_pipeline() {
        let project = described(&[
            ("GITLAB_CI", "true"),
            ("CI_PROJECT_TITLE", "Acme"),
            ("CI_PROJECT_URL", "https://gitlab-ci-token:secret@git.example/acme"),
            ("CI_COMMIT_SHA", "1a2b"),
            ("CI_COMMIT_REF_NAME", "main"),
            ("CI_PIPELINE_URL", "https://git.example/acme/-/pipelines/7"),
        ]);
        assert_eq!(
            project.address("a.py", 3).unwrap(),
            "https://git.example/acme/-/blob/1a2b/a.py#L3"
        );
        assert_eq!(project.title.unwrap(), "Acme");
        assert_eq!(project.pipeline.unwrap(), "https://git.example/acme/-/pipelines/7");
    }

    #[test]
    fn github_tells_of_its_run() {
        let project = described(&[
            ("GITHUB_ACTIONS", "true"),
            ("GITHUB_SERVER_URL", "https://github.example"),
            ("GITHUB_REPOSITORY", "o/acme"),
            ("GITHUB_SHA", "1a2b"),
            ("GITHUB_RUN_ID", "7"),
        ]);
        assert_eq!(
            project.address("a.py", 3).unwrap(),
            "https://github.example/o/acme/blob/1a2b/a.py#L3"
        );
        assert_eq!(project.pipeline.unwrap(), "https://github.example/o/acme/actions/runs/7");
        assert_eq!(described(&[("CI_COMMIT_SHA", "1a2b")]), ProjectInfo::default());
    }

    #[test]
    fn the_moment_may_be_given() {
        assert_eq!(made(Some("0")).unwrap().to_string(), "1970-01-01T00:00:00Z");
        assert!(made(Some("yesterday")).is_err());
    }
}

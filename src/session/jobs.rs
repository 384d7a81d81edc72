//! How the job is called that left a data file.

/// The base of coverage.py's names for data files.
const BASE: &str = ".coverage";

/// The label of the job that left the data file at `path`: the folder it came in, or else the host
/// in its name, or else its name.
///
/// `is_tree` says whether a folder is a source tree's top: the data files in there are told apart
/// by their names.
pub(crate) fn label(path: &str, is_tree: impl Fn(&str) -> bool) -> String {
    let (folder, name) = path.rsplit_once('/').map_or((None, path), |(f, name)| (Some(f), name));
    match folder {
        Some(folder) if !is_tree(folder) => folder.rsplit('/').next().unwrap_or(folder).to_owned(),
        _ => host(name).unwrap_or(name).to_owned(),
    }
}

/// The host in a name such as `.coverage.HOST.PID.RANDOM`. coverage.py has no dot in it.
fn host(name: &str) -> Option<&str> {
    let mut parts = name.strip_prefix(BASE)?.strip_prefix('.')?.split('.');
    parts.next().filter(|host| !host.is_empty() && parts.next().is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_is_called_by_its_folder_or_its_host() {
        let label = |path| label(path, |folder| folder == "acme");
        assert_eq!(label("artifacts/py38/.coverage.runner.12186.XMEnkwOx"), "py38");
        assert_eq!(label("py38/.coverage"), "py38");
        assert_eq!(label(".coverage.runner-py38.12186.XMEnkwOx"), "runner-py38");
        assert_eq!(
            label("acme/.coverage.runner-py311.pid12234.X2Y5gfRx.HAQ9firdDMrh"),
            "runner-py311"
        );
        assert_eq!(label(".coverage"), ".coverage");
        assert_eq!(label(".coverage.py38"), ".coverage.py38");
        assert_eq!(label("_coverage (1)"), "_coverage (1)");
    }
}

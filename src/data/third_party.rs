//! Folders of third-party code, by their names.
//!
//! Such code lies beside a project's own, in virtual environments and in copies that a project
//! keeps. Its paths look like those of a project, so that nothing is concluded from them.

use crate::path::SEPARATORS;

/// Folders that tools install packages into.
const ENVIRONMENTS: [&str; 13] = [
    ".eggs",
    ".nox",
    ".pixi",
    ".tox",
    ".venv",
    "__pypackages__",
    "bower_components",
    "dist-packages",
    "node_modules",
    "site-packages",
    "venv",
    "virtualenv",
    "virtualenvs",
];

/// Folders in which a project keeps copies of others.
const COPIES: [&str; 9] = [
    "_vendor",
    "_vendored",
    "extern",
    "externals",
    "third-party",
    "third_party",
    "thirdparty",
    "vendor",
    "vendored",
];

/// Returns true if packages are installed into a folder of this name.
pub fn is_environment_folder(name: &str) -> bool {
    ENVIRONMENTS.contains(&name)
}

/// The environment that `path` leads into: the path up to `.tox/py38`, `.venv` or `site-packages`,
/// whichever comes first.
pub fn environment_of(path: &str) -> Option<&str> {
    let mut end = 0;
    let mut parts = path.split(SEPARATORS).map(|part| {
        end += part.len() + 1;
        (part, end - 1)
    });
    let (name, end) = parts.find(|(part, _)| is_environment_folder(part))?;
    // tox and nox keep one environment for each of their jobs.
    let inner = parts.next().filter(|_| matches!(name, ".tox" | ".nox")).map(|(_, end)| end);
    path.get(..inner.unwrap_or(end))
}

/// Returns true if `path` leads into an environment: a folder of installed packages, or Python's
/// own library.
pub(crate) fn is_in_environment(path: &str) -> bool {
    let mut before = "";
    path.split(SEPARATORS).any(|part| {
        let is_library = before.eq_ignore_ascii_case("lib") || before == "lib64";
        before = part;
        is_environment_folder(part) || is_library && is_python_folder(part)
    })
}

/// Returns true if `path`, as a part of a project, leads into third-party code.
pub(crate) fn is_third_party(path: &str) -> bool {
    path.split(SEPARATORS).any(|part| COPIES.contains(&part)) || is_in_environment(path)
}

/// Returns true for `python3.11`, `pypy3.10` and the like.
fn is_python_folder(name: &str) -> bool {
    let version = name.strip_prefix("python").or_else(|| name.strip_prefix("pypy"));
    version.is_some_and(|version| {
        version.starts_with(|c: char| c.is_ascii_digit())
            && version.chars().all(|c| c.is_ascii_digit() || c == '.')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_tells_its_environment() {
        let path = "/b/.tox/py38/lib/python3.8/site-packages/a.py";
        assert_eq!(environment_of(path), Some("/b/.tox/py38"));
        assert_eq!(environment_of(r"C:\w\venv\a.py"), Some(r"C:\w\venv"));
        assert_eq!(environment_of("/b/a.py"), None);
    }

    #[test]
    fn environments_are_known_by_their_folders() {
        for path in [
            "/b/.tox/py38/lib/python3.8/site-packages/pkg/a.py",
            r"C:\w\venv\x.py",
            "/usr/lib/python3.11/json/decoder.py",
            "/usr/lib64/python3/x.py",
        ] {
            assert!(is_in_environment(path), "{path}");
        }
        for path in ["/builds/lib/pkg/a.py", "/b/vendor/a.py", "/b/lib/pythonic/a.py"] {
            assert!(!is_in_environment(path), "{path}");
        }
        assert!(is_third_party("pkg/_vendor/six.py"));
        assert!(!is_third_party("pkg/vendors.py"));
    }
}

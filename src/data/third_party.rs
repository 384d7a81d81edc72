//! Recognises folders of third-party code by their names.
//!
//! Third-party code lies beside a project's own, in virtual environments and in vendored copies.
//! Its paths look like a project's, so no alias is inferred from them.

use crate::path::SEPARATORS;

/// Folders into which tools install packages.
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

/// Folders in which a project keeps vendored copies.
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

/// Returns true if tools install packages into a folder of this name.
pub fn is_environment_folder(name: &str) -> bool {
    ENVIRONMENTS.contains(&name)
}

/// Returns the environment around `path`: the path up to `.tox/py38`, `.venv` or `site-packages`,
/// whichever comes first.
pub fn environment_of(path: &str) -> Option<&str> {
    let mut end = 0;
    let mut parts = path.split(SEPARATORS).map(|part| {
        end += part.len() + 1;
        (part, end - 1)
    });
    let (name, end) = parts.find(|(part, _)| is_environment_folder(part))?;
    // tox and nox create one environment for each of their jobs.
    let inner = parts.next().filter(|_| matches!(name, ".tox" | ".nox")).map(|(_, end)| end);
    path.get(..inner.unwrap_or(end))
}

/// Returns true if `path` lies in an environment: a folder of installed packages, or Python's
/// standard library.
pub fn is_in_environment(path: &str) -> bool {
    path.split(SEPARATORS).any(is_environment_folder) || is_in_standard_library(path)
}

/// Returns true if `path`, relative to a project, lies in third-party code.
pub(crate) fn is_third_party(path: &str) -> bool {
    path.split(SEPARATORS).any(|part| COPIES.contains(&part)) || is_in_environment(path)
}

/// Recognises the folder layouts of CPython (`lib/python3.13`, `Python313\Lib`), `PyPy`
/// (`lib/pypy3.10`, `lib-python`) and Conda.
fn is_in_standard_library(path: &str) -> bool {
    // Return early: nearly all paths have no such folder, and there are many.
    if !path.as_bytes().windows(3).any(|part| part.eq_ignore_ascii_case(b"lib")) {
        return false;
    }
    let mut before = String::new();
    // Whether the folders so far may be those of an installed Python on Windows.
    let mut is_python = false;
    for part in path.split(SEPARATORS) {
        let part = part.to_ascii_lowercase();
        let is_below_lib = matches!(before.as_str(), "lib" | "lib64");
        let is_version = ["python", "pypy"].iter().any(|name| is_version_of(&part, name));
        let is_windows = is_python && part == "lib" && path.contains('\\');
        if is_below_lib && is_version
            || is_windows
            || matches!(part.as_str(), "lib-python" | "lib_pypy")
        {
            return true;
        }
        is_python = part == "python"
            || is_version_of(&part, "python")
            || part.contains("conda")
            || is_python && (is_build(&part) || part == "envs" || before == "envs");
        before = part;
    }
    false
}

/// Returns true if `part` is `name` with a version, such as `python3.13t` or `python314.zip`.
fn is_version_of(part: &str, name: &str) -> bool {
    part.strip_prefix(name).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// Returns true for the folder of a version or an architecture: `3.11.9`, `x64`.
fn is_build(part: &str) -> bool {
    part.starts_with(|c: char| c.is_ascii_digit()) || matches!(part, "x64" | "x86" | "arm64")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_of_a_path_is_found() {
        let path = "/b/.tox/py38/lib/python3.8/site-packages/a.py";
        assert_eq!(environment_of(path), Some("/b/.tox/py38"));
        assert_eq!(environment_of(r"C:\w\venv\a.py"), Some(r"C:\w\venv"));
        assert_eq!(environment_of("/b/a.py"), None);
    }

    #[test]
    fn environments_are_recognised_by_their_folders() {
        for path in [
            "/b/.tox/py38/lib/python3.8/site-packages/pkg/a.py",
            "/builds/acme/.venv/lib/python3.9/site-packages/six.py",
            r"C:\w\venv\x.py",
            "/usr/lib/python3.11/json/decoder.py",
            "/usr/lib64/python3/x.py",
            "/opt/hostedtoolcache/Python/3.12.1/x64/lib/python3.12/os.py",
            "/lib/python314.zip/typing.py",
            "/usr/lib/pypy3.10/lib-python/3/os.py",
            r"C:\hostedtoolcache\windows\Python\3.11.9\x64\Lib\os.py",
            r"C:\Miniconda3\lib\os.py",
            r"C:\Miniconda3\envs\py38\Lib\os.py",
            r"C:\Python313\Lib\os.py",
            "/usr/lib/python3/dist-packages/six.py",
        ] {
            assert!(is_in_environment(path), "{path}");
        }
        for path in [
            "/builds/lib/pkg/a.py",
            "/b/vendor/a.py",
            "/b/lib/pythonic/a.py",
            "/builds/acme/src/acme/core.py",
            "/builds/python-acme/lib/acme.py",
            "/builds/python/acme/lib/python_tools.py",
            r"C:\builds\acme\lib\core.py",
            r"C:\python\acme\lib\core.py",
            r"C:\Users\me\PythonProjects\acme\lib\core.py",
            "lib/acme.py",
        ] {
            assert!(!is_in_environment(path), "{path}");
        }
        assert!(is_third_party("pkg/_vendor/six.py"));
        assert!(!is_third_party("pkg/vendors.py"));
    }
}

//! Recorded code that no project has in its own source: the standard library and installed
//! packages.

use crate::aside::is_aside;

/// Returns true if the recorded `path` is third-party code or the standard library.
pub(crate) fn is_third_party(path: &str) -> bool {
    is_aside(path) || is_standard_library(path)
}

/// Recognises the folder layouts of CPython (`lib/python3.13`, `Python313\Lib`), `PyPy`
/// (`lib/pypy3.10`, `lib-python`) and Conda.
fn is_standard_library(path: &str) -> bool {
    let mut is_below_python = false;
    let mut is_below_lib = false;
    for part in path.split(['/', '\\']) {
        let lower = part.to_ascii_lowercase();
        if is_below_lib && ["python", "pypy"].iter().any(|name| is_version_of(&lower, name)) {
            return true;
        }
        is_below_lib = matches!(lower.as_str(), "lib" | "lib64");
        let is_lib = lower == "lib" && path.contains('\\');
        if is_below_python && is_lib || matches!(lower.as_str(), "lib-python" | "lib_pypy") {
            return true;
        }
        is_below_python |= lower.starts_with("python") || lower.contains("conda");
    }
    false
}

/// Returns true if `part` is `name` and a version of it, such as `python3.13t` or `python314.zip`.
fn is_version_of(part: &str, name: &str) -> bool {
    part.strip_prefix(name).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn installed_code_is_recognised() {
        for path in [
            "/usr/lib/python3.11/json/decoder.py",
            "/opt/hostedtoolcache/Python/3.12.1/x64/lib/python3.12/os.py",
            "/lib/python314.zip/typing.py",
            "/usr/lib/pypy3.10/lib-python/3/os.py",
            "/builds/acme/.venv/lib/python3.9/site-packages/six.py",
            r"C:\hostedtoolcache\windows\Python\3.11.9\x64\Lib\os.py",
            r"C:\Miniconda3\lib\os.py",
            "/usr/lib/python3/dist-packages/six.py",
        ] {
            assert!(is_third_party(path), "{path}");
        }
    }

    #[test]
    fn a_projects_own_code_is_not() {
        for path in [
            "/builds/acme/src/acme/core.py",
            "/builds/python-acme/lib/acme.py",
            "/builds/python/acme/lib/python_tools.py",
            r"C:\builds\acme\lib\core.py",
            "lib/acme.py",
        ] {
            assert!(!is_third_party(path), "{path}");
        }
    }
}

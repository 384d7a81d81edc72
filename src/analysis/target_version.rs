//! The Python version whose rules the analysis follows.

use std::fmt;
use std::str::FromStr;

use ruff_python_ast::PythonVersion;
use thiserror::Error;

/// The Python version whose compiler and syntax the analysis follows.
///
/// The set of statements has changed little since 3.10: 3.10 and 3.11 keep the code of functions in
/// dead branches, 3.13 treats `f''` as false, 3.14 gives bare annotations in a class body no code
/// and folds less, and 3.15 only has more syntax. 3.9 and older dropped constant tests, but kept
/// dead code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TargetVersion {
    /// Python 3.9, and 3.8, which behaves like it.
    Py39,
    /// Python 3.10.
    Py310,
    /// Python 3.11.
    Py311,
    /// Python 3.12.
    Py312,
    /// Python 3.13.
    #[default]
    Py313,
    /// Python 3.14.
    Py314,
    /// Python 3.15 and later.
    Py315,
}

/// A version without rules.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("Python '{0}' is not supported; choose one of 3.9 to 3.15")]
pub struct UnknownVersion(pub String);

impl TargetVersion {
    /// Every version, the oldest first.
    pub const ALL: [TargetVersion; 7] = [
        TargetVersion::Py39,
        TargetVersion::Py310,
        TargetVersion::Py311,
        TargetVersion::Py312,
        TargetVersion::Py313,
        TargetVersion::Py314,
        TargetVersion::Py315,
    ];

    /// Returns the version as users write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            TargetVersion::Py39 => "3.9",
            TargetVersion::Py310 => "3.10",
            TargetVersion::Py311 => "3.11",
            TargetVersion::Py312 => "3.12",
            TargetVersion::Py313 => "3.13",
            TargetVersion::Py314 => "3.14",
            TargetVersion::Py315 => "3.15",
        }
    }

    /// Returns the syntax that this version accepts.
    pub(crate) const fn syntax(self) -> PythonVersion {
        match self {
            TargetVersion::Py39 => PythonVersion::PY39,
            TargetVersion::Py310 => PythonVersion::PY310,
            TargetVersion::Py311 => PythonVersion::PY311,
            TargetVersion::Py312 => PythonVersion::PY312,
            TargetVersion::Py313 => PythonVersion::PY313,
            TargetVersion::Py314 => PythonVersion::PY314,
            TargetVersion::Py315 => PythonVersion::PY315,
        }
    }
}

impl FromStr for TargetVersion {
    type Err = UnknownVersion;

    fn from_str(version: &str) -> Result<TargetVersion, UnknownVersion> {
        TargetVersion::ALL
            .into_iter()
            .find(|target| target.as_str() == version)
            .ok_or_else(|| UnknownVersion(version.to_owned()))
    }
}

impl fmt::Display for TargetVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_parsed_from_text() {
        for target in TargetVersion::ALL {
            assert_eq!(target.to_string().parse(), Ok(target));
        }
        assert_eq!("2.7".parse::<TargetVersion>(), Err(UnknownVersion("2.7".into())));
    }
}

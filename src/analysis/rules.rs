//! Which Python's rules decide what a statement is.

use std::fmt;
use std::str::FromStr;

use ruff_python_ast::PythonVersion;
use thiserror::Error;

/// The Python whose compiler and syntax the analysis follows.
///
/// What counts as a statement changed little since 3.10: 3.10 and 3.11 keep the code of functions
/// in dead branches, 3.13 sees that `f''` is false, and 3.14 gives bare annotations of a class
/// body no code and folds less; 3.15 only has more syntax. 3.9 and before dropped constant tests, but kept dead code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RuleSet {
    /// Python 3.9, and 3.8 as well as it is like it.
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

/// A version that no rule set is known for.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("There are no rules for Python '{0}'; choose one of 3.9 to 3.15")]
pub struct UnknownRuleSet(pub String);

impl RuleSet {
    /// Every rule set, the oldest Python first.
    pub const ALL: [RuleSet; 7] = [
        RuleSet::Py39,
        RuleSet::Py310,
        RuleSet::Py311,
        RuleSet::Py312,
        RuleSet::Py313,
        RuleSet::Py314,
        RuleSet::Py315,
    ];

    /// The version as users write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            RuleSet::Py39 => "3.9",
            RuleSet::Py310 => "3.10",
            RuleSet::Py311 => "3.11",
            RuleSet::Py312 => "3.12",
            RuleSet::Py313 => "3.13",
            RuleSet::Py314 => "3.14",
            RuleSet::Py315 => "3.15",
        }
    }

    /// The syntax that this Python accepts.
    pub(crate) const fn syntax(self) -> PythonVersion {
        match self {
            RuleSet::Py39 => PythonVersion::PY39,
            RuleSet::Py310 => PythonVersion::PY310,
            RuleSet::Py311 => PythonVersion::PY311,
            RuleSet::Py312 => PythonVersion::PY312,
            RuleSet::Py313 => PythonVersion::PY313,
            RuleSet::Py314 => PythonVersion::PY314,
            RuleSet::Py315 => PythonVersion::PY315,
        }
    }
}

impl FromStr for RuleSet {
    type Err = UnknownRuleSet;

    fn from_str(version: &str) -> Result<RuleSet, UnknownRuleSet> {
        RuleSet::ALL
            .into_iter()
            .find(|rules| rules.as_str() == version)
            .ok_or_else(|| UnknownRuleSet(version.to_owned()))
    }
}

impl fmt::Display for RuleSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_name_rule_sets() {
        for rules in RuleSet::ALL {
            assert_eq!(rules.to_string().parse(), Ok(rules));
        }
        assert_eq!("2.7".parse::<RuleSet>(), Err(UnknownRuleSet("2.7".into())));
    }
}

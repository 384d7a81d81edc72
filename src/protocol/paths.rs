//! How recorded paths were found in the source tree, and the rules a person makes for that.
//!
//! Most paths are found by what the settings say or by rules that the paths themselves speak for.
//! A rule of the person comes before all of these; one that is switched off is not followed, and
//! not proposed as another one either.

use serde::{Deserialize, Serialize};

/// A rule: what lies below `pattern` on the machine that recorded lies below `target` here.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PathRule {
    /// A directory as recorded, in the spelling of `[paths]` in coverage.py's settings, where `*`
    /// and `?` stand for other characters; empty for paths that were recorded as relative.
    pub pattern: String,
    /// A directory of the source tree; `.` for its root.
    pub target: String,
    /// Whether it is followed.
    pub on: bool,
}

/// A rule, and what it does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PathRuleRow {
    /// The rule.
    pub rule: PathRule,
    /// Whether a person made it, edited it or switched it; if not, it is a proposal.
    pub own: bool,
    /// How many recorded paths it explains, or would explain.
    pub files: u32,
    /// Whether a proposal is beyond doubt for some job, so that it is followed there; the others are
    /// followed only when switched on.
    pub sure: bool,
    /// Why it cannot be followed, or finds nothing, in a sentence.
    pub fault: Option<String>,
}

/// A recorded path that could be several files, or a file that another path of its data file is
/// already. It is left out until a rule says what it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoubtfulPath {
    /// The path as recorded.
    pub path: String,
    /// What it could be, in order.
    pub candidates: Vec<String>,
}

/// How recorded paths were found in the source tree.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PathsView {
    /// How many recorded paths are files of the tree as they are, or by `[paths]` of the settings.
    pub found: u32,
    /// What the rules that were set last made of the totals, in words, if that was what was done
    /// last; empty where it is nothing.
    pub change: String,
    /// The rules in the order in which they are tried: the person's own, then what is proposed.
    pub rules: Vec<PathRuleRow>,
    /// How many recorded paths no file of the tree seems to be: most often installed packages.
    pub open: u32,
    /// The first of them, in order.
    pub first_open: Vec<String>,
    /// How many recorded paths are in doubt.
    pub doubtful: u32,
    /// The first of them, in order.
    pub first_doubtful: Vec<DoubtfulPath>,
    /// `[paths]` of the settings with the rules that are followed, as text to copy into the
    /// settings file; empty where no rule is.
    pub section: String,
}

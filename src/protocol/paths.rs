//! The path mapping as the page shows it, and the path aliases that a person makes.
//!
//! `[paths]` of the settings and aliases inferred from the recorded paths map most paths. The
//! person's aliases come first. An alias that the person switched off does not apply, and Covdrop
//! does not propose it again.

use serde::{Deserialize, Serialize};

/// A path alias: it maps paths below `pattern` on the recording machine to paths below `target` in
/// the source tree.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PathRule {
    /// A directory as recorded, with wildcards `*` and `?` as in `[paths]` of coverage.py's
    /// settings; empty for paths that were recorded as relative.
    pub pattern: String,
    /// A directory of the source tree; `.` for its root.
    pub target: String,
    /// Whether it is switched on.
    pub on: bool,
}

/// A path alias, and its effect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PathRuleRow {
    /// The alias.
    pub rule: PathRule,
    /// Whether a person made, edited or switched it; if not, Covdrop proposes it.
    pub own: bool,
    /// The number of recorded paths that it maps, or would map if switched on.
    pub files: u32,
    /// Whether a proposed alias is certain for some job, so that it applies to that job. Other
    /// proposed aliases apply only when a person switches them on.
    pub sure: bool,
    /// Why it cannot apply, or maps no path, in a sentence.
    pub fault: Option<String>,
}

/// An ambiguous path: several files of the source tree fit it, or another path of its data file has
/// the file that fits. The session leaves it out until an alias decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoubtfulPath {
    /// The path as recorded.
    pub path: String,
    /// The files that fit, in order.
    pub candidates: Vec<String>,
}

/// The path mapping as the page shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PathsView {
    /// The number of recorded paths that are files of the source tree unchanged or by `[paths]` of
    /// the settings.
    pub found: u32,
    /// How the aliases that the person set last changed the totals, in words; empty if they changed
    /// nothing, or if the last change was another one.
    pub change: String,
    /// The aliases in the order in which Covdrop tries them: the person's own, then proposed ones.
    pub rules: Vec<PathRuleRow>,
    /// The number of recorded paths that no file of the source tree fits; most are of installed
    /// packages.
    pub open: u32,
    /// The first of them, in order.
    pub first_open: Vec<String>,
    /// The number of ambiguous paths.
    pub doubtful: u32,
    /// The first of them, in order.
    pub first_doubtful: Vec<DoubtfulPath>,
    /// `[paths]` of the settings with the aliases that apply, as text to copy into the settings
    /// file; empty if no alias applies.
    pub section: String,
}

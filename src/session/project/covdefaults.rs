//! Applies the settings of the plugin `covdefaults`, which changes coverage.py's settings before a
//! report.
//!
//! Its documented effects are stricter exclusions, `fail_under = 100`, and pragmas for platforms
//! and Python versions. The plugin reads these from the interpreter that writes the report. Covdrop
//! has no interpreter, so it uses the platform of this program and the target version.

use std::collections::BTreeSet;
use std::fmt;

use covdrop_analysis::{DEFAULT_EXCLUDE, DEFAULT_PARTIAL, TargetVersion};
use covdrop_data::Settings;

/// The plugin's name in the settings.
pub(crate) const NAME: &str = "covdefaults";

/// All tags for platforms and implementations.
const TAGS: [&str; 9] =
    ["nt", "posix", "cygwin", "darwin", "linux", "msys", "win32", "cpython", "pypy"];

/// The patterns of excluded lines on every host.
const EXCLUDE: [&str; 11] = [
    r"# pragma: no cover\b",
    r"^\s*raise AssertionError\b",
    r"^\s*raise NotImplementedError\b",
    r"^\s*return NotImplemented\b",
    r"^\s*raise$",
    r"^\s*if (False|TYPE_CHECKING):",
    r": \.\.\.(\s*#.*)?$",
    r"^ +\.\.\.$",
    r#"-> ['"]?NoReturn['"]?:"#,
    r"^\s*assert_never\b",
    r#"^if __name__ == ['"]__main__['"]:$"#,
];

/// The patterns of partial branches on every host.
const PARTIAL: [&str; 3] = [
    r"# pragma: no branch\b",
    r"# pragma: (nt|posix|cygwin|darwin|linux|msys|win32|cpython|pypy) (no )?cover\b",
    r"# pragma: (>=?|<=?|==|!=)\d+\.\d+ cover\b",
];

/// The assumed interpreter of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Host {
    /// `os.name`.
    os: &'static str,
    /// `sys.platform`.
    platform: &'static str,
    /// `sys.version_info[:2]`.
    version: (u32, u32),
}

impl Host {
    /// Assumes CPython of the target version, on the platform of this program, or on Linux in a
    /// browser.
    pub(crate) fn assumed(target: TargetVersion) -> Host {
        let (os, platform) = if cfg!(windows) {
            ("nt", "win32")
        } else if cfg!(target_os = "macos") {
            ("posix", "darwin")
        } else {
            ("posix", "linux")
        };
        let mut numbers = target.as_str().split('.').filter_map(|number| number.parse().ok());
        let version = (numbers.next().unwrap_or_default(), numbers.next().unwrap_or_default());
        Host { os, platform, version }
    }

    /// Returns the patterns that exclude lines for other hosts.
    fn pragmas(self) -> Vec<String> {
        let mine = [self.os, self.platform, "cpython"];
        let others = TAGS.iter().filter(|tag| !mine.contains(*tag));
        let others = others.map(|tag| format!(r"# pragma: {tag} cover\b"));
        let mine = mine.iter().map(|tag| format!(r"# pragma: {tag} no cover\b"));
        others.chain(mine).chain(self.version_pragmas()).collect()
    }

    fn version_pragmas(self) -> [String; 8] {
        let (major, minor) = self.version;
        [
            format!(r"# pragma: <=?{}\.\d+ cover\b", below(major)),
            format!(r"# pragma: <=?{major}\.{} cover\b", below(minor)),
            format!(r"# pragma: <{major}\.{minor} cover\b"),
            format!(r"# pragma: >=?{}\.\d+ cover\b", above(major)),
            format!(r"# pragma: >=?{major}\.{} cover\b", above(minor)),
            format!(r"# pragma: >{major}\.{minor} cover\b"),
            format!(r"# pragma: !={major}\.{minor} cover\b"),
            format!(r"# pragma: ==(?!{major}\.{minor})\d+\.\d+ cover\b"),
        ]
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (major, minor) = self.version;
        write!(f, "{} with CPython {major}.{minor}", self.platform)
    }
}

/// Returns true if the settings name the plugin.
pub(crate) fn is_used(settings: &Settings) -> bool {
    settings.run.plugins.iter().any(|plugin| plugin == NAME)
}

/// Changes the settings that affect reports as the plugin does on `host`.
pub(crate) fn configure(settings: &mut Settings, host: Host) {
    let report = &mut settings.report;
    report.show_missing = true;
    report.skip_covered = true;
    if report.fail_under == 0.0 {
        report.fail_under = 100.0;
    }
    if settings.run.source.is_empty() {
        settings.run.source = vec![".".to_owned()];
    }
    let patterns = &mut settings.report.patterns;
    let exclude = EXCLUDE.into_iter().map(str::to_owned).chain(host.pragmas());
    let mut exclude = with(patterns.exclude_lines.take(), &DEFAULT_EXCLUDE, exclude);
    exclude.retain(|pattern| !DEFAULT_EXCLUDE.contains(&pattern.as_str()));
    patterns.exclude_lines = Some(exclude);
    let partial = PARTIAL.into_iter().map(str::to_owned);
    patterns.partial_branches =
        Some(with(patterns.partial_branches.take(), &DEFAULT_PARTIAL, partial));
}

/// Returns the set patterns, or else `default`, together with `more`: sorted, each once.
fn with(
    set: Option<Vec<String>>,
    default: &[&str],
    more: impl Iterator<Item = String>,
) -> Vec<String> {
    let set = set.unwrap_or_else(|| default.iter().map(|&pattern| pattern.to_owned()).collect());
    set.into_iter().chain(more).collect::<BTreeSet<String>>().into_iter().collect()
}

/// Returns a pattern of the whole numbers below `n`.
fn below(n: u32) -> String {
    let digits = n.to_string();
    let mut parts = Vec::new();
    for (at, digit) in digits.char_indices().filter(|(_, digit)| *digit != '0') {
        let head = digits.get(..at).unwrap_or_default();
        let lower = digit.to_digit(10).unwrap_or_default().saturating_sub(1);
        parts.push(format!("{head}[0-{lower}]{}", r"\d".repeat(digits.len() - at - 1)));
    }
    if digits.len() > 1 {
        parts.push(format!(r"\d{{1,{}}}", digits.len() - 1));
    }
    format!("({})", parts.join("|"))
}

/// Returns a pattern of the whole numbers above `n`.
fn above(n: u32) -> String {
    let digits = n.to_string();
    let mut parts = Vec::new();
    for (at, digit) in digits.char_indices().filter(|(_, digit)| *digit != '9') {
        let head = digits.get(..at).unwrap_or_default();
        let higher = digit.to_digit(10).unwrap_or_default() + 1;
        parts.push(format!("{head}[{higher}-9]{}", r"\d".repeat(digits.len() - at - 1)));
    }
    parts.push(format!(r"\d{{{},}}", digits.len() + 1));
    format!("({})", parts.join("|"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use covdrop_analysis::Patterns;

    #[test]
    fn versions_are_compared_by_number() {
        let host = Host { os: "posix", platform: "linux", version: (3, 11) };
        let patterns = Patterns::new(&host.version_pragmas()).unwrap();
        let is_excluded = |pragma: &str| {
            let line = format!("x  # pragma: {pragma} cover");
            !patterns.found_in(std::iter::once(line.as_str())).unwrap().is_empty()
        };
        for pragma in [
            "<3.11", "<3.9", "<=3.10", "<=2.7", ">3.11", ">=3.12", ">3.100", ">=4.0", "!=3.11",
            "==3.9",
        ] {
            assert!(is_excluded(pragma), "{pragma}");
        }
        for pragma in
            [">=3.11", ">=3.9", ">3.2", "<=3.11", "<3.12", "<4.0", ">2.7", "==3.11", "!=3.9"]
        {
            assert!(!is_excluded(pragma), "{pragma}");
        }
    }

    #[test]
    fn the_projects_settings_are_kept_except_the_default_pragma() {
        let mut settings = Settings::default();
        settings.report.patterns.exclude_lines =
            Some(vec![DEFAULT_EXCLUDE[0].to_owned(), "^if MYPY:$".to_owned()]);
        settings.report.fail_under = 90.0;
        configure(&mut settings, Host::assumed(TargetVersion::Py313));
        let patterns = settings.report.patterns;
        let exclude = patterns.exclude_lines.unwrap();
        assert!(exclude.is_sorted() && exclude.contains(&"^if MYPY:$".to_owned()));
        assert!(!exclude.contains(&DEFAULT_EXCLUDE[0].to_owned()));
        assert!(patterns.partial_branches.unwrap().contains(&DEFAULT_PARTIAL[0].to_owned()));
        assert!((settings.report.fail_under - 90.0).abs() < f64::EPSILON);
    }
}

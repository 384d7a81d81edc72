//! The settings that have an effect in Covdrop, by coverage.py's sections.

/// The section `[run]`.
#[derive(Clone, Debug, PartialEq)]
pub struct RunSettings {
    /// `data_file`, or the variable `COVERAGE_FILE`.
    pub data_file: String,
    /// `relative_files`: recorded paths are relative to where coverage.py started.
    pub relative_files: bool,
    /// `source`: the XML report names files relative to these.
    pub source: Vec<String>,
    /// `plugins`: file tracer plugins, whose files Covdrop cannot analyse.
    pub plugins: Vec<String>,
}

impl Default for RunSettings {
    fn default() -> RunSettings {
        RunSettings {
            data_file: ".coverage".to_owned(),
            relative_files: false,
            source: Vec::new(),
            plugins: Vec::new(),
        }
    }
}

/// The section `[report]`.
#[derive(Clone, Debug, Default, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "independent options of coverage.py")]
pub struct ReportSettings {
    /// The patterns of excluded lines and of partial branches.
    pub patterns: PatternSettings,
    /// `fail_under`, in percent.
    pub fail_under: f64,
    /// `format`: `text`, `markdown` or `total`.
    pub format: Option<String>,
    /// `ignore_errors`.
    pub ignore_errors: bool,
    /// `include`: globs.
    pub include: Option<Vec<String>>,
    /// `omit`: globs.
    pub omit: Option<Vec<String>>,
    /// `contexts`: regexes.
    pub contexts: Option<Vec<String>>,
    /// `precision`: decimals of percentages.
    pub precision: i64,
    /// `show_missing`.
    pub show_missing: bool,
    /// `skip_covered`.
    pub skip_covered: bool,
    /// `skip_empty`.
    pub skip_empty: bool,
    /// `sort`.
    pub sort: Option<String>,
}

/// The patterns in `[report]` that the analysis depends on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PatternSettings {
    /// `exclude_lines`, which replaces the default patterns.
    pub exclude_lines: Option<Vec<String>>,
    /// `exclude_also`, which adds patterns.
    pub exclude_also: Vec<String>,
    /// `partial_branches`, which replaces the default patterns.
    pub partial_branches: Option<Vec<String>>,
    /// `partial_branches_always`, which replaces the default patterns.
    pub partial_branches_always: Option<Vec<String>>,
    /// `partial_also`, which adds patterns.
    pub partial_also: Vec<String>,
}

/// The section `[xml]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct XmlSettings {
    /// `output`.
    pub output: String,
    /// `package_depth`.
    pub package_depth: i64,
}

impl Default for XmlSettings {
    fn default() -> XmlSettings {
        XmlSettings { output: "coverage.xml".to_owned(), package_depth: 99 }
    }
}

/// The section `[json]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonSettings {
    /// `output`.
    pub output: String,
    /// `pretty_print`.
    pub pretty_print: bool,
    /// `show_contexts`.
    pub show_contexts: bool,
}

impl Default for JsonSettings {
    fn default() -> JsonSettings {
        JsonSettings {
            output: "coverage.json".to_owned(),
            pretty_print: false,
            show_contexts: false,
        }
    }
}

/// The section `[lcov]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LcovSettings {
    /// `output`.
    pub output: String,
    /// `line_checksums`.
    pub line_checksums: bool,
}

impl Default for LcovSettings {
    fn default() -> LcovSettings {
        LcovSettings { output: "coverage.lcov".to_owned(), line_checksums: false }
    }
}

//! The table of coverage.py's options: their types and their effects in Covdrop.

use std::collections::BTreeSet;

use thiserror::Error;

use super::section::{Document, Raw};
use super::values::{Value, expand_user};
use super::{Environment, Settings, SettingsProblem, SettingsWarning};

/// An option that is set and has no effect in Covdrop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ignored {
    /// The section, without prefix.
    pub section: &'static str,
    /// The option.
    pub option: &'static str,
    /// The reason why it has no effect.
    pub why: IgnoredReason,
}

/// The reason why a setting has no effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum IgnoredReason {
    /// It took effect while the tests ran: the data already shows it.
    #[error("It took effect while the tests ran; the data already reflects it")]
    TookEffect,
    /// It is about coverage.py's HTML report, which Covdrop does not make.
    #[error("It is about coverage.py's HTML report, which Covdrop does not make")]
    Html,
}

/// The type of an option.
#[derive(Clone, Copy)]
enum Type {
    Boolean,
    Integer,
    Float,
    Text,
    Path,
    List,
    Regexes,
}

/// The effect of an option.
type Effect = Result<fn(&mut Settings, Typed), IgnoredReason>;

/// A value of the type that the option's row in [`OPTIONS`] declares.
enum Typed {
    Boolean(bool),
    Integer(i64),
    Float(f64),
    Text(String),
    List(Vec<String>),
}

/// Sets a field of [`Settings`] from a value of the given type.
macro_rules! set {
    ($($field:ident).+, $type:ident) => {
        Ok(|settings, value| {
            if let Typed::$type(value) = value {
                settings.$($field).+ = value.into();
            }
        })
    };
}

use IgnoredReason::{Html, TookEffect};
use Type::{Boolean, Float, Integer, List, Path, Regexes, Text};

/// The options, in coverage.py's order: section, option, type, effect.
const OPTIONS: [(&str, &str, Type, Effect); 53] = [
    ("run", "branch", Boolean, Err(TookEffect)),
    ("run", "command_line", Text, Err(TookEffect)),
    ("run", "concurrency", List, Err(TookEffect)),
    ("run", "context", Text, Err(TookEffect)),
    ("run", "core", Text, Err(TookEffect)),
    ("run", "cover_pylib", Boolean, Err(TookEffect)),
    ("run", "data_file", Path, set!(run.data_file, Text)),
    ("run", "debug", List, Err(TookEffect)),
    ("run", "debug_file", Path, Err(TookEffect)),
    ("run", "disable_warnings", List, Err(TookEffect)),
    ("run", "dynamic_context", Text, Err(TookEffect)),
    ("run", "parallel", Boolean, Err(TookEffect)),
    ("run", "patch", List, Err(TookEffect)),
    ("run", "plugins", List, set!(run.plugins, List)),
    ("run", "relative_files", Boolean, set!(run.relative_files, Boolean)),
    ("run", "include", List, Err(TookEffect)),
    ("run", "omit", List, Err(TookEffect)),
    ("run", "sigterm", Boolean, Err(TookEffect)),
    ("run", "source", List, set!(run.source, List)),
    ("run", "source_pkgs", List, Err(TookEffect)),
    ("run", "source_dirs", List, Err(TookEffect)),
    ("run", "timid", Boolean, Err(TookEffect)),
    ("run", "_crash", Text, Err(TookEffect)),
    ("report", "exclude_lines", Regexes, set!(report.patterns.exclude_lines, List)),
    ("report", "exclude_also", Regexes, set!(report.patterns.exclude_also, List)),
    ("report", "fail_under", Float, set!(report.fail_under, Float)),
    ("report", "format", Text, set!(report.format, Text)),
    ("report", "ignore_errors", Boolean, set!(report.ignore_errors, Boolean)),
    ("report", "include_namespace_packages", Boolean, Err(TookEffect)),
    (
        "report",
        "partial_branches_always",
        Regexes,
        set!(report.patterns.partial_branches_always, List),
    ),
    ("report", "partial_branches", Regexes, set!(report.patterns.partial_branches, List)),
    ("report", "partial_also", Regexes, set!(report.patterns.partial_also, List)),
    ("report", "precision", Integer, set!(report.precision, Integer)),
    ("report", "contexts", List, set!(report.contexts, List)),
    ("report", "include", List, set!(report.include, List)),
    ("report", "omit", List, set!(report.omit, List)),
    ("report", "show_missing", Boolean, set!(report.show_missing, Boolean)),
    ("report", "skip_covered", Boolean, set!(report.skip_covered, Boolean)),
    ("report", "skip_empty", Boolean, set!(report.skip_empty, Boolean)),
    ("report", "sort", Text, set!(report.sort, Text)),
    ("html", "extra_css", Text, Err(Html)),
    ("html", "directory", Path, Err(Html)),
    ("html", "skip_covered", Boolean, Err(Html)),
    ("html", "skip_empty", Boolean, Err(Html)),
    ("html", "title", Text, Err(Html)),
    ("html", "show_contexts", Boolean, Err(Html)),
    ("xml", "output", Path, set!(xml.output, Text)),
    ("xml", "package_depth", Integer, set!(xml.package_depth, Integer)),
    ("json", "output", Path, set!(json.output, Text)),
    ("json", "pretty_print", Boolean, set!(json.pretty_print, Boolean)),
    ("json", "show_contexts", Boolean, set!(json.show_contexts, Boolean)),
    ("lcov", "output", Path, set!(lcov.output, Text)),
    ("lcov", "line_checksums", Boolean, set!(lcov.line_checksums, Boolean)),
];

/// The sections with fixed options, in coverage.py's order.
const SECTIONS: [&str; 6] = ["run", "report", "html", "xml", "json", "lcov"];

/// The values of `[run] concurrency`, and whether the value excludes the other such values.
const CONCURRENCY: [(&str, bool); 5] = [
    ("thread", false),
    ("gevent", true),
    ("greenlet", true),
    ("eventlet", true),
    ("multiprocessing", false),
];

/// Refuses the values of `[run] concurrency` that coverage.py refuses, though they have no effect
/// here.
fn check_concurrency(section: &str, values: &[String]) -> Result<(), SettingsProblem> {
    let (section, option) = (section.to_owned(), "concurrency".to_owned());
    let known = |value: &String| CONCURRENCY.iter().find(|(name, _)| name == value);
    if let Some(value) = values.iter().find(|value| known(value).is_none()) {
        let choices = CONCURRENCY.map(|(name, _)| name).join(", ");
        return Err(SettingsProblem::UnknownChoice {
            section,
            option,
            value: value.clone(),
            choices,
        });
    }
    let sole: BTreeSet<&str> = values
        .iter()
        .filter_map(known)
        .filter(|(_, is_sole)| *is_sole)
        .map(|(name, _)| *name)
        .collect();
    if sole.len() > 1 {
        let values = sole.into_iter().collect::<Vec<_>>().join(", ");
        return Err(SettingsProblem::Conflict { section, option, values });
    }
    Ok(())
}

/// Applies the settings of `document`. Returns true if it sets anything.
pub(super) fn apply(
    settings: &mut Settings,
    file: &str,
    document: &Document,
    environment: &Environment,
) -> Result<bool, SettingsProblem> {
    let mut any = false;
    let mut warnings = Vec::new();
    for name in SECTIONS {
        let Some(section) = document.section(name)? else {
            continue;
        };
        for (option, raw) in &section.options {
            let known = OPTIONS.iter().find(|(s, o, ..)| *s == name && o == option);
            let Some((section_name, option_name, kind, effect)) = known else {
                warnings.push(SettingsWarning::Unknown {
                    file: file.to_owned(),
                    section: section.name.clone(),
                    option: option.clone(),
                });
                continue;
            };
            any = true;
            let value = typed(
                *kind,
                Value {
                    file,
                    section: &section.name,
                    option,
                    raw,
                    environment,
                    warnings: &mut warnings,
                },
            )?;
            if let ("concurrency", Typed::List(values)) = (*option_name, &value) {
                check_concurrency(&section.name, values)?;
            }
            match effect {
                Ok(set) => set(settings, value),
                Err(why) => settings.ignored.push(Ignored {
                    section: section_name,
                    option: option_name,
                    why: *why,
                }),
            }
        }
    }
    any |= read_paths(settings, file, document, environment, &mut warnings)?;
    for plugin in &settings.run.plugins {
        any |= document.has_section(plugin)?;
    }
    settings.warnings.append(&mut warnings);
    Ok(any)
}

/// Reads `[paths]`, whose options may have any name.
fn read_paths(
    settings: &mut Settings,
    file: &str,
    document: &Document,
    environment: &Environment,
    warnings: &mut Vec<SettingsWarning>,
) -> Result<bool, SettingsProblem> {
    let Some(section) = document.section("paths")? else {
        return Ok(false);
    };
    let any = !section.options.is_empty();
    for (option, raw) in &section.options {
        let raw: &Raw = raw;
        let section = &section.name;
        let list = Value { file, section, option, raw, environment, warnings }.list()?;
        let list = list.iter().map(|path| expand_user(path, environment)).collect();
        settings.paths.push((option.clone(), list));
    }
    Ok(any)
}

fn typed(kind: Type, mut value: Value<'_>) -> Result<Typed, SettingsProblem> {
    Ok(match kind {
        Boolean => Typed::Boolean(value.boolean()?),
        Integer => Typed::Integer(value.integer()?),
        Float => Typed::Float(value.float()?),
        Text => Typed::Text(value.text()?),
        Path => Typed::Text(value.path()?),
        List => Typed::List(value.list()?),
        Regexes => Typed::List(value.regexes()?),
    })
}

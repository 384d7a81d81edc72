//! Parses trial settings, which override the project's.

use std::fmt::Display;
use std::str::FromStr;

use covdrop_analysis::TargetVersion;
use covdrop_data::Settings;
use covdrop_intake::problem;
use covdrop_protocol::{Problem, Trial};
use covdrop_report::{FailUnder, Precision};

/// The settings of a trial.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Overrides {
    pub(crate) trial: Trial,
    precision: Option<i64>,
    fail_under: Option<f64>,
    pub(crate) target: Option<TargetVersion>,
}

impl Overrides {
    /// Parses `trial`.
    ///
    /// # Errors
    /// Fails for an invalid option, with the problem.
    pub(crate) fn new(trial: Trial) -> Result<Overrides, Problem> {
        let target = trial.rules.as_deref().map(str::parse::<TargetVersion>).transpose();
        let target = target.map_err(|error| fault("Rules", error))?;
        let precision =
            number("precision", trial.precision.as_deref(), "whole number", Precision::new)?;
        let fail_under =
            number("fail_under", trial.fail_under.as_deref(), "number", FailUnder::new)?;
        Ok(Overrides { trial, precision, fail_under, target })
    }

    /// Overrides the settings.
    pub(crate) fn apply(&self, settings: &mut Settings) {
        let Trial { exclude_lines, exclude_also, partial_also, include, omit, contexts, .. } =
            &self.trial;
        let report = &mut settings.report;
        if exclude_lines.is_some() {
            report.patterns.exclude_lines.clone_from(exclude_lines);
        }
        if let Some(patterns) = exclude_also {
            report.patterns.exclude_also.clone_from(patterns);
        }
        if let Some(patterns) = partial_also {
            report.patterns.partial_also.clone_from(patterns);
        }
        if include.is_some() {
            report.include.clone_from(include);
        }
        if omit.is_some() {
            report.omit.clone_from(omit);
        }
        if contexts.is_some() {
            report.contexts.clone_from(contexts);
        }
        if let Some(precision) = self.precision {
            report.precision = precision;
        }
        if let Some(fail_under) = self.fail_under {
            report.fail_under = fail_under;
        }
    }
}

/// Parses the number for an option, which must be a `kind` that `check` accepts.
fn number<T: FromStr + Copy, U>(
    option: &str,
    text: Option<&str>,
    kind: &str,
    check: fn(T) -> Result<U, covdrop_report::Error>,
) -> Result<Option<T>, Problem> {
    let Some(text) = text else { return Ok(None) };
    let number = text.trim().parse();
    let number = number.map_err(|_| fault(option, format!("'{text}' is not a {kind}")))?;
    check(number).map_err(|error| fault(option, error))?;
    Ok(Some(number))
}

fn fault(option: &str, what: impl Display) -> Problem {
    problem(option, format!("{option}: {what}."), None)
}

//! The fields of trial settings: their texts, and the commands when a person edits them.

use covdrop_protocol::{Command, Overview, Trial};

/// A field of trial settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    ExcludeLines,
    ExcludeAlso,
    PartialAlso,
    Include,
    Omit,
    Precision,
    FailUnder,
    Rules,
}

impl Field {
    /// Returns the option's name in coverage.py's settings; the target version has a name of our
    /// own.
    pub(crate) fn option(self) -> &'static str {
        match self {
            Field::ExcludeLines => "exclude_lines",
            Field::ExcludeAlso => "exclude_also",
            Field::PartialAlso => "partial_also",
            Field::Include => "include",
            Field::Omit => "omit",
            Field::Precision => "precision",
            Field::FailUnder => "fail_under",
            Field::Rules => "rules",
        }
    }

    /// Returns true if the field has several entries, one a line.
    pub(crate) fn is_list(self) -> bool {
        !matches!(self, Field::Precision | Field::FailUnder | Field::Rules)
    }
}

/// Returns the present trial settings.
fn present(overview: &Overview) -> Trial {
    overview.settings.tried.as_ref().map(|tried| tried.trial.clone()).unwrap_or_default()
}

/// Returns the project's own value, or an empty text.
fn own(overview: &Overview, field: Field) -> String {
    let mut entries = overview.settings.entries.iter();
    let set = entries.find(|entry| {
        entry.section == "report" && entry.option == field.option() && !entry.is_default
    });
    set.map_or_else(String::new, |entry| entry.value.join("\n"))
}

/// Returns the text of a field.
pub(crate) fn shown(overview: &Overview, field: Field) -> String {
    let mut trial = present(overview);
    let tried = match field {
        Field::ExcludeLines => list(&mut trial.exclude_lines),
        Field::ExcludeAlso => list(&mut trial.exclude_also),
        Field::PartialAlso => list(&mut trial.partial_also),
        Field::Include => list(&mut trial.include),
        Field::Omit => list(&mut trial.omit),
        Field::Precision => trial.precision,
        Field::FailUnder => trial.fail_under,
        Field::Rules => trial.rules,
    };
    tried.unwrap_or_else(|| own(overview, field))
}

fn list(entries: &mut Option<Vec<String>>) -> Option<String> {
    entries.take().map(|entries| entries.join("\n"))
}

/// Returns the command for a new text of a field. A text that equals the project's setting ends the
/// trial of that field.
pub(crate) fn tried(overview: &Overview, field: Field, text: &str) -> Command {
    let mut trial = present(overview);
    let text = text.trim();
    let text = Some(text).filter(|text| *text != own(overview, field));
    let lines = text.map(|text| {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.map(str::to_owned).collect()
    });
    let word = text.filter(|text| !text.is_empty()).map(str::to_owned);
    match field {
        Field::ExcludeLines => trial.exclude_lines = lines,
        Field::ExcludeAlso => trial.exclude_also = lines,
        Field::PartialAlso => trial.partial_also = lines,
        Field::Include => trial.include = lines,
        Field::Omit => trial.omit = lines,
        Field::Precision => trial.precision = word,
        Field::FailUnder => trial.fail_under = word,
        Field::Rules => trial.rules = word,
    }
    Command::TrySettings((trial != Trial::default()).then_some(trial))
}

#[cfg(test)]
mod tests {
    use covdrop_protocol::{Setting, SettingsView, Tried};

    use super::*;

    fn overview(trial: Option<Trial>) -> Overview {
        let omit = Setting {
            section: "report".into(),
            option: "omit".into(),
            value: vec!["a/*".into(), "b/*".into()],
            is_default: false,
        };
        let tried =
            trial.map(|trial| Tried { trial, change: None, section: String::new(), fault: None });
        let settings = SettingsView { entries: vec![omit], tried, ..SettingsView::default() };
        Overview { settings, ..Overview::default() }
    }

    #[test]
    fn fields_show_what_is_tried_or_else_what_is_set() {
        assert_eq!(shown(&overview(None), Field::Omit), "a/*\nb/*");
        assert_eq!(shown(&overview(None), Field::Include), "");
        let trial = Trial { omit: Some(vec!["c/*".into()]), ..Trial::default() };
        assert_eq!(shown(&overview(Some(trial)), Field::Omit), "c/*");
    }

    #[test]
    fn one_field_after_the_other_is_tried() {
        let first = tried(&overview(None), Field::Omit, " c/*\n\n d/* ");
        let omit = Some(vec!["c/*".to_owned(), "d/*".to_owned()]);
        let trial = Trial { omit, ..Trial::default() };
        assert_eq!(first, Command::TrySettings(Some(trial.clone())));
        let second = tried(&overview(Some(trial.clone())), Field::Precision, "2");
        assert_eq!(
            second,
            Command::TrySettings(Some(Trial { precision: Some("2".to_owned()), ..trial }))
        );
    }

    #[test]
    fn what_is_as_it_was_is_no_trial() {
        assert_eq!(tried(&overview(None), Field::Omit, "a/*\nb/*"), Command::TrySettings(None));
        let trial = Trial { precision: Some("2".to_owned()), ..Trial::default() };
        assert_eq!(tried(&overview(Some(trial)), Field::Precision, ""), Command::TrySettings(None));
    }

    #[test]
    fn an_emptied_list_is_tried_as_empty() {
        let trial = Trial { omit: Some(Vec::new()), ..Trial::default() };
        assert_eq!(tried(&overview(None), Field::Omit, ""), Command::TrySettings(Some(trial)));
    }
}

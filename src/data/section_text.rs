//! Writes a section of a settings file as text that a user can copy into the file.

use crate::Settings;

/// A value of a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SectionValue {
    /// A list of texts.
    List(Vec<String>),
    /// A number, in its text form.
    Number(String),
}

/// Writes the section that coverage.py calls `name` in the syntax of the file that `settings` came
/// from, or of `.coveragerc` without one.
pub fn section_text(
    settings: &Settings,
    name: &str,
    options: Vec<(String, SectionValue)>,
) -> String {
    let file = settings.file.as_deref().unwrap_or_default();
    match file.rsplit(['/', '\\']).next() {
        Some(".coveragerc.toml" | "pyproject.toml") => toml(name, options),
        Some("setup.cfg" | "tox.ini") => ini(&format!("coverage:{name}"), &options),
        _ => ini(name, &options),
    }
}

fn ini(section: &str, options: &[(String, SectionValue)]) -> String {
    let option = |(name, value): &(String, SectionValue)| match value {
        SectionValue::List(list) => {
            let lines: Vec<String> =
                list.iter().map(|text| format!("\n    {}", ini_line(text))).collect();
            format!("{name} ={}\n", lines.concat())
        }
        SectionValue::Number(number) => format!("{name} = {number}\n"),
    };
    let options: Vec<String> = options.iter().map(option).collect();
    format!("[{section}]\n{}", options.concat())
}

/// Writes a text on its own line. A leading `#` or `;` would begin a comment, so it becomes a set
/// of one character, which means the same in regular expressions and file patterns.
fn ini_line(text: &str) -> String {
    let text = literal(text);
    match text.strip_prefix(['#', ';']) {
        Some(rest) => format!("[{}]{rest}", text.chars().next().unwrap_or('#')),
        None => text,
    }
}

/// Escapes `$`, which coverage.py would replace by an environment variable.
fn literal(text: &str) -> String {
    let mut literal = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        literal.push(c);
        let names =
            |next: &char| *next == '$' || *next == '{' || *next == '_' || next.is_alphanumeric();
        if c == '$' && rest.peek().is_some_and(names) {
            literal.push('$');
        }
    }
    literal
}

fn toml(name: &str, options: Vec<(String, SectionValue)>) -> String {
    let value = |value| match value {
        SectionValue::List(list) => {
            list.iter().map(|text| literal(text)).collect::<Vec<String>>().into()
        }
        SectionValue::Number(number) => match (number.parse::<i64>(), number.parse::<f64>()) {
            (Ok(whole), _) => whole.into(),
            (_, Ok(number)) => number.into(),
            _ => number.into(),
        },
    };
    let options = options.into_iter().map(|(name, of)| (name, value(of)));
    let mut table: toml::Table = options.collect();
    for name in [name, "coverage", "tool"] {
        table = toml::Table::from_iter([(name.to_owned(), table.into())]);
    }
    table.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Environment;

    /// Reads the text back, as a file of this name.
    fn read_back(file: &str) -> Settings {
        let settings = Settings { file: Some(file.to_owned()), ..Settings::default() };
        let patterns = ["# nope", "a$", "$a", "b${c}$$", "; d", "\\d+ \"e\""];
        let options = vec![
            ("exclude_also".to_owned(), SectionValue::List(patterns.map(str::to_owned).into())),
            ("precision".to_owned(), SectionValue::Number("2".to_owned())),
            ("fail_under".to_owned(), SectionValue::Number("87.5".to_owned())),
        ];
        let text = section_text(&settings, "report", options);
        Settings::find(Some(file), &Environment::unknown(), |_| Some(text.clone().into())).unwrap()
    }

    #[test]
    fn written_sections_read_back_as_the_same_settings() {
        for file in ["pyproject.toml", ".coveragerc.toml", "setup.cfg", "tox.ini", "my.rc"] {
            let settings = read_back(file);
            let mut patterns = settings.report.patterns.exclude_also;
            if !file.ends_with("toml") {
                assert_eq!([patterns[0].as_str(), patterns[4].as_str()], ["[#] nope", "[;] d"]);
                (patterns[0], patterns[4]) = ("# nope".to_owned(), "; d".to_owned());
            }
            assert_eq!(patterns, ["# nope", "a$", "$a", "b${c}$$", "; d", "\\d+ \"e\""], "{file}");
            assert_eq!(
                (settings.report.precision, settings.report.fail_under),
                (2, 87.5),
                "{file}"
            );
        }
    }
}

//! `[paths]` as text, to be copied into a project's settings file.

use crate::Settings;

/// The whole section: what `settings` have in it already, and `rules` after that, each a pattern
/// and the directory of the source tree that it stands for (`.` for its root). Spelled as the file
/// spells it that the settings came from; as `.coveragerc` where there is none.
pub fn paths_section(settings: &Settings, rules: &[(String, String)]) -> String {
    let mut options: Vec<(String, Vec<String>)> = settings.paths.clone();
    for (pattern, target) in rules {
        let mut lists = options.iter_mut().skip(settings.paths.len());
        if let Some((_, list)) = lists.find(|(_, list)| list.first() == Some(target)) {
            list.push(pattern.clone());
        } else {
            let name = free_name(&options);
            options.push((name, vec![target.clone(), pattern.clone()]));
        }
    }
    let file = settings.file.as_deref().unwrap_or_default();
    match file.rsplit(['/', '\\']).next() {
        Some(".coveragerc.toml" | "pyproject.toml") => toml(options),
        Some("setup.cfg" | "tox.ini") => ini("coverage:paths", &options),
        _ => ini("paths", &options),
    }
}

fn ini(section: &str, options: &[(String, Vec<String>)]) -> String {
    let option =
        |(name, list): &(String, Vec<String>)| format!("{name} =\n    {}\n", list.join("\n    "));
    let options: Vec<String> = options.iter().map(option).collect();
    format!("[{section}]\n{}", options.concat())
}

fn toml(options: Vec<(String, Vec<String>)>) -> String {
    let mut table: toml::Table =
        options.into_iter().map(|(name, list)| (name, list.into())).collect();
    for name in ["paths", "coverage", "tool"] {
        table = toml::Table::from_iter([(name.to_owned(), table.into())]);
    }
    table.to_string()
}

/// A name that no option has: `source`, or that with a number.
fn free_name(options: &[(String, Vec<String>)]) -> String {
    let is_free = |name: &String| options.iter().all(|(other, _)| other != name);
    let names =
        std::iter::once("source".to_owned()).chain((2..).map(|n: u64| format!("source{n}")));
    names.into_iter().find(is_free).unwrap_or_default()
}

//! Writes `[paths]` as text that a user can copy into the settings file.

use crate::{SectionValue, Settings, section_text};

/// Returns the whole section: the options that `settings` have already, then `rules`, each a
/// pattern and the directory of the source tree that replaces it (`.` for the root). Uses the
/// syntax of the file that the settings came from, or of `.coveragerc` without one.
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
    let options = options.into_iter().map(|(name, list)| (name, SectionValue::List(list)));
    section_text(settings, "paths", options.collect())
}

/// Returns a name that no option has: `source`, or `source` with a number.
fn free_name(options: &[(String, Vec<String>)]) -> String {
    let is_free = |name: &String| options.iter().all(|(other, _)| other != name);
    let names =
        std::iter::once("source".to_owned()).chain((2..).map(|n: u64| format!("source{n}")));
    names.into_iter().find(is_free).unwrap_or_default()
}

//! Facts about a data file from which its job is inferred: its name, its host, the folder in which
//! its paths were recorded, and the command that ran.

use std::collections::BTreeSet;

use covdrop_data::{CoverageData, NameParts, environment_of, static_context};

/// The maximum number of characters of a command in a job's name.
const MAX_COMMAND: usize = 60;

/// Names of files that every project has.
const COMMON_NAMES: [&str; 5] =
    ["__init__.py", "__main__.py", "conf.py", "conftest.py", "setup.py"];

/// Facts about a data file from which its job is inferred.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JobFacts {
    /// The name of the data file.
    pub file: String,
    /// The path of the folder or archive around it; empty for a loose file.
    pub(crate) folder: String,
    /// The static context.
    pub(crate) context: Option<String>,
    /// The suffix after `.coverage`.
    pub(crate) suffix: Option<String>,
    pub(crate) host: Option<String>,
    /// The folder in which its paths were recorded; empty for relative paths.
    pub(crate) root: String,
    /// The names of the recorded files, without those that every project has.
    pub(crate) names: BTreeSet<String>,
    /// The command that ran.
    pub(crate) command: Option<String>,
}

impl JobFacts {
    /// Collects the facts about `data_file`, named `file` in `folder`.
    pub(crate) fn of(data_file: &CoverageData, folder: String, file: &str) -> JobFacts {
        let NameParts { suffix, host } = NameParts::of(file);
        let paths = || data_file.files.iter().map(|file| file.path.as_str());
        let environment = paths().find_map(environment_of).map(str::to_owned);
        let names = paths().filter_map(|path| path.rsplit(['/', '\\']).next());
        let names = names.filter(|name| !COMMON_NAMES.contains(name)).map(str::to_owned);
        JobFacts {
            file: file.to_owned(),
            folder,
            context: static_context(&data_file.contexts).map(str::to_owned),
            suffix: suffix.map(str::to_owned),
            host: host.map(str::to_owned),
            root: environment.unwrap_or_else(|| common_folder(paths())),
            names: names.collect(),
            command: data_file.meta.sys_argv.as_deref().and_then(command),
        }
    }

    /// Returns the name that people gave its job: the static context, or the suffix.
    pub(crate) fn given_name(&self) -> Option<&str> {
        self.context.as_deref().or(self.suffix.as_deref())
    }
}

/// Returns true if the recorded folder `inner` lies in `outer`.
pub(crate) fn is_inside(inner: &str, outer: &str) -> bool {
    !outer.is_empty() && inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with(['/', '\\']))
}

/// Returns the common folder of all absolute paths.
fn common_folder<'a>(paths: impl Iterator<Item = &'a str>) -> String {
    const SEPARATORS: [char; 2] = ['/', '\\'];
    let is_absolute = |path: &&str| path.starts_with(SEPARATORS) || path.get(1..2) == Some(":");
    let mut common: Option<&str> = None;
    for path in paths.filter(is_absolute) {
        let folder = path.rfind(SEPARATORS).and_then(|end| path.get(..end)).unwrap_or_default();
        let mut shared = common.unwrap_or(folder);
        while !(folder == shared || is_inside(folder, shared) || shared.is_empty()) {
            shared = shared.rfind(SEPARATORS).and_then(|end| shared.get(..end)).unwrap_or_default();
        }
        common = Some(shared);
    }
    common.unwrap_or_default().to_owned()
}

/// Extracts the command from `sys_argv`, a list in Python's notation: the program's name without
/// its folder, and its arguments.
fn command(argv: &str) -> Option<String> {
    let mut words = Vec::new();
    let mut chars = argv.trim().strip_prefix('[')?.strip_suffix(']')?.chars();
    while let Some(quote) = chars.find(|c| matches!(c, '\'' | '"')) {
        let mut word = String::new();
        while let Some(c) = chars.next().filter(|c| *c != quote) {
            word.extend(if c == '\\' { chars.next() } else { Some(c) });
        }
        words.push(word);
    }
    let program = words.first_mut()?;
    *program = program.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
    let words = words.join(" ");
    let mut shown: String = words.chars().take(MAX_COMMAND).collect();
    if shown.len() < words.len() {
        shown.push('…');
    }
    Some(shown).filter(|words| !words.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_parsed_from_pythons_list() {
        let read = |argv| command(argv).unwrap_or_default();
        assert_eq!(read("['/v/bin/pytest', '-x', \"it's\"]"), "pytest -x it's");
        assert_eq!(read(r"['C:\\v\\pytest.exe', 'tests']"), "pytest.exe tests");
        assert_eq!(read("[]"), "");
        assert_eq!(read("no list"), "");
    }

    #[test]
    fn the_common_folder_has_whole_components() {
        let folder = |paths: &[&str]| common_folder(paths.iter().copied());
        assert_eq!(folder(&["/b/acme/a.py", "/b/acme-2/a.py"]), "/b");
        assert_eq!(folder(&["/b/acme/a.py", "/b/acme/pkg/a.py", "rel/a.py"]), "/b/acme");
        assert_eq!(folder(&[r"C:\w\a.py"]), r"C:\w");
        assert_eq!(folder(&["a.py"]), "");
    }
}

//! Which data files are one job, and what it is called.
//!
//! A folder or an archive says so, and so does a suffix that people put behind `.coverage`. Loose
//! data files say it by what differs between them: the folder that their paths were recorded in, the
//! machine, and if these do not, the command. Files that differ in none of these are one job.

use std::collections::{BTreeMap, BTreeSet};

use covdrop_data::{NameParts, Recording, environment_of, static_context};
use covdrop_protocol::JobsBy;

/// The most different recorded folders that are held against each other.
const MAX_ROOTS: usize = 200;

/// The most characters of a command in a job's name.
const MAX_COMMAND: usize = 60;

/// Names of files that are in every project.
const COMMON_NAMES: [&str; 5] =
    ["__init__.py", "__main__.py", "conf.py", "conftest.py", "setup.py"];

/// What a data file tells of its job.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct JobFacts {
    /// The name of the data file.
    pub(crate) file: String,
    /// The folder or archive that it lies in, as a path; empty for a loose file.
    pub(crate) folder: String,
    /// The static context.
    pub(crate) context: Option<String>,
    /// What people put behind `.coverage`.
    pub(crate) suffix: Option<String>,
    pub(crate) host: Option<String>,
    /// The folder that its paths were recorded in; empty for relative paths.
    root: String,
    /// The names of the recorded files, but those that are in every project.
    names: BTreeSet<String>,
    /// The command that ran.
    command: Option<String>,
}

impl JobFacts {
    /// What `recording` tells, from the data file `file` in `folder`.
    pub(crate) fn of(recording: &Recording, folder: String, file: &str) -> JobFacts {
        let NameParts { suffix, host } = NameParts::of(file);
        let paths = || recording.files.iter().map(|file| file.path.as_str());
        let environment = paths().find_map(environment_of).map(str::to_owned);
        let names = paths().filter_map(|path| path.rsplit(['/', '\\']).next());
        let names = names.filter(|name| !COMMON_NAMES.contains(name)).map(str::to_owned);
        JobFacts {
            file: file.to_owned(),
            folder,
            context: static_context(&recording.contexts).map(str::to_owned),
            suffix: suffix.map(str::to_owned),
            host: host.map(str::to_owned),
            root: environment.unwrap_or_else(|| common_folder(paths())),
            names: names.collect(),
            command: recording.meta.sys_argv.as_deref().and_then(command),
        }
    }

    /// What was named for its job: the static context, or the suffix.
    pub(crate) fn named(&self) -> Option<&str> {
        self.context.as_deref().or(self.suffix.as_deref())
    }
}

/// What the data files tell that nothing names a job for, each in the same order: the words that
/// tell their jobs apart. Nothing where nothing does.
///
/// The recorded folder or the host is enough where it tells all apart; else one stands behind the
/// other. Only where neither differs, commands tell jobs apart: one job may well run several.
fn told_apart(files: &[&JobFacts], with_command: bool) -> Vec<Option<String>> {
    let roots = roots(files);
    let hosts = files.iter().map(|file| file.host.clone()).collect::<Vec<_>>();
    let features = [roots, hosts];
    let differs =
        |feature: &&Vec<Option<String>>| feature.iter().collect::<BTreeSet<_>>().len() > 1;
    let differing: Vec<&Vec<Option<String>>> = features.iter().filter(differs).collect();
    if differing.is_empty() {
        let commands: Vec<Option<String>> =
            files.iter().map(|file| file.command.clone().filter(|_| with_command)).collect();
        let is_one = !differs(&&commands);
        return if is_one { vec![None; files.len()] } else { commands };
    }
    let keys = |features: &[&Vec<Option<String>>]| -> Vec<Vec<Option<String>>> {
        let key =
            |at: usize| features.iter().map(|feature| feature.get(at).cloned().flatten()).collect();
        (0..files.len()).map(key).collect()
    };
    let all = keys(&differing).into_iter().collect::<BTreeSet<_>>().len();
    let is_enough =
        |feature: &&&Vec<Option<String>>| feature.iter().collect::<BTreeSet<_>>().len() == all;
    let words = match differing.iter().find(is_enough) {
        Some(feature) => keys(&[feature]),
        None => keys(&differing),
    };
    let join = |words: Vec<Option<String>>| {
        let words: Vec<String> = words.into_iter().flatten().collect();
        (!words.is_empty()).then(|| words.join(" "))
    };
    words.into_iter().map(join).collect()
}

/// What each data file tells of its job: what it was named for, else what tells it
/// [apart](told_apart) from the others of which nothing is.
pub(crate) fn told(files: &[&JobFacts], with_command: bool) -> Vec<Option<String>> {
    let unnamed: Vec<&JobFacts> =
        files.iter().copied().filter(|file| file.named().is_none()).collect();
    let mut apart = told_apart(&unnamed, with_command).into_iter();
    let word = |file: &&JobFacts| match file.named() {
        Some(named) => Some(named.to_owned()),
        None => apart.next().flatten(),
    };
    files.iter().map(word).collect()
}

/// The words for the job of each file when they are grouped as a person asked.
pub(crate) fn grouped(files: &[&JobFacts], by: JobsBy) -> Vec<String> {
    let by_root = if by == JobsBy::Root { roots(files) } else { Vec::new() };
    let word = |(at, file): (usize, &&JobFacts)| match by {
        JobsBy::File if file.folder.is_empty() => file.file.clone(),
        JobsBy::File => format!("{}/{}", file.folder, file.file),
        JobsBy::Folder if file.folder.is_empty() => "(no folder)".to_owned(),
        JobsBy::Folder => file.folder.clone(),
        JobsBy::Host => file.host.clone().unwrap_or_else(|| "(no host)".to_owned()),
        JobsBy::Root => {
            let told = by_root.get(at).cloned().flatten();
            told.unwrap_or_else(|| "(relative paths)".to_owned())
        }
    };
    files.iter().enumerate().map(word).collect()
}

/// The recorded folder of each file in short: those parts of it in which it differs from the others.
fn roots(files: &[&JobFacts]) -> Vec<Option<String>> {
    let mut names: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for file in files {
        let of_root = names.entry(file.root.as_str()).or_default();
        of_root.extend(file.names.iter().map(String::as_str));
    }
    let roots: Vec<(&str, &BTreeSet<&str>)> =
        names.iter().map(|(root, names)| (*root, names)).collect();
    if roots.len() > MAX_ROOTS {
        return vec![None; files.len()];
    }
    // The roots are in order, so that one comes before those that lie in it.
    let mut group: Vec<usize> = (0..roots.len()).collect();
    for (at, (root, names)) in roots.iter().enumerate() {
        let is_same = |(other, of_other): &(&str, &BTreeSet<&str>)| {
            is_inside(root, other) || !is_environment(root, other) && names.is_disjoint(of_other)
        };
        if let Some(first) = roots.iter().take(at).position(is_same)
            && let Some(first) = group.get(first).copied()
            && let Some(own) = group.get_mut(at)
        {
            *own = first;
        }
    }
    let heads: BTreeSet<usize> = group.iter().copied().collect();
    let heads: Vec<&str> =
        heads.iter().filter_map(|&at| roots.get(at)).map(|(root, _)| *root).collect();
    let short = short(&heads);
    let label = |file: &&JobFacts| {
        let at = roots.iter().position(|(root, _)| *root == file.root)?;
        let (head, _) = roots.get(*group.get(at)?)?;
        short.get(head).cloned().filter(|label| !label.is_empty())
    };
    files.iter().map(label).collect()
}

/// Whether one of both is an environment, which is another one for each job.
fn is_environment(root: &str, other: &str) -> bool {
    environment_of(root).is_some() && environment_of(other).is_some()
}

/// Whether the recorded folder `inner` lies in `outer`.
fn is_inside(inner: &str, outer: &str) -> bool {
    !outer.is_empty() && inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with(['/', '\\']))
}

/// Folders in short, without the parts that all have at their beginning and at their end.
fn short<'a>(roots: &[&'a str]) -> BTreeMap<&'a str, String> {
    let parts: Vec<Vec<&str>> = roots
        .iter()
        .map(|root| root.split(['/', '\\']).filter(|part| !part.is_empty()).collect())
        .collect();
    let shortest = parts.iter().map(Vec::len).min().unwrap_or_default();
    let is_shared = |of: &dyn Fn(&Vec<&'a str>) -> Option<&'a str>| {
        let mut words = parts.iter().map(of);
        let first = words.next().flatten();
        first.is_some() && words.all(|word| word == first)
    };
    let mut start = 0;
    while start < shortest && is_shared(&|parts| parts.get(start).copied()) {
        start += 1;
    }
    let mut end = 0;
    while start + end + 1 < shortest
        && is_shared(&|parts| {
            parts.len().checked_sub(end + 1).and_then(|at| parts.get(at).copied())
        })
    {
        end += 1;
    }
    let label = |parts: &Vec<&str>| {
        let own = parts.get(start..parts.len().saturating_sub(end)).unwrap_or_default();
        if own.is_empty() {
            parts.last().copied().unwrap_or_default().to_owned()
        } else {
            own.join("/")
        }
    };
    roots.iter().zip(&parts).map(|(root, parts)| (*root, label(parts))).collect()
}

/// The folder that all absolute paths lie in.
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

/// The command in `sys_argv`, which is a list as Python shows it: the program's name without its
/// folder, and its arguments.
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

    fn facts(host: &str, root: &str, names: &[&str], command: &str) -> JobFacts {
        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        JobFacts {
            host: some(host),
            root: root.to_owned(),
            names: names.iter().map(|&name| name.to_owned()).collect(),
            command: some(command),
            ..JobFacts::default()
        }
    }

    fn apart(files: &[JobFacts]) -> Vec<String> {
        let files: Vec<&JobFacts> = files.iter().collect();
        told_apart(&files, true).into_iter().map(Option::unwrap_or_default).collect()
    }

    #[test]
    fn files_of_one_host_are_told_apart_by_their_roots() {
        let files = [
            facts("vm", "/builds/0/acme", &["a.py"], "pytest"),
            facts("vm", "/builds/1/acme", &["a.py"], "pytest"),
            // What ran below a folder of a root is of that root.
            facts("vm", "/builds/1/acme/pkg", &["a.py"], "pytest"),
        ];
        assert_eq!(apart(&files), ["0", "1", "1"]);
        let tox = [
            facts("vm", "/b/.tox/py38", &["a.py"], ""),
            facts("vm", "/b/.tox/py39", &["b.py"], ""),
        ];
        assert_eq!(apart(&tox), ["py38", "py39"]);
    }

    #[test]
    fn folders_of_one_project_are_one_root() {
        let files = [
            facts("vm", "/b/acme/one", &["a.py"], "pytest"),
            facts("vm", "/b/acme/two", &["b.py"], "pytest"),
        ];
        assert_eq!(apart(&files), ["", ""]);
    }

    #[test]
    fn what_differs_last_is_the_command() {
        let files = [
            facts("vm", "/b", &["a.py"], "pytest tests/unit"),
            facts("vm", "/b", &["a.py"], "pytest tests/e2e"),
            facts("vm", "/b", &["a.py"], "pytest tests/e2e"),
        ];
        assert_eq!(apart(&files), ["pytest tests/unit", "pytest tests/e2e", "pytest tests/e2e"]);
        let files = [
            facts("one", "/b/0", &["a.py"], ""),
            facts("two", "/b/0", &["a.py"], ""),
            facts("one", "/b/1", &["a.py"], ""),
        ];
        assert_eq!(apart(&files), ["0 one", "0 two", "1 one"]);
        let files = [facts("one", "/b", &["a.py"], "x"), facts("two", "/b", &["a.py"], "x")];
        assert_eq!(apart(&files), ["one", "two"]);
    }

    #[test]
    fn a_command_is_read_as_python_shows_it() {
        let read = |argv| command(argv).unwrap_or_default();
        assert_eq!(read("['/v/bin/pytest', '-x', \"it's\"]"), "pytest -x it's");
        assert_eq!(read(r"['C:\\v\\pytest.exe', 'tests']"), "pytest.exe tests");
        assert_eq!(read("[]"), "");
        assert_eq!(read("no list"), "");
    }

    #[test]
    fn the_common_folder_is_of_whole_components() {
        let folder = |paths: &[&str]| common_folder(paths.iter().copied());
        assert_eq!(folder(&["/b/acme/a.py", "/b/acme-2/a.py"]), "/b");
        assert_eq!(folder(&["/b/acme/a.py", "/b/acme/pkg/a.py", "rel/a.py"]), "/b/acme");
        assert_eq!(folder(&[r"C:\w\a.py"]), r"C:\w");
        assert_eq!(folder(&["a.py"]), "");
    }
}

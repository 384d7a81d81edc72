//! Groups the data files of an import into jobs, and labels the jobs.
//!
//! A folder or an archive names a job, and so does a suffix after `.coverage`. Loose data files are
//! distinguished by their facts: the recorded folder, the host, and if these are equal, the
//! command. Files with equal facts are one job.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use covdrop_data::{environment_of, job_from_name};
use covdrop_protocol::{JobsBy, display_name, escape_invisible};

use crate::containers::Containers;
use crate::data_file::DataFile;
use crate::job_facts::{JobFacts, is_inside};
use crate::job_origin::JobOrigin;

/// The maximum number of distinct recorded folders that are compared with each other.
const MAX_ROOTS: usize = 200;

/// Returns the job label of each data file of one import, in their order. `is_job` returns true if
/// the session has a job with the given name.
///
/// The label is the name of the folder or archive that contained the file, else the label from its
/// [facts](labels_by_facts), else its own name.
pub(crate) fn job_labels(
    data: &[DataFile],
    containers: &Containers,
    is_job: impl Fn(&str) -> bool,
) -> Vec<String> {
    let mut origins: Vec<JobOrigin> =
        data.iter().map(|data| JobOrigin::of(&data.path, containers)).collect();
    if is_of_several_jobs(data, &origins) {
        for origin in &mut origins {
            origin.name = None;
        }
    }
    let unnamed = data.iter().zip(&origins).filter(|(_, origin)| origin.name.is_none());
    let unnamed: Vec<&JobFacts> = unnamed.map(|(data, _)| &data.facts).collect();
    // One job may run several commands; an archive shows that its files are one job.
    let with_command = origins.iter().all(|origin| origin.archive.is_none());
    let mut by_facts = labels_by_facts(&unnamed, with_command).into_iter();
    let by_facts = origins.iter().map(|origin| match origin.name {
        None => by_facts.next().flatten(),
        Some(_) => None,
    });
    let by_facts: Vec<Option<String>> = by_facts.collect();
    let plain = data.iter().zip(&origins).zip(&by_facts).map(|((data, origin), by_facts)| {
        let label = origin.name.as_deref().or(by_facts.as_deref());
        label.or_else(|| job_from_name(&data.facts.file)).unwrap_or(&data.facts.file)
    });
    let plain: Vec<&str> = plain.collect();
    // A host runs many jobs, so its name labels a job only if all its data came in one archive.
    let mut archives: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (label, origin) in plain.iter().zip(&origins) {
        archives.entry(label).or_default().extend(origin.archive.as_deref());
    }
    let label = |at: usize| {
        let (data, origin) = (data.get(at)?, origins.get(at)?);
        let label = *plain.get(at)?;
        let has_facts = by_facts.get(at).is_some_and(Option::is_some);
        let is_ambiguous = archives.get(label).is_some_and(|names| names.len() > 1)
            || !has_facts && job_from_name(&data.facts.file).is_none()
            || is_job(&job_label(label));
        let is_named = origin.name.is_some() || data.facts.context.is_some();
        Some(match &origin.archive {
            Some(archive) if is_ambiguous && !is_named => job_label(archive),
            _ => job_label(label),
        })
    };
    (0..data.len()).map(|at| label(at).unwrap_or_default()).collect()
}

/// Returns the label of a job for display. A long label is shortened, with a digest that keeps
/// labels distinct.
pub fn job_label(label: &str) -> String {
    let (escaped, displayed) = (escape_invisible(label), display_name(label));
    if escaped == displayed {
        return displayed;
    }
    let mut hasher = DefaultHasher::new();
    label.hash(&mut hasher);
    format!("{displayed} ({} characters, {:016x})", label.chars().count(), hasher.finish())
}

/// Returns true if all data came in one folder or archive into which somebody collected the data of
/// several jobs: the facts of each file imply a job, and the jobs differ.
fn is_of_several_jobs(data: &[DataFile], origins: &[JobOrigin]) -> bool {
    let names: BTreeSet<Option<&str>> =
        origins.iter().map(|origin| origin.name.as_deref()).collect();
    let facts: Vec<&JobFacts> = data.iter().map(|data| &data.facts).collect();
    let labels: BTreeSet<Option<String>> = labels_by_facts(&facts, false).into_iter().collect();
    names.len() == 1 && labels.len() > 1 && !labels.contains(&None)
}

/// Returns labels that distinguish the jobs of data files without given names, in the same order;
/// `None` for files with equal facts.
///
/// The recorded folder or the host is enough if it distinguishes all files; else a label has both.
/// Commands count only if neither differs, since one job may run several.
fn distinguishing_labels(files: &[&JobFacts], with_command: bool) -> Vec<Option<String>> {
    let roots = short_roots(files);
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

/// Returns the label of each data file's job from its facts: the name that people gave it, else a
/// [distinguishing label](distinguishing_labels).
pub(crate) fn labels_by_facts(files: &[&JobFacts], with_command: bool) -> Vec<Option<String>> {
    let unnamed: Vec<&JobFacts> =
        files.iter().copied().filter(|file| file.given_name().is_none()).collect();
    let mut apart = distinguishing_labels(&unnamed, with_command).into_iter();
    let word = |file: &&JobFacts| match file.given_name() {
        Some(name) => Some(name.to_owned()),
        None => apart.next().flatten(),
    };
    files.iter().map(word).collect()
}

/// Returns the label of each data file's job when the user groups files by one fact.
pub fn labels_by_group(files: &[&JobFacts], by: JobsBy) -> Vec<String> {
    let by_root = if by == JobsBy::Root { short_roots(files) } else { Vec::new() };
    let word = |(at, file): (usize, &&JobFacts)| match by {
        JobsBy::File if file.folder.is_empty() => file.file.clone(),
        JobsBy::File => format!("{}/{}", file.folder, file.file),
        JobsBy::Folder if file.folder.is_empty() => "(no folder)".to_owned(),
        JobsBy::Folder => file.folder.clone(),
        JobsBy::Host => file.host.clone().unwrap_or_else(|| "(no host)".to_owned()),
        JobsBy::Root => {
            let root = by_root.get(at).cloned().flatten();
            root.unwrap_or_else(|| "(relative paths)".to_owned())
        }
    };
    files.iter().enumerate().map(word).collect()
}

/// Returns the short form of each file's recorded folder: the parts in which it differs from the
/// others.
fn short_roots(files: &[&JobFacts]) -> Vec<Option<String>> {
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
    // The roots are sorted, so a root precedes those inside it.
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

/// Returns true if one of both is a tox environment: each job has its own.
fn is_environment(root: &str, other: &str) -> bool {
    environment_of(root).is_some() && environment_of(other).is_some()
}

/// Returns short forms of folders, without the parts that all share at their beginning and end.
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
        distinguishing_labels(&files, true).into_iter().map(Option::unwrap_or_default).collect()
    }

    #[test]
    fn files_of_one_host_are_distinguished_by_their_roots() {
        let files = [
            facts("vm", "/builds/0/acme", &["a.py"], "pytest"),
            facts("vm", "/builds/1/acme", &["a.py"], "pytest"),
            // Files recorded below a folder of a root belong to that root.
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
    fn commands_distinguish_jobs_last() {
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
    fn long_job_labels_are_shortened_and_stay_distinct() {
        assert_eq!(job_label("py\u{7}38"), "pyU+000738");
        let [one, other] = ["x", "y"].map(|middle| {
            job_label(&format!("{}{middle}{}", "a".repeat(1_000), "b".repeat(1_000)))
        });
        assert!(one.starts_with("aaa") && one.contains("bbb (2001 characters, "), "{one}");
        assert!(one.chars().count() < 300);
        assert_ne!(one, other);
    }
}

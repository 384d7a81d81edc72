//! Reports recorded paths that could be several files, grouped by their candidates.
//!
//! If a source was dropped twice, each of its files could be in either copy. That is one problem,
//! and one path alias resolves it.

use std::collections::{BTreeMap, BTreeSet};

use covdrop_data::{Ambiguity, Ambiguous, DataFileId, SourcePath};
use covdrop_intake::problem;
use covdrop_protocol::Problem;

/// The separators of path parts.
const SEPARATORS: [char; 2] = ['/', '\\'];

/// The advice, for the page and for the command line.
const ADVICE: &str = "Say which under [paths] in the settings file of your source, or on the page \
                      under “Path mapping” of “Inputs”.";

/// The advice on paths that are resolved in the data of another job.
const ADVICE_APART: &str = "In the data of other jobs the path is another file, so that one rule \
                            cannot serve all: report on each job by itself, with a rule of its \
                            own under [paths].";

/// Returns the problems of ambiguous paths, one for each choice of folders, in the order of the
/// first path of each. `jobs` returns the names of the jobs of data files.
pub(crate) fn ambiguous_paths(
    ambiguous: &[Ambiguous],
    jobs: impl Fn(&[DataFileId]) -> Vec<String>,
) -> Vec<Problem> {
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut groups: Vec<(&Ambiguous, usize)> = Vec::new();
    for path in ambiguous {
        let choice = format!("{:?} {:?} {}", path.ambiguity, path.only, choice(path));
        let place = *places.entry(choice).or_insert(groups.len());
        match groups.get_mut(place) {
            Some((_, more)) => *more += 1,
            None => groups.push((path, 0)),
        }
    }
    groups.iter().map(|(first, more)| ambiguity_problem(first, *more, &jobs(&first.only))).collect()
}

/// Describes the folders in which an ambiguous path could lie. If there is only one, and another
/// path of the same data file already names the file, describes the recorded folder and that one.
fn choice(path: &Ambiguous) -> String {
    if let [one] = path.candidates.as_slice() {
        return without_common_end(vec![path.path.as_str(), one.as_str()]).join("\n");
    }
    let candidates = path.candidates.iter().map(SourcePath::as_str);
    let mut folders: BTreeSet<&str> = BTreeSet::new();
    folders.extend(without_common_end(candidates.collect()));
    let mut words = String::new();
    for folder in folders {
        words.push_str(if words.is_empty() { "" } else { " or " });
        words.push_str(if folder.is_empty() { "at the top" } else { "below " });
        words.push_str(folder);
    }
    words
}

/// Returns the rest of paths without the last parts that they share.
fn without_common_end(mut paths: Vec<&str>) -> Vec<&str> {
    loop {
        let mut parts = paths.iter().map(|path| path.rsplit(SEPARATORS).next());
        let first = parts.next().flatten();
        if !parts.all(|part| part == first) || paths.iter().any(|path| path.is_empty()) {
            return paths;
        }
        for path in &mut paths {
            *path = path.rsplit_once(SEPARATORS).map_or("", |(folder, _)| folder);
        }
    }
}

/// Creates a problem of `first` and `more` other paths that could lie in the same folders.
fn ambiguity_problem(first: &Ambiguous, more: usize, jobs: &[String]) -> Problem {
    let others = match more {
        0 => String::new(),
        1 => " and one other recorded file".to_owned(),
        more => format!(" and {more} other recorded files"),
    };
    let (left_out, this) = if more == 0 {
        ("it is left out", "This could be any of")
    } else {
        ("they are left out", "This")
    };
    let candidates: Vec<&str> = first.candidates.iter().map(SourcePath::as_str).collect();
    let any_of = if candidates.len() > 1 { "any of " } else { "" };
    let candidates = candidates.join(", ");
    let what = match first.ambiguity {
        Ambiguity::Taken => {
            let is = if more == 0 { "is" } else { "are" };
            format!(
                "Another recorded file of the same data file is or could be {candidates}, so this \
                 one{others} {is} left out"
            )
        }
        Ambiguity::Weak => format!(
            "This could be {any_of}{candidates}, but too few recorded paths confirm it, so this \
             one{others} is left out"
        ),
        Ambiguity::Several if more == 0 => format!("{this} {candidates}, so {left_out}"),
        Ambiguity::Several => format!("{this}{others} could lie {}, so {left_out}", choice(first)),
    };
    let of_jobs = match jobs {
        [] => String::new(),
        [job] => format!(" of job {job}"),
        several => format!(" of jobs {}", several.join(", ")),
    };
    let advice = if jobs.is_empty() { ADVICE } else { ADVICE_APART };
    problem(first.path.as_str(), format!("{what}{of_jobs}."), Some(advice))
}

#[cfg(test)]
mod tests {
    use covdrop_data::RecordedPath;

    use super::*;

    /// Asserts that these paths, each with its candidates, have these problems.
    #[track_caller]
    fn assert_problems(paths: &[(&str, &[&str])], expected: &[(&str, &str)]) {
        let ambiguous = |(path, candidates): &(&str, &[&str])| Ambiguous {
            path: RecordedPath::new(*path),
            candidates: candidates.iter().filter_map(|path| SourcePath::new(path)).collect(),
            ambiguity: if candidates.len() == 1 { Ambiguity::Taken } else { Ambiguity::Several },
            only: Vec::new(),
        };
        let problems =
            ambiguous_paths(&paths.iter().map(ambiguous).collect::<Vec<_>>(), |_| Vec::new());
        let ambiguity_problem = problems.iter().map(|ambiguity_problem| {
            (ambiguity_problem.file.as_str(), ambiguity_problem.what.as_str())
        });
        assert_eq!(ambiguity_problem.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_source_that_was_dropped_twice_is_one_problem() {
        let paths: [(&str, &[&str]); 6] = [
            ("/ci/pkg/a.py", &["new/pkg/a.py", "old/pkg/a.py"]),
            ("/ci/pkg/b.py", &["new/pkg/b.py", "old/pkg/b.py"]),
            ("/ci/pkg/c.py", &["c.py", "old/c.py"]),
            ("/ci/pkg/d.py", &["a/d.py", "b/d.py"]),
            ("/ci/pkg/sub/c.py", &["new/pkg/sub/c.py", "old/pkg/sub/c.py"]),
            ("/ci/pkg/sub/d.py", &["old/pkg/sub/d.py", "pkg/sub/d.py"]),
        ];
        let expected = [
            (
                "/ci/pkg/a.py",
                "This and 2 other recorded files could lie below new or below old, so they are \
                 left out.",
            ),
            (
                "/ci/pkg/c.py",
                "This and one other recorded file could lie at the top or below old, so they are \
                 left out.",
            ),
            ("/ci/pkg/d.py", "This could be any of a/d.py, b/d.py, so it is left out."),
        ];
        assert_problems(&paths, &expected);
    }

    #[test]
    fn the_job_is_named_if_other_jobs_resolve_the_path() {
        let ambiguous = Ambiguous {
            path: RecordedPath::new("/app/main.py"),
            candidates: ["a/main.py", "b/main.py"]
                .iter()
                .filter_map(|p| SourcePath::new(p))
                .collect(),
            ambiguity: Ambiguity::Several,
            only: vec![DataFileId(3)],
        };
        let jobs = |ids: &[DataFileId]| ids.iter().map(|id| format!("job{}", id.0)).collect();
        let problems = ambiguous_paths(&[ambiguous], jobs);
        assert_eq!(
            problems[0].what,
            "This could be any of a/main.py, b/main.py, so it is left out of job job3."
        );
        assert!(problems[0].advice.as_deref().unwrap().contains("each job by itself"));
    }

    #[test]
    fn folders_with_one_candidate_are_one_problem_each() {
        let paths: [(&str, &[&str]); 3] = [
            (r"C:\two\utils\a.py", &["utils/a.py"]),
            (r"C:\two\utils\b.py", &["utils/b.py"]),
            ("/three/utils/a.py", &["utils/a.py"]),
        ];
        let expected = [
            (
                r"C:\two\utils\a.py",
                "Another recorded file of the same data file is or could be utils/a.py, so this \
                 one and one other recorded file are left out.",
            ),
            (
                "/three/utils/a.py",
                "Another recorded file of the same data file is or could be utils/a.py, so this \
                 one is left out.",
            ),
        ];
        assert_problems(&paths, &expected);
    }
}

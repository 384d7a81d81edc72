//! Recorded paths in doubt, told by what the doubt is about.
//!
//! Where a source was dropped twice, each of its files could be in either copy. That is one question
//! to a person, and one rule answers it.

use std::collections::{BTreeMap, BTreeSet};

use covdrop_data::{Ambiguous, SourcePath};
use covdrop_protocol::Problem;

use crate::problem::problem;

/// Parts of a path end at these.
const SEPARATORS: [char; 2] = ['/', '\\'];

/// Words that hold for the page and for the command line.
const ADVICE: &str = "Say which by a rule: add one under “What came in”, or under [paths] in your \
                      settings file, and drop that file too.";

/// What is in doubt, a problem for each choice of folders, in the order of the first path of each.
pub(crate) fn doubts(ambiguous: &[Ambiguous]) -> Vec<Problem> {
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut doubts: Vec<(&Ambiguous, String, usize)> = Vec::new();
    for doubt in ambiguous {
        let choice = choice(doubt);
        let place = *places.entry(choice.clone()).or_insert(doubts.len());
        match doubts.get_mut(place) {
            Some((_, _, more)) => *more += 1,
            None => doubts.push((doubt, choice, 0)),
        }
    }
    doubts.iter().map(|(first, choice, more)| told(first, choice, *more)).collect()
}

/// The folders that a path in doubt could lie in, in words. Where there is but one, and another file
/// of the same data file is there already: what it was recorded in, and that one.
fn choice(doubt: &Ambiguous) -> String {
    if let [one] = doubt.candidates.as_slice() {
        return without_common_end(vec![doubt.path.as_str(), one.as_str()]).join("\n");
    }
    let candidates = doubt.candidates.iter().map(SourcePath::as_str);
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

/// What is left of paths without the last parts that they have in common.
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

/// A problem of `first` and as many `more` paths that could lie in the same folders.
fn told(first: &Ambiguous, choice: &str, more: usize) -> Problem {
    let others = match more {
        0 => String::new(),
        1 => " and one other recorded file".to_owned(),
        more => format!(" and {more} other recorded files"),
    };
    let is = if more == 0 { "is" } else { "are" };
    let what = match first.candidates.as_slice() {
        [one] => {
            format!(
                "Another file of the same data file is {one} already, so this one{others} {is} left out."
            )
        }
        several if more == 0 => {
            let several: Vec<&str> = several.iter().map(SourcePath::as_str).collect();
            format!("This could be any of {}, so it is left out.", several.join(", "))
        }
        _ => format!("This{others} could lie {choice}, so they are left out."),
    };
    problem(first.path.as_str(), what, Some(ADVICE))
}

#[cfg(test)]
mod tests {
    use covdrop_data::RecordedPath;

    use super::*;

    /// Asserts that of these paths with what they could be, these are the problems.
    #[track_caller]
    fn assert_told(paths: &[(&str, &[&str])], expected: &[(&str, &str)]) {
        let doubt = |(path, candidates): &(&str, &[&str])| Ambiguous {
            path: RecordedPath::new(*path),
            candidates: candidates.iter().filter_map(|path| SourcePath::new(path)).collect(),
        };
        let problems = doubts(&paths.iter().map(doubt).collect::<Vec<_>>());
        let told = problems.iter().map(|told| (told.file.as_str(), told.what.as_str()));
        assert_eq!(told.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_source_that_was_dropped_twice_is_one_question() {
        let doubts: [(&str, &[&str]); 6] = [
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
        assert_told(&doubts, &expected);
    }

    #[test]
    fn folders_for_which_there_is_one_place_are_one_question_each() {
        let doubts: [(&str, &[&str]); 3] = [
            (r"C:\two\utils\a.py", &["utils/a.py"]),
            (r"C:\two\utils\b.py", &["utils/b.py"]),
            ("/three/utils/a.py", &["utils/a.py"]),
        ];
        let expected = [
            (
                r"C:\two\utils\a.py",
                "Another file of the same data file is utils/a.py already, so this one and one \
                 other recorded file are left out.",
            ),
            (
                "/three/utils/a.py",
                "Another file of the same data file is utils/a.py already, so this one is left out.",
            ),
        ];
        assert_told(&doubts, &expected);
    }
}

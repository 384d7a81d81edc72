//! The input of the reports on a change: its files with their coverage.

use covdrop_changes::ChangeKind;

use crate::{BaseReport, ChangeCoverage, Numbers, Percent, Precision};

/// The most files without data that are named.
const MAX_NAMED: usize = 10;

/// The files of a change, with the coverage of the lines that changed.
#[derive(Clone, Debug)]
pub struct ChangeReport {
    /// All files that the diff names, by path.
    pub files: Vec<ChangedFile>,
    /// Whether branches were measured.
    pub has_arcs: bool,
    /// The decimals of percentages.
    pub precision: Precision,
    /// The comparison with a base, if there is one.
    pub base: Option<BaseReport>,
}

/// A file of a change.
#[derive(Clone, Debug)]
pub struct ChangedFile {
    /// The path as the diff has it, without its prefix: the one before the change for a deleted
    /// file.
    pub path: String,
    /// The path before the change, if it was another one.
    pub old_path: Option<String>,
    /// The path in the source tree, if the file is there.
    pub source: Option<String>,
    /// How it changed.
    pub kind: ChangeKind,
    /// Its coverage.
    pub result: ChangeResult,
}

/// The coverage of a changed file, or the reason why there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangeResult {
    /// It was measured.
    Measured(ChangeCoverage),
    /// No enabled job has data of it.
    NotMeasured,
    /// The settings leave it out of reports, or it lies outside of the source tree.
    Omitted,
    /// It could not be analysed.
    Unanalysed,
    /// It is Python 2, and such files do not count.
    Uncounted,
    /// It is not in the source.
    NotFound,
    /// The source does not have the lines that the diff shows.
    Misfit {
        /// The lines that the diff shows of the new source.
        shown: usize,
        /// Those of them that the source does not have in their place.
        misfits: usize,
    },
    /// It is deleted, binary, no Python source, or has no other lines than before.
    NothingToMeasure,
}

impl ChangedFile {
    /// Returns the coverage of its changed lines, if it was measured.
    pub fn coverage(&self) -> Option<&ChangeCoverage> {
        match &self.result {
            ChangeResult::Measured(coverage) => Some(coverage),
            _ => None,
        }
    }
}

impl ChangeReport {
    /// Returns the sums over the measured files.
    pub fn total(&self) -> Numbers {
        self.files.iter().filter_map(ChangedFile::coverage).map(|file| file.numbers).sum()
    }

    /// Returns the percentage of changed statements and branches, or `None` if there are none. Such
    /// a change is not covered in full, and meets every threshold.
    pub fn covered(&self) -> Option<Percent> {
        let total = self.total();
        is_measurable(&total).then(|| total.covered())
    }

    /// Returns the files with changed statements, and their coverage.
    pub fn measurable(&self) -> impl Iterator<Item = (&ChangedFile, &ChangeCoverage)> {
        let measured = self.files.iter().filter_map(|file| Some((file, file.coverage()?)));
        measured.filter(|(_, coverage)| is_measurable(&coverage.numbers))
    }

    /// Returns the sum in words, such as `34 of 40 changed statements, 5 of 6 branches: 85%`.
    pub fn summary(&self) -> String {
        let total = self.total();
        let Some(covered) = self.covered() else {
            return "Nothing measurable changed".to_owned();
        };
        let statement = if total.statements == 1 { "statement" } else { "statements" };
        let (executed, all) = (total.executed(), total.statements);
        let branches = match (total.executed_branches(), total.branches) {
            (_, 0) => String::new(),
            (executed, 1) => format!(", {executed} of 1 branch"),
            (executed, all) => format!(", {executed} of {all} branches"),
        };
        let covered = covered.display(self.precision);
        format!("{executed} of {all} changed {statement}{branches}: {covered}%")
    }

    /// Returns sentences about the files that should have been measured and were not.
    pub fn problems(&self) -> Vec<String> {
        let not_measured = |file: &&ChangedFile| file.result == ChangeResult::NotMeasured;
        let not_measured = self.files.iter().filter(not_measured);
        let names: Vec<&str> = not_measured.map(|file| file.path.as_str()).collect();
        let first = names.iter().take(MAX_NAMED).copied().collect::<Vec<_>>().join(", ");
        let sentence = match names.len().checked_sub(MAX_NAMED) {
            _ if names.is_empty() => None,
            None | Some(0) => Some(format!("No job measured {first}")),
            Some(more) => Some(format!("No job measured {first} and {more} more")),
        };
        self.files.iter().filter_map(problem).chain(sentence).collect()
    }
}

/// Returns true if there is something to cover.
fn is_measurable(numbers: &Numbers) -> bool {
    numbers.statements + numbers.branches > 0
}

/// Returns a sentence on why a file is not measured, if that is a problem.
fn problem(file: &ChangedFile) -> Option<String> {
    let path = &file.path;
    let text = match &file.result {
        ChangeResult::Measured(_)
        | ChangeResult::NotMeasured
        | ChangeResult::Omitted
        | ChangeResult::NothingToMeasure => return None,
        ChangeResult::Unanalysed => {
            format!("{path}: The file could not be analysed, and is left out")
        }
        ChangeResult::Uncounted => format!("{path}: The file is Python 2, and is left out"),
        ChangeResult::NotFound => format!("{path}: The source does not have this file"),
        ChangeResult::Misfit { shown, misfits } => format!(
            "{path}: {misfits} of {shown} lines of the diff are not in the source. The diff is of \
             another commit, or is the wrong way round; the file is left out"
        ),
    };
    Some(text)
}

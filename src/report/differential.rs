//! Compares the coverage of two versions of a file, statement by statement.
//!
//! Each statement has a [`Category`], by its source (new, unchanged or deleted) and its coverage
//! before and afterwards. The categories are those of genhtml's differential reports. A statement
//! is unchanged if each of its lines is in both versions, and no other line is in it.

use std::collections::BTreeMap;

use covdrop_analysis::Analysis;
use covdrop_changes::Alignment;
use covdrop_lines::{Line, LineSet};

use crate::CoverageBits;

/// The category of a statement. “Before” is the base, and “now” the version that is compared with
/// it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    /// The source is new, and ran.
    NewCovered,
    /// The source is new, and did not run.
    NewUncovered,
    /// Unchanged source that did not run before, and does now.
    Gained,
    /// Unchanged source that ran before, and does not now.
    Lost,
    /// Unchanged source that ran before and now.
    StillCovered,
    /// Unchanged source that ran neither before nor now.
    StillUncovered,
    /// Unchanged source that did not count before, and ran now: it was excluded or not measured.
    IncludedCovered,
    /// Unchanged source that did not count before, and did not run now.
    IncludedUncovered,
    /// Unchanged source that ran before, and no longer counts.
    ExcludedCovered,
    /// Unchanged source that did not run before, and no longer counts.
    ExcludedUncovered,
    /// The source was deleted, and ran before.
    DeletedCovered,
    /// The source was deleted, and did not run before.
    DeletedUncovered,
}

impl Category {
    /// Every category.
    pub const ALL: [Category; 12] = [
        Category::NewCovered,
        Category::NewUncovered,
        Category::Gained,
        Category::Lost,
        Category::StillCovered,
        Category::StillUncovered,
        Category::IncludedCovered,
        Category::IncludedUncovered,
        Category::ExcludedCovered,
        Category::ExcludedUncovered,
        Category::DeletedCovered,
        Category::DeletedUncovered,
    ];

    /// Returns the name for scripts.
    pub const fn as_str(self) -> &'static str {
        match self {
            Category::NewCovered => "new_covered",
            Category::NewUncovered => "new_uncovered",
            Category::Gained => "gained",
            Category::Lost => "lost",
            Category::StillCovered => "still_covered",
            Category::StillUncovered => "still_uncovered",
            Category::IncludedCovered => "included_covered",
            Category::IncludedUncovered => "included_uncovered",
            Category::ExcludedCovered => "excluded_covered",
            Category::ExcludedUncovered => "excluded_uncovered",
            Category::DeletedCovered => "deleted_covered",
            Category::DeletedUncovered => "deleted_uncovered",
        }
    }

    /// Returns the name for people.
    pub const fn label(self) -> &'static str {
        match self {
            Category::NewCovered => "New, covered",
            Category::NewUncovered => "New, not covered",
            Category::Gained => "Gained",
            Category::Lost => "Lost",
            Category::StillCovered => "Still covered",
            Category::StillUncovered => "Still not covered",
            Category::IncludedCovered => "Newly counted, covered",
            Category::IncludedUncovered => "Newly counted, not covered",
            Category::ExcludedCovered => "No longer counted, was covered",
            Category::ExcludedUncovered => "No longer counted, was not covered",
            Category::DeletedCovered => "Deleted, was covered",
            Category::DeletedUncovered => "Deleted, was not covered",
        }
    }

    /// Returns genhtml's abbreviation.
    pub const fn genhtml(self) -> &'static str {
        match self {
            Category::NewCovered => "GNC",
            Category::NewUncovered => "UNC",
            Category::Gained => "GBC",
            Category::Lost => "LBC",
            Category::StillCovered => "CBC",
            Category::StillUncovered => "UBC",
            Category::IncludedCovered => "GIC",
            Category::IncludedUncovered => "UIC",
            Category::ExcludedCovered => "ECB",
            Category::ExcludedUncovered => "EUB",
            Category::DeletedCovered => "DCB",
            Category::DeletedUncovered => "DUB",
        }
    }

    /// Returns true if the lines of the category are those of the base: they are not there now, or
    /// do not count.
    pub const fn is_of_base(self) -> bool {
        matches!(
            self,
            Category::ExcludedCovered
                | Category::ExcludedUncovered
                | Category::DeletedCovered
                | Category::DeletedUncovered
        )
    }

    /// Returns true if nothing changed.
    pub const fn is_still(self) -> bool {
        matches!(self, Category::StillCovered | Category::StillUncovered)
    }
}

/// One version of a file: its analysis, and the items that are covered.
#[derive(Clone, Copy, Debug)]
pub struct Version<'a> {
    /// The analysis.
    pub analysis: &'a Analysis,
    /// The covered items.
    pub covered: &'a CoverageBits,
}

/// The first lines of the statements of each category that has any.
pub type Categories = BTreeMap<Category, LineSet>;

/// Assigns each statement of two versions of a file to its category. A version that is not measured
/// is `None`. `alignment` has the edits from the source before to the one now, whether it is
/// measured or not.
pub fn differential(
    before: Option<Version<'_>>,
    now: Option<Version<'_>>,
    alignment: &Alignment,
) -> Categories {
    let mut categories = Categories::new();
    let mut note = |category, line| {
        categories.entry(category).or_default().insert(line);
    };
    let old = before.map(Statements::new);
    let new = now.map(Statements::new);
    // Base statements that stand in a new one without a change.
    let mut unchanged = LineSet::new();
    for (line, last, is_covered) in new.iter().flat_map(Statements::iter) {
        let Some(old_line) = same(line, last, |line| alignment.to_old(line)) else {
            note(by(is_covered, Category::NewCovered, Category::NewUncovered), line);
            continue;
        };
        let was_covered = old.as_ref().and_then(|old| old.covered(old_line));
        if was_covered.is_some() {
            unchanged.insert(old_line);
        }
        let category = match (was_covered, is_covered) {
            (Some(false), true) => Category::Gained,
            (Some(true), false) => Category::Lost,
            (Some(true), true) => Category::StillCovered,
            (Some(false), false) => Category::StillUncovered,
            (None, true) => Category::IncludedCovered,
            (None, false) => Category::IncludedUncovered,
        };
        note(category, line);
    }
    for (line, last, was_covered) in old.iter().flat_map(Statements::iter) {
        if unchanged.contains(line) {
            continue;
        }
        let new_line = same(line, last, |line| alignment.to_new(line));
        // A line was added inside the statement: it is another one now.
        let is_replaced = new_line
            .is_some_and(|line| new.as_ref().is_some_and(|new| new.covered(line).is_some()));
        let category = match new_line.filter(|_| !is_replaced) {
            Some(_) => by(was_covered, Category::ExcludedCovered, Category::ExcludedUncovered),
            None => by(was_covered, Category::DeletedCovered, Category::DeletedUncovered),
        };
        note(category, line);
    }
    categories
}

fn by(is_covered: bool, covered: Category, uncovered: Category) -> Category {
    if is_covered { covered } else { uncovered }
}

/// Returns the line in the other version where the statement from `first` to `last` starts, if it
/// has the same lines there, and no more.
fn same(first: Line, last: Line, other: impl Fn(Line) -> Option<Line>) -> Option<Line> {
    let start = other(first)?;
    let is_next = |index: usize| {
        let here = Line::from_index(index)?;
        let there = Line::from_index(start.index() + index - first.index())?;
        Some(other(here)? == there)
    };
    (first.index()..=last.index()).all(|index| is_next(index) == Some(true)).then_some(start)
}

/// The statements of a version.
struct Statements<'a> {
    version: Version<'a>,
    /// First and last line of the statements with several lines.
    multiline: Vec<(Line, Line)>,
    /// The statements by first line, in order, each being an item.
    first: Vec<Line>,
}

impl<'a> Statements<'a> {
    fn new(version: Version<'a>) -> Statements<'a> {
        Statements {
            version,
            multiline: version.analysis.multiline().collect(),
            first: version.analysis.statements().iter().collect(),
        }
    }

    /// Iterates over the first and last line of each statement, with whether it is covered.
    fn iter(&self) -> impl Iterator<Item = (Line, Line, bool)> {
        self.first.iter().enumerate().map(|(item, &first)| {
            let at = self.multiline.binary_search_by_key(&first, |(first, _)| *first).ok();
            let last = at.and_then(|at| self.multiline.get(at)).map_or(first, |(_, last)| *last);
            (first, last, self.version.covered.has(item))
        })
    }

    /// Returns whether the statement at `line` is covered, or `None` if there is none.
    fn covered(&self, line: Line) -> Option<bool> {
        let item = self.first.binary_search(&line).ok()?;
        Some(self.version.covered.has(item))
    }
}

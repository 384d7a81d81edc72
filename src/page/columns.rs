//! The columns of a list: their words, keys and headings, and the optional ones.

use std::fmt;

use covdrop_protocol::Column;

use crate::words::files;

/// The columns by which a list can be sorted: the word in the hash, the key that coverage.py's
/// report has for it, and the heading.
pub(crate) const COLUMNS: [(Column, &str, Option<char>, &str); 9] = [
    (Column::Name, "name", Some('n'), files::NAME),
    (Column::Stmts, "stmts", Some('s'), files::STMTS),
    (Column::Miss, "miss", Some('m'), files::MISS),
    (Column::Excluded, "excluded", Some('x'), files::EXCLUDED),
    (Column::StmtCover, "stmtcover", None, files::STMT_COVER),
    (Column::Branch, "branch", Some('b'), files::BRANCH),
    (Column::BrPart, "brpart", Some('p'), files::BRPART),
    (Column::BranchCover, "branchcover", None, files::BRANCH_COVER),
    (Column::Cover, "cover", Some('c'), files::COVER),
];

/// Returns the word of a column in the hash, which is also its class and its `data-col`.
pub(crate) fn column_word(column: Column) -> &'static str {
    COLUMNS.iter().find(|known| known.0 == column).map_or("", |known| known.1)
}

/// The optional columns, which a list shows only if the person chose them, and their labels.
pub(crate) const OPTIONAL: [(Column, &str); 2] =
    [(Column::StmtCover, files::STMT_COVER_LONG), (Column::BranchCover, files::BRANCH_COVER_LONG)];

/// The chosen ones of the [`OPTIONAL`] columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct OptionalColumns([bool; OPTIONAL.len()]);

impl OptionalColumns {
    /// Parses words separated by commas, and ignores unknown words.
    pub(crate) fn parse(words: &str) -> OptionalColumns {
        OptionalColumns(
            OPTIONAL.map(|(column, _)| words.split(',').any(|word| word == column_word(column))),
        )
    }

    /// Returns true if the column is optional and chosen.
    pub(crate) fn has(self, column: Column) -> bool {
        OPTIONAL.iter().zip(self.0).any(|(known, chosen)| known.0 == column && chosen)
    }

    /// Returns the columns after the person toggled this one.
    pub(crate) fn toggled(mut self, column: Column) -> OptionalColumns {
        for (known, chosen) in OPTIONAL.iter().zip(&mut self.0) {
            *chosen ^= known.0 == column;
        }
        self
    }
}

/// Formats the words of the columns, separated by commas.
impl fmt::Display for OptionalColumns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let chosen = OPTIONAL.iter().filter(|(column, _)| self.has(*column));
        let words: Vec<&str> = chosen.map(|(column, _)| column_word(*column)).collect();
        f.write_str(&words.join(","))
    }
}

/// The columns that a list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ShownColumns {
    /// Whether the data has branches. If not, coverage is that of statements alone.
    pub(crate) has_branches: bool,
    pub(crate) optional: OptionalColumns,
    /// The column that the list is sorted by, which the list always shows.
    pub(crate) sort: Column,
}

impl ShownColumns {
    pub(crate) fn has(self, column: Column) -> bool {
        match column {
            Column::Branch | Column::BrPart => self.has_branches,
            Column::StmtCover | Column::BranchCover => {
                self.has_branches && (self.optional.has(column) || self.sort == column)
            }
            _ => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn optional_columns_are_written_as_words() {
        let both = OptionalColumns::parse("branchcover,stmtcover");
        assert_eq!(both.to_string(), "stmtcover,branchcover");
        let one = both.toggled(Column::StmtCover);
        assert_eq!(one.to_string(), "branchcover");
        assert_eq!(one.toggled(Column::Cover), one);
        assert_eq!(OptionalColumns::parse("cover,nothing"), OptionalColumns::default());
    }

    #[test]
    fn a_list_shows_the_column_that_it_is_sorted_by() {
        let shown = |has_branches, sort| ShownColumns {
            has_branches,
            optional: OptionalColumns::default(),
            sort,
        };
        assert!(shown(true, Column::StmtCover).has(Column::StmtCover));
        assert!(!shown(true, Column::Cover).has(Column::StmtCover));
        assert!(!shown(false, Column::StmtCover).has(Column::StmtCover));
        assert!(shown(false, Column::Name).has(Column::Cover));
    }
}

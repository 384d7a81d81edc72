//! The settings of reports, with coverage.py's names and defaults.

use std::str::FromStr;

use serde_json::Value;

use crate::{Error, Precision};

/// The settings of all formats. A format reads those that concern it.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each is a setting of coverage.py")]
pub struct Settings {
    /// The decimals of percentages.
    pub precision: Precision,
    /// The order of rows (text and markdown).
    pub sort: Sort,
    /// Omit the rows of files with nothing left to cover (text and markdown).
    pub skip_covered: bool,
    /// Omit files without statements (text, markdown, XML and LCOV).
    pub skip_empty: bool,
    /// Add a column of missing lines and branches (text and markdown).
    pub show_missing: bool,
    /// Add the contexts of each line (JSON).
    pub show_contexts: bool,
    /// Indent the output (JSON).
    pub pretty_print: bool,
    /// Add reasons to doubt the totals, under a key that only Covdrop writes (JSON).
    pub doubts: Option<Value>,
    /// Add a checksum of each source line (LCOV).
    pub line_checksums: bool,
    /// The maximum number of parts of a package's name (XML).
    pub package_depth: usize,
    /// The folders that names of files inside them are relative to, without a separator at the end:
    /// full paths, or relative ones if [files](crate::File::path) have relative paths (XML).
    pub source_roots: Vec<String>,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            precision: Precision::default(),
            sort: Sort::default(),
            skip_covered: false,
            skip_empty: false,
            show_missing: false,
            show_contexts: false,
            pretty_print: false,
            doubts: None,
            line_checksums: false,
            package_depth: 99,
            source_roots: Vec::new(),
        }
    }
}

/// The format of the table of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableFormat {
    /// For terminals.
    Text,
    /// For Markdown.
    Markdown,
    /// The total percentage alone.
    Total,
}

impl FromStr for TableFormat {
    type Err = Error;

    /// Parses a format's name; an empty name means text.
    fn from_str(name: &str) -> Result<TableFormat, Error> {
        match name {
            "" | "text" => Ok(TableFormat::Text),
            "markdown" => Ok(TableFormat::Markdown),
            "total" => Ok(TableFormat::Total),
            _ => Err(Error::TableFormat { option: name.to_owned() }),
        }
    }
}

/// A column of the text report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Column {
    /// The file's name, in human order.
    #[default]
    Name,
    /// The number of statements.
    Stmts,
    /// The number of missing statements.
    Miss,
    /// The number of branches.
    Branch,
    /// The number of partial branches.
    BrPart,
    /// The unrounded percentage.
    Cover,
}

impl Column {
    /// All columns with coverage.py's names.
    const NAMES: [(&'static str, Column); 6] = [
        ("name", Column::Name),
        ("stmts", Column::Stmts),
        ("miss", Column::Miss),
        ("branch", Column::Branch),
        ("brpart", Column::BrPart),
        ("cover", Column::Cover),
    ];
}

/// An order of rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sort {
    /// The column to sort by.
    pub column: Column,
    /// Whether the greatest comes first.
    pub descending: bool,
}

impl FromStr for Sort {
    type Err = Error;

    /// Parses a column's name in upper or lower case, after a `-` for descending or a `+` for
    /// ascending order. Empty text means by name.
    fn from_str(option: &str) -> Result<Sort, Error> {
        let lower = option.to_lowercase();
        if lower.is_empty() {
            return Ok(Sort::default());
        }
        let (descending, name) = match lower.strip_prefix('-') {
            Some(name) => (true, name),
            None => (false, lower.strip_prefix('+').unwrap_or(&lower)),
        };
        Column::NAMES
            .iter()
            .find(|(known, _)| *known == name)
            .map(|&(_, column)| Sort { column, descending })
            .ok_or_else(|| Error::Sort { option: option.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_is_a_column_and_a_sign() {
        let sort = |option: &str| option.parse::<Sort>().ok();
        let by = |column, descending| Some(Sort { column, descending });
        assert_eq!(sort(""), by(Column::Name, false));
        assert_eq!(sort("Miss"), by(Column::Miss, false));
        assert_eq!(sort("+cover"), by(Column::Cover, false));
        assert_eq!(sort("-BrPart"), by(Column::BrPart, true));
        assert_eq!(sort("-"), None);
        assert_eq!(sort("missing"), None);
    }
}

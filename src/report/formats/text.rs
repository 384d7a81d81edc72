//! The text report: aligned columns without truncation.

use std::io;

use super::Format;
use super::table::{Row, Table};
use crate::{Error, Numbers, Report, Settings};

/// The table of `coverage report`.
pub struct Text;

impl Format for Text {
    fn name(&self) -> &'static str {
        "text"
    }

    fn file_name(&self) -> &'static str {
        "coverage.txt"
    }

    fn write(&self, report: &Report<'_>, out: &mut dyn io::Write) -> Result<(), Error> {
        write_table(&Table::new(report)?, out)
    }
}

/// Writes a table.
pub(crate) fn write_table(table: &Table, out: &mut dyn io::Write) -> Result<(), Error> {
    let widths = Widths::new(table);
    let header = widths.header(&table.header);
    let rule = "-".repeat(header.chars().count());
    writeln!(out, "{}\n{rule}", header.trim_end())?;
    for row in &table.rows {
        writeln!(out, "{}", widths.row(row).trim_end())?;
    }
    if !table.rows.is_empty() {
        writeln!(out, "{rule}")?;
    }
    writeln!(out, "{}", widths.row(&table.total).trim_end())?;
    for note in &table.notes {
        writeln!(out, "\n{note}")?;
    }
    Ok(())
}

/// Returns the total row of the text report for files with these names and numbers, without
/// building the report.
pub fn total_line<'a>(
    files: impl Iterator<Item = (&'a str, Numbers)>,
    has_arcs: bool,
    settings: &Settings,
) -> String {
    let table = Table::summary(files, has_arcs, settings);
    Widths::new(&table).row(&table.total).trim_end().to_owned()
}

/// The widths of the columns whose widths depend on their content, in characters.
struct Widths {
    name: usize,
    cover: usize,
}

impl Widths {
    fn new(table: &Table) -> Widths {
        let longest = |text: fn(&Row) -> &str| {
            table.rows.iter().map(|row| text(row).chars().count()).max().unwrap_or(0)
        };
        let total = (table.total.cover.len() + 2).max(" Cover".len()) + 1;
        Widths {
            name: longest(|row| &row.name).max("TOTAL".len()) + 1,
            cover: total.max(longest(|row| &row.cover) + 2),
        }
    }

    fn header(&self, captions: &[&str]) -> String {
        captions
            .iter()
            .map(|&caption| match caption {
                "Name" => format!("{caption:0$}", self.name),
                "Cover" => format!("{caption:>0$}", self.cover),
                "Missing" => format!("{caption:>10}"),
                _ => format!("{caption:>7}"),
            })
            .collect()
    }

    fn row(&self, row: &Row) -> String {
        let counts: Vec<String> = row.counts.iter().map(|count| format!("{count:>7}")).collect();
        let missing = row.missing.as_deref().map(|missing| format!("   {missing:9}"));
        format!(
            "{:name$}{}{:>cover$}%{}",
            row.name,
            counts.concat(),
            row.cover,
            missing.unwrap_or_default(),
            name = self.name,
            cover = self.cover - 1,
        )
    }
}

//! The Markdown report: the table of the text report, for a merge request or a job's summary.

use std::io;

use super::Format;
use super::table::{Row, Table};
use crate::{Error, Report};

/// The table that `coverage report --format=markdown` prints.
pub struct Markdown;

impl Format for Markdown {
    fn name(&self) -> &'static str {
        "markdown"
    }

    fn file_name(&self) -> &'static str {
        "coverage.md"
    }

    fn write(&self, report: &Report<'_>, out: &mut dyn io::Write) -> Result<(), Error> {
        write_table(Table::new(report)?, out)
    }
}

/// Writes a table.
pub(crate) fn write_table(mut table: Table, out: &mut dyn io::Write) -> Result<(), Error> {
    for row in &mut table.rows {
        row.name = escape(&row.name);
        row.missing = row.missing.as_deref().map(escape);
    }
    let widths = Widths::new(&table);
    let header: Vec<String> = table.header.iter().map(|caption| widths.caption(caption)).collect();
    writeln!(out, "{}", header.concat())?;
    writeln!(out, "{}", rule(&header))?;
    for row in &table.rows {
        writeln!(out, "{}", widths.row(row))?;
    }
    writeln!(out, "{}", widths.total(&table.total))?;
    for note in &table.notes {
        writeln!(out, "\n{note}")?;
    }
    Ok(())
}

/// Escapes characters of `text` that may have a meaning in Markdown by a backslash.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_punctuation() && !matches!(c, '.' | ',' | '/' | '-') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// Returns the row under the captions: names left-aligned, numbers right-aligned.
fn rule(header: &[String]) -> String {
    let cells = header.iter().enumerate().map(|(index, caption)| {
        let end = if index == 0 { "- |" } else { "-: |" };
        let width = caption.chars().count().saturating_sub(1);
        format!("{}{end}", "-".repeat(width.saturating_sub(end.len())))
    });
    format!("|{}", cells.collect::<Vec<_>>().join(" "))
}

/// The widths of the columns whose widths depend on their content, in characters.
struct Widths {
    name: usize,
    cover: usize,
}

impl Widths {
    fn new(table: &Table) -> Widths {
        let longest = table.rows.iter().map(|row| row.name.chars().count()).max().unwrap_or(0);
        Widths {
            name: longest.max("**TOTAL**".len()) + 1,
            cover: (table.total.cover.len() + 6).max(" Cover ".len()),
        }
    }

    fn caption(&self, caption: &str) -> String {
        match caption {
            "Name" => format!("| {caption:0$}|", self.name),
            "Cover" => format!("{caption:>0$} |", self.cover),
            "Missing" => format!("{caption:>10} |"),
            _ => format!("{caption:>9} |"),
        }
    }

    fn row(&self, row: &Row) -> String {
        let counts: Vec<String> = row.counts.iter().map(|count| format!("{count:>9} |")).collect();
        let missing = row.missing.as_deref().map(|missing| format!("{missing:>10} |"));
        format!(
            "| {:name$}|{}{:>cover$}% |{}",
            row.name,
            counts.concat(),
            row.cover,
            missing.unwrap_or_default(),
            name = self.name,
            cover = self.cover - 1,
        )
    }

    fn total(&self, row: &Row) -> String {
        let bold = |text: &str| format!(" **{text}**");
        let counts: Vec<String> =
            row.counts.iter().map(|count| format!("{:>9} |", bold(&count.to_string()))).collect();
        let missing = row.missing.as_deref().map(|missing| format!("{missing:>10} |"));
        format!(
            "|{:name$} |{}{:>cover$} |{}",
            bold(&row.name),
            counts.concat(),
            bold(&format!("{}%", row.cover)),
            missing.unwrap_or_default(),
            name = self.name,
            cover = self.cover,
        )
    }
}

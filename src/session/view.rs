//! Answers, in the words of the protocol.

use covdrop_lines::Line;
use covdrop_protocol::{FileView, Listing, Mark, Note, Numbers, Query, Row, Status};
use covdrop_report::{HumanKey, Precision, Status as LineStatus};

use crate::{MeasuredFile, Measurement};

/// Counts, with the percentage as it is printed.
pub(crate) fn numbers(counts: covdrop_report::Numbers, precision: Precision) -> Numbers {
    let percent = counts.covered();
    Numbers {
        stmts: counts.statements,
        miss: counts.missing,
        excluded: counts.excluded,
        branch: counts.branches,
        brpart: counts.partial_branches,
        partial: counts.partial_lines,
        cover: format!("{}%", percent.display(precision)),
        percent: percent.value(),
    }
}

/// The rows of the file list, in the order of coverage.py's text report.
pub(crate) fn listing(measurement: &Measurement, precision: Precision, query: Query) -> Listing {
    let mut files: Vec<&MeasuredFile> = measurement.files.iter().collect();
    files.sort_by_cached_key(|file| HumanKey::new(file.path.as_str()));
    let row = |file: &MeasuredFile| Row {
        path: file.path.as_str().to_owned(),
        name: file.path.as_str().to_owned(),
        line: None,
        depth: 0,
        is_folder: false,
        numbers: numbers(file.numbers(), precision),
        approximate: file.analysis().is_approximate(),
    };
    Listing {
        query,
        totals: numbers(measurement.total(), precision),
        of: u32::try_from(files.len()).unwrap_or(u32::MAX),
        rows: files.into_iter().map(row).collect(),
        hidden_covered: 0,
        hidden_empty: 0,
    }
}

/// A file with its lines.
pub(crate) fn file(file: &MeasuredFile, precision: Precision) -> FileView {
    let measured = file.measured();
    let lines: Vec<String> = file.source().lines().map(str::to_owned).collect();
    let plain = Mark { status: Status::Plain, continued: false, jobs: 0, found: false };
    let mark = |line| {
        let mark = measured.mark(line);
        Mark { status: status(mark.status), continued: mark.continued, jobs: 0, found: false }
    };
    let marks = (0..lines.len()).map(|index| Line::from_index(index).map_or(plain, mark));
    let partial = file.measured().coverage.partial();
    let notes = partial.iter().flat_map(|line| {
        let notes = measured.notes(line).into_iter();
        notes.map(move |note| Note { line: line.get(), short: note.short, long: note.long })
    });
    FileView {
        path: file.path.as_str().to_owned(),
        numbers: numbers(file.numbers(), precision),
        approximate: file.analysis().is_approximate(),
        jobs: 0,
        found: None,
        neighbours: (None, None),
        token_ends: vec![0; lines.len()],
        tokens: Vec::new(),
        marks: marks.collect(),
        notes: notes.collect(),
        lines,
    }
}

fn status(status: LineStatus) -> Status {
    match status {
        LineStatus::Run => Status::Run,
        LineStatus::Miss => Status::Miss,
        LineStatus::Excluded => Status::Excluded,
        LineStatus::Partial => Status::Partial,
        LineStatus::Plain => Status::Plain,
    }
}

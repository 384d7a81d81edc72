//! Compares a session with another one, the base.

use std::collections::BTreeMap;

use covdrop_analysis::Source;
use covdrop_changes::{Alignment, Content, FileChange, TextChange};
use covdrop_data::SourcePath;
use covdrop_report::{BaseReport, ComparedFile, CoverageBits, Numbers, Version, differential};
use foldhash::{HashMap, HashSet};

use crate::changed_files::{MatchedDiff, MatchedFile};
use crate::covered_files::CoveredFile;
use crate::session_view::SessionView;

/// The files that enabled jobs measured and that count, with their numbers, by path.
type Files<'a> = BTreeMap<&'a str, (&'a CoveredFile, Numbers)>;

/// Returns the difference of the sources of `base` and `view`, as a diff would tell it, for the
/// files that enabled jobs measured.
pub(crate) fn diff_of_sources(view: SessionView<'_>, base: SessionView<'_>) -> MatchedDiff {
    let changed = files(view).into_iter().filter_map(|(path, (file, _))| {
        let new = &file.analysed.source;
        let old = base.project.decoded(&file.path);
        let is_same = old.as_ref().is_some_and(|old| old.text() == new.text());
        let alignment = Alignment::of_texts(old.as_ref().map_or("", |old| old.text()), new.text());
        let change = FileChange {
            old_path: old.map(|_| path.to_owned()),
            new_path: Some(path.to_owned()),
            is_copy: false,
            content: Content::Text(TextChange::from(alignment)),
        };
        let source = Some(file.path.clone());
        (!is_same).then_some(MatchedFile { change, source, is_outside: false, fit: None })
    });
    changed.collect()
}

/// Compares with `base`. `diff` has the files that have other paths now, and aligns lines.
pub(crate) fn base_report(
    view: SessionView<'_>,
    base: SessionView<'_>,
    diff: &MatchedDiff,
) -> BaseReport {
    let (before, now) = (files(base), files(view));
    let changes: HashMap<&str, (&FileChange, Option<String>)> =
        diff.files().filter_map(MatchedFile::with_old_source).collect();
    let mut compared = Vec::new();
    let mut paired: HashSet<&str> = HashSet::default();
    for (path, (file, numbers)) in &now {
        let change = changes.get(path);
        let old_path = match change {
            Some((_, old_path)) => old_path.as_deref(),
            None => Some(*path),
        };
        let old = old_path.and_then(|path| before.get_key_value(path));
        paired.extend(old.map(|(path, _)| *path));
        let old_source = old_path.and_then(SourcePath::new);
        let old_source = old_source.and_then(|path| base.project.decoded(&path));
        let new_source = &file.analysed.source;
        let by_diff = change.and_then(|(change, _)| match &change.content {
            Content::Text(text) => Some(&text.alignment),
            Content::Binary | Content::Same => None,
        });
        let text = |source: Option<&Source>| source.map_or("", Source::text).to_owned();
        let old_text = text(old_source.as_deref());
        let alignment = by_diff.filter(|by_diff| by_diff.joins(&old_text, new_source.text()));
        let alignment =
            alignment.cloned().unwrap_or_else(|| Alignment::of_texts(&old_text, new_source.text()));
        let old_covered = old.map(|(_, (file, _))| (*file, covered(base, file)));
        let new_covered = covered(view, file);
        compared.push(ComparedFile {
            path: (*path).to_owned(),
            old_path: old_path.filter(|old| old != path).map(str::to_owned),
            before: old.map(|(_, (_, numbers))| *numbers),
            now: Some(*numbers),
            categories: differential(
                old_covered.as_ref().map(|(file, covered)| version(file, covered)),
                Some(version(file, &new_covered)),
                &alignment,
            ),
        });
    }
    for (path, (file, numbers)) in before.iter().filter(|(path, _)| !paired.contains(**path)) {
        // It may be there, and not be measured.
        let source = view.project.decoded(&file.path);
        let new_text = source.as_ref().map_or("", |source| source.text());
        let alignment = Alignment::of_texts(file.analysed.source.text(), new_text);
        let covered = covered(base, file);
        compared.push(ComparedFile {
            path: (*path).to_owned(),
            old_path: None,
            before: Some(*numbers),
            now: None,
            categories: differential(Some(version(file, &covered)), None, &alignment),
        });
    }
    compared.sort_by(|a, b| a.path.cmp(&b.path));
    BaseReport { before: base.totals().total, now: view.totals().total, files: compared }
}

/// Returns the files that count.
fn files(view: SessionView<'_>) -> Files<'_> {
    let inputs = view.inputs();
    let measured = view.totals().measured(view.files());
    let counting = measured.filter(|(file, _)| inputs.counts(file.is_approximate()));
    counting.map(|(file, numbers)| (file.path.as_str(), (file, numbers))).collect()
}

fn version<'a>(file: &'a CoveredFile, covered: &'a CoverageBits) -> Version<'a> {
    Version { analysis: file.analysis(), covered }
}

/// Returns the items of a file that enabled jobs cover.
fn covered(view: SessionView<'_>, file: &CoveredFile) -> CoverageBits {
    let on = view.inputs().jobs_on();
    file.union(|job| on.get(job).copied().unwrap_or(false))
}

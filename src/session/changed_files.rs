//! Finds the files of a diff in the source tree, and measures their changed lines.

use covdrop_changes::{Content, Diff, FileChange, Fit};
use covdrop_data::{DataFileId, PathUse, RecordedPath, ResolvedPath, SourcePath};
use covdrop_intake::parallel;
use covdrop_lines::LineSet;
use covdrop_report::{ChangeReport, ChangeResult, ChangedFile};
use foldhash::{HashMap, HashSet};

use crate::covered_files::CoveredFile;
use crate::project::Project;
use crate::session_view::SessionView;

/// The files of a diff, with their places in the source tree.
///
/// It holds until sources, data or path aliases change. Jobs, contexts and trial settings do not
/// matter to it.
#[derive(Clone, Debug, Default)]
pub struct MatchedDiff {
    files: Vec<MatchedFile>,
}

/// A file of a diff.
#[derive(Clone, Debug)]
pub(crate) struct MatchedFile {
    pub(crate) change: FileChange,
    pub(crate) source: Option<SourcePath>,
    /// Whether it lies outside of the source tree, in the same repository.
    pub(crate) is_outside: bool,
    /// How well the diff fits the source; `None` if there is nothing to compare.
    pub(crate) fit: Option<Fit>,
}

impl MatchedFile {
    /// Returns the path in the source tree, the change, and the path in the source tree before it,
    /// if there was one.
    ///
    /// The part of the path above the source tree is the same before and afterwards.
    pub(crate) fn with_old_source(&self) -> Option<(&str, (&FileChange, Option<String>))> {
        let source = self.source.as_ref()?.as_str();
        let above = self.change.new_path.as_deref()?.strip_suffix(source);
        let old = self.change.old_path.as_deref().map(|old| {
            let is_in_place = self.change.new_path.as_deref() == Some(old);
            let inner = above.and_then(|above| old.strip_prefix(above));
            if is_in_place { source } else { inner.unwrap_or(old) }.to_owned()
        });
        Some((source, (&self.change, old)))
    }
}

impl FromIterator<MatchedFile> for MatchedDiff {
    fn from_iter<I: IntoIterator<Item = MatchedFile>>(files: I) -> MatchedDiff {
        MatchedDiff { files: files.into_iter().collect() }
    }
}

impl MatchedDiff {
    /// Returns the files.
    pub(crate) fn files(&self) -> impl Iterator<Item = &MatchedFile> {
        self.files.iter()
    }

    /// Returns the lines that are new in the file at `path` of the source tree, or `None` if the diff
    /// does not change it or does not fit it.
    pub fn added_lines(&self, path: &str) -> Option<LineSet> {
        let is_it =
            |file: &&MatchedFile| file.source.as_ref().is_some_and(|it| it.as_str() == path);
        let file = self.files.iter().find(is_it)?;
        file.fit.is_none_or(Fit::is_exact).then(|| file.change.added())
    }

    /// Returns the files of the source tree that the diff changes.
    pub(crate) fn sources(&self) -> impl Iterator<Item = &SourcePath> {
        self.files.iter().filter_map(|file| file.source.as_ref())
    }
}

/// Finds the files of `diff` in the source tree. `prefixes` are the paths of the source tree's
/// folders in the repository, with `/` at their ends, or empty ones; none if nothing is known.
///
/// Paths below a prefix are those of the source tree. All others are found like recorded paths.
pub(crate) fn match_diff(view: SessionView<'_>, diff: Diff, prefixes: &[String]) -> MatchedDiff {
    let project = view.project;
    let known = |path: &str| {
        let inner = |prefix: &String| SourcePath::new(path.strip_prefix(prefix.as_str())?);
        prefixes.iter().filter_map(inner).find(|path| project.has_source(path))
    };
    let new_paths: Vec<&str> =
        diff.files.iter().filter_map(|file| file.new_path.as_deref()).collect();
    let by_prefix: HashMap<&str, SourcePath> =
        new_paths.iter().filter_map(|path| Some((*path, known(path)?))).collect();
    let open = new_paths.iter().filter(|path| !by_prefix.contains_key(*path));
    let open: Vec<RecordedPath> = open.map(|path| RecordedPath::new(*path)).collect();
    let uses: Vec<PathUse<'_>> = open.iter().map(|path| (path, vec![DataFileId(0)])).collect();
    let mapping = project.map_changed(&uses);
    let source = |path: &str| {
        let found = || mapping.as_ref()?.source(&RecordedPath::new(path)).cloned();
        by_prefix.get(path).cloned().or_else(found)
    };
    let sources: Vec<Option<SourcePath>> =
        diff.files.iter().map(|file| source(file.new_path.as_deref()?)).collect();
    let files = diff.files.into_iter().zip(sources).collect::<Vec<_>>();
    let fits = parallel::map(&files, |(change, source)| fit(project, change, source.as_ref()?));
    let matched = files.into_iter().zip(fits);
    let matched = matched.map(|((mut change, source), fit)| {
        change.forget_text();
        let is_below = |prefix: &String| change.path().starts_with(prefix.as_str());
        let is_outside = !prefixes.is_empty() && !prefixes.iter().any(is_below);
        // Another file of the repository may have the same end of its path.
        let is_other = is_outside && fit.is_some_and(|fit| !fit.is_exact());
        let (source, fit) = if is_other { (None, None) } else { (source, fit) };
        MatchedFile { change, source, is_outside, fit }
    });
    matched.collect()
}

/// Returns how well a change fits its file of the source tree.
fn fit(project: &Project, change: &FileChange, path: &SourcePath) -> Option<Fit> {
    let Content::Text(text) = &change.content else { return None };
    let source = project.text(path)?;
    Some(if source.has_text() {
        text.fit(source.lines())
    } else {
        text.fit_length(source.line_count())
    })
}

/// Measures the changed lines over the enabled jobs.
pub(crate) fn change_report(view: SessionView<'_>, diff: &MatchedDiff) -> ChangeReport {
    let measure = Measure::new(view);
    let files = diff.files.iter().map(|file| {
        let FileChange { old_path, new_path, .. } = &file.change;
        let is_moved = new_path.is_some() && old_path != new_path;
        ChangedFile {
            path: file.change.path().to_owned(),
            old_path: old_path.clone().filter(|_| is_moved),
            source: file.source.as_ref().map(|path| path.as_str().to_owned()),
            kind: file.change.kind(),
            result: measure.result(file),
        }
    });
    let mut files: Vec<ChangedFile> = files.collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    ChangeReport { files, has_arcs: measure.has_arcs, precision: view.precision(), base: None }
}

/// The data that the changed lines of files are measured by.
struct Measure<'a> {
    view: SessionView<'a>,
    /// The files that enabled jobs measured, and all others.
    covered: HashMap<&'a str, (&'a CoveredFile, bool)>,
    /// The files that data names.
    recorded: HashSet<&'a str>,
    on: Vec<bool>,
    has_arcs: bool,
}

impl<'a> Measure<'a> {
    fn new(view: SessionView<'a>) -> Measure<'a> {
        let (files, totals) = (view.files(), view.totals());
        let covered = files.files.iter().zip(&totals.files);
        let covered =
            covered.map(|(file, numbers)| (file.path.as_str(), (file, numbers.is_some())));
        let recorded = view.dataset.combined.files().filter_map(|(_, file)| match &file.path {
            ResolvedPath::Source(path) => Some(path.as_str()),
            ResolvedPath::Recorded(_) => None,
        });
        Measure {
            view,
            covered: covered.collect(),
            recorded: recorded.collect(),
            on: view.inputs().jobs_on(),
            has_arcs: totals.has_arcs,
        }
    }

    fn result(&self, file: &MatchedFile) -> ChangeResult {
        let added = file.change.added();
        if added.is_empty() {
            return match file.fit.filter(|fit| !fit.is_exact()) {
                Some(Fit { shown, misfits }) => ChangeResult::Misfit { shown, misfits },
                None => ChangeResult::NothingToMeasure,
            };
        }
        let is_python = is_python(file.change.path());
        let unless_other = |result| if is_python { result } else { ChangeResult::NothingToMeasure };
        let Some(path) = &file.source else {
            let missing =
                if file.is_outside { ChangeResult::Omitted } else { ChangeResult::NotFound };
            return unless_other(missing);
        };
        if !self.view.project.report_filter().includes(path) {
            return ChangeResult::Omitted;
        }
        match self.covered.get(path.as_str()) {
            None if self.recorded.contains(path.as_str()) => ChangeResult::Unanalysed,
            None | Some((_, false)) => unless_other(ChangeResult::NotMeasured),
            Some((covered, true)) => match file.fit.filter(|fit| !fit.is_exact()) {
                Some(Fit { shown, misfits }) => ChangeResult::Misfit { shown, misfits },
                None if !self.view.inputs().counts(covered.is_approximate()) => {
                    ChangeResult::Uncounted
                }
                None => self.measured(covered, added),
            },
        }
    }

    fn measured(&self, file: &CoveredFile, added: LineSet) -> ChangeResult {
        let is_on = |job: usize| self.on.get(job).copied().unwrap_or(false);
        let covered = file.union(is_on);
        let by_arcs = self.has_arcs.then(|| file.by_arcs(&covered, is_on));
        let change = file.items.change(file.analysis(), added, &covered, by_arcs.as_deref());
        ChangeResult::Measured(change)
    }
}

/// Returns true if the name of a file is that of a Python source.
fn is_python(path: &str) -> bool {
    let extension = path.rsplit('/').next().and_then(|name| name.rsplit_once('.'));
    extension.is_some_and(|(_, extension)| matches!(extension, "py" | "pyw"))
}

//! Writes reports and data files.

use std::io;

use covdrop_data::{
    CombinedFile, Context, FileId, JobId, ResolvedPath, Selection, WriteError, WriteOptions, write,
};
use covdrop_protocol::{Export, Format};
use covdrop_report::{
    Error, File, Json, Lcov, LineContexts, Markdown, Numbers, Percent, Report, Settings, Text,
    Timestamp, Xml,
};

use crate::coverage_inputs::CoverageInputs;
use crate::project::ReportFilter;
use crate::refused_settings::RefusedSetting;
use crate::report_measurement::{MeasuredFile, Measurement};
use crate::session_view::SessionView;

/// The maximum size of a report from the page, in MiB.
const MAX_EXPORT_MIB: u64 = 256;

/// The reason why there is no LCOV report with checksums of lines.
const NO_CHECKSUMS: &str = "[lcov] line_checksums in your settings asks for checksums of lines, and this \
                            report was made without sources.";

/// A writer that limits the size of a report.
struct BoundedWriter<'o> {
    out: &'o mut dyn io::Write,
    max_mib: u64,
    left: u64,
    is_full: bool,
}

impl<'o> BoundedWriter<'o> {
    fn new(max_mib: u64, out: &'o mut dyn io::Write) -> BoundedWriter<'o> {
        BoundedWriter { out, max_mib, left: max_mib << 20, is_full: false }
    }

    /// Returns an error if the report was too large.
    fn check(&self) -> Result<(), Error> {
        if self.is_full { Err(Error::TooLarge { mib: self.max_mib }) } else { Ok(()) }
    }
}

impl io::Write for BoundedWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let Some(left) = self.left.checked_sub(bytes.len() as u64) else {
            self.is_full = true;
            return Err(io::ErrorKind::StorageFull.into());
        };
        self.left = left;
        self.out.write_all(bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Returns the names of the contexts that ran each line of a file.
pub(crate) fn line_contexts<'a>(view: SessionView<'a>, file: &MeasuredFile) -> LineContexts<'a> {
    let by_line = view.dataset.combined.contexts_by_line(file.id, &view.choices.selection);
    let name = |context: Context| view.dataset.combined.contexts().get(context.0 as usize);
    let named = by_line.into_iter().map(|(line, contexts)| {
        let mut names: Vec<&str> =
            contexts.into_iter().filter_map(name).map(String::as_str).collect();
        names.sort_unstable();
        (line, names)
    });
    named.collect()
}

/// Writes the data of the enabled jobs as a data file of coverage.py. Files get their full paths if
/// the folder of the source tree is known, else paths relative to the tree.
///
/// # Errors
/// Fails for line data together with branch data, unless written as lines only.
pub(crate) fn write_data(
    view: SessionView<'_>,
    options: WriteOptions,
) -> Result<Vec<u8>, WriteError> {
    write(&view.dataset.combined, &view.choices.selection, options, |place| {
        let full = match place {
            ResolvedPath::Source(path) if !view.settings().run.relative_files => {
                view.project.full_path(path)
            }
            _ => None,
        };
        // Like coverage.py, write paths of one system with one separator.
        full.unwrap_or_else(|| place.as_str().replace('\\', "/"))
    })
}

/// Writes the data of the job at an index of [`Session::jobs`](crate::Session::jobs) as a data file of coverage.py, with
/// file names relative to the source tree.
///
/// # Errors
/// Fails for line data together with branch data, unless written as lines only.
pub(crate) fn write_job(
    view: SessionView<'_>,
    job: usize,
    options: WriteOptions,
) -> Result<Vec<u8>, WriteError> {
    let id = view.dataset.combined.jobs().nth(job).map_or(JobId(u32::MAX), |(id, _)| id);
    let count = view.dataset.combined.jobs().map(|(id, _)| id.0 as usize + 1).max().unwrap_or(0);
    write(&view.dataset.combined, &Selection::only(id, count), options, |place| {
        place.as_str().to_owned()
    })
}

/// Returns the sources that data names, in order.
pub(crate) fn sources_in_use(view: SessionView<'_>) -> impl Iterator<Item = &str> {
    view.dataset.combined.files().filter_map(|(_, file)| match &file.path {
        ResolvedPath::Source(path) => Some(path.as_str()),
        ResolvedPath::Recorded(_) => None,
    })
}

/// Returns the analysed sources that data names, in order: each as bytes with its analysis, and its
/// text if `with_text`.
pub(crate) fn analyses(
    view: SessionView<'_>,
    with_text: bool,
) -> impl Iterator<Item = (&str, Vec<u8>)> {
    let bytes = move |path| view.project.write_analysis(path, with_text);
    view.dataset.combined.files().filter_map(move |(_, file)| match &file.path {
        ResolvedPath::Source(path) => Some((path.as_str(), bytes(path)?)),
        ResolvedPath::Recorded(_) => None,
    })
}

/// Returns patterns for `--include` and `--omit` with which a session that does not know the folder
/// of the source reports on the same files. These are the patterns of the command line if they
/// select the same files there. Patterns that name folders above the source do not; then the result
/// names each omitted file.
pub(crate) fn portable_patterns(
    view: SessionView<'_>,
) -> (Option<Vec<String>>, Option<Vec<String>>) {
    let here = view.project.report_filter();
    let elsewhere = view.project.report_filter_elsewhere();
    let is_reported = |filter: &ReportFilter, place: &ResolvedPath| match place {
        ResolvedPath::Source(path) => filter.includes(path),
        ResolvedPath::Recorded(path) => filter.includes_recorded(path),
    };
    let mut files = view.dataset.combined.files().map(|(_, file)| &file.path);
    if files.all(|place| is_reported(here, place) == is_reported(&elsewhere, place)) {
        return view.project.asked_patterns();
    }
    let files = view.dataset.combined.files().map(|(_, file)| &file.path);
    let omitted = files.filter(|place| !is_reported(here, place));
    let pattern = |place: &ResolvedPath| place.as_str().replace(['*', '?', '['], "?");
    (Some(Vec::new()), Some(omitted.map(pattern).collect()))
}

/// Measures all files over the enabled jobs.
pub(crate) fn measure(view: SessionView<'_>) -> Measurement {
    Measurement::new(view.inputs())
}

/// Writes a report on the files that count to `out`. Returns the total that is compared with the
/// threshold.
///
/// # Errors
/// [`Error::TooLarge`] for a report of more than `max_mib`, and those of
/// [`covdrop_report::Format::write`]. If no file that data names is selected, there is no report;
/// if some are but none could be analysed, the format decides.
pub(crate) fn write_report(
    view: SessionView<'_>,
    format: &dyn covdrop_report::Format,
    settings: Settings,
    now: Timestamp,
    max_mib: u64,
    out: &mut dyn io::Write,
) -> Result<Percent, Error> {
    let measurement = measure_counting(view);
    if measurement.files.is_empty() && !selects_any(view) {
        return Err(Error::NoData);
    }
    let mut out = BoundedWriter::new(max_mib, out);
    let total = write_measured(view, &measurement, format, settings, now, &mut out);
    out.check().and(total)
}

/// Measures the files that count.
fn measure_counting(view: SessionView<'_>) -> Measurement {
    let mut measurement = measure(view);
    measurement.files.retain(|file| file.counts);
    measurement
}

/// Returns true if the data names a file to report on, with or without a source.
fn selects_any(view: SessionView<'_>) -> bool {
    let CoverageInputs { combined, project, selection, .. } = view.inputs();
    let filter = project.report_filter();
    let is_chosen = |(id, file): (FileId, &CombinedFile)| {
        combined.tracer(id).is_none()
            && combined.is_recorded(id, selection)
            && match &file.path {
                ResolvedPath::Source(path) => filter.includes(path),
                ResolvedPath::Recorded(path) => filter.includes_recorded(path),
            }
    };
    combined.files().any(is_chosen)
}

/// Writes a report on measured files.
fn write_measured(
    view: SessionView<'_>,
    measurement: &Measurement,
    format: &dyn covdrop_report::Format,
    settings: Settings,
    now: Timestamp,
    out: &mut dyn io::Write,
) -> Result<Percent, Error> {
    let root = view.project.root().filter(|_| !view.settings().run.relative_files);
    // Like coverage.py, name the target of a link by its real path.
    let path_and_name = |file: &MeasuredFile| {
        if let Some(outside) = view.project.path_outside(&file.path) {
            return (outside.clone(), outside);
        }
        let name = file.path.to_string();
        (root.map_or_else(|| name.clone(), |root| format!("{root}/{name}")), name)
    };
    let paths: Vec<(String, String)> = measurement.files.iter().map(path_and_name).collect();
    let files = measurement.files.iter().zip(&paths).map(|(file, (path, name))| File {
        path,
        name,
        source: file.source().text(),
        measured: file.measured(),
        contexts: if settings.show_contexts {
            line_contexts(view, file)
        } else {
            LineContexts::new()
        },
    });
    let report = Report::new(files.collect(), measurement.has_arcs, now, settings);
    format.write(&report, out)?;
    Ok(format.total(&report))
}

/// Returns the folders of `[run] source` that exist, to which coverage.py's XML report makes names
/// relative: as full paths, or as written if `relative_files` is set. An entry that is no folder
/// names a package.
///
/// `locate` returns the full path of an entry, if it exists.
pub(crate) fn source_roots(
    view: SessionView<'_>,
    locate: impl Fn(&str) -> Option<String>,
) -> Vec<String> {
    let set = view.settings();
    let root = |entry: &String| {
        let full = locate(entry)?;
        let as_written = || entry.trim_end_matches(['/', '\\']).to_owned();
        Some(if set.run.relative_files { as_written() } else { full })
    };
    set.run.source.iter().filter_map(root).collect()
}

/// Returns the full path of a folder or file of the source tree, or the path relative to the tree
/// if the tree's folder is unknown.
pub(crate) fn locate(view: SessionView<'_>, path: &str) -> Option<String> {
    view.project.locate(path)
}

/// Returns the report settings of the project.
pub(crate) fn report_settings(view: SessionView<'_>) -> Settings {
    let set = view.settings();
    Settings {
        precision: view.precision(),
        sort: set.report.sort.as_deref().and_then(|sort| sort.parse().ok()).unwrap_or_default(),
        skip_covered: set.report.skip_covered,
        skip_empty: set.report.skip_empty,
        show_missing: set.report.show_missing,
        show_contexts: set.json.show_contexts,
        pretty_print: set.json.pretty_print,
        doubts: None,
        line_checksums: set.lcov.line_checksums,
        package_depth: usize::try_from(set.xml.package_depth).unwrap_or_default(),
        source_roots: source_roots(view, |path| locate(view, path)),
    }
}

/// Returns the `TOTAL` line for files with these names and numbers.
pub(crate) fn total_line<'a>(
    view: SessionView<'_>,
    files: impl Iterator<Item = (&'a str, Numbers)>,
    has_arcs: bool,
) -> String {
    covdrop_report::total_line(files, has_arcs, &report_settings(view))
}

/// Exports a report or the data for the current selection and settings.
pub(crate) fn export(view: SessionView<'_>, format: Format, now: Timestamp) -> Export {
    let (report, name, media_type): (Option<&dyn covdrop_report::Format>, _, _) = match format {
        Format::Text => (Some(&Text), "coverage.txt", "text/plain"),
        Format::Markdown => (Some(&Markdown), "coverage.md", "text/markdown"),
        Format::Json => (Some(&Json), "coverage.json", "application/json"),
        Format::Xml => (Some(&Xml), "coverage.xml", "application/xml"),
        Format::Lcov => (Some(&Lcov), "coverage.lcov", "text/plain"),
        Format::Coverage => (None, ".coverage", "application/vnd.sqlite3"),
    };
    let refused = RefusedSetting::all(view.settings());
    let refused = refused.iter().find(|refused| refused.concerns(format));
    let lacks_text =
        format == Format::Lcov && view.settings().lcov.line_checksums && view.project.lacks_text();
    let bytes = match (refused, report) {
        _ if lacks_text => Err(NO_CHECKSUMS.to_owned()),
        (Some(RefusedSetting { option, error }), _) => {
            Err(format!("{option} in your settings: {error}."))
        }
        (None, Some(report)) => {
            let mut written = Vec::new();
            let measurement = measure_counting(view);
            let set = report_settings(view);
            // If nothing could be measured, as without a source, a report is useless.
            let result = if measurement.files.is_empty() {
                Err(Error::NoData)
            } else {
                let mut out = BoundedWriter::new(MAX_EXPORT_MIB, &mut written);
                let total = write_measured(view, &measurement, report, set, now, &mut out);
                out.check().and(total)
            };
            result
                .map(|_| written)
                .map_err(|error| format!("{}.", error.to_string().trim_end_matches('.')))
        }
        (None, None) => write_data(view, WriteOptions::default())
            .map_err(|error| format!("{error}. {}", error.advice())),
    };
    Export { format, name: name.to_owned(), media_type: media_type.to_owned(), bytes }
}

//! Creates the overview: everything that the page shows beside a list or an open file.

use covdrop_data::{JobId, ResolvedPath};
use covdrop_protocol::{
    ContextsView, FilesWithoutNumbers, Gain, Job, Loaded, Overview, RanRow, Threshold, Totals,
    escape_invisible,
};
use covdrop_report::{FailUnder, Numbers, Percent, Precision};

use crate::doubts::doubt_groups;
use crate::export::total_line;
use crate::job_coverage::EnabledTotals;
use crate::job_questions::share;
use crate::protocol_numbers::{self, count};
use crate::session_problems::{problems, refused_settings};
use crate::session_view::SessionView;
use crate::settings_view::settings_view;

/// The maximum number of listed files without a source. They show that the session has data; nobody
/// reads thousands.
const MAX_RAN: usize = 200;

/// Returns the overview.
pub(crate) fn overview(view: SessionView<'_>) -> Overview {
    let totals = view.coverage.totals(view.inputs());
    let alone = view.coverage.alone(view.inputs());
    let jobs = view.dataset.combined.jobs().enumerate();
    let jobs: Vec<Job> =
        jobs.map(|(at, (id, job))| job_row(view, id, job, alone.get(at), at, totals)).collect();
    Overview {
        loaded: Loaded {
            data_files: jobs.iter().map(|job| job.data_files).sum(),
            sources: count(view.project.len()),
            approximate: count(view.project.approximate().count()),
        },
        totals: totals_view(view, totals, mean(view, &jobs)),
        without_numbers: files_without_numbers(view),
        jobs,
        jobs_by: view.choices.jobs_by,
        contexts: contexts(view),
        settings: settings_view(view),
        paths: view.mapping.view(view.settings()),
        problems: [problems(view), refused_settings(view)].concat(),
        doubts: doubt_groups(view),
    }
}

/// Returns the totals; `mean` is the mean percentage of the enabled jobs.
fn totals_view(view: SessionView<'_>, totals: &EnabledTotals, mean: Option<String>) -> Totals {
    let inputs = view.inputs();
    let is_empty = totals.total.n_files == 0;
    let counted = totals.measured(view.coverage.files(inputs));
    let counted = counted.filter(|(file, _)| inputs.counts(file.is_approximate()));
    let counted = counted.map(|(file, numbers)| (file.path.as_str(), numbers));
    Totals {
        numbers: (!is_empty).then(|| protocol_numbers::to_protocol(totals.total, view.precision())),
        has_branches: totals.has_arcs,
        line: if is_empty { String::new() } else { total_line(view, counted, totals.has_arcs) },
        mean,
        threshold: if is_empty { None } else { threshold(view, totals.total.covered()) },
        unmeasured: count(totals.files.iter().filter(|numbers| numbers.is_none()).count()),
        with_approximate: view.choices.with_approximate,
    }
}

/// Returns the mean percentage of the enabled jobs that measured any file with a source.
fn mean(view: SessionView<'_>, jobs: &[Job]) -> Option<String> {
    let alone = view.coverage.alone(view.inputs());
    let on = jobs.iter().zip(alone).filter(|(job, alone)| job.on && alone.n_files > 0);
    let mean = Percent::mean(on.map(|(_, numbers)| numbers.covered()));
    mean.map(|mean| format!("{}%", mean.display(view.precision())))
}

/// Returns the first files that ran and have no source, or that a plugin measured, and the sum over
/// all of them.
fn files_without_numbers(view: SessionView<'_>) -> FilesWithoutNumbers {
    let (combined, selection) = (&view.dataset.combined, &view.choices.selection);
    let files = combined.files().filter_map(|(id, file)| {
        let plugin = combined.tracer(id);
        let has_source = matches!(file.path, ResolvedPath::Source(_));
        let is_listed = !has_source || plugin.is_some();
        (is_listed && combined.is_recorded(id, selection)).then_some((id, file, plugin, has_source))
    });
    let mut found = FilesWithoutNumbers::default();
    for (id, file, plugin, has_source) in files {
        let lines = combined.hits(id, selection).lines.len() as u64;
        found.lines += lines;
        if found.first.len() == MAX_RAN {
            found.more += 1;
            continue;
        }
        found.first.push(RanRow {
            path: file.path.as_str().to_owned(),
            lines,
            plugin: plugin.map(escape_invisible),
            has_source,
        });
    }
    found
}

/// Returns the contexts and their filters.
fn contexts(view: SessionView<'_>) -> ContextsView {
    let names = view.dataset.combined.contexts().iter().filter(|name| !name.is_empty());
    ContextsView {
        count: count(names.count()),
        filter: view.choices.contexts.text.clone(),
        settings_filter: view.contexts_of_settings().join(", "),
        fault: view.choices.contexts.fault.clone(),
    }
}

/// Returns the row of a job. `alone` is the job's own coverage, if it measured any file with a
/// source.
fn job_row(
    view: SessionView<'_>,
    id: JobId,
    job: &covdrop_data::Job,
    alone: Option<&Numbers>,
    index: usize,
    totals: &EnabledTotals,
) -> Job {
    let alone = alone.filter(|numbers| numbers.n_files > 0);
    let gain = totals.gains.get(index).filter(|_| alone.is_some());
    let alone = alone.map(|numbers| protocol_numbers::to_protocol(*numbers, view.precision()));
    Job {
        id: covdrop_protocol::JobId(id.0),
        name: job.label.clone(),
        is_renamed: view.dataset.names.is_chosen(&job.label),
        on: view.choices.selection.has_job(id),
        data_files: count(job.data_files.len()),
        percent: alone.as_ref().map(|alone| alone.percent),
        cover: alone.map(|alone| alone.cover),
        gain: gain.map(|&(stmts, branches)| Gain {
            stmts,
            branches,
            points: share(stmts + branches, totals).display(Precision::new(1).unwrap_or_default()),
        }),
    }
}

/// Compares `total` with the threshold of the settings.
fn threshold(view: SessionView<'_>, total: Percent) -> Option<Threshold> {
    let least = FailUnder::new(view.settings().report.fail_under).ok()?;
    (view.settings().report.fail_under > 0.0).then(|| Threshold {
        least: format!("{}%", least.display(view.precision())),
        met: least.failure(total, view.precision()).is_none(),
    })
}

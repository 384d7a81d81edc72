//! Creates the overview: everything that the page shows beside a list or an open file.

use covdrop_data::{JobId, ResolvedPath};
use covdrop_protocol::{Gain, Job, Overview, RanRow, Threshold, escape_invisible};
use covdrop_report::{FailUnder, Numbers, Percent, Precision};

use crate::doubts::doubt_groups;
use crate::export::total_line;
use crate::job_coverage::EnabledTotals;
use crate::job_questions::share;
use crate::protocol_numbers::{self, count};
use crate::session_problems::{problems, refused_settings};
use crate::session_view::SessionView;
use crate::settings_view::settings_view;

/// The most files without a source that are listed one by one. They show that data was imported;
/// nobody reads thousands.
const MAX_RAN: usize = 200;

/// Returns the overview.
pub(crate) fn overview(view: SessionView<'_>) -> Overview {
    let inputs = view.inputs();
    let (covered, totals) = (view.coverage.files(inputs), view.coverage.totals(inputs));
    let is_empty = totals.total.n_files == 0;
    let unmeasured = totals.files.iter().filter(|numbers| numbers.is_none()).count();
    let mut open = view.dataset.combined.files().filter_map(|(id, file)| {
        let plugin = view.dataset.combined.tracer(id);
        let has_source = matches!(file.path, ResolvedPath::Source(_));
        let is_listed = !has_source || plugin.is_some();
        let is_recorded = || view.dataset.combined.is_recorded(id, &view.choices.selection);
        (is_listed && is_recorded()).then_some((id, file, plugin, has_source))
    });
    let ran = open.by_ref().take(MAX_RAN).map(|(id, file, plugin, has_source)| RanRow {
        path: file.path.as_str().to_owned(),
        lines: view.dataset.combined.hits(id, &view.choices.selection).lines.len() as u64,
        plugin: plugin.map(escape_invisible),
        has_source,
    });
    let ran = ran.collect();
    let ran_more = count(open.count());
    let alone = view.coverage.alone(inputs);
    let jobs = view.dataset.combined.jobs().enumerate();
    let jobs: Vec<Job> =
        jobs.map(|(at, (id, job))| job_row(view, id, job, alone.get(at), at, totals)).collect();
    let on = jobs.iter().zip(alone).filter(|(job, alone)| job.on && alone.n_files > 0);
    let mean = Percent::mean(on.map(|(_, numbers)| numbers.covered()));
    let counted = totals.measured(covered);
    let counted = counted.filter(|(file, _)| inputs.counts(file.is_approximate()));
    let counted = counted.map(|(file, numbers)| (file.path.as_str(), numbers));
    let names = view.dataset.combined.contexts().iter().filter(|name| !name.is_empty());
    Overview {
        totals: (!is_empty).then(|| protocol_numbers::to_protocol(totals.total, view.precision())),
        branches: totals.has_arcs,
        total_line: if is_empty {
            String::new()
        } else {
            total_line(view, counted, totals.has_arcs)
        },
        mean: mean.map(|mean| format!("{}%", mean.display(view.precision()))),
        threshold: if is_empty { None } else { threshold(view, totals.total.covered()) },
        unmeasured: count(unmeasured),
        ran,
        ran_more,
        data_files: jobs.iter().map(|job| job.data_files).sum(),
        jobs,
        contexts: count(names.count()),
        context_filter: view.choices.contexts.text.clone(),
        context_setting: view.contexts_of_settings().join(", "),
        context_fault: view.choices.contexts.fault.clone(),
        tried: view.trials.comparison(inputs, view.coverage),
        rules: view.project.target_version().to_string(),
        target_version_reason: view.project.target_version_reason(),
        problems: [problems(view), refused_settings(view)].concat(),
        doubts: doubt_groups(view),
        sources: count(view.project.len()),
        approximate: count(view.project.approximate().count()),
        with_approximate: view.choices.with_approximate,
        jobs_by: view.choices.jobs_by,
        paths: view.mapping.view(view.settings()),
        settings: settings_view(view.settings()),
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

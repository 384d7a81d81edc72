//! Answers queries for lists, files, lines and comparisons of jobs.

use covdrop_protocol::{
    FileView, Found, LineQuery, LineView, ListQuery, Listing, Matrix, MinimalJobs, Question, Tile,
};

use crate::file_list::RowFilter;
use crate::line_view::line_view;
use crate::plugin_file_view::traced_view;
use crate::session_view::SessionView;
use crate::tree::Tree;
use crate::{file_list, job_questions, minimal_jobs, source_view, treemap};

/// Returns the rows for `query`.
pub(crate) fn list(view: SessionView<'_>, query: ListQuery) -> Listing {
    let inputs = view.inputs();
    let (covered, totals) = (view.files(), view.totals());
    file_list::listing(query, covered, totals, inputs, view.precision())
}

/// Returns the map of the files that pass `query`, with the given width and height in pixels.
pub(crate) fn map_of_files(
    view: SessionView<'_>,
    query: &ListQuery,
    width: u32,
    height: u32,
) -> Vec<Tile> {
    let inputs = view.inputs();
    let choice = RowFilter::new(query);
    let files = view.totals().measured(view.files());
    let files = files.filter(|(file, numbers)| choice.matches(&[file.path.as_str()], numbers));
    let tree = Tree::new(files.map(|(file, numbers)| {
        (file.path.as_str(), numbers, inputs.counts(file.is_approximate()))
    }));
    treemap::map(&tree, width, height, view.precision())
}

/// Returns the numbers of each file that passes `query` in each single job.
pub(crate) fn matrix(view: SessionView<'_>, query: &ListQuery) -> Matrix {
    let inputs = view.inputs();
    job_questions::matrix(query, view.files(), inputs, view.precision())
}

/// Answers a question about jobs.
pub(crate) fn ask(view: SessionView<'_>, question: Question) -> Found {
    let inputs = view.inputs();
    let (covered, totals) = (view.files(), view.totals());
    job_questions::answer(question, covered, totals, inputs, view.precision())
}

/// Returns a minimal set of jobs with the coverage of all enabled jobs.
pub(crate) fn minimal_jobs(view: SessionView<'_>) -> MinimalJobs {
    let inputs = view.inputs();
    minimal_jobs::minimal_jobs(view.files(), inputs)
}

/// Opens the file at `path` of the source tree, and marks the lines that answer `question`. Returns
/// `None` if it is not in the list of files. Its neighbours are those in the answer to the
/// question, else in the list of `query`, else in the text report.
pub(crate) fn open(
    view: SessionView<'_>,
    path: &str,
    question: Option<&Question>,
    query: &ListQuery,
) -> Option<FileView> {
    let inputs = view.inputs();
    let (covered, totals) = (view.files(), view.totals());
    let Some(file) = covered.file(path) else {
        return traced_view(path, inputs);
    };
    let precision = view.precision();
    let rows = question.map(|question| {
        job_questions::answer(question.clone(), covered, totals, inputs, precision).rows
    });
    let found = rows.iter().flatten().map(|row| row.path.as_str());
    let found: Vec<&str> = found.collect();
    let neighbours = neighbours(path, &found)
        .or_else(|| neighbours(path, &file_list::order(query, covered, totals, inputs)))
        .or_else(|| {
            let all = covered.files.iter().zip(&totals.files);
            let all = all.filter(|(file, numbers)| numbers.is_some() || file.path.as_str() == path);
            let all: Vec<&str> = all.map(|(file, _)| file.path.as_str()).collect();
            neighbours(path, &all)
        });
    let neighbours = neighbours.unwrap_or_default();
    Some(source_view::file_view(file, neighbours, totals, inputs, question, precision))
}

/// Returns the details of lines of a file; `None` if the list has no such file.
pub(crate) fn lines(view: SessionView<'_>, query: LineQuery) -> Option<LineView> {
    let file = view.files().file(&query.path)?;
    line_view(query, file, view.totals(), view.inputs())
}

/// Returns the neighbours of `path`, or `None` if `all` does not have it.
fn neighbours(path: &str, all: &[&str]) -> Option<(Option<String>, Option<String>)> {
    let place = all.iter().position(|other| *other == path)?;
    let at = |place: usize| all.get(place).map(|path| (*path).to_owned());
    Some((place.checked_sub(1).and_then(at), at(place + 1)))
}

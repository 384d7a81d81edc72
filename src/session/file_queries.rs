//! Queries for lists, files, lines and comparisons of jobs.

use covdrop_protocol::{
    FileView, Found, LineQuery, LineView, ListQuery, Listing, Matrix, MinimalJobs, Question, Tile,
};

use crate::file_list::Choice;
use crate::line_view::line_view;
use crate::plugin_file_view::traced_view;
use crate::session_view::SessionView;
use crate::tree::Tree;
use crate::{file_list, job_questions, minimal_jobs, source_view, treemap};

/// The rows that `query` asks for.
pub(crate) fn list(view: SessionView<'_>, query: ListQuery) -> Listing {
    let inputs = view.inputs();
    let (covered, totals) = (view.files(), view.totals());
    file_list::listing(query, covered, totals, inputs, view.precision())
}

/// The map of the files that `query` takes, as wide and high as given, in pixels.
pub(crate) fn map_of_files(
    view: SessionView<'_>,
    query: &ListQuery,
    width: u32,
    height: u32,
) -> Vec<Tile> {
    let inputs = view.inputs();
    let choice = Choice::new(query);
    let files = view.totals().measured(view.files());
    let files = files.filter(|(file, numbers)| choice.takes(&[file.path.as_str()], numbers));
    let tree = Tree::new(files.map(|(file, numbers)| {
        (file.path.as_str(), numbers, inputs.counts(file.is_approximate()))
    }));
    treemap::map(&tree, width, height, view.precision())
}

/// The numbers in each job by itself of each file that `query` takes.
pub(crate) fn matrix(view: SessionView<'_>, query: &ListQuery) -> Matrix {
    let inputs = view.inputs();
    job_questions::matrix(query, view.files(), inputs, view.precision())
}

/// The answer to a question about jobs.
pub(crate) fn ask(view: SessionView<'_>, question: Question) -> Found {
    let inputs = view.inputs();
    let (covered, totals) = (view.files(), view.totals());
    job_questions::found(question, covered, totals, inputs, view.precision())
}

/// A minimal set of jobs with the coverage of all enabled jobs.
pub(crate) fn minimal_jobs(view: SessionView<'_>) -> MinimalJobs {
    let inputs = view.inputs();
    minimal_jobs::minimal_jobs(view.files(), inputs)
}

/// The file at `path` of the source tree, with the lines marked that `question` asks for;
/// nothing where it is not in the list of files. Its neighbours are those in the answer to the
/// question, or else in the list that `query` asks for, or else in the text report.
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
        job_questions::found(question.clone(), covered, totals, inputs, precision).rows
    });
    let found = rows.iter().flatten().map(|row| row.path.as_str());
    let found: Vec<&str> = found.collect();
    let neighbours = beside(path, &found)
        .or_else(|| beside(path, &file_list::order(query, covered, totals, inputs)))
        .or_else(|| {
            let all = covered.files.iter().zip(&totals.files);
            let all = all.filter(|(file, numbers)| numbers.is_some() || file.path.as_str() == path);
            let all: Vec<&str> = all.map(|(file, _)| file.path.as_str()).collect();
            beside(path, &all)
        });
    let neighbours = neighbours.unwrap_or_default();
    Some(source_view::file_view(file, neighbours, totals, inputs, question, precision))
}

/// What ran lines of a file; `None` if there is no such file in the list.
pub(crate) fn lines(view: SessionView<'_>, query: LineQuery) -> Option<LineView> {
    let file = view.files().file(&query.path)?;
    line_view(query, file, view.totals(), view.inputs())
}

/// What stands before `path` and after it; `None` if it is not there itself.
fn beside(path: &str, all: &[&str]) -> Option<(Option<String>, Option<String>)> {
    let place = all.iter().position(|other| *other == path)?;
    let at = |place: usize| all.get(place).map(|path| (*path).to_owned());
    Some((place.checked_sub(1).and_then(at), at(place + 1)))
}

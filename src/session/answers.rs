//! Answers to what is asked about files, lines and jobs.

use covdrop_lines::Line;
use covdrop_protocol::{
    FileView, Found, LineView, ListQuery, Listing, Matrix, Question, Smallest, Tile,
};

use crate::listing::Choice;
use crate::session::Session;
use crate::traced_view::traced_view;
use crate::tree::Tree;
use crate::{listing, questions, smallest, source_view, treemap};

impl Session {
    /// The rows that `query` asks for.
    pub fn list(&self, query: ListQuery) -> Listing {
        let basis = self.basis();
        let (covers, standing) = (self.counts.covers(basis), self.counts.standing(basis));
        listing::listing(query, covers, standing, basis, self.precision())
    }

    /// The map of the files that `query` takes, as wide and high as given, in pixels.
    pub fn map_of_files(&self, query: &ListQuery, width: u32, height: u32) -> Vec<Tile> {
        let basis = self.basis();
        let choice = Choice::new(query);
        let files = self.counts.standing(basis).measured(self.counts.covers(basis));
        let files = files.filter(|(file, numbers)| choice.takes(&[file.path.as_str()], numbers));
        let tree = Tree::new(files.map(|(file, numbers)| {
            (file.path.as_str(), numbers, basis.counts(file.is_approximate()))
        }));
        treemap::map(&tree, width, height, self.precision())
    }

    /// The numbers in each job by itself of each file that `query` takes.
    pub fn matrix(&self, query: &ListQuery) -> Matrix {
        let basis = self.basis();
        questions::matrix(query, self.counts.covers(basis), basis, self.precision())
    }

    /// The answer to a question about jobs.
    pub fn ask(&self, question: Question) -> Found {
        let basis = self.basis();
        let (covers, standing) = (self.counts.covers(basis), self.counts.standing(basis));
        questions::found(question, covers, standing, basis, self.precision())
    }

    /// Few jobs that cover all that those that are on cover together.
    pub fn smallest(&self) -> Smallest {
        let basis = self.basis();
        smallest::smallest(self.counts.covers(basis), basis)
    }

    /// The file at `path` of the source tree, with the lines marked that `question` asks for;
    /// nothing where it is not in the list of files. Its neighbours are those in the answer to the
    /// question, or else in the list that `query` asks for, or else in the text report.
    pub fn open(
        &self,
        path: &str,
        question: Option<&Question>,
        query: &ListQuery,
    ) -> Option<FileView> {
        let basis = self.basis();
        let (covers, standing) = (self.counts.covers(basis), self.counts.standing(basis));
        let Some(file) = covers.file(path) else {
            return traced_view(path, basis);
        };
        let precision = self.precision();
        let rows = question.map(|question| {
            questions::found(question.clone(), covers, standing, basis, precision).rows
        });
        let found = rows.iter().flatten().map(|row| row.path.as_str());
        let found: Vec<&str> = found.collect();
        let neighbours = beside(path, &found)
            .or_else(|| beside(path, &listing::order(query, covers, standing, basis)))
            .or_else(|| {
                let all = covers.files.iter().zip(&standing.files);
                let all =
                    all.filter(|(file, numbers)| numbers.is_some() || file.path.as_str() == path);
                let all: Vec<&str> = all.map(|(file, _)| file.path.as_str()).collect();
                beside(path, &all)
            });
        let neighbours = neighbours.unwrap_or_default();
        Some(source_view::file_view(file, neighbours, standing, basis, question, precision))
    }

    /// Who ran a line of the file at `path`; nothing where there is no such file in the list.
    pub fn line(&self, path: &str, line: u32) -> Option<LineView> {
        let basis = self.basis();
        let file = self.counts.covers(basis).file(path)?;
        Some(source_view::line_view(file, Line::new(line)?, self.counts.standing(basis), basis))
    }
}

/// What stands before `path` and after it; nothing where it is not there itself.
fn beside(path: &str, all: &[&str]) -> Option<(Option<String>, Option<String>)> {
    let place = all.iter().position(|other| *other == path)?;
    let at = |place: usize| all.get(place).map(|path| (*path).to_owned());
    Some((place.checked_sub(1).and_then(at), at(place + 1)))
}

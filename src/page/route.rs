//! The route: the view or the open file, how lists are sorted and filtered, and which jobs are off.

mod hash;

use covdrop_protocol::{ListQuery, Shape};

use crate::columns::OptionalColumns;
use crate::words::{compare, tabs};

/// What the main part of the page shows where no file is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum View {
    /// The list of files.
    #[default]
    Files,
    /// The same by folders.
    Tree,
    /// The list of functions.
    Functions,
    /// The list of classes.
    Classes,
    /// The code base as rectangles.
    Map,
    /// Files by jobs.
    Matrix,
    /// Questions about jobs.
    Compare,
    /// The inputs, and the path mapping.
    Input,
    /// The project's settings, and others to try.
    Settings,
}

/// All views, in the order of their tabs, with the word in the hash and the name of the tab.
pub(crate) const VIEWS: [(View, &str, &str); 9] = [
    (View::Files, "files", tabs::FILES),
    (View::Tree, "tree", tabs::FOLDERS),
    (View::Functions, "functions", tabs::FUNCTIONS),
    (View::Classes, "classes", tabs::CLASSES),
    (View::Map, "map", tabs::MAP),
    (View::Matrix, "matrix", tabs::MATRIX),
    (View::Compare, "compare", tabs::COMPARE),
    (View::Input, "input", tabs::INPUTS),
    (View::Settings, "settings", tabs::SETTINGS),
];

impl View {
    /// Returns true if a part of all files can be chosen in it.
    pub(crate) fn is_choice(self) -> bool {
        matches!(self, View::Map | View::Matrix) || self.shape().is_some()
    }

    /// The rows of this view, where it is a list.
    pub(crate) fn shape(self) -> Option<Shape> {
        match self {
            View::Files => Some(Shape::Files),
            View::Tree => Some(Shape::Tree),
            View::Functions => Some(Shape::Functions),
            View::Classes => Some(Shape::Classes),
            _ => None,
        }
    }
}

/// What is asked about jobs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Asked {
    /// Nothing.
    #[default]
    Nothing,
    /// What only the chosen jobs cover.
    Only,
    /// What the first jobs cover and the second do not.
    Minus,
    /// What exactly one job covers.
    Single,
    /// The minimal job set.
    MinimalJobs,
}

/// The questions: the word in the hash, and the words of the choice.
pub(crate) const QUESTIONS: [(Asked, &str, &str); 4] = [
    (Asked::Only, "only", compare::ONLY),
    (Asked::Minus, "minus", compare::MINUS),
    (Asked::Single, "single", compare::SINGLE),
    (Asked::MinimalJobs, "smallest", compare::MINIMAL),
];

/// A place in the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Route {
    /// What is shown where no file is open.
    pub(crate) view: View,
    /// The path of the open file.
    pub(crate) file: Option<String>,
    /// The first and last line of it that are pointed at.
    pub(crate) lines: Option<(u32, u32)>,
    /// Which rows of a list to show; its shape is the view's.
    pub(crate) query: ListQuery,
    /// The columns of a list that are shown if chosen.
    pub(crate) columns: OptionalColumns,
    /// The names of the jobs that are switched off.
    pub(crate) off: Vec<String>,
    /// The contexts that count, as a regular expression; all where it is empty.
    pub(crate) contexts: String,
    /// The question about jobs.
    pub(crate) asked: Asked,
    /// The names of the jobs that it is about.
    pub(crate) first: Vec<String>,
    /// The names of those that they are held against.
    pub(crate) second: Vec<String>,
}

impl Route {
    /// The same place with this view, and no file.
    pub(crate) fn with_view(&self, view: View) -> Route {
        Route { view, file: None, lines: None, ..self.clone() }.settled()
    }

    /// The same place with the file at `path` open.
    pub(crate) fn with_file(&self, path: &str, line: Option<u32>) -> Route {
        Route { file: Some(path.to_owned()), lines: line.map(|n| (n, n)), ..self.clone() }
    }

    /// The list that the open file belongs to.
    pub(crate) fn without_file(&self) -> Route {
        Route { file: None, lines: None, ..self.clone() }.settled()
    }

    /// The same place with another choice of rows.
    pub(crate) fn with_query(&self, query: ListQuery) -> Route {
        Route { query, ..self.clone() }.settled()
    }

    /// A job has another name from now on, which another one of the jobs may have too: of these two,
    /// that one stays as it is.
    pub(crate) fn rename(&mut self, from: &str, to: &str, is_taken: bool) {
        if to.is_empty() || from == to {
            return;
        }
        for names in [&mut self.off, &mut self.first, &mut self.second] {
            let is_named = names.iter().any(|name| name == from);
            names.retain(|name| name != from && (is_taken || name != to));
            if is_named && !is_taken {
                names.push(to.to_owned());
            }
        }
    }

    /// A list's shape follows the view, and the view of jobs compared opens with an answer.
    fn settled(mut self) -> Route {
        self.query.shape = self.view.shape().unwrap_or_default();
        if self.view == View::Compare && self.file.is_none() && self.asked == Asked::Nothing {
            self.asked = Asked::Single;
        }
        self
    }
}

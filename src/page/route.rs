//! The route: the view or the open file, how lists are sorted and filtered, and which jobs are off.

mod hash;

use covdrop_protocol::{ListQuery, Shape};

use crate::columns::OptionalColumns;
use crate::words::{compare, tabs};

/// The view in the main part of the page while no file is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum View {
    /// The list of files.
    #[default]
    Files,
    /// The list of files by folders.
    Tree,
    /// The list of functions.
    Functions,
    /// The list of classes.
    Classes,
    /// The treemap.
    Map,
    /// The matrix of files by jobs.
    Matrix,
    /// Questions about jobs.
    Compare,
    /// The inputs, and the path mapping.
    Input,
    /// The project's settings, and trial settings.
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
    /// Returns true if the view has the filter for files.
    pub(crate) fn is_choice(self) -> bool {
        matches!(self, View::Map | View::Matrix) || self.shape().is_some()
    }

    /// Returns the kind of rows of the view, if it is a list.
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

/// The question of the compare view.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Asked {
    /// No question.
    #[default]
    Nothing,
    /// Coverage of only the chosen jobs.
    Only,
    /// Coverage of the first jobs, and not of the second.
    Minus,
    /// Coverage of exactly one job.
    Single,
    /// The minimal job set.
    MinimalJobs,
}

/// The questions, with the word in the hash and the label.
pub(crate) const QUESTIONS: [(Asked, &str, &str); 4] = [
    (Asked::Only, "only", compare::ONLY),
    (Asked::Minus, "minus", compare::MINUS),
    (Asked::Single, "single", compare::SINGLE),
    (Asked::MinimalJobs, "smallest", compare::MINIMAL),
];

/// The route: all that the URL's hash names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Route {
    /// The view while no file is open.
    pub(crate) view: View,
    /// The path of the open file.
    pub(crate) file: Option<String>,
    /// The first and the last selected line of the open file.
    pub(crate) lines: Option<(u32, u32)>,
    /// The filter and the order of a list; its shape is the view's.
    pub(crate) query: ListQuery,
    /// The chosen optional columns of a list.
    pub(crate) columns: OptionalColumns,
    /// The names of the disabled jobs.
    pub(crate) off: Vec<String>,
    /// The pattern for contexts; if it is empty, all contexts count.
    pub(crate) contexts: String,
    /// The question of the compare view.
    pub(crate) asked: Asked,
    /// The names of the first jobs of the question.
    pub(crate) first: Vec<String>,
    /// The names of the second jobs, which the first are compared with.
    pub(crate) second: Vec<String>,
}

impl Route {
    /// Returns the route with another view, and no file.
    pub(crate) fn with_view(&self, view: View) -> Route {
        Route { view, file: None, lines: None, ..self.clone() }.settled()
    }

    /// Returns the route with the file at `path` open.
    pub(crate) fn with_file(&self, path: &str, line: Option<u32>) -> Route {
        Route { file: Some(path.to_owned()), lines: line.map(|n| (n, n)), ..self.clone() }
    }

    /// Returns the route of the list that the open file belongs to.
    pub(crate) fn without_file(&self) -> Route {
        Route { file: None, lines: None, ..self.clone() }.settled()
    }

    /// Returns the route with another filter or order of the list.
    pub(crate) fn with_query(&self, query: ListQuery) -> Route {
        Route { query, ..self.clone() }.settled()
    }

    /// Renames a job. If `is_taken`, another job has the new name: the two are merged, and the
    /// route keeps the state of that one.
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

    /// Sets the list's shape to that of the view, and a first question in the compare view.
    fn settled(mut self) -> Route {
        self.query.shape = self.view.shape().unwrap_or_default();
        if self.view == View::Compare && self.file.is_none() && self.asked == Asked::Nothing {
            self.asked = Asked::Single;
        }
        self
    }
}

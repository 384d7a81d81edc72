//! Slice: the list of files, folders, functions or classes, and the other views of files.

use std::collections::BTreeSet;
use std::rc::Rc;

use covdrop_protocol::{Column, ListQuery, Listing, Matrix, Rows, Tile};

use crate::route::{Route, View};
use crate::shared::Shared;
use crate::virtual_list::ListPosition;

/// The lists of files.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Listings {
    /// The rows of the list, once the worker has sent them.
    pub(crate) list: Option<Shared<Listing>>,
    /// The route that the links of the list start from. It is that of the shown list, so that Yew
    /// does not render its rows again while the page waits for a newer list.
    pub(crate) links: Rc<Route>,
    /// The indexes of the rows whose percentage the last answer changed, ascending.
    pub(crate) changed: Rc<Vec<usize>>,
    /// The open folders of the tree.
    pub(crate) folders: Rc<OpenFolders>,
    /// The rectangles of the treemap.
    pub(crate) map: Option<Shared<Vec<Tile>>>,
    /// The files by jobs.
    pub(crate) matrix: Option<Shared<Matrix>>,
    /// The row that the person opened last from the list.
    pub(crate) last_opened: Rc<OpenedRow>,
    /// The scroll position of the list, or of the source of the open file.
    pub(crate) position: ListPosition,
    /// The scroll position of the list when the person left it for a file.
    left_at: ListPosition,
    /// Whether the page is being printed.
    pub(crate) is_printing: bool,
    /// The scroll position of the list before printing.
    printed_at: ListPosition,
}

impl Listings {
    pub(super) fn receive(&mut self, listing: Listing, route: &Route) {
        let before = self.list.take().filter(|before| {
            before.query == listing.query && before.rows.len() == listing.rows.len()
        });
        if before.is_none() {
            self.position.around = 0;
        }
        let changed = before.map(|before| {
            let indexes = listing.rows.differing(&before.rows).filter(|&index| {
                let rows = (before.rows.get(index), listing.rows.get(index));
                matches!(rows, (Some(before), Some(now))
                    if before.path == now.path && before.numbers.cover != now.numbers.cover)
            });
            indexes.collect()
        });
        self.changed = Rc::new(changed.unwrap_or_default());
        self.list = Some(Shared::new(listing));
        self.follow_route(route);
    }

    /// Brings the links of the list up to date.
    pub(super) fn follow_route(&mut self, route: &Route) {
        let query = self.list.as_ref().map_or(&route.query, |list| &list.query);
        let links = Route { query: query.clone(), lines: None, file: None, ..route.clone() };
        if *self.links != links {
            self.links = Rc::new(links);
        }
    }

    /// Opens or closes a folder of the tree.
    pub(super) fn toggle_folder(&mut self, path: String) {
        let toggled = &mut Rc::make_mut(&mut self.folders).toggled;
        if !toggled.remove(&path) {
            toggled.insert(path);
        }
    }

    /// Opens all folders of the tree, or closes them.
    pub(super) fn open_all_folders(&mut self, is_open: bool) {
        let levels = if is_open { u16::MAX } else { 0 };
        self.folders = Rc::new(OpenFolders { levels, toggled: BTreeSet::new() });
    }

    /// Clears a list that another view cannot show.
    pub(super) fn change_view(&mut self, to: View) {
        self.list = self.list.take().filter(|_| !to.is_choice());
        self.position = ListPosition::default();
    }

    /// Notes that the person leaves the list for a file, and the lines of the opened row.
    pub(super) fn leave(&mut self, path: &str, lines: Option<(u32, u32)>) {
        self.left_at = self.position.clone();
        let line = lines.map(|(first, _)| first);
        self.last_opened = Rc::new(OpenedRow { path: path.to_owned(), line });
    }

    /// Notes that the person comes back to the list from a file.
    pub(super) fn come_back(&mut self, path: &str) {
        self.position = self.left_at.clone();
        if self.last_opened.path != path {
            self.last_opened = Rc::new(OpenedRow { path: path.to_owned(), line: None });
        }
    }

    pub(super) fn set_printing(&mut self, is_printing: bool) {
        if is_printing && !self.is_printing {
            self.printed_at = std::mem::replace(&mut self.position, ListPosition::printed());
        } else if !is_printing && self.is_printing {
            self.position = std::mem::take(&mut self.printed_at);
        }
        self.is_printing = is_printing;
    }
}

/// The open folders of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OpenFolders {
    /// The number of levels of folders that are open by default.
    levels: u16,
    /// The folders that the person opened or closed, by path.
    toggled: BTreeSet<String>,
}

impl Default for OpenFolders {
    fn default() -> OpenFolders {
        OpenFolders { levels: 2, toggled: BTreeSet::new() }
    }
}

impl OpenFolders {
    /// Returns true if the folder at `path`, at this depth from 0, is closed.
    pub(crate) fn is_closed(&self, path: &str, depth: u16) -> bool {
        (depth >= self.levels) != self.toggled.contains(path)
    }

    /// Returns the indexes of the rows of a tree that no closed folder hides.
    pub(crate) fn visible_rows(&self, rows: &Rows) -> Vec<usize> {
        let mut closed: Option<u16> = None;
        let rows = rows.iter().enumerate().filter(|(_, row)| {
            if closed.is_some_and(|depth| row.depth > depth) {
                return false;
            }
            closed = (row.is_folder && self.is_closed(&row.path, row.depth)).then_some(row.depth);
            true
        });
        rows.map(|(index, _)| index).collect()
    }
}

/// The row of a list that the person opened.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct OpenedRow {
    /// The path of the file; empty if the person opened none.
    pub(crate) path: String,
    /// The first line of the function or the class.
    pub(crate) line: Option<u32>,
}

impl OpenedRow {
    /// Returns true if the person opened this file.
    pub(crate) fn is_file(&self, path: &str) -> bool {
        self.path == path
    }

    /// Returns true if the person opened the row of this file that links to `line`.
    pub(crate) fn is_region(&self, path: &str, line: Option<u32>) -> bool {
        self.path == path && self.line == line
    }
}

/// Returns `query` sorted by a column, or in reverse if it is sorted by it already.
pub(super) fn sorted_by(query: &ListQuery, column: Column) -> ListQuery {
    // People look for the greatest number first, and for the least percentage.
    let descending = if query.sort == column {
        !query.descending
    } else {
        !matches!(column, Column::Name | Column::Cover | Column::StmtCover | Column::BranchCover)
    };
    ListQuery { sort: column, descending, ..query.clone() }
}

#[cfg(test)]
mod tests {
    use covdrop_protocol::{Numbers, Row};

    use super::*;

    fn scrolled() -> ListPosition {
        ListPosition { visible: 900..975, around: 0, skipped: 300 }
    }

    #[test]
    fn a_list_comes_back_where_it_was_left() {
        let mut listings = Listings { position: scrolled(), ..Listings::default() };
        listings.leave("a.py", Some((12, 20)));
        listings.position = ListPosition::default();
        listings.come_back("a.py");
        assert_eq!(listings.position, scrolled());
        let opened = &listings.last_opened;
        assert!(opened.is_file("a.py") && opened.is_region("a.py", Some(12)));
        assert!(!opened.is_file("b.py") && !opened.is_region("a.py", None));
        listings.come_back("b.py");
        let opened = &listings.last_opened;
        assert!(opened.is_file("b.py") && !opened.is_region("b.py", Some(12)));
    }

    #[test]
    fn a_tree_opens_two_levels_deep() {
        let row = |path: &str, is_folder| Row {
            path: path.into(),
            name: path.into(),
            line: None,
            depth: u16::try_from(path.matches('/').count()).unwrap(),
            is_folder,
            approximate: false,
            numbers: Numbers::default(),
        };
        let rows = Rows::new([
            row("a", true),
            row("a/b", true),
            row("a/b/c", true),
            row("a/b/c/d.py", false),
            row("a/b/e.py", false),
            row("f.py", false),
        ]);
        let rows = rows.unwrap();
        let mut listings = Listings::default();
        let shown = |listings: &Listings| listings.folders.visible_rows(&rows);
        assert_eq!(shown(&listings), [0, 1, 2, 4, 5]);
        listings.toggle_folder("a/b/c".into());
        assert_eq!(shown(&listings), [0, 1, 2, 3, 4, 5]);
        listings.toggle_folder("a/b".into());
        assert_eq!(shown(&listings), [0, 1, 5]);
        listings.open_all_folders(false);
        assert_eq!(shown(&listings), [0, 5]);
        listings.toggle_folder("a".into());
        assert_eq!(shown(&listings), [0, 1, 5]);
        listings.open_all_folders(true);
        assert_eq!(shown(&listings), [0, 1, 2, 3, 4, 5]);
    }

    #[test]
    fn a_list_is_where_it_was_after_it_was_printed() {
        let mut listings = Listings { position: scrolled(), ..Listings::default() };
        for _ in 0..2 {
            listings.set_printing(true);
            assert_eq!(listings.position, ListPosition::printed());
        }
        for _ in 0..2 {
            listings.set_printing(false);
            assert_eq!(listings.position, scrolled());
        }
    }
}

//! Slice: the list of files, folders, functions or classes, and the other views of files.

use std::rc::Rc;

use covdrop_protocol::{Column, Listing, Matrix, Query, Tile};

use crate::route::{Route, View};
use crate::shared::Shared;
use crate::window::Reach;

/// The most rows that are printed: 10,000, some 200 sheets.
const PRINTED: usize = 10_000;

/// The lists of files.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Listings {
    /// The rows of the list, once they have come.
    pub(crate) list: Option<Shared<Listing>>,
    /// The route that the links of the list start from: that of the list that is shown, so that its
    /// rows are not drawn again while a newer list is on its way.
    pub(crate) links: Rc<Route>,
    /// The indexes of the rows whose percentage the last answer changed, ascending.
    pub(crate) changed: Rc<Vec<usize>>,
    /// The closed folders of the tree.
    pub(crate) closed: Rc<Vec<String>>,
    /// The rectangles of the treemap.
    pub(crate) map: Option<Shared<Vec<Tile>>>,
    /// The files by jobs.
    pub(crate) matrix: Option<Shared<Matrix>>,
    /// The file that was open before the list was shown again; empty if there was none.
    pub(crate) last_opened: Rc<str>,
    /// The rows that are rendered, of the list or of the open file.
    pub(crate) reach: Reach,
    /// Whether the page is being printed, with all rows.
    pub(crate) is_printing: bool,
}

impl Listings {
    pub(super) fn receive(&mut self, listing: Listing, route: &Route) {
        let before = self.list.take().filter(|before| {
            before.query == listing.query && before.rows.len() == listing.rows.len()
        });
        if before.is_none() {
            self.reach.around = 0;
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
        let closed = Rc::make_mut(&mut self.closed);
        match closed.iter().position(|known| *known == path) {
            Some(index) => drop(closed.remove(index)),
            None => closed.push(path),
        }
    }

    /// Drops a list that another view cannot show.
    pub(super) fn change_view(&mut self, to: View) {
        self.list = self.list.take().filter(|_| !to.is_choice());
    }

    pub(super) fn set_printing(&mut self, is_printing: bool) {
        self.is_printing = is_printing;
        if is_printing {
            self.reach.in_sight = 0..PRINTED;
        }
    }
}

/// `query` sorted by a column, or in reverse if it is sorted by it already.
pub(super) fn sorted_by(query: &Query, column: Column) -> Query {
    // People look for the greatest number first, and for the least percentage.
    let descending = if query.sort == column {
        !query.descending
    } else {
        !matches!(column, Column::Name | Column::Cover)
    };
    Query { sort: column, descending, ..query.clone() }
}

//! The rows of a list: files, folders, functions or classes with their numbers.

use covdrop_protocol::{Listing, Row, Shape};
use yew::{Callback, Html};

use crate::bar::bar;
use crate::state::{Action, State};
use crate::tag::{Tag, tag};
use crate::window::{Part, TABLE};

/// The height of a row, in pixels.
const HEIGHT: usize = 28;

/// The rows of a list.
pub(crate) struct Rows<'a> {
    pub(crate) state: &'a State,
    pub(crate) listing: &'a Listing,
    pub(crate) act: &'a Callback<Action>,
}

impl Rows<'_> {
    /// The body of the table.
    pub(crate) fn body(&self) -> Tag {
        let open = self.open();
        let all = open.as_ref().map_or(self.listing.rows.len(), Vec::len);
        let part = Part::new(all, TABLE, HEIGHT, &self.state.reach);
        let [above, below] = part.spaces();
        let rows = part.range.clone().filter_map(|place| {
            let place = open.as_ref().map_or(Some(place), |open| open.get(place).copied())?;
            Some(self.row(place, &self.listing.rows.get(place)?))
        });
        part.mark(tag("tbody")).all(above).all(rows).all(below)
    }

    /// The places of the rows that no closed folder hides; nothing where none does. What a filter
    /// finds is shown in any case.
    fn open(&self) -> Option<Vec<usize>> {
        let (closed, query) = (&self.state.closed, &self.listing.query);
        if closed.is_empty() || query.shape != Shape::Tree || !query.filter.is_empty() {
            return None;
        }
        let mut under: Option<u16> = None;
        let rows = self.listing.rows.iter().enumerate().filter(|(_, row)| {
            if under.is_some_and(|depth| row.depth > depth) {
                return false;
            }
            under = (row.is_folder && closed.contains(&row.path)).then_some(row.depth);
            true
        });
        Some(rows.map(|(place, _)| place).collect())
    }

    fn is_of_regions(&self) -> bool {
        matches!(self.listing.query.shape, Shape::Functions | Shape::Classes)
    }

    fn row(&self, place: usize, row: &Row) -> Html {
        let numbers = &row.numbers;
        let mut name = tag("th; scope=row").child(indent(row.depth)).child(self.name(row));
        if row.approximate {
            name = name.tag(tag("small").text("approximate"));
        }
        let changed = self.state.changed.binary_search(&place).is_ok().then_some("changed");
        // By its place: what a filter or another order brings is written into the rows that are
        // there, which takes half as long as to make others.
        let mut line = tag("tr").key(place.to_string()).maybe("class", changed).tag(name);
        if !row.is_folder && !self.is_of_regions() {
            line = line.owned("data-file", row.path.clone());
        }
        let columns = [
            ("stmts", numbers.stmts),
            ("miss", numbers.miss),
            ("excluded", numbers.excluded),
            ("branch", numbers.branch),
            ("brpart", numbers.brpart),
        ];
        // The sums of a folder are not the numbers of a row of the report.
        let cell = |column: &'static str, words: String| {
            let of_report = (!row.is_folder).then_some(column);
            tag("td").class(column).maybe("data-col", of_report).say(words)
        };
        for (column, value) in
            columns.into_iter().take(if self.state.overview.branches { 5 } else { 3 })
        {
            line = line.tag(cell(column, value.to_string()));
        }
        line.tag(cell("cover", numbers.cover.clone()))
            .tag(tag("td; class=drawn").child(bar(numbers)))
            .html()
    }

    /// What a row is called, and what it leads to.
    fn name(&self, row: &Row) -> Html {
        if row.is_folder {
            let is_open = !self.state.closed.contains(&row.path);
            return tag("button; type=button; class=fold")
                .set("aria-expanded", if is_open { "true" } else { "false" })
                .tag(tag("bdi").say(format!("{}/", row.name)))
                .on_click(self.act, Action::Fold(row.path.clone()))
                .html();
        }
        let href = self.state.route.with_file(&row.path, row.line).to_string();
        let is_left = self.state.left == row.path;
        let link = tag("a")
            .owned("href", href)
            .owned("title", row.path.clone())
            .maybe("data-left", is_left.then_some(""));
        if self.is_of_regions() {
            let of = tag("small; class=of").say(row.path.clone());
            let name = tag("bdi");
            let name = match row.name.as_str() {
                "" => name.text("(outside)"),
                named => name.say(named.to_owned()),
            };
            return link.tag(name).tag(of).html();
        }
        link.tag(path(&row.name)).html()
    }
}

/// A path; in a table without room for all of it, the folder gives way to the name.
pub(crate) fn path(path: &str) -> Tag {
    let (folder, name) = path.split_at(path.rfind('/').map_or(0, |slash| slash + 1));
    let folder = tag("span; class=dir").say(folder.to_owned());
    tag("bdi; class=path").tag(folder).tag(tag("span").say(name.to_owned()))
}

/// The room before a row of a tree.
fn indent(depth: u16) -> Html {
    if depth == 0 {
        return Html::default();
    }
    let width = u32::from(depth) * 16;
    tag("svg")
        .owned("width", width.to_string())
        .set("height", "1")
        .set("aria-hidden", "true")
        .html()
}

//! The rows of a list: files, folders, functions or classes with their numbers.

use covdrop_protocol::{Listing, Row, Shape};
use yew::prelude::*;

use crate::bar::bar;
use crate::route::Route;
use crate::state::Action;
use crate::tag::tag;
use crate::window::{Part, Same, space};

/// The rows of a list.
#[derive(Clone, PartialEq)]
pub(crate) struct Rows {
    pub(crate) listing: Same<Listing>,
    /// The places of those whose percentage has just changed, ascending.
    pub(crate) changed: Same<Vec<usize>>,
    /// The folders that are closed.
    pub(crate) closed: Same<Vec<String>>,
    /// Where we are.
    pub(crate) route: Route,
    /// Whether there are columns for branches.
    pub(crate) branches: bool,
    pub(crate) act: Callback<Action>,
}

impl Rows {
    /// How many rows there are.
    pub(crate) fn len(&self) -> usize {
        if self.closed.0.is_empty() { self.listing.0.rows.len() } else { self.open().count() }
    }

    /// The body of the table.
    pub(crate) fn view(&self, part: &Part<'_>) -> Html {
        let rows = self.open().skip(part.range.start).take(part.range.len());
        html! {
            <tbody ref={part.node}>
                { space("above", part.above) }
                { for rows.map(|(place, row)| self.row(place, row)) }
                { space("below", part.below) }
            </tbody>
        }
    }

    /// The rows that no closed folder hides, with their places.
    fn open(&self) -> impl Iterator<Item = (usize, &Row)> {
        let closed = &self.closed.0;
        let mut under: Option<u16> = None;
        self.listing.0.rows.iter().enumerate().filter(move |(_, row)| {
            if under.is_some_and(|depth| row.depth > depth) {
                return false;
            }
            under = (row.is_folder && closed.contains(&row.path)).then_some(row.depth);
            true
        })
    }

    fn is_of_regions(&self) -> bool {
        matches!(self.listing.0.query.shape, Shape::Functions | Shape::Classes)
    }

    fn row(&self, place: usize, row: &Row) -> Html {
        let numbers = &row.numbers;
        let is_file = !row.is_folder && !self.is_of_regions();
        // The sums of a folder are not the numbers of a row of the report.
        let column = |name: &'static str| (!row.is_folder).then_some(name);
        let cell = |name: &'static str, value: u64| {
            html! { <td class={name} data-col={column(name)}>{ value }</td> }
        };
        let changed = self.changed.0.binary_search(&place).is_ok().then_some("changed");
        html! {
            <tr key={key(row)} class={changed} data-file={is_file.then(|| row.path.clone())}>
                <th scope="row">
                    { indent(row.depth) }
                    { self.name(row) }
                    if row.approximate {
                        <small>{ "approximate" }</small>
                    }
                </th>
                { cell("stmts", numbers.stmts) }
                { cell("miss", numbers.miss) }
                { cell("excluded", numbers.excluded) }
                if self.branches {
                    { cell("branch", numbers.branch) }
                    { cell("brpart", numbers.brpart) }
                }
                <td class="cover" data-col={column("cover")}>{ &numbers.cover }</td>
                <td class="drawn">{ bar(numbers) }</td>
            </tr>
        }
    }

    /// What a row is called, and what it leads to.
    fn name(&self, row: &Row) -> Html {
        if row.is_folder {
            let is_open = !self.closed.0.contains(&row.path);
            return tag("button")
                .set("type", "button")
                .class("fold")
                .set("aria-expanded", if is_open { "true" } else { "false" })
                .tag(tag("bdi").text(format!("{}/", row.name)))
                .on_click(&self.act, Action::Fold(row.path.clone()))
                .html();
        }
        let href = self.route.with_file(&row.path, row.line).to_string();
        let name = tag("bdi");
        let link = tag("a").set("href", href).set("title", row.path.clone());
        if self.is_of_regions() {
            let of = tag("small").class("of").text(row.path.clone());
            let name = match row.name.as_str() {
                "" => name.text("(outside)"),
                named => name.text(named.to_owned()),
            };
            return link.tag(name).tag(of).html();
        }
        let cut = row.name.rfind('/').map_or(0, |slash| slash + 1);
        let (folder, last) = row.name.split_at(cut);
        let folder = tag("span").class("dir").text(folder.to_owned());
        link.tag(name.tag(folder).text(last.to_owned())).html()
    }
}

/// What tells a row from all others.
fn key(row: &Row) -> String {
    match row.line {
        Some(line) => format!("{}:{line}:{}", row.path, row.name),
        None if row.is_folder => format!("{}/", row.path),
        None => row.path.clone(),
    }
}

/// The room before a row of a tree.
fn indent(depth: u16) -> Html {
    if depth == 0 {
        return Html::default();
    }
    let width = u32::from(depth) * 16;
    tag("svg").set("width", width.to_string()).set("height", "1").set("aria-hidden", "true").html()
}

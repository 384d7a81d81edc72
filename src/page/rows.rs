//! The rows of a list: files, folders, functions or classes with their numbers.

use std::collections::BTreeSet;
use std::ops::Range;

use covdrop_protocol::{Listing, Row, Shape};
use yew::prelude::*;

use crate::bar::bar;
use crate::route::Route;
use crate::state::Action;
use crate::window::{Items, Same};

/// The rows of a list.
#[derive(Clone, PartialEq)]
pub(crate) struct Rows {
    pub(crate) listing: Same<Listing>,
    /// The paths of those whose percentage has just changed.
    pub(crate) changed: Same<BTreeSet<String>>,
    /// The folders that are closed.
    pub(crate) closed: Same<BTreeSet<String>>,
    /// Where we are.
    pub(crate) route: Route,
    /// Whether there are columns for branches.
    pub(crate) branches: bool,
    pub(crate) act: Callback<Action>,
}

impl Rows {
    /// The rows that no closed folder hides.
    fn open(&self) -> impl Iterator<Item = &Row> {
        let closed = &self.closed.0;
        let mut under: Option<u16> = None;
        self.listing.0.rows.iter().filter(move |row| {
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

    fn row(&self, row: &Row) -> Html {
        let numbers = &row.numbers;
        let is_file = !row.is_folder && !self.is_of_regions();
        let cell = |name: &'static str, value: u64| {
            let column = (!row.is_folder).then_some(name);
            html! { <td class={name} data-col={column}>{ value }</td> }
        };
        let changed = self.changed.0.contains(&row.path).then_some("changed");
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
                <td class="cover" data-col={(!row.is_folder).then_some("cover")}>{ &numbers.cover }</td>
                <td class="drawn">{ bar(numbers) }</td>
            </tr>
        }
    }

    /// What a row is called, and what it leads to.
    fn name(&self, row: &Row) -> Html {
        if row.is_folder {
            let path = row.path.clone();
            let onclick = self.act.reform(move |_: MouseEvent| Action::Fold(path.clone()));
            let open = !self.closed.0.contains(&row.path);
            return html! {
                <button type="button" class="fold" aria-expanded={open.to_string()} {onclick}><bdi>{ &row.name }{ "/" }</bdi></button>
            };
        }
        let href = self.route.with_file(&row.path, row.line).to_string();
        if self.is_of_regions() {
            let name = if row.name.is_empty() { "(outside)" } else { &row.name };
            return html! { <a {href}><bdi>{ name }</bdi><small class="of">{ &row.path }</small></a> };
        }
        let cut = row.name.rfind('/').map_or(0, |slash| slash + 1);
        let (folder, name) = row.name.split_at(cut);
        html! { <a {href} title={row.path.clone()}><bdi><span class="dir">{ folder }</span>{ name }</bdi></a> }
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
    html! { <svg width={(u32::from(depth) * 16).to_string()} height="1" aria-hidden="true" /> }
}

impl Items for Rows {
    const ROW: u32 = 28;

    fn len(&self) -> usize {
        self.open().count()
    }

    fn view(&self, range: Range<usize>, above: u32, below: u32, node: &NodeRef) -> Html {
        let space = |key: &'static str, height: u32| {
            let height = (height > 0).then(|| height.to_string());
            html! { if height.is_some() { <tr {key} class="space" aria-hidden="true"><td {height}></td></tr> } }
        };
        let rows = self.open().skip(range.start).take(range.len());
        html! {
            <tbody ref={node}>
                { space("above", above) }
                { for rows.map(|row| self.row(row)) }
                { space("below", below) }
            </tbody>
        }
    }
}

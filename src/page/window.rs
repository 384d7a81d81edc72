//! Long lists: only what is near the part in sight is in the document.
//!
//! A browser takes seconds for tens of thousands of rows. Rows have one height, so that a spacer
//! stands for those above and below. Lists of ordinary length are there as a whole, so that the
//! browser's own search and printing have all of it.

use std::ops::Range;
use std::rc::Rc;

use gloo::events::EventListener;
use web_sys::Element;
use yew::prelude::*;

use crate::lines::Lines;
use crate::matrix::Cells;
use crate::rows::Rows;
use crate::tag::tag;

/// Rows come and go by so many at a time.
const BLOCK: usize = 50;

/// Lists of no more rows than this are never cut: 2,000.
const WHOLE: usize = 2_000;

/// Something shared that is the same only where it is the very same.
#[derive(Clone, Debug)]
pub(crate) struct Same<T>(pub(crate) Rc<T>);

impl<T> PartialEq for Same<T> {
    fn eq(&self, other: &Same<T>) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// The rows to show: these, with spacers of so many pixels above and below, in an element that is
/// found by this.
pub(crate) struct Part<'a> {
    pub(crate) range: Range<usize>,
    pub(crate) above: u32,
    pub(crate) below: u32,
    pub(crate) node: &'a NodeRef,
}

/// What is listed.
#[derive(Clone, PartialEq)]
pub(crate) enum Items {
    /// Files, folders, functions or classes.
    Rows(Rows),
    /// The lines of a file.
    Lines(Lines),
    /// Files by jobs.
    Cells(Cells),
}

impl Items {
    /// How many rows there are.
    fn len(&self) -> usize {
        match self {
            Items::Rows(rows) => rows.len(),
            Items::Lines(lines) => lines.len(),
            Items::Cells(cells) => cells.len(),
        }
    }

    /// How high a row is, in pixels.
    fn height(&self) -> u32 {
        if matches!(self, Items::Lines(_)) { 20 } else { 28 }
    }
}

/// What [`Windowed`] lists.
#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) items: Items,
}

/// The part of a list that is in sight.
pub(crate) struct Windowed {
    /// The element that holds the rows.
    node: NodeRef,
    range: Range<usize>,
    _listeners: [EventListener; 2],
}

impl Component for Windowed {
    /// The window was scrolled or has another size.
    type Message = ();
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Self {
        let window = gloo::utils::window();
        let listen = |name: &'static str| {
            let moved = ctx.link().callback(|()| ());
            EventListener::new(&window, name, move |_| moved.emit(()))
        };
        Windowed {
            node: NodeRef::default(),
            range: 0..BLOCK * 2,
            _listeners: [listen("scroll"), listen("resize")],
        }
    }

    fn update(&mut self, ctx: &Context<Self>, (): ()) -> bool {
        if ctx.props().items.len() <= WHOLE {
            return false;
        }
        let range = self.in_sight(ctx.props().items.height());
        std::mem::replace(&mut self.range, range.clone()) != range
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let items = &ctx.props().items;
        let all = items.len();
        let range =
            if all <= WHOLE { 0..all } else { self.range.start.min(all)..self.range.end.min(all) };
        let pixels = |rows: usize| u32::try_from(rows).unwrap_or(0).saturating_mul(items.height());
        let (above, below) = (pixels(range.start), pixels(all - range.end));
        let part = Part { range, above, below, node: &self.node };
        match items {
            Items::Rows(rows) => rows.view(&part),
            Items::Lines(lines) => lines.view(&part),
            Items::Cells(cells) => cells.view(&part),
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, _: bool) {
        let items = &ctx.props().items;
        // What is in sight may have changed with what is listed.
        if items.len() > WHOLE && self.in_sight(items.height()) != self.range {
            ctx.link().send_message(());
        }
    }
}

impl Windowed {
    /// The rows in sight, of this height, and some above and below.
    #[allow(clippy::cast_possible_truncation, reason = "pixels are few")]
    fn in_sight(&self, height: u32) -> Range<usize> {
        let top = self.node.cast::<Element>().map_or(0.0, |n| n.get_bounding_client_rect().top());
        let room = gloo::utils::window().inner_height().ok().and_then(|height| height.as_f64());
        let blocks =
            |pixels: f64| usize::try_from(pixels as i64).unwrap_or(0) / height as usize / BLOCK;
        let (first, last) = (blocks(-top), blocks(room.unwrap_or(1_000.0) - top));
        first.saturating_sub(1) * BLOCK..(last + 2) * BLOCK
    }
}

/// Stands for rows of a table that are left out.
pub(crate) fn space(key: &'static str, height: u32) -> Html {
    if height == 0 {
        return Html::default();
    }
    let room = tag("td").owned("height", height.to_string());
    tag("tr; class=space; aria-hidden=true").key(key.to_owned()).tag(room).html()
}

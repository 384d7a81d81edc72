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

/// What is listed.
pub(crate) trait Items: Clone + PartialEq + 'static {
    /// How high a row is, in pixels.
    const ROW: u32;

    /// How many rows there are.
    fn len(&self) -> usize;

    /// These rows; `above` and `below` are the heights of those left out, in pixels.
    fn view(&self, range: Range<usize>, above: u32, below: u32, node: &NodeRef) -> Html;
}

/// What [`Windowed`] lists.
#[derive(PartialEq, Properties)]
pub(crate) struct Props<I: Items> {
    pub(crate) items: I,
}

/// The part of a list that is in sight.
pub(crate) struct Windowed<I: Items> {
    /// The element that holds the rows.
    node: NodeRef,
    range: Range<usize>,
    _listeners: [EventListener; 2],
    _items: std::marker::PhantomData<I>,
}

impl<I: Items> Component for Windowed<I> {
    /// The window was scrolled or has another size.
    type Message = ();
    type Properties = Props<I>;

    fn create(ctx: &Context<Self>) -> Self {
        let document = gloo::utils::window();
        let moved = ctx.link().callback(|()| ());
        let resized = moved.clone();
        Windowed {
            node: NodeRef::default(),
            range: 0..BLOCK * 2,
            _listeners: [
                EventListener::new(&document, "scroll", move |_| moved.emit(())),
                EventListener::new(&document, "resize", move |_| resized.emit(())),
            ],
            _items: std::marker::PhantomData,
        }
    }

    fn update(&mut self, ctx: &Context<Self>, (): ()) -> bool {
        if ctx.props().items.len() <= WHOLE {
            return false;
        }
        let range = self.in_sight();
        std::mem::replace(&mut self.range, range.clone()) != range
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let items = &ctx.props().items;
        let all = items.len();
        let range =
            if all <= WHOLE { 0..all } else { self.range.start.min(all)..self.range.end.min(all) };
        let height = |rows: usize| u32::try_from(rows).unwrap_or(0).saturating_mul(I::ROW);
        items.view(range.clone(), height(range.start), height(all - range.end), &self.node)
    }

    fn rendered(&mut self, ctx: &Context<Self>, _: bool) {
        // What is in sight may have changed with what is listed.
        if ctx.props().items.len() > WHOLE && self.in_sight() != self.range {
            ctx.link().send_message(());
        }
    }
}

impl<I: Items> Windowed<I> {
    /// The rows in sight, and some above and below.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "pixels are few, and what is above the window counts as none"
    )]
    fn in_sight(&self) -> Range<usize> {
        let window = gloo::utils::window();
        let top =
            self.node.cast::<Element>().map_or(0.0, |node| node.get_bounding_client_rect().top());
        let height = window.inner_height().ok().and_then(|height| height.as_f64());
        let rows = |pixels: f64| pixels.max(0.0) as usize / I::ROW as usize / BLOCK;
        let first = rows(-top);
        let last = rows(height.unwrap_or(1_000.0) - top);
        first.saturating_sub(1) * BLOCK..(last + 2) * BLOCK
    }
}

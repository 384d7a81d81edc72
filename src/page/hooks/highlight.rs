//! Highlights the search text, which may span tokens of several colours.

use std::rc::Rc;

use covdrop_protocol::TextSearch;
use web_sys::{Document, Node, Range};
use yew::prelude::*;

use crate::browser::bindings::Highlight;

/// Highlights each occurrence of `find` in the text of an element. Returns the reference for that
/// element.
#[hook]
pub(crate) fn use_highlight(find: Option<Rc<str>>) -> NodeRef {
    let element = use_node_ref();
    let reference = element.clone();
    use_effect_with(find, move |find| {
        let highlight = find.as_ref().and_then(|_| Highlight::of_search());
        let ranges = match (find, element.get(), &highlight) {
            (Some(find), Some(element), Some(_)) => ranges(&element, find),
            _ => Vec::new(),
        };
        if let Some(highlight) = &highlight {
            for range in &ranges {
                highlight.add(range);
            }
        }
        move || {
            if let Some(highlight) = &highlight {
                for range in &ranges {
                    highlight.delete(range);
                }
            }
        }
    });
    reference
}

/// Returns a range of the document for each occurrence of `find` in the text of `element`.
fn ranges(element: &Node, find: &str) -> Vec<Range> {
    let text = element.text_content().unwrap_or_default();
    let document = gloo::utils::document();
    let mut pieces = Pieces::new(&document, element);
    let search = TextSearch::new(find);
    let units = |to: usize| text.get(..to).map_or(0, |text| text.encode_utf16().count());
    let found = search.find_all(&text);
    found.filter_map(|found| pieces.range(units(found.start), units(found.end))).collect()
}

/// The text nodes in an element, which the search reads once in order.
struct Pieces<'a> {
    document: &'a Document,
    nodes: Vec<Node>,
    /// The index of the current text node, and its start in the text, in UTF-16 units.
    current: usize,
    start: usize,
}

impl Pieces<'_> {
    fn new<'a>(document: &'a Document, element: &Node) -> Pieces<'a> {
        let mut nodes = Vec::new();
        collect(element, &mut nodes);
        Pieces { document, nodes, current: 0, start: 0 }
    }

    /// Returns the range from `start` to `end`, in UTF-16 units. Call it with ascending ranges.
    fn range(&mut self, start: usize, end: usize) -> Option<Range> {
        let range = self.document.create_range().ok()?;
        let (piece, offset) = self.find(start)?;
        range.set_start(piece, offset).ok()?;
        let (piece, offset) = self.find(end)?;
        range.set_end(piece, offset).ok()?;
        Some(range)
    }

    /// Returns the text node at a position in the text, and the offset in it.
    fn find(&mut self, place: usize) -> Option<(&Node, u32)> {
        loop {
            let piece = self.nodes.get(self.current)?;
            let length = piece.node_value().map_or(0, |text| text.encode_utf16().count());
            if place - self.start <= length {
                let offset = u32::try_from(place - self.start).ok()?;
                return self.nodes.get(self.current).map(|piece| (piece, offset));
            }
            self.start += length;
            self.current += 1;
        }
    }
}

/// Adds the text nodes below `node`, in order.
fn collect(node: &Node, to: &mut Vec<Node>) {
    let children = node.child_nodes();
    for child in (0..children.length()).filter_map(|index| children.item(index)) {
        if child.node_type() == Node::TEXT_NODE {
            to.push(child);
        } else {
            collect(&child, to);
        }
    }
}

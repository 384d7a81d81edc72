//! Writes XML like Python's minidom: one element on each line, indented by tabs.

use std::borrow::Cow;
use std::fmt::{Display, Write as _};
use std::io;

/// An element.
pub(super) struct Element<'a> {
    name: &'static str,
    /// The start tag, without its closing bracket.
    tag: String,
    inside: Inside<'a>,
}

enum Inside<'a> {
    Text(String),
    Nodes(Vec<Node<'a>>),
}

enum Node<'a> {
    Element(Element<'a>),
    Comment(String),
    Elements(Box<Elements<'a>>),
}

/// Elements that are created one by one while they are written, so that a large report is never in
/// memory as a whole. The function passes each element to its argument.
pub(super) type Elements<'a> =
    dyn Fn(&mut dyn FnMut(Element<'_>) -> io::Result<()>) -> io::Result<()> + 'a;

impl<'a> Element<'a> {
    /// Creates an empty element.
    pub(super) fn new(name: &'static str) -> Element<'a> {
        Element { name, tag: format!("<{name}"), inside: Inside::Nodes(Vec::new()) }
    }

    /// Creates an element with text only.
    pub(super) fn text(name: &'static str, text: &str) -> Element<'a> {
        Element { inside: Inside::Text(escape(text).into_owned()), ..Element::new(name) }
    }

    /// Adds an attribute after the existing ones.
    pub(super) fn attribute(&mut self, name: &str, value: impl Display) {
        // Writing to a string never fails.
        let _ = write!(self.tag, " {name}=\"{}\"", escape(&value.to_string()));
    }

    /// Adds an element at the end.
    pub(super) fn child(&mut self, child: Element<'a>) {
        self.node(Node::Element(child));
    }

    /// Adds at least one element at the end, created during writing.
    pub(super) fn children(
        &mut self,
        elements: impl Fn(&mut dyn FnMut(Element<'_>) -> io::Result<()>) -> io::Result<()> + 'a,
    ) {
        self.node(Node::Elements(Box::new(elements)));
    }

    /// Adds a comment at the end.
    pub(super) fn comment(&mut self, text: &str) {
        self.node(Node::Comment(text.to_owned()));
    }

    fn node(&mut self, node: Node<'a>) {
        if let Inside::Nodes(nodes) = &mut self.inside {
            nodes.push(node);
        }
    }

    /// Writes a document with this element as its root.
    pub(super) fn write(&self, out: &mut dyn io::Write) -> io::Result<()> {
        writeln!(out, "<?xml version=\"1.0\" ?>")?;
        self.write_at(0, out)
    }

    fn write_at(&self, depth: usize, out: &mut dyn io::Write) -> io::Result<()> {
        let Element { name, tag, inside } = self;
        let indent = "\t".repeat(depth);
        match inside {
            Inside::Text(text) => writeln!(out, "{indent}{tag}>{text}</{name}>"),
            Inside::Nodes(nodes) if nodes.is_empty() => writeln!(out, "{indent}{tag}/>"),
            Inside::Nodes(nodes) => {
                writeln!(out, "{indent}{tag}>")?;
                for node in nodes {
                    match node {
                        Node::Element(element) => element.write_at(depth + 1, out)?,
                        Node::Elements(elements) => {
                            elements(&mut |element| element.write_at(depth + 1, out))?;
                        }
                        Node::Comment(text) => writeln!(out, "{indent}\t<!--{text}-->")?,
                    }
                }
                writeln!(out, "{indent}</{name}>")
            }
        }
    }
}

/// Escapes the special characters of XML in `text`.
fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"']) {
        return Cow::Borrowed(text);
    }
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;").into()
}

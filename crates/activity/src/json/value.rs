//! Reading a scanned text: members, elements, paths, scalars.

use super::{Kind, Node, unescape};
use std::borrow::Cow;

/// One scanned JSON text.
#[derive(Clone, Copy, Debug)]
pub struct Doc<'t> {
    nodes: &'t [Node],
    text: &'t str,
}

/// One value of a [`Doc`].
#[derive(Clone, Copy, Debug)]
pub struct Value<'t> {
    doc: Doc<'t>,
    at: u32,
}

/// The values inside an object or an array, in their order.
#[derive(Clone, Debug)]
pub struct Members<'t> {
    doc: Doc<'t>,
    at: u32,
    end: u32,
}

impl<'t> Doc<'t> {
    pub(super) const fn new(nodes: &'t [Node], text: &'t str) -> Self {
        Self { nodes, text }
    }

    /// The outermost value.
    pub const fn root(self) -> Value<'t> {
        Value { doc: self, at: 0 }
    }

    /// The text that was scanned.
    pub const fn text(self) -> &'t str {
        self.text
    }
}

impl<'t> Value<'t> {
    /// What it is.
    #[inline]
    pub fn kind(self) -> Kind {
        self.node().map_or(Kind::Null, |node| node.kind)
    }

    /// Its name in the object that holds it, escapes not resolved; empty in an array.
    #[inline]
    pub fn key(self) -> &'t str {
        self.node().map_or("", |node| self.slice(node.key))
    }

    /// Its own text, byte for byte; of a string the part between the quotes.
    #[inline]
    pub fn source(self) -> &'t str {
        self.node().map_or("", |node| self.slice(node.value))
    }

    /// Where it stands in the text, a string with its quotes.
    pub fn range(self) -> (usize, usize) {
        let Some(node) = self.node() else {
            return (0, 0);
        };
        let quote = usize::from(node.kind == Kind::Text);
        (node.value.0 as usize - quote, node.value.1 as usize + quote)
    }

    /// A string with escapes resolved, a number or a boolean as their text; `None` for the rest.
    pub fn text(self) -> Option<Cow<'t, str>> {
        let node = self.node()?;
        match node.kind {
            Kind::Text if node.value_escaped => Some(unescape(self.slice(node.value))),
            Kind::Text | Kind::Number | Kind::Bool => Some(Cow::Borrowed(self.slice(node.value))),
            Kind::Null | Kind::Array | Kind::Object => None,
        }
    }

    /// Whether this is a string that holds escapes.
    #[inline]
    pub fn is_escaped(self) -> bool {
        self.node().is_some_and(|node| node.value_escaped)
    }

    /// A number, or a string that is one.
    pub fn number(self) -> Option<f64> {
        match self.kind() {
            Kind::Number | Kind::Text => self.source().trim().parse().ok(),
            _ => None,
        }
    }

    /// A boolean, or a string that says one.
    pub fn truth(self) -> Option<bool> {
        match (self.kind(), self.source()) {
            (Kind::Bool, "true") => Some(true),
            (Kind::Bool, _) => Some(false),
            (Kind::Text, word) if word.eq_ignore_ascii_case("true") => Some(true),
            (Kind::Text, word) if word.eq_ignore_ascii_case("false") => Some(false),
            _ => None,
        }
    }

    /// Members of an object or elements of an array; empty for scalars.
    #[inline]
    pub fn members(self) -> Members<'t> {
        let end = self.node().map_or(self.at, |node| node.next);
        Members {
            doc: self.doc,
            at: self.at + 1,
            end,
        }
    }

    /// The first member of that name.
    pub fn get(self, name: &str) -> Option<Value<'t>> {
        (self.kind() == Kind::Object)
            .then(|| self.members().find(|member| member.has_key(name)))
            .flatten()
    }

    /// The member at the end of the names.
    pub fn at(self, names: &[&str]) -> Option<Value<'t>> {
        names.iter().try_fold(self, |value, name| value.get(name))
    }

    fn has_key(self, name: &str) -> bool {
        match self.node() {
            Some(node) if node.key_escaped => unescape(self.slice(node.key)) == name,
            Some(node) => self.slice(node.key) == name,
            None => false,
        }
    }

    #[inline]
    fn node(self) -> Option<&'t Node> {
        self.doc.nodes.get(self.at as usize)
    }

    #[inline]
    fn slice(self, (start, end): (u32, u32)) -> &'t str {
        self.doc.text.get(start as usize..end as usize).unwrap_or("")
    }
}

impl<'t> Iterator for Members<'t> {
    type Item = Value<'t>;

    #[inline]
    fn next(&mut self) -> Option<Value<'t>> {
        let node = (self.at < self.end).then(|| self.doc.nodes.get(self.at as usize))??;
        let value = Value {
            doc: self.doc,
            at: self.at,
        };
        self.at = node.next;
        Some(value)
    }
}

//! Exclusive XML Canonicalization 1.0, without comments: the bytes that a signature is over.
//!
//! Only what SAML needs: a whole element, minus at most one element within it (the signature itself). The variant
//! with comments is not offered, so that what was canonicalised never holds a comment.

#[cfg(test)]
mod tests;

use crate::xml::{BYTES_MAX, Node, escape_attribute, escape_text, prefix_of};

/// Most bytes of a canonical form, which is a little longer than what people write.
pub(crate) const CANONICAL_BYTES_MAX: usize = 2 * BYTES_MAX;

/// The canonical form of `apex` and all it holds, without the element `omitted`.
///
/// `inclusive` are the prefixes of an `InclusiveNamespaces` list, `#default` being the unprefixed namespace
/// (Exclusive XML Canonicalization 1.0, section 3). `None` if it is longer than [`CANONICAL_BYTES_MAX`]: a long
/// namespace that is declared once can be written anew for thousands of elements.
pub(crate) fn canonicalize(
    apex: Node<'_, '_>,
    omitted: Option<Node<'_, '_>>,
    inclusive: &[&str],
) -> Option<String> {
    let mut canonical = Canonical {
        out: String::with_capacity(apex.range().len() + 256),
        rendered: Vec::new(),
        omitted,
        inclusive,
    };
    canonical.element(apex);
    (canonical.out.len() <= CANONICAL_BYTES_MAX).then_some(canonical.out)
}

/// Output so far, and the namespaces that its open elements have written.
struct Canonical<'a, 'i, 'p> {
    out: String,
    /// Prefix and address, the innermost last.
    rendered: Vec<(&'i str, &'a str)>,
    omitted: Option<Node<'a, 'i>>,
    inclusive: &'p [&'p str],
}

/// An attribute with what it is sorted by: namespace, then local name.
struct Sorted<'a, 'i> {
    namespace: &'a str,
    local: &'i str,
    prefix: &'i str,
    value: &'a str,
}

impl<'a, 'i> Canonical<'a, 'i, '_> {
    // Recursion is bounded: no document deeper than the parser's limit gets here.
    fn element(&mut self, node: Node<'a, 'i>) {
        if self.out.len() > CANONICAL_BYTES_MAX {
            return;
        }
        let outer = self.rendered.len();
        let prefix = prefix_of(node);
        let attributes = sorted_attributes(node);
        self.out.push('<');
        self.name(prefix, node.tag_name().name());
        self.namespaces(node, prefix, &attributes);
        for attribute in &attributes {
            self.out.push(' ');
            self.name(attribute.prefix, attribute.local);
            self.out.push_str("=\"");
            escape_attribute(attribute.value, &mut self.out);
            self.out.push('"');
        }
        self.out.push('>');
        for child in node.children() {
            if child.is_element() {
                if Some(child) != self.omitted {
                    self.element(child);
                }
            } else if child.is_text() {
                escape_text(child.text().unwrap_or_default(), &mut self.out);
            }
        }
        self.out.push_str("</");
        self.name(prefix, node.tag_name().name());
        self.out.push('>');
        self.rendered.truncate(outer);
    }

    fn name(&mut self, prefix: &str, local: &str) {
        if !prefix.is_empty() {
            self.out.push_str(prefix);
            self.out.push(':');
        }
        self.out.push_str(local);
    }

    /// Writes the namespaces that are visibly used or listed, and that no open element has written the same.
    fn namespaces(&mut self, node: Node<'a, 'i>, prefix: &'i str, attributes: &[Sorted<'a, 'i>]) {
        let mut wanted = vec![prefix];
        wanted.extend(attributes.iter().map(|a| a.prefix).filter(|p| !p.is_empty()));
        if !self.inclusive.is_empty() {
            let names = node
                .namespaces()
                .map(|namespace| namespace.name().unwrap_or_default());
            wanted.extend(names.filter(|name| {
                let listed_as = if name.is_empty() { "#default" } else { name };
                self.inclusive.contains(&listed_as)
            }));
        }
        wanted.sort_unstable();
        wanted.dedup();
        for prefix in wanted.into_iter().filter(|prefix| *prefix != "xml") {
            let key = (!prefix.is_empty()).then_some(prefix);
            let uri = node.lookup_namespace_uri(key).unwrap_or_default();
            let written = self.rendered.iter().rev().find(|(name, _)| *name == prefix);
            let is_known = match written {
                Some((_, known)) => *known == uri,
                // An unprefixed name in no namespace needs no declaration where none is in force.
                None => prefix.is_empty() && uri.is_empty(),
            };
            if !is_known {
                self.declare(prefix, uri);
            }
        }
    }

    fn declare(&mut self, prefix: &'i str, uri: &'a str) {
        self.out.push_str(" xmlns");
        if !prefix.is_empty() {
            self.out.push(':');
            self.out.push_str(prefix);
        }
        self.out.push_str("=\"");
        escape_attribute(uri, &mut self.out);
        self.out.push('"');
        self.rendered.push((prefix, uri));
    }
}

fn sorted_attributes<'a, 'i>(node: Node<'a, 'i>) -> Vec<Sorted<'a, 'i>> {
    let written = node.document().input_text();
    let mut attributes: Vec<_> = node
        .attributes()
        .map(|attribute| Sorted {
            namespace: attribute.namespace().unwrap_or_default(),
            local: attribute.name(),
            prefix: written
                .get(attribute.range_qname())
                .and_then(|name| name.split_once(':'))
                .map_or("", |(prefix, _)| prefix),
            value: attribute.value(),
        })
        .collect();
    attributes.sort_unstable_by(|a, b| (a.namespace, a.local).cmp(&(b.namespace, b.local)));
    attributes
}

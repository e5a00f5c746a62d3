//! Reading a tree: by namespace and name, never by position or prefix, and never stopping at a comment.

use std::borrow::Cow;

/// One node of a parsed document.
pub(crate) type Node<'a, 'i> = roxmltree::Node<'a, 'i>;

/// Whether the node is the element `local` of a namespace.
pub(crate) fn is(node: Node<'_, '_>, namespace: &str, local: &str) -> bool {
    node.is_element() && node.tag_name().name() == local && node.tag_name().namespace() == Some(namespace)
}

/// The child elements, in order.
pub(crate) fn elements<'a, 'i: 'a>(node: Node<'a, 'i>) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(roxmltree::Node::is_element)
}

/// The child elements of one name.
pub(crate) fn children<'a, 'i: 'a>(
    node: Node<'a, 'i>,
    namespace: &'static str,
    local: &'static str,
) -> impl Iterator<Item = Node<'a, 'i>> {
    elements(node).filter(move |child| is(*child, namespace, local))
}

/// The child element of one name: none, or one; two are an error that names it.
pub(crate) fn child<'a, 'i>(
    node: Node<'a, 'i>,
    namespace: &'static str,
    local: &'static str,
) -> Result<Option<Node<'a, 'i>>, &'static str> {
    let mut found = children(node, namespace, local);
    let first = found.next();
    if found.next().is_some() {
        return Err(local);
    }
    Ok(first)
}

/// The whole text of an element that holds nothing but text, joined over comments; `None` if it holds elements.
pub(crate) fn text<'a>(node: Node<'a, '_>) -> Option<Cow<'a, str>> {
    if elements(node).next().is_some() {
        return None;
    }
    let mut parts = node
        .children()
        .filter(roxmltree::Node::is_text)
        .filter_map(|part| part.text());
    let first = parts.next().unwrap_or_default();
    match parts.next() {
        None => Some(Cow::Borrowed(first)),
        Some(second) => {
            let joined = [first, second].into_iter().chain(parts).collect::<String>();
            Some(Cow::Owned(joined))
        }
    }
}

/// The value of an attribute without namespace.
pub(crate) fn attribute<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attributes()
        .find(|found| found.namespace().is_none() && found.name() == name)
        .map(|found| found.value())
}

/// Whether the element and everything in it are elements and text only.
pub(crate) fn ensure_plain(node: Node<'_, '_>) -> bool {
    node.descendants()
        .all(|inner| inner.is_element() || inner.is_text())
}

/// The prefix of an element as it is written, empty if it has none.
pub(crate) fn prefix_of<'i>(node: Node<'_, 'i>) -> &'i str {
    let written = node.document().input_text();
    let after_bracket = node.range().start + 1;
    written
        .get(after_bracket..)
        .and_then(|rest| rest.split([' ', '\t', '\r', '\n', '/', '>']).next())
        .and_then(|name| name.split_once(':'))
        .map_or("", |(prefix, _)| prefix)
}

//! The only door through which XML comes in: small, flat, UTF-8, without document type, entities or instructions.
//!
//! Everything that this room reads passes [`parse`]. The tree is `roxmltree`'s; [`guard`] runs before it, because
//! that parser compares every attribute of an element with every other and copies namespaces from level to level,
//! which hostile input would turn into minutes and gigabytes.

mod guard;
mod read;
#[cfg(test)]
mod tests;
mod write;

pub(crate) use read::{Node, attribute, child, children, elements, ensure_plain, is, prefix_of, text};
pub(crate) use write::{Writer, escape_attribute, escape_text};

use std::collections::HashSet;

use roxmltree::{Document, ParsingOptions};

use crate::refusal::shown;

/// Most bytes of one document: about 2,500 groups of one person.
pub(crate) const BYTES_MAX: usize = 256 * 1024;
/// Most bytes of a metadata document, which carries certificates and sometimes several providers.
pub(crate) const METADATA_BYTES_MAX: usize = 1024 * 1024;
const DEPTH_MAX: usize = 48;
const ATTRIBUTES_MAX: usize = 48;
const NAMESPACES_MAX: usize = 48;
const NAME_BYTES_MAX: usize = 256;
const NODES_MAX: u32 = 100_000;
const SCHEME_BYTES_MAX: usize = 64;

/// Why bytes are not a document that this room reads.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum XmlFault {
    /// More bytes than a document may have.
    #[error("the document has {bytes} bytes, at most {max} are read")]
    TooLarge {
        /// Bytes that came.
        bytes: usize,
        /// Bytes that are read.
        max: usize,
    },
    /// The bytes are not UTF-8, or declare another encoding.
    #[error("the document is not UTF-8")]
    NotUtf8,
    /// A `<!DOCTYPE`: the way of entity expansion and external entities.
    #[error("the document has a document type declaration (DOCTYPE)")]
    DocumentType,
    /// A `<?…?>` other than the XML declaration.
    #[error("the document has a processing instruction")]
    ProcessingInstruction,
    /// Elements within elements beyond the limit.
    #[error("elements are nested deeper than {DEPTH_MAX} levels")]
    TooDeep,
    /// One element has too many attributes.
    #[error("an element has more than {ATTRIBUTES_MAX} attributes")]
    TooManyAttributes,
    /// Too many namespaces are declared around one element.
    #[error("more than {NAMESPACES_MAX} namespaces are in scope of one element")]
    TooManyNamespaces,
    /// Too many elements, texts and comments.
    #[error("the document has more than {NODES_MAX} nodes")]
    TooManyNodes,
    /// A name is too long.
    #[error("a name is longer than {NAME_BYTES_MAX} bytes")]
    NameTooLong,
    /// Two elements carry the same id, in any spelling of the attribute (`ID`, `Id`, `id`, `xml:id`).
    #[error("the id `{0}` is used twice")]
    RepeatedId(String),
    /// A namespace that is not absolute, or a prefix bound to nothing (Exclusive XML Canonicalization 1.0, section 1.1).
    #[error("the namespace `{0}` is not an absolute address")]
    RelativeNamespace(String),
    /// Not well-formed.
    #[error("the document is not well-formed XML: {0}")]
    Malformed(String),
}

/// Parses one document of at most [`BYTES_MAX`] bytes.
pub(crate) fn parse(text: &str) -> Result<Document<'_>, XmlFault> {
    parse_up_to(text, BYTES_MAX)
}

/// Refuses base64 of more than [`BYTES_MAX`] bytes before anything is copied: four letters carry three bytes.
pub(crate) fn check_base64_length(text: &str) -> Result<(), XmlFault> {
    let bytes = text.len() / 4 * 3;
    // Room for line breaks, which carry nothing.
    if bytes > BYTES_MAX + BYTES_MAX / 16 {
        return Err(XmlFault::TooLarge {
            bytes,
            max: BYTES_MAX,
        });
    }
    Ok(())
}

/// Reads bytes as text, refusing those that no document may have.
pub(crate) fn utf8(bytes: Vec<u8>, bytes_max: usize) -> Result<String, XmlFault> {
    if bytes.len() > bytes_max {
        return Err(XmlFault::TooLarge {
            bytes: bytes.len(),
            max: bytes_max,
        });
    }
    String::from_utf8(bytes).map_err(|_| XmlFault::NotUtf8)
}

/// Parses one document of at most `bytes_max` bytes.
pub(crate) fn parse_up_to(text: &str, bytes_max: usize) -> Result<Document<'_>, XmlFault> {
    if text.len() > bytes_max {
        return Err(XmlFault::TooLarge {
            bytes: text.len(),
            max: bytes_max,
        });
    }
    guard::check(text)?;
    let options = ParsingOptions {
        allow_dtd: false,
        nodes_limit: NODES_MAX,
        entity_resolver: None,
    };
    let document = Document::parse_with_options(text, options).map_err(|error| match error {
        roxmltree::Error::DtdDetected => XmlFault::DocumentType,
        roxmltree::Error::NodesLimitReached => XmlFault::TooManyNodes,
        other => XmlFault::Malformed(shown(&other.to_string())),
    })?;
    check_tree(&document)?;
    Ok(document)
}

/// What the guard promised is looked at once more in the tree, so that a difference between the two cannot matter.
fn check_tree(document: &Document<'_>) -> Result<(), XmlFault> {
    let mut ids = HashSet::new();
    for node in document.descendants() {
        if node.is_pi() {
            return Err(XmlFault::ProcessingInstruction);
        }
        if !node.is_element() {
            continue;
        }
        if node.attributes().len() > ATTRIBUTES_MAX {
            return Err(XmlFault::TooManyAttributes);
        }
        if node.namespaces().len() > NAMESPACES_MAX {
            return Err(XmlFault::TooManyNamespaces);
        }
        for namespace in node.namespaces() {
            let undeclares_default = namespace.name().is_none() && namespace.uri().is_empty();
            if !undeclares_default && !is_absolute(namespace.uri()) {
                return Err(XmlFault::RelativeNamespace(shown(namespace.uri())));
            }
        }
        for attribute in node.attributes() {
            if attribute.name().eq_ignore_ascii_case("id") && !ids.insert(attribute.value()) {
                return Err(XmlFault::RepeatedId(shown(attribute.value())));
            }
        }
    }
    Ok(())
}

/// Whether a namespace begins with a scheme of at most 64 bytes (RFC 3986 section 3.1).
fn is_absolute(uri: &str) -> bool {
    // Those that all of SAML has, first: this is asked for every namespace in scope of every element.
    if uri.starts_with("urn:") || uri.starts_with("http://") {
        return true;
    }
    let scheme_end = uri
        .bytes()
        .take(SCHEME_BYTES_MAX + 1)
        .position(|byte| byte == b':');
    scheme_end.and_then(|end| uri.get(..end)).is_some_and(|scheme| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    })
}

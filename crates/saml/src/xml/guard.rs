//! One pass over the text before a tree is built: counts what would be dear to build, and names what is refused.
//!
//! It judges no grammar; what it lets pass can still be malformed. It errs on the side of refusal.

use super::{ATTRIBUTES_MAX, DEPTH_MAX, NAME_BYTES_MAX, NAMESPACES_MAX, XmlFault};

/// Refuses document types, instructions, foreign encodings, and more of anything than the limits allow.
pub(super) fn check(text: &str) -> Result<(), XmlFault> {
    let mut rest = declaration(text)?;
    // Namespaces declared by each open element.
    let mut open: Vec<usize> = Vec::new();
    let mut in_scope = 0;
    while let Some(start) = rest.find('<') {
        rest = rest.get(start..).unwrap_or_default();
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = after(comment, "-->")?;
        } else if let Some(data) = rest.strip_prefix("<![CDATA[") {
            rest = after(data, "]]>")?;
        } else if rest.starts_with("<!") {
            return Err(XmlFault::DocumentType);
        } else if rest.starts_with("<?") {
            return Err(XmlFault::ProcessingInstruction);
        } else if rest.starts_with("</") {
            in_scope -= open.pop().unwrap_or_default();
            rest = after(rest, ">")?;
        } else {
            let tag = Tag::read(rest)?;
            if tag.attributes > ATTRIBUTES_MAX {
                return Err(XmlFault::TooManyAttributes);
            }
            if in_scope + tag.namespaces > NAMESPACES_MAX {
                return Err(XmlFault::TooManyNamespaces);
            }
            if open.len() >= DEPTH_MAX {
                return Err(XmlFault::TooDeep);
            }
            if !tag.is_empty_element {
                open.push(tag.namespaces);
                in_scope += tag.namespaces;
            }
            rest = tag.rest;
        }
    }
    Ok(())
}

/// What follows the XML declaration, which may name only UTF-8.
fn declaration(text: &str) -> Result<&str, XmlFault> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if !text.starts_with("<?xml ") {
        return Ok(text);
    }
    let (declaration, rest) = text
        .split_once("?>")
        .ok_or_else(|| XmlFault::Malformed("the XML declaration has no end".to_owned()))?;
    let names_encoding = declaration.contains("encoding");
    let names_utf8 = declaration.to_ascii_lowercase().contains("utf-8");
    if names_encoding && !names_utf8 {
        return Err(XmlFault::NotUtf8);
    }
    if declaration.contains("1.1") {
        return Err(XmlFault::Malformed("only XML 1.0 is read".to_owned()));
    }
    Ok(rest)
}

fn after<'t>(text: &'t str, end: &str) -> Result<&'t str, XmlFault> {
    text.split_once(end)
        .map(|(_, rest)| rest)
        .ok_or_else(|| XmlFault::Malformed(format!("`{end}` is missing")))
}

/// A start tag, counted.
struct Tag<'t> {
    attributes: usize,
    namespaces: usize,
    is_empty_element: bool,
    rest: &'t str,
}

impl<'t> Tag<'t> {
    /// Reads from `<` to the `>` that is not in quotes.
    fn read(text: &'t str) -> Result<Self, XmlFault> {
        let mut attributes = 0;
        let mut namespaces = 0;
        let mut quote = None;
        let mut name_start = 1;
        for (at, byte) in text.bytes().enumerate().skip(1) {
            match (quote, byte) {
                (Some(open), _) if byte == open => {
                    quote = None;
                    name_start = at + 1;
                }
                (Some(_), _) => {}
                (None, b'"' | b'\'') => quote = Some(byte),
                (None, b' ' | b'\t' | b'\r' | b'\n') => name_start = at + 1,
                (None, b'=') => {
                    attributes += 1;
                    let name = text.get(name_start..at).unwrap_or_default();
                    namespaces += usize::from(name.is_empty() || name.starts_with("xmlns"));
                }
                (None, b'>') => {
                    return Ok(Self {
                        attributes,
                        namespaces,
                        is_empty_element: text.get(..at).is_some_and(|tag| tag.ends_with('/')),
                        rest: text.get(at + 1..).unwrap_or_default(),
                    });
                }
                (None, _) if at - name_start > NAME_BYTES_MAX => return Err(XmlFault::NameTooLong),
                (None, _) => {}
            }
        }
        Err(XmlFault::Malformed("a tag has no end".to_owned()))
    }
}

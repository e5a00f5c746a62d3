//! XML that is canonical as it is written (Exclusive XML Canonicalization 1.0, without comments): what is signed and
//! what is sent are the same bytes, but for the namespaces that a part has to repeat when it stands alone.

/// Namespaces by prefix.
const NAMESPACES: &[(&str, &str)] = &[
    ("ds", "http://www.w3.org/2000/09/xmldsig#"),
    ("ec", "http://www.w3.org/2001/10/xml-exc-c14n#"),
    ("md", "urn:oasis:names:tc:SAML:2.0:metadata"),
    ("saml2", "urn:oasis:names:tc:SAML:2.0:assertion"),
    ("saml2p", "urn:oasis:names:tc:SAML:2.0:protocol"),
    ("xenc", "http://www.w3.org/2001/04/xmlenc#"),
    ("xs", "http://www.w3.org/2001/XMLSchema"),
    ("xsi", "http://www.w3.org/2001/XMLSchema-instance"),
];

/// An element with a prefixed name.
#[derive(Clone, Debug)]
pub(super) struct Element {
    name: &'static str,
    attributes: Vec<(&'static str, String)>,
    /// Prefixes declared here although no name needs them (`xs` in the values of `xsi:type`).
    declared: Vec<&'static str>,
    children: Vec<Node>,
}

#[derive(Clone, Debug)]
enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    /// An element without attributes and content.
    pub(super) fn new(name: &'static str) -> Self {
        Self {
            name,
            attributes: Vec::new(),
            declared: Vec::new(),
            children: Vec::new(),
        }
    }

    /// The same with one more attribute.
    pub(super) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.attributes.push((name, value.into()));
        self
    }

    /// The same with a text as further content.
    pub(super) fn text(mut self, text: impl Into<String>) -> Self {
        self.children.push(Node::Text(text.into()));
        self
    }

    /// The same with one more child.
    pub(super) fn child(mut self, child: Self) -> Self {
        self.children.push(Node::Element(child));
        self
    }

    /// The same with further children.
    pub(super) fn children(mut self, children: impl IntoIterator<Item = Self>) -> Self {
        self.children.extend(children.into_iter().map(Node::Element));
        self
    }

    /// The same with a prefix declared although no name needs it.
    pub(super) fn declare(mut self, prefix: &'static str) -> Self {
        self.declared.push(prefix);
        self
    }

    /// Puts a child behind the first one: where a SAML signature stands, behind the issuer.
    pub(super) fn insert_second(&mut self, child: Self) {
        let at = self.children.len().min(1);
        self.children.insert(at, Node::Element(child));
    }

    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(each, _)| *each == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The canonical form of this element standing alone.
    pub(super) fn canonical(&self) -> String {
        let mut out = String::new();
        self.write(&[], &mut out);
        out
    }

    /// A whole document.
    pub(super) fn document(&self) -> String {
        format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>{}", self.canonical())
    }

    fn write(&self, inherited: &[&str], out: &mut String) {
        let prefix = |name: &'static str| name.split_once(':').map(|(prefix, _)| prefix);
        let mut needed: Vec<&str> = prefix(self.name).into_iter().collect();
        needed.extend(self.attributes.iter().filter_map(|(name, _)| prefix(name)));
        needed.extend(&self.declared);
        needed.retain(|prefix| !inherited.contains(prefix));
        needed.sort_unstable();
        needed.dedup();
        out.push('<');
        out.push_str(self.name);
        for prefix in &needed {
            push(out, &["xmlns:", prefix], namespace(prefix));
        }
        let mut attributes: Vec<&(&'static str, String)> = self.attributes.iter().collect();
        // By namespace, then by local name; attributes without a prefix are in none and come first.
        attributes.sort_by_key(|(name, _)| match name.split_once(':') {
            Some((prefix, local)) => (namespace(prefix), local),
            None => ("", *name),
        });
        for (name, value) in attributes {
            push(out, &[name], value);
        }
        out.push('>');
        let mut known = inherited.to_vec();
        known.extend(needed);
        for child in &self.children {
            match child {
                Node::Element(element) => element.write(&known, out),
                Node::Text(text) => escape(text, false, out),
            }
        }
        out.push_str("</");
        out.push_str(self.name);
        out.push('>');
    }
}

fn namespace(prefix: &str) -> &'static str {
    let found = NAMESPACES.iter().find(|(each, _)| *each == prefix);
    found.map_or("", |(_, uri)| uri)
}

fn push(out: &mut String, name: &[&str], value: &str) {
    out.push(' ');
    name.iter().for_each(|part| out.push_str(part));
    out.push_str("=\"");
    escape(value, true, out);
    out.push('"');
}

/// Characters that XML 1.0 does not have are left out.
fn escape(text: &str, attribute: bool, out: &mut String) {
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' if !attribute => out.push_str("&gt;"),
            '"' if attribute => out.push_str("&quot;"),
            '\t' if attribute => out.push_str("&#x9;"),
            '\n' if attribute => out.push_str("&#xA;"),
            '\r' => out.push_str("&#xD;"),
            '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            other => out.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Element;

    #[test]
    fn namespaces_stand_where_they_are_first_used() {
        let inner = Element::new("saml2:Issuer").with("Format", "a").text("x<&>\r");
        let outer = Element::new("saml2p:Response")
            .with("Version", "2.0")
            .with("ID", "id\"1\n")
            .child(inner.clone())
            .child(inner);
        assert_eq!(
            outer.canonical(),
            "<saml2p:Response xmlns:saml2p=\"urn:oasis:names:tc:SAML:2.0:protocol\" ID=\"id&quot;1&#xA;\" Version=\"2.0\">\
             <saml2:Issuer xmlns:saml2=\"urn:oasis:names:tc:SAML:2.0:assertion\" Format=\"a\">x&lt;&amp;&gt;&#xD;</saml2:Issuer>\
             <saml2:Issuer xmlns:saml2=\"urn:oasis:names:tc:SAML:2.0:assertion\" Format=\"a\">x&lt;&amp;&gt;&#xD;</saml2:Issuer>\
             </saml2p:Response>"
        );
    }

    #[test]
    fn a_declared_prefix_is_written_once() {
        let value = Element::new("saml2:AttributeValue")
            .with("xsi:type", "xs:string")
            .text("a");
        let assertion = Element::new("saml2:Assertion")
            .declare("xs")
            .child(value.declare("xs"));
        assert_eq!(assertion.canonical().matches("xmlns:xs=").count(), 1);
        assert!(assertion.canonical().contains("<saml2:AttributeValue xmlns:xsi="));
    }
}

//! Writing XML: a builder that escapes, so that no value can become markup.

/// Writes elements in order; what is opened is closed by [`Writer::close`].
#[derive(Debug, Default)]
pub(crate) struct Writer {
    text: String,
    open: Vec<&'static str>,
}

impl Writer {
    /// Opens an element with attributes; those without a value are left out.
    pub(crate) fn open(&mut self, name: &'static str, attributes: &[(&str, Option<&str>)]) -> &mut Self {
        self.start(name, attributes);
        self.text.push('>');
        self.open.push(name);
        self
    }

    /// An element with text.
    pub(crate) fn leaf(
        &mut self,
        name: &'static str,
        attributes: &[(&str, Option<&str>)],
        text: &str,
    ) -> &mut Self {
        self.open(name, attributes);
        escape_text(text, &mut self.text);
        self.close()
    }

    /// An element without content.
    pub(crate) fn empty(&mut self, name: &'static str, attributes: &[(&str, Option<&str>)]) -> &mut Self {
        self.open(name, attributes).close()
    }

    /// Closes the element that was opened last.
    pub(crate) fn close(&mut self) -> &mut Self {
        if let Some(name) = self.open.pop() {
            self.text.push_str("</");
            self.text.push_str(name);
            self.text.push('>');
        }
        self
    }

    /// The document, with everything closed.
    pub(crate) fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.text
    }

    fn start(&mut self, name: &str, attributes: &[(&str, Option<&str>)]) {
        self.text.push('<');
        self.text.push_str(name);
        for (attribute, value) in attributes {
            if let Some(value) = value {
                self.text.push(' ');
                self.text.push_str(attribute);
                self.text.push_str("=\"");
                escape_attribute(value, &mut self.text);
                self.text.push('"');
            }
        }
    }
}

/// Text as canonical XML writes it (Canonical XML 1.0 section 2.3, text nodes).
pub(crate) fn escape_text(text: &str, out: &mut String) {
    escape(text, out, |byte| match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'\r' => Some("&#xD;"),
        _ => None,
    });
}

/// An attribute's value as canonical XML writes it (Canonical XML 1.0 section 2.3, attribute nodes).
pub(crate) fn escape_attribute(value: &str, out: &mut String) {
    escape(value, out, |byte| match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'"' => Some("&quot;"),
        b'\t' => Some("&#x9;"),
        b'\n' => Some("&#xA;"),
        b'\r' => Some("&#xD;"),
        _ => None,
    });
}

/// Copies whole stretches up to the next byte that has another form; all of those are ASCII.
fn escape(text: &str, out: &mut String, form: impl Fn(u8) -> Option<&'static str>) {
    let mut rest = text;
    while let Some((at, other)) = rest
        .bytes()
        .enumerate()
        .find_map(|(at, byte)| form(byte).map(|other| (at, other)))
    {
        let Some((plain, after)) = rest.split_at_checked(at) else {
            break;
        };
        out.push_str(plain);
        out.push_str(other);
        rest = after.get(1..).unwrap_or_default();
    }
    out.push_str(rest);
}

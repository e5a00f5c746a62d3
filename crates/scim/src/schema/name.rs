//! How a request names an attribute: `userName`, `name.familyName`, `urn:…:User:department` (RFC 7644 section 3.10).

use std::fmt;

/// A name as it was written; [`super::ResourceType::resolve`] says what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The schema in front, without the colon after it.
    pub urn: Option<String>,
    /// The attribute.
    pub attribute: String,
    /// The sub-attribute after the dot.
    pub sub: Option<String>,
}

impl Name {
    /// Reads a name; `None` when it is not one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (urn, rest) = match text.rsplit_once(':') {
            Some((urn, rest)) if is_urn(urn) => (Some(urn.to_owned()), rest),
            Some(_) => return None,
            None => (None, text),
        };
        let (attribute, sub) = match rest.split_once('.') {
            Some((attribute, sub)) => (attribute, Some(sub)),
            None => (rest, None),
        };
        let fits = is_word(attribute) && sub.is_none_or(is_word);
        fits.then(|| Self {
            urn,
            attribute: attribute.to_owned(),
            sub: sub.map(str::to_owned),
        })
    }

    /// Whether a name may hold this character.
    pub(crate) fn may_hold(c: char) -> bool {
        c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '$' | ':' | '.')
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(urn) = &self.urn {
            write!(f, "{urn}:")?;
        }
        f.write_str(&self.attribute)?;
        self.sub.as_ref().map_or(Ok(()), |sub| write!(f, ".{sub}"))
    }
}

fn is_urn(text: &str) -> bool {
    text.get(..4)
        .is_some_and(|head| head.eq_ignore_ascii_case("urn:"))
        && text.chars().all(Name::may_hold)
}

fn is_word(text: &str) -> bool {
    let mut letters = text.chars();
    letters
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic() || first == '$')
        && letters.all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '$'))
}

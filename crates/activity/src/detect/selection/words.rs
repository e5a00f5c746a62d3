//! Words with Sigma's wild cards: `*` any text, `?` one character, `\` takes their meaning away.

use super::modifiers::How;
use crate::detect::op::Op;

/// A value, cut at its wild cards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Any,
    One,
}

impl Word {
    /// A value as it stands in a rule.
    pub(super) fn read(text: &str) -> Self {
        let mut parts = Vec::new();
        let mut plain = String::new();
        let mut chars = text.chars().peekable();
        while let Some(char) = chars.next() {
            let wild = match char {
                '\\' if matches!(chars.peek(), Some('*' | '?' | '\\')) => {
                    plain.extend(chars.next());
                    continue;
                }
                '*' => Part::Any,
                '?' => Part::One,
                other => {
                    plain.push(other);
                    continue;
                }
            };
            if !plain.is_empty() {
                parts.push(Part::Text(std::mem::take(&mut plain)));
            }
            if parts.last() != Some(&Part::Any) || wild != Part::Any {
                parts.push(wild);
            }
        }
        if !plain.is_empty() || parts.is_empty() {
            parts.push(Part::Text(plain));
        }
        Self { parts }
    }

    /// A value without wild cards.
    pub(super) fn literal(text: String) -> Self {
        Self {
            parts: vec![Part::Text(text)],
        }
    }

    /// Text and way to compare, when no automaton beyond the plain ones is needed.
    fn plain(&self, how: How) -> Option<(How, &str)> {
        match (self.parts.as_slice(), how) {
            ([Part::Text(text)], how) => Some((how, text)),
            ([Part::Text(text), Part::Any], How::Equals | How::Starts) => Some((How::Starts, text)),
            ([Part::Any, Part::Text(text)], How::Equals | How::Ends) => Some((How::Ends, text)),
            ([Part::Any, Part::Text(text), Part::Any], _) => Some((How::Contains, text)),
            ([Part::Any, Part::Text(text)], How::Contains | How::Starts) => Some((How::Contains, text)),
            ([Part::Text(text), Part::Any], How::Contains | How::Ends) => Some((How::Contains, text)),
            _ => None,
        }
    }

    fn pattern(&self, how: How, cased: bool) -> String {
        let mut pattern = String::from(if cased { "(?s)" } else { "(?si)" });
        if matches!(how, How::Equals | How::Starts) {
            pattern.push('^');
        }
        for part in &self.parts {
            match part {
                Part::Text(text) => pattern.push_str(&regex::escape(text)),
                Part::Any => pattern.push_str(".*"),
                Part::One => pattern.push('.'),
            }
        }
        if matches!(how, How::Equals | How::Ends) {
            pattern.push('$');
        }
        pattern
    }
}

/// The operations that together stand for "one of these words".
pub(super) fn op(words: &[Word], how: How, cased: bool) -> Result<Vec<Op>, String> {
    let (mut equals, mut starts, mut ends, mut contains, mut patterns) =
        (vec![], vec![], vec![], vec![], vec![]);
    let mut anything = false;
    for word in words {
        match word.plain(how) {
            Some((How::Starts, text)) => starts.push(text.into()),
            Some((How::Ends, text)) => ends.push(text.into()),
            Some((How::Contains, text)) => contains.push(text.into()),
            Some((_, text)) => equals.push(text.into()),
            None if word.parts == [Part::Any] => anything = true,
            None => patterns.push(Op::regex(&word.pattern(how, cased))?),
        }
    }
    let mut ops = Vec::new();
    if anything {
        ops.push(Op::Exists(true));
    }
    if !equals.is_empty() {
        ops.push(Op::equals(equals, cased));
    }
    if !starts.is_empty() {
        ops.push(Op::StartsWith {
            words: starts,
            exact: cased,
        });
    }
    if !ends.is_empty() {
        ops.push(Op::EndsWith {
            words: ends,
            exact: cased,
        });
    }
    if !contains.is_empty() {
        ops.push(Op::contains(contains, cased)?);
    }
    if !patterns.is_empty() {
        ops.push(Op::Regex(patterns));
    }
    Ok(ops)
}

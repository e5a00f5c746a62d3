//! Matching things by their labels.

use std::collections::BTreeMap;

/// Labels of a thing: keys with one value each.
pub type Labels = BTreeMap<String, String>;

/// For each key the patterns one of which the thing's value must match; every key must match. Without keys nothing
/// matches, so a role that says nothing gives nothing. A key `*` with a value `*` matches everything, also what has
/// no labels.
///
/// A pattern is a text in which `*` stands for any text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LabelMatcher {
    patterns: BTreeMap<String, Vec<String>>,
}

/// Why a matcher cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PatternError {
    /// A key stands for any key, and yet a value is asked for.
    AnyKey,
    /// A key has no values.
    NoValues {
        /// The key.
        key: String,
    },
}

impl std::fmt::Display for PatternError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::AnyKey => write!(
                f,
                "the key `*` goes with the value `*` alone: name the label whose value is meant"
            ),
            Self::NoValues { key } => {
                write!(
                    f,
                    "the label `{key}` has no values: give at least one, `*` for any"
                )
            }
        }
    }
}

impl std::error::Error for PatternError {}

impl LabelMatcher {
    /// A matcher by these patterns.
    ///
    /// # Errors
    /// When a key has no values, or the key `*` another value than `*`.
    pub fn new(patterns: BTreeMap<String, Vec<String>>) -> Result<Self, PatternError> {
        for (key, values) in &patterns {
            if values.is_empty() {
                return Err(PatternError::NoValues { key: key.clone() });
            }
            if key == "*" && values.iter().any(|value| value != "*") {
                return Err(PatternError::AnyKey);
            }
        }
        Ok(Self { patterns })
    }

    /// A matcher of everything.
    pub fn everything() -> Self {
        Self {
            patterns: BTreeMap::from([("*".to_owned(), vec!["*".to_owned()])]),
        }
    }

    /// The patterns by key.
    pub const fn patterns(&self) -> &BTreeMap<String, Vec<String>> {
        &self.patterns
    }

    /// Whether a thing with these labels is meant.
    pub fn matches(&self, labels: &Labels) -> bool {
        let matches_key = |(key, values): (&String, &Vec<String>)| {
            if key == "*" {
                return true;
            }
            let value = labels.get(key);
            value.is_some_and(|value| values.iter().any(|pattern| is_like(pattern, value)))
        };
        !self.patterns.is_empty() && self.patterns.iter().all(matches_key)
    }
}

/// Whether `text` is like `pattern`, in which `*` stands for any text. Takes time by the product of their lengths at
/// most.
pub fn is_like(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else {
        return false;
    };
    let Some(last) = parts.next_back() else {
        // No star at all.
        return rest.is_empty();
    };
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.len() >= last.len() && rest.ends_with(last)
}

//! The text query language: text to [`Query`], and back.
//!
//! Words side by side must all be true, `OR` is weaker than that, `-` or `NOT` turns a condition around, parentheses
//! group. `column:value`, `column:(a OR b)`, `column:form*`, `column:*`, `column>value`, `column:[a TO b]`,
//! `column:/expression/`, `ip:10.0.0.0/8`; a bare word is
//! a word of the raw text, a quoted text is any part of it. The whole is in `docs/reference/activity-search.md`.

mod foreign;
mod near;
mod parse;
mod print;
mod value;

#[cfg(test)]
mod tests;

pub use parse::parse;
pub use print::print;

/// Where a text is no query, and what would be one there.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("at byte {position}: found {found}, expected {expected}{}", meant(.near))]
pub struct QueryError {
    /// The byte of the text where it goes wrong.
    pub position: usize,
    /// Bytes from there that are meant; zero at the end of the text.
    pub length: usize,
    /// What is there.
    pub found: String,
    /// What could be there.
    pub expected: String,
    /// Words that are close to what is there.
    pub near: Vec<String>,
}

fn meant(words: &[String]) -> String {
    if words.is_empty() {
        String::new()
    } else {
        format!("; did you mean {}?", words.join(" or "))
    }
}

/// The pseudo-column of whole words of the raw text.
const WORD: &str = "word";
/// The pseudo-column of any part of the raw text.
const TEXT: &str = "text";

/// Words that join conditions.
const KEYWORDS: [&str; 3] = ["AND", "OR", "NOT"];

//! Upper and lower case alike, and words.

use super::Quality;

/// `text` in lower case.
pub(super) fn fold(text: &str) -> String {
    text.to_lowercase()
}

/// The words of a name: runs of letters and digits.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

/// How `query`, in lower case, stands in `name`.
pub(super) fn find(name: &str, query: &str, may_be_word: bool) -> Option<Quality> {
    if name.is_ascii() {
        find_bytes(name.as_bytes(), query.as_bytes(), may_be_word)
    } else {
        find_bytes(fold(name).as_bytes(), query.as_bytes(), may_be_word)
    }
}

pub(super) fn has_word_prefix(name: &str, word: &str) -> bool {
    matches!(
        find(name, word, true),
        Some(Quality::Exact | Quality::Prefix | Quality::WordPrefix)
    )
}

/// `query` is in lower case; of `name` only ASCII letters may be in upper case.
fn find_bytes(name: &[u8], query: &[u8], may_be_word: bool) -> Option<Quality> {
    let first = *query.first()?;
    let last = name.len().checked_sub(query.len())?;
    let upper = first.to_ascii_uppercase();
    let mut found = None;
    for start in 0..=last {
        if name[start] != first && name[start] != upper {
            continue;
        }
        if !name[start..start + query.len()].eq_ignore_ascii_case(query) {
            continue;
        }
        if start == 0 {
            return Some(if last == 0 {
                Quality::Exact
            } else {
                Quality::Prefix
            });
        }
        if may_be_word && name[start - 1].is_ascii() && !name[start - 1].is_ascii_alphanumeric() {
            return Some(Quality::WordPrefix);
        }
        found = Some(Quality::Substring);
    }
    found
}

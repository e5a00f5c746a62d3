//! What people write who come from other languages. It would be looked for as a text, and found nowhere: better to say
//! how it is said here.

use crate::query::Column;

/// What is expected in the place of a word of another language at the place of a condition; `rest` follows it.
pub(super) fn word(word: &str, rest: &str) -> Option<&'static str> {
    let is_followed_by = |sign: char| rest.trim_start().starts_with(sign);
    Some(match word {
        "and" => {
            "`AND`, or nothing: conditions side by side must all be true; \"and\" in quotes looks for the word"
        }
        "or" => "`OR` in capitals; \"or\" in quotes looks for the word",
        "not" => "`NOT` in capitals, or `-`; \"not\" in quotes looks for the word",
        "&&" => "`AND`, or nothing: conditions side by side must all be true",
        "||" => "`OR`",
        "=" | "==" | "===" | ":" | "~" | "=~" | "~=" | "!=" | "<>" | "<" | "<=" | ">" | ">=" => {
            "a column, its sign and its value without spaces between, as status:failure or severity>=4"
        }
        "SELECT" | "select" | "Select" if !rest.trim().is_empty() => {
            "conditions alone; SQL over the same events is asked with `portolan query` or on the page SQL"
        }
        "WHERE" => {
            "conditions alone, as status:failure; SQL is asked with `portolan query` or on the page SQL"
        }
        "LIKE" => "a form, as actor:margaret*",
        "BETWEEN" => "a range, as severity:[3 TO 5]",
        "IN" | "in" if is_followed_by('(') => "a list, as status:(failure OR challenge)",
        word if word.starts_with('|') => {
            "more conditions: they narrow by standing side by side, and counting is a call of its own (`portolan activity \
             stats`, the facets of the page)"
        }
        word if word.starts_with('!') => "`-` or `NOT` before a condition to turn it around",
        word if word.starts_with('\'') => "`\"` for quotes",
        word if is_unequal(word) => "`-` before the condition to leave something out, as -status:failure",
        _ => return None,
    })
}

/// Whether a word is a condition with a sign of inequality.
fn is_unequal(word: &str) -> bool {
    let column = word.split_once("!=").or_else(|| word.split_once("!~"));
    column.is_some_and(|(name, _)| Column::of_name(&name.to_ascii_lowercase()).is_some())
}

/// What is expected in the place of a sign of another language before a value.
pub(super) fn sign(op: &str, rest: &str) -> Option<&'static str> {
    Some(match (op, rest.chars().next()?) {
        ("=" | ":", '=') => "the value after one `:` or `=`",
        ("=", '~') => "a regular expression as column:/expression/",
        ("<", '>') => "`-` before the condition to leave something out, as -status:failure",
        (_, '\'') => "`\"` for quotes",
        _ => return None,
    })
}

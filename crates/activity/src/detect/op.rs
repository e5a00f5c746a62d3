//! What a test asks of a value. Every operation is bounded: automata and regular expressions do not backtrack.

use super::expr::Source;
use aho_corasick::{AhoCorasick, AhoCorasickKind};
use regex::{Regex, RegexBuilder};
use std::collections::BTreeSet;
use std::net::IpAddr;

/// Memory of one compiled regular expression, at most, in bytes.
const REGEX_MAX: usize = 1 << 20;
/// Above so many words equality looks them up instead of comparing each.
const FEW: usize = 12;

/// One question.
#[derive(Clone, Debug)]
pub(crate) enum Op {
    /// One of these, ASCII case ignored unless `exact`.
    Equals { words: Vec<Box<str>>, exact: bool },
    /// One of these, many; lower case.
    OneOf(BTreeSet<Box<str>>),
    /// Any of these inside.
    Contains {
        automaton: Box<AhoCorasick>,
        words: Vec<Box<str>>,
        exact: bool,
    },
    /// Any of these at the start.
    StartsWith { words: Vec<Box<str>>, exact: bool },
    /// Any of these at the end.
    EndsWith { words: Vec<Box<str>>, exact: bool },
    /// A regular expression, or several.
    Regex(Vec<Regex>),
    /// An address inside one of these networks.
    Cidr(Vec<(IpAddr, u8)>),
    /// A number compared.
    Number(Compare, f64),
    /// There is a value, or there is none.
    Exists(bool),
    /// The same value as another field.
    SameAs(Source),
}

/// How numbers are compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Compare {
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Op {
    /// Any of the words inside the text.
    pub(crate) fn contains(words: Vec<Box<str>>, exact: bool) -> Result<Self, String> {
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(!exact)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(words.iter().map(|word| word.as_bytes()))
            .map_err(|error| format!("too many words to look for: {error}"))?;
        let automaton = Box::new(automaton);
        Ok(Self::Contains {
            automaton,
            words,
            exact,
        })
    }

    /// Equality with any of the words.
    pub(crate) fn equals(words: Vec<Box<str>>, exact: bool) -> Self {
        if !exact && words.len() > FEW {
            return Self::OneOf(
                words
                    .iter()
                    .map(|word| word.to_ascii_lowercase().into())
                    .collect(),
            );
        }
        Self::Equals { words, exact }
    }

    /// A regular expression without backtracking; look-around and back references are refused.
    pub(crate) fn regex(pattern: &str) -> Result<Regex, String> {
        RegexBuilder::new(pattern)
            .size_limit(REGEX_MAX)
            .dfa_size_limit(REGEX_MAX)
            .nest_limit(50)
            .build()
            .map_err(|error| {
                let told = error.to_string();
                format!(
                    "not a regular expression that we take: {}",
                    told.lines().last().unwrap_or("").trim()
                )
            })
    }

    /// Whether a text passes.
    pub(crate) fn passes(&self, text: &str) -> bool {
        match self {
            Self::Equals { words, exact } => words.iter().any(|word| same(word, text, *exact)),
            Self::OneOf(words) => words.contains(text.to_ascii_lowercase().as_str()),
            Self::Contains { automaton, .. } => automaton.is_match(text),
            Self::StartsWith { words, exact } => words.iter().any(|word| {
                text.as_bytes()
                    .get(..word.len())
                    .is_some_and(|start| same_bytes(word.as_bytes(), start, *exact))
            }),
            Self::EndsWith { words, exact } => words.iter().any(|word| {
                let start = text.len().checked_sub(word.len());
                let end = start.and_then(|start| text.as_bytes().get(start..));
                end.is_some_and(|end| same_bytes(word.as_bytes(), end, *exact))
            }),
            Self::Regex(patterns) => patterns.iter().any(|pattern| pattern.is_match(text)),
            Self::Cidr(networks) => text
                .parse()
                .is_ok_and(|ip: IpAddr| networks.iter().any(|network| inside(ip, *network))),
            Self::Number(..) => text.parse().is_ok_and(|number| self.passes_number(number)),
            Self::Exists(wanted) => *wanted,
            Self::SameAs(_) => false,
        }
    }

    /// Whether a number passes.
    pub(crate) fn passes_number(&self, number: f64) -> bool {
        match self {
            Self::Number(Compare::Less, limit) => number < *limit,
            Self::Number(Compare::LessOrEqual, limit) => number <= *limit,
            Self::Number(Compare::Greater, limit) => number > *limit,
            Self::Number(Compare::GreaterOrEqual, limit) => number >= *limit,
            Self::Exists(wanted) => *wanted,
            Self::Equals { words, .. } => words.iter().any(|word| word.parse() == Ok(number)),
            Self::OneOf(words) => words.iter().any(|word| word.parse() == Ok(number)),
            _ => self.passes(&number.to_string()),
        }
    }

    /// Whether the absence of a value passes.
    pub(crate) fn passes_null(&self) -> bool {
        match self {
            Self::Exists(wanted) => !wanted,
            // In Sigma the empty word also stands for "no value".
            Self::Equals { words, .. } => words.iter().any(|word| word.is_empty()),
            _ => false,
        }
    }

    /// Texts of which a value of JSON has one, as it is and in letters of either case, when it passes; `None` when that
    /// cannot be said.
    pub(crate) fn must_say(&self) -> Option<&[Box<str>]> {
        let (Self::Equals { words, .. }
        | Self::Contains { words, .. }
        | Self::StartsWith { words, .. }
        | Self::EndsWith { words, .. }) = self
        else {
            return None;
        };
        words.iter().all(|word| is_plain(word)).then_some(words)
    }

    /// How dear the question is, roughly, in nanoseconds.
    pub(crate) fn cost(&self) -> u32 {
        match self {
            Self::Exists(_) | Self::Number(..) => 2,
            Self::Equals { words, .. } | Self::StartsWith { words, .. } | Self::EndsWith { words, .. } => {
                3 + words.len() as u32
            }
            Self::OneOf(_) | Self::SameAs(_) => 40,
            Self::Contains { .. } | Self::Cidr(_) => 60,
            Self::Regex(patterns) => 100 + 100 * patterns.len() as u32,
        }
    }

    /// Two operations with the same key ask the same.
    pub(crate) fn key(&self) -> String {
        match self {
            Self::Contains { words, exact, .. } => format!("contains {exact} {words:?}"),
            Self::Regex(patterns) => {
                let texts: Vec<&str> = patterns.iter().map(Regex::as_str).collect();
                format!("regex {texts:?}")
            }
            other => format!("{other:?}"),
        }
    }
}

/// Reads `10.0.0.0/8`; an address alone is a network of one.
pub(crate) fn network(text: &str) -> Option<(IpAddr, u8)> {
    let (ip, bits) = text
        .split_once('/')
        .map_or((text, None), |(ip, bits)| (ip, Some(bits)));
    let ip: IpAddr = ip.trim().parse().ok()?;
    let most = if ip.is_ipv4() { 32 } else { 128 };
    let bits = bits.map_or(Some(most), |bits| bits.trim().parse().ok())?;
    (bits <= most).then_some((ip, bits))
}

/// Whether JSON has but one short way to write a text, and no number is written so or with it inside.
fn is_plain(word: &str) -> bool {
    let is_letter_of_no_number = |char: char| char.is_ascii_alphabetic() && !"infaeINFAE".contains(char);
    word.chars()
        .all(|char| char.is_ascii_alphanumeric() || "_-. ".contains(char))
        && word.chars().any(is_letter_of_no_number)
        && word.parse::<f64>().is_err()
}

fn inside(ip: IpAddr, (base, bits): (IpAddr, u8)) -> bool {
    match (ip, base) {
        (IpAddr::V4(ip), IpAddr::V4(base)) => {
            let shift = 32 - u32::from(bits);
            u32::from(ip).checked_shr(shift) == u32::from(base).checked_shr(shift)
        }
        (IpAddr::V6(ip), IpAddr::V6(base)) => {
            let shift = 128 - u32::from(bits);
            u128::from(ip).checked_shr(shift) == u128::from(base).checked_shr(shift)
        }
        _ => false,
    }
}

#[inline]
fn same(word: &str, text: &str, exact: bool) -> bool {
    same_bytes(word.as_bytes(), text.as_bytes(), exact)
}

#[inline]
fn same_bytes(word: &[u8], text: &[u8], exact: bool) -> bool {
    if exact {
        word == text
    } else {
        word.eq_ignore_ascii_case(text)
    }
}

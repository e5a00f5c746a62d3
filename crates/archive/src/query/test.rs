//! A condition on one text of a column.

use super::Operator;
use regex::{Regex, RegexBuilder};
use std::cmp::Ordering;
use std::net::IpAddr;

/// What a text must be. Texts to compare with are in lower case.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Test {
    /// Anything.
    Any,
    /// One of these.
    OneOf(Vec<String>),
    /// Parts in this order, the first at the beginning and the last at the end.
    Glob(Vec<String>),
    /// An address whose first bits are these.
    Network(IpAddr, u8),
    /// A number that compares so.
    Number(Operator, f64),
    /// A text that compares so.
    Order(Operator, String),
    /// A text in which the expression finds something.
    Regex(Pattern),
}

/// A regular expression that takes no more time than the text is long.
#[derive(Clone, Debug)]
pub(crate) struct Pattern(Regex);

/// Bytes of a regular expression.
const PATTERN_MAX: usize = 1_024;
/// Memory of one compiled regular expression, at most, in bytes.
const REGEX_MAX: usize = 1 << 20;

impl Pattern {
    /// Compiles an expression; an error says why it is none that we take.
    pub(crate) fn new(text: &str) -> Result<Self, String> {
        if text.len() > PATTERN_MAX {
            return Err(format!("it is longer than {PATTERN_MAX} bytes"));
        }
        let built = RegexBuilder::new(text)
            .case_insensitive(true)
            .size_limit(REGEX_MAX)
            .dfa_size_limit(REGEX_MAX)
            .nest_limit(50)
            .build();
        built.map(Self).map_err(|error| match error {
            regex::Error::CompiledTooBig(_) => "it is too large when it is compiled".to_owned(),
            error => {
                let told = error.to_string();
                let last = told.lines().last().unwrap_or("").trim();
                last.strip_prefix("error: ").unwrap_or(last).to_owned()
            }
        })
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_str() == other.0.as_str()
    }
}

impl Test {
    /// Whether a text passes.
    pub(crate) fn passes(&self, text: &str) -> bool {
        match self {
            Self::Any => true,
            Self::OneOf(values) => values.iter().any(|value| text.eq_ignore_ascii_case(value)),
            Self::Glob(parts) => glob(parts, &text.to_ascii_lowercase()),
            Self::Network(network, bits) => text
                .parse()
                .is_ok_and(|address| is_within(address, *network, *bits)),
            Self::Number(op, number) => text
                .parse::<f64>()
                .is_ok_and(|text| text.partial_cmp(number).is_some_and(|order| op.allows(order))),
            Self::Order(op, value) => op.allows(compare_folded(text, value)),
            Self::Regex(Pattern(regex)) => regex.is_match(text),
        }
    }
}

impl Operator {
    pub(crate) const fn allows(self, order: Ordering) -> bool {
        match self {
            Self::Less => order.is_lt(),
            Self::AtMost => order.is_le(),
            Self::More => order.is_gt(),
            Self::AtLeast => order.is_ge(),
        }
    }
}

/// The order of two texts without regard to case.
pub(crate) fn compare_folded(a: &str, b: &str) -> Ordering {
    let fold = |byte: u8| byte.to_ascii_lowercase();
    a.bytes().map(fold).cmp(b.bytes().map(fold))
}

/// The parts of a pattern with `*`, in lower case.
pub(crate) fn parts(pattern: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut chars = pattern.chars();
    while let Some(char) = chars.next() {
        match char {
            '*' => parts.push(String::new()),
            '\\' => push(&mut parts, chars.next().unwrap_or('\\')),
            char => push(&mut parts, char),
        }
    }
    parts
}

fn push(parts: &mut [String], char: char) {
    if let Some(part) = parts.last_mut() {
        part.push(char.to_ascii_lowercase());
    }
}

fn glob(parts: &[String], text: &str) -> bool {
    let Some((first, others)) = parts.split_first() else {
        return false;
    };
    let Some((last, inner)) = others.split_last() else {
        return text == first;
    };
    let Some(mut rest) = text.strip_prefix(first.as_str()) else {
        return false;
    };
    for part in inner {
        let Some(at) = rest.find(part.as_str()) else {
            return false;
        };
        rest = rest.get(at + part.len()..).unwrap_or("");
    }
    rest.ends_with(last.as_str())
}

/// The network of a text like `10.0.0.0/8`; one address is a network of itself.
pub(crate) fn network(text: &str) -> Option<(IpAddr, u8)> {
    let (address, bits) = match text.split_once('/') {
        Some((address, bits)) => (address.parse::<IpAddr>().ok()?, Some(bits.parse::<u8>().ok()?)),
        None => (text.parse::<IpAddr>().ok()?, None),
    };
    let most = if address.is_ipv4() { 32 } else { 128 };
    let bits = bits.unwrap_or(most);
    (bits <= most).then_some((address, bits))
}

fn is_within(address: IpAddr, network: IpAddr, bits: u8) -> bool {
    let address = match (address, network) {
        (IpAddr::V6(v6), IpAddr::V4(_)) => v6.to_ipv4_mapped().map_or(address, IpAddr::V4),
        _ => address,
    };
    let (left, right, width) = match (address, network) {
        (IpAddr::V4(a), IpAddr::V4(b)) => (u128::from(a.to_bits()), u128::from(b.to_bits()), 32),
        (IpAddr::V6(a), IpAddr::V6(b)) => (a.to_bits(), b.to_bits(), 128),
        _ => return false,
    };
    bits == 0 || left >> (width - u32::from(bits)) == right >> (width - u32::from(bits))
}

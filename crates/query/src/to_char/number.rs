//! A number by a pattern: `to_char(1234.5, 'FM9,999.00')`. Source: PostgreSQL documentation, 9.8, "Template Patterns for
//! Numeric Formatting".

use super::moment::{ordinal, quoted};

/// One part of a pattern.
#[derive(Clone, Debug, PartialEq)]
enum Part {
    Nine,
    Zero,
    Point,
    Group,
    /// `S`: the sign beside the number.
    Sign,
    /// `MI`, `PL`, `SG`: the sign here.
    Minus,
    Plus,
    Either,
    /// `TH` (`true`), `th`
    Ordinal(bool),
    Text(String),
}

#[derive(Debug, Default)]
struct Pattern {
    parts: Vec<Part>,
    is_bare: bool,
    /// `PR`
    in_brackets: bool,
    /// `RN` (`Some(true)`), `rn`
    roman: Option<bool>,
    is_exponent: bool,
    /// Digits behind `V`.
    shifted: usize,
    before: usize,
    behind: usize,
}

fn parsed(pattern: &str) -> Pattern {
    static WORDS: [(&str, Option<Part>); 18] = [
        ("EEEE", None),
        ("FM", None),
        ("PR", None),
        ("RN", None),
        ("MI", Some(Part::Minus)),
        ("PL", Some(Part::Plus)),
        ("SG", Some(Part::Either)),
        ("TH", Some(Part::Ordinal(true))),
        ("9", Some(Part::Nine)),
        ("0", Some(Part::Zero)),
        (".", Some(Part::Point)),
        ("D", Some(Part::Point)),
        (",", Some(Part::Group)),
        ("G", Some(Part::Group)),
        ("S", Some(Part::Sign)),
        ("L", None),
        ("V", None),
        ("B", None),
    ];
    let mut made = Pattern::default();
    let (mut rest, mut has_point, mut is_shifted) = (pattern, false, false);
    while let Some(first) = rest.chars().next() {
        if first == '"' {
            let mut text = String::new();
            rest = quoted(&rest[1..], &mut text);
            made.parts.push(Part::Text(text));
            continue;
        }
        let found = WORDS.iter().find(|(word, _)| {
            rest.get(..word.len())
                .is_some_and(|next| next.eq_ignore_ascii_case(word))
        });
        let Some((word, part)) = found else {
            made.parts.push(Part::Text(first.to_string()));
            rest = &rest[first.len_utf8()..];
            continue;
        };
        let (written, after) = rest.split_at(word.len());
        rest = after;
        let is_capital = written.chars().all(|char| !char.is_ascii_lowercase());
        match (*word, part) {
            ("EEEE", _) => made.is_exponent = true,
            ("FM", _) => made.is_bare = true,
            ("PR", _) => made.in_brackets = true,
            ("RN", _) => made.roman = Some(is_capital),
            ("L", _) => made.parts.push(Part::Text(" ".to_owned())),
            ("V", _) => is_shifted = true,
            ("TH", _) => made.parts.push(Part::Ordinal(is_capital)),
            (_, Some(Part::Point)) if has_point => {}
            (_, Some(part @ (Part::Nine | Part::Zero))) => {
                made.shifted += usize::from(is_shifted);
                if has_point {
                    made.behind += 1;
                } else {
                    made.before += 1;
                }
                made.parts.push(part.clone());
            }
            (_, Some(part)) => {
                has_point |= *part == Part::Point;
                made.parts.push(part.clone());
            }
            (_, None) => {}
        }
    }
    made
}

/// A double by `pattern`.
pub(super) fn of_double(pattern: &str, value: f64) -> String {
    let parsed = parsed(pattern);
    if parsed.is_exponent {
        return exponent(&parsed, value);
    }
    if !value.is_finite() {
        return filled(&parsed, value < 0.0, None);
    }
    let shifted = value * 10_f64.powi(i32::try_from(parsed.shifted).unwrap_or(0));
    let text = format!("{:.*}", parsed.behind, shifted.abs());
    filled(&parsed, value < 0.0, Some(&text))
}

/// A decimal, written out, by `pattern`.
pub(super) fn of_text(pattern: &str, value: &str) -> String {
    let parsed = parsed(pattern);
    if parsed.is_exponent {
        return exponent(&parsed, value.parse().unwrap_or(f64::NAN));
    }
    let digits = value.trim_start_matches('-');
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let moved = format!("{fraction:0<width$}", width = parsed.shifted);
    let (front, fraction) = moved.split_at(parsed.shifted);
    let text = rounded(&format!("{whole}{front}"), fraction, parsed.behind);
    let is_nothing = text.bytes().all(|byte| matches!(byte, b'0' | b'.'));
    filled(&parsed, value.starts_with('-') && !is_nothing, Some(&text))
}

/// To `places` digits behind the point, half away from zero.
fn rounded(whole: &str, fraction: &str, places: usize) -> String {
    let kept: String = fraction
        .chars()
        .chain(std::iter::repeat('0'))
        .take(places)
        .collect();
    let is_up = fraction.as_bytes().get(places).is_some_and(|next| *next >= b'5');
    let mut digits: Vec<u8> = format!("0{whole}{kept}").into_bytes();
    if is_up {
        for digit in digits.iter_mut().rev() {
            if *digit == b'9' {
                *digit = b'0';
            } else {
                *digit += 1;
                break;
            }
        }
    }
    let text = String::from_utf8_lossy(&digits).into_owned();
    let (whole, fraction) = text.split_at(text.len() - places);
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    if places == 0 {
        whole.to_owned()
    } else {
        format!("{whole}.{fraction}")
    }
}

fn exponent(pattern: &Pattern, value: f64) -> String {
    let text = format!("{:.*e}", pattern.behind, value);
    let (number, power) = text.split_once('e').unwrap_or((&text, "0"));
    let (sign, power) = match power.strip_prefix('-') {
        Some(power) => ('-', power),
        None => ('+', power),
    };
    let lead = if value < 0.0 || pattern.is_bare { "" } else { " " };
    format!("{lead}{number}e{sign}{power:0>2}")
}

fn roman(number: u64, is_capital: bool, is_bare: bool) -> String {
    const NUMERALS: [(u64, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let (mut left, mut text) = (number, String::new());
    if !(1..4000).contains(&number) {
        return "#".repeat(15);
    }
    for (value, numeral) in NUMERALS {
        while left >= value {
            text.push_str(numeral);
            left -= value;
        }
    }
    let text = if is_capital { text } else { text.to_lowercase() };
    if is_bare { text } else { format!("{text:>15}") }
}

/// The parts of `pattern` with the digits of `text`; `None` is no number that digits could tell.
fn filled(pattern: &Pattern, is_negative: bool, text: Option<&str>) -> String {
    let (whole, fraction) = text
        .unwrap_or_default()
        .split_once('.')
        .unwrap_or((text.unwrap_or_default(), ""));
    if let Some(is_capital) = pattern.roman {
        return roman(whole.parse().unwrap_or(0), is_capital, pattern.is_bare);
    }
    let is_hidden = whole == "0" && pattern.behind > 0;
    let digits = if is_hidden { "" } else { whole };
    let overflows = text.is_none() || digits.len() > pattern.before;
    let has_sign_part = |wanted: &[Part]| pattern.parts.iter().any(|part| wanted.contains(part));
    let own_sign = !pattern.in_brackets && !has_sign_part(&[Part::Sign, Part::Minus, Part::Either]);
    let mut fill = Fill {
        out: String::new(),
        is_bare: pattern.is_bare,
        is_begun: false,
        sign: match (own_sign, is_negative) {
            (true, true) => Some('-'),
            (true, false) => (!pattern.is_bare).then_some(' '),
            (false, _) => None,
        },
    };
    // The sign of `S` stands before the number unless it is written behind all digits.
    let last_digit = pattern
        .parts
        .iter()
        .rposition(|part| matches!(part, Part::Nine | Part::Zero));
    let sign_at = pattern.parts.iter().position(|part| *part == Part::Sign);
    let is_sign_behind = sign_at.zip(last_digit).is_some_and(|(sign, digit)| sign > digit);
    let shown_sign = if is_negative { '-' } else { '+' };
    if sign_at.is_some() && !is_sign_behind {
        fill.sign = Some(shown_sign);
    }
    if pattern.in_brackets {
        fill.sign = if is_negative {
            Some('<')
        } else {
            (!pattern.is_bare).then_some(' ')
        };
    }
    let last_zero = behind_last_zero(pattern);
    let (mut at, mut behind, mut is_behind, mut is_zero) = (0_usize, 0_usize, false, false);
    for part in &pattern.parts {
        match part {
            Part::Nine | Part::Zero if is_behind => {
                let digit = fraction
                    .as_bytes()
                    .get(behind)
                    .map_or('0', |byte| char::from(*byte));
                let rest_is_nothing = fraction
                    .get(behind..)
                    .is_some_and(|rest| rest.bytes().all(|byte| byte == b'0'));
                behind += 1;
                if !(pattern.is_bare && rest_is_nothing && behind > last_zero) || overflows {
                    fill.begin();
                    fill.out.push(if overflows { '#' } else { digit });
                }
            }
            Part::Nine | Part::Zero => {
                is_zero |= *part == Part::Zero;
                let lead = pattern.before.saturating_sub(digits.len());
                let digit = at
                    .checked_sub(lead)
                    .and_then(|at: usize| digits.as_bytes().get(at));
                at += 1;
                match digit {
                    _ if overflows => fill.digit('#'),
                    Some(digit) => fill.digit(char::from(*digit)),
                    None if is_zero => fill.digit('0'),
                    None => fill.blank(),
                }
            }
            Part::Point => {
                is_behind = true;
                fill.digit('.');
            }
            Part::Group if fill.is_begun => fill.out.push(','),
            Part::Group => fill.blank(),
            Part::Sign if is_sign_behind => fill.out.push(shown_sign),
            Part::Sign => {}
            Part::Minus if is_negative => fill.out.push('-'),
            Part::Plus if !is_negative => fill.out.push('+'),
            Part::Minus | Part::Plus => fill.blank(),
            Part::Either => fill.out.push(shown_sign),
            Part::Ordinal(_) if is_negative || pattern.behind > 0 => {}
            Part::Ordinal(true) => fill.out.push_str(&ordinal(whole).to_ascii_uppercase()),
            Part::Ordinal(false) => fill.out.push_str(ordinal(whole)),
            Part::Text(text) => fill.out.push_str(text),
        }
    }
    if pattern.in_brackets {
        match (is_negative, pattern.is_bare) {
            (true, _) => fill.out.push('>'),
            (false, false) => fill.out.push(' '),
            (false, true) => {}
        }
    }
    fill.out
}

/// Digits behind the point up to the last `0` of the pattern.
fn behind_last_zero(pattern: &Pattern) -> usize {
    let point = pattern.parts.iter().position(|part| *part == Part::Point);
    let behind = point.map_or(&[][..], |at| pattern.parts.get(at..).unwrap_or_default());
    let digits = behind
        .iter()
        .filter(|part| matches!(part, Part::Nine | Part::Zero));
    digits
        .enumerate()
        .filter(|(_, part)| **part == Part::Zero)
        .map(|(at, _)| at + 1)
        .last()
        .unwrap_or(0)
}

struct Fill {
    out: String,
    is_bare: bool,
    /// Whether a digit was written.
    is_begun: bool,
    /// What stands right before the first digit.
    sign: Option<char>,
}

impl Fill {
    fn begin(&mut self) {
        if !self.is_begun {
            self.out.extend(self.sign);
            self.is_begun = true;
        }
    }

    fn digit(&mut self, digit: char) {
        self.begin();
        self.out.push(digit);
    }

    fn blank(&mut self) {
        if !self.is_bare {
            self.out.push(' ');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{of_double, of_text};

    /// As PostgreSQL 15 answers.
    #[test]
    fn numbers_are_written_as_postgresql_does() {
        for (value, pattern, expected) in [
            ("1234.5", "9999.99", " 1234.50"),
            ("1234.5", "FM9999.99", "1234.5"),
            ("1234.5", "FM9999.00", "1234.50"),
            ("-1234.5", "9,999.9", "-1,234.5"),
            ("0.5", "0.99", " 0.50"),
            ("0.5", "9.99", "  .50"),
            ("12345", "999", " ###"),
            ("485", "L999", "  485"),
            ("12", "S99", "+12"),
            ("-12", "99S", "12-"),
            ("-12", "99MI", "12-"),
            ("12", "PL99", "+ 12"),
            ("-12", "99PR", "<12>"),
            ("482", "999th", " 482nd"),
            ("12.45", "99V9", " 125"),
            ("485", "RN", "        CDLXXXV"),
            ("485", "FMRN", "CDLXXXV"),
            ("1234567", "9G999G999D00", " 1,234,567.00"),
            ("12", "0000", " 0012"),
            ("1234567.891", "FM999,999,999.00", "1,234,567.89"),
            ("0", "FM999", "0"),
            ("0", "FM990.0", "0.0"),
            ("148.5", "FM999.990", "148.500"),
            ("-0.1", "99.99", "  -.10"),
            ("0.1", "99.99", "   .10"),
            ("12", "99\"%\"", " 12%"),
            ("12.300", "FM90.0%", "12.3%"),
            ("99.995", "999.99", " 100.00"),
        ] {
            assert_eq!(of_text(pattern, value), expected, "{value} {pattern}");
        }
        assert_eq!(of_double("9.99EEEE", 1e5), " 1.00e+05");
        assert_eq!(of_double("FM990.00", 2.5), "2.50");
    }
}

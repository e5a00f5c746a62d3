//! A moment by a pattern. Source: PostgreSQL documentation, 9.8, "Data Type Formatting Functions".

use super::calendar::Shown;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const DAYS: [&str; 7] = [
    "Sunday",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
];
const ROMAN: [&str; 12] = [
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII",
];
/// Widest of the names: shorter ones are filled up.
const NAME: usize = 9;

/// The words of patterns, longer ones before those that they begin with.
const WORDS: [&str; 49] = [
    "MONTH", "HH24", "HH12", "SSSSS", "SSSS", "Y,YYY", "YYYY", "IYYY", "IDDD", "A.M.", "P.M.", "A.D.",
    "B.C.", "YYY", "IYY", "DDD", "DAY", "MON", "TZH", "TZM", "FF1", "FF2", "FF3", "FF4", "FF5", "FF6", "HH",
    "MI", "SS", "MS", "US", "AM", "PM", "AD", "BC", "YY", "IY", "MM", "DD", "DY", "ID", "IW", "WW", "CC",
    "RM", "TZ", "OF", "Y", "I",
];
/// The words of one letter, but for `Y` and `I`.
const LETTERS: [&str; 4] = ["D", "W", "J", "Q"];

/// `shown` by `pattern`.
pub(super) fn written(pattern: &str, shown: &Shown) -> String {
    let (mut out, mut rest) = (String::new(), pattern);
    while let Some(first) = rest.chars().next() {
        if first == '"' {
            rest = quoted(&rest[1..], &mut out);
            continue;
        }
        if let Some(after) = rest.strip_prefix("\\\"") {
            out.push('"');
            rest = after;
            continue;
        }
        let (is_bare, after) = match rest.get(..2) {
            Some("FM" | "fm" | "TM" | "tm") => (true, &rest[2..]),
            Some("FX" | "fx") => {
                rest = &rest[2..];
                continue;
            }
            _ => (false, rest),
        };
        match word_of(after) {
            Some(word) => {
                let (written, after) = after.split_at(word.len());
                let field = Field {
                    word,
                    written,
                    is_bare,
                };
                let (text, is_number) = field.of(shown);
                rest = after;
                out.push_str(&text);
                if is_number
                    && let Some(ending) = rest.get(..2).filter(|next| next.eq_ignore_ascii_case("th"))
                {
                    let ordinal = ordinal(&text);
                    out.push_str(&if ending == "TH" {
                        ordinal.to_ascii_uppercase()
                    } else {
                        ordinal.to_owned()
                    });
                    rest = &rest[2..];
                }
            }
            None if is_bare => rest = after,
            None => {
                out.push(first);
                rest = &rest[first.len_utf8()..];
            }
        }
    }
    out
}

/// Takes what is between quotes over; gives what follows.
pub(super) fn quoted<'a>(text: &'a str, out: &mut String) -> &'a str {
    let mut chars = text.char_indices();
    while let Some((at, char)) = chars.next() {
        match char {
            '"' => return &text[at + 1..],
            '\\' => out.extend(chars.next().map(|(_, char)| char)),
            other => out.push(other),
        }
    }
    ""
}

/// The word that `text` begins with: in capitals or small letters, names also with a capital first.
fn word_of(text: &str) -> Option<&'static str> {
    WORDS.into_iter().chain(LETTERS).find(|word| {
        text.get(..word.len()).is_some_and(|next| {
            next == *word || next == word.to_ascii_lowercase() || (is_name(word) && next == capital(word))
        })
    })
}

fn is_name(word: &str) -> bool {
    matches!(word, "MONTH" | "MON" | "DAY" | "DY")
}

fn capital(word: &str) -> String {
    let (first, rest) = word.split_at(1);
    format!("{first}{}", rest.to_ascii_lowercase())
}

/// `st`, `nd`, `rd` or `th`.
pub(super) fn ordinal(number: &str) -> &'static str {
    let is_teen = number.len() >= 2 && number.as_bytes().get(number.len() - 2) == Some(&b'1');
    match number.bytes().last() {
        Some(b'1') if !is_teen => "st",
        Some(b'2') if !is_teen => "nd",
        Some(b'3') if !is_teen => "rd",
        _ => "th",
    }
}

struct Field<'a> {
    word: &'static str,
    written: &'a str,
    is_bare: bool,
}

impl Field<'_> {
    /// The text, and whether it is a number.
    fn of(&self, shown: &Shown) -> (String, bool) {
        match self.name(shown) {
            Some(text) => (text, false),
            None => (self.number(shown), true),
        }
    }

    fn name(&self, shown: &Shown) -> Option<String> {
        let month = || usize::try_from(shown.month - 1).ok();
        let day = || shown.weekday().and_then(|day| usize::try_from(day).ok());
        Some(match self.word {
            "MONTH" => self.full(month().and_then(|at| MONTHS.get(at))),
            "MON" => self.short(month().and_then(|at| MONTHS.get(at))),
            "DAY" => self.full(day().and_then(|at| DAYS.get(at))),
            "DY" => self.short(day().and_then(|at| DAYS.get(at))),
            "RM" => {
                let numeral = month().and_then(|at| ROMAN.get(at)).copied().unwrap_or_default();
                let numeral = self.cased(numeral);
                if self.is_bare {
                    numeral
                } else {
                    format!("{numeral:<4}")
                }
            }
            "AM" | "PM" | "A.M." | "P.M." => {
                let half = if shown.hour.rem_euclid(24) < 12 { "A" } else { "P" };
                self.cased(&format!("{half}{}", &self.word[1..]))
            }
            "AD" | "BC" | "A.D." | "B.C." => {
                let (plain, dotted) = if shown.year > 0 {
                    ("AD", "A.D.")
                } else {
                    ("BC", "B.C.")
                };
                self.cased(if self.word.contains('.') { dotted } else { plain })
            }
            "TZ" => self.cased(if shown.has_zone { "UTC" } else { "" }),
            "TZH" | "OF" => "+00".to_owned(),
            "TZM" => "00".to_owned(),
            _ => return None,
        })
    }

    fn number(&self, shown: &Shown) -> String {
        let (iso_year, iso_week, iso_day) = shown.iso_week();
        let year = shown.said_year();
        let (number, width) = match self.word {
            "HH24" => (shown.hour, 2),
            "HH12" | "HH" => match shown.hour % 12 {
                0 => (12, 2),
                hour => (hour, 2),
            },
            "MI" => (shown.minute, 2),
            "SS" => (shown.second, 2),
            "MS" => (shown.us / 1_000, 3),
            "US" => (shown.us, 6),
            "SSSS" | "SSSSS" => ((shown.hour * 60 + shown.minute) * 60 + shown.second, 0),
            "Y,YYY" => return format!("{},{:03}", year / 1_000, year % 1_000),
            "YYYY" => (year, 4),
            "YYY" => (year % 1_000, 3),
            "YY" => (year % 100, 2),
            "Y" => (year % 10, 1),
            "IYYY" => (iso_year, 4),
            "IYY" => (iso_year % 1_000, 3),
            "IY" => (iso_year % 100, 2),
            "I" => (iso_year % 10, 1),
            "IDDD" => (iso_day, 3),
            "DDD" => (shown.day_of_year(), 3),
            "MM" => (shown.month, 2),
            // As PostgreSQL has it, which leaves room for the sign in all others.
            "DD" => (shown.day, if shown.day < 0 { 1 } else { 2 }),
            "D" => (shown.weekday().map_or(0, |day| day + 1), 1),
            "ID" => (shown.iso_weekday(), 1),
            "W" => ((shown.day - 1) / 7 + 1, 1),
            "WW" => ((shown.day_of_year() - 1) / 7 + 1, 2),
            "IW" => (iso_week, 2),
            "CC" => (shown.century(), 2),
            "J" => (shown.julian(), 0),
            "Q" => ((shown.month - 1) / 3 + 1, 1),
            // FF1 to FF6.
            other => {
                let digits = other.bytes().last().map_or(6, |digit| usize::from(digit - b'0'));
                let all = format!("{:06}", shown.us.abs());
                return all.get(..digits).unwrap_or_default().to_owned();
            }
        };
        if self.is_bare {
            return number.to_string();
        }
        let sign = if number < 0 { "-" } else { "" };
        format!("{sign}{:0width$}", number.abs())
    }

    /// A name in the letters that its word is written in.
    fn cased(&self, name: &str) -> String {
        let is_small = self.written.chars().all(|char| !char.is_ascii_uppercase());
        if is_small {
            name.to_ascii_lowercase()
        } else if is_name(self.word) && self.written != self.word {
            name.to_owned()
        } else {
            name.to_ascii_uppercase()
        }
    }

    fn full(&self, name: Option<&&str>) -> String {
        let name = self.cased(name.copied().unwrap_or_default());
        if self.is_bare {
            name
        } else {
            format!("{name:<NAME$}")
        }
    }

    fn short(&self, name: Option<&&str>) -> String {
        self.cased(name.and_then(|name| name.get(..3)).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use datafusion::arrow::datatypes::IntervalMonthDayNano;

    use super::{Shown, written};

    /// As PostgreSQL 15 answers.
    #[test]
    fn moments_are_written_as_postgresql_does() {
        let afternoon = Shown::of_moment(1_707_923_045_678_901, false);
        let morning = Shown::of_moment(1_707_015_845_000_000, true);
        for (shown, pattern, expected) in [
            (&afternoon, "Q D J DDD WW IW CC W", "1 4 2460355 045 07 07 21 2"),
            (
                &afternoon,
                "[Day] [DAY] [day] [FMDay]",
                "[Wednesday] [WEDNESDAY] [wednesday] [Wednesday]",
            ),
            (
                &afternoon,
                "MONTH Mon MON mon DY dy Dy",
                "FEBRUARY  Feb FEB feb WED wed Wed",
            ),
            (
                &morning,
                "FMDD FMMM FMHH24 HH HH12 AM am A.M. p.m. Dth DDth DDTH ID IDDD IYYY IY I",
                "4 2 3 03 03 AM am A.M. a.m. 1st 04th 04TH 7 035 2024 24 4",
            ),
            (
                &morning,
                "YYYY Y,YYY YYY YY Y BC AD b.c. RM rm SSSS SSSSS MS US FF1 FF3 FF6",
                "2024 2,024 024 24 4 AD AD a.d. II   ii   11045 11045 000 000000 0 000 000000",
            ),
            (&morning, "TZ tz TZH TZM OF", "UTC utc +00 00 +00"),
            (
                &morning,
                "\"Quarter \"Q \\\"x\\\" foo bar ZZ",
                "Quarter 1 \"x\" foo bar ZZ",
            ),
            (&morning, "FMMonth FMDDth, YYYY é", "February 4th, 2024 é"),
        ] {
            assert_eq!(written(pattern, shown), expected, "{pattern}");
        }
    }

    #[test]
    fn intervals_are_written_as_postgresql_does() {
        let hour = 3_600_000_000_000_i64;
        let told = |months, days, rest, pattern| {
            written(
                pattern,
                &Shown::of_interval(IntervalMonthDayNano::new(months, days, rest)),
            )
        };
        assert_eq!(told(0, 0, 15 * hour + 132_000_000_000, "HH24:MI:SS"), "15:02:12");
        assert_eq!(told(0, 0, 100 * hour, "HH24:MI:SS"), "100:00:00");
        assert_eq!(told(14, 0, 0, "YYYY-MM-DD"), "0001-02-00");
    }
}

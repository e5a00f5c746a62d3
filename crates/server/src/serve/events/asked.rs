//! A question as people write it becomes a query of the archive.

use super::Adapter;
use activity::event::AHEAD_US;
use archive::Query;
use domain::Timestamp;
use web::view::Position;
use web::{ActivityFault, Question};

/// Beyond now, what "the last days" have: clocks differ, and an event may be dated a hundred years ahead.
pub(super) const AHEAD_MS: i64 = AHEAD_US / 1_000;

impl Adapter {
    /// The query of a question, by whose accounts are whose now.
    pub(super) async fn question(&self, asked: &Question) -> Result<Query, ActivityFault> {
        let query = query(asked, self.now())?;
        if !query.asks_for_people() {
            return Ok(query);
        }
        Ok(self.center.people(|people| query.with_people(people)).await)
    }
}

/// The query of a question, as it is written.
pub(super) fn query(asked: &Question, now: Timestamp) -> Result<Query, ActivityFault> {
    let mut query = parse(&asked.q)?;
    if let Some(text) = &asked.from {
        let from = time_of("from", text, now)?;
        query.from = Some(query.from.map_or(from, |known| known.max(from)));
        // A time that moves with the clock is a span that ends now.
        if asked.until.is_none() && query.until.is_none() && moves(text, now) {
            query.until = Some(now.plus_ms(AHEAD_MS));
        }
    }
    if let Some(text) = &asked.until {
        let until = time_of("until", text, now)?;
        query.until = Some(query.until.map_or(until, |known| known.min(until)));
    }
    Ok(query)
}

/// Whether a time is a span before now.
fn moves(text: &str, now: Timestamp) -> bool {
    web::time_of(text, now) != web::time_of(text, now.plus_ms(1))
}

fn parse(text: &str) -> Result<Query, ActivityFault> {
    archive::language::parse(text).map_err(|error| ActivityFault::Query {
        position: Some(position_of(text, error.position)),
        message: match error.near.join(" or ") {
            near if near.is_empty() => format!("found {}, expected {}", error.found, error.expected),
            near => format!("found {}; did you mean {near}?", error.found),
        },
    })
}

/// Line and column of a byte of a text.
fn position_of(text: &str, byte: usize) -> Position {
    let before = text
        .char_indices()
        .take_while(|(at, _)| *at < byte)
        .map(|(_, c)| c);
    let (mut line, mut column) = (1, 1);
    for c in before {
        if c == '\n' {
            (line, column) = (line + 1, 1);
        } else {
            column += 1;
        }
    }
    Position { line, column }
}

/// A time: RFC 3339, a date, or a span before now.
pub(super) fn time_of(field: &'static str, text: &str, now: Timestamp) -> Result<Timestamp, ActivityFault> {
    web::time_of(text, now).ok_or_else(|| ActivityFault::Invalid {
        field,
        message: format!("`{text}` is no time: {}", web::TIME_FORMS),
    })
}

#[cfg(test)]
mod tests {
    use super::{AHEAD_MS, position_of, query};
    use domain::Timestamp;
    use web::Question;

    #[test]
    fn the_last_days_end_now() {
        let now = Timestamp::from_ms(1_772_366_400_000);
        let until = |q: &str, from: &str, until: Option<&str>| {
            let asked = Question {
                q: q.to_owned(),
                from: Some(from.to_owned()),
                until: until.map(str::to_owned),
            };
            query(&asked, now).unwrap().until
        };
        assert_eq!(until("", "7d", None), Some(now.plus_ms(AHEAD_MS)));
        assert_eq!(until("", "2026-01-01", None), None);
        let said = Timestamp::from_ms(4_102_444_800_000);
        assert_eq!(until("", "7d", Some("2100-01-01")), Some(said));
        assert_eq!(until("time<2100-01-01", "7d", None), Some(said));
    }

    #[test]
    fn places_are_lines_and_columns_of_characters() {
        let place = position_of("ä:1\nand b", 8);
        assert_eq!((place.line, place.column), (2, 4));
    }
}

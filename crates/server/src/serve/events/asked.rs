//! A question as people write it becomes a query of the archive.

use super::Adapter;
use activity::event::{AHEAD_US, Field, Source};
use archive::{Column, Filter, Query};
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
        let from = asked.from.as_deref().and_then(|from| web::time_of(from, now));
        if from.is_some_and(|from| until <= from) {
            return Err(ActivityFault::Invalid {
                field: "until",
                message: "`until` must be later than `from`: nothing lies between".to_owned(),
            });
        }
        query.until = Some(query.until.map_or(until, |known| known.min(until)));
    }
    if asked.hides_own {
        query.filter = Filter::And(vec![query.filter, of_others()]);
    }
    Ok(query)
}

/// That an event is not of this server itself.
fn of_others() -> Filter {
    let others = Source::ALL.into_iter().filter(|source| *source != Source::Own);
    Filter::Is {
        column: Column::One(Field::Source),
        values: others.map(|source| source.word().to_owned()).collect(),
    }
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
    use super::{AHEAD_MS, of_others, position_of, query};
    use archive::Filter;
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
                hides_own: false,
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
    fn whoever_may_not_read_the_audit_log_asks_for_the_other_sources() {
        let asked = Question {
            q: "source:self OR action:login".to_owned(),
            hides_own: true,
            ..Question::default()
        };
        let query = query(&asked, Timestamp::from_ms(0)).unwrap();
        let Filter::And(all) = query.filter else {
            panic!("both must hold");
        };
        assert_eq!((all.len(), all.get(1)), (2, Some(&of_others())));
        let Filter::Is { values, .. } = of_others() else {
            panic!("sources are named");
        };
        assert_eq!(values, ["okta", "aws", "github", "teleport"]);
    }

    #[test]
    fn a_span_that_ends_before_it_begins_is_refused() {
        let ask = |from: &str, until: &str| {
            let asked = Question {
                q: String::new(),
                from: Some(from.to_owned()),
                until: Some(until.to_owned()),
                hides_own: false,
            };
            query(&asked, Timestamp::from_ms(1_772_366_400_000))
        };
        assert!(ask("1h", "2h").is_err() && ask("1h", "1h").is_err());
        assert!(ask("2h", "1h").is_ok());
    }

    #[test]
    fn places_are_lines_and_columns_of_characters() {
        let place = position_of("ä:1\nand b", 8);
        assert_eq!((place.line, place.column), (2, 4));
    }
}

//! A question as people write it becomes a query of the archive.

use archive::Query;
use domain::Timestamp;
use web::view::Position;
use web::{ActivityFault, Question};

/// The query of a question.
pub(super) fn query(asked: &Question, now: Timestamp) -> Result<Query, ActivityFault> {
    let mut query = parse(&asked.q)?;
    if let Some(text) = &asked.from {
        let from = time_of("from", text, now)?;
        query.from = Some(query.from.map_or(from, |known| known.max(from)));
    }
    if let Some(text) = &asked.until {
        let until = time_of("until", text, now)?;
        query.until = Some(query.until.map_or(until, |known| known.min(until)));
    }
    Ok(query)
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
    use super::position_of;

    #[test]
    fn places_are_lines_and_columns_of_characters() {
        let place = position_of("ä:1\nand b", 8);
        assert_eq!((place.line, place.column), (2, 4));
    }
}

//! A condition judged on one row: how recent events are searched, and what every index must agree with.

use super::{Plan, Test};
use crate::event::word;
use activity::event::{COLUMNS, Event, Field, Shape, View};

/// Whether a row is what was asked for. `lowered` is a buffer.
pub(crate) fn matches(plan: &Plan, event: &Event<'_>, raw: &[u8], lowered: &mut Vec<u8>) -> bool {
    match plan {
        Plan::And(all) => all.iter().all(|plan| matches(plan, event, raw, lowered)),
        Plan::Or(any) => any.iter().any(|plan| matches(plan, event, raw, lowered)),
        Plan::Not(plan) => !matches(plan, event, raw, lowered),
        Plan::Span { field, from, until } => {
            let time = match field {
                Field::IngestTime => event.ingested().0,
                _ => event.time().0,
            };
            (*from..*until).contains(&time)
        }
        Plan::Leaf { fields, test } => fields.iter().any(|field| leaf(*field, test, event, raw)),
        Plan::Text(needle) => {
            lowered.clear();
            lowered.extend_from_slice(raw);
            lowered.make_ascii_lowercase();
            needle.is_in(lowered)
        }
    }
}

fn leaf(field: Field, test: &Test, event: &Event<'_>, raw: &[u8]) -> bool {
    if field == Field::Raw {
        return *test == Test::Any || test.passes(&String::from_utf8_lossy(raw));
    }
    if COLUMNS[field as usize].shape == Shape::List {
        return event.any_item(field, &mut |item| test.passes(item));
    }
    if *test == Test::Any && matches!(field, Field::EventTime | Field::EventDate | Field::IngestTime) {
        return true;
    }
    let mut buffer = String::new();
    word(event, field, &mut buffer).is_some_and(|text| test.passes(text))
}

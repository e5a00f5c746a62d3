//! Reading by column, beside a plain list: every column of every event, in every order, in any number of parts.

use crate::chunk::Chunk;
use crate::event::word;
use crate::{Archive, Query, Wanted};
use activity::event::{COLUMNS, Event, Field, Order, Rows, Shape, Values, View};
use std::ops::ControlFlow;

/// All columns of an event as one text.
fn told(event: &Event<'_>, raw: &[u8]) -> String {
    let cell = |field: Field| -> Option<String> {
        let mut buffer = String::new();
        match (field, field.column().shape) {
            (Field::Raw, _) => Some(String::from_utf8_lossy(raw).into_owned()),
            (Field::IngestTime, _) => Some(event.ingested().0.to_string()),
            (_, Shape::Time | Shape::Date) => Some(event.time().0.to_string()),
            (_, Shape::List) => event
                .get(field)
                .map(|_| event.items(field).collect::<Vec<_>>().join("|")),
            _ => word(event, field, &mut buffer).map(str::to_owned),
        }
    };
    format!("{:?}", COLUMNS.map(|column| cell(column.field)))
}

/// The same from columns.
fn rows_of(rows: &Rows) -> Vec<String> {
    let mut at = vec![0_usize; rows.columns.len()];
    let mut out = Vec::new();
    for row in 0..rows.len {
        let mut cells = Vec::new();
        for (values, at) in rows.columns.iter().zip(&mut at) {
            cells.push(match values {
                Values::Times(times) => Some(times[row].to_string()),
                Values::Words { words, places } => {
                    let place = places[row] as usize;
                    (place > 0).then(|| words[place - 1].clone())
                }
                Values::Lists {
                    words,
                    items,
                    lengths,
                } => {
                    let length = lengths[row] as usize;
                    let mine = &items[*at..*at + length];
                    *at += length;
                    let mine: Vec<&str> = mine
                        .iter()
                        .map(|place| words[*place as usize - 1].as_str())
                        .collect();
                    (length > 0).then(|| mine.join("|"))
                }
                Values::Texts(texts) => texts[row].clone(),
            });
        }
        out.push(format!("{cells:?}"));
    }
    out
}

fn read(archive: &Archive, query: &Query, fields: &[Field], order: Order, parts: usize) -> Vec<Rows> {
    let still = archive.still();
    let mut found = Vec::new();
    for part in 0..parts {
        let wanted = Wanted {
            query,
            fields,
            order,
            part: (part, parts),
        };
        still
            .read(&wanted, &mut |rows| {
                found.push(rows);
                ControlFlow::Continue(())
            })
            .unwrap();
    }
    found
}

/// Reads `query` in every way; `wanted` is what it must find.
pub(crate) fn same(archive: &Archive, wanted: &Chunk, query: &Query) {
    let mut expected: Vec<String> = wanted
        .events()
        .map(|event| told(&event, wanted.raw_of(&event)))
        .collect();
    expected.sort();
    let fields = COLUMNS.map(|column| column.field);
    for (order, parts) in [
        (Order::Any, 1),
        (Order::Any, 3),
        (Order::OldestFirst, 1),
        (Order::NewestFirst, 1),
    ] {
        let read = read(archive, query, &fields, order, parts);
        let mut found: Vec<String> = read.iter().flat_map(rows_of).collect();
        found.sort();
        assert_eq!(found, expected, "{order:?} in {parts} of {query:?}");
        let times: Vec<i64> = read
            .iter()
            .flat_map(|rows| match rows.columns.first() {
                Some(Values::Times(times)) => times.clone(),
                _ => Vec::new(),
            })
            .collect();
        match order {
            Order::Any => {}
            Order::OldestFirst => assert!(times.is_sorted(), "{query:?}"),
            Order::NewestFirst => assert!(times.iter().rev().is_sorted(), "{query:?}"),
        }
    }
    assert_eq!(
        archive.still().count(query).unwrap(),
        expected.len() as u64,
        "{query:?}"
    );
    watched_the_same(archive, wanted, query);
    let some = read(archive, query, &[Field::EventType], Order::Any, 1);
    assert_eq!(some.iter().map(|rows| rows.len).sum::<usize>(), expected.len());
}

/// Everything that a rule may ask of an event.
fn asked(event: &dyn View) -> String {
    let cell = |field: Field| match field.column().shape {
        Shape::Time | Shape::Date | Shape::Number => event.number(field).map(|number| number.to_string()),
        Shape::Truth => event.truth(field).map(|truth| truth.to_string()),
        Shape::List => {
            let mut items = Vec::new();
            event.any_item(field, &mut |item| {
                items.push(item.to_owned());
                false
            });
            Some(items.join("|"))
        }
        Shape::Word | Shape::Text => event.text(field).map(str::to_owned),
    };
    format!("{:?}", COLUMNS.map(|column| cell(column.field)))
}

fn watched_the_same(archive: &Archive, wanted: &Chunk, query: &Query) {
    let mut expected: Vec<String> = wanted.events().map(|event| asked(&event)).collect();
    let (mut found, mut times) = (Vec::new(), Vec::new());
    let scanned = archive.watch(query, &mut |event| {
        found.push(asked(event));
        times.push(event.time());
        ControlFlow::Continue(())
    });
    assert_eq!(scanned.unwrap().events, expected.len() as u64, "{query:?}");
    assert!(times.is_sorted(), "{query:?}");
    expected.sort();
    found.sort();
    assert_eq!(found, expected, "{query:?}");
    let mut calls = 0;
    let told = archive.watch(query, &mut |_| {
        calls += 1;
        ControlFlow::Break(())
    });
    told.unwrap();
    assert_eq!(calls, expected.len().min(1));
}

#[test]
fn a_reader_that_has_enough_is_asked_no_more_and_later_events_are_not_seen() {
    let folder = tempfile::tempdir().unwrap();
    let archive = super::open(folder.path());
    let mut dice = super::made::Dice(7);
    let (batch, input) = super::made::batch(&mut dice, 700, 5_000);
    let stored = archive.append(&batch, &input, None).unwrap().stored;
    archive.seal().unwrap();
    let still = archive.still();
    let (more, text) = super::made::batch(&mut dice, 700, 5_000);
    archive.append(&more, &text, None).unwrap();
    archive.compact().unwrap();
    let query = Query::default();
    assert_eq!(still.count(&query).unwrap(), stored);
    let wanted = Wanted {
        query: &query,
        fields: &[Field::Raw],
        order: Order::NewestFirst,
        part: (0, 1),
    };
    let mut calls = 0;
    still
        .read(&wanted, &mut |_| {
            calls += 1;
            ControlFlow::Break(())
        })
        .unwrap();
    assert_eq!(calls, 1);
}

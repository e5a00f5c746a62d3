//! One column of some rows, as other engines read it. Those of plain text are made elsewhere.

use super::Row;
use activity::event::{Column, Event, Field, Shape, View};
use arrow::array::{
    ArrayRef, BooleanArray, Date32Array, Float32Array, Int32Array, Int64Array, ListBuilder, StringArray,
    StringBuilder, TimestampMicrosecondArray,
};
use std::sync::Arc;

const DAY_US: i64 = 86_400_000_000;

/// The values of a column.
pub(super) fn array(column: &Column, rows: &[Row<'_>]) -> ArrayRef {
    let field = column.field;
    let events = rows.iter().map(|(event, _)| event);
    match column.shape {
        Shape::Time => {
            let time = |event: &Event<'_>| match field {
                Field::IngestTime => event.ingested().0,
                _ => event.time().0,
            };
            let times = TimestampMicrosecondArray::from_iter_values(events.map(time));
            Arc::new(times.with_timezone("UTC"))
        }
        Shape::Date => {
            let day =
                |event: &Event<'_>| i32::try_from(event.time().0.div_euclid(DAY_US)).unwrap_or(i32::MAX);
            Arc::new(Date32Array::from_iter_values(events.map(day)))
        }
        Shape::Word | Shape::Text => {
            let texts: StringArray = events.map(|event| event.get(field)).collect();
            Arc::new(texts)
        }
        Shape::Truth => Arc::new(events.map(|event| event.truth(field)).collect::<BooleanArray>()),
        Shape::List => {
            let mut lists = ListBuilder::new(StringBuilder::new());
            for event in events {
                event
                    .items(field)
                    .for_each(|item| lists.values().append_value(item));
                lists.append(event.get(field).is_some());
            }
            Arc::new(lists.finish())
        }
        Shape::Number => {
            let numbers = events.map(|event| event.number(field));
            match field {
                Field::Latitude | Field::Longitude => Arc::new(
                    numbers
                        .map(|number| number.map(|number| number as f32))
                        .collect::<Float32Array>(),
                ),
                Field::Asn => Arc::new(
                    numbers
                        .map(|number| number.map(|number| number as i64))
                        .collect::<Int64Array>(),
                ),
                _ => Arc::new(
                    numbers
                        .map(|number| number.map(|number| number as i32))
                        .collect::<Int32Array>(),
                ),
            }
        }
    }
}

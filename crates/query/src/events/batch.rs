//! From columns of events to columns of the engine.

use std::sync::Arc;

use activity::event::{COLUMNS, Field, Rows, Shape, Values};
use datafusion::arrow::array::{
    ArrayRef, BooleanArray, Date32Array, Float64Array, Int32Array, Int64Array, ListArray, RecordBatch,
    RecordBatchOptions, StringViewArray, TimestampMicrosecondArray, new_null_array,
};
use datafusion::arrow::buffer::{NullBuffer, OffsetBuffer, ScalarBuffer};
use datafusion::arrow::compute::take;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::arrow::error::ArrowError;

use super::StillEvents;
use super::nodes::{Nodes, PERSON_FIELDS};
use crate::schema::list_item;
use crate::world::World;

const DAY_US: i64 = 86_400_000_000;

/// A column of `activity`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EventColumn {
    /// One of the schema of events.
    Kept(Field),
    /// Worked out when asked: the person behind, the node of who did it, the node of the target.
    Person,
    ActorNode,
    TargetNode,
}

impl EventColumn {
    /// The column at a place of the table.
    pub(super) fn at(place: usize) -> Self {
        match COLUMNS.get(place) {
            Some(column) => Self::Kept(column.field),
            None if place == COLUMNS.len() => Self::Person,
            None if place == COLUMNS.len() + 1 => Self::ActorNode,
            None => Self::TargetNode,
        }
    }

    /// What must be read of events for it.
    pub(super) fn fields(self) -> &'static [Field] {
        match self {
            Self::Kept(field) => std::slice::from_ref(&field.column().field),
            Self::Person | Self::ActorNode => &PERSON_FIELDS,
            Self::TargetNode => &[Field::Source, Field::SourceOrg, Field::TargetId],
        }
    }
}

/// The fields that `columns` need, each once.
pub(super) fn fields_of(columns: &[EventColumn]) -> Vec<Field> {
    let mut fields = Vec::new();
    for field in columns.iter().flat_map(|column| column.fields()) {
        if !fields.contains(field) {
            fields.push(*field);
        }
    }
    fields
}

/// The `columns` of `rows`, which hold `fields`.
pub(super) fn batch(
    schema: &SchemaRef,
    columns: &[EventColumn],
    fields: &[Field],
    rows: &Rows,
    (still, world): (&dyn StillEvents, &World),
) -> Result<RecordBatch, ArrowError> {
    let mut nodes = Nodes::new(fields, rows, still, &world.graph);
    let arrays = columns.iter().zip(schema.fields()).map(|(column, told)| {
        Ok(match column {
            EventColumn::Kept(field) => match values(fields, rows, *field) {
                Some(values) => array(*field, values)?,
                None => new_null_array(told.data_type(), rows.len),
            },
            EventColumn::Person => Arc::new(nodes.persons().iter().collect::<StringViewArray>()),
            EventColumn::ActorNode => Arc::new(nodes.actors().into_iter().collect::<StringViewArray>()),
            EventColumn::TargetNode => Arc::new(nodes.targets().into_iter().collect::<StringViewArray>()),
        })
    });
    let arrays = arrays.collect::<Result<Vec<ArrayRef>, ArrowError>>()?;
    let options = RecordBatchOptions::new().with_row_count(Some(rows.len));
    RecordBatch::try_new_with_options(Arc::clone(schema), arrays, &options)
}

/// The values of a field.
pub(super) fn values<'r>(fields: &[Field], rows: &'r Rows, field: Field) -> Option<&'r Values> {
    let place = fields.iter().position(|known| *known == field)?;
    rows.columns.get(place)
}

fn array(field: Field, values: &Values) -> Result<ArrayRef, ArrowError> {
    Ok(match values {
        Values::Times(times) if field == Field::EventDate => Arc::new(Date32Array::from_iter_values(
            times.iter().map(|time| time.div_euclid(DAY_US) as i32),
        )),
        Values::Times(times) => {
            let times = TimestampMicrosecondArray::from_iter_values(times.iter().copied());
            Arc::new(times.with_timezone("UTC"))
        }
        Values::Words { words, places } => match (field, field.column().shape) {
            (Field::Latitude | Field::Longitude, _) => {
                Arc::new(read_each(words, places, |word| word.parse::<f64>().ok()).collect::<Float64Array>())
            }
            (_, Shape::Number) => {
                Arc::new(read_each(words, places, |word| word.parse::<i64>().ok()).collect::<Int64Array>())
            }
            (_, Shape::Truth) => {
                Arc::new(read_each(words, places, |word| Some(word == "true")).collect::<BooleanArray>())
            }
            _ => texts(words, places.iter().copied())?,
        },
        Values::Lists {
            words,
            items,
            lengths,
        } => {
            let offsets = OffsetBuffer::from_lengths(lengths.iter().map(|length| *length as usize));
            let nulls = NullBuffer::from_iter(lengths.iter().map(|length| *length > 0));
            let items = texts(words, items.iter().copied())?;
            Arc::new(ListArray::try_new(list_item(), offsets, items, Some(nulls))?)
        }
        Values::Texts(texts) => Arc::new(texts.iter().map(Option::as_deref).collect::<StringViewArray>()),
    })
}

/// Reads each distinct word once.
fn read_each<T: Copy>(
    words: &[String],
    places: &[u32],
    read: impl Fn(&str) -> Option<T>,
) -> impl Iterator<Item = Option<T>> {
    let read: Vec<Option<T>> = words.iter().map(|word| read(word)).collect();
    places
        .iter()
        .map(move |place| read.get((*place as usize).checked_sub(1)?).copied().flatten())
}

/// The words at `places`, counted from 1; 0 is null.
fn texts(words: &[String], places: impl ExactSizeIterator<Item = u32>) -> Result<ArrayRef, ArrowError> {
    let mut keys = Vec::with_capacity(places.len());
    let mut known = Vec::with_capacity(places.len());
    for place in places {
        known.push(place > 0);
        keys.push(place.saturating_sub(1) as i32);
    }
    let keys = Int32Array::new(ScalarBuffer::from(keys), Some(NullBuffer::from(known)));
    let words: StringViewArray = words.iter().map(Some).collect();
    take(&words, &keys, None)
}

//! Columns in the making.

use super::run::Run;
use crate::error::SearchError;
use crate::event::word;
use crate::segment::fields::{Kind, kind};
use activity::event::{Event, Field, Rows, Values, View};
use std::collections::HashMap;

/// The wanted columns of the events so far.
pub(super) struct Columns {
    fields: Vec<Field>,
    rows: Rows,
    /// For each column, the places of the words of recent events.
    hot: Vec<HashMap<String, u32>>,
    bytes: usize,
    buffer: String,
    codes: Vec<u64>,
}

impl Columns {
    pub(super) fn new(fields: &[Field]) -> Self {
        Self {
            fields: fields.to_vec(),
            rows: empty(fields),
            hot: vec![HashMap::new(); fields.len()],
            bytes: 0,
            buffer: String::new(),
            codes: Vec::new(),
        }
    }

    pub(super) const fn len(&self) -> usize {
        self.rows.len
    }

    /// Bytes of texts so far.
    pub(super) const fn bytes(&self) -> usize {
        self.bytes
    }

    /// The columns so far; the next ones begin anew.
    pub(super) fn take(&mut self) -> Rows {
        self.bytes = 0;
        self.hot.iter_mut().for_each(HashMap::clear);
        std::mem::replace(&mut self.rows, empty(&self.fields))
    }

    /// Adds a recent event.
    pub(super) fn push_hot(&mut self, event: &Event<'_>, raw: &[u8]) {
        self.rows.len += 1;
        for ((field, values), known) in self.fields.iter().zip(&mut self.rows.columns).zip(&mut self.hot) {
            match values {
                Values::Times(times) => times.push(match field {
                    Field::IngestTime => event.ingested().0,
                    _ => event.time().0,
                }),
                Values::Words { words, places } => {
                    let text = word(event, *field, &mut self.buffer);
                    places.push(text.map_or(0, |text| place_of(text, words, known)));
                }
                Values::Lists {
                    words,
                    items,
                    lengths,
                } => {
                    let before = items.len();
                    items.extend(event.items(*field).map(|item| place_of(item, words, known)));
                    lengths.push((items.len() - before) as u32);
                }
                Values::Texts(texts) => {
                    let text = match field {
                        Field::Raw => Some(String::from_utf8_lossy(raw).into_owned()),
                        field => event.get(*field).map(str::to_owned),
                    };
                    self.bytes += text.as_ref().map_or(0, String::len);
                    texts.push(text);
                }
            }
        }
    }

    /// Adds the next row of a segment.
    pub(super) fn push_stored(&mut self, run: &mut Run<'_>) -> Result<(), SearchError> {
        let Some((_, row)) = run.next else {
            return Ok(());
        };
        self.rows.len += 1;
        let Run {
            fetcher,
            places: known,
            ..
        } = run;
        for ((field, values), known) in self.fields.iter().zip(&mut self.rows.columns).zip(known) {
            let field = *field;
            match values {
                Values::Times(times) => times.push(match field {
                    Field::EventDate => fetcher.time(row)?,
                    field => fetcher.moment(field, row)?,
                }),
                Values::Words { words, places } => {
                    let place = match fetcher.code(field, row)? {
                        0 => 0,
                        code => match known.get(&code) {
                            Some(place) => *place,
                            None => {
                                words.push(fetcher.word(field, code)?);
                                known.insert(code, words.len() as u32);
                                words.len() as u32
                            }
                        },
                    };
                    places.push(place);
                }
                Values::Lists {
                    words,
                    items,
                    lengths,
                } => {
                    fetcher.codes(field, row, &mut self.codes)?;
                    lengths.push(self.codes.len() as u32);
                    for code in &self.codes {
                        let place = match known.get(code) {
                            Some(place) => *place,
                            None => {
                                words.push(fetcher.word(field, *code)?);
                                known.insert(*code, words.len() as u32);
                                words.len() as u32
                            }
                        };
                        items.push(place);
                    }
                }
                Values::Texts(texts) => {
                    let text = match field {
                        Field::Raw => Some(String::from_utf8_lossy(fetcher.raw(row)?).into_owned()),
                        field => fetcher.cell(field, row)?,
                    };
                    self.bytes += text.as_ref().map_or(0, String::len);
                    texts.push(text);
                }
            }
        }
        Ok(())
    }
}

fn empty(fields: &[Field]) -> Rows {
    let column = |field: &Field| match (kind(*field), field) {
        (Kind::Derived, Field::Raw) | (Kind::Quoted, _) => Values::Texts(Vec::new()),
        (Kind::Time | Kind::Derived, _) => Values::Times(Vec::new()),
        (Kind::Dict { .. }, _) => Values::Words {
            words: Vec::new(),
            places: Vec::new(),
        },
        (Kind::List, _) => Values::Lists {
            words: Vec::new(),
            items: Vec::new(),
            lengths: Vec::new(),
        },
    };
    Rows {
        len: 0,
        columns: fields.iter().map(column).collect(),
    }
}

/// The place of a word, counted from 1.
fn place_of(word: &str, words: &mut Vec<String>, known: &mut HashMap<String, u32>) -> u32 {
    if let Some(place) = known.get(word) {
        return *place;
    }
    words.push(word.to_owned());
    known.insert(word.to_owned(), words.len() as u32);
    words.len() as u32
}

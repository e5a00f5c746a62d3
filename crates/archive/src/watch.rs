//! Events as rules see them, in the order they happened: of each event only what a rule asks for is read.

use crate::archive::Archive;
use crate::error::SearchError;
use crate::query::{Query, compile};
use crate::scan::{Row, Scanned, merge};
use crate::segment::Fetcher;
use activity::event::{COLUMNS, Field, Moment, Shape, View};
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;
use std::ops::ControlFlow;
use std::rc::Rc;

/// Words of one segment that were read, by column and number.
type Words = HashMap<(u8, u64), Rc<str>>;
/// Words kept, over all segments; beyond, they are read again.
const WORDS_MAX: usize = 1 << 20;

impl Archive {
    /// Calls with all matching events, the oldest first, until it is told to break. What is asked of an event is read
    /// then: rules that look at type and outcome of most events cost two numbers an event.
    pub fn watch(
        &self,
        query: &Query,
        f: &mut dyn FnMut(&dyn View) -> ControlFlow<()>,
    ) -> Result<Scanned, SearchError> {
        let (span, plan) = compile(query)?;
        let state = self.inner.state();
        let mut scanned = Scanned::default();
        let mut known: HashMap<usize, Words> = HashMap::new();
        let (mut words, mut has_enough) = (0, false);
        merge(&state, &plan, &span, &mut |row| {
            if has_enough {
                return Ok(());
            }
            scanned.events += 1;
            let told = match row {
                Row::Hot(event, _) => f(&event),
                Row::Stored(fetcher, row) => {
                    let place = std::ptr::from_ref(fetcher.segment()).addr();
                    let read = known.entry(place).or_default();
                    let before = read.len();
                    let time = fetcher.time(row)?;
                    let view = StoredRow::new(row, time, fetcher, read);
                    let told = f(&view);
                    if let Some(error) = view.failed.take() {
                        return Err(error);
                    }
                    words += read.len() - before;
                    told
                }
            };
            if words > WORDS_MAX {
                known.clear();
                words = 0;
            }
            has_enough = told.is_break();
            Ok(())
        })?;
        Ok(scanned)
    }
}

/// A row of a segment.
struct StoredRow<'r, 's> {
    row: usize,
    time: i64,
    reader: RefCell<(&'r mut Fetcher<'s>, &'r mut Words)>,
    cells: [OnceCell<Option<Rc<str>>>; COLUMNS.len()],
    /// What could not be read; then the answers are worth nothing.
    failed: Cell<Option<SearchError>>,
}

impl<'r, 's> StoredRow<'r, 's> {
    fn new(row: usize, time: i64, fetcher: &'r mut Fetcher<'s>, words: &'r mut Words) -> Self {
        Self {
            row,
            time,
            reader: RefCell::new((fetcher, words)),
            cells: [const { OnceCell::new() }; COLUMNS.len()],
            failed: Cell::new(None),
        }
    }

    /// The text of a column; the items of a list are joined.
    fn cell(&self, field: Field) -> Option<&str> {
        let cell = self.cells.get(field as usize)?;
        let text = cell.get_or_init(|| {
            let (fetcher, words) = &mut *self.reader.borrow_mut();
            read(fetcher, words, field, self.row).unwrap_or_else(|error| {
                self.failed.set(Some(error));
                None
            })
        });
        text.as_deref()
    }
}

fn read(
    fetcher: &mut Fetcher<'_>,
    words: &mut Words,
    field: Field,
    row: usize,
) -> Result<Option<Rc<str>>, SearchError> {
    match field {
        Field::Raw => Ok(std::str::from_utf8(fetcher.raw(row)?).ok().map(Into::into)),
        Field::Uid | Field::Changes => Ok(fetcher.cell(field, row)?.map(Into::into)),
        field if field.column().shape == Shape::List => {
            let mut codes = Vec::new();
            fetcher.codes(field, row, &mut codes)?;
            let mut joined = String::new();
            for (index, code) in codes.iter().enumerate() {
                if index > 0 {
                    joined.push(activity::event::LIST_SEPARATOR);
                }
                joined.push_str(&fetcher.word(field, *code)?);
            }
            Ok((!codes.is_empty()).then(|| joined.into()))
        }
        field => match fetcher.code(field, row)? {
            0 => Ok(None),
            code => {
                if let Some(word) = words.get(&(field as u8, code)) {
                    return Ok(Some(Rc::clone(word)));
                }
                let word: Rc<str> = fetcher.word(field, code)?.into();
                words.insert((field as u8, code), Rc::clone(&word));
                Ok(Some(word))
            }
        },
    }
}

impl View for StoredRow<'_, '_> {
    fn time(&self) -> Moment {
        Moment(self.time)
    }

    fn text(&self, field: Field) -> Option<&str> {
        match field.column().shape {
            Shape::Time | Shape::Date => None,
            _ => self.cell(field),
        }
    }

    fn number(&self, field: Field) -> Option<f64> {
        match field {
            Field::EventTime => Some(self.time as f64),
            Field::EventDate => Some(self.time.div_euclid(86_400_000_000) as f64),
            Field::IngestTime => {
                let (fetcher, _) = &mut *self.reader.borrow_mut();
                let moment = fetcher.moment(field, self.row);
                let moment = moment.map_err(|error| self.failed.set(Some(error))).ok()?;
                Some(moment as f64)
            }
            // As precise as an event that was just taken in.
            Field::Latitude | Field::Longitude => self.cell(field)?.parse::<f32>().ok().map(Into::into),
            field => self.cell(field)?.parse().ok(),
        }
    }

    fn truth(&self, field: Field) -> Option<bool> {
        self.cell(field)?.parse().ok()
    }

    fn any_item(&self, field: Field, test: &mut dyn FnMut(&str) -> bool) -> bool {
        let items = self.cell(field).into_iter();
        items
            .flat_map(|all| all.split(activity::event::LIST_SEPARATOR))
            .any(test)
    }

    fn raw(&self) -> Option<&str> {
        self.cell(Field::Raw)
    }
}

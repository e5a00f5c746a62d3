//! Events as rules see them, in the order they happened: of each event only what a rule asks for is read, and what a
//! rule asks of a value is asked once for all events that have it.

mod book;
mod shelf;

use crate::archive::Archive;
use crate::error::SearchError;
use crate::query::{Query, compile};
use crate::scan::{Row, Scanned, merge};
use crate::segment::{Fetcher, Segment};
use activity::event::{Field, LIST_SEPARATOR, Later, Moment, Numbered, Shape, View};
use book::Book;
use shelf::Failed;
use std::cell::{Cell, OnceCell, RefCell};
use std::ops::ControlFlow;
use std::rc::Rc;
use std::sync::Arc;

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
        let mut books = Books::default();
        let failed = Arc::new(Failed::default());
        let (mut words, mut has_enough) = (0, false);
        merge(&state, &plan, &span, &mut |row| {
            if has_enough {
                return Ok(());
            }
            scanned.events += 1;
            let told = match row {
                Row::Hot(event, _) => f(&event),
                Row::Stored(fetcher, row, is_alone) => {
                    let made = || {
                        let segment = state.segment(fetcher.segment());
                        segment.map(|segment| Book::new(segment, &span, Arc::clone(&failed)))
                    };
                    // It is one of the state's.
                    let Some(book) = books.of(fetcher.segment(), made)? else {
                        return Ok(());
                    };
                    let before = book.words();
                    let time = fetcher.time(row)?;
                    let view = StoredRow::new((row, is_alone), time, fetcher, book);
                    let told = f(&view);
                    if let Some(error) = view.failed.take() {
                        return Err(error);
                    }
                    words += book.words() - before;
                    told
                }
            };
            if let Some(error) = failed.take() {
                return Err(error);
            }
            if words > WORDS_MAX {
                books = Books::default();
                words = 0;
            }
            has_enough = told.is_break();
            Ok(())
        })?;
        Ok(scanned)
    }
}

/// What was read of each segment.
#[derive(Default)]
struct Books {
    books: Vec<(usize, Book)>,
    /// The one that was asked for last: nearly always it is again.
    last: usize,
}

impl Books {
    /// The book of a segment, made when there is none.
    fn of(
        &mut self,
        segment: &Segment,
        made: impl FnOnce() -> Option<Result<Book, SearchError>>,
    ) -> Result<Option<&mut Book>, SearchError> {
        let place = std::ptr::from_ref(segment).addr();
        let is_it = |(known, _): &(usize, Book)| *known == place;
        if !self.books.get(self.last).is_some_and(is_it) {
            self.last = match self.books.iter().position(is_it) {
                Some(known) => known,
                None => {
                    let Some(book) = made() else { return Ok(None) };
                    self.books.push((place, book?));
                    self.books.len() - 1
                }
            };
        }
        Ok(self.books.get_mut(self.last).map(|(_, book)| book))
    }
}

/// A row of a segment.
struct StoredRow<'r, 's> {
    row: usize,
    time: i64,
    is_alone: bool,
    book: u64,
    reader: RefCell<(&'r mut Fetcher<'s>, &'r mut Book)>,
    texts: OnceCell<Box<Known>>,
    /// What could not be read; then the answers are worth nothing.
    failed: Cell<Option<SearchError>>,
}

/// The text of a column, and those that were asked for after it: of most events none is.
struct Known {
    field: Field,
    text: Option<Rc<str>>,
    more: OnceCell<Box<Known>>,
}

impl<'r, 's> StoredRow<'r, 's> {
    fn new(
        (row, is_alone): (usize, bool),
        time: i64,
        fetcher: &'r mut Fetcher<'s>,
        book: &'r mut Book,
    ) -> Self {
        Self {
            row,
            time,
            is_alone,
            book: book.number(),
            reader: RefCell::new((fetcher, book)),
            texts: OnceCell::new(),
            failed: Cell::new(None),
        }
    }

    /// The text of a column; the items of a list are joined.
    fn cell(&self, field: Field) -> Option<&str> {
        let mut place = &self.texts;
        loop {
            let known = place.get_or_init(|| {
                Box::new(Known {
                    field,
                    text: self.read(field),
                    more: OnceCell::new(),
                })
            });
            if known.field == field {
                return known.text.as_deref();
            }
            place = &known.more;
        }
    }

    fn read(&self, field: Field) -> Option<Rc<str>> {
        let (fetcher, book) = &mut *self.reader.borrow_mut();
        let read = match field {
            Field::Raw => fetcher
                .raw(self.row)
                .map(|raw| Some(std::str::from_utf8(raw).ok()?.into())),
            Field::Uid | Field::Changes => fetcher.cell(field, self.row).map(|text| Some(text?.into())),
            field => book.text(fetcher, field, self.row),
        };
        self.known(read).flatten()
    }

    /// What was read; nothing when it could not be, and that is noted.
    fn known<T>(&self, read: Result<T, SearchError>) -> Option<T> {
        read.map_err(|error| self.failed.set(Some(error))).ok()
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
                self.known(fetcher.moment(field, self.row))
                    .map(|moment| moment as f64)
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
        items.flat_map(|all| all.split(LIST_SEPARATOR)).any(test)
    }

    fn raw(&self) -> Option<&str> {
        self.cell(Field::Raw)
    }

    fn numbered(&self) -> Option<&dyn Numbered> {
        Some(self)
    }
}

impl Numbered for StoredRow<'_, '_> {
    fn book(&self) -> u64 {
        self.book
    }

    fn number_of(&self, field: Field) -> Option<u32> {
        let (fetcher, book) = &mut *self.reader.borrow_mut();
        self.known(book.number_of(fetcher, field, self.row)).flatten()
    }

    fn put_text(&self, field: Field, number: u32, out: &mut String) -> bool {
        let (fetcher, _) = &mut *self.reader.borrow_mut();
        let put = fetcher.put_word(field, number.into(), out);
        self.known(put).unwrap_or(false)
    }

    fn is_alone(&self) -> bool {
        self.is_alone
    }

    fn may_say(&self, text: &str) -> bool {
        let (_, book) = &mut *self.reader.borrow_mut();
        self.known(book.may_say(text, self.row)).unwrap_or(true)
    }

    fn later(&self) -> Later {
        let (_, book) = &*self.reader.borrow();
        Later {
            from: book.shelf(),
            row: self.row,
        }
    }
}

//! Keys and values of events as small numbers. Of events that are kept in columns, each number of a column is looked up
//! once a book.

use super::texts::Texts;
use crate::detect::expr::Source;
use crate::detect::ruleset::{RuleSet, Scratch, ask};
use crate::event::{Field, Numbered, Shape, View};

/// Keys that are told apart at a time, unless more of them matter; the others are forgotten beyond.
const KEYS_MAX: usize = 1 << 20;
/// Books whose numbers are remembered; those that were opened first are forgotten beyond.
const BOOKS_MAX: usize = 64;
/// A number of a column that was not looked up yet.
const UNKNOWN: u32 = 0;
/// It is no key or value.
const NONE: u32 = 1;
/// It says too little: other columns must be asked.
const UNSURE: u32 = 2;
/// Names are kept above these.
const FIRST: u32 = 2;

/// An event and what is needed to read it.
pub(super) type Of<'o, 'e> = (&'e dyn View, &'o RuleSet, &'o mut Scratch);

/// All that is named.
#[derive(Debug)]
pub(super) struct Names {
    named: Vec<Named>,
    /// The event under way.
    event: u32,
    books: Vec<Book>,
    /// The book that was asked last.
    book: usize,
    /// Columns of numbers that each book has.
    columns: usize,
    buffer: String,
    /// A name with too many keys.
    crowded: Option<u32>,
    /// Keys that are not there are not added.
    is_closed: bool,
    keys_max: usize,
}

impl Default for Names {
    fn default() -> Self {
        Self::at_most(KEYS_MAX)
    }
}

impl Names {
    /// Tells so many keys of a name apart before it forgets some.
    pub(super) const fn at_most(keys_max: usize) -> Self {
        Self {
            named: Vec::new(),
            event: 0,
            books: Vec::new(),
            book: 0,
            columns: 0,
            buffer: String::new(),
            crowded: None,
            is_closed: false,
            keys_max,
        }
    }
}

/// One thing that is named.
#[derive(Debug)]
struct Named {
    what: What,
    form: Form,
    texts: Texts,
    /// More of them are too many.
    most: usize,
    /// The event that was named last, and its name.
    last: (u32, Option<u32>),
}

#[derive(Debug, PartialEq)]
enum What {
    /// What some rules group by.
    Key(u32),
    Value(Source),
}

/// Which columns tell the name, and where their numbers are looked up.
#[derive(Clone, Copy, Debug)]
enum Form {
    Column(Field, usize),
    /// By identity, else by the actor's name.
    Person(usize),
    /// Each event is read.
    Text,
}

/// Names by number.
#[derive(Debug)]
struct Book {
    number: u64,
    columns: Vec<Vec<u32>>,
}

impl Names {
    /// The name of what a rule groups by.
    pub(super) fn of_keys(&mut self, rules: &RuleSet, rule: usize) -> Option<u32> {
        let (number, sources) = rules.grouping(rule)?;
        let only = match sources {
            [only] => Some(only),
            _ => None,
        };
        Some(self.add(What::Key(number), only))
    }

    /// The name of a value.
    pub(super) fn of_values(&mut self, source: &Source) -> u32 {
        self.add(What::Value(source.clone()), Some(source))
    }

    fn add(&mut self, what: What, only: Option<&Source>) -> u32 {
        if let Some(known) = self.named.iter().position(|named| named.what == what) {
            return known as u32;
        }
        let form = match only {
            Some(Source::Column(field)) if has_numbers(*field) => Form::Column(*field, self.columns),
            Some(Source::Person) => Form::Person(self.columns),
            _ => Form::Text,
        };
        self.columns += match form {
            Form::Column(..) => 1,
            Form::Person(_) => 2,
            Form::Text => 0,
        };
        self.named.push(Named {
            what,
            form,
            texts: Texts::default(),
            most: self.keys_max,
            last: (0, None),
        });
        self.named.len() as u32 - 1
    }

    /// What is asked from now on is asked of another event.
    pub(super) fn next_event(&mut self) {
        self.event = self.event.wrapping_add(1);
        if self.event == 0 {
            self.named.iter_mut().for_each(|named| named.last = (0, None));
            self.event = 1;
        }
    }

    /// The name of the event under way, from 1 on; `None` when it lacks a value.
    pub(super) fn of(&mut self, name: u32, of: Of<'_, '_>) -> Option<u32> {
        let named = self.named.get(name as usize)?;
        let (event, known) = named.last;
        if event == self.event {
            return known;
        }
        let form = named.form;
        let found = match of.0.numbered() {
            Some(kept) => self.by_number(name, form, kept, of),
            None => self.by_text(name, of),
        };
        if let Some(named) = self.named.get_mut(name as usize) {
            named.last = (self.event, found);
        }
        found
    }

    fn by_number(&mut self, name: u32, form: Form, kept: &dyn Numbered, of: Of<'_, '_>) -> Option<u32> {
        match form {
            Form::Column(field, column) => match kept.number_of(field) {
                Some(0) => None,
                Some(number) => {
                    if is_text(field) && self.peek((column, number), kept) == UNKNOWN {
                        self.learn(name, (field, column, number), kept);
                    }
                    self.looked_up(name, (column, number), kept, of, true)
                }
                None => self.by_text(name, of),
            },
            Form::Person(column) => {
                if let Some(number) = kept.number_of(Field::IdentityId).filter(|number| *number > 0) {
                    return self.looked_up(name, (column, number), kept, of, true);
                }
                let number = kept.number_of(Field::ActorName).filter(|number| *number > 0);
                match number {
                    Some(number) => {
                        // Only a mail address says enough alone.
                        let event = of.0;
                        let known = self.peek((column + 1, number), kept);
                        let is_mail = known == UNKNOWN
                            && event
                                .text(Field::ActorName)
                                .is_some_and(|name| name.contains('@'));
                        self.looked_up(name, (column + 1, number), kept, of, is_mail)
                    }
                    None => self.by_text(name, of),
                }
            }
            Form::Text => self.by_text(name, of),
        }
    }

    /// Looks a number up by its text alone, where that is at hand.
    fn learn(&mut self, name: u32, (field, column, number): (Field, usize, u32), kept: &dyn Numbered) {
        let mut text = std::mem::take(&mut self.buffer);
        text.clear();
        if kept.put_text(field, number, &mut text) {
            let found = self.number(name, &text);
            self.know((column, number), kept, found.map_or(NONE, |found| found + FIRST));
        }
        self.buffer = text;
    }

    /// The number of a text of a name.
    fn number(&mut self, name: u32, text: &str) -> Option<u32> {
        let named = self.named.get_mut(name as usize)?;
        let is_key = matches!(named.what, What::Key(_));
        if is_key && self.is_closed {
            return named.texts.find(text);
        }
        let number = named.texts.number(text);
        if is_key && named.texts.len() > named.most {
            self.crowded = Some(name);
        }
        Some(number)
    }

    /// Notes what a number of a column is.
    fn know(&mut self, (column, number): (usize, u32), kept: &dyn Numbered, known: u32) {
        if let Some(numbers) = self.book(kept.book()).columns.get_mut(column) {
            let number = number as usize;
            if numbers.len() <= number {
                numbers.resize((number + 1).next_power_of_two(), UNKNOWN);
            }
            if let Some(place) = numbers.get_mut(number) {
                *place = known;
            }
        }
    }

    /// What is known of a number of a column.
    fn peek(&mut self, (column, number): (usize, u32), kept: &dyn Numbered) -> u32 {
        let numbers = self.book(kept.book()).columns.get(column);
        let known = numbers.and_then(|numbers| numbers.get(number as usize));
        known.copied().unwrap_or(UNKNOWN)
    }

    /// The name that goes with a number of a column, if the number is enough to tell it.
    fn looked_up(
        &mut self,
        name: u32,
        (column, number): (usize, u32),
        kept: &dyn Numbered,
        of: Of<'_, '_>,
        is_enough: bool,
    ) -> Option<u32> {
        match self.peek((column, number), kept) {
            UNKNOWN => {
                let found = self.by_text(name, of);
                let known = match found {
                    _ if !is_enough => UNSURE,
                    None => NONE,
                    Some(found) => found + FIRST,
                };
                self.know((column, number), kept, known);
                found
            }
            NONE => None,
            UNSURE => self.by_text(name, of),
            known => Some(known - FIRST),
        }
    }

    fn by_text(&mut self, name: u32, (event, rules, scratch): Of<'_, '_>) -> Option<u32> {
        let named = self.named.get(name as usize)?;
        match &named.what {
            What::Key(grouping) => {
                let mut text = std::mem::take(&mut self.buffer);
                text.clear();
                let is_there = rules.key_of(*grouping, event, scratch, &mut text);
                let found = is_there.then(|| self.number(name, &text)).flatten();
                self.buffer = text;
                found
            }
            What::Value(source) => {
                let text = ask::value(source, event, scratch)?;
                self.number(name, &text)
            }
        }
    }

    /// A name with more keys than it may have.
    pub(super) const fn crowded(&mut self) -> Option<u32> {
        self.crowded.take()
    }

    /// The text of a key or value; and how many there are.
    pub(super) fn text(&self, name: u32, number: u32) -> &str {
        self.named
            .get(name as usize)
            .map_or("", |named| named.texts.get(number))
    }

    /// How many keys or values there are.
    pub(super) fn len(&self, name: u32) -> usize {
        self.named.get(name as usize).map_or(0, |named| named.texts.len())
    }

    /// Forgets keys but those that are wanted, by number; returns by old number the new one, or zero.
    pub(super) fn retain(&mut self, name: u32, wanted: &[bool]) -> Vec<u32> {
        let mut moved = vec![0; wanted.len()];
        let mut texts = Texts::default();
        if let Some(named) = self.named.get_mut(name as usize) {
            for (number, moved) in moved.iter_mut().enumerate().filter(|(number, _)| wanted[*number]) {
                *moved = texts.number(named.texts.get(number as u32));
            }
            named.texts = texts;
            // Where most of them matter, more must be told apart.
            named.most = named.most.max(named.texts.len() * 2);
        }
        self.forget_numbers(name);
        moved
    }

    /// From now on these are the only keys of a name; their numbers are given in their order, from 1 on.
    pub(super) fn close<'t>(&mut self, name: u32, keys: impl Iterator<Item = &'t str>) {
        self.is_closed = true;
        if let Some(named) = self.named.get_mut(name as usize) {
            named.texts = Texts::default();
            for key in keys {
                named.texts.number(key);
            }
        }
        self.forget_numbers(name);
    }

    /// The number of a key that is there.
    pub(super) fn find(&self, name: u32, key: &str) -> Option<u32> {
        self.named.get(name as usize)?.texts.find(key)
    }

    fn forget_numbers(&mut self, name: u32) {
        let Some(named) = self.named.get_mut(name as usize) else {
            return;
        };
        named.last = (0, None);
        let columns = match named.form {
            Form::Column(_, column) => column..column + 1,
            Form::Person(column) => column..column + 2,
            Form::Text => 0..0,
        };
        for column in self
            .books
            .iter_mut()
            .filter_map(|book| book.columns.get_mut(columns.clone()))
        {
            column.iter_mut().for_each(Vec::clear);
        }
    }

    fn book(&mut self, number: u64) -> &mut Book {
        let is_it = |book: &Book| book.number == number;
        if !self.books.get(self.book).is_some_and(is_it) {
            self.book = self.books.iter().position(is_it).unwrap_or_else(|| {
                if self.books.len() >= BOOKS_MAX {
                    self.books.remove(0);
                }
                self.books.push(Book {
                    number,
                    columns: vec![Vec::new(); self.columns],
                });
                self.books.len() - 1
            });
        }
        &mut self.books[self.book]
    }
}

/// Whether the number of a column tells its text.
fn has_numbers(field: Field) -> bool {
    !matches!(field.column().shape, Shape::Time | Shape::Date)
        && !matches!(field, Field::Raw | Field::Uid | Field::Changes)
}

/// Whether a value of a column is its text as it is.
fn is_text(field: Field) -> bool {
    matches!(field.column().shape, Shape::Word | Shape::Text)
}

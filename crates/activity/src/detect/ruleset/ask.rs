//! Asking one event one thing.

use super::Scratch;
use crate::correlate::is_name_chosen;
use crate::detect::alert::is_user;
use crate::detect::expr::{Source, Test};
use crate::detect::graph::Graph;
use crate::detect::op::Op;
use crate::event::{Field, Shape, View};
use crate::json::{Kind, Value};
use std::borrow::Cow;

pub(super) struct Asker<'e> {
    pub(super) tests: &'e [Test],
    pub(super) event: &'e dyn View,
    pub(super) graph: &'e dyn Graph,
    pub(super) scratch: &'e mut Scratch,
}

impl Asker<'_> {
    /// The answer to a test; each is asked once an event.
    pub(super) fn ask(&mut self, number: u32) -> bool {
        let index = number as usize;
        if let Some((epoch, answer)) = self.scratch.memo.get(index)
            && *epoch == self.scratch.epoch
        {
            return *answer;
        }
        let answer = self.tests.get(index).is_some_and(|test| self.answer(test));
        let epoch = self.scratch.epoch;
        if let Some(slot) = self.scratch.memo.get_mut(index) {
            *slot = (epoch, answer);
        }
        answer
    }

    fn answer(&mut self, test: &Test) -> bool {
        if let Op::SameAs(other) = &test.op {
            let mine = value(&test.source, self.event, self.scratch);
            let theirs = value(other, self.event, self.scratch);
            return mine
                .zip(theirs)
                .is_some_and(|(mine, theirs)| mine.eq_ignore_ascii_case(&theirs));
        }
        match &test.source {
            Source::Column(field) => column(*field, &test.op, self.event),
            Source::Person => {
                let name = known_person(self.event, self.scratch);
                name.map_or_else(|| test.op.passes_null(), |name| test.op.passes(name))
            }
            Source::Subject => {
                let name = subject(self.event);
                name.map_or_else(|| test.op.passes_null(), |name| test.op.passes(&name))
            }
            Source::Raw(path) => raw(path, &test.op, self.event, self.scratch),
            Source::Anywhere => self.event.raw().is_some_and(|raw| test.op.passes(raw)),
            Source::Graph(question) => match self.graph.answer(*question, self.event) {
                Some(answer) => test.op.passes(if answer { "true" } else { "false" }),
                None => test.op.passes_null(),
            },
        }
    }
}

fn column(field: Field, op: &Op, event: &dyn View) -> bool {
    match field.column().shape {
        Shape::List => {
            let exists = event.any_item(field, &mut |_| true);
            match op {
                Op::Exists(wanted) => exists == *wanted,
                _ if !exists => op.passes_null(),
                op => event.any_item(field, &mut |item| op.passes(item)),
            }
        }
        Shape::Truth => match event.truth(field) {
            Some(truth) => op.passes(if truth { "true" } else { "false" }),
            None => op.passes_null(),
        },
        Shape::Number | Shape::Time | Shape::Date => event
            .number(field)
            .map_or_else(|| op.passes_null(), |number| op.passes_number(number)),
        Shape::Word | Shape::Text => event
            .text(field)
            .map_or_else(|| op.passes_null(), |text| op.passes(text)),
    }
}

fn raw(path: &[Box<str>], op: &Op, event: &dyn View, scratch: &mut Scratch) -> bool {
    if let Some(kept) = event.numbered()
        && let Some(words) = op.must_say()
        && !words.iter().any(|word| kept.may_say(word))
    {
        return false;
    }
    let Some(text) = event.raw() else {
        return false;
    };
    let mut found = false;
    let mut passes = |value: Value<'_>| {
        let Some(text) = value.text() else {
            return false;
        };
        found = true;
        match value.kind() {
            Kind::Number => op.passes_number(value.number().unwrap_or(f64::NAN)) || op.passes(&text),
            _ => op.passes(&text),
        }
    };
    let passed = with_root(text, scratch, |root| walk(root, path, &mut passes));
    passed.unwrap_or(false) || (!found && op.passes_null())
}

/// Scans the text once an event.
fn with_root<T>(text: &str, scratch: &mut Scratch, read: impl FnOnce(Value<'_>) -> T) -> Option<T> {
    let is_json = match scratch.on_tape {
        Some((epoch, is_json)) if epoch == scratch.epoch => is_json,
        _ => {
            let is_json = scratch.tape.scan(text).is_ok();
            scratch.on_tape = Some((scratch.epoch, is_json));
            is_json
        }
    };
    is_json.then(|| read(scratch.tape.doc(text).root()))
}

/// Whether any value at the end of the path passes; arrays are looked through, names ignore ASCII case.
fn walk(value: Value<'_>, path: &[Box<str>], passes: &mut impl FnMut(Value<'_>) -> bool) -> bool {
    if value.kind() == Kind::Array {
        let index = path.first().and_then(|name| name.parse::<usize>().ok());
        if let Some(index) = index {
            let element = value.members().nth(index);
            return element.is_some_and(|element| walk(element, path.get(1..).unwrap_or_default(), passes));
        }
        return value.members().any(|element| walk(element, path, passes));
    }
    let Some((name, rest)) = path.split_first() else {
        return passes(value);
    };
    value.members().any(|member| {
        let key = member.key();
        if key.eq_ignore_ascii_case(name) {
            return walk(member, rest, passes);
        }
        // Some sources have dots inside names.
        let joined = key.contains('.') && key.eq_ignore_ascii_case(&path.join("."));
        joined && walk(member, &[], passes)
    })
}

/// What the event under way has in a field, as text.
pub(crate) fn value<'e>(source: &Source, event: &'e dyn View, scratch: &mut Scratch) -> Option<Cow<'e, str>> {
    match source {
        Source::Column(field) => match field.column().shape {
            Shape::Truth => event.truth(*field).map(|truth| truth.to_string().into()),
            Shape::Number | Shape::Time | Shape::Date => {
                event.number(*field).map(|number| number.to_string().into())
            }
            Shape::Word | Shape::Text | Shape::List => event.text(*field).map(Cow::Borrowed),
        },
        Source::Person => known_person(event, scratch).map(|person| person.to_owned().into()),
        Source::Subject => subject(event).map(Cow::Owned),
        Source::Raw(path) => {
            let text = event.raw()?;
            let mut first = None;
            with_root(text, scratch, |root| {
                walk(root, path, &mut |value| {
                    first = value.text().map(Cow::into_owned);
                    first.is_some()
                })
            });
            first.map(Cow::Owned)
        }
        Source::Anywhere | Source::Graph(_) => None,
    }
}

/// Works out who stands behind an event once.
fn known_person<'s>(event: &dyn View, scratch: &'s mut Scratch) -> Option<&'s str> {
    let epoch = scratch.epoch;
    let known = scratch.person.take().filter(|(of, _)| *of == epoch);
    let (_, person) = scratch
        .person
        .insert(known.unwrap_or_else(|| (epoch, person(event))));
    person.as_deref()
}

/// Who stands behind an event: the correlated identity; else a mail address, which means the same in every source;
/// else the actor within its source. A name that the actor chose is nobody's.
pub(crate) fn person(event: &dyn View) -> Option<String> {
    if let Some(identity) = event.text(Field::IdentityId) {
        return Some(identity.to_ascii_lowercase());
    }
    let name = event.text(Field::ActorName).filter(|_| !is_name_chosen(event));
    known_as(
        event,
        event.text(Field::ActorId).unwrap_or(""),
        name.unwrap_or(""),
    )
}

/// Who is meant by an id and a name of an event's source.
fn known_as(event: &dyn View, id: &str, name: &str) -> Option<String> {
    let text = |field| event.text(field).unwrap_or("");
    let meant = Account {
        source: text(Field::Source),
        org: text(Field::SourceOrg),
        id,
        name,
    };
    meant.person()
}

/// An account as an event names it; empty texts are not known.
pub(crate) struct Account<'a> {
    pub(crate) source: &'a str,
    pub(crate) org: &'a str,
    pub(crate) id: &'a str,
    pub(crate) name: &'a str,
}

impl Account<'_> {
    /// A mail address, which means the same in every source; else the id, or the name, within the source.
    pub(crate) fn person(&self) -> Option<String> {
        if self.name.contains('@') {
            return Some(self.name.to_ascii_lowercase());
        }
        let known = [self.id, self.name].into_iter().find(|text| !text.is_empty())?;
        Some(format!("{}/{}/{known}", self.source, self.org))
    }
}

/// The id of the user that an event is done to: the main target, else the first user of all targets; none when that is
/// who acts.
pub(crate) fn target_user(event: &dyn View) -> Option<String> {
    let is_main = event.text(Field::TargetKind).is_some_and(is_user);
    let mut user = None;
    if is_main {
        let main = event.text(Field::TargetId).or(event.text(Field::TargetName));
        user = main.map(str::to_owned);
    } else {
        event.any_item(Field::TargetIds, &mut |item| {
            user = item.strip_prefix("user:").map(str::to_owned);
            user.is_some()
        });
    }
    let name = event.text(Field::ActorName).filter(|_| is_main);
    let is_own = |id: &String| {
        let actor = [Field::ActorId, Field::ActorName].map(|field| event.text(field));
        actor.contains(&Some(id.as_str()))
            || name.is_some_and(|name| event.text(Field::TargetName) == Some(name))
    };
    user.filter(|id| !id.is_empty() && !is_own(id))
}

/// Whom an event is done to, and who stands behind it where it is done to no other user.
fn subject(event: &dyn View) -> Option<String> {
    let Some(id) = target_user(event) else {
        return person(event);
    };
    let is_main = event.text(Field::TargetKind).is_some_and(is_user);
    let name = event.text(Field::TargetName).filter(|_| is_main);
    known_as(event, &id, name.unwrap_or(""))
}

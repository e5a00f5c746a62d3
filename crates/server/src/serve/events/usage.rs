//! When people last opened which app: one pass over the sign-ins that are kept, then each intake.

use super::Adapter;
use crate::serve::now;
use activity::event::{Field, Order, Rows, Values};
use archive::{Archive, Column, Filter, Query, SearchError, Wanted};
use center::Taken;
use domain::Timestamp;
use query::Used;
use reconcile::logs;
use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

const DAY_US: i64 = 86_400_000_000;
/// How often it is looked whether the past was read, while nothing comes in.
const LOOK: Duration = Duration::from_secs(30);
/// Okta's type of a sign-in to an app. Source: Okta's catalogue of event types.
const OPENED: &str = "user.authentication.sso";
/// How targets that are apps begin.
const APP: &str = "app:";
const FIELDS: [Field; 4] = [
    Field::EventTime,
    Field::SourceOrg,
    Field::ActorId,
    Field::TargetIds,
];

/// What is known by organization.
#[derive(Debug, Default)]
pub(super) struct Opened(RwLock<HashMap<String, Org>>);

#[derive(Debug, Default)]
struct Org {
    people: HashMap<Box<str>, u32>,
    apps: HashMap<Box<str>, u32>,
    /// By number of person and app, microseconds.
    last: HashMap<(u32, u32), i64>,
    /// The time of its first event that is kept.
    since: Option<i64>,
    /// What lies between then and now is still being read.
    has_gap: bool,
}

/// Passes over what is kept, then over each intake, for as long as the server runs.
pub(super) async fn run(adapter: Adapter, opened: Arc<Opened>) {
    let mut intakes: Receiver<Taken> = adapter.center.tail();
    let mut span = None;
    loop {
        let (archive, book) = (adapter.archive.clone(), Arc::clone(&opened));
        let passed = tokio::task::spawn_blocking(move || book.pass(&archive, span)).await;
        match passed {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(%error, "the use of apps is not known anew"),
            Err(error) => tracing::warn!(%error, "the use of apps is not known anew"),
        }
        opened.note_gaps(|org| is_unfinished(&adapter, org));
        span = loop {
            match tokio::time::timeout(LOOK, intakes.recv()).await {
                Ok(Ok(taken)) => break taken.span.map(|(first, last)| (first.0, last.0)),
                // Some were missed: all is passed over again.
                Ok(Err(RecvError::Lagged(_))) => break None,
                Ok(Err(RecvError::Closed)) => return,
                // The end of the past may bring no event.
                Err(_) => opened.note_gaps(|org| is_unfinished(&adapter, org)),
            }
        };
    }
}

/// Whether the past of an organization is still being read, oldest first: an early event says nothing then.
fn is_unfinished(adapter: &Adapter, org: &str) -> bool {
    let cursor = adapter.center.cursor(&logs::past_stream(org));
    cursor.is_some_and(|cursor| !logs::is_past_read(&cursor))
}

impl Opened {
    /// Takes the sign-ins of a span of microseconds, both ends in it, or all.
    fn pass(&self, archive: &Archive, span: Option<(i64, i64)>) -> Result<(), SearchError> {
        let is = |field, value: &str| Filter::Is {
            column: Column::One(field),
            values: vec![value.to_owned()],
        };
        let query = Query {
            from: span.map(|(first, _)| Timestamp::from_ms(first.div_euclid(1_000))),
            until: span.map(|(_, last)| Timestamp::from_ms(last.div_euclid(1_000) + 1)),
            filter: Filter::And(vec![
                is(Field::Source, "okta"),
                is(Field::EventType, OPENED),
                is(Field::Status, "success"),
            ]),
        };
        let still = archive.still();
        let wanted = Wanted {
            query: &query,
            fields: &FIELDS,
            order: Order::Any,
            part: (0, 1),
        };
        still.read(&wanted, &mut |rows| {
            self.take(&rows);
            ControlFlow::Continue(())
        })?;
        for name in self.orgs() {
            let query = Query {
                filter: Filter::And(vec![is(Field::Source, "okta"), is(Field::SourceOrg, &name)]),
                ..Query::default()
            };
            let wanted = Wanted {
                query: &query,
                fields: &FIELDS[..1],
                order: Order::OldestFirst,
                part: (0, 1),
            };
            still.read(&wanted, &mut |rows| match rows.columns.first() {
                Some(Values::Times(times)) if !times.is_empty() => {
                    self.begins(&name, times[0]);
                    ControlFlow::Break(())
                }
                _ => ControlFlow::Continue(()),
            })?;
        }
        Ok(())
    }

    fn orgs(&self) -> Vec<String> {
        let orgs = self.0.read().unwrap_or_else(PoisonError::into_inner);
        orgs.keys().cloned().collect()
    }

    /// Asks of each organization whether its past is still being read.
    fn note_gaps(&self, has_gap: impl Fn(&str) -> bool) {
        let mut orgs = self.0.write().unwrap_or_else(PoisonError::into_inner);
        for (name, org) in orgs.iter_mut() {
            org.has_gap = has_gap(name);
        }
    }

    fn begins(&self, org: &str, at: i64) {
        let mut orgs = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(org) = orgs.get_mut(org) {
            org.since = Some(at);
        }
    }

    fn take(&self, rows: &Rows) {
        let [
            Values::Times(times),
            Values::Words {
                words: orgs,
                places: of_org,
            },
            Values::Words {
                words: people,
                places: of_person,
            },
            Values::Lists {
                words: targets,
                items,
                lengths,
            },
        ] = rows.columns.as_slice()
        else {
            return;
        };
        let mut book = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let mut at = 0;
        for (row, length) in lengths.iter().enumerate() {
            let mine = items.get(at..at + *length as usize).unwrap_or_default();
            at += *length as usize;
            let (Some(org), Some(person), Some(time)) = (
                word(orgs, of_org.get(row)),
                word(people, of_person.get(row)),
                times.get(row),
            ) else {
                continue;
            };
            if !book.contains_key(org) {
                book.insert(org.to_owned(), Org::default());
            }
            let Some(org) = book.get_mut(org) else {
                continue;
            };
            for app in mine
                .iter()
                .filter_map(|target| word(targets, Some(target))?.strip_prefix(APP))
            {
                let key = (number(&mut org.people, person), number(&mut org.apps, app));
                let last = org.last.entry(key).or_insert(*time);
                *last = (*last).max(*time);
            }
        }
    }

    fn known(&self, org: &str, user: &str, app: &str, now_us: i64) -> Used {
        let orgs = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let Some(org) = orgs.get(org) else {
            return Used::default();
        };
        let both = org.people.get(user).zip(org.apps.get(app));
        let last_us = both.and_then(|(user, app)| org.last.get(&(*user, *app)).copied());
        let is_recent = last_us.is_some_and(|last| last >= now_us - 90 * DAY_US);
        // Okta keeps its log for 90 days: whoever collects from its beginning has all but the hours of the first day.
        let is_collected = !org.has_gap && org.since.is_some_and(|since| since <= now_us - 89 * DAY_US);
        Used {
            last_us,
            within_90_days: (is_recent || is_collected).then_some(is_recent),
        }
    }
}

impl query::Usage for Opened {
    fn of(&self, org: &str, user: &str, app: &str) -> Used {
        self.known(org, user, app, now().as_ms().saturating_mul(1_000))
    }
}

fn word<'w>(words: &'w [String], place: Option<&u32>) -> Option<&'w str> {
    let place = (*place? as usize).checked_sub(1)?;
    words.get(place).map(String::as_str)
}

fn number(known: &mut HashMap<Box<str>, u32>, text: &str) -> u32 {
    if let Some(number) = known.get(text) {
        return *number;
    }
    let number = known.len() as u32;
    known.insert(text.into(), number);
    number
}

#[cfg(test)]
mod tests;

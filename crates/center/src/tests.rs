//! Events in, alerts out, over a keeper that keeps texts in memory.

mod clocks;
mod cutting;
mod history;
mod imports;
mod restarts;
mod rules;
mod stories;
mod taking;

use crate::{Center, Keep, KeepError, Kept, Parts};
use activity::event::{Batch, Field, Moment, Source, View};
use activity::normalise::{Normaliser, Origin};
use domain::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use store::state::State;

/// 2026-03-01T12:00:00Z.
pub(super) const NOON_MS: i64 = 1_772_366_400_000;

/// Time, source, organization, text, and the person that was written into it.
type Text = (Moment, Source, String, Vec<u8>, Option<String>);

/// Keeps texts.
#[derive(Default)]
pub(super) struct Memory {
    texts: Mutex<Vec<Text>>,
    ids: Mutex<BTreeSet<String>>,
    cursors: Mutex<BTreeMap<String, String>>,
    pub(super) notes: Mutex<BTreeMap<String, Vec<u8>>>,
    pub(super) is_full: Mutex<bool>,
}

impl Keep for Memory {
    fn append(&self, batch: &Batch, input: &[u8], cursor: Option<(&str, &str)>) -> Result<Kept, KeepError> {
        if *self.is_full.lock().unwrap() {
            return Err(KeepError("the disk is full".to_owned()));
        }
        let (mut texts, mut ids) = (self.texts.lock().unwrap(), self.ids.lock().unwrap());
        let mut kept = Kept::default();
        for (row, event) in batch.events(Some(input)).enumerate() {
            let org = event.get(Field::SourceOrg).unwrap_or("");
            let id = format!(
                "{}/{org}/{}",
                event.source().word(),
                event.get(Field::Uid).unwrap()
            );
            if !ids.insert(id) {
                kept.repeated += 1;
                continue;
            }
            let (start, end) = event.raw_range();
            texts.push((
                event.time(),
                event.source(),
                org.to_owned(),
                input[start..end].to_vec(),
                event.get(Field::IdentityId).map(str::to_owned),
            ));
            kept.rows.push(row);
        }
        if let Some((stream, at)) = cursor {
            self.cursors
                .lock()
                .unwrap()
                .insert(stream.to_owned(), at.to_owned());
        }
        Ok(kept)
    }

    fn cursor(&self, stream: &str) -> Option<String> {
        self.cursors.lock().unwrap().get(stream).cloned()
    }

    fn notes(&self) -> Result<Vec<String>, KeepError> {
        Ok(self.notes.lock().unwrap().keys().cloned().collect())
    }

    fn note(&self, name: &str) -> Result<Option<Vec<u8>>, KeepError> {
        Ok(self.notes.lock().unwrap().get(name).cloned())
    }

    fn put_note(&self, name: &str, bytes: &[u8]) -> Result<(), KeepError> {
        self.notes.lock().unwrap().insert(name.to_owned(), bytes.to_vec());
        Ok(())
    }

    fn drop_note(&self, name: &str) -> Result<(), KeepError> {
        self.notes.lock().unwrap().remove(name);
        Ok(())
    }

    fn scan(
        &self,
        from: Moment,
        until: Moment,
        each: &mut dyn FnMut(&Batch, &[u8]) -> bool,
    ) -> Result<(), KeepError> {
        let mut texts = self.texts.lock().unwrap().clone();
        texts.sort();
        let mut normaliser = Normaliser::new();
        for (time, source, org, text, person) in texts {
            if time < from || time >= until {
                continue;
            }
            let mut batch = Batch::default();
            let origin = Origin { source, org: &org };
            normaliser.intake(origin, &text, time, &mut batch);
            if let Some(person) = person {
                batch.set_identity(0, &person);
            }
            if !each(&batch, &text) {
                break;
            }
        }
        Ok(())
    }
}

/// Knows one network.
struct Atlas;

impl crate::Places for Atlas {
    fn find(&self, address: std::net::IpAddr) -> activity::event::Located {
        if address.to_string() != "203.0.113.7" {
            return activity::event::Located::default();
        }
        activity::event::Located {
            country: Some("BR".to_owned()),
            city: Some("Recife".to_owned()),
            place: Some((-8.05, -34.9)),
            asn: Some(64_501),
            ..activity::event::Located::default()
        }
    }
}

/// A center, its keeper, and a clock to turn.
pub(super) struct World {
    pub(super) center: Arc<Center>,
    pub(super) state: State,
    pub(super) keep: Arc<Memory>,
    pub(super) clock: Arc<AtomicI64>,
}

impl World {
    pub(super) async fn new() -> Self {
        Self::at(NOON_MS).await
    }

    /// One that begins at that moment.
    pub(super) async fn at(now_ms: i64) -> Self {
        let state = State::open_in_memory(Timestamp::from_ms(now_ms)).await.unwrap();
        Self::over(state, Arc::default(), now_ms).await
    }

    /// The same after a restart.
    pub(super) async fn again(self) -> Self {
        let now_ms = self.clock.load(Ordering::SeqCst);
        Self::over(self.state, self.keep, now_ms).await
    }

    async fn over(state: State, keep: Arc<Memory>, now_ms: i64) -> Self {
        let clock = Arc::new(AtomicI64::new(now_ms));
        let ticking = Arc::clone(&clock);
        let center = Center::open(Parts {
            state: state.clone(),
            keep: keep.clone(),
            places: Some(Arc::new(Atlas)),
            now: Arc::new(move || Timestamp::from_ms(ticking.load(Ordering::SeqCst))),
        });
        Self {
            center: center.await.unwrap(),
            state,
            keep,
            clock,
        }
    }

    pub(super) async fn take(&self, events: &str) -> crate::Taken {
        let okta = (Source::Okta, "acme.okta.com");
        self.center
            .take(okta, events.as_bytes().to_vec(), None)
            .await
            .unwrap()
    }

    /// Rule and findings of every alert, by rule.
    pub(super) async fn alerts(&self) -> Vec<(String, u64)> {
        let query = store::state::AlertQuery {
            limit: 100,
            ..store::state::AlertQuery::default()
        };
        let alerts = self.state.alerts(&query).await.unwrap();
        let mut told: Vec<_> = alerts
            .into_iter()
            .map(|alert| (alert.record.rule, alert.record.findings))
            .collect();
        told.sort();
        told
    }
}

/// A refused push, that many seconds from noon.
pub(super) fn push(uid: &str, seconds: i64) -> String {
    okta(uid, seconds, "user.mfa.okta_verify.deny_push")
}

/// An event of one user, that many seconds from noon.
pub(super) fn okta(uid: &str, seconds: i64, kind: &str) -> String {
    let at = activity::normalise::time::to_text(Moment((NOON_MS + seconds * 1000) * 1000));
    format!(
        r#"{{"uuid":"{uid}","published":"{at}","eventType":"{kind}","outcome":{{"result":"FAILURE"}},"actor":{{"id":"00u1","type":"User","alternateId":"ada@acme.example","displayName":"Ada"}},"client":{{"ipAddress":"192.0.2.1"}}}}"#
    ) + "\n"
}

pub(super) fn pushes(prefix: &str, count: i64, from: i64) -> String {
    (0..count)
        .map(|number| push(&format!("{prefix}{number}"), from + number * 30))
        .collect()
}

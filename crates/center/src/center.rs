//! The one place where events come in: order, alerts, tails, rules that change while it runs.

mod by_hand;
mod late;
mod open;
mod people;

use crate::book::RuleBook;
use crate::judge::{Arrival, Judge, Judged, Places};
use crate::keep::{Keep, KeepError};
use crate::knowledge::Knowledge;
use crate::record::{of_ms, record_now};
use crate::run::Alerts;
use crate::warm::restored;
use activity::detect::Change;
use activity::event::{Moment, Source};
use activity::normalise::{Origin, Tally};
use arc_swap::ArcSwap;
use domain::Timestamp;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use store::state::{AlertRecord, State, StateError};
use tokio::sync::{Mutex as AsyncMutex, Notify, OwnedMutexGuard, broadcast};

/// Older alerts are written and told to nobody: whoever imports a year does not want a year of messages.
const TELL_WITHIN_MS: i64 = 24 * 3_600_000;
/// Intakes that a slow tail may be behind.
const TAIL_BEHIND: usize = 256;

/// What the center works with.
pub struct Parts {
    /// Alerts, settings of rules, corrections.
    pub state: State,
    /// Events.
    pub keep: Arc<dyn Keep>,
    /// Where addresses are, for sources that do not say it.
    pub places: Option<Arc<dyn Places>>,
    /// The time.
    pub now: Arc<dyn Fn() -> Timestamp + Send + Sync>,
}

/// One intake, told to tails and collectors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Events read.
    pub read: u64,
    /// Events that were new.
    pub stored: u64,
    /// Events whose id was kept before, or came before in the same input.
    pub repeated: u64,
    /// Those of them whose text is another than that of the one that is kept; they are not kept.
    pub differing: u64,
    /// Texts that are no JSON objects; kept.
    pub malformed: u64,
    /// Events of a type that no table knows; kept.
    pub unknown: u64,
    /// First and last time of what was stored, in microseconds.
    pub span: Option<(Moment, Moment)>,
    /// The moment of intake that these events and no others bear.
    pub ingested: Moment,
    /// Alerts raised or changed.
    pub alerts: u64,
}

/// Why events were not taken in; nothing of them is kept, and the cursor stays.
#[derive(Debug, thiserror::Error)]
pub enum TakeError {
    /// They could not be kept.
    #[error(transparent)]
    Keep(#[from] KeepError),
    /// The state failed.
    #[error(transparent)]
    State(#[from] StateError),
    /// The work was broken off.
    #[error("the intake was broken off; take the events in again")]
    BrokenOff,
}

/// Takes events in and has them judged. Cheap to share.
pub struct Center {
    parts: Parts,
    pub(crate) judge: Arc<AsyncMutex<Judge>>,
    knowledge: ArcSwap<Knowledge>,
    book: ArcSwap<RuleBook>,
    tail: broadcast::Sender<Taken>,
    /// Held while the past is heard again.
    hearing: AsyncMutex<()>,
    /// How many files are being brought in just now.
    bringing: AtomicUsize,
    /// Told when alerts were written: whoever forwards them looks then.
    pub told: Notify,
}

impl Center {
    /// Takes events in: kept and durable, judged, alerts written.
    pub async fn take(
        &self,
        (source, org): (Source, &str),
        input: Vec<u8>,
        cursor: Option<(String, String)>,
    ) -> Result<Taken, TakeError> {
        self.take_as((source, org), input, cursor, None).await
    }

    async fn take_as(
        &self,
        (source, org): (Source, &str),
        input: Vec<u8>,
        cursor: Option<(String, String)>,
        by_hand: Option<Alerts>,
    ) -> Result<Taken, TakeError> {
        let now = of_ms((self.parts.now)());
        let org = org.to_owned();
        let done = self.blocking(move |judge, keep, knowledge| {
            let cursor = cursor.as_ref().map(|(stream, at)| (stream.as_str(), at.as_str()));
            let arrival = Arrival {
                origin: Origin { source, org: &org },
                input: &input,
                cursor,
                now,
                by_hand,
            };
            judge.take(keep, knowledge, arrival)
        });
        let (mut guard, judged) = done.await?;
        let judged = judged?;
        // Its events are kept; alerts that cannot be written now are written with the next.
        let alerts = match self.write(&mut guard).await {
            Ok(alerts) => alerts,
            Err(error) => {
                tracing::error!(%error, "alerts wait for the state");
                0
            }
        };
        drop(guard);
        let taken = taken(&judged, alerts);
        if taken.stored > 0 {
            // Nobody listening is no failure.
            let _ = self.tail.send(taken);
        }
        Ok(taken)
    }

    /// A live stream has told everything before `at`.
    pub async fn caught_up(&self, stream: &str, at: Timestamp) {
        self.judge.lock().await.mark(stream, of_ms(at));
    }

    /// A live stream is no more.
    pub async fn forget_stream(&self, stream: &str) {
        self.judge.lock().await.unmark(stream);
    }

    /// Lets time pass: settles what no late event can change, and says what stayed absent. Call it every second or so.
    pub async fn tick(&self) -> Result<(), TakeError> {
        let now = of_ms((self.parts.now)());
        let done = self.blocking(move |judge, _, knowledge| judge.advance(now, knowledge));
        let (mut guard, ()) = done.await?;
        self.write(&mut guard).await?;
        if guard.is_ripe(now) {
            drop(guard);
            let saving = self.blocking(move |judge, keep, _| {
                if judge.is_ripe(now) {
                    judge.save(keep, now);
                }
            });
            saving.await?;
        }
        Ok(())
    }

    /// Reads the rules anew; what unchanged rules remember stays, and new ones are warmed from what is kept.
    pub async fn reload_rules(&self) -> Result<(), TakeError> {
        let book = read_book(&self.parts.state).await?;
        let (rules, now) = (book.set(), of_ms((self.parts.now)()));
        let done = self.blocking(move |judge, keep, knowledge| {
            judge.engine = restored(judge.engine.save(), &rules, keep, knowledge, now)?;
            (judge.has_news, judge.saves_at) = (true, now);
            Ok::<_, KeepError>(())
        });
        let (_guard, changed) = done.await?;
        changed?;
        self.book.store(Arc::new(book));
        Ok(())
    }

    /// What the intakes since the start met.
    pub async fn tally(&self) -> Tally {
        self.judge.lock().await.tally().clone()
    }

    /// Intakes as they happen.
    pub fn tail(&self) -> broadcast::Receiver<Taken> {
        self.tail.subscribe()
    }

    /// The rules as they hold now.
    pub fn book(&self) -> Arc<RuleBook> {
        self.book.load_full()
    }

    /// What the graph answers now.
    pub fn knowledge(&self) -> Knowledge {
        Knowledge::clone(&self.knowledge.load())
    }

    /// Where a collector's stream stands.
    pub fn cursor(&self, stream: &str) -> Option<String> {
        self.parts.keep.cursor(stream)
    }

    /// Does blocking work with the judge, whom nobody else has until the guard goes.
    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Judge, &dyn Keep, &Knowledge) -> T + Send + 'static,
    ) -> Result<(OwnedMutexGuard<Judge>, T), TakeError> {
        let mut guard = Arc::clone(&self.judge).lock_owned().await;
        let (keep, knowledge) = (Arc::clone(&self.parts.keep), self.knowledge());
        let done = tokio::task::spawn_blocking(move || {
            let outcome = work(&mut guard, &*keep, &knowledge);
            (guard, outcome)
        });
        done.await.map_err(|_| TakeError::BrokenOff)
    }

    /// Writes what became of alerts; what fails stays to be written.
    async fn write(&self, judge: &mut Judge) -> Result<u64, TakeError> {
        if judge.changes.is_empty() {
            return Ok(0);
        }
        let (mut are, mut withdrawn) = (
            std::collections::BTreeMap::new(),
            std::collections::BTreeSet::new(),
        );
        for change in &judge.changes {
            match change {
                Change::Is(alert) => {
                    withdrawn.remove(&alert.id);
                    are.insert(alert.id.clone(), record_now(alert, &judge.correlator));
                }
                Change::Withdrawn { id } => {
                    are.remove(id);
                    withdrawn.insert(id.clone());
                }
            }
        }
        let are: Vec<AlertRecord> = are.into_values().collect();
        let withdrawn: Vec<String> = withdrawn.into_iter().collect();
        let written = self.write_records(are, &withdrawn, &judge.wanted).await?;
        judge.changes.clear();
        judge.wanted.clear();
        Ok(written)
    }

    async fn write_records(
        &self,
        are: Vec<AlertRecord>,
        withdrawn: &[String],
        wanted: &BTreeMap<String, Alerts>,
    ) -> Result<u64, TakeError> {
        let now = (self.parts.now)();
        let tell_since = now.plus_ms(-TELL_WITHIN_MS);
        let (never, always) = (Timestamp::from_ms(i64::MAX), Timestamp::from_ms(i64::MIN));
        let (mut usual, mut marked, mut told) = (Vec::new(), Vec::new(), Vec::new());
        for mut record in are {
            let wanted = wanted.get(&record.id).copied();
            record.from_history = wanted == Some(Alerts::Marked) || record.last_seen < tell_since;
            match wanted {
                None => usual.push(record),
                Some(Alerts::Told) => told.push(record),
                Some(Alerts::Marked) => marked.push(record),
                // What was there before is kept as it is now.
                Some(Alerts::Unsaid) if self.is_there(&record.id).await? => marked.push(record),
                Some(Alerts::Unsaid) => {}
            }
        }
        let mut written = 0;
        for (records, tell_since) in [(usual, tell_since), (marked, never), (told, always)] {
            // Few at a time, so that others may write between.
            for part in records.chunks(200) {
                let taken = self.parts.state.take_alerts(part, &[], tell_since, now).await?;
                written += (taken.raised.len() + taken.changed) as u64;
            }
        }
        if !withdrawn.is_empty() {
            self.parts
                .state
                .take_alerts(&[], withdrawn, tell_since, now)
                .await?;
        }
        if written > 0 {
            self.told.notify_waiters();
        }
        Ok(written)
    }

    async fn is_there(&self, id: &str) -> Result<bool, TakeError> {
        match self.parts.state.alert(id).await {
            Ok(_) => Ok(true),
            Err(StateError::NotFound { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }
}

async fn read_book(state: &State) -> Result<RuleBook, StateError> {
    let (settings, own) = (state.rule_settings().await?, state.own_rules().await?);
    let book = RuleBook::read(&settings, &own);
    for (file, why) in &book.unreadable {
        tracing::error!(file, why, "a rule file cannot be read");
    }
    Ok(book)
}

fn taken(judged: &Judged, alerts: u64) -> Taken {
    Taken {
        read: judged.read,
        stored: judged.stored,
        repeated: judged.repeated,
        differing: judged.differing,
        malformed: judged.malformed,
        unknown: judged.unknown,
        span: judged.span,
        ingested: judged.ingested,
        alerts,
    }
}

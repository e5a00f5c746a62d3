//! One queue of notices, read: every object's events are kept before its message is deleted.
//!
//! A message that is given out twice brings nothing twice, because events are known by their ids. A message that cannot
//! be understood, or whose object cannot be read, stays in the queue: it is tried ever more seldom until somebody, or
//! the queue's own limit, moves it away. The others go on.

use super::credentials::Credentials;
use super::gunzip::gunzip;
use super::notice::{Notice, Object, account_of, holds_events, read};
use super::s3::{Failed, Store};
use super::sqs::{Message, Queue};
use crate::fault::Fault;
use crate::http::Http;
use crate::sink::{Sink, Taken};
use domain::Timestamp;
use url::Url;

/// SQS waits so long at most.
const WAIT_S: u32 = 20;
/// Messages are ours for so long; asked for anew when half of it is over.
const HIDDEN_S: u32 = 300;
/// A message that cannot be read is hidden so long after its first try, twice as long after each further one.
const POISON_S: u32 = 30;
/// SQS hides for twelve hours at most.
const POISON_MOST_S: u32 = 6 * 3_600;
/// Bytes of an object as it lies there, and unpacked.
const PACKED_MOST: usize = 64 << 20;
const UNPACKED_MOST: usize = 256 << 20;

/// What is read.
#[derive(Clone, Debug)]
pub struct TrailSettings {
    /// Address of the queue.
    pub queue_url: Url,
    /// Region of the queue, and of buckets that do not say.
    pub region: String,
    /// Asked in place of SQS's own host.
    pub sqs_endpoint: Option<Url>,
    /// Asked in place of S3's own hosts.
    pub s3_endpoint: Option<Url>,
}

/// A queue of notices, and where their objects are.
pub struct Trail {
    queue: Queue,
    store: Store,
}

/// A message that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Poison {
    /// Its id in the queue.
    pub message: String,
    /// Why, in one sentence.
    pub why: String,
    /// How often it was tried.
    pub tries: u32,
}

/// What one look into the queue brought.
#[derive(Debug, Default)]
pub struct Round {
    /// Messages that were given out; none means that the queue is empty.
    pub messages: u64,
    /// Objects read.
    pub objects: u64,
    /// Objects that hold no events.
    pub skipped: u64,
    /// Their events.
    pub taken: Taken,
    /// Ids of messages that are done with.
    pub done: Vec<String>,
    /// Messages that cannot be read.
    pub poison: Vec<Poison>,
    /// What stopped it, or failed on the way.
    pub fault: Option<Fault>,
}

/// Why a message is not done with.
enum Stuck {
    Poison(String),
    /// The way to its object; others may have one.
    Way(Fault),
    /// Events cannot be kept: nothing can go on.
    Sink(Fault),
}

impl Trail {
    /// Reads with these.
    pub fn new(settings: TrailSettings, credentials: Credentials, http: Http) -> Self {
        let queue = Queue {
            http: http.clone(),
            url: settings.queue_url,
            endpoint: settings.sqs_endpoint,
            region: settings.region.clone(),
            credentials: credentials.clone(),
        };
        let store = Store {
            http,
            endpoint: settings.s3_endpoint,
            region: settings.region,
            credentials,
        };
        Self { queue, store }
    }

    /// Waits for messages for some seconds, and reads what they tell of.
    ///
    /// # Errors
    /// When the queue cannot be asked. What fails later is in the round.
    pub async fn read_once(
        &self,
        sink: &impl Sink,
        now: &(dyn Fn() -> Timestamp + Send + Sync),
    ) -> Result<Round, Fault> {
        let messages = self.queue.receive(WAIT_S, HIDDEN_S, now()).await?;
        let given_out = now();
        let mut round = Round {
            messages: messages.len() as u64,
            ..Round::default()
        };
        for message in &messages {
            let is_late = now().since_ms(given_out) > i64::from(HIDDEN_S) * 500;
            if is_late && let Err(fault) = self.queue.hide(message, HIDDEN_S, now()).await {
                // Somebody else may read it too; nothing is kept twice.
                tracing::warn!(message = message.id, %fault, "a message may be given out again");
            }
            match self.one(message, sink, &mut round, now).await {
                Ok(()) => match self.queue.delete(message, now()).await {
                    Ok(()) => round.done.push(message.id.clone()),
                    Err(fault) => round.fault = Some(fault),
                },
                Err(Stuck::Way(fault)) => round.fault = Some(fault),
                Err(Stuck::Sink(fault)) => {
                    round.fault = Some(fault);
                    break;
                }
                Err(Stuck::Poison(why)) => self.set_aside(message, why, &mut round, now).await,
            }
        }
        Ok(round)
    }

    async fn one(
        &self,
        message: &Message,
        sink: &impl Sink,
        round: &mut Round,
        now: &(dyn Fn() -> Timestamp + Send + Sync),
    ) -> Result<(), Stuck> {
        let objects = match read(&message.body) {
            Notice::Nothing => return Ok(()),
            Notice::Unknown(why) => return Err(Stuck::Poison(why.to_owned())),
            Notice::Objects(objects) => objects,
        };
        for object in objects {
            if !holds_events(&object.key) {
                round.skipped += 1;
                continue;
            }
            let taken = self.object(&object, sink, now).await?;
            round.objects += 1;
            round.taken.add(taken);
        }
        Ok(())
    }

    async fn object(
        &self,
        object: &Object,
        sink: &impl Sink,
        now: &(dyn Fn() -> Timestamp + Send + Sync),
    ) -> Result<Taken, Stuck> {
        let name = format!("s3://{}/{}", object.bucket, object.key);
        let poison = |why: String| Stuck::Poison(format!("{name}: {why}"));
        let bytes = self.store.get(object, PACKED_MOST, now()).await;
        let bytes = bytes.map_err(|failed| match failed {
            Failed::Object(why) => poison(why),
            Failed::Way(fault) => Stuck::Way(fault),
        })?;
        let text = gunzip(bytes, UNPACKED_MOST).map_err(|why| poison(why.to_string()))?;
        if !holds_records(&text) {
            return Err(poison("it is no log of CloudTrail".to_owned()));
        }
        let taken = sink.take(account_of(&object.key), text, None).await;
        taken.map_err(|why| {
            Stuck::Sink(Fault::new(
                why,
                "look at the disk of the archive; the messages are read again",
            ))
        })
    }

    async fn set_aside(
        &self,
        message: &Message,
        why: String,
        round: &mut Round,
        now: &(dyn Fn() -> Timestamp + Send + Sync),
    ) {
        let tries = message.receives();
        if let Err(fault) = self.queue.hide(message, poison_pause_s(tries), now()).await {
            round.fault = Some(fault);
        }
        round.poison.push(Poison {
            message: message.id.clone(),
            why,
            tries,
        });
    }
}

/// For how long a message rests that was tried so often.
fn poison_pause_s(tries: u32) -> u32 {
    let doubled = 1_u32.checked_shl(tries.saturating_sub(1)).unwrap_or(u32::MAX);
    POISON_S.saturating_mul(doubled).min(POISON_MOST_S)
}

/// Whether a text is whole JSON with records in it: what was torn off without a trace must not count as read.
fn holds_records(text: &[u8]) -> bool {
    #[derive(serde::Deserialize)]
    struct Log {
        #[serde(rename = "Records")]
        _records: Vec<serde::de::IgnoredAny>,
    }
    serde_json::from_slice::<Log>(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::{holds_records, poison_pause_s};

    #[test]
    fn what_cannot_be_read_is_tried_ever_more_seldom() {
        assert_eq!([1, 2, 5].map(poison_pause_s), [30, 60, 480]);
        assert_eq!([30, 400, u32::MAX].map(poison_pause_s), [21_600; 3]);
    }

    #[test]
    fn only_whole_logs_are_taken() {
        assert!(holds_records(b"{\"Records\":[{\"eventID\":\"1\"}]}"));
        for other in [
            &b"{\"Records\":[{\"eventID\":\"1\"}"[..],
            b"{}",
            b"[]",
            b"",
            b"<html>",
            b"{\"Records\":1}",
        ] {
            assert!(!holds_records(other), "{other:?}");
        }
    }
}

//! The store: a ring in the order of persistence.

use std::collections::VecDeque;

use serde_json::{Value, json};

use super::event::{Client, Draft, Event, Party, Position, Transaction};
use super::query::OldSince;
use super::uuid::Uuid;
use crate::call::Call;
use crate::caller::Principal;
use crate::reply::Object;
use crate::stamp::Stamp;

/// The System Log of one organization.
#[derive(Debug)]
pub(crate) struct SystemLog {
    pub(super) events: VecDeque<Event>,
    capacity: usize,
    last: Position,
    appended: u64,
    node: u64,
    /// What to do with a `since` of long ago.
    pub(crate) old_since: OldSince,
    /// Events came from outside, with dates of their own.
    pub(super) imported: bool,
}

impl SystemLog {
    /// An empty log that keeps the newest `capacity` events; `node` makes its uuids its own.
    pub(crate) fn new(capacity: usize, node: u64) -> Self {
        Self {
            events: VecDeque::new(),
            capacity: capacity.max(1),
            last: Position::default(),
            appended: 0,
            node,
            imported: false,
            old_since: OldSince::default(),
        }
    }

    /// Writes the event of a change that a request made. `actor` and `targets` are in Okta's form.
    pub(crate) fn append(
        &mut self,
        call: &Call<'_>,
        event_type: &str,
        actor: Value,
        targets: Vec<Value>,
        debug: Object,
    ) -> String {
        let mut draft = Draft::new(event_type, Party::from_json(&actor));
        draft.targets = targets.iter().map(Party::from_json).collect();
        draft.debug = debug;
        self.append_request(call, draft)
    }

    /// Writes an event that a request caused; client, transaction and the usual debug data come from the request.
    pub(crate) fn append_request(&mut self, call: &Call<'_>, mut draft: Draft) -> String {
        if draft.client == Client::default() {
            draft.client = client_of(call);
        }
        draft.transaction = transaction_of(call);
        draft.debug.insert("requestId".to_owned(), json!(call.request_id));
        draft
            .debug
            .insert("requestUri".to_owned(), json!(call.request.path));
        // The query of a token request may carry a credential, so only lists show theirs.
        let query = if call.request.method == http::Method::GET {
            call.request.query.as_str()
        } else {
            ""
        };
        draft
            .debug
            .insert("url".to_owned(), json!(format!("{}?{query}", call.request.path)));
        let settle = i64::try_from(self.appended % 7).unwrap_or(0) * 11 + 20;
        self.write(draft, call.now, call.now.plus_ms(settle))
    }

    /// Writes an event that happened at `published` and is persisted at `persisted` (never before an earlier one).
    /// Gives the event's uuid.
    pub(crate) fn write(&mut self, draft: Draft, published: Stamp, persisted: Stamp) -> String {
        let ms = persisted.0.max(self.last.ms);
        let n = if ms == self.last.ms { self.last.n + 1 } else { 1 };
        self.last = Position { ms, n };
        self.appended += 1;
        let uuid = Uuid::at(published, self.appended, self.node);
        if self.events.len() == self.capacity {
            self.events.pop_front();
        }
        self.events.push_back(Event {
            uuid,
            published,
            position: self.last,
            draft: Box::new(draft),
        });
        uuid.to_string()
    }

    /// Takes an event from outside as it is, persisted when it was published.
    pub(crate) fn import(&mut self, event: Value) {
        let published = event
            .get("published")
            .and_then(Value::as_str)
            .and_then(Stamp::parse)
            .unwrap_or_default();
        self.import_at(event, published);
    }

    /// The same with the time of its persistence.
    pub(crate) fn import_at(&mut self, event: Value, persisted: Stamp) {
        let published = event
            .get("published")
            .and_then(Value::as_str)
            .and_then(Stamp::parse)
            .unwrap_or(persisted);
        self.imported = true;
        let kind = event.get("eventType").and_then(Value::as_str).unwrap_or_default();
        let mut draft = Draft::new(kind, Party::system());
        draft.whole = Some(Box::new(event));
        self.write(draft, published, persisted);
    }

    /// All events in order of persistence, with its time.
    pub(crate) fn export(&self) -> impl Iterator<Item = (Stamp, Value)> {
        self.events
            .iter()
            .map(|event| (Stamp(event.position.ms), event.render()))
    }

    /// How many events are kept.
    pub(crate) fn len(&self) -> usize {
        self.events.len()
    }

    /// How many events were ever written.
    pub(crate) fn appended(&self) -> u64 {
        self.appended
    }
}

/// The newest events that an organization keeps unless told otherwise.
const CAPACITY: usize = 200_000;

impl Default for SystemLog {
    fn default() -> Self {
        Self::new(CAPACITY, 0x078c_c65e_cd5e)
    }
}

/// The client as its headers describe it.
pub(crate) fn client_of(call: &Call<'_>) -> Client {
    let agent = call
        .request
        .headers
        .get(http::header::USER_AGENT)
        .and_then(|value| value.to_str().ok());
    Client::api(&address_of(call), agent.unwrap_or("unknown"))
}

/// The address that a request comes from: the first of `X-Forwarded-For`, else this machine.
pub(crate) fn address_of(call: &Call<'_>) -> String {
    let forwarded = call
        .request
        .headers
        .get("x-forwarded-for")
        .and_then(|value| value.to_str().ok());
    let first = forwarded
        .and_then(|list| list.split(',').next())
        .map(str::trim)
        .filter(|first| !first.is_empty());
    first.unwrap_or("127.0.0.1").to_owned()
}

/// The transaction that a request is, with the token that it carried.
pub(crate) fn transaction_of(call: &Call<'_>) -> Transaction {
    let token = (!call.caller.credential.is_empty()).then(|| call.caller.credential.as_str().into());
    let is_app = matches!(call.caller.principal, Principal::App(_));
    let client = is_app
        .then(|| call.caller.rights.client_id.clone())
        .flatten()
        .map(Into::into);
    Transaction {
        id: call.request_id.into(),
        token_id: token,
        token_client_id: client,
    }
}

//! Ten events and three alerts, made by hand, and a keeper of them that may narrow or not.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use activity::event::{Field, Order, Rows, Shape, Values};
use activity::normalise::time;
use async_trait::async_trait;
use domain::Timestamp;
use query::{
    Account, AlertPlace, AlertRow, Alerts, AlertsAsked, Condition, Events, Live, Narrow, SourceFault,
    StillEvents, Usage, Used, WantedEvents,
};

/// Columns of one event as text; lists with `|`.
type Made = (&'static str, &'static [(Field, &'static str)]);

use Field as F;

const OKTA: (Field, &str) = (F::Source, "okta");
const ACME: (Field, &str) = (F::SourceOrg, "acme.okta.com");

/// In the order in which they came.
const EVENTS: [Made; 10] = [
    (
        "2026-02-01T08:00:00Z",
        &[
            OKTA,
            ACME,
            (F::Uid, "e1"),
            (F::EventType, "user.session.start"),
            (F::Action, "login"),
            (F::Status, "success"),
            (F::ActorId, "00ualice"),
            (F::ActorName, "alice"),
            (F::Ip, "10.0.0.1"),
            (F::SessionId, "s1"),
            (F::Country, "DE"),
            (F::IsMfa, "true"),
            (F::SeverityId, "1"),
            (F::ClassUid, "3002"),
            (F::Signals, "new_device|new_ip"),
            (F::Raw, r#"{"uuid":"e1","factor":"push"}"#),
        ],
    ),
    (
        "2026-02-01T08:00:05.123456Z",
        &[
            OKTA,
            ACME,
            (F::Uid, "e2"),
            (F::EventType, "user.authentication.sso"),
            (F::Action, "app.open"),
            (F::Status, "success"),
            (F::ActorId, "00ualice"),
            (F::ActorName, "alice"),
            (F::Ip, "10.0.0.1"),
            (F::SessionId, "s1"),
            (F::TargetId, "0oagithub"),
            (F::TargetName, "github"),
            (F::TargetKind, "app"),
            (F::TargetIds, "app:0oagithub"),
            (F::SeverityId, "1"),
            (F::ClassUid, "3002"),
            (F::Raw, r#"{"uuid":"e2"}"#),
        ],
    ),
    (
        "2026-02-01T09:30:00Z",
        &[
            OKTA,
            ACME,
            (F::Uid, "e3"),
            (F::EventType, "user.session.start"),
            (F::Action, "login"),
            (F::Status, "failure"),
            (F::StatusDetail, "FAILURE:INVALID_CREDENTIALS"),
            (F::ActorId, "00ubob"),
            (F::ActorName, "bob"),
            (F::Ip, "203.0.113.9"),
            (F::Country, "FR"),
            (F::IsMfa, "false"),
            (F::SeverityId, "2"),
            (F::ClassUid, "3002"),
            (F::Latitude, "48.85"),
            (F::Longitude, "2.35"),
            (F::Raw, r#"{"uuid":"e3","agent":"curl/8"}"#),
        ],
    ),
    (
        "2026-02-01T09:31:00Z",
        &[
            OKTA,
            ACME,
            (F::Uid, "e4"),
            (F::EventType, "user.session.start"),
            (F::Action, "login"),
            (F::Status, "failure"),
            (F::StatusDetail, "FAILURE:INVALID_CREDENTIALS"),
            (F::ActorId, "00ubob"),
            (F::ActorName, "bob"),
            (F::Ip, "203.0.113.9"),
            (F::Country, "FR"),
            (F::IsMfa, "false"),
            (F::SeverityId, "2"),
            (F::ClassUid, "3002"),
            (F::Raw, r#"{"uuid":"e4","agent":"CURL/8"}"#),
        ],
    ),
    (
        "2026-02-01T09:32:00Z",
        &[
            OKTA,
            ACME,
            (F::Uid, "e5"),
            (F::EventType, "user.session.start"),
            (F::Action, "login"),
            (F::Status, "success"),
            (F::ActorId, "00ubob"),
            (F::ActorName, "Bob"),
            (F::Ip, "203.0.113.9"),
            (F::Country, "FR"),
            (F::IsMfa, "true"),
            (F::SeverityId, "1"),
            (F::ClassUid, "3002"),
            (F::Raw, r#"{"uuid":"e5"}"#),
        ],
    ),
    (
        "2026-02-02T10:00:00Z",
        &[
            OKTA,
            ACME,
            (F::Uid, "e6"),
            (F::EventType, "group.user_membership.add"),
            (F::Action, "group.member.add"),
            (F::Status, "success"),
            (F::ActorId, "00ualice"),
            (F::ActorName, "alice"),
            (F::TargetId, "00geng"),
            (F::TargetName, "eng"),
            (F::TargetKind, "group"),
            (F::TargetIds, "user:00ubob|group:00geng"),
            (F::SeverityId, "1"),
            (F::ClassUid, "3006"),
            (F::Changes, r#"{"added":["bob"]}"#),
            (F::Raw, r#"{"uuid":"e6"}"#),
        ],
    ),
    (
        "2026-02-02T11:00:00Z",
        &[
            (F::Source, "aws"),
            (F::SourceOrg, "123456789012"),
            (F::Uid, "e7"),
            (F::EventType, "ConsoleLogin"),
            (F::Action, "login"),
            (F::Status, "success"),
            (F::ActorId, "AROA:alice"),
            (F::ActorName, "alice"),
            (F::IdentityId, "alice"),
            (F::SeverityId, "1"),
            (F::ClassUid, "3002"),
            (F::Raw, r#"{"eventID":"e7"}"#),
        ],
    ),
    (
        "2026-02-03T00:00:00Z",
        &[
            (F::Source, "github"),
            (F::SourceOrg, "acme"),
            (F::Uid, "e8"),
            (F::EventType, "repo.create"),
            (F::Action, "repo.create"),
            (F::Status, "success"),
            (F::ActorId, "7"),
            (F::ActorName, "octobob"),
            (F::TargetId, "acme/box"),
            (F::TargetKind, "repo"),
            (F::SeverityId, "1"),
            (F::ClassUid, "3004"),
            (F::Raw, r#"{"_document_id":"e8"}"#),
        ],
    ),
    (
        "2026-02-03T12:00:00Z",
        &[
            OKTA,
            ACME,
            (F::Uid, "e9"),
            (F::EventType, "system.api_token.create"),
            (F::Action, "token.create"),
            (F::Status, "success"),
            (F::ActorId, "00ualice"),
            (F::ActorName, "alice"),
            (F::TargetKind, "token"),
            (F::SeverityId, "3"),
            (F::ClassUid, "6003"),
            (F::Raw, r#"{"uuid":"e9"}"#),
        ],
    ),
    (
        "2026-02-10T11:59:59.999999Z",
        &[
            OKTA,
            ACME,
            (F::Uid, "e10"),
            (F::EventType, "user.authentication.sso"),
            (F::Action, "app.open"),
            (F::Status, "failure"),
            (F::ActorId, "00ucarol"),
            (F::ActorName, "carol"),
            (F::TargetId, "0oaslack"),
            (F::TargetName, "slack"),
            (F::TargetKind, "app"),
            (F::TargetIds, "app:0oaslack"),
            (F::SeverityId, "2"),
            (F::ClassUid, "3002"),
            (F::Raw, r#"{"uuid":"e10"}"#),
        ],
    ),
];

/// What asks where rows are kept.
pub(crate) fn live(keeper: Keeper) -> Live {
    Live {
        events: Some(Arc::new(keeper)),
        alerts: Some(Arc::new(MadeAlerts)),
        usage: Some(Arc::new(MadeUsage)),
    }
}

/// Keeps the ten events.
#[derive(Clone, Debug, Default)]
pub(crate) struct Keeper {
    /// Gives every event whatever is asked: the engine must do without narrowing.
    pub(crate) narrows_nothing: bool,
    /// Every reading fails.
    pub(crate) is_broken: bool,
    /// Gives the events again and again.
    pub(crate) is_endless: bool,
    /// Events given, and fields read.
    pub(crate) given: Arc<AtomicUsize>,
    pub(crate) read: Arc<std::sync::Mutex<Vec<Field>>>,
}

impl Events for Keeper {
    fn still(&self) -> Arc<dyn StillEvents> {
        Arc::new(self.clone())
    }
}

impl StillEvents for Keeper {
    fn count(&self, narrow: &Narrow) -> Result<u64, SourceFault> {
        Ok(EVENTS.iter().filter(|event| is_in(event, narrow)).count() as u64)
    }

    fn parts(&self, _: &Narrow) -> Result<usize, SourceFault> {
        Ok(2)
    }

    fn read(
        &self,
        wanted: &WantedEvents<'_>,
        each: &mut dyn FnMut(Rows) -> ControlFlow<()>,
    ) -> Result<(), SourceFault> {
        if self.is_broken {
            return Err(SourceFault("a disk is gone".to_owned()));
        }
        self.read.lock().expect("is whole").extend(wanted.fields);
        let (part, parts) = wanted.part;
        let mut events: Vec<&Made> = EVENTS
            .iter()
            .filter(|event| is_in(event, wanted.narrow))
            .filter(|event| {
                self.narrows_nothing || wanted.narrow.all.iter().all(|condition| passes(event, condition))
            })
            .enumerate()
            .filter(|(at, _)| at % parts == part)
            .map(|(_, event)| event)
            .collect();
        match wanted.order {
            Order::Any => {}
            Order::OldestFirst => events.sort_by_key(|event| moment(event)),
            Order::NewestFirst => events.sort_by_key(|event| std::cmp::Reverse(moment(event))),
        }
        loop {
            for few in events.chunks(3) {
                self.given.fetch_add(few.len(), Ordering::Relaxed);
                let columns = wanted.fields.iter().map(|field| values(*field, few));
                let rows = Rows {
                    len: few.len(),
                    columns: columns.collect(),
                };
                if each(rows).is_break() || each(Rows::default()).is_break() {
                    return Ok(());
                }
            }
            if !self.is_endless {
                return Ok(());
            }
        }
    }

    fn persons(&self, accounts: &[Account]) -> Vec<Option<String>> {
        let known = HashMap::from([("00ualice", "alice"), ("00ubob", "bob"), ("7", "bob")]);
        let person = |account: &Account| known.get(account.id.as_str()).map(|&person| person.to_owned());
        accounts.iter().map(person).collect()
    }
}

fn moment(event: &Made) -> i64 {
    time::of_text(event.0).expect("a moment").0
}

fn text(event: &Made, field: Field) -> Option<&'static str> {
    event
        .1
        .iter()
        .find(|(known, _)| *known == field)
        .map(|(_, text)| *text)
}

fn is_in(event: &Made, narrow: &Narrow) -> bool {
    let at = moment(event);
    narrow.from_us.is_none_or(|from| at >= from) && narrow.until_us.is_none_or(|until| at < until)
}

fn passes(event: &Made, condition: &Condition) -> bool {
    let is = |field: Field, wanted: &str| {
        text(event, field).is_some_and(|text| match field.column().shape {
            Shape::List => text.split('|').any(|item| item.eq_ignore_ascii_case(wanted)),
            _ => text.eq_ignore_ascii_case(wanted),
        })
    };
    match condition {
        Condition::Is(field, values) => values.iter().any(|value| is(*field, value)),
        Condition::Like(field, form) => text(event, *field).is_some_and(|text| {
            let (text, parts) = (text.to_lowercase(), form.to_lowercase());
            let parts: Vec<&str> = parts.split('*').collect();
            let mut rest = text.as_str();
            parts.iter().all(|part| match rest.find(part) {
                Some(at) => {
                    rest = &rest[at + part.len()..];
                    true
                }
                None => false,
            })
        }),
        Condition::Known(field) => text(event, *field).is_some(),
        Condition::Contains(wanted) => {
            text(event, Field::Raw).is_some_and(|raw| raw.to_lowercase().contains(&wanted.to_lowercase()))
        }
        Condition::All(all) => all.iter().all(|condition| passes(event, condition)),
        Condition::Any(any) => any.iter().any(|condition| passes(event, condition)),
    }
}

fn values(field: Field, events: &[&Made]) -> Values {
    let words = |events: &[&Made]| -> (Vec<String>, Vec<Vec<u32>>) {
        let (mut words, mut places): (Vec<String>, Vec<Vec<u32>>) = (Vec::new(), Vec::new());
        for event in events {
            let items = text(event, field).into_iter().flat_map(|text| text.split('|'));
            let place = items.map(|item| match words.iter().position(|word| word == item) {
                Some(at) => at as u32 + 1,
                None => {
                    words.push(item.to_owned());
                    words.len() as u32
                }
            });
            places.push(place.collect());
        }
        (words, places)
    };
    match (field, field.column().shape) {
        (Field::Raw | Field::Uid | Field::Changes, _) => Values::Texts(
            events
                .iter()
                .map(|event| text(event, field).map(str::to_owned))
                .collect(),
        ),
        (_, Shape::Time | Shape::Date) => Values::Times(events.iter().map(|event| moment(event)).collect()),
        (_, Shape::List) => {
            let (words, places) = words(events);
            Values::Lists {
                words,
                lengths: places.iter().map(|items| items.len() as u32).collect(),
                items: places.concat(),
            }
        }
        _ => {
            let (words, places) = words(events);
            Values::Words {
                words,
                places: places
                    .iter()
                    .map(|items| items.first().copied().unwrap_or(0))
                    .collect(),
            }
        }
    }
}

/// Bob opened github on 2026-02-01; of slack nothing is known, of others that they did not open it.
#[derive(Debug)]
struct MadeUsage;

impl Usage for MadeUsage {
    fn of(&self, org: &str, user: &str, app: &str) -> Used {
        match (org, user, app) {
            ("acme.okta.com", "00ubob", "0oagithub") => Used {
                last_us: Some(1_769_904_000_000_000),
                within_90_days: Some(true),
            },
            ("acme.okta.com", _, "0oagithub") => Used {
                last_us: None,
                within_90_days: Some(false),
            },
            _ => Used::default(),
        }
    }
}

/// Three alerts, the newest first.
#[derive(Debug)]
struct MadeAlerts;

#[async_trait]
impl Alerts for MadeAlerts {
    async fn page(
        &self,
        asked: &AlertsAsked,
        after: Option<&AlertPlace>,
        limit: usize,
    ) -> Result<Vec<AlertRow>, SourceFault> {
        let at = |text: &str| Timestamp::from_ms(time::of_text(text).expect("a moment").0 / 1_000);
        let made = |id: &str, rule: &str, severity: &str, status: &str, last: &str| AlertRow {
            id: id.to_owned(),
            rule: rule.to_owned(),
            title: format!("Title of {rule}"),
            severity: severity.to_owned(),
            status: status.to_owned(),
            identity: Some("bob".to_owned()),
            known_as: vec!["bob".to_owned()],
            first_seen: at("2026-02-01T09:30:00Z"),
            last_seen: at(last),
            findings: 1,
            events: 2,
            evidence: vec![
                "okta/acme.okta.com/e3".to_owned(),
                "okta/acme.okta.com/e4".to_owned(),
            ],
            ..AlertRow::default()
        };
        let all = [
            made("a3", "token-made", "high", "open", "2026-02-03T12:00:00Z"),
            made("a2", "spray", "critical", "closed", "2026-02-01T09:32:00Z"),
            made("a1", "guessing", "medium", "open", "2026-02-01T09:31:00Z"),
        ];
        let is_asked = |row: &AlertRow| {
            (asked.statuses.is_empty() || asked.statuses.contains(&row.status))
                && asked.rule.as_ref().is_none_or(|rule| *rule == row.rule)
                && after.is_none_or(|after| (row.last_seen, &row.id) < (after.last_seen, &after.id))
        };
        Ok(all.into_iter().filter(is_asked).take(limit).collect())
    }
}

//! What one person or workload did, over all sources.

use super::Adapter;
use super::alerts::row;
use super::behind::Subject;
use super::search::{facets, timeline};
use super::view::moment_text;
use activity::correlate::{Account, Link};
use activity::event::{Field, Moment, Source, View as _};
use activity::normalise::time::to_text;
use archive::{Event, Query};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use store::state::{AccountCorrection as Kept, AlertQuery, AuditEntry};
use web::view::{
    AccountCorrection, DeviceRow, FacetList, IdentityActivity, LinkedAccount, LinkedAccounts, PlaceRow,
    SessionRow, TimelineView,
};
use web::{ActivityFault, Question};

/// Events that sessions, places and devices are made of.
const LOOKED_AT: usize = 5_000;
/// Rows of each list.
const ROWS: usize = 100;
const FACETS: [Field; 7] = [
    Field::Source,
    Field::Action,
    Field::Status,
    Field::AuthMethod,
    Field::Country,
    Field::AsOrg,
    Field::TargetKind,
];

impl Adapter {
    pub(super) async fn person(
        &self,
        name: &str,
        asked: Question,
    ) -> Result<IdentityActivity, ActivityFault> {
        let node = self.node_of(&[name]);
        let (login, names) = self.names_of(name, node.as_deref());
        let owner = self.person_of(&names).await;
        let Subject { kind, query: told } = self.subject(&names, owner.as_deref(), &asked).await?;
        let q = archive::language::print(&Query {
            filter: told.filter.clone(),
            ..Query::default()
        });
        let query = self.center.people(|people| told.with_people(people)).await;
        let (now, wanted) = (self.now().as_ms(), query);
        let (list, line, events) = self
            .asking(move |archive| {
                let list: FacetList = facets(archive, &wanted, &FACETS, 20)?;
                let line: TimelineView = timeline(archive, &wanted, 90, now)?;
                let page = archive.search(&wanted, LOOKED_AT, None)?;
                Ok((list, line, page.events))
            })
            .await?;
        let people = self.people_behind(&events).await;
        // A token or a session is somebody's when one person used it.
        let person = match (owner, kind, people.as_slice()) {
            (Some(owner), ..) => owner,
            (None, "credential" | "session", [one]) => one.person.clone(),
            _ => login,
        };
        let accounts = self.center.accounts_of(&person).await;
        let hints = self.center.hints_of(&person).await;
        let alerts = AlertQuery {
            identity: Some(person.clone()),
            limit: 100,
            ..AlertQuery::default()
        };
        let alerts = self.state.alerts(&alerts).await?;
        let time = |event: Option<&Event>| event.map(|event| to_text(event.time()));
        Ok(IdentityActivity {
            name: name.to_owned(),
            q,
            kind: kind.to_owned(),
            people,
            node: node.or_else(|| self.node_of(&[&person])),
            person,
            events: list.total,
            first: time(events.last()),
            last: time(events.first()),
            accounts: accounts.iter().map(account_view).collect(),
            hints: hints.iter().map(account_view).collect(),
            timeline: line,
            facets: list.facets,
            sessions: sessions(&events),
            places: places(&events),
            devices: devices(&events),
            alerts: alerts.iter().map(row).collect(),
            looked_at: events.len() as u64,
        })
    }

    /// The name by which somebody signs in, and all names and ids.
    fn names_of(&self, name: &str, node: Option<&str>) -> (String, BTreeSet<String>) {
        let mut names = BTreeSet::from([name.to_owned()]);
        let knowledge = self.center.knowledge();
        let known = knowledge.0.as_deref().zip(node);
        let found = known.and_then(|(graph, id)| Some((graph, graph.by_id(id)?)));
        let Some((graph, node)) = found else {
            return (name.to_owned(), names);
        };
        names.insert(graph.name(node).to_owned());
        names.insert(graph.native_id(node).to_owned());
        (graph.name(node).to_owned(), names)
    }

    /// Whom an account of that name or id belongs to.
    async fn person_of(&self, names: &BTreeSet<String>) -> Option<String> {
        let owner = |people: &activity::correlate::Correlator| {
            let mut links = people.links();
            let found = links.find(|(account, link)| {
                names.contains(&account.id) || names.iter().any(|name| link.person.eq_ignore_ascii_case(name))
            });
            found.map(|(_, link)| link.person)
        };
        self.center.people(owner).await
    }

    pub(super) async fn correct(
        &self,
        wanted: AccountCorrection,
        actor: &str,
    ) -> Result<LinkedAccounts, ActivityFault> {
        let account = account_of(&wanted.source, &wanted.org, &wanted.id)?;
        let note = wanted.note.trim();
        let said_by = match note {
            "" => actor.to_owned(),
            note => format!("{actor}: {note}"),
        };
        let person = wanted.person.map(|person| person.trim().to_lowercase());
        let person = person.filter(|person| !person.is_empty());
        let correction = Kept {
            source: wanted.source,
            org: wanted.org,
            account: wanted.id,
            person: person.clone(),
            said_by,
            said_at: self.now(),
        };
        let target = target(&account);
        let entry = AuditEntry {
            detail: json!({ "person": person }),
            ..AuditEntry::new(actor, "account.correct", &target)
        };
        self.state.correct_account(&correction, &entry).await?;
        self.accounts_after(account).await
    }

    pub(super) async fn uncorrect(
        &self,
        (source, org, id): (&str, &str, &str),
        actor: &str,
    ) -> Result<LinkedAccounts, ActivityFault> {
        let account = account_of(source, org, id)?;
        let target = target(&account);
        let entry = AuditEntry::new(actor, "account.uncorrect", &target);
        self.state
            .uncorrect_account((source, org, id), &entry, self.now())
            .await?;
        self.accounts_after(account).await
    }

    async fn accounts_after(&self, account: Account) -> Result<LinkedAccounts, ActivityFault> {
        self.center
            .corrected(account.clone())
            .await
            .map_err(super::rules::broken)?;
        let link = self.center.people(|people| people.link(&account)).await;
        let accounts = match link {
            Some(link) => self.center.accounts_of(&link.person).await,
            None => Vec::new(),
        };
        Ok(LinkedAccounts {
            accounts: accounts.iter().map(account_view).collect(),
        })
    }
}

fn target(account: &Account) -> String {
    format!("account/{}/{}/{}", account.source.word(), account.org, account.id)
}

fn account_of(source: &str, org: &str, id: &str) -> Result<Account, ActivityFault> {
    let source = Source::of_word(source).ok_or_else(|| ActivityFault::Invalid {
        field: "source",
        message: format!("`{source}` is no source: okta, aws, github, teleport or self"),
    })?;
    Ok(Account {
        source,
        org: org.to_owned(),
        id: id.to_owned(),
    })
}

fn account_view((account, link): &(Account, Link)) -> LinkedAccount {
    let reason = serde_json::to_value(link.reason).ok();
    LinkedAccount {
        source: account.source.word().to_owned(),
        org: account.org.clone(),
        id: account.id.clone(),
        person: link.person.clone(),
        reason: reason
            .and_then(|word| word.as_str().map(str::to_owned))
            .unwrap_or_default(),
        evidence: link.evidence.clone(),
        event: Some(link.event.clone()).filter(|event| !event.is_empty()),
        since: (link.since > Moment(0)).then(|| to_text(link.since)),
    }
}

/// First and last time and how many, of events that belong together.
#[derive(Clone, Copy)]
struct Span {
    first: i64,
    last: i64,
    events: u64,
}

impl Default for Span {
    fn default() -> Self {
        Self {
            first: i64::MAX,
            last: i64::MIN,
            events: 0,
        }
    }
}

impl Span {
    fn add(&mut self, event: &Event) {
        let time = event.time().0;
        self.first = self.first.min(time);
        self.last = self.last.max(time);
        self.events += 1;
    }
}

fn sessions(events: &[Event]) -> Vec<SessionRow> {
    type Seen = (Span, BTreeSet<String>, BTreeSet<String>, BTreeSet<String>);
    let mut seen: BTreeMap<(String, String), Seen> = BTreeMap::new();
    for event in events {
        let Some(session) = event.get(Field::SessionId) else {
            continue;
        };
        let source = event.get(Field::Source).unwrap_or_default();
        let (span, ips, countries, agents) = seen.entry((source, session)).or_default();
        span.add(event);
        ips.extend(event.get(Field::Ip));
        countries.extend(event.get(Field::Country));
        agents.extend(event.get(Field::UaFamily));
    }
    let mut rows: Vec<(Span, SessionRow)> = seen
        .into_iter()
        .map(|((source, session), (span, ips, countries, agents))| {
            let few = |set: BTreeSet<String>| set.into_iter().take(20).collect();
            let row = SessionRow {
                session,
                source,
                first: moment_text(span.first),
                last: moment_text(span.last),
                events: span.events,
                ips: few(ips),
                countries: few(countries),
                agents: few(agents),
            };
            (span, row)
        })
        .collect();
    rows.sort_by_key(|(span, _)| std::cmp::Reverse(span.last));
    rows.into_iter().take(ROWS).map(|(_, row)| row).collect()
}

/// Country, region, city.
type PlaceKey = (String, Option<String>, Option<String>);

fn places(events: &[Event]) -> Vec<PlaceRow> {
    let mut seen: BTreeMap<PlaceKey, (Span, f64, f64)> = BTreeMap::new();
    for event in events {
        let place = event.number(Field::Latitude).zip(event.number(Field::Longitude));
        let Some((latitude, longitude)) = place else {
            continue;
        };
        let country = event.get(Field::Country).unwrap_or_default();
        let key = (country, event.get(Field::Region), event.get(Field::City));
        let (span, ..) = seen.entry(key).or_insert((Span::default(), latitude, longitude));
        span.add(event);
    }
    let mut rows: Vec<PlaceRow> = seen
        .into_iter()
        .map(
            |((country, region, city), (span, latitude, longitude))| PlaceRow {
                country,
                region,
                city,
                latitude,
                longitude,
                events: span.events,
                first: moment_text(span.first),
                last: moment_text(span.last),
            },
        )
        .collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.events));
    rows.truncate(ROWS);
    rows
}

fn devices(events: &[Event]) -> Vec<DeviceRow> {
    let mut seen: BTreeMap<(Option<String>, Option<String>), Span> = BTreeMap::new();
    for event in events {
        let key = (event.get(Field::DeviceId), event.get(Field::UaFamily));
        if key != (None, None) {
            seen.entry(key).or_default().add(event);
        }
    }
    let mut rows: Vec<(i64, DeviceRow)> = seen
        .into_iter()
        .map(|((device, agent), span)| {
            let row = DeviceRow {
                device,
                agent,
                events: span.events,
                first: moment_text(span.first),
                last: moment_text(span.last),
            };
            (span.last, row)
        })
        .collect();
    rows.sort_by_key(|(last, _)| std::cmp::Reverse(*last));
    rows.into_iter().take(ROWS).map(|(_, row)| row).collect()
}

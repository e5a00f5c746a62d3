//! Events and alerts as SQL asks for them.

use super::Adapter;
use activity::correlate;
use activity::detect::Alert;
use activity::event::{Field, Moment, Rows, Source};
use activity::normalise::time::to_text;
use archive::{Archive, Column, Filter, Operator, Query, SearchError, Still, Wanted};
use async_trait::async_trait;
use center::{Center, event_id, severity_of};
use query::{
    Account, AlertPlace, AlertRow, Alerts, AlertsAsked, Condition, Events, Live, Narrow, SourceFault,
    StillEvents, WantedEvents,
};
use std::fmt;
use std::ops::ControlFlow;
use std::sync::Arc;
use store::state::{AlertQuery, State, StoredAlert};

impl Adapter {
    /// What SQL asks.
    pub(super) fn live(&self, usage: Arc<dyn query::Usage>) -> Live {
        Live {
            events: Some(Arc::new(Kept {
                archive: self.archive.clone(),
                center: Arc::clone(&self.center),
            })),
            alerts: Some(Arc::new(Found(self.state.clone()))),
            usage: Some(usage),
        }
    }
}

/// The archive, and who is who.
#[derive(Clone)]
struct Kept {
    archive: Archive,
    center: Arc<Center>,
}

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("archive")
    }
}

impl Events for Kept {
    fn still(&self) -> Arc<dyn StillEvents> {
        Arc::new(AsOfNow {
            still: self.archive.still(),
            center: Arc::clone(&self.center),
        })
    }
}

/// The archive of one moment.
struct AsOfNow {
    still: Still,
    center: Arc<Center>,
}

impl fmt::Debug for AsOfNow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("archive of one moment")
    }
}

impl StillEvents for AsOfNow {
    fn count(&self, narrow: &Narrow) -> Result<u64, SourceFault> {
        self.still.count(&query_of(narrow)).map_err(fault)
    }

    fn parts(&self, narrow: &Narrow) -> Result<usize, SourceFault> {
        self.still.parts(&query_of(narrow)).map_err(fault)
    }

    fn read(
        &self,
        wanted: &WantedEvents<'_>,
        each: &mut dyn FnMut(Rows) -> ControlFlow<()>,
    ) -> Result<(), SourceFault> {
        let wanted = Wanted {
            query: &query_of(wanted.narrow),
            fields: wanted.fields,
            order: wanted.order,
            part: wanted.part,
        };
        self.still.read(&wanted, each).map_err(fault)
    }

    fn persons(&self, accounts: &[Account]) -> Vec<Option<String>> {
        self.center.people_now(|people| {
            let person = |account: &Account| {
                let account = correlate::Account {
                    source: Source::of_word(&account.source)?,
                    org: account.org.clone(),
                    id: account.id.clone(),
                };
                people.link(&account).map(|link| link.person)
            };
            accounts.iter().map(person).collect()
        })
    }
}

fn fault(error: SearchError) -> SourceFault {
    SourceFault(error.to_string())
}

/// The question that `narrow` is to the archive.
fn query_of(narrow: &Narrow) -> Query {
    let bound = |op, us: i64| Filter::Compare {
        column: Column::One(Field::EventTime),
        op,
        value: to_text(Moment(us)),
    };
    let mut all: Vec<Filter> = Vec::new();
    all.extend(narrow.from_us.map(|us| bound(Operator::AtLeast, us)));
    all.extend(narrow.until_us.map(|us| bound(Operator::Less, us)));
    all.extend(narrow.all.iter().map(filter_of));
    Query {
        filter: Filter::And(all),
        ..Query::default()
    }
}

fn filter_of(condition: &Condition) -> Filter {
    let every = |conditions: &[Condition]| conditions.iter().map(filter_of).collect();
    match condition {
        Condition::Is(field, values) => Filter::Is {
            column: Column::One(*field),
            values: values.clone(),
        },
        Condition::Like(field, pattern) => Filter::Like {
            column: Column::One(*field),
            pattern: pattern.clone(),
        },
        Condition::Known(field) => Filter::Exists {
            column: Column::One(*field),
        },
        Condition::Contains(text) => Filter::Substring(text.clone()),
        Condition::All(conditions) => Filter::And(every(conditions)),
        Condition::Any(conditions) => Filter::Or(every(conditions)),
    }
}

/// Alerts of the state.
struct Found(State);

impl fmt::Debug for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("alerts")
    }
}

#[async_trait]
impl Alerts for Found {
    async fn page(
        &self,
        asked: &AlertsAsked,
        after: Option<&AlertPlace>,
        limit: usize,
    ) -> Result<Vec<AlertRow>, SourceFault> {
        let severities = asked.severities.iter();
        let severities: Vec<u8> = severities
            .filter_map(|word| (0..5).find(|number| severity_of(*number).word() == word))
            .collect();
        if !asked.severities.is_empty() && severities.is_empty() {
            // No alert is of such a severity.
            return Ok(Vec::new());
        }
        let query = AlertQuery {
            statuses: asked.statuses.clone(),
            severities,
            rules: asked.rule.clone().map(|rule| vec![rule]),
            identity: asked.identity.clone(),
            text: None,
            from_history: None,
            since: None,
            before: after.map(|place| (place.last_seen, place.id.clone())),
            limit: u32::try_from(limit).unwrap_or(u32::MAX),
        };
        let found = self.0.alerts(&query).await;
        let found = found.map_err(|error| SourceFault(error.to_string()))?;
        Ok(found.into_iter().map(row).collect())
    }
}

fn row(stored: StoredAlert) -> AlertRow {
    let record = stored.record;
    let is_told = |text: &String| !text.is_empty();
    let mut row = AlertRow {
        id: record.id,
        rule: record.rule,
        title: record.title,
        severity: severity_of(record.severity).word().to_owned(),
        status: stored.status,
        owner: stored.owner,
        known_as: vec![record.identity.clone()],
        identity: Some(record.identity).filter(is_told),
        entity: record.entity,
        first_seen: record.first_seen,
        last_seen: record.last_seen,
        raised: stored.raised,
        findings: record.findings,
        provisional: record.provisional,
        ..AlertRow::default()
    };
    // What is not in columns of the state is in the body; one that an older version wrote otherwise has none.
    if let Ok(alert) = serde_json::from_str::<Alert>(&record.body) {
        let first = alert.evidence.first();
        row.source = first.map(|event| event.source.clone());
        row.org = first.map(|event| event.org.clone());
        row.events = alert.evidence.len() as u64 + alert.evidence_left_off;
        let id = |event: &activity::detect::Evidence| event_id(&event.source, &event.org, &event.uid);
        row.evidence = alert.evidence.iter().map(id).collect();
        let victim = alert.about.victim().filter(|_| !alert.subject.is_actor());
        let victim = victim.map(|whom| [whom.person, whom.id, whom.name].map(str::to_owned));
        let about = alert.about;
        row.known_as = vec![
            about.person,
            about.actor_id,
            about.actor_name,
            about.credential_id,
        ];
        // Whose alert it is comes before who acted.
        row.known_as
            .splice(0..0, victim.into_iter().flatten().filter(is_told));
        row.ip = Some(about.ip).filter(is_told);
        row.country = Some(about.country).filter(is_told);
        row.target = Some(about.target).filter(is_told);
        row.target_kind = Some(about.target_kind).filter(is_told);
        row.tactics = alert.tactics;
        row.techniques = alert.techniques;
    }
    row
}

#[cfg(test)]
mod tests;

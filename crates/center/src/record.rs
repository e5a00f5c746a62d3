//! Alerts as the state keeps them.

use activity::correlate::{Account, Correlator};
use activity::detect::{Alert, Severity};
use activity::event::{Moment, Source};
use domain::Timestamp;
use store::state::AlertRecord;

/// The row of an alert; everything is in its body.
pub fn record(alert: &Alert) -> AlertRecord {
    let whom = alert.whom();
    let identity = [whom.person, whom.name, whom.id];
    let identity = identity.into_iter().find(|text| !text.is_empty());
    let entity: Vec<String> = alert
        .entity
        .iter()
        .map(|(column, value)| format!("{column} {value}"))
        .collect();
    AlertRecord {
        id: alert.id.clone(),
        rule: alert.rule.clone(),
        title: alert.title.clone(),
        severity: severity_number(alert.severity),
        identity: identity.unwrap_or_default().to_owned(),
        entity: entity.join(", "),
        first_seen: to_ms(alert.first_seen),
        last_seen: to_ms(alert.last_seen),
        findings: alert.findings,
        provisional: alert.provisional,
        from_history: false,
        body: serde_json::to_string(alert).unwrap_or_else(|_| "{}".to_owned()),
    }
}

/// The same, about whom it is by whose accounts are whose now.
pub(crate) fn record_now(alert: &Alert, people: &Correlator) -> AlertRecord {
    let mut record = record(alert);
    if let Some(identity) = identity_now(alert, people) {
        record.identity = identity;
    }
    record
}

/// Whom an alert is about by whose accounts are whose now: the person, or the account's name where it is nobody's.
/// `None` when nothing else is known than when it was raised. The evidence stays as it was.
fn identity_now(alert: &Alert, people: &Correlator) -> Option<String> {
    let whom = alert.whom();
    let id = [whom.id, whom.name].into_iter().find(|text| !text.is_empty())?;
    let account = alert.evidence.iter().find_map(|evidence| {
        let account = Account {
            source: Source::of_word(&evidence.source)?,
            org: evidence.org.clone(),
            id: id.to_owned(),
        };
        let is_known = people.is_corrected(&account) || people.link(&account).is_some();
        is_known.then_some(account)
    })?;
    let nobodys = [whom.name, whom.id].into_iter().find(|text| !text.is_empty());
    let person = people.link(&account).map(|link| link.person);
    person.or_else(|| nobodys.map(str::to_owned))
}

/// The word of a severity as the state keeps it, 0 to 4.
pub fn severity_of(number: u8) -> Severity {
    Severity::ALL
        .into_iter()
        .nth(number.into())
        .unwrap_or(Severity::Critical)
}

/// The id of an event in addresses: `source/organization/uid`.
pub fn event_id(source: &str, org: &str, uid: &str) -> String {
    format!("{source}/{org}/{uid}")
}

fn severity_number(severity: Severity) -> u8 {
    severity.ocsf() - 1
}

pub(crate) fn to_ms(moment: Moment) -> Timestamp {
    Timestamp::from_ms(moment.0.div_euclid(1_000))
}

pub(crate) fn of_ms(time: Timestamp) -> Moment {
    Moment(time.as_ms().saturating_mul(1_000))
}

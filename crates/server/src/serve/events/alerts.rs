//! Alerts as pages see them.

use super::Adapter;
use super::asked::time_of;
use super::view::{moment_text, text_of};
use activity::detect::{Alert, Rule};
use center::{event_id, record, severity_of};
use domain::Timestamp;
use std::collections::BTreeMap;
use store::state::{AlertEdit, AlertQuery, StateError, StoredAlert};
use web::view::{
    AlertAbout, AlertChange, AlertCount, AlertHistoryRow, AlertPage, AlertRow, AlertVictim, AlertView,
    DeliveryRow, EntityValue, EvidenceView,
};
use web::{ActivityFault, AlertFilter, Part};

/// So many characters of an id may stand for the whole.
const BEGINNING: usize = 8;

impl Adapter {
    pub(super) async fn alert_page(
        &self,
        filter: AlertFilter,
        part: Part,
    ) -> Result<AlertPage, ActivityFault> {
        let severities = filter.severities.iter();
        let severities =
            severities.filter_map(|word| (0..5).find(|number| severity_of(*number).word() == word));
        let query = AlertQuery {
            statuses: filter.statuses,
            severities: severities.collect(),
            rules: self.rules_meant(filter.rule, &filter.tactics),
            identity: filter.identity,
            text: filter.text,
            from_history: filter.from_history,
            since: match filter.from.as_deref() {
                Some(text) => Some(time_of("from", text, self.now())?),
                None => None,
            },
            before: part.cursor.as_deref().map(before).transpose()?,
            limit: u32::try_from(part.limit + 1).unwrap_or(u32::MAX),
        };
        let count = self.state.alerts_found(&query).await?;
        let mut found = self.state.alerts(&query).await?;
        let has_more = found.len() > part.limit;
        found.truncate(part.limit);
        let next = found.last().filter(|_| has_more);
        let (mut by_status, mut by_severity) = (BTreeMap::new(), BTreeMap::new());
        for tally in self.state.alert_counts().await? {
            *by_status.entry(tally.status.clone()).or_insert(0) += tally.alerts;
            if is_open(&tally.status) {
                let word = severity_of(tally.severity).word().to_owned();
                *by_severity.entry(word).or_insert(0) += tally.alerts;
            }
        }
        let counts = |counts: BTreeMap<String, u64>| {
            let counts = counts.into_iter();
            counts.map(|(word, count)| AlertCount { word, count }).collect()
        };
        Ok(AlertPage {
            next_cursor: next.map(|last| format!("{}.{}", last.record.last_seen.as_ms(), last.record.id)),
            alerts: found.iter().map(row).collect(),
            count,
            by_status: counts(by_status),
            by_severity: counts(by_severity),
        })
    }

    /// The rules whose alerts are wanted: the one that is named, of those with any of the tactics; `None` for all.
    pub(super) fn rules_meant(
        &self,
        rule: Option<String>,
        tactics: &[impl AsRef<str>],
    ) -> Option<Vec<String>> {
        if tactics.is_empty() {
            return rule.map(|rule| vec![rule]);
        }
        let book = self.center.book();
        let has_any = |rule: &Rule| {
            let mut of_rule = rule.tactics.iter();
            of_rule.any(|one| tactics.iter().any(|tactic| tactic.as_ref() == one))
        };
        let meant = book.entries().map(|entry| &entry.rule);
        let meant = meant.filter(|one| rule.as_ref().is_none_or(|rule| *rule == one.id) && has_any(one));
        Some(meant.map(|rule| rule.id.clone()).collect())
    }

    /// The alert of that id, or the only one whose id begins so.
    async fn meant(&self, id: &str) -> Result<StoredAlert, ActivityFault> {
        match self.state.alert(id).await {
            Err(StateError::NotFound { .. }) if id.len() >= BEGINNING => {
                let ids = self.state.alert_ids_beginning(id, 3).await?;
                Ok(self.state.alert(&only(id, ids)?).await?)
            }
            found => Ok(found?),
        }
    }

    pub(super) async fn one_alert(&self, id: &str) -> Result<AlertView, ActivityFault> {
        let stored = self.meant(id).await?;
        let id = stored.record.id.as_str();
        let history = self.state.alert_history(id).await?;
        let deliveries = self.state.deliveries(id).await?;
        let book = self.center.book();
        let rule = book.get(&stored.record.rule).map(|entry| &entry.rule);
        let alert: Option<Alert> = serde_json::from_str(&stored.record.body).ok();
        let mut view = AlertView {
            alert: row(&stored),
            description: rule.map(|rule| rule.description.clone()).unwrap_or_default(),
            false_positives: rule.map(|rule| rule.false_positives.clone()).unwrap_or_default(),
            history: history
                .into_iter()
                .map(|note| AlertHistoryRow {
                    at: text_of(note.at),
                    actor: note.actor,
                    action: note.action,
                    detail: note.detail,
                })
                .collect(),
            deliveries: deliveries
                .into_iter()
                .map(|one| DeliveryRow {
                    forward: one.forward,
                    state: one.state,
                    tries: one.tries.into(),
                    error: one.error,
                    sent_at: one.sent.map(text_of),
                })
                .collect(),
            ..AlertView::default()
        };
        if let Some(alert) = alert {
            view.reach = self.reach_of(&stored, &alert);
            view.node = view.reach.as_ref().map(|reach| reach.node.clone());
            view.q = around(&stored.record.identity, &alert);
            fill(&mut view, alert);
        }
        Ok(view)
    }

    pub(super) async fn change_alert(
        &self,
        id: &str,
        wanted: AlertChange,
        actor: &str,
    ) -> Result<AlertView, ActivityFault> {
        let edit = AlertEdit {
            status: wanted.status,
            owner: wanted.owner,
            note: wanted.note,
        };
        let id = self.meant(id).await?.record.id;
        self.state.edit_alert(&id, &edit, actor, self.now()).await?;
        self.one_alert(&id).await
    }

    /// The node of the access graph that one of these names or ids means, the first that is known.
    pub(super) fn node_of(&self, names: &[&str]) -> Option<String> {
        let knowledge = self.center.knowledge();
        let graph = knowledge.0.as_deref()?;
        let known = names.iter().filter(|name| !name.is_empty());
        let mut nodes = known.filter_map(|name| graph.by_id(name).or_else(|| graph.lookup(name).next()));
        nodes.next().map(|node| graph.id(node).to_owned())
    }
}

/// The id that is meant by its beginning.
fn only(beginning: &str, mut ids: Vec<String>) -> Result<String, ActivityFault> {
    match ids.len() {
        0 => Ok(beginning.to_owned()),
        1 => Ok(ids.swap_remove(0)),
        _ => Err(ActivityFault::Invalid {
            field: "id",
            message: format!(
                "several alerts begin with `{beginning}`, such as {}: write more of the id",
                ids.join(" and ")
            ),
        }),
    }
}

/// Whether somebody still has to look.
pub(super) fn is_open(status: &str) -> bool {
    !matches!(status, "resolved" | "closed")
}

/// The row of a list.
pub(super) fn row(stored: &StoredAlert) -> AlertRow {
    let record = &stored.record;
    AlertRow {
        id: record.id.clone(),
        rule: record.rule.clone(),
        title: record.title.clone(),
        severity: severity_of(record.severity).word().to_owned(),
        status: stored.status.clone(),
        owner: stored.owner.clone(),
        identity: Some(record.identity.clone()).filter(|identity| !identity.is_empty()),
        entity: record.entity.clone(),
        first_seen: text_of(record.first_seen),
        last_seen: text_of(record.last_seen),
        findings: record.findings,
        provisional: record.provisional,
        from_history: record.from_history,
        raised_at: text_of(stored.raised),
    }
}

/// The row of an alert that is not kept: of a replay.
pub(super) fn row_of(alert: &Alert, now: Timestamp) -> AlertRow {
    row(&StoredAlert {
        record: record(alert),
        status: "open".to_owned(),
        owner: None,
        raised: now,
    })
}

fn fill(view: &mut AlertView, alert: Alert) {
    let victim = alert.about.victim().filter(|_| !alert.subject.is_actor());
    view.victim = victim.map(|victim| AlertVictim {
        person: victim.person.to_owned(),
        id: victim.id.to_owned(),
        name: victim.name.to_owned(),
    });
    let about = alert.about;
    view.steps = alert.steps;
    view.tactics = alert.tactics;
    view.techniques = alert.techniques;
    view.entity = alert
        .entity
        .into_iter()
        .map(|(column, value)| EntityValue { column, value })
        .collect();
    view.about = AlertAbout {
        person: about.person,
        actor_id: about.actor_id,
        actor_name: about.actor_name,
        ip: about.ip,
        country: about.country,
        session_id: about.session_id,
        credential_id: about.credential_id,
        target: about.target,
        target_kind: about.target_kind,
    };
    view.evidence = alert
        .evidence
        .into_iter()
        .map(|evidence| EvidenceView {
            id: event_id(&evidence.source, &evidence.org, &evidence.uid),
            time: moment_text(evidence.time.0),
            source: evidence.source,
            event_type: evidence.event_type,
        })
        .collect();
    view.evidence_left_off = alert.evidence_left_off;
}

/// The question for what the identity did; the page sets the time around the alert.
fn around(identity: &str, alert: &Alert) -> String {
    let whom = alert.whom();
    let who = [identity, whom.id, whom.name];
    match who.into_iter().find(|text| !text.is_empty()) {
        Some(who) => format!("actor:{}", quoted(who)),
        None => String::new(),
    }
}

/// A value as the query language takes it.
pub(super) fn quoted(value: &str) -> String {
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}

fn before(cursor: &str) -> Result<(Timestamp, String), ActivityFault> {
    let read = cursor
        .split_once('.')
        .and_then(|(ms, id)| Some((ms.parse().ok()?, id)));
    read.map(|(ms, id): (i64, &str)| (Timestamp::from_ms(ms), id.to_owned()))
        .ok_or_else(|| ActivityFault::Invalid {
            field: "cursor",
            message: "this is no cursor of a page before".to_owned(),
        })
}

#[cfg(test)]
mod tests {
    use super::only;

    #[test]
    fn a_beginning_that_several_alerts_share_is_refused() {
        let ids = |all: &[&str]| all.iter().map(|id| (*id).to_owned()).collect();
        assert_eq!(only("3f9a01c7", ids(&["3f9a01c7aa"])).unwrap(), "3f9a01c7aa");
        assert_eq!(only("3f9a01c7", ids(&[])).unwrap(), "3f9a01c7", "there is none");
        let told = only("3f9a01c7", ids(&["3f9a01c7aa", "3f9a01c7bb"])).unwrap_err();
        assert!(told.to_string().contains("3f9a01c7aa and 3f9a01c7bb"), "{told}");
    }
}

//! Folding: findings of one rule about one key in one window are one alert.
//!
//! Windows are cut at fixed moments, so that which findings share an alert, and its id, depend on nothing but the
//! findings.

use super::timeline::Said;
use crate::detect::alert::{self, Alert, Change, EVIDENCE_MAX, Evidence, Finding};
use crate::detect::rule::Rule;
use crate::detect::ruleset::RuleSet;
use crate::event::Moment;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Findings kept of one alert; beyond, they are only counted.
const FINDINGS_MAX: usize = 500;

type Place = (u32, Box<str>, i64);

#[derive(Debug)]
pub(super) struct Folds {
    open: BTreeMap<Place, Fold>,
    changed: BTreeSet<Place>,
    /// Alerts of windows that began before are kept to itself.
    pub(super) speaks_since: Moment,
}

impl Default for Folds {
    fn default() -> Self {
        Self {
            open: BTreeMap::new(),
            changed: BTreeSet::new(),
            speaks_since: Moment(i64::MIN),
        }
    }
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Fold {
    #[serde(with = "by_mark")]
    findings: BTreeMap<(Moment, String), Finding>,
    more: u64,
    settled: bool,
}

impl Folds {
    pub(super) fn take(&mut self, rule: &Rule, number: u32, key: &str, said: Said) {
        let (finding, is_found) = match said {
            Said::Found(finding) => (finding, true),
            Said::Withdrawn(finding) => (finding, false),
        };
        let place = (number, key.into(), finding.time.0.div_euclid(rule.fold_us));
        let (time, uid) = finding.mark();
        let mark = (time, uid.to_owned());
        let fold = self.open.entry(place.clone()).or_default();
        if !is_found {
            fold.findings.remove(&mark);
        } else if fold.findings.len() < FINDINGS_MAX || fold.findings.contains_key(&mark) {
            fold.findings.insert(mark, finding);
        } else {
            // The earliest are kept, so that what is kept does not depend on the order of arrival.
            fold.findings.insert(mark, finding);
            fold.findings.pop_last();
            fold.more += 1;
        }
        self.changed.insert(place);
    }

    /// Alerts that nothing can change any more, since their window is over, are said a last time and forgotten.
    pub(super) fn settle(&mut self, rules: &RuleSet, until: Moment) {
        for ((number, _, window), fold) in &mut self.open {
            let rule = rules.rules().get(*number as usize);
            let end = rule.map(|rule| window.saturating_add(1).saturating_mul(rule.fold_us));
            fold.settled |= fold.findings.is_empty() || end.is_none_or(|end| Moment(end) <= until);
        }
        let settled = self
            .open
            .iter()
            .filter(|(_, fold)| fold.settled)
            .map(|(place, _)| place.clone());
        self.changed.extend(settled.collect::<Vec<_>>());
    }

    pub(super) fn changes(&mut self, rules: &RuleSet) -> Vec<Change> {
        let mut changes = Vec::new();
        for place in std::mem::take(&mut self.changed) {
            let (number, key, window) = &place;
            let (Some(fold), Some(rule)) = (self.open.get(&place), rules.rules().get(*number as usize))
            else {
                continue;
            };
            // A window that was heard in part would give a part of an alert under the id of the whole.
            if Moment(window.saturating_mul(rule.fold_us)) >= self.speaks_since {
                let id = alert::id(&rule.id, key, *window);
                changes.push(match alert_of(id.clone(), rule, key, fold) {
                    Some(alert) => Change::Is(Box::new(alert)),
                    None => Change::Withdrawn { id },
                });
            }
            if fold.settled || fold.findings.is_empty() {
                self.open.remove(&place);
            }
        }
        changes
    }

    pub(super) fn open(&self) -> impl Iterator<Item = (&Place, &Fold)> {
        self.open.iter()
    }

    pub(super) fn restore(&mut self, place: Place, fold: Fold) {
        self.open.insert(place, fold);
    }
}

fn alert_of(id: String, rule: &Rule, key: &str, fold: &Fold) -> Option<Alert> {
    let ((_, _), first) = fold.findings.first_key_value()?;
    let ((last_seen, _), _) = fold.findings.last_key_value()?;
    let all: BTreeSet<&Evidence> = fold
        .findings
        .values()
        .flat_map(|finding| &finding.evidence)
        .collect();
    let left_off: u64 = fold.findings.values().map(|finding| finding.left_off).sum();
    let values = key.split('\u{1f}').map(str::to_owned);
    Some(Alert {
        id,
        rule: rule.id.clone(),
        title: rule.title.clone(),
        severity: fold
            .findings
            .values()
            .map(|finding| finding.severity)
            .max()
            .unwrap_or(rule.severity),
        entity: rule.by.iter().cloned().zip(values).collect(),
        about: first.about.clone(),
        subject: rule.subject,
        first_seen: all.first().map_or(first.time, |evidence| evidence.time),
        last_seen: *last_seen,
        findings: fold.findings.len() as u64 + fold.more,
        evidence: all
            .iter()
            .take(EVIDENCE_MAX)
            .map(|evidence| (*evidence).clone())
            .collect(),
        evidence_left_off: left_off + all.len().saturating_sub(EVIDENCE_MAX) as u64,
        steps: rule.steps.clone(),
        tactics: rule.tactics.clone(),
        techniques: rule.techniques.clone(),
        provisional: !fold.settled,
    })
}

/// Findings are written as a list: formats such as JSON want texts as keys.
mod by_mark {
    use super::{BTreeMap, Finding, Moment};
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(
        findings: &BTreeMap<(Moment, String), Finding>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(findings.values())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<BTreeMap<(Moment, String), Finding>, D::Error> {
        let findings = Vec::<Finding>::deserialize(deserializer)?;
        let marked = findings.into_iter().map(|finding| {
            let (time, uid) = finding.mark();
            ((time, uid.to_owned()), finding)
        });
        Ok(marked.collect())
    }
}

//! What rules would have said about events that are kept.

use super::Adapter;
use super::alerts::row_of;
use super::asked::time_of;
use super::rules::missing;
use activity::detect::{Rule, RuleSet};
use activity::event::Moment;
use center::Replayed;
use domain::Timestamp;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;
use web::view::{ReplayRequest, ReplayView, ReplayedRule, RulesReplayView};
use web::{ActivityFault, Question};

/// Alerts of a replay that are shown.
const REPLAYED_MAX: usize = 1_000;
/// How far it goes back unless told otherwise.
const BACK_MS: i64 = 30 * 86_400_000;

impl Adapter {
    pub(super) async fn replay_rule(&self, id: &str, asked: Question) -> Result<ReplayView, ActivityFault> {
        let wanted = ReplayRequest {
            rules: vec![id.to_owned()],
            from: asked.from,
            until: asked.until,
        };
        let told = self.replay_rules(wanted).await?;
        Ok(ReplayView {
            events: told.events,
            hits: told.hits,
            alerts: told.alerts,
            alerts_left_off: told.alerts_left_off,
            elapsed_ms: told.elapsed_ms,
        })
    }

    pub(super) async fn replay_rules(&self, wanted: ReplayRequest) -> Result<RulesReplayView, ActivityFault> {
        let now = self.now();
        let (played, meant) = self.rules_to_play(&wanted.rules)?;
        let time = |field, text: &Option<String>, default: Timestamp| match text {
            Some(text) => time_of(field, text, now),
            None => Ok(default),
        };
        let from = time("from", &wanted.from, now.plus_ms(-BACK_MS))?;
        let until = time("until", &wanted.until, now)?;
        let of = |time: Timestamp| Moment(time.as_ms().saturating_mul(1_000));
        let (from, until, now_us) = (of(from), of(until), of(now));
        let (keep, knowledge) = (self.keep(), self.center.knowledge());
        let began = Instant::now();
        let work = move || {
            let set = Arc::new(RuleSet::new(played));
            center::replay(set, &*keep, &knowledge, from, until, now_us)
        };
        let replayed = tokio::task::spawn_blocking(work).await;
        let replayed = replayed
            .map_err(|error| ActivityFault::Internal(error.to_string()))?
            .map_err(|error| ActivityFault::Internal(error.to_string()))?;
        let elapsed_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        Ok(view(&replayed, &meant, now, elapsed_ms))
    }

    /// The rules that must be played, and those of them that were asked for.
    fn rules_to_play(&self, ids: &[String]) -> Result<(Vec<Rule>, Vec<Rule>), ActivityFault> {
        let book = self.center.book();
        if ids.is_empty() {
            let all: Vec<Rule> = book.rules().into_iter().filter(|rule| rule.enabled).collect();
            return Ok((all.clone(), all));
        }
        let mut meant = Vec::new();
        for id in ids {
            let entry = book.get(id).ok_or_else(|| missing(id))?;
            let mut rule = entry.rule.clone();
            rule.enabled = true;
            meant.push(rule);
        }
        // Rules over alerts need those that raise them.
        let mut played = if meant.iter().any(Rule::is_over_alerts) {
            book.rules()
        } else {
            Vec::new()
        };
        played.extend(meant.iter().cloned());
        Ok((played, meant))
    }
}

fn view(replayed: &Replayed, meant: &[Rule], now: Timestamp, elapsed_ms: u64) -> RulesReplayView {
    let mut counts: BTreeMap<&str, u64> = meant.iter().map(|rule| (rule.id.as_str(), 0)).collect();
    let mut alerts = Vec::new();
    for alert in &replayed.alerts {
        if let Some(count) = counts.get_mut(alert.rule.as_str()) {
            *count += 1;
            alerts.push(alert);
        }
    }
    let mut rules: Vec<ReplayedRule> = meant
        .iter()
        .map(|rule| ReplayedRule {
            id: rule.id.clone(),
            title: rule.title.clone(),
            severity: rule.severity.word().to_owned(),
            alerts: counts.get(rule.id.as_str()).copied().unwrap_or(0),
        })
        .collect();
    rules.sort_by(|a, b| (b.alerts, &a.id).cmp(&(a.alerts, &b.id)));
    rules.dedup_by(|a, b| a.id == b.id);
    RulesReplayView {
        events: replayed.events,
        hits: replayed.stats.hits,
        rules,
        alerts_left_off: alerts.len().saturating_sub(REPLAYED_MAX) as u64,
        alerts: alerts
            .into_iter()
            .take(REPLAYED_MAX)
            .map(|alert| row_of(alert, now))
            .collect(),
        elapsed_ms,
    }
}

//! Trying rules: their own examples, and history played again.

mod example;

pub use example::events_of;

use super::alert::{Alert, Change};
use super::engine::{Engine, Limits, Stats};
use super::graph::{Graph, ListedGraph, Question};
use super::rule::{Example, Rule};
use super::ruleset::RuleSet;
use super::yaml::{Fault, File, Node};
use crate::event::{Moment, View};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Events between two looks at the time in a replay.
const STEP: u64 = 4_096;
/// After the last event of an example so much time passes, in microseconds: two days more than any absence.
const AFTERWARDS_US: i64 = 32 * 86_400 * 1_000_000;

/// How one example went.
#[derive(Clone, Debug, PartialEq)]
pub struct Tried {
    /// The rule.
    pub rule: String,
    /// The example.
    pub example: String,
    /// Whether it went as the example says.
    pub passed: bool,
    /// Alerts of the rule.
    pub alerts: Vec<Alert>,
}

/// What rules would have said.
#[derive(Clone, Debug, Default)]
pub struct Replayed {
    /// Alerts, oldest first.
    pub alerts: Vec<Alert>,
    /// What was judged and what was left.
    pub stats: Stats,
}

/// Runs the examples of a rule. A rule over alerts needs the rules whose alerts it reads, in `others`.
pub fn try_examples(rule: &Rule, others: &[Rule]) -> Result<Vec<Tried>, Fault> {
    let needs_others = rule.sources.iter().any(|source| source == "alert");
    let mut rules = if needs_others { others.to_vec() } else { Vec::new() };
    rules.push(Rule {
        enabled: true,
        ..rule.clone()
    });
    let set = Arc::new(RuleSet::new(rules));
    let tried = rule.examples.iter().map(|example| {
        let events = events_of(
            File {
                name: &rule.file,
                text: "",
            },
            example,
        )?;
        let graph = graph_of(&example.node);
        let input = events.events();
        let alerts = run(&set, Limits::default(), input, &graph).alerts;
        let alerts: Vec<Alert> = alerts.into_iter().filter(|alert| alert.rule == rule.id).collect();
        let passed = match example.fires {
            Some(wanted) => alerts.len() == wanted,
            None => !alerts.is_empty(),
        };
        Ok(Tried {
            rule: rule.id.clone(),
            example: example.name.clone(),
            passed,
            alerts,
        })
    });
    tried.collect()
}

/// Plays history again, in the order in which it is given.
pub fn replay<V: View>(
    set: &Arc<RuleSet>,
    limits: Limits,
    events: impl IntoIterator<Item = V>,
    graph: &dyn Graph,
) -> Replayed {
    run(set, limits, events, graph)
}

fn run<V: View>(
    set: &Arc<RuleSet>,
    limits: Limits,
    events: impl IntoIterator<Item = V>,
    graph: &dyn Graph,
) -> Replayed {
    let mut engine = Engine::new(Arc::clone(set), limits);
    let mut known = BTreeMap::new();
    let mut now = Moment(i64::MIN);
    for event in events {
        now = now.max(event.time());
        engine.observe(&event, graph);
        if engine.stats().events.is_multiple_of(STEP) {
            engine.advance(now, graph);
            keep(&mut known, engine.changes());
        }
    }
    if engine.stats().events > 0 {
        engine.advance(now.plus_us(AFTERWARDS_US), graph);
    }
    keep(&mut known, engine.changes());
    let mut alerts: Vec<Alert> = known.into_values().collect();
    alerts.sort_by(|left, right| (left.first_seen, &left.id).cmp(&(right.first_seen, &right.id)));
    Replayed {
        alerts,
        stats: engine.stats(),
    }
}

/// Applies changes to alerts by id.
pub fn keep(known: &mut BTreeMap<String, Alert>, changes: Vec<Change>) {
    for change in changes {
        match change {
            Change::Is(alert) => {
                known.insert(alert.id.clone(), *alert);
            }
            Change::Withdrawn { id } => {
                known.remove(&id);
            }
        }
    }
}

/// `graph: {target_is_admin: [00u1]}`
fn graph_of(example: &Node) -> ListedGraph {
    let entries = example.get("graph").map_or(&[][..], Node::entries);
    let yes = entries.iter().filter_map(|(key, ids)| {
        let name = format!("graph.{}", key.text()?);
        let (_, question) = Question::ALL.iter().find(|(known, _)| *known == name)?;
        Some((*question, ids.texts()))
    });
    ListedGraph { yes: yes.collect() }
}

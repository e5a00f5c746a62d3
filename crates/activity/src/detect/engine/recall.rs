//! What rules remember: signals go into timelines, findings come out.

use super::due::{Agenda, Due};
use super::facts::FindingView;
use super::folds::Folds;
use super::memory::Memory;
use super::seen::{Known, Seen};
use super::timeline::Said;
use super::{Limits, Stats, lateness, over_alerts};
use crate::detect::alert::{Finding, Subject};
use crate::detect::graph::Graph;
use crate::detect::rule::{Kind, Rule};
use crate::detect::ruleset::{Hit, Hits, Key, Keys, RuleSet, Scratch};
use crate::detect::state::{self, Glimpse, Shared, Signal, Value};
use crate::event::{Field, Moment, Numbered, View};

/// The memories of all rules.
#[derive(Debug)]
pub(super) struct Recall {
    pub(super) limits: Limits,
    pub(super) memories: Vec<Memory>,
    pub(super) due: Agenda,
    pub(super) folds: Folds,
    pub(super) stats: Stats,
    /// For judging findings as events; away while it is in use.
    second: Option<Box<Second>>,
}

#[derive(Debug)]
struct Second {
    scratch: Scratch,
    hits: Hits,
    keys: Keys,
}

impl Recall {
    pub(super) fn new(rules: &RuleSet, limits: Limits, keys: Keys) -> Self {
        let memories = rules.rules().iter().map(|_| Memory::since(Moment(i64::MIN)));
        Self {
            limits,
            memories: memories.collect(),
            due: Agenda::default(),
            folds: Folds::default(),
            stats: Stats::default(),
            second: Some(Box::new(Second {
                scratch: Scratch::default(),
                hits: Hits::new(),
                keys,
            })),
        }
    }

    /// Takes what an event is to one rule.
    pub(super) fn take(&mut self, rules: &RuleSet, hit: Hit, seen: &mut Seen<'_>, graph: &dyn Graph) {
        let Some(rule) = rules.rules().get(hit.rule as usize) else {
            return;
        };
        self.stats.hits += 1;
        let event = seen.event;
        let Some(key) = seen.keys.of(rules, (hit.rule, hit.step), event, seen.scratch) else {
            self.stats.keyless += 1;
            return;
        };
        let values = RuleSet::values(rule, event, seen.scratch);
        let glimpse = Glimpse {
            time: event.time(),
            step: hit.step,
            severity: hit.severity,
            values: &values,
            place: place_of(rule, event),
        };
        if rule.kind == Kind::Event {
            let signal = Shared::new(signal(&glimpse, event, &mut seen.facts));
            let finding = state::finding([&signal], &signal);
            self.say(rules, hit.rule, &key.text, Said::Found(finding), graph);
            return;
        }
        let is_next = self.limits.is_patient && event.numbered().is_some_and(Numbered::is_alone);
        let said = match is_next {
            true => self.next(rule, hit.rule, &key, &glimpse, (event, &mut seen.facts)),
            false => self.any(rule, hit.rule, &key, &glimpse, (event, &mut seen.facts)),
        };
        for one in said {
            self.say(rules, hit.rule, &key.text, one, graph);
        }
    }

    /// Takes a signal that others may still overtake.
    fn any(
        &mut self,
        rule: &Rule,
        number: u32,
        key: &Key,
        glimpse: &Glimpse<'_>,
        (event, facts): (&dyn View, &mut Known),
    ) -> Vec<Said> {
        let mut said = Vec::new();
        let Some(place) = self.place(rule, number, key, glimpse.time) else {
            return said;
        };
        let memory = self.memories.get_mut(number as usize);
        let Some(timeline) = memory.and_then(|memory| memory.timeline_mut(place)) else {
            return said;
        };
        if timeline.glance(&rule.kind, (glimpse.time, glimpse.step), glimpse.values) {
            return said;
        }
        let at = glimpse.time.plus_us(lateness(rule, self.limits));
        let signal = Shared::new(signal(glimpse, event, facts));
        let manner = (&rule.kind, self.limits.is_patient);
        self.stats.forgotten += timeline.take(manner, signal, &mut said);
        if timeline.due.is_none_or(|known| at < known) {
            timeline.due = Some(at);
            let rule = number;
            self.due.put(Due { at, rule, place });
        }
        said
    }

    /// Takes the next signal of a history that comes whole and in order.
    fn next(
        &mut self,
        rule: &Rule,
        number: u32,
        key: &Key,
        glimpse: &Glimpse<'_>,
        (event, facts): (&dyn View, &mut Known),
    ) -> Vec<Said> {
        let mut said = Vec::new();
        let memory = self.memories.get(number as usize);
        let known = memory.and_then(|memory| memory.find(key.hash, &key.text));
        if known.is_none() && rule.kind.begins_nothing(glimpse) {
            return said;
        }
        let is_late = memory.is_some_and(|memory| glimpse.time < memory.settled);
        let place = known.filter(|_| !is_late);
        let Some(place) = place.or_else(|| self.place(rule, number, key, glimpse.time)) else {
            return said;
        };
        let memory = self.memories.get_mut(number as usize);
        let Some(timeline) = memory.and_then(|memory| memory.timeline_mut(place)) else {
            return said;
        };
        let mut facts = || facts.of(event);
        self.stats.forgotten += timeline.take_next(&rule.kind, glimpse, &mut facts, &mut said);
        let due = timeline.base_due(&rule.kind);
        let at = due.map(|due| due.plus_us(lateness(rule, self.limits)));
        if let Some(at) = at.filter(|at| timeline.due.is_none_or(|known| *at < known)) {
            timeline.due = Some(at);
            let rule = number;
            self.due.put(Due { at, rule, place });
        }
        said
    }

    /// Reads all that is kept of events and was not read yet; says whether it could be read.
    pub(super) fn recollect(&mut self) -> bool {
        let mut is_there = true;
        for timeline in self.memories.iter_mut().flat_map(Memory::timelines_mut) {
            timeline.each_signal(&mut |signal| {
                if signal.facts.is_elsewhere() {
                    is_there &= signal.own().facts.own().recollect();
                }
            });
        }
        is_there
    }

    /// Where the timeline is that a signal belongs to; `None`, and counted, when there can be none.
    fn place(&mut self, rule: &Rule, number: u32, key: &Key, time: Moment) -> Option<u32> {
        let memory = self.memories.get_mut(number as usize)?;
        if time < memory.settled {
            self.stats.too_late += 1;
            return None;
        }
        let place = memory.slot(key, &rule.kind, self.limits.keys_max);
        self.stats.keys_full += u64::from(place.is_none());
        place
    }

    /// Looks at a timeline whose time has come.
    pub(super) fn settle(
        &mut self,
        rules: &RuleSet,
        Due {
            rule: number, place, ..
        }: Due,
        now: Moment,
        graph: &dyn Graph,
    ) {
        let Some(rule) = rules.rules().get(number as usize) else {
            return;
        };
        let lateness = lateness(rule, self.limits);
        let Some(memory) = self.memories.get_mut(number as usize) else {
            return;
        };
        let Some(timeline) = memory.timeline_mut(place) else {
            return;
        };
        let mut said = Vec::new();
        self.stats.forgotten += timeline.settle(
            (&rule.kind, self.limits.is_patient),
            now.plus_us(-lateness),
            &mut said,
        );
        let key = (!said.is_empty()).then(|| timeline.key.clone());
        if timeline.is_idle(&rule.kind, now.plus_us(-lateness)) {
            memory.release(place);
        } else {
            timeline.due = timeline
                .next_due(&rule.kind)
                .map(|due| due.plus_us(lateness).max(now.plus_us(1)));
            if let Some(at) = timeline.due {
                let rule = number;
                self.due.put(Due { at, rule, place });
            }
        }
        for one in said {
            self.say(rules, number, key.as_deref().unwrap_or(""), one, graph);
        }
    }

    /// A finding, or its withdrawal, becomes part of an alert and an event for rules over alerts.
    fn say(&mut self, rules: &RuleSet, number: u32, key: &str, said: Said, graph: &dyn Graph) {
        let Some(rule) = rules.rules().get(number as usize) else {
            return;
        };
        if !over_alerts(rule) {
            self.feed(rules, number, key, &said, graph);
        }
        if rule.alerting {
            self.folds.take(rule, number, key, said);
        }
    }

    /// Rules over alerts see findings as events.
    fn feed(&mut self, rules: &RuleSet, number: u32, key: &str, said: &Said, graph: &dyn Graph) {
        let (Some(rule), Some(mut second)) = (rules.rules().get(number as usize), self.second.take()) else {
            return;
        };
        let finding = match said {
            Said::Found(finding) | Said::Withdrawn(finding) => finding,
        };
        for subject in concerned(rule, finding) {
            let view = FindingView::new(rule, key, finding, subject);
            let Second { scratch, hits, keys } = &mut *second;
            rules.judge(&view, graph, scratch, hits);
            let mut seen = Seen::new(&view, scratch, keys);
            for hit in hits.iter().filter(|hit| hit.rule != number) {
                let over = rules.rules().get(hit.rule as usize);
                if !over.is_some_and(over_alerts) {
                    continue;
                }
                match said {
                    Said::Found(_) => self.take(rules, *hit, &mut seen, graph),
                    Said::Withdrawn(_) => self.forget(rules, *hit, &view.uid, &mut seen, graph),
                }
            }
        }
        self.second = Some(second);
    }

    /// Takes back what a finding was to a rule over alerts.
    fn forget(&mut self, rules: &RuleSet, hit: Hit, uid: &str, seen: &mut Seen<'_>, graph: &dyn Graph) {
        let Hit {
            rule: number, step, ..
        } = hit;
        let Some(rule) = rules.rules().get(number as usize) else {
            return;
        };
        let event = seen.event;
        let Some(key) = seen.keys.of(rules, (number, step), event, seen.scratch) else {
            return;
        };
        let mut said = Vec::new();
        if let Some(memory) = self.memories.get_mut(number as usize)
            && let Some(place) = memory.find(key.hash, &key.text)
            && let Some(timeline) = memory.timeline_mut(place)
        {
            timeline.forget(&rule.kind, (event.time(), uid), &mut said);
        }
        for one in said {
            self.say(rules, number, &key.text, one, graph);
        }
    }
}

/// Whom a finding concerns: whom its rule is about, and who did it to them. Rules over alerts hear of it for each, and
/// where they group by neither, the same finding is taken once.
fn concerned(rule: &Rule, finding: &Finding) -> impl Iterator<Item = Subject> + use<> {
    let is_done_to_another = !rule.subject.is_actor() && finding.about.victim().is_some();
    let victim = is_done_to_another.then_some(Subject::Target);
    victim.into_iter().chain([Subject::Actor])
}

/// Where an event was, for rules that ask.
fn place_of(rule: &Rule, event: &dyn View) -> Option<(f32, f32)> {
    if !matches!(rule.kind, Kind::Travel { .. }) {
        return None;
    }
    let (latitude, longitude) = (event.number(Field::Latitude)?, event.number(Field::Longitude)?);
    Some((latitude as f32, longitude as f32))
}

fn signal(glimpse: &Glimpse<'_>, event: &dyn View, facts: &mut Known) -> Signal {
    let values = glimpse.values.iter();
    let values = values.map(|value: &Value<'_>| value.as_deref().map(Box::from));
    let step = (glimpse.step, glimpse.severity);
    let mut signal = Signal::new(step, values.collect(), facts.of(event));
    signal.place = glimpse.place;
    signal
}

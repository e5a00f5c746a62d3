//! What a rule remembers of one key, and how one more event changes it. Pure: state and signal in, findings out.

mod count;
mod first_seen;
mod sequence;
mod shared;
mod travel;

pub(crate) use shared::Shared;

use super::alert::{About, EVIDENCE_MAX, Evidence, Finding, Severity};
use super::rule::Kind;
use crate::event::Moment;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, VecDeque};

/// Signals that one key may keep; the oldest are forgotten beyond, and counted.
pub(crate) const KEPT_MAX: usize = 2_000;

/// What an event is to one rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Signal {
    pub(crate) step: u8,
    pub(crate) severity: Severity,
    pub(crate) values: Vec<Option<String>>,
    pub(crate) place: Option<(f32, f32)>,
    pub(crate) facts: Shared<Facts>,
}

/// What is kept of an event, once for all rules it touches.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Facts {
    pub(crate) evidence: Evidence,
    pub(crate) about: About,
}

impl Signal {
    pub(crate) fn time(&self) -> Moment {
        self.facts.evidence.time
    }

    /// Signals stand in this order, whenever they came.
    pub(crate) fn order(&self) -> (Moment, &str, &str, &str, u8) {
        let evidence = &self.facts.evidence;
        (
            evidence.time,
            &evidence.uid,
            &evidence.source,
            &evidence.org,
            self.step,
        )
    }
}

/// Memory of one rule for one key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum State {
    Count(VecDeque<Shared<Signal>>),
    Sequence {
        kept: VecDeque<Shared<Signal>>,
        waiting: Vec<(Moment, Finding)>,
    },
    FirstSeen {
        first: Option<Moment>,
        last: Moment,
        seen: Shared<BTreeMap<String, Moment>>,
    },
    Travel(Option<Shared<Signal>>),
    Dormant(Option<Moment>),
}

/// What stepping found and what it had to forget.
#[derive(Debug, Default)]
pub(crate) struct Out {
    pub(crate) findings: Vec<Finding>,
    pub(crate) forgotten: u64,
}

impl State {
    pub(crate) fn new(kind: &Kind) -> Self {
        match kind {
            Kind::Event | Kind::Count(_) => Self::Count(VecDeque::new()),
            Kind::Sequence(_) => Self::Sequence {
                kept: VecDeque::new(),
                waiting: Vec::new(),
            },
            Kind::FirstSeen { .. } => Self::FirstSeen {
                first: None,
                last: Moment::default(),
                seen: Shared::new(BTreeMap::new()),
            },
            Kind::Travel { .. } => Self::Travel(None),
            Kind::Dormant { .. } => Self::Dormant(None),
        }
    }

    /// Takes the next signal in order.
    pub(crate) fn step(&mut self, kind: &Kind, signal: &Shared<Signal>, out: &mut Out) {
        match (self, kind) {
            (Self::Count(kept), Kind::Count(count)) => count::step(kept, count, signal, out),
            (Self::Sequence { kept, waiting }, Kind::Sequence(sequence)) => {
                sequence::step(kept, waiting, sequence, signal, out);
            }
            (
                Self::FirstSeen { first, last, seen },
                Kind::FirstSeen {
                    memory_us,
                    warm_up_us,
                },
            ) => {
                *last = signal.time();
                first_seen::step(first, seen, (*memory_us, *warm_up_us), signal, out);
            }
            (Self::Travel(last), Kind::Travel { kmh, km, within_us }) => {
                travel::step(last, (*kmh, *km, *within_us), signal, out);
            }
            (Self::Dormant(last), Kind::Dormant { after_us }) => {
                let silent = last.is_some_and(|last| signal.time().since_us(last) >= *after_us);
                if silent && signal.step == 0 {
                    out.findings.push(finding([signal], signal));
                }
                *last = Some(signal.time());
            }
            _ => {}
        }
    }

    /// Lets time pass: what had to stay absent until now did.
    pub(crate) fn expire(&mut self, now: Moment, out: &mut Out) {
        if let Self::Sequence { waiting, .. } = self {
            waiting.retain(|(deadline, finding)| {
                let is_over = *deadline <= now;
                if is_over {
                    out.findings.push(finding.clone());
                }
                !is_over
            });
        }
    }

    /// When time alone will change this memory; `None` for never.
    pub(crate) fn due(&self, kind: &Kind) -> Option<Moment> {
        match (self, kind) {
            (Self::Count(kept), Kind::Count(count)) => {
                kept.back().map(|last| last.time().plus_us(count.within_us + 1))
            }
            (Self::Sequence { kept, waiting }, Kind::Sequence(sequence)) => {
                let idle = kept
                    .back()
                    .map(|last| last.time().plus_us(sequence.reach_us() + 1));
                let waits = waiting.iter().map(|(deadline, _)| *deadline).min();
                waits.or(idle)
            }
            (
                Self::FirstSeen {
                    last, first: Some(_), ..
                },
                Kind::FirstSeen { memory_us, .. },
            ) => Some(last.plus_us(*memory_us + 1)),
            (Self::Travel(Some(last)), Kind::Travel { within_us, .. }) => {
                Some(last.time().plus_us(*within_us + 1))
            }
            _ => None,
        }
    }

    /// Whether nothing that is remembered can matter any more.
    pub(crate) fn is_idle(&self, kind: &Kind, now: Moment) -> bool {
        let waits = matches!(self, Self::Sequence { waiting, .. } if !waiting.is_empty());
        let lasting = matches!(self, Self::Dormant(Some(_)));
        !waits && !lasting && self.due(kind).is_none_or(|due| due <= now)
    }
}

/// A finding about these signals, complete with the last one.
pub(crate) fn finding<'s>(signals: impl IntoIterator<Item = &'s Shared<Signal>>, last: &Signal) -> Finding {
    let mut evidence: Vec<Evidence> = Vec::new();
    let mut severity = last.severity;
    for signal in signals {
        severity = severity.max(signal.severity);
        if evidence.last() != Some(&signal.facts.evidence) {
            evidence.push(signal.facts.evidence.clone());
        }
    }
    let left_off = evidence.len().saturating_sub(EVIDENCE_MAX);
    evidence.drain(..left_off);
    Finding {
        time: last.time(),
        severity,
        about: last.facts.about.clone(),
        evidence,
        left_off: left_off as u64,
    }
}

/// Forgets what is older than the window, and the oldest beyond the bound.
fn prune(kept: &mut VecDeque<Shared<Signal>>, now: Moment, within_us: i64, out: &mut Out) {
    while kept
        .front()
        .is_some_and(|oldest| now.since_us(oldest.time()) > within_us)
    {
        kept.pop_front();
    }
    while kept.len() > KEPT_MAX {
        kept.pop_front();
        out.forgotten += 1;
    }
}

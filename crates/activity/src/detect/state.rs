//! What a rule remembers of one key, and how one more event changes it. Pure: state and signal in, findings out.

mod count;
mod facts;
mod first_seen;
mod next;
mod sequence;
mod shared;
mod travel;

pub(crate) use facts::Facts;
pub(crate) use first_seen::{REFRESH_PART, VALUES_MAX};
pub(crate) use next::Glimpse;
pub(crate) use shared::Shared;
pub(crate) use travel::is_too_far;

use super::alert::{EVIDENCE_MAX, Evidence, Finding, Severity};
use super::rule::Kind;
use crate::event::Moment;
use count::Kept;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::{BTreeMap, VecDeque};

/// Signals that one key may keep; the oldest are forgotten beyond, and counted.
pub(crate) const KEPT_MAX: usize = 2_000;

/// What an event has in a field, as text.
pub(crate) type Value<'v> = Option<Cow<'v, str>>;

/// What an event is to one rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "WrittenSignal")]
pub(crate) struct Signal {
    /// The time of the facts: asked so often that it lies here too.
    #[serde(skip)]
    time: Moment,
    pub(crate) step: u8,
    pub(crate) severity: Severity,
    pub(crate) values: Vec<Option<Box<str>>>,
    pub(crate) place: Option<(f32, f32)>,
    pub(crate) facts: Shared<Facts>,
}

/// A signal as it is written.
#[derive(Deserialize)]
struct WrittenSignal {
    step: u8,
    severity: Severity,
    values: Vec<Option<Box<str>>>,
    place: Option<(f32, f32)>,
    facts: Shared<Facts>,
}

impl From<WrittenSignal> for Signal {
    fn from(written: WrittenSignal) -> Self {
        let WrittenSignal { step, severity, .. } = written;
        let signal = Self::new((step, severity), written.values, written.facts);
        Self {
            place: written.place,
            ..signal
        }
    }
}

impl Signal {
    /// What an event, of which these facts are kept, is to a step of a rule.
    pub(crate) fn new(
        (step, severity): (u8, Severity),
        values: Vec<Option<Box<str>>>,
        facts: Shared<Facts>,
    ) -> Self {
        Self {
            time: facts.time(),
            step,
            severity,
            values,
            place: None,
            facts,
        }
    }

    pub(crate) fn time(&self) -> Moment {
        self.time
    }

    /// Signals stand in this order, whenever they came.
    pub(crate) fn order(&self) -> (Moment, &str, &str, &str, u8) {
        let (uid, source, org) = self.facts.mark();
        (self.time, uid, source, org, self.step)
    }
}

/// Memory of one rule for one key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum State {
    Count(Kept),
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
            Kind::Event | Kind::Count(_) => Self::Count(Kept::default()),
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
            (Self::Count(kept), Kind::Count(count)) => kept.step(count, signal, out),
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
                // Nobody remembers longer: whether the memory was thrown away meanwhile makes no difference.
                if signal.time().since_us(*last) > *memory_us {
                    (*first, *seen) = (None, Shared::new(BTreeMap::new()));
                }
                *last = signal.time().max(*last);
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
                *last = Some(last.map_or(signal.time(), |last| last.max(signal.time())));
            }
            _ => {}
        }
    }

    /// Takes a signal that can neither find nor change anything but when the key was last heard of, whatever else
    /// comes before it or after; says whether it is one. `self` is settled, and `time` is not before that. Nearly all
    /// signals of first-seen and dormant rules are such, and need not be kept.
    pub(crate) fn glance(
        &mut self,
        kind: &Kind,
        (time, step): (Moment, u8),
        values: &[Option<Cow<'_, str>>],
        pending: usize,
    ) -> bool {
        match (self, kind) {
            (
                Self::FirstSeen {
                    first: Some(_),
                    last,
                    seen,
                },
                Kind::FirstSeen { memory_us, .. },
            ) => {
                let known = time.since_us(*last) <= *memory_us
                    && first_seen::is_known(seen, *memory_us, (time, step), values, pending);
                if known {
                    *last = time.max(*last);
                }
                known
            }
            (Self::Dormant(Some(last)), Kind::Dormant { after_us }) if pending == 0 => {
                let known = time.since_us(*last) < *after_us;
                if known {
                    *last = time.max(*last);
                }
                known
            }
            _ => false,
        }
    }

    /// Calls with every signal that is kept.
    pub(crate) fn each_signal(&mut self, f: &mut dyn FnMut(&mut Shared<Signal>)) {
        match self {
            Self::Count(kept) => kept.signals_mut().for_each(f),
            Self::Sequence { kept, .. } => kept.iter_mut().for_each(f),
            Self::Travel(last) => last.iter_mut().for_each(f),
            Self::FirstSeen { .. } | Self::Dormant(_) => {}
        }
    }

    /// Whether so many signals more can be enough to find anything. When they cannot, they need not be played before
    /// they are settled.
    pub(crate) fn may_find(&self, kind: &Kind, more: usize) -> bool {
        match (self, kind) {
            (Self::Count(kept), Kind::Count(count)) => kept.len() + more >= count.least(),
            (Self::Sequence { kept, .. }, Kind::Sequence(sequence)) => {
                kept.len() + more >= sequence.steps.iter().sum()
            }
            (Self::Travel(last), _) => more > usize::from(last.is_none()),
            (Self::Dormant(last), _) => more > usize::from(last.is_none()),
            _ => true,
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
                kept.last().map(|last| last.plus_us(count.within_us + 1))
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
    let mut before: Option<&Facts> = None;
    for signal in signals {
        severity = severity.max(signal.severity);
        if !before.is_some_and(|before| before.is_same(&signal.facts)) {
            evidence.push(signal.facts.evidence());
        }
        before = Some(&signal.facts);
    }
    let left_off = evidence.len().saturating_sub(EVIDENCE_MAX);
    evidence.drain(..left_off);
    Finding {
        time: last.time(),
        severity,
        about: last.facts.about(),
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

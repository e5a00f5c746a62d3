//! One rule's memory of one key: what is settled, what may still be overtaken, and what was said about it.

use crate::detect::alert::Finding;
use crate::detect::rule::Kind;
use crate::detect::state::{Facts, Glimpse, KEPT_MAX, Out, Shared, Signal, State};
use crate::event::Moment;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// What a timeline says.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Said {
    Found(Finding),
    Withdrawn(Finding),
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Timeline {
    pub(super) key: Box<str>,
    /// After everything that is settled.
    base: State,
    /// Signals that late ones may still overtake, in order.
    pending: Vec<Shared<Signal>>,
    /// After the pending signals too; `None` when there are none, or too few to find anything.
    ahead: Option<Box<State>>,
    /// Findings of the pending signals.
    live: Vec<Finding>,
    pub(super) due: Option<Moment>,
}

impl Timeline {
    pub(super) fn new(key: &str, kind: &Kind) -> Self {
        Self {
            key: key.into(),
            base: State::new(kind),
            pending: Vec::new(),
            ahead: None,
            live: Vec::new(),
            due: None,
        }
    }

    /// Takes a signal that need not be kept, if it is one (see [`State::glance`]).
    pub(super) fn glance(&mut self, kind: &Kind, at: (Moment, u8), values: &[Option<Cow<'_, str>>]) -> bool {
        self.base.glance(kind, at, values, self.pending.len())
    }

    /// Takes a signal, wherever it belongs in the order; returns how many signals had to be forgotten. A patient one
    /// says nothing before it is settled.
    pub(super) fn take(
        &mut self,
        (kind, is_patient): (&Kind, bool),
        signal: Shared<Signal>,
        said: &mut Vec<Said>,
    ) -> u64 {
        let at = match self.pending.last() {
            Some(last) if last.time() >= signal.time() => {
                self.pending.partition_point(|one| one.order() < signal.order())
            }
            _ => self.pending.len(),
        };
        let here = self.pending.get(at);
        if here.is_some_and(|one| one.order() == signal.order()) {
            return 0;
        }
        let is_last = at == self.pending.len();
        self.pending.insert(at, signal.clone());
        let mut out = Out::default();
        if is_patient || kind.waits() {
            // Said when settled.
        } else if !self.base.may_find(kind, self.pending.len()) {
            self.ahead = None;
        } else if let Some(ahead) = self.ahead.as_mut().filter(|_| is_last) {
            ahead.step(kind, &signal, &mut out);
            said.extend(out.findings.iter().cloned().map(Said::Found));
            self.live.append(&mut out.findings);
        } else {
            self.replay(kind, said);
        }
        let mut forgotten = out.forgotten;
        if self.pending.len() > KEPT_MAX
            && let Some(oldest) = self
                .pending
                .get(self.pending.len() - KEPT_MAX)
                .map(|one| one.time())
        {
            forgotten += self.settle((kind, is_patient), oldest.plus_us(-1), said);
        }
        forgotten
    }

    /// Takes the next signal of a history that comes whole and in order, and settles it; returns how many signals had
    /// to be forgotten. `signal` makes it of the facts, where it must be kept.
    pub(super) fn take_next(
        &mut self,
        kind: &Kind,
        glimpse: &Glimpse<'_>,
        facts: &mut dyn FnMut() -> Shared<Facts>,
        said: &mut Vec<Said>,
    ) -> u64 {
        let mut forgotten = 0;
        if !self.pending.is_empty() {
            forgotten += self.settle((kind, true), glimpse.time.plus_us(-1), said);
        }
        if self.base.take_quietly(kind, glimpse, facts) {
            return forgotten;
        }
        let mut out = Out::default();
        let values = glimpse.values.iter();
        let values = values.map(|value| value.as_deref().map(Box::from)).collect();
        let mut signal = Signal::new((glimpse.step, glimpse.severity), values, facts());
        signal.place = glimpse.place;
        self.base.step(kind, &Shared::new(signal), &mut out);
        said.extend(out.findings.into_iter().map(Said::Found));
        forgotten + out.forgotten
    }

    /// When time alone will change what is settled.
    pub(super) fn base_due(&self, kind: &Kind) -> Option<Moment> {
        self.base.due(kind)
    }

    /// Calls with every signal that is kept.
    pub(super) fn each_signal(&mut self, f: &mut dyn FnMut(&mut Shared<Signal>)) {
        self.base.each_signal(f);
        self.pending.iter_mut().for_each(&mut *f);
        if let Some(ahead) = &mut self.ahead {
            ahead.each_signal(f);
        }
    }

    /// Takes back a signal that is not settled.
    pub(super) fn forget(&mut self, kind: &Kind, (time, uid): (Moment, &str), said: &mut Vec<Said>) {
        let before = self.pending.len();
        self.pending
            .retain(|one| one.time() != time || one.facts.uid() != uid);
        if self.pending.len() != before && !kind.waits() {
            self.replay(kind, said);
        }
    }

    /// Settles everything up to `until`; returns how many signals had to be forgotten.
    pub(super) fn settle(
        &mut self,
        (kind, is_patient): (&Kind, bool),
        until: Moment,
        said: &mut Vec<Said>,
    ) -> u64 {
        let mut out = Out::default();
        let settled = self.pending.partition_point(|one| one.time() <= until);
        let all = settled == self.pending.len();
        match self.ahead.take() {
            Some(ahead) if all => self.base = *ahead,
            ahead => {
                for signal in self.pending.iter().take(settled) {
                    self.base.step(kind, signal, &mut out);
                }
                self.ahead = ahead.filter(|_| !all);
            }
        }
        self.pending.drain(..settled);
        self.live.retain(|finding| finding.time > until);
        self.base.expire(until, &mut out);
        if is_patient || kind.waits() {
            said.extend(out.findings.into_iter().map(Said::Found));
        }
        out.forgotten
    }

    /// When it must be looked at again.
    pub(super) fn next_due(&self, kind: &Kind) -> Option<Moment> {
        let pending = self.pending.first().map(|one| one.time());
        pending.or_else(|| self.base.due(kind))
    }

    pub(super) fn is_idle(&self, kind: &Kind, now: Moment) -> bool {
        self.pending.is_empty() && self.base.is_idle(kind, now)
    }

    /// Plays the pending signals again and says what changed.
    fn replay(&mut self, kind: &Kind, said: &mut Vec<Said>) {
        let mut ahead = self.base.clone();
        let mut out = Out::default();
        for signal in &self.pending {
            ahead.step(kind, signal, &mut out);
        }
        let fell = self.live.iter().filter(|old| !out.findings.contains(old));
        said.extend(fell.cloned().map(Said::Withdrawn));
        let rose = out.findings.iter().filter(|new| !self.live.contains(new));
        said.extend(rose.cloned().map(Said::Found));
        self.live = out.findings;
        self.ahead = Some(Box::new(ahead));
    }
}

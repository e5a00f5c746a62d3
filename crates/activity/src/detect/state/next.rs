//! The next signal of a history that comes whole and in order: nothing will come between it and what is settled. Nearly
//! all such signals find nothing, and are not even made.

use super::{Facts, Shared, Signal, State, Value, travel};
use crate::detect::alert::Severity;
use crate::detect::rule::{Kind, Sequence};
use crate::event::Moment;
use std::collections::VecDeque;

/// A signal that is not made yet.
pub(crate) struct Glimpse<'v> {
    pub(crate) time: Moment,
    pub(crate) step: u8,
    pub(crate) severity: Severity,
    pub(crate) values: &'v [Value<'v>],
    pub(crate) place: Option<(f32, f32)>,
}

/// What a signal means to what a sequence keeps.
enum Meaning {
    /// Nothing: it completes nothing, and nothing can follow from it.
    Nothing,
    /// It takes the place of the only one that is kept.
    Renews,
    /// It must be played.
    More,
}

impl Kind {
    /// Whether a signal of that step means nothing to a key of which nothing is remembered.
    pub(crate) fn begins_nothing(&self, glimpse: &Glimpse<'_>) -> bool {
        match self {
            Self::Sequence(sequence) => {
                sequence.is_last_alone(glimpse.step) || sequence.not_between == Some(glimpse.step)
            }
            Self::Travel { .. } => glimpse.place.is_none(),
            _ => false,
        }
    }
}

impl Sequence {
    /// Whether one signal of that step ends the sequence, after others that must come before.
    fn is_last_alone(&self, step: u8) -> bool {
        self.ordered
            && self.steps.len() > 1
            && usize::from(step) == self.steps.len() - 1
            && self.steps.last() == Some(&1)
    }
}

impl State {
    /// Takes the next signal if that finds nothing and asks for no more than to note it; says whether it did.
    pub(crate) fn take_quietly(
        &mut self,
        kind: &Kind,
        glimpse: &Glimpse<'_>,
        facts: &mut dyn FnMut() -> Shared<Facts>,
    ) -> bool {
        match (self, kind) {
            (Self::Travel(last), Kind::Travel { kmh, km, within_us }) => {
                let Some(here) = glimpse.place else {
                    return true;
                };
                let Some(before) = last else {
                    return false;
                };
                let apart = (before.place, glimpse.time.since_us(before.time()));
                let is_far = travel::is_too_far(apart, here, (*kmh, *km, *within_us));
                if !is_far {
                    renew(before, glimpse, facts());
                }
                !is_far
            }
            (Self::Sequence { kept, waiting }, Kind::Sequence(sequence)) if waiting.is_empty() => {
                match meaning(kept, sequence, glimpse) {
                    Meaning::Nothing => true,
                    Meaning::More => false,
                    Meaning::Renews => {
                        let first = kept.front_mut();
                        first.map(|kept| renew(kept, glimpse, facts())).is_some()
                    }
                }
            }
            (state @ (Self::FirstSeen { .. } | Self::Dormant(_)), kind) => {
                state.glance(kind, (glimpse.time, glimpse.step), glimpse.values, 0)
            }
            _ => false,
        }
    }
}

fn meaning(kept: &VecDeque<Shared<Signal>>, sequence: &Sequence, glimpse: &Glimpse<'_>) -> Meaning {
    let last = sequence.steps.len().saturating_sub(1);
    let is_inside = |one: &Signal| glimpse.time.since_us(one.time()) <= sequence.within_us;
    if sequence.is_last_alone(glimpse.step) {
        // Signals before the last are few, or differ too little.
        let fits = |one: &&Shared<Signal>| {
            one.step == 0 && is_inside(one) && differs(one, glimpse.values, &sequence.differ)
        };
        let wanted = sequence.steps.first().copied().unwrap_or(0);
        let lacks = kept.is_empty() || last == 1 && kept.iter().filter(fits).count() < wanted;
        return if lacks { Meaning::Nothing } else { Meaning::More };
    }
    let (Some(only), 1) = (kept.front(), kept.len()) else {
        return Meaning::More;
    };
    let is_other = !sequence.ordered || only.step != glimpse.step || usize::from(glimpse.step) == last;
    let excuses = sequence.not_before.is_some_and(|(step, _)| step == glimpse.step);
    let is_first = glimpse.step == 0 && last == 1 && sequence.steps.first() == Some(&1);
    let opens = is_first && sequence.apart_us == 0;
    let ends = sequence.not_after.is_some_and(|(step, _)| step == glimpse.step);
    match !is_other && !ends && (excuses || opens && is_same(&only.values, glimpse.values)) {
        true => Meaning::Renews,
        false => Meaning::More,
    }
}

/// Whether both have all the values, and each differs.
fn differs(one: &Signal, values: &[Value<'_>], wanted: &[usize]) -> bool {
    wanted.iter().all(|value| {
        let mine = one.values.get(*value).and_then(Option::as_deref);
        let theirs = values.get(*value).and_then(Option::as_deref);
        mine.zip(theirs)
            .is_some_and(|(mine, theirs)| !mine.eq_ignore_ascii_case(theirs))
    })
}

fn is_same(mine: &[Option<Box<str>>], theirs: &[Value<'_>]) -> bool {
    let mut pairs = mine.iter().zip(theirs);
    mine.len() == theirs.len() && pairs.all(|(mine, theirs)| mine.as_deref() == theirs.as_deref())
}

/// Puts a later signal that means the same in the place of one.
fn renew(signal: &mut Shared<Signal>, glimpse: &Glimpse<'_>, facts: Shared<Facts>) {
    let signal = signal.own();
    (signal.time, signal.step, signal.severity) = (glimpse.time, glimpse.step, glimpse.severity);
    if !is_same(&signal.values, glimpse.values) {
        let values = glimpse.values.iter();
        signal.values = values.map(|value| value.as_deref().map(Box::from)).collect();
    }
    (signal.place, signal.facts) = (glimpse.place, facts);
}

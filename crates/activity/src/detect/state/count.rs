//! Thresholds: events, distinct values, and how evenly they spread.

use super::{Out, Shared, Signal, finding, prune};
use crate::detect::rule::Count;
use std::collections::{HashMap, VecDeque};

pub(super) fn step(
    kept: &mut VecDeque<Shared<Signal>>,
    count: &Count,
    signal: &Shared<Signal>,
    out: &mut Out,
) {
    kept.push_back(signal.clone());
    prune(kept, signal.time(), count.within_us, out);
    if kept.len() < count.at_least || !values_suffice(kept, count) {
        return;
    }
    out.findings.push(finding(kept.iter(), signal));
    kept.clear();
}

fn values_suffice(kept: &VecDeque<Shared<Signal>>, count: &Count) -> bool {
    if count.distinct.iter().any(|(_, wanted)| *wanted > kept.len()) {
        return false;
    }
    let enough = count
        .distinct
        .iter()
        .all(|(value, wanted)| tally(kept, *value).len() >= *wanted);
    enough
        && count
            .each_at_most
            .iter()
            .all(|(value, most)| tally(kept, *value).values().all(|times| times <= most))
}

fn tally(kept: &VecDeque<Shared<Signal>>, value: usize) -> HashMap<&str, usize> {
    let mut tally = HashMap::new();
    for signal in kept {
        if let Some(Some(text)) = signal.values.get(value) {
            *tally.entry(text.as_str()).or_default() += 1;
        }
    }
    tally
}

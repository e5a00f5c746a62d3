//! Values never seen for a key. A key that is new itself stays quiet until it is known long enough.

use super::{Out, Shared, Signal, finding};
use crate::event::Moment;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Values that one key remembers; the one not seen for longest is forgotten beyond.
pub(crate) const VALUES_MAX: usize = 512;
/// "Seen" is written again only after this part of the memory: most signals change nothing.
pub(crate) const REFRESH_PART: i64 = 32;
/// Between several values that are one together.
const SEPARATOR: &str = "\u{1f}";

/// Whether a signal brings nothing that was not seen lately: then it changes nothing, whatever comes before it or
/// after, as long as so few values are remembered that none will be forgotten.
pub(super) fn is_known(
    seen: &BTreeMap<String, Moment>,
    memory_us: i64,
    (time, step): (Moment, u8),
    values: &[Option<Cow<'_, str>>],
    pending: usize,
) -> bool {
    if step != 0 || values.iter().any(Option::is_none) {
        return true;
    }
    if seen.len() + pending >= VALUES_MAX {
        return false;
    }
    let last = match values {
        [Some(one)] => seen.get(one.as_ref()),
        several => {
            let several: Vec<&str> = several.iter().flatten().map(AsRef::as_ref).collect();
            seen.get(&several.join(SEPARATOR))
        }
    };
    last.is_some_and(|last| time.since_us(*last) <= memory_us / REFRESH_PART)
}

pub(super) fn step(
    first: &mut Option<Moment>,
    seen: &mut Shared<BTreeMap<String, Moment>>,
    (memory_us, warm_up_us): (i64, i64),
    signal: &Shared<Signal>,
    out: &mut Out,
) {
    let now = signal.time();
    let known_since = *first.get_or_insert(now);
    // A step beyond the first is the baseline: it makes the key known, and says nothing of values.
    if signal.step != 0 || signal.values.iter().any(Option::is_none) {
        return;
    }
    let value: Vec<&str> = signal.values.iter().flatten().map(|value| &**value).collect();
    let value = value.join(SEPARATOR);
    match seen.get(&value) {
        Some(last) if now.since_us(*last) <= memory_us => {
            if now.since_us(*last) > memory_us / REFRESH_PART {
                seen.own().insert(value, now);
            }
            return;
        }
        _ => {}
    }
    if now.since_us(known_since) >= warm_up_us {
        out.findings.push(finding([signal], signal));
    }
    let values = seen.own();
    values.insert(value, now);
    if values.len() > VALUES_MAX {
        let oldest = values
            .iter()
            .min_by_key(|(_, last)| **last)
            .map(|(value, _)| value.clone());
        if let Some(oldest) = oldest {
            values.remove(&oldest);
            out.forgotten += 1;
        }
    }
}

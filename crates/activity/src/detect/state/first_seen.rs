//! Values never seen for a key. A key that is new itself stays quiet until it is known long enough.

use super::{Out, Shared, Signal, finding};
use crate::event::Moment;
use std::collections::BTreeMap;

/// Values that one key remembers; the one not seen for longest is forgotten beyond.
const VALUES_MAX: usize = 512;
/// "Seen" is written again only after this part of the memory: most signals change nothing.
const REFRESH_PART: i64 = 32;

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
    let value: Vec<&str> = signal.values.iter().flatten().map(String::as_str).collect();
    let value = value.join("\u{1f}");
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

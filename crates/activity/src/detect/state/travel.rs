//! Two places too far apart for the time between them.

use super::{Out, Shared, Signal, finding};

/// Mean radius of the earth in kilometres.
const EARTH_KM: f64 = 6_371.0;

pub(super) fn step(
    last: &mut Option<Shared<Signal>>,
    limits: (f64, f64, i64),
    signal: &Shared<Signal>,
    out: &mut Out,
) {
    let Some(here) = signal.place else {
        return;
    };
    if let Some(before) = last.as_ref() {
        let apart = (before.place, signal.time().since_us(before.time()));
        if is_too_far(apart, here, limits) && before.facts.ip() != signal.facts.ip() {
            out.findings.push(finding([before, signal], signal));
        }
    }
    *last = Some(signal.clone());
}

/// Whether nobody gets from there to here in so many microseconds: faster, over more kilometres, and in less time than
/// the limits say.
pub(crate) fn is_too_far(
    (there, apart_us): (Option<(f32, f32)>, i64),
    here: (f32, f32),
    (kmh, km, within_us): (f64, f64, i64),
) -> bool {
    let Some(there) = there.filter(|_| apart_us <= within_us) else {
        return false;
    };
    let distance = if there == here {
        0.0
    } else {
        distance_km(there, here)
    };
    // Clocks of two sources differ a little: a minute at least lies between.
    let hours = apart_us.max(60_000_000) as f64 / 3.6e9;
    distance >= km && distance / hours > kmh
}

/// Great-circle distance (haversine).
pub(super) fn distance_km(from: (f32, f32), to: (f32, f32)) -> f64 {
    let radians = |degrees: f32| f64::from(degrees).to_radians();
    let (from_latitude, to_latitude) = (radians(from.0), radians(to.0));
    let half_latitude = ((to_latitude - from_latitude) / 2.0).sin();
    let half_longitude = ((radians(to.1) - radians(from.1)) / 2.0).sin();
    let part = half_latitude.powi(2) + from_latitude.cos() * to_latitude.cos() * half_longitude.powi(2);
    2.0 * EARTH_KM * part.sqrt().min(1.0).asin()
}

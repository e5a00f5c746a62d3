//! What rules remember and whose accounts are whose, kept beside the events: so neither depends on a restart, and a
//! start plays only what came since.
//!
//! A checkpoint holds what is kept before a moment, all of it and nothing else of that time. When an event from before
//! comes to light, it is dropped; a note of the event's time is written first, so that a crash between the two is seen.

use crate::keep::{Keep, KeepError};
use activity::correlate::Correlator;
use activity::detect::engine::SavedState;
use activity::detect::{Engine, Limits};
use activity::event::Moment;
use serde::{Deserialize, Serialize};

/// Changes with everything that makes what older versions kept worthless.
const FORMAT: u32 = 2;
/// Checkpoints are called so, and by their moment.
const PREFIX: &str = "memory-";
/// The note of events that are kept and may not be judged yet: the time of the first.
const LATE: &str = "late";
/// Beside the newest, one checkpoint is kept for each doubling of this age, in microseconds.
const FIRST_AGE_US: i64 = 15 * 60 * 1_000_000;
/// Older ones are dropped, in microseconds.
const OLDEST_US: i64 = 45 * 86_400 * 1_000_000;

/// What was remembered at a moment.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Checkpoint {
    format: u32,
    /// Up to which moment the engine was told that all is there.
    pub(crate) at: Moment,
    pub(crate) engine: SavedState,
    pub(crate) people: Correlator,
}

/// What a checkpoint of that moment holds in full: everything before. Later events may be in it or not; an engine
/// takes no event twice.
pub(crate) fn whole(at: Moment) -> Moment {
    at.plus_us(-Limits::default().lateness_us)
}

/// An event dated so far ahead bears a time that nothing happened at, in microseconds: it is kept, and rules do not hear
/// of it. What is less far ahead may be a clock of ours that is behind.
const BEYOND_US: i64 = 366 * 86_400 * 1_000_000;

/// Whether an event is dated so far ahead.
pub(crate) fn is_beyond(time: Moment, now: Moment) -> bool {
    time.since_us(now) > BEYOND_US
}

/// Writes down what is remembered, right after the engine was told that all before `at` is there. Returns how many
/// bytes it takes.
pub(crate) fn save(
    keep: &dyn Keep,
    engine: &Engine,
    people: &Correlator,
    at: Moment,
) -> Result<u64, KeepError> {
    #[derive(Serialize)]
    struct Written<'w> {
        format: u32,
        at: Moment,
        engine: SavedState,
        people: &'w Correlator,
    }
    let written = Written {
        format: FORMAT,
        at,
        engine: engine.save(),
        people,
    };
    let bytes = serde_json::to_vec(&written).map_err(|error| KeepError(error.to_string()))?;
    keep.put_note(&name(at), &bytes)?;
    thin(keep, at)?;
    Ok(bytes.len() as u64)
}

/// The newest checkpoint that holds nothing but what is before `first`, and that `fits`. One that cannot be read is as
/// good as none: history is kept.
pub(crate) fn newest(
    keep: &dyn Keep,
    first: Moment,
    fits: &dyn Fn(&SavedState) -> bool,
) -> Option<Checkpoint> {
    let all = moments(keep).inspect_err(|error| tracing::warn!(%error, "nothing remembered can be read"));
    for at in all.ok()?.into_iter().rev().filter(|at| whole(*at) <= first) {
        let bytes = keep.note(&name(at));
        let read = bytes.map(|bytes| serde_json::from_slice::<Checkpoint>(&bytes.unwrap_or_default()));
        match read {
            Ok(Ok(found)) if found.format == FORMAT && fits(&found.engine) => return Some(found),
            Ok(Ok(_)) => {}
            Ok(Err(error)) => tracing::warn!(at = at.0, %error, "a checkpoint of the rules cannot be read"),
            Err(error) => tracing::warn!(at = at.0, %error, "a checkpoint of the rules cannot be read"),
        }
    }
    None
}

/// Drops the checkpoints that an event of that time is missing in.
pub(crate) fn forget_after(keep: &dyn Keep, first: Moment) -> Result<(), KeepError> {
    let mut lacking = moments(keep)?.into_iter().filter(|at| whole(*at) > first);
    lacking.try_for_each(|at| keep.drop_note(&name(at)))
}

/// The time of the first event that is kept and may not be judged yet.
pub(crate) fn late(keep: &dyn Keep) -> Result<Option<Moment>, KeepError> {
    let Some(bytes) = keep.note(LATE)? else {
        return Ok(None);
    };
    let text = String::from_utf8_lossy(&bytes);
    // A note that cannot be read says that something is late: then everything may be.
    Ok(Some(Moment(text.trim().parse().unwrap_or(i64::MIN))))
}

/// Notes that, or that there is none.
pub(crate) fn note_late(keep: &dyn Keep, first: Option<Moment>) -> Result<(), KeepError> {
    match first {
        Some(first) => keep.put_note(LATE, first.0.to_string().as_bytes()),
        None => keep.drop_note(LATE),
    }
}

fn name(at: Moment) -> String {
    format!("{PREFIX}{:020}", at.0)
}

/// The moments of all checkpoints, ascending.
fn moments(keep: &dyn Keep) -> Result<Vec<Moment>, KeepError> {
    let names = keep.notes()?;
    let of = |name: &String| name.strip_prefix(PREFIX)?.parse().ok().map(Moment);
    let mut moments: Vec<Moment> = names.iter().filter_map(of).collect();
    moments.sort();
    Ok(moments)
}

/// Of older checkpoints few are kept: the oldest of each doubling of their age.
fn thin(keep: &dyn Keep, now: Moment) -> Result<(), KeepError> {
    let moments = moments(keep)?;
    let bucket = |at: &Moment| (now.since_us(*at).max(0) / FIRST_AGE_US).checked_ilog2();
    let mut before = None;
    for at in &moments {
        let is_newest = Some(at) == moments.last();
        let is_first = before != Some(bucket(at));
        before = Some(bucket(at));
        if !is_newest && (!is_first || now.since_us(*at) > OLDEST_US) {
            keep.drop_note(&name(*at))?;
        }
    }
    Ok(())
}

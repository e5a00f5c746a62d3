//! Brings a made organization to today, with the ordinary days before it in its System Log.

use super::elsewhere::VICTIM;
use crate::cli;
use anyhow::Context as _;
use okta_sim::{Sim, Stamp, Story, StoryOptions};
use std::path::Path;

/// How far back the System Log goes with all that people do.
const DAYS: u32 = 30;
/// Of the small organization it goes on for so many days, so that what was not used for ninety days can be told.
const EARLIER_DAYS: u32 = 62;
/// Events a day, of the small organization, of its earlier days, and of larger ones.
const PER_DAY: u32 = 400;
const PER_EARLIER_DAY: u32 = 160;
const PER_DAY_LARGER: u32 = 2_000;
const DAY_MS: i64 = 86_400_000;

/// Moves the dates of the story so that it happens on the day this folder was first used, and writes the days before.
/// An organization from a file keeps the dates and the log that it came with. An attack has just ended when the folder
/// is first used, unless there is to be none. Gives that moment.
pub(super) fn tell(
    sim: &Sim,
    world: &cli::World,
    story: Option<Story>,
    folder: &Path,
) -> anyhow::Result<Option<Stamp>> {
    let per_day = match world.org.as_str() {
        "small" => PER_DAY,
        "medium" | "large" => PER_DAY_LARGER,
        _ => return Ok(None),
    };
    let day = first_used(folder)?;
    sim.move_to(day);
    if world.org == "small" {
        let earlier = day.plus_ms(-i64::from(DAYS) * DAY_MS);
        // Another seed: the same days must not come again.
        sim.set_history(
            world.seed.wrapping_add(0x00EA_511E),
            EARLIER_DAYS,
            PER_EARLIER_DAY,
            earlier,
        );
    }
    sim.set_history(world.seed, DAYS, per_day, day);
    if let Some(story) = story {
        let victim = (world.org == "small" && story == Story::SessionTheft).then(|| VICTIM.to_owned());
        let options = StoryOptions {
            victim,
            seed: world.seed,
            ..StoryOptions::new(story)
        };
        sim.play(&options, day);
    }
    Ok(Some(day))
}

/// When this folder was first used: later demonstrations in it show the same organization, not a younger one.
fn first_used(folder: &Path) -> anyhow::Result<Stamp> {
    let note = folder.join("okta-sim.since");
    let noted = std::fs::read_to_string(&note).ok();
    if let Some(ms) = noted.and_then(|text| text.trim().parse().ok()) {
        return Ok(Stamp(ms));
    }
    let now = Stamp::now();
    std::fs::write(&note, now.0.to_string())
        .with_context(|| format!("{} cannot be written", note.display()))?;
    Ok(now)
}

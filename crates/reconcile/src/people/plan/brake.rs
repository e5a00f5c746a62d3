//! When a plan waits for a person's word: many would go, now or by and by.

use store::state::PersonStep;

use super::Plan;
use crate::people::settings::UserSync;

/// Somebody who is to go, and stays for now: SCIM's word about them is newer than what the scan can know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Later {
    /// The name.
    pub name: String,
    /// Whether this same scan takes them when SCIM's word has settled; else the next scan says.
    pub is_sure: bool,
}

/// Why a plan waits for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// People who would be locked or made inactive.
    pub removals: usize,
    /// People who are active now.
    pub active: usize,
    /// The share that is allowed, in per cent.
    pub percent: u8,
    /// How many are allowed at most, where that is set.
    pub count: Option<u32>,
}

impl Plan {
    /// How many steps lock somebody.
    pub fn removals(&self) -> usize {
        let removes =
            |step: &&PersonStep| matches!(step, PersonStep::Deactivate { .. } | PersonStep::Suspend { .. });
        self.steps.iter().filter(removes).count()
    }

    /// Whether a person must look first: more than the share or the count would go, or all would. Those count, too, whom
    /// the same scan takes some minutes later, so that many do not go by and by; where nobody goes now, nothing waits.
    pub fn brake(&self, settings: &UserSync) -> Option<Held> {
        let now = self.removals();
        let soon = self.later.iter().filter(|later| later.is_sure).count();
        self.over(settings, now + soon).filter(|_| now > 0)
    }

    /// Whether a person would have to look first at this plan or at what follows from it once SCIM's words have settled:
    /// for whoever is about to set what it is made with.
    pub fn foreseen(&self, settings: &UserSync) -> Option<Held> {
        self.over(settings, self.removals() + self.later.len())
    }

    fn over(&self, settings: &UserSync, removals: usize) -> Option<Held> {
        let (percent, count) = (settings.brake_percent, settings.brake_count);
        let held = Held {
            removals,
            active: self.active,
            percent,
            count,
        };
        // One person may always go: of four people one is a quarter.
        let is_many = removals > 1 && removals * 100 > self.active * usize::from(percent.min(100));
        let is_over = count.is_some_and(|count| u64::from(count) < removals as u64);
        let is_all = self.active > 0 && removals >= self.active;
        (removals > 0 && (is_many || is_over || is_all)).then_some(held)
    }
}

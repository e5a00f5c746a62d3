//! What happens a moment after the call that caused it, as in Okta: life-cycle changes, the fan-out of a
//! group's app assignment, the run of a group rule.

use std::collections::BTreeMap;

use crate::stamp::Stamp;
use crate::state::{Org, Status};

/// One thing to happen.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Effect {
    /// A user reaches a status.
    Reach { user: u32, status: Status },
    /// The members of a group get their records of an app.
    FanOut { app: u32, group: u32 },
    /// An active group rule is applied to all users.
    RunRule { rule: String },
    /// Active group rules are applied to one user.
    RunRules { user: u32 },
    /// A group rule goes away, with the memberships it made when `purge`.
    DropRule { rule: String, purge: bool },
}

/// The queue.
#[derive(Debug, Default)]
pub(crate) struct Effects {
    /// Milliseconds between cause and effect; 0: at once.
    pub(crate) delay_ms: i64,
    queue: BTreeMap<(Stamp, u64), Effect>,
    count: u64,
}

impl Effects {
    /// When the next effect is due.
    pub(crate) fn due(&self) -> Option<Stamp> {
        self.queue.first_key_value().map(|((at, _), _)| *at)
    }
}

impl Org {
    /// Lets an effect happen after the delay, at once when there is none.
    pub(crate) fn later(&mut self, now: Stamp, effect: Effect) {
        if self.effects.delay_ms <= 0 {
            self.apply(effect, now);
            return;
        }
        self.effects.count += 1;
        let key = (now.plus_ms(self.effects.delay_ms), self.effects.count);
        self.effects.queue.insert(key, effect);
    }

    /// Lets everything happen that is due.
    pub(crate) fn settle(&mut self, now: Stamp) {
        while let Some(entry) = self.effects.queue.first_entry() {
            if entry.key().0 > now {
                return;
            }
            let ((at, _), effect) = entry.remove_entry();
            self.apply(effect, at);
        }
        self.lag.users.retain(|_, before| before.until > now);
        self.lag.groups.retain(|_, before| before.until > now);
    }

    fn apply(&mut self, effect: Effect, now: Stamp) {
        self.version += 1;
        match effect {
            Effect::Reach { user, status } => self.reach(user, status, now),
            Effect::FanOut { app, group } => {
                let assignment = self
                    .apps
                    .get_mut(app)
                    .and_then(|found| found.groups.get_mut(&group));
                if let Some(assignment) = assignment {
                    assignment.pending = false;
                }
            }
            Effect::RunRule { rule } => self.run_rule(&rule, now),
            Effect::RunRules { user } => self.run_rules_for(user, now),
            Effect::DropRule { rule, purge } => self.drop_rule(&rule, purge, now),
        }
    }

    /// Sets the status of a user with its dates; leavers lose their app assignments.
    pub(crate) fn reach(&mut self, user: u32, status: Status, now: Stamp) {
        let Some(found) = self.users.get_mut(user) else {
            return;
        };
        found.transition = None;
        if found.status == status {
            return;
        }
        let was_living = found.is_living();
        found.status = status;
        found.status_changed = Some(now);
        found.last_updated = now;
        if matches!(status, Status::Active | Status::Provisioned) && found.activated.is_none() {
            found.activated = Some(now);
        }
        if status == Status::Deprovisioned {
            for app in std::mem::take(&mut found.apps) {
                self.unassign_user(app, user);
            }
        }
        if was_living != (status != Status::Deprovisioned) {
            let everyone = self.everyone.clone();
            for group in everyone {
                if let Some(group) = self.groups.get_mut(group) {
                    group.last_membership_updated = now;
                }
            }
            self.later(now, Effect::RunRules { user });
        }
    }
}

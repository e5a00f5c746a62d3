//! Accounts and apps whose state changed, and the access that came or went with it and not with any fact.

use domain::facts::UserStatus;

use super::{AccessChange, Diff};
use crate::{Graph, NodeIx, NodeKind};

impl Diff<'_> {
    /// Whether a person gained access because the account is enabled now and was not before: what was assigned
    /// meanwhile, and what groups give, is then theirs without any new fact.
    pub fn is_gain_by_status(&self, change: AccessChange) -> bool {
        self.old_of(change.user)
            .is_some_and(|before| !self.old.has_enabled_account(before))
    }

    /// Whether a person lost access because the account is not enabled any more, for example suspended.
    pub fn is_loss_by_status(&self, change: AccessChange) -> bool {
        self.new_of(change.user)
            .is_some_and(|now| !self.new.has_enabled_account(now))
    }

    /// Whether a person gained access because the app is active now and was not before.
    pub fn is_gain_by_app(&self, change: AccessChange) -> bool {
        self.old_of(change.app)
            .is_some_and(|before| !self.old.is_active(before))
    }

    /// Whether a person lost access because the app was deactivated.
    pub fn is_loss_by_app(&self, change: AccessChange) -> bool {
        self.new_of(change.app)
            .is_some_and(|now| !self.new.is_active(now))
    }

    pub(super) fn compare_states(&mut self) {
        for user in self.old.nodes_of(NodeKind::User) {
            if let Some(now) = self.new_of(user)
                && self.old.user_status(user) != self.new.user_status(now)
            {
                self.status_changed.push((user, now));
            }
        }
        for kind in [NodeKind::App, NodeKind::ServiceApp] {
            for app in self.old.nodes_of(kind) {
                if let Some(now) = self.new_of(app)
                    && self.old.is_active(app) != self.new.is_active(now)
                {
                    self.apps_switched.push((app, now));
                }
            }
        }
    }
}

impl Graph {
    /// Whether somebody can use what the account is assigned, today or after a reset of the password. A state that is
    /// not known counts as enabled, so that access is never under-reported.
    pub(super) fn has_enabled_account(&self, user: NodeIx) -> bool {
        self.user_status(user).is_none_or(UserStatus::is_enabled)
    }
}

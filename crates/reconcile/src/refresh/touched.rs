//! What a stretch of the System Log names as changed: text in, set out.

use std::collections::BTreeSet;

/// Objects and links that may have changed, by Okta's ids.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Touched {
    /// People themselves.
    pub users: BTreeSet<String>,
    /// People who came, went or changed their state: their groups, apps and roles too.
    pub lives: BTreeSet<String>,
    /// Groups themselves.
    pub groups: BTreeSet<String>,
    /// Memberships: group and user.
    pub members: BTreeSet<(String, String)>,
    /// Groups whose owners changed.
    pub owners: BTreeSet<String>,
    /// Applications themselves.
    pub apps: BTreeSet<String>,
    /// Applications that came, went or changed their state: who has them, and what proves them, too.
    pub app_lives: BTreeSet<String>,
    /// People's assignments: app and user.
    pub assignments: BTreeSet<(String, String)>,
    /// Groups' assignments, which reach all their members: app and group.
    pub group_assignments: BTreeSet<(String, String)>,
    /// Grants, secrets and keys of applications, by id or client id.
    pub credentials: BTreeSet<String>,
    /// People whose roles changed.
    pub user_roles: BTreeSet<String>,
    /// Groups whose roles changed.
    pub group_roles: BTreeSet<String>,
    /// Service apps whose roles changed, by id or client id.
    pub client_roles: BTreeSet<String>,
    /// Custom roles, resource sets and who is bound to them.
    pub definitions: bool,
    /// Group rules.
    pub rules: bool,
    /// API tokens.
    pub tokens: bool,
    /// Identity providers.
    pub identity_providers: bool,
    /// Policies and their rules.
    pub policies: bool,
    /// Network zones.
    pub zones: bool,
    /// Why only a whole scan can tell, where that is so.
    pub whole: Option<String>,
}

impl Touched {
    /// Whether nothing that is charted was touched.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Adds what another stretch touched.
    pub fn merge(&mut self, other: Self) {
        self.users.extend(other.users);
        self.lives.extend(other.lives);
        self.groups.extend(other.groups);
        self.members.extend(other.members);
        self.owners.extend(other.owners);
        self.apps.extend(other.apps);
        self.app_lives.extend(other.app_lives);
        self.assignments.extend(other.assignments);
        self.group_assignments.extend(other.group_assignments);
        self.credentials.extend(other.credentials);
        self.user_roles.extend(other.user_roles);
        self.group_roles.extend(other.group_roles);
        self.client_roles.extend(other.client_roles);
        self.definitions |= other.definitions;
        self.rules |= other.rules;
        self.tokens |= other.tokens;
        self.identity_providers |= other.identity_providers;
        self.policies |= other.policies;
        self.zones |= other.zones;
        self.whole = self.whole.take().or(other.whole);
    }

    /// How many objects and links were named.
    pub fn len(&self) -> usize {
        let sets = [
            &self.users,
            &self.lives,
            &self.groups,
            &self.owners,
            &self.apps,
            &self.app_lives,
            &self.credentials,
            &self.user_roles,
            &self.group_roles,
            &self.client_roles,
        ];
        let pairs = [&self.members, &self.assignments, &self.group_assignments];
        let flags = [
            self.definitions,
            self.rules,
            self.tokens,
            self.identity_providers,
            self.policies,
            self.zones,
        ];
        sets.iter().map(|set| set.len()).sum::<usize>()
            + pairs.iter().map(|set| set.len()).sum::<usize>()
            + flags.iter().filter(|flag| **flag).count()
    }
}

//! Why a row is there: the nodes on the way, who granted it, and a sentence.

use domain::facts::UserStatus;

use super::{GrantKind, PathRow};
use crate::{Graph, NodeIx, NodeKind};

/// The reason of one access path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why {
    /// From the identity to the resource.
    pub path: Vec<NodeIx>,
    /// What gives it, in the order of the way: taking any one of them away ends it.
    pub grantors: Vec<String>,
    /// In one sentence.
    pub explanation: String,
}

impl Graph {
    /// The nodes on the way of an access path, from its identity to its resource.
    pub fn path_nodes(&self, row: &PathRow) -> Vec<NodeIx> {
        let mut nodes = vec![row.identity];
        nodes.extend(self.owner_of_credential(row.identity));
        nodes.extend(row.group);
        if let Some(assignment) = row.assignment() {
            nodes.push(self.assignment(assignment).role);
        }
        nodes.extend(row.resource_group);
        nodes.push(row.resource);
        nodes
    }

    /// What gives an access path, in the order of the way: taking any one of them away ends it. What gives the
    /// membership of the group on the way, then that group, which has the app or the role; or the one thing that
    /// gives it without a group.
    pub fn grantors(&self, row: &PathRow) -> Vec<&str> {
        match (row.grant, row.group) {
            (GrantKind::ThroughGroup | GrantKind::RoleThroughGroup, Some(group)) => {
                vec![self.membership_grantor(group), self.name(group)]
            }
            (GrantKind::Member, _) => vec![self.membership_grantor(row.resource)],
            (grant, _) => vec![grant.grantor()],
        }
    }

    /// What gives the memberships of a group, as far as Okta tells: `direct group membership`, an import from an
    /// app or directory, or Okta itself; where group rules in force may have made them, those rules. Okta does not
    /// tell which memberships a rule made.
    pub fn membership_grantor(&self, group: NodeIx) -> &str {
        match self.groups.get(self.place(NodeKind::Group, group)) {
            Some(record) => self.texts.get(record.membership),
            None => GrantKind::Member.grantor(),
        }
    }

    /// Where [`membership_grantor`](Self::membership_grantor) of a group lies in
    /// [`arena_bytes`](Self::arena_bytes); an empty span for what is no group.
    pub fn membership_grantor_span(&self, group: NodeIx) -> (u32, u32) {
        self.groups
            .get(self.place(NodeKind::Group, group))
            .map_or((0, 0), |record| self.texts.span(record.membership))
    }

    /// Whether an access path can be used: a service app needs both a role and an OAuth scope, and one without the
    /// other gives nothing; a person has to be able to sign in. All other paths can.
    pub fn is_effective(&self, row: &PathRow) -> bool {
        self.held_back(row).is_none()
    }

    /// What keeps an access path from being used.
    fn held_back(&self, row: &PathRow) -> Option<HeldBack> {
        if self.kind(row.identity) == NodeKind::User {
            return match self.user_status(row.identity)? {
                UserStatus::Suspended => Some(HeldBack::Suspended),
                UserStatus::Staged => Some(HeldBack::Staged),
                UserStatus::Deprovisioned => Some(HeldBack::Deactivated),
                // Stuck at the door, and let in with no administrator's doing.
                UserStatus::Provisioned
                | UserStatus::Active
                | UserStatus::Recovery
                | UserStatus::PasswordExpired
                | UserStatus::LockedOut
                | UserStatus::Unknown => None,
            };
        }
        let app = self.owner_of_credential(row.identity).unwrap_or(row.identity);
        if self.kind(app) != NodeKind::ServiceApp {
            return None;
        }
        let (is_used, why) = match row.grant {
            GrantKind::Scope => (self.is_role_bearing(app), HeldBack::NoRole),
            GrantKind::Role => {
                let has_scope = self.grants_of(app).any(|grant| self.grant(grant).is_active);
                (has_scope, HeldBack::NoScope)
            }
            _ => return None,
        };
        (!is_used).then_some(why)
    }

    /// Why an access path is there.
    pub fn why(&self, row: &PathRow) -> Why {
        let (who, what) = (self.name(row.identity), self.name(row.resource));
        let group = row.group.map_or("a group", |group| self.name(group));
        let action = self.action_name(row.action);
        let holder = match self.owner_of_credential(row.identity) {
            None => who.to_owned(),
            Some(owner) => match (self.kind(row.identity), self.name(owner)) {
                (NodeKind::ClientSecret, app) => format!("the client secret {who} signs in as {app}, which"),
                (NodeKind::ClientKey, app) => format!("the key {who} signs in as {app}, which"),
                (_, owner) => format!("the token {who} acts as its owner {owner}, who"),
            },
        };
        let within = row
            .resource_group
            .map_or(String::new(), |set| format!(" (resource set {})", self.name(set)));
        let explanation = match row.grant {
            GrantKind::Member => format!("{who} is a member of {what}"),
            GrantKind::Direct => format!("{who} is assigned to {what} directly"),
            GrantKind::ThroughGroup => format!("{who} is a member of {group}, which is assigned to {what}"),
            GrantKind::UnseenGroup => {
                format!("{who} is assigned to {what} by a group that the scan did not see")
            }
            GrantKind::Role => format!("{holder} holds the role {action} over {what}{within}"),
            GrantKind::RoleThroughGroup => {
                format!("{holder} is a member of {group}, which holds the role {action} over {what}{within}")
            }
            GrantKind::Owner => {
                format!("{who} owns the API token {what}, which acts with all rights of {who}")
            }
            GrantKind::Scope => format!("{holder} was granted the OAuth scope {action}"),
        };
        let explanation = match self.held_back(row) {
            None => explanation,
            Some(why) => format!("{explanation}{}", why.clause()),
        };
        Why {
            path: self.path_nodes(row),
            grantors: self.grantors(row).into_iter().map(str::to_owned).collect(),
            explanation,
        }
    }
}

/// What keeps an access path from being used.
#[derive(Clone, Copy)]
enum HeldBack {
    Suspended,
    Staged,
    Deactivated,
    NoRole,
    NoScope,
}

impl HeldBack {
    /// The end of the sentence that explains the path.
    const fn clause(self) -> &'static str {
        match self {
            Self::Suspended => ", and cannot sign in while suspended",
            Self::Staged => ", and cannot sign in before being activated",
            Self::Deactivated => ", and cannot sign in once deactivated",
            Self::NoRole => ", and holds no role, so the scope gives nothing",
            Self::NoScope => ", and was granted no OAuth scope, so the role gives nothing",
        }
    }
}

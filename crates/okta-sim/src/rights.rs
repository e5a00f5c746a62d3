//! What a credential may do: the roles of its owner (direct and through groups), for OAuth cut down
//! to the scopes of the access token.
//!
//! A right is written as the OAuth scope that stands for it: `okta.users.read`,
//! `okta.groups.manage`. `manage` includes `read`.

use crate::state::Org;

/// The rights of a caller.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rights {
    /// Scopes of the access token; `None` for API tokens, which have no scopes.
    pub(crate) scopes: Option<Vec<String>>,
    /// Client id of the service app that holds the access token.
    pub(crate) client_id: Option<String>,
    /// What the roles give.
    pub(crate) super_admin: bool,
}

impl Rights {
    pub(crate) fn of_user(org: &Org, ordinal: u32) -> Self {
        let Some(user) = org.users.get(ordinal) else { return Self::default() };
        let super_admin = org
            .docs
            .list(&format!("users/{}/roles", user.id))
            .any(|role| role.get("type").and_then(|kind| kind.as_str()) == Some("SUPER_ADMIN"));
        Self { scopes: None, client_id: None, super_admin }
    }

    /// Whether a role and, for OAuth, a scope give this right for anything at all.
    pub(crate) fn may(&self, right: &str) -> bool {
        self.in_scope(right) && self.super_admin
    }

    /// Whether the scopes of the access token include the right.
    pub(crate) fn in_scope(&self, right: &str) -> bool {
        let Some(scopes) = &self.scopes else { return true };
        let manage = right.strip_suffix(".read").map(|stem| format!("{stem}.manage"));
        scopes.iter().any(|scope| scope == right || Some(scope) == manage.as_ref())
    }
}

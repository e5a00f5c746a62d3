//! Who may do what: the one place that decides.
//!
//! Every call needs one [`Right`]; a role has a set of rights. A call that is not listed here is refused, so a new
//! route is closed until somebody decides who may use it.

use http::Method;

use crate::view::RoleWord;

/// What a call needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Right {
    /// Nothing: also for people who are not signed in.
    Nobody,
    /// To be signed in.
    SignedIn,
    /// To see the organization: graph, SQL, snapshots, state of scans.
    See,
    /// To start a scan or check the installed credential.
    Scan,
    /// To connect, change or disconnect organizations.
    Integrate,
    /// To make and revoke API tokens of this server.
    IssueTokens,
    /// To read the audit log.
    ReadAudit,
}

/// What a decision is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Go on.
    Allowed,
    /// Somebody has to sign in first.
    SignedOut,
    /// This somebody may not.
    Forbidden,
}

/// Every call and the right it needs.
pub(crate) const CALLS: &[(Method, &str, Right)] = &[
    (Method::GET, "/api/openapi.json", Right::Nobody),
    (Method::GET, "/api/v1/session", Right::Nobody),
    (Method::POST, "/api/v1/session", Right::Nobody),
    (Method::DELETE, "/api/v1/session", Right::SignedIn),
    (Method::POST, "/api/v1/setup", Right::Nobody),
    (Method::GET, "/api/v1/home", Right::See),
    (Method::GET, "/api/v1/search", Right::See),
    (Method::GET, "/api/v1/nodes", Right::See),
    (Method::GET, "/api/v1/nodes/{id}", Right::See),
    (Method::GET, "/api/v1/nodes/{id}/raw", Right::See),
    (Method::GET, "/api/v1/nodes/{id}/connections", Right::See),
    (Method::GET, "/api/v1/nodes/{id}/access", Right::See),
    (Method::GET, "/api/v1/graph/path", Right::See),
    (Method::GET, "/api/v1/graph/blast", Right::See),
    (Method::GET, "/api/v1/graph/diff", Right::See),
    (Method::GET, "/api/v1/graph/explore", Right::See),
    (Method::POST, "/api/v1/graph/subgraph", Right::See),
    (Method::POST, "/api/v1/query", Right::See),
    (Method::GET, "/api/v1/query/schema", Right::See),
    (Method::GET, "/api/v1/query/examples", Right::See),
    (Method::DELETE, "/api/v1/query/{id}", Right::See),
    (Method::GET, "/api/v1/snapshots", Right::See),
    (Method::GET, "/api/v1/integrations", Right::See),
    (Method::GET, "/api/v1/integrations/okta", Right::See),
    (Method::POST, "/api/v1/integrations/okta", Right::Integrate),
    (Method::PATCH, "/api/v1/integrations/okta", Right::Integrate),
    (Method::DELETE, "/api/v1/integrations/okta", Right::Integrate),
    (Method::POST, "/api/v1/integrations/okta/check", Right::Integrate),
    (
        Method::POST,
        "/api/v1/integrations/okta/cleanup",
        Right::Integrate,
    ),
    (Method::GET, "/api/v1/integrations/okta/keys", Right::Integrate),
    (Method::POST, "/api/v1/integrations/okta/keys", Right::Integrate),
    (
        Method::DELETE,
        "/api/v1/integrations/okta/keys/{id}",
        Right::Integrate,
    ),
    (Method::GET, "/api/v1/integrations/okta/jwks", Right::Nobody),
    (Method::POST, "/api/v1/integrations/okta/scan", Right::Scan),
    (Method::GET, "/api/v1/integrations/okta/events", Right::See),
    (Method::GET, "/api/v1/tokens", Right::IssueTokens),
    (Method::POST, "/api/v1/tokens", Right::IssueTokens),
    (Method::DELETE, "/api/v1/tokens/{id}", Right::IssueTokens),
    (Method::GET, "/api/v1/audit", Right::ReadAudit),
];

/// The right a call needs; `None` for a call that nobody decided about. `HEAD` needs what `GET` needs.
pub(crate) fn required(method: &Method, template: &str) -> Option<Right> {
    let method = if method == Method::HEAD {
        &Method::GET
    } else {
        method
    };
    CALLS
        .iter()
        .find(|(m, path, _)| m == method && *path == template)
        .map(|(_, _, right)| *right)
}

/// Whether somebody with this role, or nobody, may make a call that needs this right.
pub(crate) fn decide(right: Option<Right>, role: Option<RoleWord>) -> Verdict {
    match (right, role) {
        (Some(Right::Nobody), _) => Verdict::Allowed,
        (_, None) => Verdict::SignedOut,
        (None, Some(_)) => Verdict::Forbidden,
        (Some(right), Some(role)) if holds(role, right) => Verdict::Allowed,
        (Some(_), Some(_)) => Verdict::Forbidden,
    }
}

fn holds(role: RoleWord, right: Right) -> bool {
    match role {
        RoleWord::Admin => true,
        RoleWord::Reader => matches!(right, Right::Nobody | Right::SignedIn | Right::See),
    }
}

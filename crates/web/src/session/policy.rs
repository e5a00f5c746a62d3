//! Who may do what: the one place that decides.
//!
//! Every call needs one [`Right`], which is a verb on a kind of resource; [`domain::role::decide`] says whether the roles
//! of the one who asks permit that. A call that is not listed here is refused, so a new route is closed until somebody
//! decides who may use it.

use domain::role::{Resource, Role, Verb};
use http::Method;

/// What a call needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Right {
    /// Nothing: also for people who are not signed in.
    Nobody,
    /// To be signed in.
    SignedIn,
    /// To be signed in with a browser's session: what keeps an account safe is nothing that a token may touch, for a
    /// token that leaks must not become the account.
    InBrowser,
    /// To see the organization: graph, SQL, snapshots, state of scans.
    See,
    /// To start a scan or check the installed credential.
    Scan,
    /// To change what is connected, and to act in the organization.
    Integrate,
    /// To read the audit log.
    ReadAudit,
    /// This verb on the kind of resource that the path or what is sent names: the handler decides with it, by the right of
    /// the page's call for the same deed.
    OfKind(Verb),
    /// This verb on this kind of resource.
    May(Resource, Verb),
}

impl Right {
    /// What must be permitted; `None` where being signed in is enough, or not even that is needed.
    fn needs(self) -> Option<(Resource, Verb)> {
        match self {
            Self::Nobody | Self::SignedIn | Self::InBrowser | Self::OfKind(_) => None,
            Self::See => Some((Resource::AccessGraph, Verb::Read)),
            Self::Scan => Some((Resource::Plugin, Verb::Use)),
            Self::Integrate => Some((Resource::Plugin, Verb::Update)),
            Self::ReadAudit => Some((Resource::Event, Verb::List)),
            Self::May(resource, verb) => Some((resource, verb)),
        }
    }
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
    /// This somebody may, but not with a token.
    NotByToken,
}

/// Who asks, as far as a decision needs it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asker<'a> {
    /// What they may do.
    pub(crate) roles: &'a [Role],
    /// Whether an API token vouches for them, not a browser's session.
    pub(crate) is_token: bool,
}

/// Every call and the right it needs.
pub(crate) const CALLS: &[(Method, &str, Right)] = &[
    (Method::GET, "/api/openapi.json", Right::Nobody),
    (Method::GET, "/api/v1/session", Right::Nobody),
    (Method::POST, "/api/v1/session", Right::Nobody),
    (Method::DELETE, "/api/v1/session", Right::SignedIn),
    (Method::POST, "/api/v1/session/passkey/challenge", Right::Nobody),
    (Method::POST, "/api/v1/session/passkey", Right::Nobody),
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
    (
        Method::GET,
        "/api/v1/activity/events",
        Right::May(Resource::Activity, Verb::List),
    ),
    (
        Method::GET,
        "/api/v1/activity/events/{id}",
        Right::May(Resource::Activity, Verb::Read),
    ),
    (
        Method::GET,
        "/api/v1/activity/facets",
        Right::May(Resource::Activity, Verb::List),
    ),
    (
        Method::GET,
        "/api/v1/activity/timeline",
        Right::May(Resource::Activity, Verb::List),
    ),
    (
        Method::GET,
        "/api/v1/activity/language",
        Right::May(Resource::Activity, Verb::List),
    ),
    (
        Method::GET,
        "/api/v1/activity/stats",
        Right::May(Resource::Activity, Verb::List),
    ),
    (
        Method::GET,
        "/api/v1/activity/tail",
        Right::May(Resource::Activity, Verb::List),
    ),
    (
        Method::POST,
        "/api/v1/activity/import",
        Right::May(Resource::Activity, Verb::Create),
    ),
    (
        Method::GET,
        "/api/v1/activity/export",
        Right::May(Resource::Activity, Verb::List),
    ),
    (
        Method::GET,
        "/api/v1/activity/searches",
        Right::May(Resource::Activity, Verb::List),
    ),
    (
        Method::POST,
        "/api/v1/activity/searches",
        Right::May(Resource::Activity, Verb::Update),
    ),
    (
        Method::DELETE,
        "/api/v1/activity/searches/{id}",
        Right::May(Resource::Activity, Verb::Update),
    ),
    (
        Method::GET,
        "/api/v1/activity/identity",
        Right::May(Resource::Activity, Verb::Read),
    ),
    (
        Method::POST,
        "/api/v1/activity/accounts",
        Right::May(Resource::Activity, Verb::Update),
    ),
    (
        Method::DELETE,
        "/api/v1/activity/accounts",
        Right::May(Resource::Activity, Verb::Update),
    ),
    (
        Method::GET,
        "/api/v1/activity/sources",
        Right::May(Resource::Plugin, Verb::List),
    ),
    (Method::POST, "/api/v1/activity/sources", Right::Integrate),
    (Method::PATCH, "/api/v1/activity/sources/{name}", Right::Integrate),
    (
        Method::DELETE,
        "/api/v1/activity/sources/{name}",
        Right::Integrate,
    ),
    (
        Method::POST,
        "/api/v1/activity/sources/{name}/token",
        Right::Integrate,
    ),
    (
        Method::GET,
        "/api/v1/alerts",
        Right::May(Resource::Alert, Verb::List),
    ),
    (
        Method::GET,
        "/api/v1/alerts/{id}",
        Right::May(Resource::Alert, Verb::Read),
    ),
    (
        Method::PATCH,
        "/api/v1/alerts/{id}",
        Right::May(Resource::Alert, Verb::Update),
    ),
    (Method::GET, "/api/v1/alerts/{id}/actions", Right::Integrate),
    (Method::POST, "/api/v1/alerts/{id}/actions", Right::Integrate),
    (
        Method::GET,
        "/api/v1/forwards",
        Right::May(Resource::Plugin, Verb::List),
    ),
    (Method::POST, "/api/v1/forwards", Right::Integrate),
    (Method::PATCH, "/api/v1/forwards/{id}", Right::Integrate),
    (Method::DELETE, "/api/v1/forwards/{id}", Right::Integrate),
    (Method::POST, "/api/v1/forwards/{id}/test", Right::Integrate),
    (
        Method::GET,
        "/api/v1/rules",
        Right::May(Resource::DetectionRule, Verb::List),
    ),
    (
        Method::POST,
        "/api/v1/rules",
        Right::May(Resource::DetectionRule, Verb::Create),
    ),
    (
        Method::GET,
        "/api/v1/rules/{id}",
        Right::May(Resource::DetectionRule, Verb::Read),
    ),
    (
        Method::PATCH,
        "/api/v1/rules/{id}",
        Right::May(Resource::DetectionRule, Verb::Update),
    ),
    (
        Method::DELETE,
        "/api/v1/rules/{id}",
        Right::May(Resource::DetectionRule, Verb::Delete),
    ),
    (
        Method::POST,
        "/api/v1/rules/replay",
        Right::May(Resource::DetectionRule, Verb::Read),
    ),
    (
        Method::POST,
        "/api/v1/rules/{id}/replay",
        Right::May(Resource::DetectionRule, Verb::Read),
    ),
    (Method::GET, "/api/v1/collectors", Right::See),
    (Method::POST, "/api/v1/collectors/{source}/run", Right::Integrate),
    (Method::GET, "/api/v1/snapshots", Right::See),
    (Method::GET, "/api/v1/integrations", Right::See),
    (Method::GET, "/api/v1/integrations/okta", Right::See),
    (
        Method::POST,
        "/api/v1/integrations/okta",
        Right::May(Resource::Plugin, Verb::Create),
    ),
    (Method::PATCH, "/api/v1/integrations/okta", Right::Integrate),
    (
        Method::DELETE,
        "/api/v1/integrations/okta",
        Right::May(Resource::Plugin, Verb::Delete),
    ),
    (Method::POST, "/api/v1/integrations/okta/check", Right::Integrate),
    (
        Method::POST,
        "/api/v1/integrations/okta/cleanup",
        Right::May(Resource::Plugin, Verb::Delete),
    ),
    (
        Method::GET,
        "/api/v1/integrations/okta/keys",
        Right::May(Resource::Plugin, Verb::Read),
    ),
    (Method::POST, "/api/v1/integrations/okta/keys", Right::Integrate),
    (
        Method::DELETE,
        "/api/v1/integrations/okta/keys/{id}",
        Right::Integrate,
    ),
    (Method::GET, "/api/v1/integrations/okta/jwks", Right::Nobody),
    (
        Method::GET,
        "/api/v1/integrations/okta/scim",
        Right::May(Resource::Plugin, Verb::Read),
    ),
    (Method::POST, "/api/v1/integrations/okta/scim", Right::Integrate),
    (Method::PATCH, "/api/v1/integrations/okta/scim", Right::Integrate),
    (Method::DELETE, "/api/v1/integrations/okta/scim", Right::Integrate),
    (
        Method::POST,
        "/api/v1/integrations/okta/scim/token",
        Right::Integrate,
    ),
    (Method::POST, "/api/v1/integrations/okta/scan", Right::Scan),
    (
        Method::GET,
        "/api/v1/integrations/okta/sync",
        Right::May(Resource::Plugin, Verb::Read),
    ),
    (Method::PUT, "/api/v1/integrations/okta/sync", Right::Integrate),
    (
        Method::POST,
        "/api/v1/integrations/okta/sync/plan",
        Right::Integrate,
    ),
    (
        Method::POST,
        "/api/v1/integrations/okta/sync/run",
        Right::Integrate,
    ),
    (
        Method::GET,
        "/api/v1/integrations/okta/lists",
        Right::May(Resource::Plugin, Verb::Read),
    ),
    (Method::PUT, "/api/v1/integrations/okta/lists", Right::Integrate),
    (
        Method::POST,
        "/api/v1/integrations/okta/lists/preview",
        Right::Integrate,
    ),
    (Method::GET, "/api/v1/integrations/okta/events", Right::See),
    (
        Method::GET,
        "/api/v1/tokens",
        Right::May(Resource::Token, Verb::List),
    ),
    (
        Method::POST,
        "/api/v1/tokens",
        Right::May(Resource::Token, Verb::Create),
    ),
    (
        Method::DELETE,
        "/api/v1/tokens/{id}",
        Right::May(Resource::Token, Verb::Delete),
    ),
    (Method::GET, "/api/v1/audit", Right::ReadAudit),
    (Method::GET, "/api/v1/audit/verify", Right::ReadAudit),
    (Method::GET, "/api/v1/resources", Right::SignedIn),
    (Method::POST, "/api/v1/resources", Right::OfKind(Verb::Create)),
    (Method::GET, "/api/v1/resources/{kind}", Right::OfKind(Verb::List)),
    (
        Method::GET,
        "/api/v1/resources/{kind}/{name}",
        Right::OfKind(Verb::Read),
    ),
    (
        Method::PUT,
        "/api/v1/resources/{kind}/{name}",
        Right::OfKind(Verb::Update),
    ),
    (
        Method::DELETE,
        "/api/v1/resources/{kind}/{name}",
        Right::OfKind(Verb::Delete),
    ),
    (Method::GET, "/api/v1/sign-in", Right::Nobody),
    (Method::GET, "/api/v1/account", Right::SignedIn),
    (Method::POST, "/api/v1/account/proof", Right::InBrowser),
    (Method::POST, "/api/v1/account/password", Right::InBrowser),
    (Method::POST, "/api/v1/account/second-factor", Right::InBrowser),
    (Method::PUT, "/api/v1/account/second-factor", Right::InBrowser),
    (Method::DELETE, "/api/v1/account/second-factor", Right::InBrowser),
    (Method::GET, "/api/v1/account/passkeys", Right::InBrowser),
    (Method::POST, "/api/v1/account/passkeys", Right::InBrowser),
    (Method::POST, "/api/v1/account/passkeys/offer", Right::InBrowser),
    (Method::PATCH, "/api/v1/account/passkeys/{id}", Right::InBrowser),
    (Method::DELETE, "/api/v1/account/passkeys/{id}", Right::InBrowser),
    (Method::GET, "/api/v1/account/sessions", Right::InBrowser),
    (Method::DELETE, "/api/v1/account/sessions/{id}", Right::InBrowser),
    (
        Method::GET,
        "/api/v1/users",
        Right::May(Resource::User, Verb::List),
    ),
    (
        Method::POST,
        "/api/v1/users",
        Right::May(Resource::User, Verb::Create),
    ),
    (
        Method::GET,
        "/api/v1/users/{id}",
        Right::May(Resource::User, Verb::Read),
    ),
    (
        Method::PATCH,
        "/api/v1/users/{id}",
        Right::May(Resource::User, Verb::Update),
    ),
    (
        Method::DELETE,
        "/api/v1/users/{id}",
        Right::May(Resource::User, Verb::Delete),
    ),
    (
        Method::GET,
        "/api/v1/users/{id}/sessions",
        Right::May(Resource::Session, Verb::List),
    ),
    (
        Method::DELETE,
        "/api/v1/users/{id}/sessions",
        Right::May(Resource::Session, Verb::Delete),
    ),
    (
        Method::GET,
        "/api/v1/roles",
        Right::May(Resource::Role, Verb::List),
    ),
    (
        Method::POST,
        "/api/v1/roles",
        Right::May(Resource::Role, Verb::Create),
    ),
    (
        Method::GET,
        "/api/v1/roles/{name}",
        Right::May(Resource::Role, Verb::Read),
    ),
    (
        Method::PUT,
        "/api/v1/roles/{name}",
        Right::May(Resource::Role, Verb::Update),
    ),
    (
        Method::DELETE,
        "/api/v1/roles/{name}",
        Right::May(Resource::Role, Verb::Delete),
    ),
    (
        Method::GET,
        "/api/v1/locks",
        Right::May(Resource::Lock, Verb::List),
    ),
    (
        Method::POST,
        "/api/v1/locks",
        Right::May(Resource::Lock, Verb::Create),
    ),
    (
        Method::DELETE,
        "/api/v1/locks/{id}",
        Right::May(Resource::Lock, Verb::Delete),
    ),
    (
        Method::GET,
        "/api/v1/connectors",
        Right::May(Resource::Connector, Verb::List),
    ),
    (
        Method::POST,
        "/api/v1/connectors",
        Right::May(Resource::Connector, Verb::Create),
    ),
    (
        Method::GET,
        "/api/v1/connectors/{name}",
        Right::May(Resource::Connector, Verb::Read),
    ),
    (
        Method::PUT,
        "/api/v1/connectors/{name}",
        Right::May(Resource::Connector, Verb::Update),
    ),
    (
        Method::DELETE,
        "/api/v1/connectors/{name}",
        Right::May(Resource::Connector, Verb::Delete),
    ),
    (
        Method::POST,
        "/api/v1/connectors/check",
        Right::May(Resource::Connector, Verb::Create),
    ),
    (
        Method::POST,
        "/api/v1/connectors/{name}/check",
        Right::May(Resource::Connector, Verb::Use),
    ),
    (
        Method::POST,
        "/api/v1/connectors/{name}/refresh",
        Right::May(Resource::Connector, Verb::Update),
    ),
    (
        Method::POST,
        "/api/v1/connectors/{name}/trials",
        Right::May(Resource::Connector, Verb::Use),
    ),
    (
        Method::GET,
        "/api/v1/connectors/{name}/trials",
        Right::May(Resource::Connector, Verb::Read),
    ),
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

/// Whether somebody, or nobody, may make a call that needs this right.
pub(crate) fn decide(right: Option<Right>, asker: Option<Asker<'_>>) -> Verdict {
    let (Some(right), Some(asker)) = (right, asker) else {
        return match (right, asker) {
            (Some(Right::Nobody), _) => Verdict::Allowed,
            (_, None) => Verdict::SignedOut,
            (_, Some(_)) => Verdict::Forbidden,
        };
    };
    if right == Right::InBrowser && asker.is_token {
        return Verdict::NotByToken;
    }
    let is_permitted = right
        .needs()
        .is_none_or(|(resource, verb)| domain::role::decide(asker.roles, resource, verb).is_allowed());
    if is_permitted {
        Verdict::Allowed
    } else {
        Verdict::Forbidden
    }
}

//! Who may do what: the one place that decides.
//!
//! Every call needs one [`Right`], which is a verb on a kind of resource; [`domain::role::decide`] says whether the roles
//! of the one who asks permit that. A call that is not listed here is refused, so a new route is closed until somebody
//! decides who may use it.

mod calls;

use domain::role::{Resource, Role, Verb};
use http::Method;

pub(crate) use calls::CALLS;

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

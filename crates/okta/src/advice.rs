//! The one table from what Okta says to what it means and what to do.

use crate::fault::FaultKind;

/// What happened: one line of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Cause {
    /// No connection, or it broke.
    Unreachable,
    /// The host's name leads into a network that must not be reached.
    ForbiddenAddress,
    /// The certificate is not good.
    Certificate,
    /// No answer in time.
    Timeout,
    /// The rate limit is used up.
    RateLimited,
    /// 5xx.
    ServerError,
    /// The API token is wrong, expired or revoked.
    InvalidToken,
    /// The service app's key, id or assertion is not accepted.
    InvalidClient,
    /// A scope is not granted to the service app.
    ScopeNotGranted,
    /// The access token lacks the scope of this endpoint.
    ScopeMissing,
    /// The role of the credential does not allow it.
    Forbidden,
    /// The organization does not have the feature.
    FeatureDisabled,
    /// Not there.
    NotFound,
    /// A paging cursor or query that Okta does not take (any more).
    BadCursor,
    /// A redirect, which is never followed.
    Redirected,
    /// HTML or another type where JSON should be.
    NotJson,
    /// JSON that ends too soon or is none.
    BrokenJson,
    /// JSON of another shape.
    WrongShape,
    /// A body beyond the size limit.
    TooLarge,
    /// A `next` link to another host.
    ForeignLink,
    /// A `next` link that was there before.
    LinkLoop,
    /// No `next` link where there always is one.
    NoNextLink,
    /// No token in a token answer, or of a kind that was not asked for.
    BadTokenAnswer,
    /// An app without an admin role: every list is empty.
    NoAdminRole,
    /// Another refusal.
    Rejected,
}

impl Cause {
    /// All causes, in the order of the table.
    pub const ALL: [Self; 25] = [
        Self::Unreachable,
        Self::ForbiddenAddress,
        Self::Certificate,
        Self::Timeout,
        Self::RateLimited,
        Self::ServerError,
        Self::InvalidToken,
        Self::InvalidClient,
        Self::ScopeNotGranted,
        Self::ScopeMissing,
        Self::Forbidden,
        Self::FeatureDisabled,
        Self::NotFound,
        Self::BadCursor,
        Self::Redirected,
        Self::NotJson,
        Self::BrokenJson,
        Self::WrongShape,
        Self::TooLarge,
        Self::ForeignLink,
        Self::LinkLoop,
        Self::NoNextLink,
        Self::BadTokenAnswer,
        Self::NoAdminRole,
        Self::Rejected,
    ];

    /// A stable word for files, pages and logs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::ForbiddenAddress => "forbidden_address",
            Self::Certificate => "certificate",
            Self::Timeout => "timeout",
            Self::RateLimited => "rate_limited",
            Self::ServerError => "server_error",
            Self::InvalidToken => "invalid_token",
            Self::InvalidClient => "invalid_client",
            Self::ScopeNotGranted => "scope_not_granted",
            Self::ScopeMissing => "scope_missing",
            Self::Forbidden => "forbidden",
            Self::FeatureDisabled => "feature_disabled",
            Self::NotFound => "not_found",
            Self::BadCursor => "bad_cursor",
            Self::Redirected => "redirected",
            Self::NotJson => "not_json",
            Self::BrokenJson => "broken_json",
            Self::WrongShape => "wrong_shape",
            Self::TooLarge => "too_large",
            Self::ForeignLink => "foreign_link",
            Self::LinkLoop => "link_loop",
            Self::NoNextLink => "no_next_link",
            Self::BadTokenAnswer => "bad_token_answer",
            Self::NoAdminRole => "no_admin_role",
            Self::Rejected => "rejected",
        }
    }

    /// What to do about it.
    pub const fn kind(self) -> FaultKind {
        match self {
            Self::Unreachable | Self::Timeout | Self::RateLimited | Self::ServerError | Self::BadCursor => {
                FaultKind::RetryLater
            }
            Self::ForbiddenAddress
            | Self::Certificate
            | Self::InvalidToken
            | Self::InvalidClient
            | Self::ScopeNotGranted
            | Self::Redirected
            | Self::NoAdminRole => FaultKind::NeedsPerson,
            Self::ScopeMissing | Self::Forbidden | Self::FeatureDisabled | Self::Rejected => {
                FaultKind::Refused
            }
            Self::NotFound => FaultKind::Gone,
            Self::NotJson
            | Self::BrokenJson
            | Self::WrongShape
            | Self::TooLarge
            | Self::ForeignLink
            | Self::LinkLoop
            | Self::NoNextLink
            | Self::BadTokenAnswer => FaultKind::Malformed,
        }
    }

    /// What happened, in words that follow an endpoint's name.
    pub const fn what(self) -> &'static str {
        match self {
            Self::Unreachable => "Okta cannot be reached",
            Self::ForbiddenAddress => "the organization's host leads into a private network",
            Self::Certificate => "the host's certificate is not valid",
            Self::Timeout => "Okta did not answer in time",
            Self::RateLimited => "the rate limit is used up",
            Self::ServerError => "Okta failed",
            Self::InvalidToken => "the token is not valid",
            Self::InvalidClient => "the service app is not accepted",
            Self::ScopeNotGranted => "a scope is not granted to the service app",
            Self::ScopeMissing => "the access token lacks the scope",
            Self::Forbidden => "the credential may not read this",
            Self::FeatureDisabled => "the organization does not have this feature",
            Self::NotFound => "not found",
            Self::BadCursor => "Okta does not accept the query or page cursor",
            Self::Redirected => "the host redirects elsewhere",
            Self::NotJson => "the answer is not JSON",
            Self::BrokenJson => "the answer's JSON is cut or broken",
            Self::WrongShape => "the answer has an unexpected shape",
            Self::TooLarge => "the answer is too large",
            Self::ForeignLink => "the link to the next page leads to another host",
            Self::LinkLoop => "the link to the next page leads to a page that was read before",
            Self::NoNextLink => "the link to the next page is missing",
            Self::BadTokenAnswer => "the token answer is not usable",
            Self::NoAdminRole => "the service app has no admin role, so every list is empty",
            Self::Rejected => "Okta refused the request",
        }
    }

    /// What a person can do, with the way through the Admin Console.
    pub const fn advice(self) -> &'static str {
        match self {
            Self::Unreachable => {
                "Nothing to do if this passes: it is tried again. Otherwise check the organization's address and \
                 that this server may make https connections to it."
            }
            Self::ForbiddenAddress => {
                "Check the organization's address. Only for a simulated organization, allow private addresses in \
                 the settings."
            }
            Self::Certificate => {
                "Check the organization's address and this server's clock. If a proxy opens TLS connections, its \
                 certificate authority must be known to this machine."
            }
            Self::Timeout | Self::ServerError => {
                "Nothing to do: it is tried again. If it lasts, look at https://status.okta.com."
            }
            Self::RateLimited => {
                "Nothing to do: it goes on when the limit is renewed. To go faster, raise this credential's share \
                 under Reports › Rate limits, or leave less to others in the settings."
            }
            Self::InvalidToken => {
                "The token has expired or was revoked: create a new one under Security › API › Tokens and put it \
                 into the integration. A token also ends 30 days after its last use and when its owner is \
                 deactivated."
            }
            Self::InvalidClient => {
                "Under Applications › the service app › General, check that the client ID is the one given here, \
                 that client authentication is Public key / Private key, and that the key shown here is saved \
                 there and active. Check this server's clock too."
            }
            Self::ScopeNotGranted | Self::ScopeMissing => {
                "Grant the scope under Applications › the service app › Okta API Scopes, and add it to the \
                 integration's scopes, or leave both out."
            }
            Self::Forbidden => {
                "Give the credential a role that may read this, under Security › Administrators, and for a \
                 service app grant the scope under Applications › the app › Okta API Scopes. Reading \
                 administrators needs a custom role with \"View roles, resources, and admin assignments\" or \
                 Super Administrator."
            }
            Self::FeatureDisabled => {
                "Nothing to do: this part of Okta is not switched on in the organization."
            }
            Self::NotFound => {
                "Nothing to do: it was deleted while it was read, or the organization does not have it."
            }
            Self::BadCursor => "Nothing to do: the next scan begins from the first page.",
            Self::Redirected => {
                "Use the address that the organization itself uses, for example https://acme.okta.com, without \
                 -admin."
            }
            Self::NotJson => {
                "Check that the address is an Okta organization and that no proxy or maintenance page answers in \
                 its place."
            }
            Self::BrokenJson => "It is tried again. If it lasts, a proxy between here and Okta cuts answers.",
            Self::WrongShape => {
                "The object cannot be read as it stands. Please report it with the endpoint and field; nothing \
                 that was read before is lost."
            }
            Self::TooLarge => "Please report it with the endpoint; a page of Okta is never that large.",
            Self::ForeignLink | Self::LinkLoop | Self::NoNextLink => {
                "Check that the address is the organization's own and that no proxy rewrites answers."
            }
            Self::BadTokenAnswer => {
                "Check that the address is an Okta organization and that the app is an API service app."
            }
            Self::NoAdminRole => {
                "Give the app a role under Applications › the service app › Admin roles, for example Read-only \
                 Administrator. Okta grants scopes to an app without a role but shows it nothing."
            }
            Self::Rejected => {
                "See Okta's own words; the code is explained at developer.okta.com under Error codes."
            }
        }
    }
}

#[cfg(test)]
mod tests;

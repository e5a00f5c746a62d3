//! Who calls: the credential of a request and the rights behind it.

use http::HeaderMap;

use crate::call::Call;
use crate::org::zones;
use crate::reply::{Object, Refusal};
use crate::rights::Rights;
use crate::stamp::Stamp;
use crate::state::Org;

/// The one behind a request.
#[derive(Debug)]
pub(crate) struct Caller {
    pub(crate) principal: Principal,
    /// Id of the API token, or of the OAuth access token (`jti`).
    pub(crate) credential: String,
    pub(crate) rights: Rights,
}

/// Identity of the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Principal {
    /// Endpoints that need no credential.
    Anonymous,
    /// The owner of an API token, by ordinal.
    User(u32),
    /// A service app with an access token, by ordinal.
    App(u32),
}

impl Caller {
    pub(crate) fn anonymous() -> Self {
        Self {
            principal: Principal::Anonymous,
            credential: String::new(),
            rights: Rights::default(),
        }
    }

    /// The calling user's ordinal.
    pub(crate) fn user(&self) -> Option<u32> {
        match self.principal {
            Principal::User(ordinal) => Some(ordinal),
            _ => None,
        }
    }
}

/// The credential of a request as sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Credential<'h> {
    /// `SSWS <token>`, also without the space (Okta's Python SDK sends it so).
    Ssws(&'h str),
    /// `Bearer <token>`
    Bearer(&'h str),
    /// `DPoP <token>`; the proof is in the `DPoP` header.
    Dpop(&'h str),
}

/// Takes the `Authorization` header apart.
pub(crate) fn credential(headers: &HeaderMap) -> Option<Credential<'_>> {
    let text = headers.get(http::header::AUTHORIZATION)?.to_str().ok()?.trim();
    let rest = |scheme: &str| {
        let head = text.get(..scheme.len())?;
        head.eq_ignore_ascii_case(scheme)
            .then(|| text.get(scheme.len()..).unwrap_or_default().trim())
    };
    rest("SSWS")
        .map(Credential::Ssws)
        .or_else(|| rest("Bearer ").map(Credential::Bearer))
        .or_else(|| rest("DPoP ").map(Credential::Dpop))
}

/// The owner of an API token with the rights that the owner has now.
///
/// A token ends 30 days after its last use. Worlds have a past in which their tokens were used without us, so that
/// time begins with the first request.
pub(crate) fn by_token(org: &Org, token: &str, now: Stamp) -> Result<Caller, Refusal> {
    if let Some(unowned) = org.docs.get("~tokens", token) {
        return Ok(unowned_caller(unowned));
    }
    let (id, owner) = org
        .docs
        .entries("api-tokens")
        .find(|(_, document)| document.get("~token").and_then(|known| known.as_str()) == Some(token))
        .ok_or_else(Refusal::invalid_token)?;
    let user = owner
        .get("userId")
        .and_then(|id| id.as_str())
        .and_then(|id| org.users.find(id));
    let ordinal = user.ok_or_else(Refusal::invalid_token)?;
    if !org.users.get(ordinal).is_some_and(crate::state::User::is_living) || !org.token_use.note(id, now) {
        return Err(Refusal::invalid_token());
    }
    Ok(Caller {
        principal: Principal::User(ordinal),
        credential: id.to_owned(),
        rights: Rights::of_user(org, ordinal),
    })
}

/// Whether the caller's API token may be used from where the request comes from. Tokens without a network condition
/// may be used from everywhere.
pub(crate) fn in_network(org: &Org, call: &Call<'_>) -> bool {
    let network = org
        .docs
        .get("api-tokens", &call.caller.credential)
        .and_then(|token| token.get("network"));
    let Some(network) =
        network.filter(|network| network.get("connection").is_some_and(|kind| kind == "ZONE"))
    else {
        return true;
    };
    let address = crate::syslog::address_of(call);
    let within = |list: &str| {
        let zones = network.get(list).and_then(serde_json::Value::as_array);
        zones
            .into_iter()
            .flatten()
            .filter_map(|zone| zone.as_str())
            .any(|zone| zones::holds(org, zone, &address))
    };
    let included = network
        .get("include")
        .and_then(serde_json::Value::as_array)
        .is_none_or(Vec::is_empty);
    (included || within("include")) && !within("exclude")
}

/// A token that nobody of the organization owns: recordings bring people, but no secrets.
fn unowned_caller(token: &Object) -> Caller {
    let kind = token
        .get("~role")
        .and_then(|kind| kind.as_str())
        .unwrap_or_default();
    Caller {
        principal: Principal::Anonymous,
        credential: format!("00Tunowned{}", kind.to_lowercase()),
        rights: Rights::of_role(kind),
    }
}

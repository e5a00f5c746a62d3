//! The provider's own description (OpenID Connect Discovery 1.0).

use serde_json::{Map, Value};
use url::Url;

use crate::json;
use crate::refusal::Refusal;

/// Which addresses are accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Places {
    /// `https` only.
    Https,
    /// `http` too: for a simulated provider on this machine.
    HttpToo,
}

/// What the provider says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discovery {
    /// Its name: what it must say as issuer, letter by letter.
    pub issuer: String,
    /// Where browsers are sent.
    pub authorization_endpoint: String,
    /// Where codes are exchanged.
    pub token_endpoint: String,
    /// Where its keys are.
    pub jwks_uri: String,
    /// Where more about a person is.
    pub userinfo_endpoint: Option<String>,
    /// Where its sessions are ended.
    pub end_session_endpoint: Option<String>,
    /// Whether its answers name it (RFC 9207).
    pub names_itself: bool,
}

impl Discovery {
    /// Where the description of an issuer is; `None` when the issuer is no address that may be used.
    #[must_use]
    pub fn address(issuer: &str, places: Places) -> Option<String> {
        let is_plain = !issuer.ends_with('/') && is_usable(issuer, places);
        let has_no_query = Url::parse(issuer).is_ok_and(|url| url.query().is_none());
        (is_plain && has_no_query).then(|| format!("{issuer}/.well-known/openid-configuration"))
    }

    /// Reads the description of `issuer`. Every address in it must be at the issuer's own origin, so that neither the
    /// code nor the client's secret goes anywhere else.
    ///
    /// # Errors
    /// [`Refusal::Discovery`] with what is wrong.
    pub fn read(text: &[u8], issuer: &str, places: Places) -> Result<Self, Refusal> {
        let fault = |what: String| Refusal::Discovery(what);
        let members = json::object(text).ok_or_else(|| fault("it is no JSON object".to_owned()))?;
        let named = json::text(&members, "issuer").unwrap_or_default();
        if named != issuer {
            return Err(fault(format!("it describes `{}`", json::shown(named))));
        }
        let place = |name: &str| place(&members, name, issuer, places);
        let needed = |name: &str| place(name)?.ok_or_else(|| fault(format!("it has no `{name}`")));
        if let Some(methods) = members
            .get("code_challenge_methods_supported")
            .and_then(Value::as_array)
            && !methods.iter().any(|method| method == "S256")
        {
            return Err(fault("it does not know PKCE with S256".to_owned()));
        }
        Ok(Self {
            issuer: issuer.to_owned(),
            authorization_endpoint: needed("authorization_endpoint")?,
            token_endpoint: needed("token_endpoint")?,
            jwks_uri: needed("jwks_uri")?,
            userinfo_endpoint: place("userinfo_endpoint")?,
            end_session_endpoint: place("end_session_endpoint")?,
            names_itself: members.get("authorization_response_iss_parameter_supported")
                == Some(&Value::Bool(true)),
        })
    }
}

fn place(
    members: &Map<String, Value>,
    name: &str,
    issuer: &str,
    places: Places,
) -> Result<Option<String>, Refusal> {
    let Some(text) = json::text(members, name) else {
        return Ok(None);
    };
    let origin = |text: &str| Url::parse(text).ok().map(|url| url.origin());
    if !is_usable(text, places) || origin(text) != origin(issuer) {
        let what = format!("its `{name}` is not at the issuer's own address");
        return Err(Refusal::Discovery(what));
    }
    Ok(Some(text.to_owned()))
}

fn is_usable(text: &str, places: Places) -> bool {
    let is_good = Url::parse(text).is_ok_and(|url| {
        let has_scheme = match places {
            Places::Https => url.scheme() == "https",
            Places::HttpToo => matches!(url.scheme(), "http" | "https"),
        };
        has_scheme && url.has_host() && url.fragment().is_none() && url.username().is_empty()
    });
    is_good && text.len() <= 1024 && text.bytes().all(|byte| byte.is_ascii_graphic())
}

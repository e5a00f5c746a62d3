//! Ending the session at the provider too (OpenID Connect RP-Initiated Logout 1.0).

use url::Url;

use crate::discovery::Discovery;

/// Where to send the browser to end the provider's session; `None` when it offers no such thing. `hint` is the ID token
/// that the session began with.
#[must_use]
pub fn logout_url(
    provider: &Discovery,
    client_id: &str,
    hint: Option<&str>,
    afterwards: &str,
) -> Option<String> {
    let mut url = Url::parse(provider.end_session_endpoint.as_deref()?).ok()?;
    url.query_pairs_mut()
        .append_pair("client_id", client_id)
        .append_pair("post_logout_redirect_uri", afterwards);
    if let Some(hint) = hint {
        url.query_pairs_mut().append_pair("id_token_hint", hint);
    }
    Some(url.into())
}

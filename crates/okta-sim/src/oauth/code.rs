//! Exchanging a code for tokens, the user info behind them, and the end of the session.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::authorize::is_registered;
use super::token::{addresses, parameter};
use super::{assertion, client_id, find_client, invalid_client};
use crate::call::Call;
use crate::org::text;
use crate::org::users::display_name;
use crate::org::users::view::profile_text;
use crate::reply::{Answer, Body, Refusal, Reply};
use crate::saml::page;
use crate::stamp::Stamp;
use crate::state::Org;

/// Seconds that an access token and an ID token live.
const LIFETIME: i64 = 3600;

/// A code that was given out.
#[derive(Clone, Debug)]
pub(crate) struct Code {
    pub(super) client: String,
    pub(super) redirect_uri: String,
    /// The PKCE challenge.
    pub(super) challenge: Option<String>,
    pub(super) nonce: Option<String>,
    pub(super) scopes: Vec<String>,
    /// Ordinal of the person.
    pub(super) user: u32,
    /// When the person signed in.
    pub(super) since: Stamp,
    pub(super) until: Stamp,
}

/// What an access token that a person's sign-in gave opens.
#[derive(Clone, Debug)]
pub(crate) struct Opened {
    pub(super) user: u32,
    pub(super) scopes: Vec<String>,
    pub(super) until: Stamp,
}

pub(super) fn exchange(org: &mut Org, call: &Call<'_>, form: &[(String, String)]) -> Answer {
    let client = authenticate(org, call, form)?;
    let invalid = |told: &str| Refusal::oauth(400, "invalid_grant", told);
    let code = parameter(form, "code").and_then(|code| org.oauth.take_code(code, call.now));
    let code = code.filter(|code| code.client == client);
    let code = code.ok_or_else(|| invalid("The authorization code is invalid or has expired."))?;
    if parameter(form, "redirect_uri") != Some(code.redirect_uri.as_str()) {
        return Err(invalid(
            "The 'redirect_uri' does not match the redirection URI used in the authorization request.",
        ));
    }
    let proven =
        parameter(form, "code_verifier").map(|verifier| URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)));
    if proven != code.challenge {
        return Err(invalid("PKCE verification failed."));
    }
    let signer = org
        .oauth
        .signer()
        .ok_or_else(|| Refusal::oauth(500, "server_error", "The signing key could not be made."))?;
    let now = call.now.seconds();
    let access = json!({
        "ver": 1, "jti": format!("AT.{}", org.mint.secret(43)), "iss": call.base, "aud": call.base, "iat": now,
        "exp": now + LIFETIME, "cid": client, "scp": code.scopes,
    });
    let access = signer.sign(&access);
    let jti = format!("ID.{}", org.mint.secret(43));
    let id_token = signer.sign_as(&json!({}), &id_claims(org, call, &code, &access, &jti));
    let opened = Opened {
        user: code.user,
        scopes: code.scopes.clone(),
        until: call.now.plus_ms(LIFETIME * 1000),
    };
    org.oauth.open(&access, opened);
    let body = json!({
        "token_type": "Bearer", "expires_in": LIFETIME, "access_token": access, "id_token": id_token,
        "scope": code.scopes.join(" "),
    });
    Ok(Reply::json(body).header("cache-control", "no-cache, no-store"))
}

/// With an access token beside it, Okta's ID token is thin: who, for whom and when; the rest is in the user info.
fn id_claims(org: &Org, call: &Call<'_>, code: &Code, access: &str, jti: &str) -> Value {
    let now = call.now.seconds();
    let half = Sha256::digest(access);
    let mut claims = json!({
        "sub": org.users.get(code.user).map(|user| user.id.to_string()), "ver": 1, "iss": call.base,
        "aud": code.client, "iat": now, "exp": now + LIFETIME, "jti": jti, "amr": ["pwd"],
        "idp": org.identity.id, "auth_time": code.since.seconds(),
        "at_hash": URL_SAFE_NO_PAD.encode(half.get(..16).unwrap_or_default()),
    });
    if let Some(nonce) = &code.nonce {
        claims["nonce"] = json!(nonce);
    }
    claims
}

/// `GET` and `POST /oauth2/v1/userinfo`
pub(super) fn user_info(org: &Org, call: &Call<'_>) -> Answer {
    let header = call.request.headers.get(http::header::AUTHORIZATION);
    let token = header
        .and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "))
        .unwrap_or_default();
    let opened = org.oauth.opened(token.trim(), call.now).ok_or_else(|| {
        let refusal = Refusal::oauth(401, "invalid_token", "The access token is invalid.");
        refusal.header("www-authenticate", "Bearer error=\"invalid_token\"")
    })?;
    let person = org.users.get(opened.user).ok_or_else(Refusal::invalid_token)?;
    let has = |scope: &str| opened.scopes.iter().any(|one| one == scope);
    let mut info = Map::new();
    info.insert("sub".to_owned(), json!(person.id));
    if has("profile") {
        info.insert("name".to_owned(), json!(display_name(person)));
        info.insert("preferred_username".to_owned(), json!(person.login));
        for (claim, field) in [("given_name", "firstName"), ("family_name", "lastName")] {
            info.insert(claim.to_owned(), json!(profile_text(person, field)));
        }
    }
    if has("email") {
        info.insert("email".to_owned(), json!(profile_text(person, "email")));
        info.insert("email_verified".to_owned(), json!(true));
    }
    if has("groups") {
        let groups = org.groups_of(opened.user);
        let names: Vec<String> = groups
            .iter()
            .filter_map(|group| org.groups.get(*group))
            .map(|group| group.name.to_string())
            .collect();
        info.insert("groups".to_owned(), json!(names));
    }
    Ok(Reply::json(Value::Object(info)))
}

/// `GET /oauth2/v1/logout`
pub(super) fn log_out(org: &mut Org, call: &Call<'_>) -> Answer {
    if let Some(session) = org.sessions.close(&call.request.headers) {
        crate::saml::enter::log_end(org, call, &session);
    }
    let client = call
        .query("client_id")
        .and_then(|client| find_client(org, client));
    let back = call.query("post_logout_redirect_uri").unwrap_or_default();
    let known = client.is_some_and(|app| is_registered(org, app, "post_logout_redirect_uris", back));
    let reply = if known {
        let reply = Reply {
            status: 302,
            body: Body::Empty,
            headers: Vec::new(),
            page: None,
        };
        reply.header("location", back)
    } else {
        page::page(200, "Signed out", "<p>You are signed out.</p>")
    };
    Ok(reply.header("set-cookie", "sid=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"))
}

/// The client that asks: by secret in the header or the form, or by assertion.
fn authenticate(org: &Org, call: &Call<'_>, form: &[(String, String)]) -> Result<String, Refusal> {
    let failed = || {
        invalid_client(
            "Client authentication failed. Either the client or the client credentials are invalid.",
        )
    };
    if let Some(compact) = parameter(form, "client_assertion") {
        let proved = assertion::check(org, compact, &addresses(org, call), call.now)?;
        if let Some((id, until)) = proved.once {
            org.oauth.first_use(id, call.now, until);
        }
        let app = org.apps.get(proved.app).ok_or_else(failed)?;
        return Ok(client_id(app).to_owned());
    }
    let in_form = || {
        let secret = parameter(form, "client_secret")?;
        Some((parameter(form, "client_id")?.to_owned(), secret.to_owned()))
    };
    let (client, secret) = basic(call).or_else(in_form).ok_or_else(failed)?;
    let app = find_client(org, &client)
        .and_then(|app| org.apps.get(app))
        .ok_or_else(failed)?;
    let secrets = format!("apps/{}/credentials/secrets", app.id);
    let fits = org.docs.list(&secrets).any(|known| {
        text(known, "status") == Some("ACTIVE") && text(known, "client_secret") == Some(secret.as_str())
    });
    if fits { Ok(client) } else { Err(failed()) }
}

fn basic(call: &Call<'_>) -> Option<(String, String)> {
    let header = call
        .request
        .headers
        .get(http::header::AUTHORIZATION)?
        .to_str()
        .ok()?;
    let decoded = STANDARD.decode(header.strip_prefix("Basic ")?.trim()).ok()?;
    let decoded = String::from_utf8(decoded).ok()?;
    let (client, secret) = decoded.split_once(':')?;
    // Both parts are encoded as in a form (RFC 6749 section 2.3.1).
    let plain = |part: &str| {
        let pair = format!("x={part}");
        let mut pairs = url::form_urlencoded::parse(pair.as_bytes());
        pairs.next().map(|(_, value)| value.into_owned())
    };
    Some((plain(client)?, plain(secret)?))
}

#[cfg(test)]
mod tests;

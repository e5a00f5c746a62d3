//! `POST /oauth2/v1/token` for service apps.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::assertion::{self, Proved};
use super::dpop::{self, Expected};
use super::jose::Jwt;
use super::store::Issued;
use super::{client_id, find_client, invalid_client, oauth_setting};
use crate::call::Call;
use crate::org::text;
use crate::reply::{Answer, Refusal, Reply};
use crate::state::{App, Org};
use crate::syslog::{Draft, Party};

const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/// Seconds that an access token lives; Okta allows no other value here.
const LIFETIME: i64 = 3600;

/// The address of a key set that has to be fetched before the request can be judged.
pub(crate) fn wanted_jwks(org: &Org, call: &Call<'_>) -> Option<String> {
    let form = call.form();
    let compact = parameter(&form, "client_assertion")?;
    let token = Jwt::parse(compact)?;
    let app = org.apps.get(find_client(org, token.text("sub")?)?)?;
    oauth_setting(app, "jwks_uri")?.as_str().map(str::to_owned)
}

pub(super) fn token(org: &mut Org, call: &Call<'_>) -> Answer {
    let form = call.form();
    let grant = parameter(&form, "grant_type").ok_or_else(|| {
        let valid = "The token request must specify a 'grant_type'. Valid values: [client_credentials]";
        Refusal::oauth(400, "invalid_request", valid)
    })?;
    if grant == "authorization_code" {
        return super::code::exchange(org, call, &form);
    }
    if grant != "client_credentials" {
        let known = "The authorization grant type is not supported by the authorization server. Configured grant types: [client_credentials].";
        return Err(Refusal::oauth(400, "unsupported_grant_type", known));
    }
    let proved = authenticate(org, call, &form)?;
    let app = org.apps.get(proved.app).ok_or_else(|| invalid_client(FAILED))?;
    check_client(app)?;
    let scopes = granted(org, app, parameter(&form, "scope").unwrap_or_default())?;
    let bound_to = bind(org, call, app)?;
    let client = client_id(app).to_owned();
    let actor = Party::new("PublicClientApp", &client, "unknown", &app.label);
    if let Some((id, until)) = proved.once {
        org.oauth.first_use(id, call.now, until);
    }
    let jti = format!("AT.{}", org.mint.secret(43));
    let issued = Issued {
        jti: jti.clone(),
        client_id: client.clone(),
        scopes: scopes.clone(),
        expires: call.now.plus_ms(LIFETIME * 1000),
        bound_to: bound_to.clone(),
    };
    let compact = org
        .oauth
        .signer()
        .map(|signer| signer.sign(&claims(call, &issued)));
    let compact =
        compact.ok_or_else(|| Refusal::oauth(500, "server_error", "The signing key could not be made."))?;
    org.oauth.remember(&compact, issued, call.now);
    log_grant(org, call, actor, &jti, &scopes);
    let kind = if bound_to.is_some() { "DPoP" } else { "Bearer" };
    let body = json!({
        "token_type": kind, "expires_in": LIFETIME, "access_token": compact, "scope": scopes.join(" "),
    });
    let reply = Reply::json(body).header("cache-control", "no-cache, no-store");
    Ok(if bound_to.is_some() {
        reply.header("dpop-nonce", &org.oauth.nonce(call.now))
    } else {
        reply
    })
}

const FAILED: &str = "Client authentication failed. Either the client or the client credentials are invalid.";

pub(super) fn parameter<'f>(form: &'f [(String, String)], name: &str) -> Option<&'f str> {
    form.iter()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.as_str())
        .filter(|value| !value.is_empty())
}

/// Who asks. Clients with a secret are told to use a key: this server gives `okta.*` scopes to nobody else.
fn authenticate(org: &Org, call: &Call<'_>, form: &[(String, String)]) -> Result<Proved, Refusal> {
    let basic = basic_client(call);
    let assertion = parameter(form, "client_assertion");
    if assertion.is_some() && (basic.is_some() || parameter(form, "client_secret").is_some()) {
        let several = "Cannot supply multiple client credentials. Use one of the following: credentials in the Authorization header, credentials in the post body, or a client_assertion in the post body.";
        return Err(Refusal::oauth(401, "invalid_request", several));
    }
    if let Some(compact) = assertion {
        if parameter(form, "client_assertion_type") != Some(ASSERTION_TYPE) {
            return Err(Refusal::oauth(
                400,
                "invalid_request",
                "The client_assertion_type is invalid.",
            ));
        }
        return assertion::check(org, compact, &addresses(org, call), call.now);
    }
    let with_secret = basic
        .or_else(|| parameter(form, "client_secret").and(parameter(form, "client_id").map(str::to_owned)));
    if with_secret.is_some_and(|client| find_client(org, &client).is_some()) {
        return Err(invalid_client(
            "Client Credentials requests to the Org Authorization Server must use the private_key_jwt token_endpoint_auth_method.",
        ));
    }
    Err(invalid_client(FAILED))
}

fn basic_client(call: &Call<'_>) -> Option<String> {
    let header = call
        .request
        .headers
        .get(http::header::AUTHORIZATION)?
        .to_str()
        .ok()?;
    let decoded = STANDARD.decode(header.strip_prefix("Basic ")?.trim()).ok()?;
    let text = String::from_utf8(decoded).ok()?;
    Some(text.split_once(':')?.0.to_owned())
}

/// The addresses under which the called endpoint may be known: as called, the public one and the organization's own.
pub(super) fn addresses(org: &Org, call: &Call<'_>) -> Vec<String> {
    let path = call.request.path.trim_end_matches('/');
    let host = call
        .request
        .headers
        .get(http::header::HOST)
        .and_then(|value| value.to_str().ok());
    let subdomain = &org.identity.subdomain;
    let mut bases = vec![
        call.base.to_owned(),
        format!("https://{subdomain}.okta.com"),
        format!("https://{subdomain}-admin.okta.com"),
    ];
    bases.extend(
        host.into_iter()
            .flat_map(|host| [format!("https://{host}"), format!("http://{host}")]),
    );
    bases.into_iter().map(|base| format!("{base}{path}")).collect()
}

fn check_client(app: &App) -> Result<(), Refusal> {
    let setting = |name: &str| oauth_setting(app, name);
    if setting("application_type")
        .and_then(Value::as_str)
        .is_some_and(|kind| kind != "service")
    {
        return Err(invalid_client(
            "Only clients with 'application_type' of 'service' may use the client_credentials 'grant_type' with the Org Authorization Server.",
        ));
    }
    let grants = setting("grant_types").and_then(Value::as_array);
    if grants.is_some_and(|all| !all.iter().any(|grant| grant == "client_credentials")) {
        let refused =
            "The client is not authorized to use the provided grant type. Configured grant types: [].";
        return Err(Refusal::oauth(400, "unauthorized_client", refused));
    }
    Ok(())
}

/// The requested scopes that the app was granted. What its roles allow does not matter here: Okta hands out the scopes
/// and refuses the calls.
fn granted(org: &Org, app: &App, requested: &str) -> Result<Vec<String>, Refusal> {
    let wanted: Vec<&str> = requested.split_whitespace().collect();
    if wanted.is_empty() {
        return Err(Refusal::oauth(400, "invalid_scope", "No scopes were requested."));
    }
    if wanted.iter().any(|scope| !scope.starts_with("okta.")) {
        let unknown = "One or more scopes are not configured for the authorization server resource.";
        return Err(Refusal::oauth(400, "invalid_scope", unknown));
    }
    if wanted.iter().any(|scope| scope.ends_with(".self")) {
        let refused = "The 'client_credentials' grant type may not request .self scopes.";
        return Err(Refusal::oauth(
            400,
            "client_credentials_self_scope_requested",
            refused,
        ));
    }
    let grants = format!("apps/{}/grants", app.id);
    let has = |scope: &str| {
        org.docs.list(&grants).any(|grant| {
            text(grant, "scopeId") == Some(scope)
                && text(grant, "status").is_none_or(|status| status == "ACTIVE")
        })
    };
    let wanted_count = wanted.len();
    let given: Vec<String> = wanted
        .into_iter()
        .filter(|scope| has(scope))
        .map(str::to_owned)
        .collect();
    if org.oauth.strict_scopes && given.len() < wanted_count && !given.is_empty() {
        let some = "The requested scope is invalid, unknown, or malformed.";
        return Err(Refusal::oauth(400, "invalid_scope", some));
    }
    if given.is_empty() {
        return Err(Refusal::oauth(
            400,
            "consent_required",
            "You are not allowed any of the requested scopes.",
        ));
    }
    Ok(given)
}

/// The thumbprint to bind the token to, when the client sends a proof or has to.
fn bind(org: &Org, call: &Call<'_>, app: &App) -> Result<Option<String>, Refusal> {
    let must = oauth_setting(app, "dpop_bound_access_tokens")
        .and_then(Value::as_bool)
        .unwrap_or(false);
    let Some(proof) = dpop::proof(&call.request.headers)? else {
        return if must {
            Err(dpop::invalid("The DPoP proof JWT header is missing."))
        } else {
            Ok(None)
        };
    };
    let addresses = addresses(org, call);
    let expected = Expected {
        method: "POST",
        addresses: &addresses,
        now: call.now,
        access_token: None,
        nonce: true,
    };
    dpop::check(&org.oauth, proof, &expected).map(Some)
}

fn claims(call: &Call<'_>, issued: &Issued) -> Value {
    let mut claims = json!({
        "ver": 1, "jti": issued.jti, "iss": call.base, "aud": call.base, "sub": issued.client_id,
        "iat": call.now.seconds(), "exp": issued.expires.seconds(), "cid": issued.client_id, "scp": issued.scopes,
    });
    if let (Value::Object(members), Some(bound)) = (&mut claims, &issued.bound_to) {
        members.insert("cnf".to_owned(), json!({"jkt": bound}));
    }
    claims
}

fn log_grant(org: &mut Org, call: &Call<'_>, actor: Party, jti: &str, scopes: &[String]) {
    let target = Party::unnamed("access_token", jti, "Access Token").with_detail("expires_in", "3600");
    let draft = Draft::new("app.oauth2.token.grant.access_token", actor).target(target);
    let draft = draft
        .debug("grantType", "client_credentials")
        .debug("grantedScopes", &scopes.join(", "));
    org.log.append_request(call, draft);
}

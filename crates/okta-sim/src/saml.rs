//! The organization as a SAML 2.0 identity provider: sign-in page, single sign-on, metadata, single log-out.
//!
//! It writes its own signatures and shares nothing with the service provider of this project, so that a misreading of
//! the standard on either side shows. Requests are read, not trusted: what the app's settings say wins.

mod encrypt;
pub(crate) mod enter;
pub(crate) mod keys;
mod message;
mod metadata;
pub(crate) mod page;
mod response;
pub(crate) mod session;
mod settings;
mod sign;
mod signed;
mod slo;
mod sso;
mod subject;
#[cfg(test)]
mod tests;
mod xml;

use rand::SeedableRng;
use rand_chacha::ChaCha20Rng;
use sha2::{Digest, Sha256};

use crate::call::Call;
use crate::oauth::Source;
use crate::org::apps::within;
use crate::reply::{Answer, Body, Refusal, Reply};
use crate::route::{Route, write};
use crate::stamp::Stamp;
use crate::state::{App, Org};

use settings::Settings;

pub(crate) const ROUTES: &[Route] = &[
    write("GET", "/app/{}/{}/sso/saml", "", sso::sign_on),
    write("POST", "/app/{}/{}/sso/saml", "", sso::sign_on),
    write("GET", "/app/{}/{}/slo/saml", "", slo::log_out),
    write("GET", "/app/{}/sso/saml/metadata", "", open_metadata),
    write("GET", "/app/{}/{}/sso/saml/metadata", "", named_metadata),
    write(
        "GET",
        "/api/v1/apps/{}/sso/saml/metadata",
        "okta.apps.read",
        api_metadata,
    ),
    write("GET", "/home/{}/{}/{}", "", sso::sign_on),
    write("POST", "/home/{}/{}/{}", "", sso::sign_on),
    write("GET", "/", "", enter::home),
    write("POST", "/", "", enter::home),
    write("GET", "/app/UserHome", "", enter::home),
    write("POST", "/app/UserHome", "", enter::home),
    write("GET", "/login/login.htm", "", enter::home),
    write("POST", "/login/login.htm", "", enter::home),
    write("GET", "/login/signout", "", enter::sign_out),
];

/// The key of the app in URLs and issuers: `exk…` in place of `0oa…`.
pub(crate) fn external_key(app: &App) -> String {
    app.id.replacen("0oa", "exk", 1)
}

/// The path of the app's single sign-on.
pub(crate) fn path(app: &App) -> String {
    format!("/app/{}/{}/sso/saml", app.name, external_key(app))
}

/// The name of the identity provider that the app sees.
pub(crate) fn issuer(org: &Org, app: u32) -> String {
    let key = org.apps.get(app).map(external_key).unwrap_or_default();
    format!("http://www.okta.com/{key}")
}

/// An app by either of its ids.
fn find(org: &Org, id: &str) -> Option<u32> {
    org.apps
        .find(id)
        .or_else(|| org.apps.find(&id.replacen("exk", "0oa", 1)))
}

fn is_open(org: &Org, app: u32) -> bool {
    org.apps.get(app).is_some_and(|app| app.active)
}

/// A message id: `id` and digits, as Okta's. It begins with the time, so that no id comes back after a restart from
/// the same seed.
fn message_id(org: &mut Org, now: Stamp) -> String {
    let digest = Sha256::digest(org.mint.secret(22));
    let digits: String = digest.iter().take(7).map(|byte| format!("{byte:03}")).collect();
    format!("id{}{digits}", now.0)
}

/// Randomness for keys of encryption.
fn random(org: &mut Org, now: Stamp) -> Source {
    let seed = Sha256::digest(format!("{} {}", now.0, org.mint.secret(43)));
    Source(ChaCha20Rng::from_seed(seed.into()))
}

fn open_metadata(org: &mut Org, call: &Call<'_>) -> Answer {
    let app = find(org, call.param(0)).ok_or_else(|| Refusal::not_found(call.param(0), "AppInstance"))?;
    metadata_of(org, call, app)
}

fn named_metadata(org: &mut Org, call: &Call<'_>) -> Answer {
    let app = find(org, call.param(1)).ok_or_else(|| Refusal::not_found(call.param(1), "AppInstance"))?;
    metadata_of(org, call, app)
}

fn api_metadata(org: &mut Org, call: &Call<'_>) -> Answer {
    let accept = call.request.headers.get(http::header::ACCEPT);
    let accept = accept.and_then(|value| value.to_str().ok()).unwrap_or("*/*");
    if !accept.contains("xml") && !accept.contains("*/*") {
        return Err(Refusal::new(
            400,
            "E0000019",
            "Bad request. Accept and/or Content-Type headers likely do not match supported values.",
        ));
    }
    let (app, _) = within(org, call, "okta.apps.read")?;
    metadata_of(org, call, app)
}

/// With `?kid=` the certificate of that key, as in the Apps API; else the one in use.
fn metadata_of(org: &mut Org, call: &Call<'_>, app: u32) -> Answer {
    let active = keys::ensure(org, app)?;
    let found = org
        .apps
        .get(app)
        .ok_or_else(|| Refusal::not_found(call.param(0), "AppInstance"))?;
    if found.sign_on.as_deref() != Some("SAML_2_0") {
        return Err(Refusal::not_found(call.param(0), "AppInstance"));
    }
    let kid = call.query("kid").unwrap_or(&active);
    let key = org.docs.get(&keys::collection(&found.id), kid);
    let key = key.ok_or_else(|| Refusal::not_found(kid, "JsonWebKey"))?;
    let certificates: Vec<String> = keys::certificate(key).map(str::to_owned).into_iter().collect();
    let settings = Settings::of(found);
    let log_out = settings.as_ref().is_some_and(|settings| settings.slo.is_some());
    let log_out = log_out.then(|| {
        format!(
            "{}/app/{}/{}/slo/saml",
            call.base,
            found.name,
            external_key(found)
        )
    });
    let sign_on = format!("{}{}", call.base, path(found));
    let xml = metadata::document(
        &issuer(org, app),
        &sign_on,
        log_out.as_deref(),
        &certificates,
        settings.as_ref(),
    );
    let reply = Reply {
        status: 200,
        body: Body::Raw(xml.into_bytes()),
        headers: Vec::new(),
        page: None,
    };
    Ok(reply.header("content-type", "application/xml;charset=utf-8"))
}

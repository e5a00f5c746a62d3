//! Single log-out (SAML 2.0 Profiles, section 4.4): a service provider ends the person's session here.
//!
//! Only by redirect, where the signature is over the query (SAML 2.0 Bindings, section 3.4.4.1). A request without a good
//! signature ends nothing.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::settings::Settings;
use super::sign::sign;
use super::signed::is_signed;
use super::xml::Element;
use super::{enter, issuer, keys, message, page, response};
use crate::call::Call;
use crate::reply::Answer;
use crate::state::Org;

/// `GET /app/{name}/{id}/slo/saml`
pub(super) fn log_out(org: &mut Org, call: &Call<'_>) -> Answer {
    let found = super::find(org, call.param(1)).filter(|app| super::is_open(org, *app));
    let settings = found.and_then(|app| Settings::of(org.apps.get(app)?));
    let slo = settings.as_ref().and_then(|settings| settings.slo.as_ref());
    let (Some(app), Some(settings), Some(slo)) = (found, &settings, slo) else {
        return Ok(page::page(
            404,
            "Page not found",
            "<p>This app has no single log-out.</p>",
        ));
    };
    let request = call.query("SAMLRequest").and_then(message::decode);
    let request = request.and_then(|xml| message::logout_request(&xml));
    let is_good = |issuer: &str| issuer == slo.issuer && is_signed(&call.request.query, &slo.certificate);
    let Some(request) = request.filter(|request| is_good(&request.issuer)) else {
        let told = "<p>The request is no signed LogoutRequest of this app's service provider.</p>";
        return Ok(page::page(400, "Bad SAML request", told));
    };
    if let Some(session) = org.sessions.close(&call.request.headers) {
        enter::log_end(org, call, &session);
    }
    let id = super::message_id(org, call.now);
    let mut answer = Element::new("saml2p:LogoutResponse")
        .with("Destination", &slo.url)
        .with("ID", id)
        .with("InResponseTo", &request.id)
        .with("IssueInstant", call.now.to_string())
        .with("Version", "2.0")
        .child(response::issuer(&issuer(org, app)))
        .child(response::status("Success", None));
    let key = keys::signing(org, app)?;
    if sign(&mut answer, &key, settings.algorithms, None).is_err() {
        return Ok(page::page(500, "The response could not be made", ""));
    }
    let encoded = STANDARD.encode(answer.document());
    let relay = call.query("RelayState").unwrap_or_default();
    let reply = page::hand_over(&slo.url, &[("SAMLResponse", &encoded), ("RelayState", relay)]);
    Ok(reply.header("set-cookie", "sid=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"))
}

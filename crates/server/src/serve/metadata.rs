//! Calls to identity providers: SAML metadata from its address, and what OpenID Connect asks.

use std::time::Duration;

use domain::{OrgUrl, Reach};
use futures_util::StreamExt as _;
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use web::{CheckFault, ProviderAnswer, ProviderCall};

/// Metadata of one identity provider has some thousand bytes.
const BYTES_MAX: usize = 512 * 1024;
const WITHIN: Duration = Duration::from_secs(15);
const ADVICE_METADATA: &str = "copy the metadata URL of the app in Okta, tab Sign On; or paste its XML";
const ADVICE_PROVIDER: &str = "the issuer must be the organization in Okta, or an authorization server of it";

/// The text behind an address of an organization.
pub(super) async fn fetch(url: &str, reach: Reach) -> Result<String, CheckFault> {
    let call = ProviderCall {
        url: url.to_owned(),
        ..ProviderCall::default()
    };
    let answer = send(call, reach)
        .await
        .map_err(|told| fault(told, ADVICE_METADATA))?;
    if !(200..300).contains(&answer.status) {
        return Err(fault(
            format!("the address answers {}", answer.status),
            ADVICE_METADATA,
        ));
    }
    String::from_utf8(answer.body).map_err(|_| fault("the answer is not text in UTF-8", ADVICE_METADATA))
}

/// One call to an identity provider.
pub(super) async fn call(call: ProviderCall, reach: Reach) -> Result<ProviderAnswer, CheckFault> {
    send(call, reach)
        .await
        .map_err(|told| fault(told, ADVICE_PROVIDER))
}

/// Follows no redirect, so that a foreign host cannot be reached by way of an allowed one.
async fn send(call: ProviderCall, reach: Reach) -> Result<ProviderAnswer, String> {
    let allowed = allowed(&call.url, reach)?;
    let failed = |error: reqwest::Error| format!("the address cannot be read: {}", error.without_url());
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(WITHIN)
        .build()
        .map_err(failed)?;
    let mut request = match call.form {
        Some(form) => client
            .post(allowed)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(ACCEPT, "application/json")
            .body(form.reveal().to_owned()),
        None => client.get(allowed),
    };
    if let Some(authorization) = call.authorization {
        let mut value = HeaderValue::from_str(authorization.reveal())
            .map_err(|_| "what signs in has letters that no header takes".to_owned())?;
        value.set_sensitive(true);
        request = request.header(AUTHORIZATION, value);
    }
    let answer = request.send().await.map_err(failed)?;
    let status = answer.status().as_u16();
    let mut body = Vec::new();
    let mut parts = answer.bytes_stream();
    while let Some(part) = parts.next().await {
        body.extend_from_slice(&part.map_err(failed)?);
        if body.len() > BYTES_MAX {
            return Err("the answer is too long".to_owned());
        }
    }
    Ok(ProviderAnswer { status, body })
}

/// The address, if its host may be an organization: nothing that is asked here may become a way into the own network.
fn allowed(url: &str, reach: Reach) -> Result<url::Url, String> {
    let parsed = url::Url::parse(url).map_err(|_| "this is not an address".to_owned())?;
    let origin = parsed.origin().ascii_serialization();
    OrgUrl::parse(&origin, reach).map_err(|error| error.to_string())?;
    Ok(parsed)
}

fn fault(message: impl Into<String>, advice: &str) -> CheckFault {
    CheckFault {
        message: message.into(),
        advice: Some(advice.to_owned()),
    }
}

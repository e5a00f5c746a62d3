//! Calls to identity providers: SAML metadata from its address, and what OpenID Connect asks.
//!
//! They go the same guarded way as calls to organizations: to addresses that were checked after the name was looked up, with
//! the authorities that the settings add, through the proxy that the environment names.

use std::sync::OnceLock;
use std::time::Duration;

use domain::{OrgUrl, Reach, Secret};
use futures_util::StreamExt as _;
use okta::{HttpTransport, Request, Transport as _, TransportError};
use reqwest::Method;
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};
use url::Url;
use web::{CheckFault, ProviderAnswer, ProviderCall};

use super::proxy_to;

/// Metadata of one identity provider has some thousand bytes.
const BYTES_MAX: usize = 512 * 1024;
const WITHIN: Duration = Duration::from_secs(15);
const ADVICE_METADATA: &str = "copy the metadata URL of the app in Okta, tab Sign On; or paste its XML";
const ADVICE_PROVIDER: &str = "the issuer must be the organization in Okta, or an authorization server of it";

/// Calls identity providers.
pub(super) struct Providers {
    reach: Reach,
    extra_ca_pem: Option<String>,
    /// Made with the first call that goes this way, and kept.
    straight: OnceLock<HttpTransport>,
    proxied: OnceLock<HttpTransport>,
}

impl Providers {
    /// To addresses within `reach`, trusting `extra_ca_pem` beside the system's authorities.
    pub(super) const fn new(reach: Reach, extra_ca_pem: Option<String>) -> Self {
        Self {
            reach,
            extra_ca_pem,
            straight: OnceLock::new(),
            proxied: OnceLock::new(),
        }
    }

    /// The text behind an address of an organization.
    pub(super) async fn fetch(&self, url: &str) -> Result<String, CheckFault> {
        let call = ProviderCall {
            url: url.to_owned(),
            ..ProviderCall::default()
        };
        let answer = self
            .send(call)
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
    pub(super) async fn call(&self, call: ProviderCall) -> Result<ProviderAnswer, CheckFault> {
        self.send(call).await.map_err(|told| fault(told, ADVICE_PROVIDER))
    }

    async fn send(&self, call: ProviderCall) -> Result<ProviderAnswer, String> {
        let url = allowed(&call.url, self.reach)?;
        match tokio::time::timeout(WITHIN, self.exchange(&url, call)).await {
            Ok(done) => done,
            Err(_) => Err(unread(&TransportError::Timeout)),
        }
    }

    /// Sends it, and reads the answer up to a limit. The transport looks the host up and refuses addresses out of reach; it
    /// follows no redirect, so that a foreign host cannot be reached by way of an allowed one.
    async fn exchange(&self, url: &Url, call: ProviderCall) -> Result<ProviderAnswer, String> {
        let request = request(url, call)?;
        let answer = self.way(url)?.send(request).await;
        let mut answer = answer.map_err(|error| unread(&error))?;
        let mut body = Vec::new();
        while let Some(part) = answer.body.next().await {
            body.extend_from_slice(&part.map_err(|error| unread(&error))?);
            if body.len() > BYTES_MAX {
                return Err("the answer is too long".to_owned());
            }
        }
        Ok(ProviderAnswer {
            status: answer.status,
            body,
        })
    }

    /// The pool that leads to this address.
    fn way(&self, url: &Url) -> Result<&HttpTransport, String> {
        let proxy = proxy_to(&url.origin().ascii_serialization());
        let pool = match proxy {
            None => &self.straight,
            Some(_) => &self.proxied,
        };
        if let Some(known) = pool.get() {
            return Ok(known);
        }
        let reach = match self.reach {
            Reach::Public => okta::Reach::Public,
            Reach::Loopback => okta::Reach::Loopback,
        };
        let proxy = proxy.map(|proxy| proxy.reveal().to_owned().into());
        let made = HttpTransport::for_anybody(reach, proxy, self.extra_ca_pem.clone());
        let made = made.map_err(|error| error.to_string())?;
        Ok(pool.get_or_init(|| made))
    }
}

fn unread(error: &TransportError) -> String {
    format!("the address cannot be read: {error}")
}

fn request(url: &Url, call: ProviderCall) -> Result<Request, String> {
    let mut headers = HeaderMap::new();
    if call.form.is_some() {
        let form = HeaderValue::from_static("application/x-www-form-urlencoded");
        headers.insert(CONTENT_TYPE, form);
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    }
    if let Some(authorization) = call.authorization {
        let mut value = HeaderValue::from_str(authorization.reveal())
            .map_err(|_| "what signs in has letters that no header takes".to_owned())?;
        value.set_sensitive(true);
        headers.insert(AUTHORIZATION, value);
    }
    Ok(Request {
        method: match call.form {
            Some(_) => Method::POST,
            None => Method::GET,
        },
        url: url.to_string(),
        headers,
        body: call.form.as_ref().map_or("", Secret::reveal).to_owned().into(),
    })
}

/// The address, if its host may be an organization: nothing that is asked here may become a way into the own network.
fn allowed(url: &str, reach: Reach) -> Result<Url, String> {
    let parsed = Url::parse(url).map_err(|_| "this is not an address".to_owned())?;
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

#[cfg(test)]
mod tests;

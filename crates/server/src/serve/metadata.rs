//! Reads the metadata of an identity provider from its address.

use std::time::Duration;

use domain::{OrgUrl, Reach};
use futures_util::StreamExt as _;
use web::CheckFault;

/// Metadata of one identity provider has some thousand bytes.
const BYTES_MAX: usize = 512 * 1024;
const WITHIN: Duration = Duration::from_secs(15);

/// The text behind an address of an organization. Follows no redirect, so that a foreign host cannot be reached by
/// way of an allowed one.
pub(super) async fn fetch(url: &str, reach: Reach) -> Result<String, CheckFault> {
    let allowed = allowed(url, reach)?;
    let failed =
        |error: reqwest::Error| fault(format!("the metadata cannot be read: {}", error.without_url()));
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(WITHIN)
        .build()
        .map_err(failed)?;
    let answer = client.get(allowed).send().await.map_err(failed)?;
    if !answer.status().is_success() {
        return Err(fault(format!("the address answers {}", answer.status())));
    }
    let mut bytes = Vec::new();
    let mut parts = answer.bytes_stream();
    while let Some(part) = parts.next().await {
        bytes.extend_from_slice(&part.map_err(failed)?);
        if bytes.len() > BYTES_MAX {
            return Err(fault("the answer is too long to be metadata"));
        }
    }
    String::from_utf8(bytes).map_err(|_| fault("the answer is not text in UTF-8"))
}

/// The address, if its host may be an organization: metadata must not become a way into the own network.
fn allowed(url: &str, reach: Reach) -> Result<url::Url, CheckFault> {
    let parsed = url::Url::parse(url).map_err(|_| fault("this is not an address"))?;
    let origin = parsed.origin().ascii_serialization();
    OrgUrl::parse(&origin, reach).map_err(|error| fault(error.to_string()))?;
    Ok(parsed)
}

fn fault(message: impl Into<String>) -> CheckFault {
    CheckFault {
        message: message.into(),
        advice: Some("copy the metadata URL of the app in Okta, tab Sign On; or paste its XML".to_owned()),
    }
}

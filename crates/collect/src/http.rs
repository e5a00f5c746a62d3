//! One way out: bounded in time and size, without redirects.

use crate::fault::Fault;
use ::http::{HeaderMap, StatusCode};
use domain::Reach;
use reqwest::{Client, RequestBuilder};
use std::time::Duration;
use url::{Host, Url};

const CONNECT_WITHIN: Duration = Duration::from_secs(10);
const ANSWER_WITHIN: Duration = Duration::from_secs(90);

/// Makes requests. Clones share connections.
#[derive(Clone, Debug)]
pub struct Http {
    outside: Client,
    near: Client,
}

/// An answer, whole.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Http {
    /// Trusts the system's certificate authorities and those given as PEM.
    ///
    /// # Errors
    /// When the given ones are none.
    pub fn new(extra_ca_pem: Option<&str>) -> Result<Self, Fault> {
        let build = |is_near: bool| {
            let mut builder = Client::builder()
                .connect_timeout(CONNECT_WITHIN)
                .timeout(ANSWER_WITHIN)
                .redirect(reqwest::redirect::Policy::none())
                // CloudTrail's objects say that they are compressed; we want to see where they are torn.
                .no_gzip()
                .user_agent(concat!("portolan/", env!("CARGO_PKG_VERSION")));
            if is_near {
                builder = builder.no_proxy();
            }
            if let Some(pem) = extra_ca_pem {
                let authorities = reqwest::Certificate::from_pem_bundle(pem.as_bytes())?;
                builder = builder.tls_certs_merge(authorities);
            }
            builder.build()
        };
        let failed = |error: reqwest::Error| {
            Fault::new(
                format!("no connection can be prepared: {error}"),
                "look at the setting `extra_ca_file`",
            )
        };
        Ok(Self {
            outside: build(false).map_err(failed)?,
            near: build(true).map_err(failed)?,
        })
    }

    /// The client for an address: what is on this machine or beside it is not asked through a proxy.
    pub(crate) fn client(&self, url: &Url) -> &Client {
        let is_near = match url.host() {
            Some(Host::Ipv4(address)) => address.is_loopback() || address.is_link_local(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            Some(Host::Domain(name)) => name == "localhost",
            None => false,
        };
        if is_near { &self.near } else { &self.outside }
    }
}

/// Sends a request and reads the answer, of so many bytes at most.
pub(crate) async fn send(request: RequestBuilder, whom: &str, most: usize) -> Result<Answer, Fault> {
    let broke = |error: reqwest::Error| {
        // The address may hold what nobody is to see.
        let error = error.without_url();
        let why = std::error::Error::source(&error).map_or_else(|| error.to_string(), innermost);
        Fault::new(
            format!("{whom} did not answer: {why}"),
            "look at network, proxy and address; it is tried again",
        )
    };
    let mut response = request.send().await.map_err(broke)?;
    let (status, headers) = (response.status(), response.headers().clone());
    let mut body = Vec::new();
    while let Some(piece) = response.chunk().await.map_err(broke)? {
        if body.len() + piece.len() > most {
            return Err(Fault::new(
                format!("{whom} answered with more than {most} bytes"),
                "it is not taken in; look at what is there",
            ));
        }
        body.extend_from_slice(&piece);
    }
    Ok(Answer {
        status,
        headers,
        body,
    })
}

/// The last cause says most: "connection refused", "certificate has expired".
fn innermost(error: &(dyn std::error::Error + 'static)) -> String {
    let mut last = error;
    while let Some(source) = last.source() {
        last = source;
    }
    last.to_string()
}

/// Why an address is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// It is none.
    #[error("`{0}` is no address; write it as https://host/path")]
    Unreadable(String),
    /// Not https.
    #[error("`{0}` is not https; plain http is for tests, and needs the setting `allow_private_org_urls`")]
    Plain(String),
    /// It holds a name or a password.
    #[error("an address must not hold a name or a password; give them in their own fields")]
    Credentials,
    /// It is the address of cloud metadata.
    #[error("`{0}` is link-local; credentials of this machine are read by themselves")]
    LinkLocal(String),
}

/// An address that an administrator may give.
///
/// # Errors
/// Why it is refused.
pub fn address(text: &str, reach: Reach) -> Result<Url, AddressError> {
    let url = Url::parse(text.trim()).map_err(|_| AddressError::Unreadable(text.to_owned()))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(AddressError::Credentials);
    }
    match (url.scheme(), reach) {
        ("https", _) | ("http", Reach::Loopback) => {}
        ("http", Reach::Public) => return Err(AddressError::Plain(text.to_owned())),
        _ => return Err(AddressError::Unreadable(text.to_owned())),
    }
    let is_link_local = match url.host() {
        Some(Host::Ipv4(address)) => address.is_link_local(),
        Some(Host::Ipv6(address)) => {
            address.is_unicast_link_local() || address.to_ipv4_mapped().is_some_and(|v4| v4.is_link_local())
        }
        Some(Host::Domain(_)) => false,
        None => return Err(AddressError::Unreadable(text.to_owned())),
    };
    if is_link_local {
        return Err(AddressError::LinkLocal(text.to_owned()));
    }
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::{AddressError, address};
    use domain::Reach;

    #[test]
    fn addresses_are_https_without_secrets_and_not_of_metadata() {
        let of = |text: &str| address(text, Reach::Public).map(|url| url.to_string());
        assert_eq!(
            of(" https://github.example/api/v3 "),
            Ok("https://github.example/api/v3".to_owned())
        );
        assert_eq!(of("https://a:b@host/"), Err(AddressError::Credentials));
        assert!(matches!(of("http://host/"), Err(AddressError::Plain(_))));
        assert!(matches!(of("ftp://host/"), Err(AddressError::Unreadable(_))));
        assert!(matches!(of("host"), Err(AddressError::Unreadable(_))));
        for metadata in [
            "https://169.254.169.254/",
            "https://[::ffff:169.254.169.254]/",
            "https://[fe80::1]/",
        ] {
            assert!(
                matches!(of(metadata), Err(AddressError::LinkLocal(_))),
                "{metadata}"
            );
        }
        assert!(address("http://127.0.0.1:9000", Reach::Loopback).is_ok());
    }
}

//! Signature Version 4 (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).

use super::credentials::Keys;
use domain::Timestamp;
use ring::{digest, hmac};
use url::Url;

/// What is signed, and for what.
pub(super) struct Request<'a> {
    pub(super) method: &'a str,
    pub(super) url: &'a Url,
    /// Lower-case names; `host` is added.
    pub(super) headers: &'a [(&'a str, &'a str)],
    pub(super) body: &'a [u8],
    pub(super) region: &'a str,
    pub(super) service: &'a str,
}

/// The headers that sign a request: date, token, hash of the body, signature.
pub(super) fn sign(request: &Request<'_>, keys: &Keys, at: Timestamp) -> Vec<(&'static str, String)> {
    let time = basic_time(at);
    let day = time.get(..8).unwrap_or_default().to_owned();
    let hash = hex(digest::digest(&digest::SHA256, request.body).as_ref());
    let mut added = vec![("x-amz-date", time.clone())];
    if let Some(token) = &keys.session_token {
        added.push(("x-amz-security-token", token.reveal().to_owned()));
    }
    if request.service == "s3" {
        added.push(("x-amz-content-sha256", hash.clone()));
    }
    let mut headers: Vec<(&str, String)> = vec![("host", host_of(request.url))];
    headers.extend(
        request
            .headers
            .iter()
            .map(|(name, value)| (*name, squeezed(value))),
    );
    headers.extend(added.iter().cloned());
    headers.sort();
    let names: Vec<&str> = headers.iter().map(|(name, _)| *name).collect();
    let names = names.join(";");
    let lines: String = headers
        .iter()
        .map(|(name, value)| format!("{name}:{value}\n"))
        .collect();
    let canonical = format!(
        "{}\n{}\n{}\n{lines}\n{names}\n{hash}",
        request.method,
        canonical_path(request),
        canonical_query(request.url),
    );
    let scope = format!("{day}/{}/{}/aws4_request", request.region, request.service);
    let digested = hex(digest::digest(&digest::SHA256, canonical.as_bytes()).as_ref());
    let to_sign = format!("AWS4-HMAC-SHA256\n{time}\n{scope}\n{digested}");
    let mut key = format!("AWS4{}", keys.secret.reveal()).into_bytes();
    for part in [day.as_str(), request.region, request.service, "aws4_request"] {
        key = mac(&key, part);
    }
    let signature = hex(&mac(&key, &to_sign));
    added.push((
        "authorization",
        format!(
            "AWS4-HMAC-SHA256 Credential={}/{scope}, SignedHeaders={names}, Signature={signature}",
            keys.access_key_id
        ),
    ));
    added
}

fn mac(key: &[u8], text: &str) -> Vec<u8> {
    let key = hmac::Key::new(hmac::HMAC_SHA256, key);
    hmac::sign(&key, text.as_bytes()).as_ref().to_vec()
}

/// `20150830T123600Z`.
fn basic_time(at: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(at.as_ms())
        .map(|time| time.strftime("%Y%m%dT%H%M%SZ").to_string())
        .unwrap_or_default()
}

/// As the client sends it: the port only when it is not the usual one.
fn host_of(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port()
        .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// S3 signs the path as it is sent; every other service escapes it once more.
fn canonical_path(request: &Request<'_>) -> String {
    let path = request.url.path();
    if request.service == "s3" {
        return path.to_owned();
    }
    let parts: Vec<String> = path.split('/').map(|part| escape(part.as_bytes())).collect();
    parts.join("/")
}

fn canonical_query(url: &Url) -> String {
    let mut pairs: Vec<(String, String)> = url
        .query_pairs()
        .map(|(name, value)| (escape(name.as_bytes()), escape(value.as_bytes())))
        .collect();
    pairs.sort();
    let pairs: Vec<String> = pairs
        .into_iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    pairs.join("&")
}

/// Everything but the unreserved characters of RFC 3986, in upper-case hexadecimal.
pub(super) fn escape(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in bytes {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                text.push(char::from(*byte));
            }
            _ => text.push_str(&format!("%{byte:02X}")),
        }
    }
    text
}

fn squeezed(value: &str) -> String {
    value.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests;

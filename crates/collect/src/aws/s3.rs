//! Objects of S3, or of what speaks like it.

use super::credentials::Credentials;
use super::notice::Object;
use super::refusal::Refusal;
use super::sign::{Request, escape, sign};
use crate::fault::Fault;
use crate::http::{Answer, Http, send};
use ::http::Method;
use bytes::Bytes;
use domain::Timestamp;
use std::time::Duration;
use url::Url;

/// A large object takes long on a slow line.
const PUT_WITHIN: Duration = Duration::from_secs(600);

/// A store of objects, and who asks it.
pub(super) struct Store {
    pub(super) http: Http,
    /// Asked in place of AWS's own hosts; buckets are then the first part of the path.
    pub(super) endpoint: Option<Url>,
    /// For buckets whose region nobody tells.
    pub(super) region: String,
    pub(super) credentials: Credentials,
}

/// One request.
pub(super) struct Asked<'a> {
    pub(super) method: Method,
    pub(super) object: &'a Object,
    pub(super) query: &'a [(&'a str, &'a str)],
    /// Lower-case names.
    pub(super) headers: &'a [(&'a str, &'a str)],
    /// Clones share it.
    pub(super) body: Bytes,
    /// Bytes of the answer, at most.
    pub(super) most: usize,
}

impl<'a> Asked<'a> {
    /// To read an object.
    pub(super) fn get(object: &'a Object, most: usize) -> Self {
        Self {
            method: Method::GET,
            object,
            query: &[],
            headers: &[],
            body: Bytes::new(),
            most,
        }
    }
}

/// Why an object was not read.
#[derive(Debug)]
pub(super) enum Failed {
    /// It is the object: it is gone, or larger than it may be.
    Object(String),
    /// It is the way to it, or the permission.
    Way(Fault),
}

impl Store {
    /// Fetches an object of so many bytes at most.
    pub(super) async fn get(&self, object: &Object, most: usize, now: Timestamp) -> Result<Vec<u8>, Failed> {
        let region = object.region.as_deref().unwrap_or(&self.region);
        let asked = Asked::get(object, most);
        let answer = self.ask(&asked, region, now).await.map_err(Failed::Way)?;
        let other = answer
            .header("x-amz-bucket-region")
            .filter(|other| !answer.status.is_success() && *other != region)
            .map(str::to_owned);
        let answer = match other {
            Some(other) => self.ask(&asked, &other, now).await.map_err(Failed::Way)?,
            None => answer,
        };
        if answer.status.is_success() {
            return Ok(answer.body);
        }
        let refusal = Refusal::of(&answer);
        match &*refusal.code {
            "NoSuchKey" | "NoSuchBucket" | "NoSuchVersion" | "InvalidObjectState" => {
                Err(Failed::Object(format!("S3 has it not: {}", refusal.code)))
            }
            _ => Err(Failed::Way(refusal.fault("S3", "an object"))),
        }
    }

    /// Asks once, and takes whatever the answer is.
    pub(super) async fn ask(&self, asked: &Asked<'_>, region: &str, now: Timestamp) -> Result<Answer, Fault> {
        let mut url = self.url(asked.object, region)?;
        if !asked.query.is_empty() {
            // As it is signed: a space is `%20` and not `+`.
            let pair = |(name, value): &(&str, &str)| format!("{name}={}", escape(value.as_bytes()));
            let pairs: Vec<String> = asked.query.iter().map(pair).collect();
            url.set_query(Some(&pairs.join("&")));
        }
        let keys = self.credentials.keys(&self.http, now).await?;
        let request = Request {
            method: asked.method.as_str(),
            url: &url,
            headers: asked.headers,
            body: &asked.body,
            region,
            service: "s3",
        };
        let mut ask = self.http.client(&url).request(asked.method.clone(), url.clone());
        for (name, value) in asked.headers {
            ask = ask.header(*name, *value);
        }
        for (name, value) in sign(&request, &keys, now) {
            ask = ask.header(name, value);
        }
        if asked.method == Method::PUT {
            ask = ask.timeout(PUT_WITHIN).body(asked.body.clone());
        }
        send(ask, "S3", asked.most).await
    }

    fn url(&self, object: &Object, region: &str) -> Result<Url, Fault> {
        let parts: Vec<String> = object
            .key
            .split('/')
            .map(|part| escape(part.as_bytes()))
            .collect();
        let key = parts.join("/");
        let bucket = &object.bucket;
        let suffix = if region.starts_with("cn-") {
            "amazonaws.com.cn"
        } else {
            "amazonaws.com"
        };
        let text = match &self.endpoint {
            Some(endpoint) => format!("{}/{bucket}/{key}", endpoint.as_str().trim_end_matches('/')),
            // A certificate covers one label before the host.
            None if bucket.contains('.') => format!("https://s3.{region}.{suffix}/{bucket}/{key}"),
            None => format!("https://{bucket}.s3.{region}.{suffix}/{key}"),
        };
        Url::parse(&text).map_err(|_| {
            Fault::new(
                format!("`{bucket}` is no bucket that can be asked"),
                "look at the notices of the bucket, and at the address of the store",
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::{Ambient, Credentials};
    use std::sync::Arc;

    fn url(endpoint: Option<&str>, bucket: &str, key: &str, region: &str) -> String {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let store = Store {
            http: Http::new(None).unwrap(),
            endpoint: endpoint.map(|text| Url::parse(text).unwrap()),
            region: "us-east-1".to_owned(),
            credentials: Credentials::Ambient(Arc::new(Ambient::new(|_| None))),
        };
        let object = Object {
            bucket: bucket.to_owned(),
            key: key.to_owned(),
            region: None,
        };
        store.url(&object, region).unwrap().to_string()
    }

    #[test]
    fn buckets_are_hosts_or_parts_of_the_path() {
        assert_eq!(
            url(None, "trail", "a b/ä+.gz", "eu-west-1"),
            "https://trail.s3.eu-west-1.amazonaws.com/a%20b/%C3%A4%2B.gz"
        );
        assert_eq!(
            url(None, "my.trail", "a", "cn-north-1"),
            "https://s3.cn-north-1.amazonaws.com.cn/my.trail/a"
        );
        assert_eq!(
            url(Some("http://127.0.0.1:9000/"), "trail", "a/b", "x"),
            "http://127.0.0.1:9000/trail/a/b"
        );
    }
}

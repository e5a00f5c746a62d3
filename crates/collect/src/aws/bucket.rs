//! A bucket that objects are kept in: written whole, read in parts, listed and removed. Of two that replace the same
//! object, one is told that it came too late.

use super::credentials::Credentials;
use super::notice::Object;
use super::refusal::Refusal;
use super::s3::{Asked, Store};
use crate::fault::Fault;
use crate::http::{Answer, Http};
use ::http::{Method, StatusCode};
use bytes::Bytes;
use domain::Timestamp;
use std::ops::Range;
use url::Url;

/// Bytes of an answer that is no object.
const TOLD_MOST: usize = 8 << 20;
/// Bytes of an object that is read whole.
const OBJECT_MOST: usize = 256 << 20;

/// Which bucket.
#[derive(Clone, Debug)]
pub struct BucketSettings {
    /// Its name.
    pub bucket: String,
    /// Stands before every key; empty, or with `/` at its end.
    pub prefix: String,
    /// Region of the bucket.
    pub region: String,
    /// Asked in place of S3's own hosts.
    pub endpoint: Option<Url>,
}

/// A bucket, and who asks it.
pub struct Bucket {
    store: Store,
    settings: BucketSettings,
}

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
#[error("{fault}; {}", fault.advice)]
pub struct BucketFault {
    /// What happened.
    pub fault: Fault,
    /// Whether it may go well when it is asked again.
    pub is_passing: bool,
}

/// An object as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// All of it.
    pub bytes: Vec<u8>,
    /// Stands for this very content.
    pub tag: String,
}

/// One object of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its key, without the prefix.
    pub key: String,
    /// Its length.
    pub bytes: u64,
}

/// What became of an object that was to be replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// It is there, and this stands for its content.
    Done(String),
    /// It was not what it was thought to be, and stays.
    TooLate,
}

impl Bucket {
    /// Prepares to ask.
    pub fn new(settings: BucketSettings, credentials: Credentials, http: Http) -> Self {
        let store = Store {
            http,
            endpoint: settings.endpoint.clone(),
            region: settings.region.clone(),
            credentials,
        };
        Self { store, settings }
    }

    /// A part of an object; `None` when there is no such object. The part must be there in full.
    ///
    /// # Errors
    /// When it could not be read.
    pub async fn part(
        &self,
        key: &str,
        part: Range<u64>,
        now: Timestamp,
    ) -> Result<Option<Vec<u8>>, BucketFault> {
        let Some(last) = part.end.checked_sub(1).filter(|last| *last >= part.start) else {
            return Ok(Some(Vec::new()));
        };
        let length = usize::try_from(part.end - part.start).unwrap_or(usize::MAX);
        let range = format!("bytes={}-{last}", part.start);
        let headers = [("range", range.as_str())];
        let object = self.object(key);
        let mut asked = Asked::get(&object, length.max(TOLD_MOST));
        asked.headers = &headers;
        let answer = self.ask(&asked, now).await?;
        match answer.status {
            StatusCode::NOT_FOUND => Ok(None),
            // One that does not know ranges gives all.
            StatusCode::OK => cut(answer.body, part.start, length).map(Some),
            StatusCode::PARTIAL_CONTENT if answer.body.len() == length => Ok(Some(answer.body)),
            status if status.is_success() => Err(torn()),
            _ => Err(refused(&answer, "a part of an object")),
        }
    }

    /// An object and what stands for its content; `None` when it is not there.
    ///
    /// # Errors
    /// When it could not be read.
    pub async fn get(&self, key: &str, now: Timestamp) -> Result<Option<Found>, BucketFault> {
        let object = self.object(key);
        let answer = self.ask(&Asked::get(&object, OBJECT_MOST), now).await?;
        if answer.status == StatusCode::NOT_FOUND {
            return Ok(None);
        }
        if !answer.status.is_success() {
            return Err(refused(&answer, "an object"));
        }
        let tag = answer.header("etag").unwrap_or_default().to_owned();
        let bytes = answer.body;
        Ok(Some(Found { bytes, tag }))
    }

    /// Writes an object, in the place of one that may be there.
    ///
    /// # Errors
    /// When it may not be there.
    pub async fn put(&self, key: &str, bytes: Bytes, now: Timestamp) -> Result<(), BucketFault> {
        match self.write(key, bytes, &[], now).await? {
            Written::Done(_) => Ok(()),
            Written::TooLate => Err(fault("S3 refused an object: it is there", false)),
        }
    }

    /// Writes an object in the place of the content that a tag stands for, or where none is.
    ///
    /// # Errors
    /// When it may not be there, or may be.
    pub async fn replace(
        &self,
        key: &str,
        bytes: Bytes,
        known: Option<&str>,
        now: Timestamp,
    ) -> Result<Written, BucketFault> {
        let condition = match known {
            Some(tag) => ("if-match", tag),
            None => ("if-none-match", "*"),
        };
        self.write(key, bytes, &[condition], now).await
    }

    async fn write(
        &self,
        key: &str,
        bytes: Bytes,
        headers: &[(&str, &str)],
        now: Timestamp,
    ) -> Result<Written, BucketFault> {
        let object = self.object(key);
        let mut asked = Asked::get(&object, TOLD_MOST);
        (asked.method, asked.headers, asked.body) = (Method::PUT, headers, bytes);
        let answer = self.ask(&asked, now).await?;
        match answer.status {
            StatusCode::PRECONDITION_FAILED => Ok(Written::TooLate),
            // What is written under a condition while another does so.
            StatusCode::CONFLICT => Err(fault("S3 is writing that object", true)),
            StatusCode::NOT_FOUND if !headers.is_empty() => Ok(Written::TooLate),
            status if status.is_success() => {
                let tag = answer.header("etag").unwrap_or_default();
                Ok(Written::Done(tag.to_owned()))
            }
            _ => Err(refused(&answer, "to write an object")),
        }
    }

    /// Removes an object; one that is not there is no fault.
    ///
    /// # Errors
    /// When it may still be there.
    pub async fn remove(&self, key: &str, now: Timestamp) -> Result<(), BucketFault> {
        let object = self.object(key);
        let mut asked = Asked::get(&object, TOLD_MOST);
        asked.method = Method::DELETE;
        let answer = self.ask(&asked, now).await?;
        if answer.status.is_success() || answer.status == StatusCode::NOT_FOUND {
            return Ok(());
        }
        Err(refused(&answer, "to remove an object"))
    }

    /// All objects whose keys begin so.
    ///
    /// # Errors
    /// When a part of the list could not be read.
    pub async fn list(&self, beginning: &str, now: Timestamp) -> Result<Vec<Listed>, BucketFault> {
        let mut object = self.object("");
        object.key = String::new();
        let prefix = format!("{}{beginning}", self.settings.prefix);
        let (mut all, mut token) = (Vec::new(), String::new());
        loop {
            let mut query = vec![("continuation-token", token.as_str())];
            query.retain(|(_, token)| !token.is_empty());
            query.extend([("list-type", "2"), ("prefix", prefix.as_str())]);
            let mut asked = Asked::get(&object, TOLD_MOST);
            asked.query = &query;
            let answer = self.ask(&asked, now).await?;
            if !answer.status.is_success() {
                return Err(refused(&answer, "to list a bucket"));
            }
            let text = answer.text();
            for content in parts(&text, "Contents") {
                let key = part(content, "Key").map(unescaped).ok_or_else(torn)?;
                let bytes = part(content, "Size").and_then(|size| size.trim().parse().ok());
                let key = key.strip_prefix(&self.settings.prefix).ok_or_else(torn)?;
                all.push(Listed {
                    key: key.to_owned(),
                    bytes: bytes.ok_or_else(torn)?,
                });
            }
            match part(&text, "NextContinuationToken") {
                Some(next) if part(&text, "IsTruncated") == Some("true") => token = unescaped(next),
                _ if text.contains("</ListBucketResult>") => return Ok(all),
                _ => return Err(torn()),
            }
        }
    }

    fn object(&self, key: &str) -> Object {
        Object {
            bucket: self.settings.bucket.clone(),
            key: format!("{}{key}", self.settings.prefix),
            region: None,
        }
    }

    async fn ask(&self, asked: &Asked<'_>, now: Timestamp) -> Result<Answer, BucketFault> {
        let answer = self.store.ask(asked, &self.settings.region, now).await;
        answer.map_err(|fault| BucketFault {
            fault,
            is_passing: true,
        })
    }
}

fn refused(answer: &Answer, what: &str) -> BucketFault {
    let refusal = Refusal::of(answer);
    let is_passing = refusal.is_passing();
    let mut fault = refusal.fault("S3", what);
    if refusal.code == "AccessDenied" {
        "allow s3:GetObject, s3:PutObject, s3:DeleteObject and s3:ListBucket on the bucket, and kms:GenerateDataKey and \
         kms:Decrypt on the key when one encrypts it"
            .clone_into(&mut fault.advice);
    }
    BucketFault { fault, is_passing }
}

fn fault(message: &str, is_passing: bool) -> BucketFault {
    BucketFault {
        fault: Fault::new(message, "look whether another server writes to the same place"),
        is_passing,
    }
}

fn torn() -> BucketFault {
    BucketFault {
        fault: Fault::new("S3's answer is not whole", "nothing to do: it is tried again"),
        is_passing: true,
    }
}

fn cut(all: Vec<u8>, start: u64, length: usize) -> Result<Vec<u8>, BucketFault> {
    let start = usize::try_from(start).map_err(|_| torn())?;
    let part = all.get(start..start.saturating_add(length));
    part.map(<[u8]>::to_vec).ok_or_else(torn)
}

/// What stands in each element of that name.
fn parts<'t>(text: &'t str, name: &str) -> Vec<&'t str> {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    let pieces = text.split(open.as_str()).skip(1);
    pieces
        .filter_map(|piece| piece.split_once(close.as_str()).map(|(inner, _)| inner))
        .collect()
}

fn part<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    parts(text, name).first().copied()
}

fn unescaped(text: &str) -> String {
    let text = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"");
    text.replace("&#39;", "'")
        .replace("&apos;", "'")
        .replace("&amp;", "&")
}

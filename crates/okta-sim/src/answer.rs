//! Answers as bytes and headers.

use http::header::{CONTENT_TYPE, LINK};
use http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::{Value, json};

use crate::limits::Verdict;
use crate::render::Published;
use crate::reply::{Answer, Body, Page, Reply};
use crate::request::{Delivery, Request, Response};

/// Turns an answer into bytes and headers.
pub(crate) fn respond(request: &Request, base: &str, request_id: &str, answer: Answer) -> Response {
    let mut headers = HeaderMap::new();
    set(&mut headers, "x-okta-request-id", request_id);
    let (status, body, more) = match answer {
        Ok(Reply {
            status,
            body,
            headers: more,
            page,
        }) => {
            if let Some(page) = page {
                put_links(&mut headers, request, base, &page);
            }
            let bytes = match body {
                Body::Empty => Vec::new(),
                Body::Raw(bytes) => bytes,
                Body::Json(value) => {
                    serde_json::to_vec(&Published { value: &value, base }).unwrap_or_default()
                }
            };
            (status, bytes, more)
        }
        Err(refusal) => {
            let body = refusal.render(&request_id.replacen("req", "oae", 1));
            (
                refusal.status,
                serde_json::to_vec(&body).unwrap_or_default(),
                refusal.headers,
            )
        }
    };
    if !body.is_empty() && !more.iter().any(|(name, _)| name == CONTENT_TYPE) {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    for (name, value) in more {
        headers.append(name, value);
    }
    Response {
        status,
        headers,
        body,
        delivery: Delivery::default(),
    }
}

/// An answer of the simulator's own control interface.
pub(crate) fn plain(status: u16, body: &Value) -> Response {
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    let body = if status == 204 { json!(null) } else { body.clone() };
    Response {
        status,
        headers,
        body: body.to_string().into_bytes(),
        delivery: Delivery::default(),
    }
}

/// `Link` headers: one for `self`, one for `next` when there is more.
fn put_links(headers: &mut HeaderMap, request: &Request, base: &str, page: &Page) {
    let url = |after: Option<&str>| {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        let own = url::form_urlencoded::parse(request.query.as_bytes());
        for (name, value) in own.filter(|(name, _)| name != "limit" && (name != "after" || after.is_none())) {
            query.append_pair(&name, &value);
        }
        if let Some(after) = after {
            query.append_pair("after", after);
        }
        query.append_pair("limit", &page.limit.to_string());
        format!("{base}{}?{}", request.path, query.finish())
    };
    let mut add = |url: String, rel: &str| {
        if let Ok(value) = HeaderValue::try_from(format!("<{url}>; rel=\"{rel}\"")) {
            headers.append(LINK, value);
        }
    };
    add(url(None), "self");
    if let Some(next) = &page.next {
        add(url(Some(next)), "next");
    }
}

/// The three rate-limit headers.
pub(crate) fn put_limits(headers: &mut HeaderMap, verdict: &Verdict) {
    set(headers, "x-rate-limit-limit", &verdict.limit.to_string());
    set(headers, "x-rate-limit-remaining", &verdict.remaining.to_string());
    set(headers, "x-rate-limit-reset", &verdict.reset.to_string());
}

fn set(headers: &mut HeaderMap, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::try_from(value) {
        headers.insert(HeaderName::from_static(name), value);
    }
}

//! The simulator: an organization behind a lock, and the way of a request through it.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use http::header::{CONTENT_TYPE, HOST, LINK};
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::call::Call;
use crate::caller::{self, Caller, Credential};
use crate::ids::made_id;
use crate::render::Published;
use crate::reply::{Answer, Body, Page, Refusal, Reply};
use crate::request::{Delivery, Request, Response};
use crate::route::{self, Handler, Route};
use crate::stamp::Stamp;
use crate::state::Org;

/// A simulated Okta organization. Cheap to share in an `Arc`; reads run in parallel.
#[derive(Debug)]
pub struct Sim {
    org: RwLock<Org>,
    requests: AtomicU64,
    public_url: RwLock<Option<String>>,
    credentials: SimCredentials,
}

/// Credentials that every world has, for tests and demonstrations.
#[derive(Clone, Debug, Default)]
pub struct SimCredentials {
    /// API token of a super administrator.
    pub super_admin_token: String,
    /// API token of a read-only administrator.
    pub read_only_token: String,
    /// Client id of an API services app with read scopes and an administrator role.
    pub client_id: String,
    /// Its private key, a JWK as JSON.
    pub client_key: String,
}

impl Sim {
    /// Puts an organization behind the interface.
    pub(crate) fn new(org: Org, credentials: SimCredentials) -> Self {
        Self { org: RwLock::new(org), requests: AtomicU64::new(0), public_url: RwLock::new(None), credentials }
    }

    /// Credentials to call the simulator with.
    #[must_use]
    pub fn credentials(&self) -> &SimCredentials {
        &self.credentials
    }

    /// Sets the base of absolute URLs in answers; without it the `Host` header decides.
    pub fn set_public_url(&self, url: Option<String>) {
        let trimmed = url.map(|url| url.trim_end_matches('/').to_owned());
        *self.public_url.write().unwrap_or_else(PoisonError::into_inner) = trimmed;
    }

    /// Answers one request at the time `now`. Never blocks on anything but the lock of the organization.
    pub fn handle(&self, request: &Request, now: Stamp) -> Response {
        let number = self.requests.fetch_add(1, Ordering::Relaxed);
        let request_id = made_id("req", number, 0x51ab);
        let base = self.base(request);
        let answer = self.answer(request, now, &request_id, &base);
        respond(request, &base, &request_id, answer)
    }

    pub(crate) fn read(&self) -> RwLockReadGuard<'_, Org> {
        self.org.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn write(&self) -> RwLockWriteGuard<'_, Org> {
        self.org.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets everything happen that is due at `now`. Cheap when nothing is.
    pub fn tick(&self, now: Stamp) {
        self.settle(now);
    }

    fn settle(&self, now: Stamp) {
        let due = self.read().effects.due().is_some_and(|due| due <= now);
        if due {
            self.write().settle(now);
        }
    }

    fn answer(&self, request: &Request, now: Stamp, request_id: &str, base: &str) -> Answer {
        self.settle(now);
        let (route, params) = route::find(request.method.as_str(), &request.path)?;
        let caller = self.authenticate(request, route)?;
        let query = url::form_urlencoded::parse(request.query.as_bytes()).into_owned().collect();
        let call = Call { request, now, caller: &caller, base, request_id, params, query };
        match route.handler {
            Handler::Read(handler) => handler(&self.read(), &call),
            Handler::Write(handler) => handler(&mut self.write(), &call),
        }
    }

    /// Who calls, and whether the route is open to them at all.
    fn authenticate(&self, request: &Request, route: &Route) -> Result<Caller, Refusal> {
        if route.right.is_empty() {
            return Ok(Caller::anonymous());
        }
        let caller = match caller::credential(&request.headers).ok_or_else(Refusal::invalid_token)? {
            Credential::Ssws(token) => caller::by_token(&self.read(), token)?,
            Credential::Bearer(_) | Credential::Dpop(_) => return Err(Refusal::invalid_token()),
        };
        // An app with the scope but no role sees empty lists; everything else is refused.
        let empty_list = caller.rights.scopes.is_some() && route.lists() && caller.rights.in_scope(route.right);
        if route.right != "*" && !caller.rights.may(route.right) && !empty_list {
            return Err(Refusal::forbidden());
        }
        Ok(caller)
    }

    fn base(&self, request: &Request) -> String {
        if let Some(url) = self.public_url.read().unwrap_or_else(PoisonError::into_inner).as_ref() {
            return url.clone();
        }
        let text = |name: &str| request.headers.get(name).and_then(|value| value.to_str().ok());
        let host = text(HOST.as_str()).unwrap_or("sim.okta.com");
        // The shell sets this on requests that came in over TLS; without a shell the world is https.
        let scheme = text("x-forwarded-proto").unwrap_or("https");
        format!("{scheme}://{host}")
    }
}

/// Turns an answer into bytes and headers.
fn respond(request: &Request, base: &str, request_id: &str, answer: Answer) -> Response {
    let mut headers = HeaderMap::new();
    set(&mut headers, "x-okta-request-id", request_id);
    let (status, body, more) = match answer {
        Ok(Reply { status, body, headers: more, page }) => {
            if let Some(page) = page {
                put_links(&mut headers, request, base, &page);
            }
            let bytes = match body {
                Body::Empty => Vec::new(),
                Body::Raw(bytes) => bytes,
                Body::Json(value) => serde_json::to_vec(&Published { value: &value, base }).unwrap_or_default(),
            };
            (status, bytes, more)
        }
        Err(refusal) => {
            let body = refusal.render(&request_id.replacen("req", "oae", 1));
            (refusal.status, serde_json::to_vec(&body).unwrap_or_default(), refusal.headers)
        }
    };
    if !body.is_empty() && !more.iter().any(|(name, _)| name == CONTENT_TYPE) {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    for (name, value) in more {
        headers.append(name, value);
    }
    Response { status, headers, body, delivery: Delivery::default() }
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

fn set(headers: &mut HeaderMap, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::try_from(value) {
        headers.insert(HeaderName::from_static(name), value);
    }
}

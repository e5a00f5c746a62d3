//! The simulator: an organization behind a lock, and the way of a request through it.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use http::header::HOST;
use serde_json::Value;

use crate::answer::{put_limits, respond};
use crate::call::Call;
use crate::caller::{self, Caller, Credential};
use crate::counts::Counts;
use crate::faults::{Fault, Faults};
use crate::ids::made_id;
use crate::limits::{LimitMode, Limits, Plan, Verdict};
use crate::oauth;
use crate::play::Schedule;
use crate::provision::Provisioning;
use crate::reply::{Answer, Refusal};
use crate::request::{Request, Response};
use crate::route::{self, Handler, Route};
use crate::stamp::Stamp;
use crate::state::Org;
use crate::syslog::{Draft, Party};
use crate::traffic::Commotion;

/// A simulated Okta organization. Cheap to share in an `Arc`; reads run in parallel.
#[derive(Debug)]
pub struct Sim {
    org: RwLock<Org>,
    limits: Mutex<Limits>,
    faults: Mutex<Faults>,
    counts: Mutex<Counts>,
    commotion: Mutex<Option<Commotion>>,
    pub(crate) provisioning: Mutex<Provisioning>,
    pub(crate) schedule: Mutex<Schedule>,
    requests: AtomicU64,
    in_flight: AtomicUsize,
    public_url: RwLock<Option<String>>,
    credentials: SimCredentials,
}

/// Credentials that every world has, for tests and demonstrations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
        Self {
            org: RwLock::new(org),
            limits: Mutex::new(Limits::new(LimitMode::Off, Plan::Workforce)),
            faults: Mutex::new(Faults::new(1)),
            counts: Mutex::default(),
            commotion: Mutex::default(),
            provisioning: Mutex::default(),
            schedule: Mutex::default(),
            requests: AtomicU64::new(0),
            in_flight: AtomicUsize::new(0),
            public_url: RwLock::new(None),
            credentials,
        }
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

    /// Enforces Okta's rate limits, or only shows headers. `share` is the part of each bucket, in per cent, that
    /// one credential may use (Okta's default: 50).
    pub fn set_limits(&self, mode: LimitMode, share: u32) {
        let mut limits = self.limits();
        limits.set_mode(mode);
        limits.set_share(None, share);
    }

    /// Makes search late by `search_ms`, and life-cycle changes, rules and assignments by `effect_ms`.
    pub fn set_lag(&self, search_ms: i64, effect_ms: i64) {
        let mut org = self.write();
        org.lag.ms = search_ms;
        org.effects.delay_ms = effect_ms;
    }

    /// Counts a request as under way until the returned guard is dropped; [`Sim::handle`] refuses those that are too
    /// many at a time when limits are enforced.
    pub(crate) fn enter(&self) -> InFlight<'_> {
        self.in_flight.fetch_add(1, Ordering::Relaxed);
        InFlight(&self.in_flight)
    }

    /// Lets everything happen that is due at `now`. Cheap when nothing is.
    pub fn tick(&self, now: Stamp) {
        let due = self.read().effects.due().is_some_and(|due| due <= now);
        if due {
            self.write().settle(now);
        }
        self.run_schedule(now);
        let mut commotion = self.commotion.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(commotion) = commotion.as_mut().filter(|commotion| commotion.is_due(now)) {
            commotion.run(&mut self.write(), now);
        }
    }

    /// Lets people sign in, open apps and join groups: about `per_minute` events a minute from a seed; 0 ends it.
    pub fn set_traffic(&self, seed: u64, per_minute: u32) {
        let commotion = (per_minute > 0).then(|| Commotion::new(seed, per_minute));
        *self.commotion.lock().unwrap_or_else(PoisonError::into_inner) = commotion;
    }

    /// Events a minute that the traffic makes; 0 without traffic.
    pub(crate) fn traffic_rate(&self) -> u32 {
        self.commotion
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .as_ref()
            .map_or(0, Commotion::per_minute)
    }

    pub(crate) fn counts(&self) -> MutexGuard<'_, Counts> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Answers one request at the time `now`. Never blocks on anything but the lock of the organization.
    pub fn handle(&self, request: &Request, now: Stamp) -> Response {
        self.tick(now);
        let number = self.requests.fetch_add(1, Ordering::Relaxed);
        let request_id = made_id("req", number, 0x51ab);
        if let Some(response) = crate::control::handle(self, request, now) {
            return response;
        }
        let credential = request
            .headers
            .get(http::header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok());
        let faults = self.faults().strike(request, credential.unwrap_or_default());
        let base = self.base(request);
        let mut verdict = None;
        let crowded =
            self.in_flight.load(Ordering::Relaxed) > CONCURRENT && self.limits().mode() == LimitMode::Real;
        let answer = match faults.iter().find_map(|fault| fault.refusal(now)) {
            Some(refusal) => Err(refusal),
            None if crowded => Err(crowded_out(now)),
            None => self.answer(request, now, &request_id, &base, &mut verdict),
        };
        let mut response = respond(request, &base, &request_id, answer);
        if let Some(verdict) = verdict {
            put_limits(&mut response.headers, &verdict);
        }
        faults
            .iter()
            .for_each(|fault: &Fault| fault.spoil(request, &mut response, now));
        let method = request.method.as_str();
        let known = route::find(method, &request.path).map_or("(unknown)", |(route, _)| route.path);
        self.counts()
            .note(method, known, response.status, response.body.len());
        response
    }

    /// The address of a key set that a token request needs and that is not known yet. Whoever runs the simulator
    /// fetches it and hands it over with [`Sim::keep_key_set`] before the request is handled.
    #[must_use]
    pub fn wanted_key_set(&self, request: &Request, now: Stamp) -> Option<String> {
        if request.path.trim_end_matches('/') != "/oauth2/v1/token" {
            return None;
        }
        let base = self.base(request);
        let caller = Caller::anonymous();
        let query = url::form_urlencoded::parse(request.query.as_bytes())
            .into_owned()
            .collect();
        let call = Call {
            request,
            now,
            caller: &caller,
            base: &base,
            request_id: "",
            params: Vec::new(),
            query,
        };
        oauth::wanted_jwks(&self.read(), &call)
    }

    /// Keeps the key set fetched from an address.
    pub fn keep_key_set(&self, url: &str, keys: Value) {
        self.read().oauth.keep_key_set(url, keys);
    }

    pub(crate) fn read(&self) -> RwLockReadGuard<'_, Org> {
        self.org.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn write(&self) -> RwLockWriteGuard<'_, Org> {
        self.org.write().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn limits(&self) -> MutexGuard<'_, Limits> {
        self.limits.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn faults(&self) -> MutexGuard<'_, Faults> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answer(
        &self,
        request: &Request,
        now: Stamp,
        request_id: &str,
        base: &str,
        verdict: &mut Option<Verdict>,
    ) -> Answer {
        let (route, params) = route::find(request.method.as_str(), &request.path)?;
        let query = url::form_urlencoded::parse(request.query.as_bytes())
            .into_owned()
            .collect();
        let nobody = Caller::anonymous();
        let mut call = Call {
            request,
            now,
            caller: &nobody,
            base,
            request_id,
            params,
            query,
        };
        let caller = self.authenticate(&call, route)?;
        *verdict = self.count(&call, &caller);
        call.caller = &caller;
        if let Some(verdict) = verdict.filter(|verdict| !verdict.allowed) {
            if verdict.first_violation {
                log_violation(&mut self.write(), &call, &verdict);
            }
            return Err(Refusal::new(
                429,
                "E0000047",
                "API call exceeded rate limit due to too many requests.",
            ));
        }
        if !crate::world::is_recorded(&self.read(), route) {
            return Err(Refusal::forbidden());
        }
        if !caller::in_network(&self.read(), &call) {
            log_outside(&mut self.write(), &call);
            return Err(Refusal::forbidden());
        }
        permit(&caller, route, request)?;
        match route.handler {
            Handler::Read(handler) => handler(&self.read(), &call),
            Handler::Write(handler) => handler(&mut self.write(), &call),
        }
    }

    /// Counts the request against the share of the one who made it.
    fn count(&self, call: &Call<'_>, caller: &Caller) -> Option<Verdict> {
        let principal = principal(caller);
        let share = crate::org::rates::share(&self.read(), principal);
        let mut limits = self.limits();
        if let Some(share) = share {
            limits.set_share(Some(principal), share);
        }
        limits.count(
            call.request.method.as_str(),
            &call.request.path,
            principal,
            call.now,
        )
    }

    fn authenticate(&self, call: &Call<'_>, route: &Route) -> Result<Caller, Refusal> {
        if route.right.is_empty() {
            return Ok(Caller::anonymous());
        }
        let org = self.read();
        match caller::credential(&call.request.headers).ok_or_else(Refusal::invalid_token)? {
            Credential::Ssws(token) => caller::by_token(&org, token, call.now),
            Credential::Bearer(token) => oauth::by_access_token(&org, call, token, false),
            Credential::Dpop(token) => oauth::by_access_token(&org, call, token, true),
        }
    }

    /// The address under which a request reached the organization.
    pub(crate) fn base(&self, request: &Request) -> String {
        if let Some(url) = self
            .public_url
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .as_ref()
        {
            return url.clone();
        }
        let text = |name: &str| request.headers.get(name).and_then(|value| value.to_str().ok());
        let host = text(HOST.as_str()).unwrap_or("sim.okta.com");
        // The shell sets this on every request; without a shell the world is https.
        let scheme = text("x-forwarded-proto").unwrap_or("https");
        format!("{scheme}://{host}")
    }
}

/// Requests that one organization may have under way at a time.
const CONCURRENT: usize = 75;

/// A request that is under way.
#[derive(Debug)]
pub(crate) struct InFlight<'s>(&'s AtomicUsize);

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Okta refuses what is too many at a time with a limit of 0.
fn crowded_out(now: Stamp) -> Refusal {
    let refusal = Refusal::new(
        429,
        "E0000047",
        "API call exceeded rate limit due to too many requests.",
    );
    let refusal = refusal
        .header("x-rate-limit-limit", "0")
        .header("x-rate-limit-remaining", "0");
    refusal.header("x-rate-limit-reset", &now.plus_ms(1000).seconds().to_string())
}

/// The one whose share of a rate limit a request uses: the token or the OAuth client.
fn principal(caller: &Caller) -> &str {
    caller.rights.client_id.as_deref().unwrap_or(&caller.credential)
}

/// Whether the route is open to the caller at all.
fn permit(caller: &Caller, route: &Route, request: &Request) -> Result<(), Refusal> {
    if matches!(route.right, "" | "*") || caller.rights.may(route.right) {
        return Ok(());
    }
    // An app with the scope but no role sees empty lists; everything else is refused.
    let empty_list = caller.rights.scopes.is_some() && route.lists() && caller.rights.in_scope(route.right);
    if empty_list {
        return Ok(());
    }
    if caller.rights.in_scope(route.right) {
        return Err(Refusal::forbidden());
    }
    let told = format!(
        "Bearer scope=\"{}\", error=\"insufficient_scope\", error_description=\"The access token provided does not contain the required scopes.\", resource=\"{}\"",
        route.right, request.path
    );
    Err(Refusal::forbidden().header("www-authenticate", &told))
}

/// Okta logs the first refusal of a window, naming the bucket.
fn log_violation(org: &mut Org, call: &Call<'_>, verdict: &Verdict) {
    let pattern = verdict.bucket.pattern();
    let target =
        Party::unnamed("URL Pattern", pattern, pattern).with_detail("threshold", &verdict.limit.to_string());
    let draft = Draft::new("system.operation.rate_limit.violation", Party::system()).target(target);
    let draft = draft
        .outcome("DENY", "Too many requests")
        .debug("threshold", &verdict.limit.to_string());
    let kind = if call.caller.rights.client_id.is_some() {
        "oauth2_client"
    } else {
        "ssws_token"
    };
    org.log
        .append_request(call, draft.debug("operationRateLimitSubtype", kind));
}

/// A token used from outside the network zones that it is for.
fn log_outside(org: &mut Org, call: &Call<'_>) {
    let id = call.caller.credential.clone();
    let draft = Draft::new("system.api_token.request_outside_allowed_range", Party::system());
    let draft = draft.target(Party::unnamed("Token", &id, "API token"));
    org.log.append_request(
        call,
        draft.outcome("DENY", "API token used outside of its network zone"),
    );
}

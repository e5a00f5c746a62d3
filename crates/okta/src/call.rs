//! One call: through the gate, with the credential, read to the end, tried again where that can help.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use bytes::Bytes;
use futures_util::StreamExt;
use http::{HeaderMap, HeaderValue, Method, header};
use secrecy::ExposeSecret;

use crate::advice::Cause;
use crate::auth::{Access, Server, TokenAnswer, TokenKeeper};
use crate::budget::Seen;
use crate::clock::Clock;
use crate::config::Dots;
use crate::endpoint::{Class, Endpoint};
use crate::fault::Fault;
use crate::gate::Gate;
use crate::origin::Origin;
use crate::parse::Defect;
use crate::patience::{Patience, Tries};
use crate::progress::Counters;
use crate::refusal::{self, ErrorBody};
use crate::transport::{Request, Transport, TransportError};

/// Largest body that is read, in bytes after decompression.
const BODY_LIMIT: usize = 64 << 20;

static TOKEN: Endpoint = Endpoint::plain("POST /oauth2/v1/token", Class::Token, "");
const TOKEN_PATH: &str = "/oauth2/v1/token";

/// What calls of one organization share.
pub(crate) struct Caller {
    pub(crate) origin: Origin,
    pub(crate) door: Door,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) gate: Gate,
    pub(crate) counters: Counters,
    /// Okta's clock minus ours, in seconds, by the `Date` header of the last answer.
    pub(crate) skew: AtomicI64,
}

/// How to get in.
pub(crate) enum Door {
    Token(Dots),
    Service(Box<TokenKeeper>),
}

/// An answer, read to its end.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    body: Vec<u8>,
}

impl Caller {
    /// Reads `path` and lets `read` make something of the body. Tries again as long as `patience` lasts.
    pub(crate) async fn get<V>(
        &self,
        endpoint: &'static Endpoint,
        path: &str,
        patience: Patience,
        read: impl Fn(&[u8]) -> Result<V, Defect>,
    ) -> Result<(V, HeaderMap), Fault> {
        let mut tries = Tries::new(patience, self.clock.now());
        loop {
            let fault = match self.get_once(endpoint, path, &mut tries).await {
                Ok(reply) => match self.read(endpoint, path, &reply, &read) {
                    Ok(value) => return Ok((value, reply.headers)),
                    Err(fault) => fault,
                },
                Err(fault) => fault,
            };
            self.wait_after(fault, &mut tries).await?;
        }
    }

    /// One try, or two where the token or a nonce turned out to be stale.
    async fn get_once(
        &self,
        endpoint: &'static Endpoint,
        path: &str,
        tries: &mut Tries,
    ) -> Result<Reply, Fault> {
        let mut second_try = false;
        loop {
            let access = self.access(tries).await?;
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
            self.show(&mut headers, access.as_ref(), endpoint, path)?;
            let request = Request {
                method: Method::GET,
                url: self.origin.address(path),
                headers,
                body: Bytes::new(),
            };
            let reply = self.exchange(endpoint, path, request).await?;
            if reply.status == 200 {
                return Ok(reply);
            }
            let body = ErrorBody::parse(&reply.body);
            if !second_try && self.was_stale(&reply, &body, access.as_ref()).await {
                second_try = true;
                continue;
            }
            let fault = refusal::fault_of(endpoint.name, path, reply.status, &reply.headers, &body);
            return Err(fault.with(|detail| {
                if detail.cause == Cause::ScopeMissing && detail.detail.is_none() {
                    detail.detail = Some(endpoint.scope.to_owned());
                }
            }));
        }
    }

    /// Whether a refusal comes from an access token or nonce that another try would replace.
    async fn was_stale(&self, reply: &Reply, body: &ErrorBody, access: Option<&Access>) -> bool {
        let (Door::Service(keeper), Some(access), 401) = (&self.door, access, reply.status) else {
            return false;
        };
        let asks_nonce = body.code() == Some("use_dpop_nonce")
            || refusal::header(&reply.headers, "www-authenticate")
                .is_some_and(|c| c.contains("use_dpop_nonce"));
        if asks_nonce {
            return access.is_dpop && reply.headers.contains_key("dpop-nonce");
        }
        let mut current = keeper.current.lock().await;
        if current
            .as_ref()
            .is_some_and(|token| token.serial == access.serial)
        {
            *current = None;
        }
        true
    }

    /// Puts the credential on a request.
    fn show(
        &self,
        headers: &mut HeaderMap,
        access: Option<&Access>,
        endpoint: &Endpoint,
        path: &str,
    ) -> Result<(), Fault> {
        // What everybody may read is asked for without showing anything.
        if endpoint.class == Class::Unlimited {
            return Ok(());
        }
        let value = match (&self.door, access) {
            (Door::Token(token), _) => format!("SSWS {}", token.0.expose_secret()),
            (Door::Service(keeper), Some(access)) => {
                let token = access.token.expose_secret();
                if access.is_dpop {
                    let url = self.origin.address(path);
                    let proof = keeper
                        .dpop()
                        .proof(Server::Api, "GET", &url, self.okta_now(), Some(token))
                        .map_err(|error| own_fault(&error))?;
                    headers.insert("dpop", secret_header(&proof)?);
                }
                format!("{} {token}", if access.is_dpop { "DPoP" } else { "Bearer" })
            }
            (Door::Service(_), None) => return Ok(()),
        };
        headers.insert(header::AUTHORIZATION, secret_header(&value)?);
        Ok(())
    }

    /// The access token of a service app; a new one when there is none or it ends soon.
    pub(crate) async fn access(&self, tries: &mut Tries) -> Result<Option<Access>, Fault> {
        let Door::Service(keeper) = &self.door else {
            return Ok(None);
        };
        let mut current = keeper.current.lock().await;
        if let Some(access) = current
            .as_ref()
            .filter(|access| access.is_fresh(self.clock.now()))
        {
            return Ok(Some(access.clone()));
        }
        // The old one may still hold for minutes: let a failure of Okta's pass while it does.
        let fresh = loop {
            match self.new_token(keeper).await {
                Ok(access) => break access,
                Err(fault) => self.wait_after(fault, tries).await?,
            }
        };
        *current = Some(fresh.clone());
        Ok(Some(fresh))
    }

    async fn new_token(&self, keeper: &TokenKeeper) -> Result<Access, Fault> {
        let url = self.origin.address(TOKEN_PATH);
        // At most: once without a proof, once without a nonce, once by Okta's clock, once more for a new nonce.
        for _ in 0..4 {
            let skew = self.skew.load(Ordering::Relaxed);
            let request = self.token_request(keeper, &url)?;
            let reply = self.exchange(&TOKEN, TOKEN_PATH, request).await?;
            if reply.status == 200 {
                return self.accept(keeper, &reply);
            }
            let body = ErrorBody::parse(&reply.body);
            let clock_moved = (self.skew.load(Ordering::Relaxed) - skew).abs() > 30;
            match body.code() {
                Some("use_dpop_nonce") if reply.headers.contains_key("dpop-nonce") => keeper.demand_dpop(),
                Some("invalid_dpop_proof") if !keeper.uses_dpop() => keeper.demand_dpop(),
                _ if matches!(reply.status, 400 | 401) && clock_moved => {}
                _ => {
                    return Err(refusal::fault_of(
                        TOKEN.name,
                        TOKEN_PATH,
                        reply.status,
                        &reply.headers,
                        &body,
                    ));
                }
            }
        }
        Err(Fault::new(Cause::BadTokenAnswer, TOKEN.name, TOKEN_PATH)
            .with(|detail| detail.detail = Some("every answer asks for another proof".to_owned())))
    }

    fn token_request(&self, keeper: &TokenKeeper, url: &str) -> Result<Request, Fault> {
        let now = self.okta_now();
        let body = keeper.request_body(url, now).map_err(|error| own_fault(&error))?;
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        let form = HeaderValue::from_static("application/x-www-form-urlencoded");
        headers.insert(header::CONTENT_TYPE, form);
        if keeper.uses_dpop() {
            let proof = keeper.dpop().proof(Server::Token, "POST", url, now, None);
            headers.insert("dpop", secret_header(&proof.map_err(|error| own_fault(&error))?)?);
        }
        Ok(Request {
            method: Method::POST,
            url: url.to_owned(),
            headers,
            body: Bytes::from(body),
        })
    }

    fn accept(&self, keeper: &TokenKeeper, reply: &Reply) -> Result<Access, Fault> {
        let fault = |words: &str| {
            Fault::new(Cause::BadTokenAnswer, TOKEN.name, TOKEN_PATH)
                .with(|detail| detail.detail = Some(words.to_owned()))
        };
        // Not the reader's words: they could quote the token.
        let answer: TokenAnswer =
            serde_json::from_slice(&reply.body).map_err(|_| fault("it is not a token answer"))?;
        let serial = self.counters.requests.load(Ordering::Relaxed);
        keeper.accept(answer, serial, self.clock.now()).map_err(fault)
    }

    /// Sends one request when the budget lets it, and reads the answer to its end.
    async fn exchange(
        &self,
        endpoint: &'static Endpoint,
        path: &str,
        request: Request,
    ) -> Result<Reply, Fault> {
        let mut permit = self.gate.enter(endpoint.class).await;
        Counters::add(&self.counters.requests, 1);
        let began = self.clock.now();
        let sent = self.transport.send(request).await;
        let answer = sent.map_err(|error| unreachable(&error, endpoint, path))?;
        permit.answered(self.seen(answer.status, &answer.headers));
        self.keep_nonce(endpoint, &answer.headers);
        let too_large = || Fault::new(Cause::TooLarge, endpoint.name, path);
        let mut body = Vec::new();
        let mut stream = answer.body;
        while let Some(piece) = stream.next().await {
            let piece = piece.map_err(|error| unreachable(&error, endpoint, path))?;
            if body.len() + piece.len() > BODY_LIMIT {
                return Err(too_large());
            }
            body.extend_from_slice(&piece);
        }
        Counters::add(&self.counters.bytes, body.len() as u64);
        tracing::debug!(
            endpoint = endpoint.name,
            status = answer.status,
            bytes = body.len(),
            ms = self.clock.now().saturating_sub(began).as_millis() as u64,
            "okta answered"
        );
        Ok(Reply {
            status: answer.status,
            headers: answer.headers,
            body,
        })
    }

    fn read<V>(
        &self,
        endpoint: &'static Endpoint,
        path: &str,
        reply: &Reply,
        read: &impl Fn(&[u8]) -> Result<V, Defect>,
    ) -> Result<V, Fault> {
        let request_id = refusal::header(&reply.headers, "x-okta-request-id");
        let finish = |fault: Fault| {
            fault.with(|detail| {
                detail.status = Some(reply.status);
                detail.request_id = request_id.map(str::to_owned);
            })
        };
        if !is_json(&reply.headers, &reply.body) {
            let kind = refusal::header(&reply.headers, "content-type").unwrap_or("no content type");
            let fault = Fault::new(Cause::NotJson, endpoint.name, path);
            return Err(finish(
                fault.with(|d| d.detail = Some(kind.chars().take(80).collect())),
            ));
        }
        read(&reply.body).map_err(|defect| finish(crate::page::fault_of(defect, endpoint, path)))
    }

    /// Waits before another try, or gives the fault back when there is to be none.
    async fn wait_after(&self, fault: Fault, tries: &mut Tries) -> Result<(), Fault> {
        let now = self.clock.now();
        let Some(wait) = tries.after(&fault, now, rand::random()) else {
            return Err(fault);
        };
        tracing::info!(
            endpoint = fault.endpoint,
            status = fault.status,
            wait_ms = wait.as_millis() as u64,
            "trying again: {}",
            fault.cause.what()
        );
        Counters::add(&self.counters.retries, 1);
        self.clock.sleep_until(now + wait).await;
        Ok(())
    }

    /// What the headers say about the budget; also learns how far Okta's clock is from ours.
    fn seen(&self, status: u16, headers: &HeaderMap) -> Seen {
        let limited = status == 429;
        let number =
            |name: &str| refusal::header(headers, name).and_then(|text| text.trim().parse::<i64>().ok());
        let wall = self.clock.wall_ms().div_euclid(1000);
        let date = refusal::header(headers, "date").and_then(http_date);
        if let Some(date) = date {
            self.skew.store(date - wall, Ordering::Relaxed);
        }
        let small = |value: i64| u32::try_from(value.clamp(0, i64::from(u32::MAX))).unwrap_or(0);
        match (
            number("x-rate-limit-limit"),
            number("x-rate-limit-remaining"),
            number("x-rate-limit-reset"),
        ) {
            (Some(limit), Some(remaining), Some(reset)) => {
                let reset_epoch = reset.clamp(0, 1 << 40);
                let resets_in = reset_epoch - date.unwrap_or(wall);
                Seen::Headers {
                    limit: small(limit),
                    remaining: small(remaining),
                    reset_epoch,
                    resets_in,
                    limited,
                }
            }
            _ => Seen::NoHeaders {
                limited,
                jitter: rand::random(),
            },
        }
    }

    fn keep_nonce(&self, endpoint: &Endpoint, headers: &HeaderMap) {
        if let (Door::Service(keeper), Some(nonce)) = (&self.door, refusal::header(headers, "dpop-nonce")) {
            let server = if endpoint.class == Class::Token {
                Server::Token
            } else {
                Server::Api
            };
            keeper.dpop().keep_nonce(server, nonce);
        }
    }

    /// Seconds since the Unix epoch by Okta's clock, as far as it is known.
    fn okta_now(&self) -> i64 {
        self.clock.wall_ms().div_euclid(1000) + self.skew.load(Ordering::Relaxed)
    }
}

/// Seconds since the Unix epoch of an HTTP date (RFC 9110 5.6.7).
fn http_date(text: &str) -> Option<i64> {
    jiff::fmt::rfc2822::parse(text)
        .ok()
        .map(|zoned| zoned.timestamp().as_second())
}

fn is_json(headers: &HeaderMap, body: &[u8]) -> bool {
    let declared = refusal::header(headers, "content-type").is_none_or(|kind| kind.contains("json"));
    let first = body.iter().find(|byte| !byte.is_ascii_whitespace());
    declared && first.is_none_or(|byte| *byte != b'<')
}

fn unreachable(error: &TransportError, endpoint: &Endpoint, path: &str) -> Fault {
    let cause = match error {
        TransportError::ForbiddenAddress(_) => Cause::ForbiddenAddress,
        TransportError::Tls(_) => Cause::Certificate,
        TransportError::Timeout => Cause::Timeout,
        TransportError::Connect(_) | TransportError::Broken(_) => Cause::Unreachable,
    };
    Fault::new(cause, endpoint.name, path).with(|detail| detail.detail = Some(error.to_string()))
}

fn own_fault(error: &crate::auth::KeyError) -> Fault {
    Fault::new(Cause::InvalidClient, TOKEN.name, TOKEN_PATH)
        .with(|detail| detail.detail = Some(error.to_string()))
}

fn secret_header(value: &str) -> Result<HeaderValue, Fault> {
    let mut value =
        HeaderValue::from_str(value).map_err(|_| Fault::new(Cause::InvalidToken, TOKEN.name, TOKEN_PATH))?;
    value.set_sensitive(true);
    Ok(value)
}

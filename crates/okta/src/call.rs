//! One call: through the gate, with the credential, read to the end, tried again where that can help.

mod door;
mod headers;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64};

use bytes::Bytes;
use futures_util::StreamExt;
use http::{HeaderMap, HeaderValue, Method, header};

use crate::advice::Cause;
use crate::auth::TokenKeeper;
use crate::clock::Clock;
use crate::config::Dots;
use crate::endpoint::Endpoint;
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

/// How much of a body is believed before it is there.
const BODY_AT_ONCE: usize = 2 << 20;

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

/// What is to be asked for or done, and how.
#[derive(Clone, Copy)]
pub(crate) struct Call<'c> {
    /// `GET`, or the method of a deed.
    pub(crate) method: &'static Method,
    pub(crate) endpoint: &'static Endpoint,
    /// Path and query.
    pub(crate) path: &'c str,
    pub(crate) patience: Patience,
    /// Counts the requests that it took.
    pub(crate) meter: &'c AtomicU64,
}

/// An answer, read to its end.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    body: Vec<u8>,
}

impl Caller {
    /// Makes a call and lets `read` make something of the body. Tries again as long as `patience` lasts.
    pub(crate) async fn get<V>(
        &self,
        call: Call<'_>,
        read: impl Fn(&[u8]) -> Result<V, Defect>,
    ) -> Result<(V, HeaderMap), Fault> {
        let mut tries = Tries::new(call.patience, self.clock.now());
        loop {
            let fault = match self.once(call, &mut tries).await {
                Ok(reply) => match self.read(call.endpoint, call.path, &reply, &read) {
                    Ok(value) => return Ok((value, reply.headers)),
                    Err(fault) => fault,
                },
                Err(fault) => fault,
            };
            self.wait_after(fault, &mut tries).await?;
        }
    }

    /// Does something, once: whoever asked for it sees what came of it, and a second try could meet what the first one
    /// did. Only a stale token is replaced, because Okta did nothing then.
    pub(crate) async fn act(&self, call: Call<'_>) -> Result<(), Fault> {
        let mut tries = Tries::new(call.patience, self.clock.now());
        self.once(call, &mut tries).await.map(|_| ())
    }

    /// One try, or two where the token or a nonce turned out to be stale.
    async fn once(&self, call: Call<'_>, tries: &mut Tries) -> Result<Reply, Fault> {
        let Call {
            method,
            endpoint,
            path,
            ..
        } = call;
        let mut second_try = false;
        loop {
            let access = self.access(tries).await?;
            self.check_scope(endpoint, path)?;
            let build = || {
                let mut headers = HeaderMap::new();
                headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
                self.show(&mut headers, access.as_ref(), call)?;
                let url = self.origin.address(path);
                Ok(Request {
                    method: method.clone(),
                    url,
                    headers,
                    body: Bytes::new(),
                })
            };
            Counters::add(call.meter, 1);
            let reply = self.exchange(endpoint, path, build).await?;
            if reply.status == 200 || (reply.status == 204 && method != Method::GET) {
                return Ok(reply);
            }
            let body = ErrorBody::parse(&reply.body);
            if !second_try && self.was_stale(&reply, &body, access.as_ref()).await {
                second_try = true;
                continue;
            }
            let fault = refusal::fault_of(endpoint.name, path, reply.status, &reply.headers, &body);
            return Err(fault.with(|detail| {
                if detail.cause == Cause::ScopeMissing {
                    detail.detail = Some(endpoint.scope.to_owned());
                }
            }));
        }
    }

    /// Sends one request when the budget lets it, and reads the answer to its end.
    ///
    /// The request is built when its turn has come: signed proofs in it are good for minutes only.
    async fn exchange(
        &self,
        endpoint: &'static Endpoint,
        path: &str,
        build: impl FnOnce() -> Result<Request, Fault>,
    ) -> Result<Reply, Fault> {
        let mut permit = self.gate.enter(endpoint.class).await;
        let request = build()?;
        Counters::add(&self.counters.requests, 1);
        let began = self.clock.now();
        let sent = self.transport.send(request).await;
        let answer = sent.map_err(|error| unreachable(&error, endpoint, path))?;
        permit.answered(self.seen(answer.status, &answer.headers));
        self.keep_nonce(endpoint, &answer.headers);
        let too_large = || Fault::new(Cause::TooLarge, endpoint.name, path);
        let told = refusal::header(&answer.headers, "content-length").and_then(|length| length.parse().ok());
        let mut body = Vec::with_capacity(told.unwrap_or(0).min(BODY_AT_ONCE));
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
        if !headers::is_json(&reply.headers, &reply.body) {
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

//! The credential of a call: shows it, and gets a service app's access token.

use std::sync::atomic::Ordering;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, header};
use secrecy::ExposeSecret;

use super::{Call, Caller, Door, Reply};
use crate::advice::Cause;
use crate::auth::{Access, KeyError, Server, TokenAnswer, TokenKeeper};
use crate::endpoint::{Class, Endpoint};
use crate::fault::{Fault, FaultKind};
use crate::patience::Tries;
use crate::refusal::{self, ErrorBody};
use crate::transport::Request;

static TOKEN: Endpoint = Endpoint::plain("POST /oauth2/v1/token", Class::Token, "");
const TOKEN_PATH: &str = "/oauth2/v1/token";

impl Caller {
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
        let fresh = loop {
            let fault = match self.token_of_granted(keeper).await {
                Ok(access) => break access,
                Err(fault) => fault,
            };
            // The old one still holds for minutes: a failure of Okta's may pass in that time.
            let old = current.as_ref().filter(|old| old.holds(self.clock.now()));
            if let (FaultKind::RetryLater, Some(old)) = (fault.kind, old) {
                return Ok(Some(old.clone()));
            }
            self.wait_after(fault, tries).await?;
        };
        *current = Some(fresh.clone());
        Ok(Some(fresh))
    }

    /// A token for all wanted scopes or, where Okta refuses them together, for those that it grants one by one.
    ///
    /// Okta names no scope in its refusal, and some organizations grant a part silently: both end in the same
    /// knowledge of what is missing.
    async fn token_of_granted(&self, keeper: &TokenKeeper) -> Result<Access, Fault> {
        let asked = keeper.asked();
        let refused = match self.new_token(keeper, &asked).await {
            Ok(access) => {
                keeper.keep_granted(&access.scopes);
                return Ok(access);
            }
            Err(fault) if fault.cause == Cause::ScopeNotGranted && asked.len() > 1 => fault,
            Err(fault) => return Err(fault),
        };
        let mut granted = Vec::new();
        for scope in asked {
            match self.new_token(keeper, std::slice::from_ref(&scope)).await {
                Ok(_) => granted.push(scope),
                Err(fault) if fault.cause == Cause::ScopeNotGranted => {}
                Err(fault) => return Err(fault),
            }
        }
        if granted.is_empty() {
            return Err(refused);
        }
        keeper.keep_granted(&granted);
        self.new_token(keeper, &granted).await
    }

    /// Refuses a call whose scope is known not to be granted, without asking Okta again.
    pub(super) fn check_scope(&self, endpoint: &'static Endpoint, path: &str) -> Result<(), Fault> {
        let Door::Service(keeper) = &self.door else {
            return Ok(());
        };
        if endpoint.scope.is_empty() || !keeper.missing().iter().any(|scope| scope == endpoint.scope) {
            return Ok(());
        }
        Err(Fault::new(Cause::ScopeMissing, endpoint.name, path)
            .with(|detail| detail.detail = Some(endpoint.scope.to_owned())))
    }

    async fn new_token(&self, keeper: &TokenKeeper, scopes: &[String]) -> Result<Access, Fault> {
        let url = self.origin.address(TOKEN_PATH);
        // At most: once without a proof, once without a nonce, once by Okta's clock, once more for a new nonce.
        for _ in 0..4 {
            let skew = self.skew.load(Ordering::Relaxed);
            let build = || self.token_request(keeper, scopes, &url);
            let reply = self.exchange(&TOKEN, TOKEN_PATH, build).await?;
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

    fn token_request(&self, keeper: &TokenKeeper, scopes: &[String], url: &str) -> Result<Request, Fault> {
        let now = self.okta_now();
        let body = keeper
            .request_body(scopes, url, now)
            .map_err(|error| own_fault(&error))?;
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

    /// Puts the credential on a request.
    pub(super) fn show(
        &self,
        headers: &mut HeaderMap,
        access: Option<&Access>,
        call: Call<'_>,
    ) -> Result<(), Fault> {
        let Call {
            method,
            endpoint,
            path,
            ..
        } = call;
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
                        .proof(Server::Api, method.as_str(), &url, self.okta_now(), Some(token))
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

    /// Whether a refusal comes from an access token or nonce that another try would replace.
    pub(super) async fn was_stale(&self, reply: &Reply, body: &ErrorBody, access: Option<&Access>) -> bool {
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

    /// Keeps a nonce that an answer brought.
    pub(super) fn keep_nonce(&self, endpoint: &Endpoint, headers: &HeaderMap) {
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

fn own_fault(error: &KeyError) -> Fault {
    Fault::new(Cause::InvalidClient, TOKEN.name, TOKEN_PATH)
        .with(|detail| detail.detail = Some(error.to_string()))
}

fn secret_header(value: &str) -> Result<HeaderValue, Fault> {
    let mut value =
        HeaderValue::from_str(value).map_err(|_| Fault::new(Cause::InvalidToken, TOKEN.name, TOKEN_PATH))?;
    value.set_sensitive(true);
    Ok(value)
}

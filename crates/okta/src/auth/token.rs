//! Access tokens: asked for once, shared by all calls, renewed before they end, one renewal at a time.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

use super::dpop::DpopKey;
use super::jwt::client_assertion;
use super::key::{KeyError, SigningKey};

/// A token is renewed when less than this is left of it.
const EARLY: Duration = Duration::from_secs(300);

/// What a call shows.
#[derive(Clone)]
pub(crate) struct Access {
    pub(crate) token: SecretString,
    pub(crate) is_dpop: bool,
    /// Which token it is, so that a refusal drops that one and no later one.
    pub(crate) serial: u64,
    /// Scopes that Okta says it granted.
    pub(crate) scopes: Vec<String>,
    renew_at: Duration,
    ends_at: Duration,
}

/// Keeps the token of one service app.
pub(crate) struct TokenKeeper {
    client_id: String,
    key: SigningKey,
    /// What was asked for from outside.
    wanted: Vec<String>,
    /// Of those, what Okta turned out not to have granted.
    missing: Mutex<Vec<String>>,
    dpop_asked: bool,
    /// Set when Okta refuses a request without a proof.
    dpop_demanded: AtomicBool,
    dpop: DpopKey,
    /// Held while a token is asked for, so that others wait for it instead of asking too.
    pub(crate) current: tokio::sync::Mutex<Option<Access>>,
}

/// The answer of the token endpoint.
#[derive(Deserialize)]
pub(crate) struct TokenAnswer {
    access_token: SecretText,
    #[serde(default)]
    token_type: String,
    expires_in: Option<u64>,
    scope: Option<String>,
}

impl TokenKeeper {
    pub(crate) fn new(
        client_id: String,
        key: SigningKey,
        scopes: Vec<String>,
        dpop: bool,
    ) -> Result<Self, KeyError> {
        Ok(Self {
            client_id,
            key,
            wanted: scopes,
            missing: Mutex::default(),
            dpop_asked: dpop,
            dpop_demanded: AtomicBool::new(false),
            dpop: DpopKey::generate()?,
            current: tokio::sync::Mutex::new(None),
        })
    }

    pub(crate) fn dpop(&self) -> &DpopKey {
        &self.dpop
    }

    pub(crate) fn client_id(&self) -> &str {
        &self.client_id
    }

    /// Whether token requests carry a proof.
    pub(crate) fn uses_dpop(&self) -> bool {
        self.dpop_asked || self.dpop_demanded.load(Ordering::Relaxed)
    }

    /// From now on they do.
    pub(crate) fn demand_dpop(&self) {
        self.dpop_demanded.store(true, Ordering::Relaxed);
    }

    /// The scopes that are asked for: all that were wanted, without those that are known not to be granted.
    pub(crate) fn asked(&self) -> Vec<String> {
        let missing = self.missing();
        self.wanted
            .iter()
            .filter(|scope| !missing.contains(scope))
            .cloned()
            .collect()
    }

    /// Wanted scopes that Okta did not grant.
    pub(crate) fn missing(&self) -> Vec<String> {
        self.missing
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Notes which of the wanted scopes Okta grants; the others are not asked for any more.
    pub(crate) fn keep_granted(&self, granted: &[String]) {
        let missing = self.wanted.iter().filter(|scope| !covers(granted, scope));
        *self.missing.lock().unwrap_or_else(PoisonError::into_inner) = missing.cloned().collect();
    }

    /// The body of a token request for `scopes`. Holds a fresh assertion, so it is good for one try.
    pub(crate) fn request_body(
        &self,
        scopes: &[String],
        token_url: &str,
        now: i64,
    ) -> Result<String, KeyError> {
        let assertion = client_assertion(&self.key, &self.client_id, token_url, now)?;
        Ok(url::form_urlencoded::Serializer::new(String::new())
            .append_pair("grant_type", "client_credentials")
            .append_pair("scope", &scopes.join(" "))
            .append_pair(
                "client_assertion_type",
                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            )
            .append_pair("client_assertion", &assertion)
            .finish())
    }

    /// Makes of Okta's answer what calls show; the reason when it is not usable.
    pub(crate) fn accept(
        &self,
        answer: TokenAnswer,
        serial: u64,
        now: Duration,
    ) -> Result<Access, &'static str> {
        let is_dpop = answer.token_type.eq_ignore_ascii_case("DPoP");
        if answer.access_token.0.expose_secret().is_empty() {
            return Err("it holds no token");
        }
        if !is_dpop && !answer.token_type.eq_ignore_ascii_case("Bearer") {
            return Err("it holds a token of an unknown type");
        }
        if self.uses_dpop() && !is_dpop {
            return Err("the token is not bound to our key, though that was asked for");
        }
        let life = Duration::from_secs(answer.expires_in.unwrap_or(3600));
        // Of a short-lived token, a tenth is kept in reserve.
        let renew_at = now + life.saturating_sub(EARLY.min(life / 10));
        let told = answer.scope.as_deref().filter(|scope| !scope.trim().is_empty());
        let scopes = told.map_or_else(
            || self.asked(),
            |scope| scope.split_ascii_whitespace().map(str::to_owned).collect(),
        );
        Ok(Access {
            token: answer.access_token.0,
            is_dpop,
            serial,
            scopes,
            renew_at,
            ends_at: now + life,
        })
    }
}

/// Whether a set of scopes holds `wanted`: itself, or the right to change what it lets read.
pub(crate) fn covers(granted: &[String], wanted: &str) -> bool {
    let manages = wanted
        .strip_suffix(".read")
        .map(|class| format!("{class}.manage"));
    granted
        .iter()
        .any(|scope| scope == wanted || Some(scope) == manages.as_ref())
}

impl Access {
    /// Whether Okta still takes it, as far as we know.
    pub(crate) fn holds(&self, now: Duration) -> bool {
        now < self.ends_at
    }

    /// Whether it need not be renewed yet.
    pub(crate) fn is_fresh(&self, now: Duration) -> bool {
        now < self.renew_at
    }
}

impl std::fmt::Debug for TokenKeeper {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TokenKeeper({}, •••)", self.client_id)
    }
}

struct SecretText(SecretString);

impl<'de> Deserialize<'de> for SecretText {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|text| Self(SecretString::from(text)))
    }
}

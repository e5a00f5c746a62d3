//! The client of one organization.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use http::{HeaderMap, HeaderValue, Method};
use secrecy::ExposeSecret;
use serde::de::DeserializeOwned;

use crate::auth::TokenKeeper;
use crate::budget::{BucketState, Budget};
use crate::call::{Call, Caller, Door};
use crate::clock::{Clock, SystemClock};
use crate::config::{Config, ConfigError, Credential};
use crate::endpoint::Endpoint;
use crate::fault::Fault;
use crate::gate::Gate;
use crate::object::Object;
use crate::origin::Origin;
use crate::page::{Item, Pages};
use crate::parse::{self, Defect};
use crate::patience::Patience;
use crate::progress::{Counters, Progress};
use crate::transport::{HttpTransport, Transport};

/// Reads one Okta organization, and does in it what a person asked for. Clones share connections, token and budget.
#[derive(Clone)]
pub struct Client {
    caller: Arc<Caller>,
    patience: Patience,
    /// Requests sent by this handle and its plain clones.
    meter: Arc<AtomicU64>,
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Client({}, •••)", self.caller.origin.address(""))
    }
}

impl Client {
    /// A client over the network. Nothing is sent before the first call.
    pub fn new(config: Config) -> Result<Self, ConfigError> {
        let transport = HttpTransport::new(&config)?;
        Self::with(config, Arc::new(transport), Arc::new(SystemClock::default()))
    }

    /// A client over a transport and clock of the caller's: for tests and simulated time.
    pub fn with(
        config: Config,
        transport: Arc<dyn Transport>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, ConfigError> {
        if !(1..=100).contains(&config.share_percent) {
            return Err(ConfigError::Share(config.share_percent));
        }
        if config.concurrency == 0 {
            return Err(ConfigError::Concurrency);
        }
        let origin = Origin::parse(&config.org_url, config.reach)?;
        let budget = Budget::new(config.share_percent, config.concurrency);
        let caller = Caller {
            origin,
            door: door(config.credential)?,
            transport,
            gate: Gate::new(budget, Arc::clone(&clock)),
            clock,
            counters: Counters::default(),
            skew: AtomicI64::new(0),
        };
        Ok(Self {
            caller: Arc::new(caller),
            patience: config.patience,
            meter: Arc::default(),
        })
    }

    /// The same client with another patience; connections, token and budget are shared.
    #[must_use]
    pub fn with_patience(&self, patience: Patience) -> Self {
        Self {
            caller: Arc::clone(&self.caller),
            patience,
            meter: Arc::clone(&self.meter),
        }
    }

    /// The same client with a meter of its own, at zero: to know what a part of a larger work cost.
    #[must_use]
    pub fn metered(&self) -> Self {
        Self {
            caller: Arc::clone(&self.caller),
            patience: self.patience,
            meter: Arc::default(),
        }
    }

    /// Requests that this handle sent, second tries included and requests for access tokens left out.
    pub fn sent(&self) -> u64 {
        self.meter.load(Ordering::Relaxed)
    }

    /// Every rate-limit bucket that was used, as it stands.
    pub fn budget(&self) -> Vec<BucketState> {
        self.caller.gate.states()
    }

    /// What this client and its clones did so far.
    pub fn progress(&self) -> Progress {
        self.caller.counters.read(self.budget())
    }

    pub(crate) fn origin(&self) -> &Origin {
        &self.caller.origin
    }

    pub(crate) fn caller(&self) -> &Caller {
        &self.caller
    }

    pub(crate) fn patience(&self) -> Patience {
        self.patience
    }

    /// A list, page by page.
    pub(crate) fn list<T: Item>(&self, endpoint: &'static Endpoint, path: String) -> Pages<T> {
        Pages::new(self.clone(), endpoint, path)
    }

    /// A single object.
    pub(crate) async fn one<T: DeserializeOwned>(
        &self,
        endpoint: &'static Endpoint,
        path: &str,
    ) -> Result<Object<T>, Fault> {
        self.get(endpoint, path, parse::object::<T>)
            .await
            .map(|(object, _)| object)
    }

    /// Reads `path` and lets `read` make something of the body.
    pub(crate) async fn get<V>(
        &self,
        endpoint: &'static Endpoint,
        path: &str,
        read: impl Fn(&[u8]) -> Result<V, Defect>,
    ) -> Result<(V, HeaderMap), Fault> {
        self.caller
            .get(self.call(&Method::GET, endpoint, path), read)
            .await
    }

    /// Does something that has no answer but that it is done.
    pub(crate) async fn act(
        &self,
        method: &'static Method,
        endpoint: &'static Endpoint,
        path: &str,
    ) -> Result<(), Fault> {
        self.caller.act(self.call(method, endpoint, path)).await
    }

    fn call<'c>(&'c self, method: &'static Method, endpoint: &'static Endpoint, path: &'c str) -> Call<'c> {
        Call {
            method,
            endpoint,
            path,
            patience: self.patience,
            meter: &self.meter,
        }
    }
}

fn door(credential: Credential) -> Result<Door, ConfigError> {
    match credential {
        Credential::ApiToken(token) => {
            let text = token.0.expose_secret();
            if text.is_empty() || text.contains(' ') || HeaderValue::from_str(text).is_err() {
                return Err(ConfigError::Token);
            }
            Ok(Door::Token(token))
        }
        Credential::ServiceApp {
            client_id,
            key,
            scopes,
            dpop,
        } => Ok(Door::Service(Box::new(TokenKeeper::new(
            client_id, key, scopes, dpop,
        )?))),
    }
}

//! What providers say of themselves, and their keys: read when needed, and kept for an hour.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::Timestamp;
use oidc::{Discovery, KeySet, Refusal};

use crate::app::App;
use crate::connectors::oidc::places;
use crate::loops::ProviderCall;

/// How long a description and keys are believed.
const KEPT_MS: i64 = 3_600_000;
/// Keys are read again for an unknown key id, but not more often: tokens with made-up ids must not become a storm.
const AGAIN_MS: i64 = 60_000;
/// Providers kept at most.
const KEPT_MAX: usize = 100;

/// What is known of providers, by issuer.
#[derive(Default)]
pub(crate) struct Providers {
    known: Mutex<HashMap<String, Known>>,
}

#[derive(Clone)]
struct Known {
    discovery: Discovery,
    read: Timestamp,
    keys: Option<(KeySet, Timestamp)>,
}

impl Providers {
    /// Reads a provider's description now.
    pub(crate) async fn discover(&self, app: &App, issuer: &str) -> Result<Discovery, Refusal> {
        let places = places(app);
        let address = Discovery::address(issuer, places)
            .ok_or_else(|| Refusal::Discovery("the issuer is no address".to_owned()))?;
        let body = get(app, address, Refusal::Discovery).await?;
        let discovery = Discovery::read(&body, issuer, places)?;
        let mut known = self.known();
        if known.len() >= KEPT_MAX {
            known.clear();
        }
        let entry = Known {
            discovery: discovery.clone(),
            read: app.now(),
            keys: None,
        };
        known.insert(issuer.to_owned(), entry);
        Ok(discovery)
    }

    /// A provider's description, read within the last hour.
    pub(super) async fn provider(&self, app: &App, issuer: &str) -> Result<Discovery, Refusal> {
        match self.fresh(app, issuer) {
            Some(known) => Ok(known.discovery),
            None => self.discover(app, issuer).await,
        }
    }

    /// A provider's description if it was read within the last hour; asks nobody.
    pub(super) fn remembered(&self, app: &App, issuer: &str) -> Option<Discovery> {
        self.fresh(app, issuer).map(|known| known.discovery)
    }

    /// A provider's keys, read within the last hour.
    pub(super) async fn keys(&self, app: &App, discovery: &Discovery) -> Result<KeySet, Refusal> {
        let known = self.fresh(app, &discovery.issuer).and_then(|known| known.keys);
        match known.filter(|(_, read)| app.now().since_ms(*read) < KEPT_MS) {
            Some((keys, _)) => Ok(keys),
            None => self.read_keys(app, discovery).await,
        }
    }

    /// A provider's keys read anew, because it signs with one that is not known; `None` when that was done a moment ago.
    pub(super) async fn newer_keys(
        &self,
        app: &App,
        discovery: &Discovery,
    ) -> Result<Option<KeySet>, Refusal> {
        let known = self.fresh(app, &discovery.issuer).and_then(|known| known.keys);
        if known.is_some_and(|(_, read)| app.now().since_ms(read) < AGAIN_MS) {
            return Ok(None);
        }
        self.read_keys(app, discovery).await.map(Some)
    }

    async fn read_keys(&self, app: &App, discovery: &Discovery) -> Result<KeySet, Refusal> {
        let body = get(app, discovery.jwks_uri.clone(), |_| Refusal::Keys).await?;
        let keys = KeySet::read(&body)?;
        if let Some(known) = self.known().get_mut(&discovery.issuer) {
            known.keys = Some((keys.clone(), app.now()));
        }
        Ok(keys)
    }

    fn fresh(&self, app: &App, issuer: &str) -> Option<Known> {
        let known = self.known().get(issuer).cloned();
        known.filter(|known| app.now().since_ms(known.read) < KEPT_MS)
    }

    fn known(&self) -> MutexGuard<'_, HashMap<String, Known>> {
        // A panic elsewhere leaves whole entries.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn get(app: &App, url: String, refusal: impl Fn(String) -> Refusal) -> Result<Vec<u8>, Refusal> {
    let call = ProviderCall {
        url,
        ..ProviderCall::default()
    };
    match app.parts.loops.call_provider(call).await {
        Ok(answer) if answer.status == 200 => Ok(answer.body),
        Ok(answer) => Err(refusal(format!("its address answers {}", answer.status))),
        Err(fault) => Err(refusal(fault.message)),
    }
}

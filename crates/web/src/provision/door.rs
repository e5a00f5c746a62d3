//! Who may come in: the token, whether SCIM is on, and how many calls come.

use std::sync::Arc;

use domain::Timestamp;
use http::HeaderMap;
use http::header::AUTHORIZATION;
use scim::Fault;
use store::state::{ScimCaller, StateError, TokenHash};

use super::settings::ScimSettings;
use crate::app::App;

/// Somebody who may.
#[derive(Debug)]
pub(super) struct Admitted {
    pub(super) caller: ScimCaller,
    pub(super) settings: ScimSettings,
}

/// Why somebody may not.
pub(super) struct Refused {
    pub(super) fault: Fault,
    /// Whether the journal is to have it: whoever floods us does not wash out what others did.
    pub(super) is_noted: bool,
}

/// Lets a caller in, or says why not.
pub(super) async fn admit(
    app: &App,
    plugin: &str,
    headers: &HeaderMap,
    address: &str,
    now: Timestamp,
) -> Result<Arc<Admitted>, Refused> {
    let hash = TokenHash::of(token_of(headers));
    let admitted = match app.provision.callers.recent(plugin, &hash, now) {
        Some(admitted) => admitted,
        None => look_up(app, plugin, hash, address, now).await?,
    };
    match app.provision.pace.admit(admitted.settings.requests_per_s, now) {
        Ok(()) => Ok(admitted),
        Err(wait_s) => Err(Refused {
            fault: Fault::too_many_requests(wait_s),
            is_noted: true,
        }),
    }
}

async fn look_up(
    app: &App,
    plugin: &str,
    hash: TokenHash,
    address: &str,
    now: Timestamp,
) -> Result<Arc<Admitted>, Refused> {
    let generation = app.provision.callers.generation();
    let found = app.parts.state.scim_caller(plugin, &hash, now).await;
    let Some(caller) = found.map_err(|error| failed(&error))? else {
        return Err(refuse_wrong(app, plugin, address, now).await);
    };
    let settings = ScimSettings::of(&caller.settings);
    if !settings.on {
        return Err(Refused {
            fault: switched_off(),
            is_noted: true,
        });
    }
    let admitted = Arc::new(Admitted { caller, settings });
    app.provision
        .callers
        .remember(generation, plugin, hash, &admitted, now);
    Ok(admitted)
}

/// Okta's field for the token is sent as it was typed: with `Bearer` before it, or bare.
fn token_of(headers: &HeaderMap) -> &str {
    let value = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let value = value.unwrap_or_default().trim();
    match value.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => token.trim(),
        Some(_) => "",
        None => value,
    }
}

/// A right token was looked for before, so that an address that sends many wrong ones never shuts a right one out.
async fn refuse_wrong(app: &App, plugin: &str, address: &str, now: Timestamp) -> Refused {
    let limited = app.provision.wrong.check(address, now);
    app.provision.wrong.failed(address, now);
    if let Err(wait_s) = limited {
        return Refused {
            fault: Fault::too_many_requests(wait_s),
            is_noted: false,
        };
    }
    let integrations = app.parts.state.integrations().await.unwrap_or_default();
    let is_on = integrations
        .iter()
        .any(|each| each.plugin == plugin && ScimSettings::of(&each.settings).on);
    Refused {
        fault: if is_on {
            Fault::unauthorized()
        } else {
            switched_off()
        },
        is_noted: true,
    }
}

fn switched_off() -> Fault {
    Fault::new(404, "SCIM is not switched on here")
}

fn failed(error: &StateError) -> Refused {
    let fault = match error.retry_after_s() {
        Some(seconds) => {
            tracing::warn!(%error, "a SCIM token cannot be looked up now");
            Fault::unavailable(seconds)
        }
        None => {
            tracing::error!(%error, "a SCIM token cannot be looked up");
            Fault::new(500, "the server failed; its log says why")
        }
    };
    Refused {
        fault,
        is_noted: true,
    }
}

//! The control interface below `/_sim/`, which Okta does not have: faults, limits and lag at run time.
//!
//! `GET|POST|DELETE /_sim/faults`, `POST /_sim/limits {"mode": "real"|"off", "share": 50, "plan"?: "workforce"|"one_app"|"integrator"}`,
//! `POST /_sim/lag {"search_ms": 500, "effect_ms": 500}`, `POST /_sim/traffic {"per_minute": 60, "seed": 1}`,
//! `POST /_sim/stories {"story": "push_bombing"|"session_theft"|"password_spray"|"token_theft"|"help_desk_takeover", "victim"?: login, "seed"?: 1, "when"?: "past"|"live", "pace"?: 1}` (and `quiet_days` with `days`, `per_day`),
//! `POST /_sim/log {"old_since": "refused"|"accepted"}` (`since` of more than 180 days ago),
//! `POST /_sim/scopes {"mode": "strict"|"lenient"}` (whether a token request is refused when one of several scopes is not granted),
//! `GET|POST /_sim/sso` (SAML apps), `POST /_sim/oidc` (an OpenID Connect app), `POST /_sim/oidc/keys {"forget": false}` (another signing key), `GET|POST|DELETE /_sim/scim` and `POST /_sim/scim/import|retry` (provisioning),
//! `GET /_sim/state` (calls per endpoint, sizes) and `DELETE /_sim/state` (counts from zero).
//! What is not understood is refused with 400. Open to everyone who reaches the port.

mod bodies;

use serde_json::{Value, json};

use crate::answer::plain;
use crate::connect::ConnectedApp;
use crate::connect_oidc::ConnectedClient;
use crate::faults::FaultRule;
use crate::limits::LimitMode;
use crate::play::{StoryOptions, StoryTiming};
use crate::provision::ScimTarget;
use crate::request::{Request, Response};
use crate::sim::Sim;
use crate::stamp::Stamp;
use bodies::{
    AppBody, KeysBody, LagBody, LimitsBody, LogBody, ScopesBody, StoryBody, Tale, TrafficBody, read,
};

/// The answer to a control request; `None` for requests to the organization.
pub(crate) fn handle(sim: &Sim, request: &Request, now: Stamp) -> Option<Response> {
    let what = request.path.strip_prefix("/_sim/")?;
    let answer = match request.method.as_str() {
        "GET" => Ok(told(sim, request, what)),
        "POST" => steered(sim, request, what, now),
        "DELETE" => ended(sim, request, what),
        _ => Ok(unknown(what)),
    };
    Some(answer.unwrap_or_else(|error| plain(400, &json!({ "error": error }))))
}

fn unknown(what: &str) -> Response {
    plain(404, &json!({"error": format!("there is no {what} here")}))
}

fn told(sim: &Sim, request: &Request, what: &str) -> Response {
    match what {
        "faults" => plain(200, &sim.faults().report()),
        "state" => plain(200, &state(sim)),
        "scim" => plain(200, &sim.provisioning_report()),
        "sso" => {
            let apps = sim.connected(&sim.base(request));
            plain(200, &json!({"apps": apps, "password": Sim::PASSWORD}))
        }
        _ => unknown(what),
    }
}

fn ended(sim: &Sim, request: &Request, what: &str) -> Result<Response, String> {
    Ok(match what {
        "faults" => {
            sim.faults().clear();
            plain(200, &json!({}))
        }
        "state" => {
            sim.counts().clear();
            plain(200, &json!({}))
        }
        "scim" => provisioning_step(sim, request, "end")?,
        _ => unknown(what),
    })
}

fn steered(sim: &Sim, request: &Request, what: &str, now: Stamp) -> Result<Response, String> {
    let body = &request.body;
    Ok(match what {
        "faults" => arm(sim, body)?,
        "limits" => {
            let wanted: LimitsBody = read(body)?;
            let (plan, share) = (wanted.plan()?, wanted.share()?);
            sim.set_limits(wanted.mode(), share);
            if let Some(plan) = plan {
                sim.limits().set_plan(plan);
            }
            let mode = limit_word(wanted.mode());
            plain(200, &json!({"mode": mode, "share": share}))
        }
        "lag" => {
            let lag: LagBody = read(body)?;
            sim.set_lag(i64::from(lag.search_ms), i64::from(lag.effect_ms));
            plain(200, &json!({}))
        }
        "log" => {
            let wanted: LogBody = read(body)?;
            sim.write().log.old_since = wanted.old_since();
            plain(200, &json!({"old_since": wanted.word()}))
        }
        "scopes" => {
            let strict = read::<ScopesBody>(body)?.is_strict();
            sim.write().oauth.strict_scopes = strict;
            plain(200, &json!({"mode": if strict { "strict" } else { "lenient" }}))
        }
        "traffic" => {
            let wanted: TrafficBody = read(body)?;
            sim.set_traffic(wanted.seed, wanted.per_minute);
            plain(200, &json!({"per_minute": wanted.per_minute}))
        }
        "stories" => tell(sim, &read(body)?, now)?,
        "scim" => {
            let target: ScimTarget = read(body)?;
            sim.provision(target).map_err(|error| error.to_string())?;
            plain(200, &sim.provisioning_report())
        }
        "scim/import" => provisioning_step(sim, request, "import")?,
        "scim/retry" => provisioning_step(sim, request, "retry")?,
        "sso" => {
            let wanted: ConnectedApp = read(body)?;
            let facts = sim.connect(&wanted, &sim.base(request), now);
            plain(200, &json!(facts.map_err(|error| error.to_string())?))
        }
        "oidc" => {
            let wanted: ConnectedClient = read(body)?;
            let facts = sim.connect_client(&wanted, &sim.base(request), now);
            plain(200, &json!(facts.map_err(|error| error.to_string())?))
        }
        "oidc/keys" => {
            sim.rotate_keys(read::<KeysBody>(body)?.forget);
            plain(200, &json!({}))
        }
        _ => unknown(what),
    })
}

fn provisioning_step(sim: &Sim, request: &Request, step: &str) -> Result<Response, String> {
    let wanted: AppBody = read(&request.body)?;
    sim.steer_provisioning(step, wanted.app.as_deref());
    Ok(plain(200, &sim.provisioning_report()))
}

const fn limit_word(mode: LimitMode) -> &'static str {
    match mode {
        LimitMode::Real => "real",
        LimitMode::Off => "off",
    }
}

/// What was asked so far, and how large the organization is.
fn state(sim: &Sim) -> Value {
    // One lock at a time: none may be held while waiting for another.
    let mut report = sim.counts().report();
    report["traffic_per_minute"] = json!(sim.traffic_rate());
    report["scheduled_events"] = json!(sim.schedule().len());
    let limits = sim.limits();
    report["limits"] = json!({"mode": limit_word(limits.mode()), "plan": limits.plan().word()});
    drop(limits);
    let org = sim.read();
    report["organization"] = json!({
        "users": org.users.len(), "groups": org.groups.len(), "apps": org.apps.len(), "version": org.version,
        "log_events": org.log.len(), "log_events_written": org.log.appended(),
    });
    report
}

/// Plays an attack story, or writes quiet days.
fn tell(sim: &Sim, body: &StoryBody, now: Stamp) -> Result<Response, String> {
    let (story, timing) = match body.tale()? {
        Tale::Quiet { days, per_day } => {
            let told = sim.set_history(body.seed, days, per_day, now);
            return Ok(plain(200, &json!({ "events": told })));
        }
        Tale::Past(story) => (story, StoryTiming::Past),
        Tale::Live(story, pace) => (story, StoryTiming::Live { pace }),
    };
    if let Some(victim) = &body.victim
        && sim.read().find_user(victim).is_none()
    {
        return Err(format!("there is no user `{victim}` whom the story could befall"));
    }
    let options = StoryOptions {
        story,
        victim: body.victim.clone(),
        seed: body.seed,
        timing,
    };
    Ok(plain(200, &json!({"events": sim.play(&options, now)})))
}

/// Arms one rule or a list of rules; none when one of them is wrong.
fn arm(sim: &Sim, body: &[u8]) -> Result<Response, String> {
    let is_list = body.trim_ascii_start().starts_with(b"[");
    let rules: Vec<FaultRule> = if is_list { read(body)? } else { vec![read(body)?] };
    if rules
        .iter()
        .any(|rule| rule.chance.is_some_and(|chance| !(0.0..=1.0).contains(&chance)))
    {
        return Err("chance must be 0 to 1".to_owned());
    }
    let mut faults = sim.faults();
    rules.into_iter().for_each(|rule| faults.arm(rule));
    Ok(plain(200, &faults.report()))
}

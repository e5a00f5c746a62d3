//! The control interface below `/_sim/`, which Okta does not have: faults, limits and lag at run time.
//!
//! `GET|POST|DELETE /_sim/faults`, `POST /_sim/limits {"mode": "real"|"off", "share": 50, "plan"?: "workforce"|"one_app"|"integrator"}`,
//! `POST /_sim/lag {"search_ms": 500, "effect_ms": 500}`, `POST /_sim/traffic {"per_minute": 60, "seed": 1}`,
//! `POST /_sim/stories {"story": "push_bombing"|"session_theft"|"password_spray"|"token_theft"|"help_desk_takeover", "victim"?: login, "seed"?: 1, "when"?: "past"|"live", "pace"?: 1}` (and `quiet_days` with `days`, `per_day`),
//! `POST /_sim/log {"old_since": "refused"|"accepted"}` (`since` of more than 180 days ago),
//! `POST /_sim/scopes {"mode": "strict"|"lenient"}` (whether a token request is refused when one of several scopes is not granted),
//! `GET|POST /_sim/sso` (SAML apps), `POST /_sim/oidc` (an OpenID Connect app), `POST /_sim/oidc/keys {"forget": false}` (another signing key), `GET|POST|DELETE /_sim/scim` and `POST /_sim/scim/import|retry` (provisioning),
//! `GET /_sim/state` (calls per endpoint, sizes) and `DELETE /_sim/state` (counts from zero). Open to everyone who reaches the port.

use serde_json::{Value, json};

use crate::answer::plain;
use crate::connect::ConnectedApp;
use crate::connect_oidc::ConnectedClient;
use crate::faults::FaultRule;
use crate::limits::{LimitMode, Plan};
use crate::play::{StoryOptions, StoryTiming};
use crate::provision::ScimTarget;
use crate::request::{Request, Response};
use crate::sim::Sim;
use crate::stamp::Stamp;
use crate::syslog::{OldSince, Story};

/// The answer to a control request; `None` for requests to the organization.
pub(crate) fn handle(sim: &Sim, request: &Request, now: Stamp) -> Option<Response> {
    let what = request.path.strip_prefix("/_sim/")?;
    let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
    let number = |name: &str, default: i64| body.get(name).and_then(Value::as_i64).unwrap_or(default);
    let response = match (request.method.as_str(), what) {
        ("GET", "faults") => plain(200, &sim.faults().report()),
        ("DELETE", "faults") => {
            sim.faults().clear();
            plain(200, &json!({}))
        }
        ("POST", "faults") => arm(sim, body),
        ("POST", "limits") => {
            let real = body.get("mode").and_then(Value::as_str) == Some("real");
            let share = u32::try_from(number("share", 50)).unwrap_or(50);
            sim.set_limits(if real { LimitMode::Real } else { LimitMode::Off }, share);
            if let Some(plan) = body.get("plan").and_then(Value::as_str).and_then(Plan::parse) {
                sim.limits().set_plan(plan);
            }
            plain(
                200,
                &json!({"mode": if real { "real" } else { "off" }, "share": share}),
            )
        }
        ("POST", "lag") => {
            sim.set_lag(number("search_ms", 0), number("effect_ms", 0));
            plain(200, &json!({}))
        }
        ("POST", "log") => {
            let refused = body.get("old_since").and_then(Value::as_str) == Some("refused");
            sim.write().log.old_since = if refused {
                OldSince::Refused
            } else {
                OldSince::Accepted
            };
            plain(
                200,
                &json!({"old_since": if refused { "refused" } else { "accepted" }}),
            )
        }
        ("POST", "scopes") => {
            let strict = body.get("mode").and_then(Value::as_str) == Some("strict");
            sim.write().oauth.strict_scopes = strict;
            plain(200, &json!({"mode": if strict { "strict" } else { "lenient" }}))
        }
        ("GET", "state") => plain(200, &state(sim)),
        ("DELETE", "state") => {
            sim.counts().clear();
            plain(200, &json!({}))
        }
        ("POST", "traffic") => {
            let rate = u32::try_from(number("per_minute", 60)).unwrap_or(0);
            sim.set_traffic(u64::try_from(number("seed", 1)).unwrap_or(1), rate);
            plain(200, &json!({"per_minute": rate}))
        }
        ("POST", "stories") => tell(sim, &body, now),
        ("GET", "scim") => plain(200, &sim.provisioning_report()),
        ("POST", "scim") => provision(sim, body),
        ("POST", "scim/import" | "scim/retry") | ("DELETE", "scim") => {
            let step = what.strip_prefix("scim/").unwrap_or("end");
            sim.steer_provisioning(step, body.get("app").and_then(Value::as_str));
            plain(200, &sim.provisioning_report())
        }
        ("GET", "sso") => plain(
            200,
            &json!({"apps": sim.connected(&sim.base(request)), "password": Sim::PASSWORD}),
        ),
        ("POST", "sso") => connect(sim, request, body, now),
        ("POST", "oidc") => connect_client(sim, request, body, now),
        ("POST", "oidc/keys") => {
            sim.rotate_keys(body.get("forget").and_then(Value::as_bool) == Some(true));
            plain(200, &json!({}))
        }
        _ => plain(404, &json!({"error": format!("there is no {what} here")})),
    };
    Some(response)
}

/// What was asked so far, and how large the organization is.
fn state(sim: &Sim) -> Value {
    // One lock at a time: none may be held while waiting for another.
    let mut report = sim.counts().report();
    report["traffic_per_minute"] = json!(sim.traffic_rate());
    report["scheduled_events"] = json!(sim.schedule().len());
    let limits = sim.limits();
    let mode = if limits.mode() == LimitMode::Real {
        "real"
    } else {
        "off"
    };
    report["limits"] = json!({"mode": mode, "plan": limits.plan().word()});
    drop(limits);
    let org = sim.read();
    report["organization"] = json!({
        "users": org.users.len(), "groups": org.groups.len(), "apps": org.apps.len(), "version": org.version,
        "log_events": org.log.len(), "log_events_written": org.log.appended(),
    });
    report
}

/// Makes or changes the app of an OpenID Connect client.
fn connect_client(sim: &Sim, request: &Request, body: Value, now: Stamp) -> Response {
    let wanted: ConnectedClient = match serde_json::from_value(body) {
        Ok(wanted) => wanted,
        Err(error) => return plain(400, &json!({"error": error.to_string()})),
    };
    match sim.connect_client(&wanted, &sim.base(request), now) {
        Ok(facts) => plain(200, &json!(facts)),
        Err(error) => plain(400, &json!({"error": error.to_string()})),
    }
}

/// Makes or changes the app of a service provider.
fn connect(sim: &Sim, request: &Request, body: Value, now: Stamp) -> Response {
    let refused = |error: String| plain(400, &json!({"error": error}));
    let wanted: ConnectedApp = match serde_json::from_value(body) {
        Ok(wanted) => wanted,
        Err(error) => return refused(error.to_string()),
    };
    match sim.connect(&wanted, &sim.base(request), now) {
        Ok(facts) => plain(200, &json!(facts)),
        Err(error) => refused(error.to_string()),
    }
}

/// Sets up provisioning of an app.
fn provision(sim: &Sim, body: Value) -> Response {
    let refused = |error: String| plain(400, &json!({"error": error}));
    let target: ScimTarget = match serde_json::from_value(body) {
        Ok(target) => target,
        Err(error) => return refused(error.to_string()),
    };
    match sim.provision(target) {
        Ok(()) => plain(200, &sim.provisioning_report()),
        Err(error) => refused(error.to_string()),
    }
}

/// Plays an attack story, or writes quiet days.
fn tell(sim: &Sim, body: &Value, now: Stamp) -> Response {
    let text = |name: &str| body.get(name).and_then(Value::as_str);
    let number = |name: &str, default: u64| body.get(name).and_then(Value::as_u64).unwrap_or(default);
    let seed = number("seed", 1);
    if text("story") == Some("quiet_days") {
        let small = |name: &str, default: u64| u32::try_from(number(name, default)).unwrap_or(0);
        let told = sim.set_history(seed, small("days", 2).min(366), small("per_day", 2000), now);
        return plain(200, &json!({"events": told}));
    }
    let Some(story) = text("story").and_then(Story::parse) else {
        let names = Story::ALL.map(Story::name).join(", ");
        return plain(
            400,
            &json!({"error": format!("story must be quiet_days or one of {names}")}),
        );
    };
    let timing = match text("when") {
        Some("live") => StoryTiming::Live {
            pace: body.get("pace").and_then(Value::as_f64).unwrap_or(1.0),
        },
        _ => StoryTiming::Past,
    };
    let victim = text("victim").map(str::to_owned);
    let told = sim.play(
        &StoryOptions {
            story,
            victim,
            seed,
            timing,
        },
        now,
    );
    plain(200, &json!({"events": told}))
}

/// Arms one rule or a list of rules; none when one of them is wrong.
fn arm(sim: &Sim, body: Value) -> Response {
    let list = if body.is_array() { body } else { json!([body]) };
    match serde_json::from_value::<Vec<FaultRule>>(list) {
        Ok(rules) => {
            let mut faults = sim.faults();
            rules.into_iter().for_each(|rule| faults.arm(rule));
            plain(200, &faults.report())
        }
        Err(error) => plain(400, &json!({"error": error.to_string()})),
    }
}

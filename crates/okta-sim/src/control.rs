//! The control interface below `/_sim/`, which Okta does not have: faults, limits and lag at run time.
//!
//! `GET|POST|DELETE /_sim/faults`, `POST /_sim/limits {"mode": "real"|"off", "share": 50}`,
//! `POST /_sim/lag {"search_ms": 500, "effect_ms": 500}`. Open to everyone who reaches the port.

use serde_json::{Value, json};

use crate::faults::FaultRule;
use crate::limits::LimitMode;
use crate::request::{Request, Response};
use crate::sim::{Sim, plain};
use crate::stamp::Stamp;

/// The answer to a control request; `None` for requests to the organization.
pub(crate) fn handle(sim: &Sim, request: &Request, _now: Stamp) -> Option<Response> {
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
            plain(200, &json!({"mode": if real { "real" } else { "off" }, "share": share}))
        }
        ("POST", "lag") => {
            sim.set_lag(number("search_ms", 0), number("effect_ms", 0));
            plain(200, &json!({}))
        }
        _ => plain(404, &json!({"error": format!("there is no {what} here")})),
    };
    Some(response)
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

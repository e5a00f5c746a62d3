//! Our own audit log as one more source of events.

use serde_json::{Value, json};
use store::state::AuditRow;

/// The name under which the place in the audit log is kept.
pub const OWN_STREAM: &str = "self";

/// Rows of the audit log as events, one a line.
pub fn own_events(rows: &[AuditRow]) -> Vec<u8> {
    let mut text = Vec::new();
    for row in rows {
        let detail: Value = serde_json::from_str(&row.detail).unwrap_or(Value::Null);
        let (event, code) = row.public_name().unwrap_or_default();
        let event = json!({
            "event": event,
            "code": code,
            "seq": row.seq.to_string(),
            "at": row.at.as_ms(),
            "actor": row.actor,
            "action": row.action,
            "target": row.target,
            "detail": detail,
            "hash": row.hash,
        });
        text.extend_from_slice(event.to_string().as_bytes());
        text.push(b'\n');
    }
    text
}

//! Teleport's audit log, of a cluster that signs people in through Okta.

use super::{Told, Worker, uid};
use serde_json::{Value, json};

const CLUSTER: &str = "teleport.harborline.example";

/// Works on a machine, signed in as on every day.
pub(super) fn day(worker: &Worker<'_>) -> Vec<Told> {
    vec![
        (
            6 * 60_000,
            session(worker, 1, "session.start", "T2000I", "staging-1"),
        ),
        (
            48 * 60_000,
            session(worker, 2, "session.end", "T2004I", "staging-1"),
        ),
    ]
}

/// Signs in from elsewhere and opens a shell in production.
pub(super) fn theft(worker: &Worker<'_>) -> Vec<Told> {
    vec![
        (62_000, sign_in(worker, 0)),
        (
            70_000,
            session(worker, 1, "session.start", "T2000I", "production-db-1"),
        ),
    ]
}

fn sign_in(worker: &Worker<'_>, number: usize) -> Value {
    json!({
        "ei": number, "event": "user.login", "code": "T1001I", "uid": uid(worker, 0xc, number),
        "user": worker.login, "cluster_name": CLUSTER, "success": true, "method": "saml",
        "attributes": {"username": [worker.login], "groups": ["Platform Team"]},
        "addr.remote": format!("{}:51022", worker.ip), "user_agent": "tsh/18.2",
    })
}

fn session(worker: &Worker<'_>, number: usize, kind: &str, code: &str, server: &str) -> Value {
    json!({
        "ei": number, "event": kind, "code": code, "uid": uid(worker, 0xc, number),
        "user": worker.login, "cluster_name": CLUSTER, "login": "ubuntu", "sid": uid(worker, 0xd, 1),
        "server_hostname": server, "server_id": format!("node-{server}"), "namespace": "default",
        "addr.remote": format!("{}:51022", worker.ip), "proto": "ssh", "interactive": true,
    })
}

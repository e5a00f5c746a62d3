//! `portolan locks` and `portolan tokens`.

use super::note;
use super::print::{self, cell};
use super::rules::show;
use crate::cli::{Asking, LockFor, LockKind, Locks, Shape, Tokens};
use crate::remote::{Remote, segment};
use reqwest::Method;
use serde_json::{Value, json};

const LOCKS: &str = "/api/v1/locks";
const TOKENS: &str = "/api/v1/tokens";

pub(super) async fn run(what: Locks) -> anyhow::Result<()> {
    match what {
        Locks::Ls { asking } => {
            let list: Value = Remote::new(&asking.server)?.get(LOCKS).await?;
            show_locks(&list, asking.format)
        }
        Locks::Add {
            kind,
            target,
            lock: wanted,
            asking,
        } => {
            let kind = match kind {
                LockKind::User => "user",
                LockKind::Role => "role",
                LockKind::Token => "token",
            };
            lock(kind, &target, &wanted, &asking).await
        }
        Locks::Rm { id, asking } => {
            let left = lift(&Remote::new(&asking.server)?, &id).await?;
            if asking.format == Shape::Json {
                print::pretty(&left);
            } else {
                note("the lock is lifted");
            }
            Ok(())
        }
    }
}

/// Locks somebody or something.
pub(super) async fn lock(kind: &str, target: &str, wanted: &LockFor, asking: &Asking) -> anyhow::Result<()> {
    let body = json!({ "kind": kind, "target": target, "message": wanted.message, "hours": wanted.hours });
    let list: Value = Remote::new(&asking.server)?
        .send_json(Method::POST, LOCKS, &body)
        .await?;
    if asking.format == Shape::Json {
        print::pretty(&list);
    } else {
        note(&format!(
            "{kind} {target} is locked; sessions and tokens stop with the next request"
        ));
    }
    Ok(())
}

/// Lifts a lock; gives those that are left.
pub(super) async fn lift(remote: &Remote, id: &str) -> anyhow::Result<Value> {
    let path = format!("{LOCKS}/{}", segment(id));
    remote.send_json(Method::DELETE, &path, &Value::Null).await
}

/// `portolan tokens`
pub(super) async fn tokens(what: Tokens) -> anyhow::Result<()> {
    match what {
        Tokens::Ls { asking } => {
            let list: Value = Remote::new(&asking.server)?.get(TOKENS).await?;
            let columns = [
                "id",
                "name",
                "roles",
                "created_by",
                "last_used_at",
                "expires_at",
                "expired",
            ];
            show(&list, "tokens", &columns, asking.format)
        }
        Tokens::Add {
            name,
            roles,
            days,
            asking,
        } => {
            let body = json!({ "name": name, "roles": roles, "days": days });
            let made: Value = Remote::new(&asking.server)?
                .send_json(Method::POST, TOKENS, &body)
                .await?;
            if asking.format == Shape::Json {
                print::pretty(&made);
                return Ok(());
            }
            print::text(&format!("{}\n", cell(&made["token"])))?;
            let ends = cell(&made["view"]["expires_at"]);
            note(&format!("it holds until {ends} and is shown once"));
            Ok(())
        }
        Tokens::Rm { id, asking } => {
            let path = format!("{TOKENS}/{}", segment(&id));
            let left: Value = Remote::new(&asking.server)?
                .send_json(Method::DELETE, &path, &Value::Null)
                .await?;
            if asking.format == Shape::Json {
                print::pretty(&left);
            } else {
                note("the token is revoked");
            }
            Ok(())
        }
    }
}

fn show_locks(list: &Value, format: Shape) -> anyhow::Result<()> {
    let columns = [
        "id",
        "kind",
        "target",
        "cause",
        "message",
        "created_by",
        "created_at",
        "expires_at",
    ];
    show(list, "locks", &columns, format)
}

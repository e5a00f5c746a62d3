//! `portolan audit`: what was done to the server, and whether that is all of it.

use super::activity::not_empty;
use super::note;
use super::print::{self, cell};
use super::rules::show;
use super::users::pages;
use crate::cli::{Audit, Shape};
use crate::remote::Remote;
use anyhow::anyhow;
use serde_json::Value;

const AUDIT: &str = "/api/v1/audit";

pub(super) async fn run(what: Audit) -> anyhow::Result<()> {
    match what {
        Audit::Ls {
            actor,
            action,
            target,
            outcome,
            q,
            span,
            limit,
            asking,
        } => {
            not_empty(&span)?;
            let filters = [
                ("actor", actor),
                ("action", action),
                ("target", target),
                ("outcome", outcome),
                ("q", q),
                ("from", span.from),
                ("until", span.until),
            ];
            let remote = Remote::new(&asking.server)?;
            let answer = pages(&remote, AUDIT, "entries", filters, limit).await?;
            let columns = ["id", "at", "actor", "action", "target", "outcome", "detail"];
            show(&answer, "entries", &columns, asking.format)
        }
        Audit::Verify { asking } => {
            let check: Value = Remote::new(&asking.server)?
                .get(&format!("{AUDIT}/verify"))
                .await?;
            if asking.format == Shape::Json {
                print::pretty(&check);
            } else if check["whole"] == true {
                print::text(&format!("{}\n", cell(&check["last_hash"])))?;
                note(&format!(
                    "{} entries are as they were written; keep this hash elsewhere to notice if the newest are removed",
                    check["entries"]
                ));
            }
            match check["whole"] == true {
                true => Ok(()),
                false => Err(anyhow!(
                    "entry {} is not as it was written, or is missing; what follows cannot be trusted",
                    check["broken_at"]
                )),
            }
        }
    }
}

//! The simulator's own file format: everything, one JSON object a line (docs/reference/okta-sim-dump.md).
//!
//! Reading a dump gives an organization that answers every request as the dumped one did.

mod lines;
#[cfg(test)]
mod tests;

use std::io::Write;

use serde_json::{Value, json};

use crate::sim::{Sim, SimCredentials};
use crate::stamp::Stamp;
use crate::state::{Identity, Org};

/// The version that is written and read.
const VERSION: u64 = 1;

/// Why a line of a dump cannot be read.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum DumpError {
    /// The first line has to say what it is.
    #[error("the first line has to hold \"portolan_okta_sim_dump\": {VERSION}")]
    Head,
    /// A member is missing or of another type.
    #[error("\"{0}\" is missing or of the wrong type")]
    Member(&'static str),
    /// The kind of a line.
    #[error("lines of the kind \"{0}\" are unknown")]
    Kind(String),
    /// A line names something that no line before it told.
    #[error("{0} is named before it is told")]
    Unknown(String),
}

impl Sim {
    /// Writes the whole organization in the simulator's own format. Secrets of simulated credentials are in it.
    ///
    /// # Errors
    /// When the writer fails.
    pub fn dump(&self, writer: &mut dyn Write) -> std::io::Result<()> {
        let org = self.read();
        let (identity, known) = (&org.identity, self.credentials());
        line(
            writer,
            &json!({
                "portolan_okta_sim_dump": VERSION,
                "organization": {
                    "id": identity.id, "subdomain": identity.subdomain, "company": identity.company,
                    "user_type": identity.user_type, "created": identity.created,
                },
                "credentials": {
                    "super_admin_token": known.super_admin_token, "read_only_token": known.read_only_token,
                    "client_id": known.client_id, "client_key": known.client_key,
                },
            }),
        )?;
        for (_, user) in org.users.iter() {
            line(writer, &lines::user(user))?;
        }
        for (_, group) in org.groups.iter() {
            line(writer, &lines::group(&org, group))?;
        }
        for (_, app) in org.apps.iter() {
            line(writer, &lines::app(&org, app))?;
        }
        for collection in org.docs.names("") {
            line(writer, &json!({"kind": "collection", "name": collection}))?;
            for (id, document) in org.docs.entries(collection) {
                line(
                    writer,
                    &json!({"kind": "document", "collection": collection, "id": id, "document": document}),
                )?;
            }
        }
        for (persisted, event) in org.log.export() {
            line(
                writer,
                &json!({"kind": "event", "persisted": persisted, "event": event}),
            )?;
        }
        writer.flush()
    }
}

fn line(writer: &mut dyn Write, value: &Value) -> std::io::Result<()> {
    serde_json::to_writer(&mut *writer, value)?;
    writer.write_all(b"\n")
}

/// A dump being read.
#[derive(Debug)]
pub(crate) struct Reading {
    org: Org,
    credentials: SimCredentials,
}

impl Reading {
    /// Reads the first line.
    pub(crate) fn begin(head: &Value) -> Result<Self, DumpError> {
        if head.get("portolan_okta_sim_dump").and_then(Value::as_u64) != Some(VERSION) {
            return Err(DumpError::Head);
        }
        let text = |part: &str, name: &'static str| {
            let found = head.get(part).and_then(|members| members.get(name)?.as_str());
            found.map(str::to_owned).ok_or(DumpError::Member(name))
        };
        let created = Stamp::parse(&text("organization", "created")?).ok_or(DumpError::Member("created"))?;
        let identity = Identity {
            id: text("organization", "id")?,
            subdomain: text("organization", "subdomain")?,
            company: text("organization", "company")?,
            user_type: text("organization", "user_type")?,
            created,
        };
        let credentials = SimCredentials {
            super_admin_token: text("credentials", "super_admin_token")?,
            read_only_token: text("credentials", "read_only_token")?,
            client_id: text("credentials", "client_id")?,
            client_key: text("credentials", "client_key")?,
        };
        Ok(Self {
            org: Org::empty(identity, 5),
            credentials,
        })
    }

    /// Reads any other line.
    pub(crate) fn take(&mut self, value: Value) -> Result<(), DumpError> {
        let kind = value
            .get("kind")
            .and_then(Value::as_str)
            .ok_or(DumpError::Member("kind"))?;
        match kind {
            "user" => lines::read_user(&mut self.org, value),
            "group" => lines::read_group(&mut self.org, value),
            "app" => lines::read_app(&mut self.org, value),
            "collection" => {
                let name = value
                    .get("name")
                    .and_then(Value::as_str)
                    .ok_or(DumpError::Member("name"))?;
                self.org.docs.declare(name);
                Ok(())
            }
            "document" => lines::read_document(&mut self.org, value),
            "event" => {
                let at = value
                    .get("persisted")
                    .and_then(Value::as_str)
                    .and_then(Stamp::parse);
                let at = at.ok_or(DumpError::Member("persisted"))?;
                self.org
                    .log
                    .import_at(value.get("event").cloned().unwrap_or_default(), at);
                Ok(())
            }
            other => Err(DumpError::Kind(other.to_owned())),
        }
    }

    pub(crate) fn finish(self) -> Sim {
        Sim::new(self.org, self.credentials)
    }
}

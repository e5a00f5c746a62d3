//! Tries a credential endpoint by endpoint before it is used: what it may really read, and what the rest costs.
//!
//! Okta grants scopes to an app whatever its roles are, and shows an app without a role empty lists with status
//! 200. So neither the token nor a status says that a credential is good; only the objects that come do.

mod parts;

use serde::Deserialize;

use crate::advice::Cause;
use crate::call::Door;
use crate::fault::{Fault, FaultKind};
use crate::parse::{self, Defect, Item};
use crate::patience::{Patience, Tries};
use crate::{Client, Id, Object, OrgPipeline, RoleHolder};

pub use parts::{Need, Part};

/// What a credential may read.
#[derive(Clone, Debug)]
pub struct CheckReport {
    /// Okta's id of the organization, once it answered.
    pub org_id: Option<String>,
    /// Which generation of Okta it runs on.
    pub pipeline: Option<OrgPipeline>,
    /// Scopes that Okta granted to a service app; `None` for an API token, which has none.
    pub scopes: Option<Vec<String>>,
    /// Scopes that a scan wants and Okta did not grant to the service app.
    pub scopes_missing: Vec<String>,
    /// Whose credential it is: login of a token's owner, client id of a service app.
    pub holder: Option<String>,
    /// Admin roles of the holder, as far as they can be read.
    pub roles: Vec<String>,
    /// What stands in the way of everything; the rest of the report is then incomplete.
    pub fault: Option<Fault>,
    /// Endpoint by endpoint.
    pub rows: Vec<CheckRow>,
}

/// How one endpoint answered.
#[derive(Clone, Debug)]
pub struct CheckRow {
    /// What it is for.
    pub part: &'static Part,
    /// How it answered.
    pub outcome: Outcome,
}

/// How an endpoint answered.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// Objects came.
    Readable,
    /// An empty list came: there may be none, or they are hidden.
    Empty,
    /// It was refused, or failed.
    Fault(Fault),
    /// It was not tried, because there was no object to try it on.
    NotTried,
}

impl CheckReport {
    /// Whether a scan with this credential makes sense: people, groups and apps can be read.
    pub fn is_usable(&self) -> bool {
        self.fault.is_none()
            && self
                .rows
                .iter()
                .filter(|row| row.part.need == Need::Must)
                .all(CheckRow::is_readable)
    }

    /// The rows that cost a part of the product.
    pub fn missing(&self) -> impl Iterator<Item = &CheckRow> {
        self.rows.iter().filter(|row| !row.is_readable())
    }

    /// Roles of the holder that can change the organization: more than a reader needs.
    pub fn excess_roles(&self) -> impl Iterator<Item = &str> {
        let reading = ["READ_ONLY_ADMIN", "REPORT_ADMIN", "CUSTOM"];
        self.roles
            .iter()
            .map(String::as_str)
            .filter(move |role| !reading.contains(role))
    }
}

impl CheckRow {
    /// Whether the part of the product that needs this endpoint will work.
    pub fn is_readable(&self) -> bool {
        matches!(self.outcome, Outcome::Readable | Outcome::Empty)
    }
}

impl Client {
    /// Checks the credential. Takes about twenty requests; never fails, the report says what did.
    pub async fn check(&self) -> CheckReport {
        let client = self.with_patience(Patience::PROBE);
        let mut report = CheckReport {
            org_id: None,
            pipeline: None,
            scopes: None,
            scopes_missing: Vec::new(),
            holder: None,
            roles: Vec::new(),
            fault: None,
            rows: Vec::new(),
        };
        if let Err(fault) = client.begin(&mut report).await {
            report.fault = Some(fault);
            return report;
        }
        client.probe_all(&mut report).await;
        if report.fault.is_none() {
            client.read_roles(&mut report).await;
        }
        report
    }

    /// Whether it is an organization of Okta's, and whether the credential opens the door.
    async fn begin(&self, report: &mut CheckReport) -> Result<(), Fault> {
        let well_known = self.well_known().await?;
        report.org_id = Some(well_known.id.to_string());
        report.pipeline = well_known.engine();
        match &self.caller().door {
            Door::Service(keeper) => {
                report.holder = Some(keeper.client_id().to_owned());
                let mut tries = Tries::new(self.patience(), self.caller().clock.now());
                report.scopes = self
                    .caller()
                    .access(&mut tries)
                    .await?
                    .map(|access| access.scopes);
                report.scopes_missing = keeper.missing();
            }
            Door::Token(_) => {
                report.holder = match self.user("me").await {
                    Ok(owner) => Some(owner.profile.login.clone()),
                    // The owner may be hidden from the token; what it can read is seen below.
                    Err(fault) if matches!(fault.kind, FaultKind::Gone | FaultKind::Refused) => None,
                    Err(fault) => return Err(fault),
                };
            }
        }
        Ok(())
    }

    async fn probe_all(&self, report: &mut CheckReport) {
        let mut first = First::default();
        for part in &parts::PARTS {
            let outcome = match part.path(&first) {
                Some(path) => self.probe(part, &path, &mut first).await,
                None => Outcome::NotTried,
            };
            if let Outcome::Fault(fault) = &outcome
                && fault.kind == FaultKind::NeedsPerson
            {
                report.fault = Some(fault.clone());
                return;
            }
            report.rows.push(CheckRow { part, outcome });
        }
        // Every organization has a user and the group Everyone.
        let hidden = |name: &str| {
            let row = report.rows.iter().find(|row| row.part.name == name);
            row.is_some_and(|row| matches!(row.outcome, Outcome::Empty))
        };
        if hidden("users") && hidden("groups") {
            report.fault = Some(Fault::new(
                Cause::NoAdminRole,
                "GET /api/v1/users",
                "/api/v1/users",
            ));
        }
    }

    async fn probe(&self, part: &'static Part, path: &str, first: &mut First) -> Outcome {
        if part.is_single {
            return match self.one::<serde::de::IgnoredAny>(part.endpoint, path).await {
                Ok(_) => Outcome::Readable,
                Err(fault) => Outcome::Fault(fault),
            };
        }
        let read = |body: &[u8]| parse::page::<Probed>(body, part.endpoint.wrapper);
        match self.get(part.endpoint, path, read).await {
            Ok((page, _)) => {
                let Some(found) = page.items.into_iter().next() else {
                    return Outcome::Empty;
                };
                first.keep(part.name, found.id);
                Outcome::Readable
            }
            // An app without the feature, or without roles, answers 404: the door itself is open.
            Err(fault) if fault.kind == FaultKind::Gone => Outcome::Empty,
            Err(fault) => Outcome::Fault(fault),
        }
    }

    /// What the holder may do, for the warning that it may do too much. Missing rights are no fault here.
    async fn read_roles(&self, report: &mut CheckReport) {
        let roles = match &self.caller().door {
            Door::Token(_) => self.user_roles("me").all().await,
            Door::Service(keeper) => self.roles_of(RoleHolder::Client(keeper.client_id())).all().await,
        };
        let active = roles
            .unwrap_or_default()
            .into_iter()
            .filter(|role| role.status != "INACTIVE");
        report.roles = active
            .map(|role: Object<crate::RoleAssignment>| role.value.role_type)
            .collect();
    }
}

/// Ids of the first objects found, to try what hangs below them.
#[derive(Debug, Default)]
struct First {
    user: Option<Id>,
    group: Option<Id>,
    app: Option<Id>,
}

impl First {
    fn keep(&mut self, part: &str, id: Option<Id>) {
        match part {
            "users" => self.user = id,
            "groups" => self.group = id,
            "apps" => self.app = id,
            _ => {}
        }
    }
}

#[derive(Deserialize)]
struct Probed {
    id: Option<Id>,
}

impl Item for Probed {
    fn read_all(array: &str) -> Result<Vec<Self>, Defect> {
        parse::light(array)
    }
}

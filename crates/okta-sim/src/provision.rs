//! Provisioning: the organization as a SCIM 2.0 client that keeps the accounts of an app in step with who has it.
//!
//! [`machine`] decides, [`client`] carries out. Order, filters and bodies are those of Okta's client; what is simplified
//! stands in docs/reference/okta-sim-saml-scim.md.

mod client;
mod machine;
mod shape;
mod target;
#[cfg(test)]
mod tests;
mod wanted;

use std::collections::BTreeMap;
use std::sync::{Arc, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::sim::Sim;
use crate::stamp::Stamp;
use crate::state::Org;
use crate::syslog::{Draft, Party};
use machine::{Done, Key, Machine, Outcome, Task};
use wanted::wanted;

pub use target::{ScimKind, ScimTarget};

/// The provisioning of all apps, by app id.
#[derive(Debug, Default)]
pub(crate) struct Provisioning {
    machines: BTreeMap<String, Machine>,
    /// The version of the organization that the machines have seen.
    seen: Option<u64>,
}

/// Why provisioning could not be set up.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ScimError {
    /// No such app.
    #[error("there is no app `{0}`; name it by label or id, or make it with /_sim/sso first")]
    App(String),
    /// The base URL.
    #[error("`{0}` is no http or https address; give the SCIM base URL, without /Users")]
    Address(String),
    /// A group.
    #[error("there is no group `{0}`; name groups by name or id")]
    Group(String),
}

impl Sim {
    /// Sets up provisioning for an app, or changes it. Its credentials are tested first; then everybody who has the app
    /// is provisioned, and so on with every change while the simulator is served.
    ///
    /// # Errors
    /// When the app, a group or the address is not to be had; then nothing has changed.
    pub fn provision(&self, target: ScimTarget) -> Result<(), ScimError> {
        let url = url::Url::parse(&target.base_url).ok();
        if !url.is_some_and(|url| matches!(url.scheme(), "http" | "https")) {
            return Err(ScimError::Address(target.base_url));
        }
        let app = {
            let org = &mut *self.write();
            for name in &target.push_groups {
                let known = org.groups.find(name).is_some()
                    || org.groups.iter().any(|(_, group)| *group.name == **name);
                if !known {
                    return Err(ScimError::Group(name.clone()));
                }
            }
            let app = find_app(org, &target.app).ok_or_else(|| ScimError::App(target.app.clone()))?;
            show_features(org, app, &target);
            org.apps
                .get(app)
                .map(|app| app.id.to_string())
                .unwrap_or_default()
        };
        let mut all = self.provisioning();
        all.seen = None;
        match all.machines.get_mut(&app) {
            Some(machine) => machine.configure(target),
            None => {
                all.machines.insert(app, Machine::new(target));
            }
        }
        Ok(())
    }

    /// What provisioning is doing: `apps`, each with its state, counts and errors.
    #[must_use]
    pub fn provisioning_report(&self) -> Value {
        let all = self.provisioning();
        let report = all.machines.iter().map(|(id, machine)| {
            let mut report = machine.report();
            report["app_id"] = json!(id);
            report
        });
        json!({"apps": report.collect::<Vec<_>>()})
    }

    /// Whether every app's provisioning has been tested and has nothing left to do; also true without any.
    #[must_use]
    pub fn is_provisioned(&self) -> bool {
        let version = self.read().version;
        let all = self.provisioning();
        all.machines.is_empty() || (all.seen == Some(version) && all.machines.values().all(Machine::is_idle))
    }

    /// Starts an import, takes refusals back, or ends provisioning: for one app, or for all when none is named.
    pub(crate) fn steer_provisioning(&self, what: &str, app: Option<&str>) -> bool {
        let id = app.map(|name| {
            let org = self.read();
            let found = find_app(&org, name).and_then(|app| org.apps.get(app));
            found.map_or_else(|| name.to_owned(), |app| app.id.to_string())
        });
        let mut all = self.provisioning();
        let named = |key: &String| id.as_ref().is_none_or(|id| id == key);
        match what {
            "import" => all
                .machines
                .iter_mut()
                .filter(|(key, _)| named(key))
                .for_each(|(_, machine)| machine.import()),
            "retry" => all
                .machines
                .iter_mut()
                .filter(|(key, _)| named(key))
                .for_each(|(_, machine)| machine.retry()),
            "end" => all.machines.retain(|key, _| !named(key)),
            _ => return false,
        }
        true
    }

    /// The requests to make now, with their apps.
    fn provisioning_tasks(&self, now: Stamp) -> Vec<(String, ScimTargetRef, Task)> {
        // One lock at a time: none may be held while waiting for another.
        let (seen, apps): (Option<u64>, Vec<(String, Vec<String>)>) = {
            let all = self.provisioning();
            let apps = all
                .machines
                .iter()
                .map(|(id, machine)| (id.clone(), machine.target.push_groups.clone()));
            (all.seen, apps.collect())
        };
        if apps.is_empty() {
            return Vec::new();
        }
        let fresh = {
            let org = self.read();
            (seen != Some(org.version)).then(|| {
                let all: Vec<_> = apps
                    .iter()
                    .map(|(app, push)| (app.clone(), wanted(&org, app, push)))
                    .collect();
                (org.version, all)
            })
        };
        let mut all = self.provisioning();
        if let Some((version, fresh)) = fresh {
            all.seen = Some(version);
            for (app, wanted) in fresh {
                if let Some(machine) = all.machines.get_mut(&app) {
                    machine.want(wanted);
                }
            }
        }
        let mut tasks = Vec::new();
        for (app, machine) in &mut all.machines {
            while let Some(task) = machine.next(now) {
                tasks.push((app.clone(), Arc::new(machine.target.clone()), task));
            }
        }
        tasks
    }

    /// Tells what came of a request.
    fn provisioning_took(&self, app: &str, key: &Key, outcome: Outcome, now: Stamp) {
        let done = {
            let mut all = self.provisioning();
            all.machines
                .get_mut(app)
                .and_then(|machine| machine.took(key, outcome, now))
        };
        if let Some(done) = done {
            note(&mut self.write(), app, &done, now);
        }
    }

    fn provisioning(&self) -> MutexGuard<'_, Provisioning> {
        self.provisioning.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

type ScimTargetRef = Arc<ScimTarget>;

/// Provisions until told to stop.
pub(crate) async fn run(sim: Arc<Sim>, mut stopped: watch::Receiver<bool>) {
    let mut ticks = tokio::time::interval(Duration::from_millis(100));
    let mut calls: JoinSet<(String, Key, Outcome)> = JoinSet::new();
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            Some(done) = calls.join_next() => {
                if let Ok((app, key, outcome)) = done {
                    sim.provisioning_took(&app, &key, outcome, Stamp::now());
                }
            }
            _ = stopped.changed() => return,
        }
        for (app, target, task) in sim.provisioning_tasks(Stamp::now()) {
            calls.spawn(async move {
                let outcome = client::send(&target, &task).await;
                (app, task.key, outcome)
            });
        }
    }
}

fn find_app(org: &Org, name: &str) -> Option<u32> {
    let by_label = || {
        let labelled = org.apps.iter().filter(|(_, app)| *app.label == *name);
        // An app of this label that people sign on to comes before a service of the same name.
        labelled
            .max_by_key(|(_, app)| app.sign_on.as_deref() == Some("SAML_2_0"))
            .map(|(ordinal, _)| ordinal)
    };
    org.apps.find(name).or_else(by_label)
}

/// The app shows what is switched on.
fn show_features(org: &mut Org, app: u32, target: &ScimTarget) {
    let features = [
        (target.create, "PUSH_NEW_USERS"),
        (target.update, "PUSH_PROFILE_UPDATES"),
        (target.deactivate, "PUSH_USER_DEACTIVATION"),
        (!target.push_groups.is_empty(), "GROUP_PUSH"),
    ];
    let on: Vec<&str> = features
        .into_iter()
        .filter(|(on, _)| *on)
        .map(|(_, word)| word)
        .collect();
    if let Some(app) = org.apps.get_mut(app) {
        app.body.insert("features".to_owned(), json!(on));
    }
    org.version += 1;
}

/// Writes down what happened: in the System Log, and the other side's id in the assignment.
fn note(org: &mut Org, app: &str, done: &Done, now: Stamp) {
    let Some(ordinal) = org.apps.find(app) else { return };
    let Some(found) = org.apps.get(ordinal) else {
        return;
    };
    let target = Party::new("AppInstance", &found.id, &found.label, &found.name);
    let person = |org: &Org, id: &str| {
        let user = org.users.get(org.users.find(id)?)?;
        let name = crate::org::users::display_name(user);
        Some([
            Party::new("AppUser", &user.id, &user.login, &name),
            Party::new("User", &user.id, &user.login, &name),
        ])
    };
    let group = |org: &Org, id: &str| {
        let group = org.groups.get(org.groups.find(id)?)?;
        Some(Party::unnamed("UserGroup", &group.id, &group.name))
    };
    let (event, mut targets, failure) = match done {
        Done::Tested => ("application.provision.integration.call_api", Vec::new(), None),
        Done::Imported { .. } => ("application.provision.user.import", Vec::new(), None),
        Done::User { event, user, .. } => (*event, person(org, user).into_iter().flatten().collect(), None),
        Done::Group { event, group: id } => (*event, group(org, id).into_iter().collect(), None),
        Done::Failed { event, key, reason } => {
            let targets: Vec<Party> = match key {
                Key::User(id) => person(org, id).into_iter().flatten().collect(),
                Key::Group(id) => group(org, id).into_iter().collect(),
                Key::Test | Key::Import => Vec::new(),
            };
            (*event, targets, Some(reason))
        }
    };
    targets.insert(targets.len().min(1), target);
    let mut draft = Draft::new(event, Party::system());
    draft.targets = targets;
    if let Some(reason) = failure {
        draft = draft.outcome("FAILURE", reason);
    }
    if let Done::Imported { users, groups } = done {
        draft = draft
            .debug("users", &users.to_string())
            .debug("groups", &groups.to_string());
    }
    org.log.write(draft, now, now);
    if let Done::User { event, user, scim_id } = done
        && *event != "application.provision.user.deactivate"
        && let Some(user) = org.users.find(user)
        && let Some(app) = org.apps.get_mut(ordinal)
    {
        let own = app.assignments.entry(user).or_default();
        own.insert("externalId".to_owned(), json!(scim_id));
        own.insert("syncState".to_owned(), json!("SYNCHRONIZED"));
    }
}

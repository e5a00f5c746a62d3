//! The System Log events that changes write.

use serde_json::{Value, json};

use crate::call::Call;
use crate::caller::Principal;
use crate::reply::Object;
use crate::stamp::Stamp;
use crate::state::Org;
use crate::syslog::{Draft, Party};

/// One entry of an event's `target` list.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    pub(crate) id: String,
    /// Okta's word: `User`, `UserGroup`, `AppInstance`, `AppUser`, `ROLE`, `Token` …
    pub(crate) kind: &'static str,
    pub(crate) alternate_id: String,
    pub(crate) display_name: String,
    /// `detailEntry`
    pub(crate) detail: Option<Object>,
}

impl Target {
    pub(crate) fn new(kind: &'static str, id: &str, alternate_id: &str, display_name: &str) -> Self {
        Self {
            id: id.to_owned(),
            kind,
            alternate_id: alternate_id.to_owned(),
            display_name: display_name.to_owned(),
            detail: None,
        }
    }

    pub(crate) fn user(org: &Org, ordinal: u32) -> Self {
        let Some(user) = org.users.get(ordinal) else {
            return Self::new("User", "unknown", "unknown", "unknown");
        };
        Self::new(
            "User",
            &user.id,
            &user.login,
            &crate::org::users::display_name(user),
        )
    }

    pub(crate) fn group(org: &Org, ordinal: u32) -> Self {
        let Some(group) = org.groups.get(ordinal) else {
            return Self::new("UserGroup", "unknown", "unknown", "unknown");
        };
        Self::new("UserGroup", &group.id, "unknown", &group.name)
    }

    pub(crate) fn app(org: &Org, ordinal: u32) -> Self {
        let Some(app) = org.apps.get(ordinal) else {
            return Self::new("AppInstance", "unknown", "unknown", "unknown");
        };
        Self::new(
            "AppInstance",
            &app.id,
            &app.label,
            integration_name(&app.name, &app.label),
        )
    }

    pub(crate) fn render(&self) -> Value {
        let mut target = json!({
            "id": self.id, "type": self.kind, "alternateId": self.alternate_id, "displayName": self.display_name,
        });
        if let Value::Object(members) = &mut target {
            let detail = self.detail.clone().map_or(Value::Null, Value::Object);
            members.insert("detailEntry".to_owned(), detail);
        }
        target
    }
}

/// How the catalogue calls the integration of an app, which the System Log shows beside the app's own label. Apps of
/// integrations of one's own are called by their label.
fn integration_name<'a>(key: &str, label: &'a str) -> &'a str {
    match key {
        "amazon_aws" => "AWS Account Federation",
        "githubcloud" => "GitHub Enterprise Cloud - Organization",
        "salesforce" => "Salesforce.com",
        "google" => "Google Workspace",
        "slack" => "Slack",
        "zoomus" => "Zoom",
        "active_directory" => "Active Directory",
        "oidc_client" => "OpenID Connect Client",
        "bookmark" => "Bookmark App",
        "saasure" => "Okta Admin Console",
        "okta_enduser" => "Okta Dashboard",
        "okta_browser_plugin" => "Okta Browser Plugin",
        _ => label,
    }
}

impl Org {
    /// Writes the event of a change made by the caller.
    pub(crate) fn log_event(&mut self, call: &Call<'_>, event_type: &str, targets: &[Target]) {
        self.log_event_with(call, event_type, targets, Object::new());
    }

    /// The same with `debugContext.debugData`.
    pub(crate) fn log_event_with(
        &mut self,
        call: &Call<'_>,
        event_type: &str,
        targets: &[Target],
        debug: Object,
    ) {
        self.version += 1;
        let actor = match call.caller.principal {
            Principal::User(ordinal) => Target::user(self, ordinal),
            Principal::App(ordinal) => {
                let mut actor = Target::app(self, ordinal);
                actor.kind = "PublicClientApp";
                actor
            }
            Principal::Anonymous => Target::new("SystemPrincipal", "okta", "system@okta.com", "Okta System"),
        };
        let targets: Vec<Value> = targets.iter().map(Target::render).collect();
        self.log.append(call, event_type, actor.render(), targets, debug);
    }

    /// Writes the event of something that the organization did by itself.
    pub(crate) fn log_system_event(&mut self, now: Stamp, event_type: &str, targets: &[Target]) {
        self.version += 1;
        let mut draft = Draft::new(event_type, Party::system());
        draft.targets = targets
            .iter()
            .map(|target| Party::from_json(&target.render()))
            .collect();
        self.log.write(draft, now, now);
    }
}

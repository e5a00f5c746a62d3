//! One call that makes an app for a service provider whose address is only known at run time, as a demonstration's is:
//! single sign-on by SAML, who may use it, and the attributes that it gets. What an administrator would click together.

use serde_json::{Value, json};

use crate::org::apps::new_app;
use crate::reply::Object;
use crate::saml;
use crate::sim::Sim;
use crate::stamp::Stamp;
use crate::state::{AppGroup, Effect, Org};

/// The app that a service provider needs.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConnectedApp {
    /// Its name among the apps; an app of this label that signs on by SAML is changed, else one is made.
    #[serde(default = "label")]
    pub label: String,
    /// Where assertions go (the assertion consumer service URL); also recipient and destination.
    pub acs_url: String,
    /// The service provider's entity id; the same as `acs_url` when left out.
    #[serde(default)]
    pub audience: Option<String>,
    /// Names or ids of groups that get the app; the group of everybody when neither groups nor users are named.
    #[serde(default)]
    pub groups: Vec<String>,
    /// Logins or ids of people who get it directly.
    #[serde(default)]
    pub users: Vec<String>,
    /// Further members of `settings.signOn` of the Apps API, laid over what this call would write.
    #[serde(default)]
    pub settings: Value,
}

fn label() -> String {
    "Portolan SSO".to_owned()
}

impl ConnectedApp {
    /// An app for this address that everybody gets.
    #[must_use]
    pub fn new(acs_url: &str) -> Self {
        Self {
            label: label(),
            acs_url: acs_url.to_owned(),
            audience: None,
            groups: Vec::new(),
            users: Vec::new(),
            settings: Value::Null,
        }
    }
}

/// What a service provider has to know about its app.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ConnectedFacts {
    /// `0oa…`
    pub app_id: String,
    /// Its name in URLs.
    pub name: String,
    /// Its label.
    pub label: String,
    /// The identity provider's metadata.
    pub metadata_url: String,
    /// Where requests for assertions go; opened without one, it signs in on the person's own wish.
    pub sso_url: String,
    /// The identity provider's entity id.
    pub issuer: String,
    /// Password of everybody in the organization.
    pub password: String,
}

/// Why the app could not be made.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ConnectError {
    /// The address.
    #[error("`{0}` is no http or https address; give the service provider's assertion consumer service URL")]
    Address(String),
    /// A group.
    #[error("there is no group `{0}`; name groups by name or id")]
    Group(String),
    /// A person.
    #[error("there is no user `{0}`; name users by login or id")]
    User(String),
    /// The app itself.
    #[error("the app was refused: {0}")]
    Refused(String),
}

impl Sim {
    /// Password of everybody at the sign-in page.
    pub const PASSWORD: &str = saml::session::PASSWORD;

    /// Makes or changes the app of a service provider. `base` is the address under which the organization answers. Its
    /// id and its first certificate follow from the label alone, so they are the same after a restart.
    ///
    /// # Errors
    /// When an address, group or user is not to be had; then nothing has changed.
    pub fn connect(
        &self,
        wanted: &ConnectedApp,
        base: &str,
        now: Stamp,
    ) -> Result<ConnectedFacts, ConnectError> {
        let org = &mut *self.write();
        let url = url::Url::parse(&wanted.acs_url).ok();
        if !url.is_some_and(|url| matches!(url.scheme(), "http" | "https")) {
            return Err(ConnectError::Address(wanted.acs_url.clone()));
        }
        let groups = groups(org, &wanted.groups, &wanted.users)?;
        let users = users(org, &wanted.users)?;
        let app = put_app(org, wanted, now)?;
        assign(org, app, &groups, &users, now);
        org.version += 1;
        saml::keys::ensure(org, app).map_err(|refusal| ConnectError::Refused(refusal.summary))?;
        facts(org, app, base).ok_or_else(|| ConnectError::Refused("the app is gone".to_owned()))
    }

    /// Every app that signs people in by SAML.
    pub(crate) fn connected(&self, base: &str) -> Vec<ConnectedFacts> {
        let org = self.read();
        let apps = org
            .apps
            .iter()
            .filter(|(_, app)| app.sign_on.as_deref() == Some("SAML_2_0"));
        apps.filter_map(|(ordinal, _)| facts(&org, ordinal, base))
            .collect()
    }
}

/// Ordinals of the groups that get the app: those named, or everybody when nobody is named at all.
pub(crate) fn groups(org: &Org, groups: &[String], users: &[String]) -> Result<Vec<u32>, ConnectError> {
    if groups.is_empty() && users.is_empty() {
        return Ok(org.everyone.clone());
    }
    let find = |name: &String| {
        let by_name = || {
            org.groups
                .iter()
                .find(|(_, group)| *group.name == **name)
                .map(|(ordinal, _)| ordinal)
        };
        org.groups
            .find(name)
            .or_else(by_name)
            .ok_or_else(|| ConnectError::Group(name.clone()))
    };
    groups.iter().map(find).collect()
}

/// Ordinals of the people who get the app directly.
pub(crate) fn users(org: &Org, users: &[String]) -> Result<Vec<u32>, ConnectError> {
    let find = |user: &String| {
        org.find_user(user)
            .ok_or_else(|| ConnectError::User(user.clone()))
    };
    users.iter().map(find).collect()
}

/// Gives the app to groups and people that do not have it yet.
pub(crate) fn assign(org: &mut Org, app: u32, groups: &[u32], users: &[u32], now: Stamp) {
    for group in groups.iter().copied() {
        let known = org
            .apps
            .get(app)
            .is_some_and(|app| app.groups.contains_key(&group));
        if !known {
            let priority = org.apps.get(app).map_or(0, |app| app.groups.len());
            let assignment = AppGroup {
                priority: u32::try_from(priority).unwrap_or(u32::MAX),
                last_updated: now,
                pending: true,
                profile: None,
            };
            org.assign_group(app, group, assignment);
            org.later(now, Effect::FanOut { app, group });
        }
    }
    for user in users {
        org.assign_user(app, *user);
    }
}

/// The app's settings, with a `groups` attribute that names all groups.
fn settings(wanted: &ConnectedApp) -> Value {
    let url = &wanted.acs_url;
    let mut settings = json!({
        "ssoAcsUrl": url, "recipient": url, "destination": url, "audience": wanted.audience.as_ref().unwrap_or(url),
        "idpIssuer": "http://www.okta.com/${org.externalKey}", "subjectNameIdTemplate": "${user.userName}",
        "subjectNameIdFormat": "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress", "responseSigned": true,
        "assertionSigned": true, "signatureAlgorithm": "RSA_SHA256", "digestAlgorithm": "SHA256",
        "honorForceAuthn": true, "requestCompressed": false, "allowMultipleAcsEndpoints": false, "acsEndpoints": [],
        "authnContextClassRef": "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport",
        "samlAssertionLifetimeSeconds": 300, "inlineHooks": [], "attributeStatements": [
            attribute("email", "user.email"), attribute("firstName", "user.firstName"),
            attribute("lastName", "user.lastName"), attribute("username", "user.login"),
            {
                "type": "GROUP", "name": "groups", "filterType": "REGEX", "filterValue": ".*",
                "namespace": "urn:oasis:names:tc:SAML:2.0:attrname-format:unspecified",
            },
        ],
    });
    if let (Value::Object(under), Value::Object(over)) = (&mut settings, &wanted.settings) {
        under.extend(over.clone());
    }
    settings
}

fn attribute(name: &str, value: &str) -> Value {
    json!({
        "type": "EXPRESSION", "name": name, "values": [value],
        "namespace": "urn:oasis:names:tc:SAML:2.0:attrname-format:unspecified",
    })
}

fn put_app(org: &mut Org, wanted: &ConnectedApp, now: Stamp) -> Result<u32, ConnectError> {
    let settings = settings(wanted);
    let known = org
        .apps
        .iter()
        .find(|(_, app)| *app.label == *wanted.label && app.sign_on.as_deref() == Some("SAML_2_0"));
    if let Some(ordinal) = known.map(|(ordinal, _)| ordinal) {
        if let Some(app) = org.apps.get_mut(ordinal) {
            app.active = true;
            app.last_updated = now;
            let all = app.body.entry("settings").or_insert_with(|| json!({}));
            if let Value::Object(all) = all {
                all.insert("signOn".to_owned(), settings);
            }
        }
        return Ok(ordinal);
    }
    let mut body = Object::new();
    body.insert("label".to_owned(), json!(wanted.label));
    body.insert("signOnMode".to_owned(), json!("SAML_2_0"));
    body.insert("~id".to_owned(), json!(id(&wanted.label)));
    body.insert("settings".to_owned(), json!({"signOn": settings}));
    new_app(org, &body, now).map_err(|refusal| ConnectError::Refused(refusal.summary))
}

/// The id that belongs to a label.
pub(crate) fn id(label: &str) -> String {
    use sha2::Digest as _;
    let digest = sha2::Sha256::digest(label);
    let number = digest
        .iter()
        .take(4)
        .fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    crate::ids::made_id("0oa", number, 0x0a11)
}

fn facts(org: &Org, app: u32, base: &str) -> Option<ConnectedFacts> {
    let found = org.apps.get(app)?;
    let base = base.trim_end_matches('/');
    Some(ConnectedFacts {
        app_id: found.id.to_string(),
        name: found.name.to_string(),
        label: found.label.to_string(),
        metadata_url: format!("{base}/app/{}/sso/saml/metadata", saml::external_key(found)),
        sso_url: format!("{base}{}", saml::path(found)),
        issuer: saml::issuer(org, app),
        password: Sim::PASSWORD.to_owned(),
    })
}

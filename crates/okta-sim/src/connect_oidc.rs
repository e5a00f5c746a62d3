//! One call that makes an OpenID Connect app for a client whose address is only known at run time.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::connect::{ConnectError, assign, groups, id, users};
use crate::oauth::client_id;
use crate::org::apps::new_app;
use crate::reply::Object;
use crate::sim::Sim;
use crate::stamp::Stamp;
use crate::state::Org;

/// The app that a client needs.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConnectedClient {
    /// Its name among the apps; an OpenID Connect app of this label is changed, else one is made.
    #[serde(default = "label")]
    pub label: String,
    /// Where codes go ("Sign-in redirect URI").
    pub redirect_uri: String,
    /// Where people come back to after signing out ("Sign-out redirect URI").
    #[serde(default)]
    pub post_logout_redirect_uri: Option<String>,
    /// Names or ids of groups that get the app; the group of everybody when neither groups nor users are named.
    #[serde(default)]
    pub groups: Vec<String>,
    /// Logins or ids of people who get it directly.
    #[serde(default)]
    pub users: Vec<String>,
    /// The client's public key as a JWK, if it proves itself with a key.
    #[serde(default)]
    pub public_jwk: Option<Value>,
}

fn label() -> String {
    "Portolan OIDC".to_owned()
}

impl ConnectedClient {
    /// An app for this address that everybody gets.
    #[must_use]
    pub fn new(redirect_uri: &str) -> Self {
        Self {
            label: label(),
            redirect_uri: redirect_uri.to_owned(),
            post_logout_redirect_uri: None,
            groups: Vec::new(),
            users: Vec::new(),
            public_jwk: None,
        }
    }
}

/// What a client has to know about its app.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ClientFacts {
    /// `0oa…`
    pub app_id: String,
    /// The client id.
    pub client_id: String,
    /// The client secret; it follows from the label.
    pub client_secret: String,
    /// The issuer.
    pub issuer: String,
    /// Password of everybody in the organization.
    pub password: String,
}

impl Sim {
    /// Makes or changes the app of an OpenID Connect client. `base` is the address under which the organization answers.
    ///
    /// # Errors
    /// When an address, group or user is not to be had; then nothing has changed.
    pub fn connect_client(
        &self,
        wanted: &ConnectedClient,
        base: &str,
        now: Stamp,
    ) -> Result<ClientFacts, ConnectError> {
        let org = &mut *self.write();
        let url = url::Url::parse(&wanted.redirect_uri).ok();
        if !url.is_some_and(|url| matches!(url.scheme(), "http" | "https")) {
            return Err(ConnectError::Address(wanted.redirect_uri.clone()));
        }
        let groups = groups(org, &wanted.groups, &wanted.users)?;
        let users = users(org, &wanted.users)?;
        let app = put_app(org, wanted, now)?;
        assign(org, app, &groups, &users, now);
        org.version += 1;
        let found = org
            .apps
            .get(app)
            .ok_or_else(|| ConnectError::Refused("the app is gone".to_owned()))?;
        Ok(ClientFacts {
            app_id: found.id.to_string(),
            client_id: client_id(found).to_owned(),
            client_secret: secret(&wanted.label),
            issuer: base.trim_end_matches('/').to_owned(),
            password: Self::PASSWORD.to_owned(),
        })
    }

    /// Signs with a new key from now on; with `forget` the old ones are named no more.
    pub fn rotate_keys(&self, forget: bool) {
        self.write().oauth.rotate(forget);
    }
}

fn settings(wanted: &ConnectedClient) -> Value {
    let mut settings = json!({
        "redirect_uris": [wanted.redirect_uri], "response_types": ["code"], "grant_types": ["authorization_code"],
        "post_logout_redirect_uris": wanted.post_logout_redirect_uri.iter().collect::<Vec<_>>(),
        "application_type": "web",
    });
    if let Some(key) = &wanted.public_jwk {
        settings["jwks"] = json!({"keys": [key]});
    }
    settings
}

fn put_app(org: &mut Org, wanted: &ConnectedClient, now: Stamp) -> Result<u32, ConnectError> {
    let settings = settings(wanted);
    let known = org
        .apps
        .iter()
        .find(|(_, app)| *app.label == *wanted.label && app.sign_on.as_deref() == Some("OPENID_CONNECT"))
        .map(|(ordinal, _)| ordinal);
    let ordinal = match known {
        Some(ordinal) => {
            if let Some(app) = org.apps.get_mut(ordinal) {
                app.active = true;
                app.last_updated = now;
                let all = app.body.entry("settings").or_insert_with(|| json!({}));
                if let Value::Object(all) = all {
                    all.insert("oauthClient".to_owned(), settings);
                }
            }
            ordinal
        }
        None => {
            let mut body = Object::new();
            body.insert("label".to_owned(), json!(wanted.label));
            body.insert("signOnMode".to_owned(), json!("OPENID_CONNECT"));
            body.insert("~id".to_owned(), json!(id(&wanted.label)));
            body.insert("settings".to_owned(), json!({"oauthClient": settings}));
            new_app(org, &body, now).map_err(|refusal| ConnectError::Refused(refusal.summary))?
        }
    };
    let app = org
        .apps
        .get(ordinal)
        .map(|app| app.id.to_string())
        .unwrap_or_default();
    let secret = json!({
        "id": "ocsfirst", "created": now.to_string(), "lastUpdated": now.to_string(), "status": "ACTIVE",
        "client_secret": secret(&wanted.label), "secret_hash": "first",
    });
    if let Value::Object(secret) = secret {
        org.docs
            .put(&format!("apps/{app}/credentials/secrets"), "ocsfirst", secret);
    }
    Ok(ordinal)
}

/// The secret that belongs to a label: it is the same after a restart, and protects nothing but simulators.
fn secret(label: &str) -> String {
    let digest = Sha256::digest(format!("client secret of {label}"));
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

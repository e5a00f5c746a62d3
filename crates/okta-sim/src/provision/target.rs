//! Where an app provisions to, and how.

use serde::Deserialize;

/// The two kinds of app differ in the calls they make.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ScimKind {
    /// From the catalogue, like Okta's SCIM 2.0 test apps: `PATCH` for activation and for groups.
    #[default]
    Catalogue,
    /// Made with the App Integration Wizard: `PUT` of the whole object for everything.
    Wizard,
}

/// SCIM settings of an app.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScimTarget {
    /// Label or id of the app.
    #[serde(default = "app")]
    pub app: String,
    /// Base URL, without `/Users`.
    pub base_url: String,
    /// Bearer token, or the whole value of the `Authorization` header when it holds a space.
    pub token: String,
    /// Which calls are made.
    #[serde(default)]
    pub kind: ScimKind,
    /// Groups to push, by name or id; their members are those who have the app.
    #[serde(default)]
    pub push_groups: Vec<String>,
    /// Whether a group that is no longer pushed is deleted at the other side.
    #[serde(default = "yes")]
    pub delete_unlinked: bool,
    /// Whether users are created.
    #[serde(default = "yes")]
    pub create: bool,
    /// Whether changed profiles are sent.
    #[serde(default = "yes")]
    pub update: bool,
    /// Whether users are deactivated.
    #[serde(default = "yes")]
    pub deactivate: bool,
    /// Certificates to trust for an https base URL, PEM.
    #[serde(default)]
    pub ca_pem: Option<String>,
    /// Requests at a time.
    #[serde(default = "parallel")]
    pub parallel: usize,
}

impl ScimTarget {
    /// Everything switched on, with the calls of a catalogue app.
    #[must_use]
    pub fn new(base_url: &str, token: &str) -> Self {
        Self {
            app: app(),
            base_url: base_url.to_owned(),
            token: token.to_owned(),
            kind: ScimKind::Catalogue,
            push_groups: Vec::new(),
            delete_unlinked: true,
            create: true,
            update: true,
            deactivate: true,
            ca_pem: None,
            parallel: parallel(),
        }
    }

    /// The value of the `Authorization` header.
    pub(crate) fn authorization(&self) -> String {
        if self.token.contains(' ') {
            self.token.clone()
        } else {
            format!("Bearer {}", self.token)
        }
    }
}

fn app() -> String {
    "Portolan SSO".to_owned()
}

fn yes() -> bool {
    true
}

fn parallel() -> usize {
    4
}

/// Without the token.
impl std::fmt::Debug for ScimTarget {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ScimTarget")
            .field("app", &self.app)
            .field("base_url", &self.base_url)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

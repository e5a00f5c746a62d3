//! How an app looks from outside.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use crate::filter::{Attributes, Value as Attribute};
use crate::render::{Href, admin_base, put_members};
use crate::state::App;

/// An app to be written out.
pub(crate) struct AppView<'a> {
    pub(crate) app: &'a App,
    pub(crate) base: &'a str,
    pub(crate) embedded: Option<Value>,
}

impl Serialize for AppView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let app = self.app;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", &app.id)?;
        map.serialize_entry("name", &app.name)?;
        map.serialize_entry("label", &app.label)?;
        map.serialize_entry("status", status(app))?;
        map.serialize_entry("lastUpdated", &app.last_updated)?;
        map.serialize_entry("created", &app.created)?;
        map.serialize_entry("signOnMode", &app.sign_on)?;
        put_members(&mut map, &app.body, self.base, &["~profile"])?;
        map.serialize_entry("_links", &LinksView(self))?;
        if let Some(embedded) = &self.embedded {
            map.serialize_entry("_embedded", embedded)?;
        }
        map.end()
    }
}

/// `ACTIVE` or `INACTIVE`.
pub(crate) fn status(app: &App) -> &'static str {
    if app.active { "ACTIVE" } else { "INACTIVE" }
}

struct LinksView<'a>(&'a AppView<'a>);

impl Serialize for LinksView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let AppView { app, base, .. } = self.0;
        let id = &app.id;
        let mut map = serializer.serialize_map(None)?;
        let upload = json!({"href": format!("{base}/api/v1/apps/{id}/logo"), "hints": {"allow": ["POST"]}});
        map.serialize_entry("uploadLogo", &upload)?;
        map.serialize_entry("appLinks", &app_links(app, base))?;
        let mode = app.sign_on.as_deref().unwrap_or_default();
        let helped = matches!(mode, "SAML_2_0" | "SAML_1_1" | "WS_FEDERATION")
            || (mode == "OPENID_CONNECT" && super::client_id(app).is_none());
        if helped {
            let page = if matches!(mode, "SAML_1_1" | "WS_FEDERATION") {
                "instructions"
            } else {
                "external-doc"
            };
            let help = format!(
                "{}/app/{}/{id}/setup/help/{mode}/{page}",
                admin_base(base),
                app.name
            );
            map.serialize_entry("help", &json!({"href": help, "type": "text/html"}))?;
        }
        if app.sign_on.as_deref() == Some("SAML_2_0") {
            let metadata = format!("{base}/api/v1/apps/{id}/sso/saml/metadata");
            map.serialize_entry("metadata", &json!({"href": metadata, "type": "application/xml"}))?;
        }
        let policies =
            json!({"href": format!("{base}/api/v1/apps/{id}/policies"), "hints": {"allow": ["PUT"]}});
        map.serialize_entry("policies", &policies)?;
        for (name, member) in [
            ("accessPolicy", "~accessPolicy"),
            ("profileEnrollment", "~profileEnrollment"),
        ] {
            let Some(policy) = app.body.get(member).and_then(Value::as_str) else {
                continue;
            };
            let path = format_args!("/api/v1/policies/{policy}");
            map.serialize_entry(
                name,
                &Href {
                    base,
                    path,
                    method: None,
                },
            )?;
        }
        map.serialize_entry(
            "groups",
            &Href {
                base,
                path: format_args!("/api/v1/apps/{id}/groups"),
                method: None,
            },
        )?;
        let logo = json!([{"name": "medium", "href": format!("{base}/assets/img/logos/{}.png", app.name), "type": "image/png"}]);
        map.serialize_entry("logo", &logo)?;
        if app.sign_on.as_deref() == Some("OPENID_CONNECT") {
            let secrets = format!("{base}/api/v1/apps/{id}/credentials/secrets");
            map.serialize_entry(
                "clientCredentials",
                &json!([{"name": "secrets", "href": secrets}]),
            )?;
        }
        map.serialize_entry(
            "users",
            &Href {
                base,
                path: format_args!("/api/v1/apps/{id}/users"),
                method: None,
            },
        )?;
        let (name, step) = if app.active {
            ("deactivate", "deactivate")
        } else {
            ("activate", "activate")
        };
        map.serialize_entry(
            name,
            &Href {
                base,
                path: format_args!("/api/v1/apps/{id}/lifecycle/{step}"),
                method: None,
            },
        )?;
        map.end()
    }
}

/// A link for each chiclet that `visibility.appLinks` names.
fn app_links(app: &App, base: &str) -> Value {
    let shown = app
        .body
        .get("visibility")
        .and_then(|visibility| visibility.get("appLinks")?.as_object());
    let link = |name: &String| json!({"name": name, "href": format!("{base}/home/{}/{}/{name}", app.name, app.id), "type": "text/html"});
    shown
        .map(|links| links.keys().map(link).collect())
        .unwrap_or_else(|| json!([]))
}

impl Attributes for App {
    fn visit(&self, path: &str, each: &mut dyn FnMut(Attribute<'_>)) {
        match path {
            "id" => each(Attribute::Text(&self.id)),
            "name" => each(Attribute::Text(&self.name)),
            "label" => each(Attribute::Text(&self.label)),
            "status" => each(Attribute::Text(status(self))),
            "created" => each(Attribute::Instant(self.created.0)),
            "lastUpdated" => each(Attribute::Instant(self.last_updated.0)),
            _ => {
                let (first, rest) = path.split_once('.').unwrap_or((path, ""));
                if let Some(value) = self.body.get(first) {
                    value.visit(rest, each);
                }
            }
        }
    }
}

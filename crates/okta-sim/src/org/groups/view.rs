//! How a group looks from outside.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use crate::call::Call;
use crate::filter::{Attributes, Value as Attribute};
use crate::org::apps::view::AppView;
use crate::render::{Href, put_members};
use crate::state::{Group, GroupKind, Org};

/// A group to be written out.
pub(crate) struct GroupView<'a> {
    group: &'a Group,
    base: &'a str,
    embedded: Option<Value>,
}

impl<'a> GroupView<'a> {
    pub(crate) fn new(group: &'a Group, base: &'a str) -> Self {
        Self {
            group,
            base,
            embedded: None,
        }
    }

    /// With what `expand` asks for: `stats`, `app`.
    pub(crate) fn expanded(org: &Org, group: &'a Group, call: &Call<'a>) -> Self {
        let mut embedded = serde_json::Map::new();
        if call.expands("stats") {
            embedded.insert("stats".to_owned(), stats(org, group, call.base));
        }
        if call.expands("app")
            && let Some(app) = group
                .source
                .as_deref()
                .and_then(|id| org.apps.find(id))
                .and_then(|app| org.apps.get(app))
        {
            let app = serde_json::to_value(AppView {
                app,
                base: call.base,
                embedded: None,
            });
            embedded.insert("app".to_owned(), app.unwrap_or_default());
        }
        let embedded = (!embedded.is_empty()).then_some(Value::Object(embedded));
        Self {
            group,
            base: call.base,
            embedded,
        }
    }
}

fn stats(org: &Org, group: &Group, base: &str) -> Value {
    let roles = org.docs.len(&format!("groups/{}/roles", group.id));
    let pushes = org.docs.len(&format!("groups/{}/pushes", group.id));
    json!({
        "usersCount": if group.everyone { org.users.len() } else { group.members.len() },
        "appsCount": group.apps.len(),
        "groupPushMappingsCount": pushes,
        "hasAdminPrivileges": roles > 0,
        "_links": {"self": {"href": format!("{base}/api/v1/groups/{}/stats", group.id)}},
    })
}

impl Serialize for GroupView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let group = self.group;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", &group.id)?;
        map.serialize_entry("created", &group.created)?;
        map.serialize_entry("lastUpdated", &group.last_updated)?;
        map.serialize_entry("lastMembershipUpdated", &group.last_membership_updated)?;
        if !group
            .extra
            .as_ref()
            .is_some_and(|extra| extra.contains_key("objectClass"))
        {
            let class = if group.source.is_some() {
                "okta:windows_security_principal"
            } else {
                "okta:user_group"
            };
            map.serialize_entry("objectClass", &[class])?;
        }
        map.serialize_entry("type", group.kind.word())?;
        map.serialize_entry("profile", &ProfileView(self))?;
        if let Some(source) = &group.source {
            map.serialize_entry("source", &json!({"id": source}))?;
        }
        if let Some(extra) = &group.extra {
            put_members(&mut map, extra, self.base, &["source"])?;
        }
        map.serialize_entry("_links", &LinksView(self))?;
        if let Some(embedded) = &self.embedded {
            map.serialize_entry("_embedded", embedded)?;
        }
        map.end()
    }
}

struct ProfileView<'a>(&'a GroupView<'a>);

impl Serialize for ProfileView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let group = self.0.group;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("name", &group.name)?;
        map.serialize_entry("description", &group.description)?;
        if let Some(more) = &group.profile {
            put_members(&mut map, more, self.0.base, &["name", "description"])?;
        }
        map.end()
    }
}

struct LinksView<'a>(&'a GroupView<'a>);

impl Serialize for LinksView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let GroupView { group, base, .. } = self.0;
        let kind = if group.kind == GroupKind::App {
            "app"
        } else {
            "okta"
        };
        let logo = |size: &str| json!({"name": size, "href": format!("{base}/assets/img/logos/groups/{kind}-{size}.png"), "type": "image/png"});
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("logo", &[logo("medium"), logo("large")])?;
        if let Some(source) = &group.source {
            let path = format_args!("/api/v1/apps/{source}");
            map.serialize_entry(
                "source",
                &Href {
                    base,
                    path,
                    method: None,
                },
            )?;
        }
        for name in ["users", "apps", "owners"] {
            let path = format_args!("/api/v1/groups/{}/{name}", group.id);
            map.serialize_entry(
                name,
                &Href {
                    base,
                    path,
                    method: None,
                },
            )?;
        }
        map.end()
    }
}

impl Attributes for Group {
    fn visit(&self, path: &str, each: &mut dyn FnMut(Attribute<'_>)) {
        match path {
            "id" => each(Attribute::Text(&self.id)),
            "type" => each(Attribute::Text(self.kind.word())),
            "created" => each(Attribute::Instant(self.created.0)),
            "lastUpdated" => each(Attribute::Instant(self.last_updated.0)),
            "lastMembershipUpdated" => each(Attribute::Instant(self.last_membership_updated.0)),
            "profile.name" => each(Attribute::Text(&self.name)),
            "profile.description" => self
                .description
                .iter()
                .for_each(|text| each(Attribute::Text(text))),
            "source.id" => self.source.iter().for_each(|id| each(Attribute::Text(id))),
            _ => {
                let value = path
                    .strip_prefix("profile.")
                    .and_then(|name| self.profile.as_ref()?.get(name));
                if let Some(value) = value {
                    value.visit("", each);
                }
            }
        }
    }
}

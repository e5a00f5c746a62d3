//! How a user looks from outside: the JSON object, and its attributes for `filter` and `search`.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use crate::filter::{Attributes, Value as Attribute};
use crate::render::{Href, put_members};
use crate::reply::Object;
use crate::state::{Org, Profile, Status, User};
use crate::world::people::Person;

/// A user to be written out.
pub(crate) struct UserView<'a> {
    pub(crate) user: &'a User,
    pub(crate) base: &'a str,
    /// Id of the default user type.
    pub(crate) user_type: &'a str,
    /// Id of the default realm, in organizations that have realms.
    pub(crate) realm: Option<&'a str>,
    /// A single object shows the life-cycle links, a list only `self`.
    pub(crate) single: bool,
    /// Leave out `credentials` (a list with `okta-response=omitCredentials`).
    pub(crate) omit_credentials: bool,
    /// Further members: `_embedded`.
    pub(crate) embedded: Option<Value>,
}

impl<'a> UserView<'a> {
    /// As an element of a list.
    pub(crate) fn listed(org: &'a Org, user: &'a User, base: &'a str) -> Self {
        let user_type = org.identity.user_type.as_str();
        Self {
            user,
            base,
            user_type,
            realm: default_realm(org),
            single: false,
            omit_credentials: false,
            embedded: None,
        }
    }

    /// As a single object.
    pub(crate) fn single(org: &'a Org, user: &'a User, base: &'a str) -> Self {
        Self {
            single: true,
            ..Self::listed(org, user, base)
        }
    }
}

/// Id of the realm in which everybody is who is in no other.
fn default_realm(org: &Org) -> Option<&str> {
    let default = |realm: &&Object| realm.get("isDefault").and_then(Value::as_bool) == Some(true);
    org.docs.list("realms").find(default)?.get("id")?.as_str()
}

impl Serialize for UserView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let user = self.user;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", &user.id)?;
        map.serialize_entry("status", user.status.word())?;
        if let Some(status) = user.transition {
            map.serialize_entry("transitioningToStatus", status.word())?;
        }
        map.serialize_entry("created", &user.created)?;
        map.serialize_entry("activated", &user.activated)?;
        map.serialize_entry("statusChanged", &user.status_changed)?;
        map.serialize_entry("lastLogin", &user.last_login)?;
        map.serialize_entry("lastUpdated", &user.last_updated)?;
        map.serialize_entry("passwordChanged", &user.password_changed)?;
        let known = |name: &str| user.extra.as_ref().is_some_and(|extra| extra.contains_key(name));
        if !known("type") {
            map.serialize_entry("type", &TypeView(self.user_type))?;
        }
        if let Some(realm) = self.realm.filter(|_| !known("realmId")) {
            map.serialize_entry("realmId", realm)?;
        }
        map.serialize_entry(
            "profile",
            &ProfileView {
                user,
                base: self.base,
            },
        )?;
        if !known("credentials") && !self.omit_credentials {
            let view = CredentialsView {
                user,
                emails: self.realm.is_none(),
            };
            map.serialize_entry("credentials", &view)?;
        }
        if let Some(extra) = &user.extra {
            let hidden: &[&str] = if self.omit_credentials {
                &["credentials"]
            } else {
                &[]
            };
            put_members(&mut map, extra, self.base, hidden)?;
        }
        map.serialize_entry("_links", &LinksView(self))?;
        if let Some(embedded) = &self.embedded {
            map.serialize_entry("_embedded", embedded)?;
        }
        map.end()
    }
}

struct TypeView<'a>(&'a str);

impl Serialize for TypeView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry("id", self.0)?;
        map.end()
    }
}

struct ProfileView<'a> {
    user: &'a User,
    base: &'a str,
}

impl Serialize for ProfileView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        match &self.user.profile {
            Profile::Own(profile) => put_members(&mut map, profile, self.base, &[])?,
            Profile::Made(number) => {
                let person = Person::unpack(*number);
                for (name, value) in person.fields() {
                    map.serialize_entry(name, value)?;
                }
                map.serialize_entry("employeeNumber", &format_args!("{:06}", person.employee_number))?;
                map.serialize_entry("mobilePhone", &())?;
                map.serialize_entry("secondEmail", &())?;
                map.serialize_entry("login", &self.user.login)?;
                map.serialize_entry("email", &self.user.login)?;
            }
        }
        map.end()
    }
}

/// Credentials of a user about whom nothing else is known; a password is only ever `{}`.
struct CredentialsView<'a> {
    user: &'a User,
    /// Organizations with realms do not list addresses here.
    emails: bool,
}

impl Serialize for CredentialsView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if self.user.password_changed.is_some() {
            map.serialize_entry("password", &Object::new())?;
        }
        if self.user.password_changed.is_some() && self.emails {
            let email = profile_text(self.user, "email").unwrap_or_default();
            map.serialize_entry(
                "emails",
                &json!([{"value": email, "status": "VERIFIED", "type": "PRIMARY"}]),
            )?;
        }
        map.serialize_entry("provider", &json!({"type": "OKTA", "name": "OKTA"}))?;
        map.end()
    }
}

struct LinksView<'a>(&'a UserView<'a>);

impl Serialize for LinksView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let UserView {
            user,
            base,
            user_type,
            single,
            ..
        } = self.0;
        let id = &user.id;
        let mut map = serializer.serialize_map(None)?;
        if *single {
            for (name, path) in actions(user.status) {
                let path = format_args!("/api/v1/users/{id}/{path}");
                map.serialize_entry(
                    name,
                    &Href {
                        base,
                        path,
                        method: Some("POST"),
                    },
                )?;
            }
            let schema = user_type.replacen("oty", "osc", 1);
            let path = format_args!("/api/v1/meta/schemas/user/{schema}");
            map.serialize_entry(
                "schema",
                &Href {
                    base,
                    path,
                    method: None,
                },
            )?;
            let path = format_args!("/api/v1/meta/types/user/{user_type}");
            map.serialize_entry(
                "type",
                &Href {
                    base,
                    path,
                    method: None,
                },
            )?;
        }
        map.serialize_entry(
            "self",
            &Href {
                base,
                path: format_args!("/api/v1/users/{id}"),
                method: None,
            },
        )?;
        map.end()
    }
}

/// The life-cycle links that a status offers.
fn actions(status: Status) -> &'static [(&'static str, &'static str)] {
    const DEACTIVATE: (&str, &str) = ("deactivate", "lifecycle/deactivate");
    const RESET: (&str, &str) = ("resetPassword", "lifecycle/reset_password");
    const FACTORS: (&str, &str) = ("resetFactors", "lifecycle/reset_factors");
    match status {
        Status::Staged => &[("activate", "lifecycle/activate"), FACTORS],
        Status::Deprovisioned => &[("activate", "lifecycle/activate"), ("delete", "lifecycle/delete")],
        Status::Suspended => &[("unsuspend", "lifecycle/unsuspend"), FACTORS, DEACTIVATE],
        Status::LockedOut => &[("unlock", "lifecycle/unlock"), RESET, FACTORS, DEACTIVATE],
        Status::Provisioned => &[
            ("suspend", "lifecycle/suspend"),
            ("reactivate", "lifecycle/reactivate"),
            RESET,
            FACTORS,
            DEACTIVATE,
        ],
        Status::Active | Status::Recovery | Status::PasswordExpired => &[
            ("suspend", "lifecycle/suspend"),
            RESET,
            ("forgotPassword", "credentials/forgot_password"),
            ("expirePassword", "lifecycle/expire_password"),
            ("changeRecoveryQuestion", "credentials/change_recovery_question"),
            FACTORS,
            ("changePassword", "credentials/change_password"),
            DEACTIVATE,
        ],
    }
}

/// A text member of the profile.
pub(crate) fn profile_text<'u>(user: &'u User, name: &str) -> Option<&'u str> {
    match &user.profile {
        Profile::Own(profile) => profile.get(name).and_then(Value::as_str),
        Profile::Made(_) if name == "login" || name == "email" => Some(&user.login),
        Profile::Made(number) => {
            let fields = Person::unpack(*number).fields();
            fields
                .into_iter()
                .find(|(field, _)| *field == name)
                .map(|(_, value)| value)
        }
    }
}

/// The profile as an object of its own.
pub(crate) fn profile_object(user: &User) -> Object {
    match &user.profile {
        Profile::Own(profile) => (**profile).clone(),
        Profile::Made(_) => match serde_json::to_value(ProfileView { user, base: "" }) {
            Ok(Value::Object(profile)) => profile,
            _ => Object::new(),
        },
    }
}

impl Attributes for User {
    fn visit(&self, path: &str, each: &mut dyn FnMut(Attribute<'_>)) {
        let mut date = |stamp: Option<crate::stamp::Stamp>| {
            if let Some(stamp) = stamp {
                each(Attribute::Instant(stamp.0));
            }
        };
        match path {
            "id" => each(Attribute::Text(&self.id)),
            "status" => each(Attribute::Text(self.status.word())),
            "created" => date(Some(self.created)),
            "activated" => date(self.activated),
            "statusChanged" => date(self.status_changed),
            "lastLogin" => date(self.last_login),
            "lastUpdated" => date(Some(self.last_updated)),
            "passwordChanged" => date(self.password_changed),
            _ => match (path.strip_prefix("profile."), &self.profile) {
                (Some(name), Profile::Own(profile)) => {
                    if let Some(value) = profile.get(name) {
                        value.visit("", each);
                    }
                }
                (Some("employeeNumber"), Profile::Made(number)) => {
                    let number = format!("{:06}", Person::unpack(*number).employee_number);
                    each(Attribute::Text(&number));
                }
                (Some(name), Profile::Made(_)) => {
                    if let Some(text) = profile_text(self, name) {
                        each(Attribute::Text(text));
                    }
                }
                (None, _) => visit_extra(self, path, each),
            },
        }
    }
}

fn visit_extra(user: &User, path: &str, each: &mut dyn FnMut(Attribute<'_>)) {
    let (first, rest) = path.split_once('.').unwrap_or((path, ""));
    if let Some(value) = user.extra.as_ref().and_then(|extra| extra.get(first)) {
        value.visit(rest, each);
    }
}

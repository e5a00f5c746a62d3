//! People assigned to an app, read in one pass: millions of rows, of which a few fields are wanted.

use serde::Deserialize;

use super::wire::{linked_id, loose_text, nullable, segment};
use crate::parse::{self, Defect, Item};
use crate::{Class, Client, Endpoint, Fault, Id, Moment, Object, Pages};

pub(crate) static APP_USERS: Endpoint =
    Endpoint::plain("GET /api/v1/apps/{appId}/users", Class::Apps, "okta.apps.read");

pub(crate) static APP_USER: Endpoint = Endpoint::plain(
    "GET /api/v1/apps/{appId}/users/{userId}",
    Class::Apps,
    "okta.apps.read",
);

/// One person's assignment to an app. Carries no raw text.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AppUser {
    /// `00u…`
    pub id: Id,
    /// `USER` (assigned directly) or `GROUP`.
    #[serde(default, deserialize_with = "nullable_id")]
    pub scope: Option<Id>,
    /// `ACTIVE`, `PROVISIONED`, …
    #[serde(default, deserialize_with = "nullable_id")]
    pub status: Option<Id>,
    /// When the assignment was made.
    pub created: Option<Moment>,
    /// Last change.
    pub last_updated: Option<Moment>,
    /// The account in the app.
    #[serde(default, deserialize_with = "nullable")]
    pub credentials: AppUserCredentials,
    /// Where it comes from.
    #[serde(default, rename = "_links", deserialize_with = "nullable")]
    pub links: AppUserLinks,
}

/// The account in the app.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AppUserCredentials {
    /// Name of the account.
    #[serde(default, deserialize_with = "loose_text")]
    pub user_name: Option<String>,
}

/// Where an assignment comes from.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct AppUserLinks {
    /// Id of the group that gave it, for scope `GROUP`.
    #[serde(default, deserialize_with = "linked_id")]
    pub group: Option<Id>,
}

impl AppUser {
    /// Whether an administrator assigned the person, not a group.
    pub fn is_direct(&self) -> bool {
        self.scope.as_deref() != Some("GROUP")
    }

    /// Id of the group that gave the assignment, where Okta names it.
    pub fn group_id(&self) -> Option<&str> {
        self.links.group.as_deref()
    }
}

impl Item for AppUser {
    fn read_all(array: &str) -> Result<Vec<Self>, Defect> {
        parse::light(array)
    }
}

fn nullable_id<'de, D: serde::Deserializer<'de>>(d: D) -> Result<Option<Id>, D::Error> {
    Option::<Id>::deserialize(d)
}

impl Client {
    /// One person's assignment to an app.
    pub async fn app_user(&self, app: &str, user: &str) -> Result<Object<AppUser>, Fault> {
        let path = format!("/api/v1/apps/{}/users/{}", segment(app), segment(user));
        self.one(&APP_USER, &path).await
    }

    /// The people assigned to an app, directly or through a group.
    pub fn app_users(&self, app: &str) -> Pages<AppUser> {
        self.list(
            &APP_USERS,
            format!("/api/v1/apps/{}/users?limit=500", segment(app)),
        )
    }
}

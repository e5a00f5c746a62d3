//! People. Source: Okta, "Users" and "User Factors".

use serde::Deserialize;

use super::members::MemberId;
use super::wire::{ids_filter, loose_text, nullable, segment};
use crate::{Class, Client, Endpoint, Fault, Id, Moment, Object, Pages};

pub(crate) static LIST_USERS: Endpoint =
    Endpoint::plain("GET /api/v1/users", Class::Users, "okta.users.read");
pub(crate) static SEARCH_USERS: Endpoint =
    Endpoint::plain("GET /api/v1/users?search=", Class::Users, "okta.users.read");
pub(crate) static GET_USER: Endpoint =
    Endpoint::plain("GET /api/v1/users/{userId}", Class::User, "okta.users.read");

pub(crate) static USER_GROUPS: Endpoint = Endpoint::plain(
    "GET /api/v1/users/{userId}/groups",
    Class::Users,
    "okta.users.read",
);

/// A user.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct User {
    /// `00u…`
    pub id: Id,
    /// `ACTIVE`, `STAGED`, …
    #[serde(default, deserialize_with = "nullable")]
    pub status: String,
    /// When the user was created.
    pub created: Option<Moment>,
    /// When the user was activated.
    pub activated: Option<Moment>,
    /// When the state last changed.
    pub status_changed: Option<Moment>,
    /// Last sign-in.
    pub last_login: Option<Moment>,
    /// Last change of the profile.
    pub last_updated: Option<Moment>,
    /// Last change of the password.
    pub password_changed: Option<Moment>,
    /// The state that an asynchronous change leads to.
    pub transitioning_to_status: Option<String>,
    /// Which user type the profile follows.
    #[serde(rename = "type")]
    pub user_type: Option<UserTypeRef>,
    /// Who the person is.
    #[serde(default, deserialize_with = "nullable")]
    pub profile: UserProfile,
}

/// Which user type.
#[derive(Clone, Debug, Deserialize)]
pub struct UserTypeRef {
    /// `oty…`
    pub id: Option<String>,
}

/// The base attributes of a profile that a scan looks at. Custom ones are in [`Object::raw`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UserProfile {
    /// Name to sign in with.
    #[serde(default, deserialize_with = "nullable")]
    pub login: String,
    /// Primary mail address.
    #[serde(default, deserialize_with = "loose_text")]
    pub email: Option<String>,
    /// First name.
    #[serde(default, deserialize_with = "loose_text")]
    pub first_name: Option<String>,
    /// Last name.
    #[serde(default, deserialize_with = "loose_text")]
    pub last_name: Option<String>,
    /// Name to show.
    #[serde(default, deserialize_with = "loose_text")]
    pub display_name: Option<String>,
    /// What sort of worker, as the organization fills it in.
    #[serde(default, deserialize_with = "loose_text")]
    pub user_type: Option<String>,
    /// Job title.
    #[serde(default, deserialize_with = "loose_text")]
    pub title: Option<String>,
    /// Department.
    #[serde(default, deserialize_with = "loose_text")]
    pub department: Option<String>,
    /// Id of the manager, as the organization fills it in.
    #[serde(default, deserialize_with = "loose_text")]
    pub manager_id: Option<String>,
    /// Name of the manager, as the organization fills it in.
    #[serde(default, deserialize_with = "loose_text")]
    pub manager: Option<String>,
}

impl Client {
    /// All users except deprovisioned ones, which Okta's plain list leaves out.
    pub fn users(&self) -> Pages<Object<User>> {
        self.list(&LIST_USERS, "/api/v1/users?limit=200".to_owned())
    }

    /// Users in the given states; also deprovisioned ones, by `filter`, which reads the consistent store.
    pub fn users_with_status(&self, status: &str) -> Pages<Object<User>> {
        let status = segment(status);
        self.list(
            &LIST_USERS,
            format!("/api/v1/users?filter=status%20eq%20%22{status}%22&limit=200"),
        )
    }

    /// Users changed since `since`, deprovisioned ones among them.
    pub fn users_changed_since(&self, since: Moment) -> Pages<Object<User>> {
        let since = segment(&since.to_text());
        self.list(
            &LIST_USERS,
            format!("/api/v1/users?filter=lastUpdated%20gt%20%22{since}%22&limit=200"),
        )
    }

    /// Users that match a search expression (Okta's `search`: eventually consistent).
    pub fn users_matching(&self, search: &str) -> Pages<Object<User>> {
        self.list(
            &SEARCH_USERS,
            format!("/api/v1/users?search={}&limit=200", segment(search)),
        )
    }

    /// Those of these users that exist, deactivated ones too, each as the list shows it. At most
    /// [`IDS_A_CALL`] ids fit into one call.
    pub fn users_by_id(&self, ids: &[&str]) -> Pages<Object<User>> {
        let filter = ids_filter(ids);
        self.list(&LIST_USERS, format!("/api/v1/users?filter={filter}&limit=200"))
    }

    /// Ids of the groups that a user is in, Everyone among them.
    pub fn user_group_ids(&self, user: &str) -> Pages<MemberId> {
        self.list(&USER_GROUPS, format!("/api/v1/users/{}/groups", segment(user)))
    }

    /// One user, by id or login; `me` is the owner of the API token.
    pub async fn user(&self, id: &str) -> Result<Object<User>, Fault> {
        self.one(&GET_USER, &format!("/api/v1/users/{}", segment(id)))
            .await
    }
}

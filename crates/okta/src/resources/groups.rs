//! Groups, their rules and owners. Source: Okta, "Groups", "Group Rules", "Group Owners".

use serde::Deserialize;

use super::wire::{Href, ids_filter, loose_text, nullable, segment};
use crate::{Class, Client, Endpoint, Fault, Id, Moment, Object, Pages};

pub(crate) static LIST_GROUPS: Endpoint =
    Endpoint::plain("GET /api/v1/groups", Class::Groups, "okta.groups.read");
pub(crate) static GET_GROUP: Endpoint =
    Endpoint::plain("GET /api/v1/groups/{groupId}", Class::Group, "okta.groups.read");
pub(crate) static LIST_RULES: Endpoint =
    Endpoint::plain("GET /api/v1/groups/rules", Class::Groups, "okta.groups.read");
pub(crate) static GROUP_OWNERS: Endpoint = Endpoint::plain(
    "GET /api/v1/groups/{groupId}/owners",
    Class::Groups,
    "okta.groups.read",
);

/// A group.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Group {
    /// `00g…`
    pub id: Id,
    /// `OKTA_GROUP`, `APP_GROUP`, `BUILT_IN`.
    #[serde(default, rename = "type", deserialize_with = "nullable")]
    pub kind: String,
    /// When the group was created.
    pub created: Option<Moment>,
    /// Last change of the profile.
    pub last_updated: Option<Moment>,
    /// Last change of the members.
    pub last_membership_updated: Option<Moment>,
    /// Name and description.
    #[serde(default, deserialize_with = "nullable")]
    pub profile: GroupProfile,
    /// For `APP_GROUP`: the app or directory that masters it.
    pub source: Option<GroupSource>,
    /// What `expand` added.
    #[serde(default, rename = "_embedded", deserialize_with = "nullable")]
    pub embedded: GroupEmbedded,
}

/// Name and description of a group.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct GroupProfile {
    /// Name.
    #[serde(default, deserialize_with = "nullable")]
    pub name: String,
    /// What it is for.
    #[serde(default, deserialize_with = "loose_text")]
    pub description: Option<String>,
}

/// What masters an imported group.
#[derive(Clone, Debug, Deserialize)]
pub struct GroupSource {
    /// `0oa…`
    pub id: Option<Id>,
}

/// What `expand` added to a group.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct GroupEmbedded {
    /// Counts, with `expand=stats`.
    pub stats: Option<GroupStats>,
}

/// Counts of a group.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GroupStats {
    /// Members.
    pub users_count: Option<u64>,
    /// Apps assigned to it.
    pub apps_count: Option<u64>,
    /// Apps it is pushed to.
    pub group_push_mappings_count: Option<u64>,
    /// Whether it carries an admin role. Wrong for custom roles in organizations before 2026.
    pub has_admin_privileges: Option<bool>,
}

/// A rule that puts people into groups.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GroupRule {
    /// `0pr…`
    pub id: Id,
    /// Name of the rule.
    #[serde(default, deserialize_with = "nullable")]
    pub name: String,
    /// `ACTIVE`, `INACTIVE`, `INVALID`.
    #[serde(default, deserialize_with = "nullable")]
    pub status: String,
    /// When the rule was created.
    pub created: Option<Moment>,
    /// Last change.
    pub last_updated: Option<Moment>,
    /// Whom it takes.
    #[serde(default, deserialize_with = "nullable")]
    pub conditions: RuleConditions,
    /// What it does.
    #[serde(default, deserialize_with = "nullable")]
    pub actions: RuleActions,
}

impl GroupRule {
    /// The condition, in Okta's expression language; empty when there is none.
    pub fn expression(&self) -> &str {
        self.conditions.expression.value.as_str()
    }

    /// Groups that people are put into.
    pub fn target_groups(&self) -> &[String] {
        &self.actions.assign_user_to_groups.group_ids
    }

    /// People the rule leaves out.
    pub fn excluded_users(&self) -> &[String] {
        &self.conditions.people.users.exclude
    }
}

/// Whom a rule takes.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct RuleConditions {
    /// The expression.
    #[serde(default, deserialize_with = "nullable")]
    pub expression: RuleExpression,
    /// Exceptions.
    #[serde(default, deserialize_with = "nullable")]
    pub people: RulePeople,
}

/// An expression of Okta's language.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct RuleExpression {
    /// Its text.
    #[serde(default, deserialize_with = "nullable")]
    pub value: String,
}

/// Exceptions of a rule.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct RulePeople {
    /// People.
    #[serde(default, deserialize_with = "nullable")]
    pub users: RuleExclusion,
    /// Groups.
    #[serde(default, deserialize_with = "nullable")]
    pub groups: RuleExclusion,
}

/// Ids that a rule leaves out.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct RuleExclusion {
    /// The ids.
    #[serde(default, deserialize_with = "nullable")]
    pub exclude: Vec<String>,
}

/// What a rule does.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RuleActions {
    /// The one action there is.
    #[serde(default, deserialize_with = "nullable")]
    pub assign_user_to_groups: RuleAssignment,
}

/// Groups that a rule puts people into.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RuleAssignment {
    /// Their ids.
    #[serde(default, deserialize_with = "nullable")]
    pub group_ids: Vec<String>,
}

/// Somebody who may manage a group's members.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GroupOwner {
    /// Id of the user or group.
    pub id: Id,
    /// `USER` or `GROUP`.
    #[serde(default, rename = "type", deserialize_with = "nullable")]
    pub kind: String,
    /// `OKTA_DIRECTORY` or `APPLICATION`.
    #[serde(default, deserialize_with = "nullable")]
    pub origin_type: String,
    /// Whether an owner of an app's directory was matched to somebody in Okta.
    pub resolved: Option<bool>,
    /// Name to show.
    pub display_name: Option<String>,
    /// Last change.
    pub last_updated: Option<Moment>,
}

impl Client {
    /// All groups, with counts.
    pub fn groups(&self) -> Pages<Object<Group>> {
        self.list(&LIST_GROUPS, "/api/v1/groups?limit=200&expand=stats".to_owned())
    }

    /// Groups whose profile or members changed since `since`, with counts.
    pub fn groups_changed_since(&self, since: Moment) -> Pages<Object<Group>> {
        let since = segment(&since.to_text());
        let filter =
            format!("lastUpdated%20gt%20%22{since}%22%20or%20lastMembershipUpdated%20gt%20%22{since}%22");
        self.list(
            &LIST_GROUPS,
            format!("/api/v1/groups?filter={filter}&limit=200&expand=stats"),
        )
    }

    /// Those of these groups that exist, with their counts, each as the list shows it. At most
    /// [`super::IDS_A_CALL`] ids fit into one call.
    pub fn groups_by_id(&self, ids: &[&str]) -> Pages<Object<Group>> {
        let filter = ids_filter(ids);
        self.list(
            &LIST_GROUPS,
            format!("/api/v1/groups?filter={filter}&limit=200&expand=stats"),
        )
    }

    /// One group.
    pub async fn group(&self, id: &str) -> Result<Object<Group>, Fault> {
        self.one(&GET_GROUP, &format!("/api/v1/groups/{}", segment(id)))
            .await
    }

    /// All group rules.
    pub fn group_rules(&self) -> Pages<Object<GroupRule>> {
        self.list(&LIST_RULES, "/api/v1/groups/rules?limit=200".to_owned())
    }

    /// The owners of a group.
    pub fn group_owners(&self, group: &str) -> Pages<Object<GroupOwner>> {
        self.list(
            &GROUP_OWNERS,
            format!("/api/v1/groups/{}/owners?limit=1000", segment(group)),
        )
    }
}

/// The id at the end of a link, for links that name an object.
pub(crate) fn id_of(link: Option<&Href>) -> Option<&str> {
    link.map(Href::last).filter(|id| !id.is_empty())
}

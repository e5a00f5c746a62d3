//! What an organization holds: one file per Okta resource, with its endpoints and its wire types.
//!
//! Types name the fields that are needed; the rest stays in [`crate::Object::raw`]. Words of Okta's (states, types)
//! are texts, because Okta adds new ones without notice. A missing or null field is `None` or empty.

mod app_users;
mod apps;
mod credentials;
mod deeds;
mod factors;
mod groups;
mod iam;
mod identity_providers;
mod logs;
mod members;
mod org;
mod policies;
mod roles;
mod tokens;
mod users;
mod wire;
mod zones;

pub use app_users::{AppUser, AppUserCredentials, AppUserLinks};
pub use apps::{App, AppCredentials, AppGroup, AppSettings, OAuthClient, OAuthSettings};
pub use credentials::{ClientKey, ClientSecret, Grant};
pub use factors::Factor;
pub use groups::{
    Group, GroupEmbedded, GroupOwner, GroupProfile, GroupRule, GroupSource, GroupStats, RuleActions,
    RuleAssignment, RuleConditions, RuleExclusion, RuleExpression, RulePeople,
};
pub use iam::{
    Assignee, Binding, BindingMember, CustomRole, MemberKind, Permission, ResourceLinks, ResourceSet,
    ResourceSetResource, SelfLink,
};
pub use identity_providers::{IdentityProvider, IdpAction, IdpPolicy, IdpProvisioning};
pub use logs::{LogEvent, LogOutcome, LogPages, LogStart, LogTarget};
pub use members::MemberId;
pub use org::{Org, OrgPipeline, SupportAccess, WellKnown};
pub use policies::{POLICY_TYPES, Policy, PolicyRule};
pub use roles::{
    RoleAssignment, RoleCatalog, RoleEmbedded, RoleHolder, RoleLinks, RoleTargets, TargetApp, TargetGroup,
};
pub use tokens::{ApiToken, TokenNetwork};
pub use users::{User, UserProfile, UserTypeRef};
pub use wire::{Href, IDS_A_CALL};
pub use zones::NetworkZone;

/// Endpoints that the check of a credential tries.
pub(crate) mod probes {
    pub(crate) use super::app_users::APP_USERS;
    pub(crate) use super::apps::{APP_GROUPS, LIST_APPS};
    pub(crate) use super::credentials::APP_GRANTS;
    pub(crate) use super::groups::{GROUP_OWNERS, LIST_GROUPS, LIST_RULES};
    pub(crate) use super::iam::{ASSIGNEES, CUSTOM_ROLES, RESOURCE_SETS};
    pub(crate) use super::identity_providers::LIST_IDPS;
    pub(crate) use super::logs::LOGS;
    pub(crate) use super::members::GROUP_MEMBERS;
    pub(crate) use super::org::ORG;
    pub(crate) use super::policies::LIST_POLICIES;
    pub(crate) use super::roles::{GROUP_ROLES, USER_ROLES};
    pub(crate) use super::tokens::API_TOKENS;
    pub(crate) use super::users::LIST_USERS;
    pub(crate) use super::zones::LIST_ZONES;
}

//! User sync: settings, plans, runs.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Who is kept in step.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SyncScope {
    /// Who is assigned to one app: the one of single sign-on.
    #[default]
    App,
    /// Everybody of the organization.
    All,
    /// Members of some groups.
    Groups,
}

/// Settings of user sync.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct UserSyncSettings {
    /// Whether it runs by itself: after each scan, and after each refresh.
    pub enabled: bool,
    /// Who is kept in step.
    pub scope: SyncScope,
    /// The app whose people are meant, by id or label; with the scope `app`.
    pub app: Option<String>,
    /// Names of the groups whose members are meant, `*` for any text; with the scope `groups`.
    pub groups: Vec<String>,
    /// The role that everybody gets; `null` for none.
    pub role: Option<String>,
    /// A run that would remove or lock more than this share is held, in per cent.
    #[schema(minimum = 0, maximum = 100)]
    pub brake_percent: u8,
    /// A run that would remove or lock more people than this is held, too; `null` for the share alone.
    pub brake_count: Option<u32>,
    /// Days after which the record of a person goes whom user sync made inactive; 0 with the next run. SCIM's
    /// `purge_after_days` is for those whom SCIM made inactive.
    pub purge_days: u32,
}

impl Default for UserSyncSettings {
    fn default() -> Self {
        Self {
            enabled: false,
            scope: SyncScope::App,
            app: None,
            groups: Vec::new(),
            role: Some("okta-requester".to_owned()),
            brake_percent: 20,
            brake_count: None,
            purge_days: 30,
        }
    }
}

/// User sync of the organization.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct UserSyncView {
    /// What is set.
    pub settings: UserSyncSettings,
    /// The last runs, newest first.
    pub runs: Vec<SyncRunView>,
    /// Whether the last run waits for a person.
    pub is_held: bool,
    /// Apps that people sign in to with SAML or OpenID Connect, by label, to choose from.
    pub apps: Vec<String>,
}

/// A run.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct SyncRunView {
    /// Id.
    pub id: String,
    /// RFC 3339.
    pub started_at: String,
    /// RFC 3339.
    pub ended_at: String,
    /// `done`, `nothing`, `held`, `failed`.
    pub outcome: String,
    /// `scan`, `request`, `settings`, `timer`.
    pub woken_by: String,
    /// How many runs one after the other came to this; the times are of the first one's begin and the last one's end.
    pub repeats: u64,
    /// What was planned.
    pub plan: SyncPlanView,
}

/// What is to be done, or was.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct SyncPlanView {
    /// What tells this plan from every other one: an approval names it. Empty where there is nothing to do.
    pub hash: String,
    /// Steps by kind: `create`, `update`, `deactivate`, `lock`, `restore`.
    pub counts: BTreeMap<String, u64>,
    /// Up to 50 names by kind.
    pub names: BTreeMap<String, Vec<String>>,
    /// Why it waits for a person.
    pub held: Option<SyncHeld>,
    /// Up to 50 names that are taken by people of another origin.
    pub clashes: Vec<SyncClash>,
    /// How many there are.
    pub clash_count: u64,
    /// Removals that are left out because the scan did not read everything.
    pub withheld: u64,
    /// Removals that come later: SCIM spoke of these people within the last two minutes, or since the scan. Until then
    /// it counts that they are there; `held` of a plan that is looked at counts them.
    pub later: u64,
    /// Up to 50 of their names.
    pub later_names: Vec<String>,
    /// Why there is no plan.
    pub fault: Option<String>,
}

/// Why a plan waits for a person.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct SyncHeld {
    /// People who would be locked or made inactive.
    pub removals: u64,
    /// People who are active now.
    pub active: u64,
    /// The share that is allowed, in per cent.
    pub percent: u8,
    /// How many are allowed at most, where that is set.
    #[serde(default)]
    pub count: Option<u32>,
}

/// A name that is taken.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct SyncClash {
    /// The name.
    pub name: String,
    /// The id in the organization of who should have it.
    pub okta_id: String,
    /// Origin of whose it is here.
    pub taken_by: String,
}

/// Runs user sync now.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SyncRunRequest {
    /// Hash of a plan that was looked at: it goes ahead though the brake holds it. When the plan is another one by now, that
    /// one is held.
    pub approve: Option<String>,
}

/// What a run came to.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct SyncOutcome {
    /// `done`, `nothing`, `held`.
    pub outcome: String,
    /// Whether it is held although a plan was approved: this is another one, to be looked at anew.
    pub is_other: bool,
    /// What was planned.
    pub plan: SyncPlanView,
}

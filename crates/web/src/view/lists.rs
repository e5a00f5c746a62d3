//! App and group sync: which of them become lists, once there are lists.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What is set of app and group sync.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ListSyncSettings {
    /// Apps, by label.
    pub apps: NameFilter,
    /// Groups, by name.
    pub groups: NameFilter,
    /// Names of people here who own a list that names no owner.
    pub default_owners: Vec<String>,
    /// Whether changes of a list are to be made in Okta; otherwise lists follow Okta and are read only.
    pub bidirectional: bool,
}

impl Default for ListSyncSettings {
    fn default() -> Self {
        Self {
            apps: NameFilter::default(),
            groups: NameFilter::default(),
            default_owners: Vec::new(),
            bidirectional: true,
        }
    }
}

/// Which names are meant. A pattern is a text in which `*` stands for any text, or a regular expression `^…$`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NameFilter {
    /// One of these must be like it; everything when there is none.
    pub include: Vec<String>,
    /// None of these may be.
    pub exclude: Vec<String>,
}

/// App and group sync: what is set, and what comes of it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ListSyncView {
    /// What is set.
    pub settings: ListSyncSettings,
    /// When it begins, in one sentence: there are no Access Lists yet.
    pub begins: String,
}

/// What the filters take of the last scan.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ListSyncPreview {
    /// Of the apps.
    pub apps: FilterPreview,
    /// Of the groups.
    pub groups: FilterPreview,
    /// Default owners who are nobody here.
    pub unknown_owners: Vec<String>,
    /// When it begins, in one sentence.
    pub begins: String,
}

/// What one filter takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FilterPreview {
    /// How many are meant.
    pub matched: u64,
    /// How many there are.
    pub of: u64,
    /// Names of the first 50 that are meant.
    pub names: Vec<String>,
    /// Patterns that no name is like.
    pub idle: Vec<String>,
}

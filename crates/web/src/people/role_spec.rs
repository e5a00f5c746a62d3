//! Roles between their three forms: what decides, what is kept, what pages show.

use domain::role::{Conditions, LabelMatcher, PatternError, Resource, Role, Rule, Verb};
use serde::{Deserialize, Serialize};
use store::state::RoleRow;

use crate::view::{RoleConditions, RoleRule};

/// What is kept of a role, as JSON.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Spec {
    allow: RoleConditions,
    deny: RoleConditions,
    max_session_ttl_s: Option<u32>,
}

/// Why a role cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RoleFault {
    /// Not JSON of a role.
    #[error("the stored role is damaged: {0}")]
    Damaged(#[from] serde_json::Error),
    /// A kind of resource nobody knows.
    #[error("there is no kind of resource `{0}`")]
    Resource(String),
    /// A verb nobody knows.
    #[error("there is no verb `{0}`")]
    Verb(String),
    /// Labels that match nothing.
    #[error("{0}")]
    Labels(PatternError),
}

/// The role in a row.
pub(crate) fn read(row: &RoleRow) -> Result<Role, RoleFault> {
    let spec: Spec = serde_json::from_str(&row.spec)?;
    Ok(Role {
        name: row.name.clone(),
        description: row.description.clone(),
        allow: conditions(&spec.allow)?,
        deny: conditions(&spec.deny)?,
        max_session_ttl_s: spec.max_session_ttl_s,
    })
}

/// What is kept of a role: checked, as JSON.
pub(crate) fn write(
    allow: &RoleConditions,
    deny: &RoleConditions,
    max_session_ttl_s: Option<u32>,
) -> Result<String, RoleFault> {
    conditions(allow)?;
    conditions(deny)?;
    Ok(serde_json::to_string(&Spec {
        allow: allow.clone(),
        deny: deny.clone(),
        max_session_ttl_s,
    })?)
}

/// One half of a role as pages show it.
pub(crate) fn show(conditions: &Conditions) -> RoleConditions {
    let rule = |rule: &Rule| RoleRule {
        resources: rule.resources.iter().map(|one| one.as_str().to_owned()).collect(),
        verbs: rule.verbs.iter().map(|one| one.as_str().to_owned()).collect(),
    };
    RoleConditions {
        rules: conditions.rules.iter().map(rule).collect(),
        app_labels: conditions.app_labels.patterns().clone(),
        group_labels: conditions.group_labels.patterns().clone(),
        request_roles: conditions.request_roles.clone(),
        review_roles: conditions.review_roles.clone(),
    }
}

fn conditions(view: &RoleConditions) -> Result<Conditions, RoleFault> {
    Ok(Conditions {
        rules: view.rules.iter().map(rule).collect::<Result<_, _>>()?,
        app_labels: LabelMatcher::new(view.app_labels.clone()).map_err(RoleFault::Labels)?,
        group_labels: LabelMatcher::new(view.group_labels.clone()).map_err(RoleFault::Labels)?,
        request_roles: view.request_roles.clone(),
        review_roles: view.review_roles.clone(),
    })
}

fn rule(view: &RoleRule) -> Result<Rule, RoleFault> {
    let resource = |word: &String| Resource::from_word(word).ok_or_else(|| RoleFault::Resource(word.clone()));
    let verb = |word: &String| Verb::from_word(word).ok_or_else(|| RoleFault::Verb(word.clone()));
    Ok(Rule {
        resources: view.resources.iter().map(resource).collect::<Result<_, _>>()?,
        verbs: view.verbs.iter().map(verb).collect::<Result<_, _>>()?,
    })
}

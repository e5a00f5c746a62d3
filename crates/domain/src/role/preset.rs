//! Roles that every installation has. They can be used, not changed: a wish for another is a role of one's own.

use super::{Conditions, LabelMatcher, Resource, Role, Rule, Verb};

/// Names of the preset roles with what they are for.
pub const PRESETS: [Preset; 6] = [
    Preset {
        name: "access",
        description: "Sees the access graph and every app and group; changes nothing",
    },
    Preset {
        name: "editor",
        description: "Connects organizations, manages people, roles, locks and ways to sign in",
    },
    Preset {
        name: "auditor",
        description: "Reads everything, the audit log too; changes nothing",
    },
    Preset {
        name: "reviewer",
        description: "Decides about requests for every role",
    },
    Preset {
        name: "requester",
        description: "Asks for every role",
    },
    Preset {
        name: "okta-requester",
        description: "What people synchronised from Okta get: signs in, and asks for Okta's apps and groups",
    },
];

/// A role that every installation has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preset {
    /// Its name.
    pub name: &'static str,
    /// What it is for.
    pub description: &'static str,
}

/// The preset role of this name.
pub fn preset(name: &str) -> Option<Role> {
    let found = PRESETS.iter().find(|preset| preset.name == name)?;
    Some(Role {
        name: found.name.to_owned(),
        description: found.description.to_owned(),
        allow: allowed(found.name),
        ..Role::default()
    })
}

fn allowed(name: &str) -> Conditions {
    let none = Conditions::default();
    match name {
        "access" => Conditions {
            rules: vec![see(&[
                Resource::AccessGraph,
                Resource::Plugin,
                Resource::Alert,
                Resource::DetectionRule,
            ])],
            app_labels: LabelMatcher::everything(),
            group_labels: LabelMatcher::everything(),
            ..none
        },
        "editor" => Conditions {
            rules: vec![Rule {
                resources: Vec::new(),
                verbs: Vec::new(),
            }],
            app_labels: LabelMatcher::everything(),
            group_labels: LabelMatcher::everything(),
            request_roles: vec!["*".to_owned()],
            review_roles: vec!["*".to_owned()],
        },
        "auditor" => Conditions {
            rules: vec![see(&[])],
            app_labels: LabelMatcher::everything(),
            group_labels: LabelMatcher::everything(),
            ..none
        },
        "reviewer" => Conditions {
            rules: vec![see(&[Resource::AccessRequest, Resource::AccessList])],
            review_roles: vec!["*".to_owned()],
            ..none
        },
        "requester" => Conditions {
            request_roles: vec!["*".to_owned()],
            ..none
        },
        "okta-requester" => Conditions {
            request_roles: vec!["*-okta-acl-role-*".to_owned()],
            ..none
        },
        _ => none,
    }
}

fn see(resources: &[Resource]) -> Rule {
    Rule {
        resources: resources.to_vec(),
        verbs: vec![Verb::List, Verb::Read],
    }
}

//! Derived edges: a table of rules, each from facts to one edge that an attacker may walk.
//!
//! A new way up is a new row here and, where it needs new facts, a new step in `reach::expand`.

use crate::EdgeType;

/// How facts make a derived edge, what it is good for, and how it is closed.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Which rule.
    pub id: RuleId,
    /// The derived edge as SQL and the web application call it.
    pub edge: &'static str,
    /// Facts that make it.
    pub from: &'static [EdgeType],
    /// Whether an attacker at its beginning gets to its end.
    pub traversable: bool,
    /// Whether Okta's barrier stands before it: only super admins manage what carries an admin role.
    pub barrier: bool,
    /// 0 free, 1 one administrative act, 2 leaves marks or needs a second thing, 3 needs somebody's help.
    pub cost: u8,
    /// What it means; `{from}`, `{to}` and `{role}` stand for names.
    pub explanation: &'static str,
    /// How it is abused.
    pub abuse: &'static str,
    /// How it is closed.
    pub fix: &'static str,
    /// Technique in MITRE ATT&CK.
    pub attack: &'static str,
}

impl Rule {
    /// Whether it says what the holder of a role may do. The others say a fact again in the words of an attacker.
    pub const fn is_power(&self) -> bool {
        matches!(
            self.id,
            RuleId::ControlOrg
                | RuleId::TakeOver
                | RuleId::ResetPassword
                | RuleId::ResetFactors
                | RuleId::AddMember
                | RuleId::ManageApp
                | RuleId::ReadSecret
        )
    }
}

/// Names of the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum RuleId {
    /// A member has what the group has.
    Membership,
    /// A group opens an app.
    GroupAccess,
    /// A person is assigned to an app.
    DirectAccess,
    /// A person has an app through a group that was not seen.
    UnseenAccess,
    /// A person has the roles of a group.
    GroupRole,
    /// A super admin controls the organization.
    ControlOrg,
    /// Password and factors of a person can be reset.
    TakeOver,
    /// The password of a person can be reset.
    ResetPassword,
    /// The factors of a person can be reset.
    ResetFactors,
    /// Members can be added to a group.
    AddMember,
    /// An app can be changed.
    ManageApp,
    /// A client secret can be read.
    ReadSecret,
    /// A token acts as its owner.
    TokenOf,
    /// A secret signs in as its app.
    SecretOf,
    /// A key signs in as its app.
    KeyOf,
    /// Who controls the organization controls everything in it.
    OrgContains,
}

/// All rules, in the order of [`RuleId`].
pub const RULES: [Rule; 16] = [
    Rule {
        id: RuleId::Membership,
        edge: "member_of",
        from: &[EdgeType::MemberOf],
        traversable: true,
        barrier: false,
        cost: 0,
        explanation: "{from} is a member of {to} and has what the group has",
        abuse: "Sign in as the member; the group's apps and roles are there.",
        fix: "Remove the person from the group, or what the group grants from the group.",
        attack: "T1078.004",
    },
    Rule {
        id: RuleId::GroupAccess,
        edge: "can_access",
        from: &[EdgeType::MemberOf, EdgeType::AssignedTo],
        traversable: true,
        barrier: false,
        cost: 0,
        explanation: "{to} is assigned to the group {from}: every member can open it",
        abuse: "Open the app from the dashboard of a member.",
        fix: "Remove the group's assignment to the app, or assign the app to a smaller group.",
        attack: "T1550.001",
    },
    Rule {
        id: RuleId::DirectAccess,
        edge: "can_access",
        from: &[EdgeType::AssignedTo],
        traversable: true,
        barrier: false,
        cost: 0,
        explanation: "{from} is assigned to {to} directly",
        abuse: "Open the app from the person's dashboard.",
        fix: "Remove the assignment.",
        attack: "T1550.001",
    },
    Rule {
        id: RuleId::UnseenAccess,
        edge: "can_access",
        from: &[EdgeType::AssignedByUnseenGroup],
        traversable: true,
        barrier: false,
        cost: 0,
        explanation: "{from} is assigned to {to} by a group that the scan did not see",
        abuse: "Open the app from the person's dashboard.",
        fix: "Let the scan read all groups, then remove the person from the one that grants the app.",
        attack: "T1550.001",
    },
    Rule {
        id: RuleId::GroupRole,
        edge: "has_role_through_group",
        from: &[EdgeType::MemberOf, EdgeType::HasRole],
        traversable: true,
        barrier: false,
        cost: 0,
        explanation: "{from} is a member of {to} and has its administrator roles",
        abuse: "Use the group's roles in the Admin Console or the API.",
        fix: "Remove the role from the group, or the person from the group.",
        attack: "T1078.004",
    },
    Rule {
        id: RuleId::ControlOrg,
        edge: "controls",
        from: &[EdgeType::HasRole, EdgeType::ScopedTo],
        traversable: true,
        barrier: false,
        cost: 0,
        explanation: "{from} holds the role {role}: it controls the whole organization {to}",
        abuse: "Create an administrator, sign in as anybody, change any policy.",
        fix: "Keep few super admins; give a narrower role.",
        attack: "T1098.003",
    },
    Rule {
        id: RuleId::TakeOver,
        edge: "can_take_over",
        from: &[EdgeType::HasRole, EdgeType::ScopedTo],
        traversable: true,
        barrier: true,
        cost: 1,
        explanation: "{from} holds the role {role}: it can reset password and factors of {to}",
        abuse: "Reset the factors, set a password or a temporary access code, sign in as the person.",
        fix: "Limit the role to groups without sensitive access, or take the role away.",
        attack: "T1098",
    },
    Rule {
        id: RuleId::ResetPassword,
        edge: "can_reset_password",
        from: &[EdgeType::HasRole, EdgeType::ScopedTo],
        traversable: true,
        barrier: true,
        cost: 2,
        explanation: "{from} holds the role {role}: it can set the password of {to}",
        abuse: "Set a password and sign in where a password is enough, or with a factor obtained otherwise.",
        fix: "Take the permission out of the role, or demand phishing-resistant factors.",
        attack: "T1098",
    },
    Rule {
        id: RuleId::ResetFactors,
        edge: "can_reset_factors",
        from: &[EdgeType::HasRole, EdgeType::ScopedTo],
        traversable: true,
        barrier: true,
        cost: 3,
        explanation: "{from} holds the role {role}: it can reset the factors of {to}",
        abuse: "Reset the factors, sign in with a known password and enrol a factor of one's own.",
        fix: "Take the permission out of the role, or demand a factor for enrolment.",
        attack: "T1556.006",
    },
    Rule {
        id: RuleId::AddMember,
        edge: "can_add_member",
        from: &[EdgeType::HasRole, EdgeType::ScopedTo],
        traversable: true,
        barrier: true,
        cost: 1,
        explanation: "{from} holds the role {role}: it can add members to {to}, itself among them",
        abuse: "Add an account one controls to the group; its apps follow at once.",
        fix: "Limit the role to groups without sensitive access.",
        attack: "T1098.003",
    },
    Rule {
        id: RuleId::ManageApp,
        edge: "can_manage_app",
        from: &[EdgeType::HasRole, EdgeType::ScopedTo],
        traversable: true,
        barrier: true,
        cost: 1,
        explanation: "{from} holds the role {role}: it can change the settings, keys and assignments of {to}",
        abuse: "Add a key or secret to a service app, or a signing key or user-name mapping to a sign-on app.",
        fix: "Limit the role to the apps that the person looks after.",
        attack: "T1098.001",
    },
    Rule {
        id: RuleId::ReadSecret,
        edge: "can_read_secret",
        from: &[EdgeType::HasRole, EdgeType::ScopedTo],
        traversable: true,
        barrier: false,
        cost: 1,
        explanation: "{from} holds the role {role}: it can read the client secret {to}",
        abuse: "Read the secret in the app's settings; no barrier protects secrets of privileged apps.",
        fix: "Let service apps sign in with a private key instead of a secret.",
        attack: "T1552.004",
    },
    Rule {
        id: RuleId::TokenOf,
        edge: "acts_as",
        from: &[EdgeType::TokenOf],
        traversable: true,
        barrier: false,
        cost: 0,
        explanation: "the API token {from} acts with the administrator roles of its owner {to}",
        abuse: "Call the API with the token.",
        fix: "Revoke the token; use a service app with narrow scopes; limit the token to a network zone.",
        attack: "T1528",
    },
    Rule {
        id: RuleId::SecretOf,
        edge: "signs_in_as",
        from: &[EdgeType::SecretOf],
        traversable: true,
        barrier: false,
        cost: 0,
        explanation: "the client secret {from} signs in as {to}",
        abuse: "Ask the token endpoint for an access token with the secret.",
        fix: "Let the app sign in with a private key, and delete the secret.",
        attack: "T1552.004",
    },
    Rule {
        id: RuleId::KeyOf,
        edge: "signs_in_as",
        from: &[EdgeType::KeyOf],
        traversable: true,
        barrier: false,
        cost: 0,
        explanation: "who has the private half of the key {from} signs in as {to}",
        abuse: "Sign a client assertion with the private key.",
        fix: "Keep the private key in hardware or a vault, and change it from time to time.",
        attack: "T1552.004",
    },
    Rule {
        id: RuleId::OrgContains,
        edge: "controls",
        from: &[],
        traversable: true,
        barrier: false,
        cost: 0,
        explanation: "who controls the organization {from} controls {to}",
        abuse: "Change it as an administrator.",
        fix: "Close the way to the organization.",
        attack: "T1098.003",
    },
];

impl RuleId {
    /// The rule.
    pub fn rule(self) -> &'static Rule {
        &RULES[self as usize]
    }

    /// The rule as a stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Membership => "membership",
            Self::GroupAccess => "group_access",
            Self::DirectAccess => "direct_access",
            Self::UnseenAccess => "unseen_access",
            Self::GroupRole => "group_role",
            Self::ControlOrg => "control_org",
            Self::TakeOver => "take_over",
            Self::ResetPassword => "reset_password",
            Self::ResetFactors => "reset_factors",
            Self::AddMember => "add_member",
            Self::ManageApp => "manage_app",
            Self::ReadSecret => "read_secret",
            Self::TokenOf => "token_of",
            Self::SecretOf => "secret_of",
            Self::KeyOf => "key_of",
            Self::OrgContains => "org_contains",
        }
    }
}

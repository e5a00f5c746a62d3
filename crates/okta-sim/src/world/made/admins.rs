//! Administrators, tokens, service apps and policies of a made world.

use rand::Rng;
use serde_json::json;

use super::{DAY, Making, SimCredentials, TODAY};
use crate::ids::made_id;
use crate::world::build::{Token, object};

const SUPER_ADMIN_TOKEN: &str = "00SimulatedSuperAdminTokenOfAMadeWorld0001";
const READ_ONLY_TOKEN: &str = "00SimulatedReadOnlyAdminTokenOfAMadeWrld02";
const SCOPES: [&str; 6] = [
    "okta.users.read",
    "okta.groups.read",
    "okta.apps.read",
    "okta.logs.read",
    "okta.users.manage",
    "okta.groups.manage",
];
/// Standard roles by frequency.
const KINDS: [&str; 9] = [
    "HELP_DESK_ADMIN",
    "USER_ADMIN",
    "APP_ADMIN",
    "READ_ONLY_ADMIN",
    "GROUP_MEMBERSHIP_ADMIN",
    "REPORT_ADMIN",
    "API_ACCESS_MANAGEMENT_ADMIN",
    "ORG_ADMIN",
    "SUPER_ADMIN",
];

/// Makes all of them and the credentials to call with.
pub(super) fn make(making: &mut Making) -> SimCredentials {
    custom_roles(making);
    let administrators = roles(making);
    tokens(making, &administrators);
    services(making);
    policies(making);
    credentials(making)
}

/// A living person drawn by chance.
fn someone(making: &mut Making) -> u32 {
    for _ in 0..1000 {
        let user = making.rng.random_range(0..making.size.users);
        if making
            .org
            .users
            .get(user)
            .is_some_and(|found| found.status == crate::state::Status::Active)
        {
            return user;
        }
    }
    0
}

fn user_owner(making: &Making, user: u32) -> String {
    format!(
        "users/{}",
        making
            .org
            .users
            .get(user)
            .map(|found| &*found.id)
            .unwrap_or_default()
    )
}

fn roles(making: &mut Making) -> Vec<u32> {
    let mut administrators = Vec::new();
    let wanted = making.size.roles.saturating_sub(4);
    for number in 0..wanted {
        let kind = KINDS[usize::try_from(making.skewed(9)).unwrap_or(0)];
        let owner = match number % 20 {
            0 | 1 => {
                let group = making.rng.random_range(13..making.org.groups.end());
                format!(
                    "groups/{}",
                    making
                        .org
                        .groups
                        .get(group)
                        .map(|found| &*found.id)
                        .unwrap_or_default()
                )
            }
            2 => {
                let app = making.size.apps - 1 - making.rng.random_range(0..making.size.apps / 10);
                format!(
                    "clients/{}",
                    making
                        .org
                        .apps
                        .get(app)
                        .map(|found| &*found.id)
                        .unwrap_or_default()
                )
            }
            _ => {
                let user = someone(making);
                administrators.push(user);
                user_owner(making, user)
            }
        };
        if number % 10 == 5 {
            let (role, set) = (number / 10 % 12, number / 10 % 25);
            let created = making.past();
            making
                .org
                .build_binding(&set_id(set), &role_id(role), &owner, created);
            continue;
        }
        let created = making.past();
        let id = making.org.build_role(&owner, kind, created);
        if matches!(kind, "USER_ADMIN" | "HELP_DESK_ADMIN" | "GROUP_MEMBERSHIP_ADMIN") && number % 3 == 0 {
            let targets: Vec<u32> = (0..3)
                .map(|_| making.rng.random_range(13..making.org.groups.end()))
                .collect();
            making.org.build_group_targets(&owner, &id, &targets);
        } else if kind == "APP_ADMIN" && number % 2 == 0 {
            let app = making.skewed(making.size.apps);
            making.org.build_app_target(&owner, &id, app, false);
        }
    }
    administrators
}

fn role_id(number: u32) -> String {
    made_id("cr0", u64::from(number) + 1, 8)
}

fn set_id(number: u32) -> String {
    made_id("iam", u64::from(number) + 1, 8)
}

fn custom_roles(making: &mut Making) {
    let permissions = [
        "okta.users.read",
        "okta.groups.read",
        "okta.groups.members.manage",
        "okta.users.credentials.manage",
        "okta.apps.read",
        "okta.apps.assignment.manage",
    ];
    for number in 0..12 {
        let created = making.past();
        let held: Vec<&str> = permissions
            .iter()
            .copied()
            .enumerate()
            .filter(|(index, _)| number as usize >> (index % 4) & 1 == 0)
            .map(|(_, label)| label)
            .collect();
        making
            .org
            .build_custom_role(&role_id(number), &format!("Custom role {number}"), &held, created);
    }
    for number in 0..25 {
        let created = making.past();
        let groups: Vec<String> = (0..4)
            .filter_map(|_| {
                let group = making.rng.random_range(13..making.org.groups.end());
                Some(format!("groups/{}", making.org.groups.get(group)?.id))
            })
            .collect();
        making.org.build_resource_set(
            &set_id(number),
            &format!("Resource set {number}"),
            &groups,
            created,
        );
    }
}

fn tokens(making: &mut Making, administrators: &[u32]) {
    for number in 0..making.size.tokens.saturating_sub(2) {
        let owner = administrators
            .get(number as usize % administrators.len().max(1))
            .copied()
            .unwrap_or(0);
        let created = making.past();
        let last_used = created.plus_ms(making.rng.random_range(0..(TODAY.0 - created.0).max(1)));
        let (id, secret) = (
            made_id("00T", u64::from(number) + 10, 9),
            making.org.mint.secret(40),
        );
        let name = format!("automation-{number}");
        making.org.build_token(&Token {
            id: &id,
            name: &name,
            secret: &format!("00{secret}"),
            owner,
            created,
            last_used,
            zone: None,
        });
    }
}

fn services(making: &mut Making) {
    let services = making.size.apps * 15 / 100;
    for number in 0..services {
        let app = making.size.apps - services + number;
        let created = making.past();
        for scope in SCOPES.iter().take(1 + number as usize % SCOPES.len()) {
            making.org.build_grant(app, scope, created);
        }
        if number % 3 == 0 {
            let id = made_id("ocs", u64::from(number) + 1, 2);
            making.org.build_secret(app, &id, number % 2 == 0, created);
        }
    }
}

fn policies(making: &mut Making) {
    let created = making.org.identity.created;
    for (number, kind) in ["OKTA_SIGN_ON", "PASSWORD", "MFA_ENROLL", "ACCESS_POLICY"]
        .into_iter()
        .enumerate()
    {
        let id = made_id("00p", number as u64 + 1, 1);
        let this = format!("{{{{org}}}}/api/v1/policies/{id}");
        let policy = json!({
            "type": kind, "id": id, "name": "Default Policy", "description": "Default", "status": "ACTIVE", "priority": 1,
            "system": true, "conditions": null, "created": created, "lastUpdated": created,
            "_links": {"self": {"href": this}, "rules": {"href": format!("{this}/rules")}},
        });
        making.org.docs.put("policies", &id, object(policy));
    }
    making.org.build_realm();
    let id = made_id("nzo", 1, 1);
    let zone = json!({
        "type": "IP", "id": id, "name": "Offices", "status": "ACTIVE", "usage": "POLICY", "system": false,
        "gateways": [{"type": "CIDR", "value": "192.0.2.0/24"}], "proxies": null, "created": created,
        "lastUpdated": created, "_links": {"self": {"href": format!("{{{{org}}}}/api/v1/zones/{id}")}},
    });
    making.org.docs.put("zones", &id, object(zone));
}

/// The people behind the known tokens and the app behind the known key.
fn credentials(making: &mut Making) -> SimCredentials {
    let created = TODAY.plus_ms(-100 * DAY);
    let known = [
        ("SUPER_ADMIN", "00Tportolanscan00001", SUPER_ADMIN_TOKEN),
        ("READ_ONLY_ADMIN", "00Tportolanread00001", READ_ONLY_TOKEN),
    ];
    for (kind, id, secret) in known {
        let owner = someone(making);
        let held = user_owner(making, owner);
        making.org.build_role(&held, kind, created);
        making.org.build_token(&Token {
            id,
            name: "Portolan",
            secret,
            owner,
            created,
            last_used: TODAY,
            zone: None,
        });
    }
    let app = making.size.apps - 1;
    let client_id = making
        .org
        .apps
        .get(app)
        .map(|found| found.id.to_string())
        .unwrap_or_default();
    if let Some(found) = making.org.apps.get_mut(app) {
        found.active = true;
        let client = found
            .body
            .get_mut("settings")
            .and_then(|settings| settings.get_mut("oauthClient"));
        if let Some(serde_json::Value::Object(client)) = client {
            client.insert(
                "jwks".to_owned(),
                json!({"keys": [crate::world::client_public_key()]}),
            );
        }
    }
    let scopes = [
        "okta.roles.read",
        "okta.apiTokens.read",
        "okta.appGrants.read",
        "okta.policies.read",
        "okta.networkZones.read",
        "okta.idps.read",
        "okta.orgs.read",
    ];
    for scope in SCOPES
        .into_iter()
        .filter(|scope| scope.ends_with(".read"))
        .chain(scopes)
    {
        making.org.build_grant(app, scope, created);
    }
    let owner = format!("clients/{client_id}");
    making.org.build_role(&owner, "READ_ONLY_ADMIN", created);
    making.org.build_role(&owner, "SUPER_ADMIN", created);
    SimCredentials {
        super_admin_token: SUPER_ADMIN_TOKEN.to_owned(),
        read_only_token: READ_ONLY_TOKEN.to_owned(),
        client_id,
        client_key: crate::world::CLIENT_KEY.to_owned(),
    }
}

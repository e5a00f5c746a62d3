//! Who administers what: roles, tokens, service apps. Most of the story's trouble is here.

use super::{DAY, FOUNDED, READ_ONLY_TOKEN, SUPER_ADMIN_TOKEN, Story, TODAY};
use crate::world::build::Token;

/// The custom role for contractors and its resource set.
const CONTRACTOR_DESK: &str = "cr0harborln0000015d7";
const CONTRACTOR_SET: &str = "iamharborln0000015d7";
/// The custom role that reads administrators.
const IAM_AUDITOR: &str = "cr0harborln0000025d7";
const EVERYTHING_SET: &str = "iamharborln0000025d7";

/// Tells the administrators.
pub(super) fn tell(story: &mut Story) {
    people(story);
    groups(story);
    custom(story);
    services(story);
    tokens(story);
}

fn people(story: &mut Story) {
    let made = FOUNDED.plus_ms(500 * DAY);
    // Wendell moved from IT to Sales fourteen months ago and is a super administrator still.
    for name in ["Ingrid Solberg", "Tomas Rivera", "Wendell Price"] {
        let owner = format!("users/{}", story.user_id(name));
        story.org.build_role(&owner, "SUPER_ADMIN", made);
    }
    let lena = format!("users/{}", story.user_id("Lena Hoffmann"));
    story.org.build_role(&lena, "USER_ADMIN", made);
    let paula = format!("users/{}", story.user_id("Paula Okafor"));
    let role = story.org.build_role(&paula, "USER_ADMIN", made);
    let sales = story.group("Sales");
    story.org.build_group_targets(&paula, &role, &[sales]);
    let kenji = format!("users/{}", story.user_id("Kenji Saito"));
    let role = story.org.build_role(&kenji, "APP_ADMIN", made);
    let salesforce = story.app("Salesforce");
    story.org.build_app_target(&kenji, &role, salesforce, false);
    let iris = format!("users/{}", story.user_id("Iris Vogel"));
    let role = story.org.build_role(&iris, "APP_ADMIN", made);
    let aws = story.app("AWS Account Federation (Production)");
    story.org.build_app_target(&iris, &role, aws, true);
    let marek = format!("users/{}", story.user_id("Marek Novak"));
    let role = story.org.build_role(&marek, "GROUP_MEMBERSHIP_ADMIN", made);
    let targets = [story.group("AWS Sandbox Users"), story.group("GitHub Owners")];
    story.org.build_group_targets(&marek, &role, &targets);
    let viktor = format!("users/{}", story.user_id("Viktor Petrov"));
    story.org.build_role(&viktor, "REPORT_ADMIN", made);
}

fn groups(story: &mut Story) {
    let made = FOUNDED.plus_ms(520 * DAY);
    let roles = [
        ("Help Desk", "HELP_DESK_ADMIN"),
        ("IT Administrators", "ORG_ADMIN"),
        ("Auditors", "READ_ONLY_ADMIN"),
        ("Break Glass", "SUPER_ADMIN"),
    ];
    for (group, kind) in roles {
        let owner = format!("groups/{}", story.group_id(group));
        story.org.build_role(&owner, kind, made);
    }
}

fn custom(story: &mut Story) {
    let made = FOUNDED.plus_ms(900 * DAY);
    let permissions = [
        "okta.users.read",
        "okta.users.credentials.manage",
        "okta.groups.read",
        "okta.groups.members.manage",
    ];
    story
        .org
        .build_custom_role(CONTRACTOR_DESK, "Contractor Desk", &permissions, made);
    let permissions = [
        "okta.iam.read",
        "okta.users.read",
        "okta.users.apitokens.read",
        "okta.groups.read",
        "okta.apps.read",
        "okta.policies.read",
        "okta.networkZones.read",
        "okta.identityProviders.read",
        "okta.logs.read",
    ];
    story
        .org
        .build_custom_role(IAM_AUDITOR, "IAM Auditor", &permissions, made);
    let contractors = story.group_id("Contractors");
    let slack = story
        .org
        .apps
        .get(story.app("Slack"))
        .map(|app| app.id.to_string())
        .unwrap_or_default();
    let resources = [
        format!("groups/{contractors}"),
        format!("groups/{contractors}/users"),
        format!("apps/{slack}"),
    ];
    story
        .org
        .build_resource_set(CONTRACTOR_SET, "Contractors", &resources, made);
    let resources = ["users", "groups", "apps", "iam"].map(str::to_owned);
    story
        .org
        .build_resource_set(EVERYTHING_SET, "Everything", &resources, made);
    let vendor = format!("groups/{}", story.group_id("Vendor Management"));
    let dana = format!("users/{}", story.user_id("Judith Mbeki"));
    let auditors = format!("groups/{}", story.group_id("Auditors"));
    story
        .org
        .build_binding(CONTRACTOR_SET, CONTRACTOR_DESK, &vendor, made);
    story
        .org
        .build_binding(CONTRACTOR_SET, CONTRACTOR_DESK, &dana, made);
    story
        .org
        .build_binding(EVERYTHING_SET, IAM_AUDITOR, &auditors, made);
    let portolan = format!("clients/{}", super::apps::PORTOLAN_APP);
    story
        .org
        .build_binding(EVERYTHING_SET, IAM_AUDITOR, &portolan, made);
}

fn services(story: &mut Story) {
    let made = FOUNDED.plus_ms(1000 * DAY);
    let grants: [(&str, &[&str]); 4] = [
        ("HR Sync", &["okta.users.manage", "okta.groups.read"]),
        (
            "Terraform Provisioner",
            &["okta.groups.manage", "okta.apps.manage", "okta.policies.manage"],
        ),
        (
            "Portolan",
            &[
                "okta.users.read",
                "okta.groups.read",
                "okta.apps.read",
                "okta.roles.read",
                "okta.apiTokens.read",
                "okta.appGrants.read",
                "okta.policies.read",
                "okta.networkZones.read",
                "okta.idps.read",
                "okta.logs.read",
                "okta.orgs.read",
            ],
        ),
        ("Old Reporting Job", &["okta.logs.read"]),
    ];
    for (label, scopes) in grants {
        let app = story.app(label);
        for scope in scopes {
            story.org.build_grant(app, scope, made);
        }
    }
    let roles = [
        ("HR Sync", "USER_ADMIN"),
        ("Terraform Provisioner", "SUPER_ADMIN"),
        ("Portolan", "READ_ONLY_ADMIN"),
    ];
    for (label, kind) in roles {
        let id = story
            .org
            .apps
            .get(story.app(label))
            .map(|app| app.id.to_string())
            .unwrap_or_default();
        story.org.build_role(&format!("clients/{id}"), kind, made);
    }
    let hr = story.app("HR Sync");
    // The old secret was never taken back when the new one came.
    story
        .org
        .build_secret(hr, "ocsharborln0000015d7", true, FOUNDED.plus_ms(1000 * DAY));
    story
        .org
        .build_secret(hr, "ocsharborln0000025d7", true, TODAY.plus_ms(-30 * DAY));
    let old = story.app("Old Reporting Job");
    story
        .org
        .build_secret(old, "ocsharborln0000035d7", true, FOUNDED.plus_ms(700 * DAY));
    let portal = story.app("Warehouse Portal");
    story
        .org
        .build_secret(portal, "ocsharborln0000045d7", true, FOUNDED.plus_ms(800 * DAY));
    let key = crate::world::build::object(crate::world::client_public_key());
    let mut key = key;
    for (name, value) in [("id", "pksharborln0000015d7".into()), ("status", "ACTIVE".into())] {
        key.insert(name.to_owned(), value);
    }
    key.insert("created".to_owned(), serde_json::json!(made));
    key.insert("lastUpdated".to_owned(), serde_json::json!(made));
    let collection = format!("apps/{}/credentials/jwks", super::apps::PORTOLAN_APP);
    story.org.docs.put(&collection, "pksharborln0000015d7", key);
}

fn tokens(story: &mut Story) {
    let days_ago = |days: i64| TODAY.plus_ms(-days * DAY);
    let zone = Some(super::policies::OFFICE_ZONE);
    // Name, owner, secret, created and last used (days ago), zone. The third is the forgotten one.
    let tokens = [
        (
            "00Tharborln0000015d7",
            "Portolan scan",
            "Ingrid Solberg",
            SUPER_ADMIN_TOKEN,
            20,
            0,
            None,
        ),
        (
            "00Tharborln0000025d7",
            "Audit export",
            "Farah Khan",
            READ_ONLY_TOKEN,
            90,
            1,
            None,
        ),
        (
            "00Tharborln0000035d7",
            "migration-2024",
            "Wendell Price",
            "00SimulatedForgottenTokenOfWendellPrice003",
            640,
            3,
            None,
        ),
        (
            "00Tharborln0000045d7",
            "ServiceNow",
            "svc-servicenow",
            "00SimulatedServiceNowTokenOfTheHelpDesk004",
            400,
            0,
            zone,
        ),
        (
            "00Tharborln0000055d7",
            "Salesforce sync test",
            "Kenji Saito",
            "00SimulatedSalesforceTestTokenOfKenji00005",
            45,
            44,
            None,
        ),
    ];
    for (id, name, owner, secret, created, used, zone) in tokens {
        let owner = story.user(owner);
        let (created, last_used) = (days_ago(created), days_ago(used));
        story.org.build_token(&Token {
            id,
            name,
            secret,
            owner,
            created,
            last_used,
            zone,
        });
    }
}

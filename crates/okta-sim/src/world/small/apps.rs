//! The apps and who has them.

use serde_json::{Value, json};

use super::{DAY, FOUNDED, Story};
use crate::world::build::object;

/// The directory that owns the APP_GROUPs.
pub(super) const DIRECTORY_APP: &str = "0oaharborln0000045d7";
/// The service app for reading the organization.
pub(super) const PORTOLAN_APP: &str = "0oaharborln0000215d7";

/// Label, body, groups in order of priority, people assigned directly.
type Line = (
    &'static str,
    Value,
    &'static [&'static str],
    &'static [&'static str],
);

/// Tells the apps.
pub(super) fn tell(story: &mut Story) {
    for (number, (label, mut body, groups, people)) in
        (1i64..).zip(okta().into_iter().chain(catalogue()).chain(own()))
    {
        let id = format!("0oaharborln{number:06}5d7");
        let created = FOUNDED.plus_ms(number * 20 * DAY);
        if let Value::Object(members) = &mut body {
            members.insert("label".to_owned(), json!(label));
        }
        let inactive = body.get("~inactive").is_some();
        let Some(app) = story.org.build_app(&id, body, created) else {
            continue;
        };
        story.apps.insert(label, app);
        let groups: Vec<u32> = groups.iter().map(|name| story.group(name)).collect();
        story.org.build_app_groups(app, &groups, created.plus_ms(DAY));
        for name in people {
            let user = story.user(name);
            story.org.assign_user(app, user);
            if let Some(found) = story.org.apps.get_mut(app) {
                let made = json!(created.plus_ms(2 * DAY));
                let own = json!({"created": made, "lastUpdated": made, "statusChanged": made});
                found.assignments.insert(user, Box::new(object(own)));
            }
        }
        if let Some(found) = story.org.apps.get_mut(app) {
            found.active = !inactive;
            found.body.remove("~inactive");
            found.body.insert(
                "~accessPolicy".to_owned(),
                json!(super::policies::access_policy(label)),
            );
        }
    }
}

/// What every organization has.
fn okta() -> Vec<Line> {
    let first_party = |name: &str| json!({"name": name, "signOnMode": "OPENID_CONNECT", "settings": {"oauthClient": {"application_type": "web"}}});
    vec![
        ("Okta Admin Console", first_party("saasure"), &[], &[]),
        ("Okta Dashboard", first_party("okta_enduser"), &["Everyone"], &[]),
        (
            "Okta Browser Plugin",
            first_party("okta_browser_plugin"),
            &["Everyone"],
            &[],
        ),
        (
            "harborline.local",
            json!({
                "name": "active_directory", "signOnMode": null,
                "settings": {"app": {"namingContext": "harborline.local", "filterGroupsByOU": true}},
            }),
            &[],
            &[],
        ),
    ]
}

/// Apps from the catalogue.
fn catalogue() -> Vec<Line> {
    let saml = |name: &str, settings: Value| json!({"name": name, "signOnMode": "SAML_2_0", "settings": {"app": settings}});
    let aws = |account: &str| {
        saml(
            "amazon_aws",
            json!({
                "identityProviderArn": format!("arn:aws:iam::{account}:saml-provider/Okta"), "sessionDuration": 3600,
                "roleValuePattern": "arn:aws:iam::${accountid}:saml-provider/Okta,arn:aws:iam::${accountid}:role/${role}",
                "groupFilter": "aws_(?{{accountid}}\\d+)_(?{{role}}[a-zA-Z0-9+=,.@\\-_]+)",
                "awsEnvironmentType": "aws.amazon", "joinAllRoles": false, "useGroupMapping": true,
            }),
        )
    };
    vec![
        (
            "AWS Account Federation (Production)",
            aws("111111111111"),
            &["AWS Production Admins"],
            &["Yuki Mori"],
        ),
        (
            "AWS Account Federation (Sandbox)",
            aws("222222222222"),
            &["AWS Sandbox Users"],
            &[],
        ),
        (
            "GitHub Enterprise Cloud",
            saml("githubcloud", json!({"githubOrg": "harborline"})),
            &["Engineering", "Platform Team", "GitHub Owners"],
            &["Dana Whitfield"],
        ),
        (
            "Salesforce",
            saml(
                "salesforce",
                json!({"instanceType": "PRODUCTION", "integrationType": "STANDARD"}),
            ),
            &["Sales", "Support", "Salesforce Admins"],
            &["Grace Kim", "Stefan Brandt"],
        ),
        (
            "Google Workspace",
            saml("google", json!({"domain": "harborline.example", "rpId": null})),
            &["Everyone"],
            &[],
        ),
        (
            "Slack",
            saml("slack", json!({"domain": "harborline"})),
            &["Everyone"],
            &[],
        ),
        (
            "Zoom",
            saml("zoomus", json!({"subDomain": "harborline"})),
            &["Executives", "Sales"],
            &[],
        ),
    ]
}

/// Apps of the company's own.
fn own() -> Vec<Line> {
    let oidc = |kind: &str, method: &str, grants: &[&str]| {
        json!({
            "name": "oidc_client", "signOnMode": "OPENID_CONNECT",
            "credentials": {"oauthClient": {"token_endpoint_auth_method": method}},
            "settings": {"oauthClient": {
                "application_type": kind, "grant_types": grants,
                "response_types": if kind == "service" { json!(["token"]) } else { json!(["code"]) },
                "redirect_uris": if kind == "service" { json!([]) } else { json!(["https://apps.harborline.example/callback"]) },
            }},
        })
    };
    let service = |method: &str| oidc("service", method, &["client_credentials"]);
    let bookmark =
        |url: &str| json!({"name": "bookmark", "signOnMode": "BOOKMARK", "settings": {"app": {"url": url}}});
    let mut falcon = bookmark("https://wiki.harborline.example/falcon");
    let mut old_job = service("client_secret_basic");
    for body in [&mut falcon, &mut old_job] {
        if let Value::Object(members) = body {
            members.insert("~inactive".to_owned(), json!(true));
        }
    }
    let mut portolan = service("private_key_jwt");
    if let Some(Value::Object(settings)) = portolan.pointer_mut("/settings/oauthClient") {
        settings.insert(
            "jwks".to_owned(),
            json!({"keys": [crate::world::client_public_key()]}),
        );
    }
    vec![
        (
            "Warehouse Portal",
            oidc("web", "client_secret_basic", &["authorization_code"]),
            &["HARBORLINE\\Warehouse Operators", "Support"],
            &[],
        ),
        (
            "Fleet Scanner",
            oidc("native", "none", &["authorization_code", "refresh_token"]),
            &["HARBORLINE\\Warehouse Operators"],
            &[],
        ),
        (
            "Cafeteria Menu",
            bookmark("https://menu.harborline.example"),
            &["Everyone"],
            &[],
        ),
        (
            "Shipping Portal",
            json!({"name": "template_swa", "signOnMode": "BROWSER_PLUGIN", "settings": {"app": {
                "url": "https://ship.harborline.example/login", "usernameField": "#user", "passwordField": "#password", "buttonField": "#go",
            }}}),
            &["Support"],
            &["Carmen Vidal"],
        ),
        (
            "Legacy Payroll",
            json!({"signOnMode": "AUTO_LOGIN", "settings": {"signOn": {"loginUrl": "https://payroll.harborline.example/login", "redirectUrl": null}}}),
            &["Payroll"],
            &["Lena Hoffmann"],
        ),
        (
            "Data Lake",
            json!({"signOnMode": "SAML_2_0", "settings": {"signOn": {
                "ssoAcsUrl": "https://lake.harborline.example/saml/acs", "audience": "https://lake.harborline.example",
                "recipient": "https://lake.harborline.example/saml/acs", "destination": "https://lake.harborline.example/saml/acs",
                "subjectNameIdTemplate": "${user.userName}", "subjectNameIdFormat": "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
                "responseSigned": true, "assertionSigned": true, "signatureAlgorithm": "RSA_SHA256", "digestAlgorithm": "SHA256",
                "honorForceAuthn": true, "authnContextClassRef": "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport",
                "requestCompressed": false, "allowMultipleAcsEndpoints": false, "acsEndpoints": [], "samlAssertionLifetimeSeconds": 300,
            }}}),
            &["Platform Team", "Finance Approvers"],
            &["Ravi Menon"],
        ),
        ("Falcon Wiki", falcon, &["Project Falcon"], &[]),
        ("HR Sync", service("client_secret_basic"), &[], &[]),
        ("Terraform Provisioner", service("private_key_jwt"), &[], &[]),
        ("Portolan", portolan, &[], &[]),
        ("Old Reporting Job", old_job, &[], &[]),
    ]
}

//! Lets people of the simulated organization sign in: its app, our connector, user sync.

use crate::cli;
use crate::remote::Remote;
use anyhow::Context as _;
use okta_sim::{ConnectedApp, ConnectedClient, ScimTarget, Sim, Stamp};
use reqwest::Method;
use serde_json::{Value, json};

/// The name the seeds give the connector.
const CONNECTOR: &str = "okta";
/// The other way in, beside it.
const OIDC: &str = "okta-oidc";
/// People of the small organization with different rights here: an administrator, an auditor, an employee.
const GROUPS: [&str; 3] = ["IT Administrators", "Security", "Engineering"];

/// How people of the simulated organization sign in.
pub(super) struct SignOn {
    pub(super) login_url: String,
    pub(super) oidc_login_url: String,
    pub(super) people: Vec<String>,
    pub(super) password: String,
}

/// Makes app and connector, or brings those of an earlier demonstration up to date, and switches user sync on.
pub(super) async fn set_up(server: &str, token: &str, sim: &Sim, okta: &str) -> anyhow::Result<SignOn> {
    let remote = Remote::new(&cli::Server {
        url: server.to_owned(),
        token: token.to_owned(),
    })?;
    let acs_url = format!("{server}/v1/webapi/saml/acs/{CONNECTOR}");
    let facts = sim
        .connect(&ConnectedApp::new(&acs_url), okta, Stamp::now())
        .context("the simulated organization does not take the app")?;
    let facts = serde_json::to_value(facts)?;
    let text = |name: &str| facts[name].as_str().unwrap_or_default().to_owned();
    let mut spec = json!({
        "display": "Okta (simulated)",
        "metadata_url": text("metadata_url"),
        "allow_idp_initiated": true,
        "attributes_to_roles": mapping(),
    });
    let path = format!("/api/v1/connectors/{CONNECTOR}");
    let known: Option<Value> = remote.get(&path).await.ok();
    let connector: Value = match known {
        None => {
            let body = json!({"name": CONNECTOR, "spec": spec});
            remote
                .send_json(Method::POST, "/api/v1/connectors", &body)
                .await?
        }
        Some(known) => {
            // Lines that somebody added in an earlier demonstration stay.
            spec["attributes_to_roles"] = known["spec"]["attributes_to_roles"].clone();
            let body = json!({"spec": spec, "revision": known["revision"], "confirm": true});
            remote.send_json(Method::PUT, &path, &body).await?
        }
    };
    with_log_out(&remote, sim, okta, (&acs_url, &connector)).await?;
    let login_url = connector["service_provider"]["login_url"].as_str();
    let oidc_login_url = by_openid_connect(&remote, server, sim, okta).await?;
    let sync = json!({"enabled": true, "scope": "all", "role": "okta-requester"});
    let _: Value = remote
        .send_json(Method::PUT, "/api/v1/integrations/okta/sync", &sync)
        .await?;
    Ok(SignOn {
        login_url: login_url.unwrap_or_default().to_owned(),
        oidc_login_url,
        people: people(&remote).await?,
        password: text("password"),
    })
}

/// Ends the session at the simulated Okta, too, when somebody signs out here: the app gets the connector's certificate and
/// log-out address, and the connector reads the metadata that names the app's own.
async fn with_log_out(
    remote: &Remote,
    sim: &Sim,
    okta: &str,
    (acs_url, connector): (&str, &Value),
) -> anyhow::Result<()> {
    let ours = &connector["service_provider"];
    let wanted = ConnectedApp {
        settings: json!({
            "slo": {"enabled": true, "issuer": ours["entity_id"], "logoutUrl": ours["slo_url"]},
            "spCertificate": {"x5c": [ours["certificate_pem"]]},
        }),
        ..ConnectedApp::new(acs_url)
    };
    sim.connect(&wanted, okta, Stamp::now())
        .context("the simulated organization does not take the log-out address")?;
    let mut spec = connector["spec"].clone();
    spec["single_logout"] = true.into();
    spec["metadata_xml"] = "".into();
    let body = json!({"spec": spec, "revision": connector["revision"], "confirm": true});
    let _: Value = remote
        .send_json(Method::PUT, &format!("/api/v1/connectors/{CONNECTOR}"), &body)
        .await?;
    Ok(())
}

/// The same people and roles by OpenID Connect; where a sign-in begins.
async fn by_openid_connect(remote: &Remote, server: &str, sim: &Sim, okta: &str) -> anyhow::Result<String> {
    let wanted = ConnectedClient {
        post_logout_redirect_uri: Some(format!("{server}/sign-in")),
        ..ConnectedClient::new(&format!("{server}/v1/webapi/oidc/callback/{OIDC}"))
    };
    let facts = sim
        .connect_client(&wanted, okta, Stamp::now())
        .context("the simulated organization does not take the OpenID Connect app")?;
    let mut spec = json!({
        "display": "Okta by OpenID Connect (simulated)",
        "issuer": facts.issuer,
        "client_id": facts.client_id,
        "attributes_to_roles": mapping(),
    });
    let path = format!("/api/v1/connectors/{OIDC}");
    let known: Option<Value> = remote.get(&path).await.ok();
    let connector: Value = match known {
        None => {
            let body = json!({"name": OIDC, "oidc": spec, "client_secret": facts.client_secret});
            remote
                .send_json(Method::POST, "/api/v1/connectors", &body)
                .await?
        }
        Some(known) => {
            spec["attributes_to_roles"] = known["oidc"]["attributes_to_roles"].clone();
            let body =
                json!({"oidc": spec, "client_secret": facts.client_secret, "revision": known["revision"]});
            remote.send_json(Method::PUT, &path, &body).await?
        }
    };
    Ok(connector["login_url"].as_str().unwrap_or_default().to_owned())
}

/// Has the simulated Okta provision the app's people by SCIM from now on, as a real one does. A still organization,
/// without traffic, is left alone.
pub(super) fn keep_provisioned(sim: &Sim, base_url: &str, token: &str) -> anyhow::Result<()> {
    let target = ScimTarget::new(base_url, token);
    sim.provision(target)
        .context("the simulated organization does not take the SCIM address")
}

/// Who gets what: administrators of IT may do everything, Security and the auditors see everything, everybody else may
/// ask for access.
fn mapping() -> Value {
    json!([
        {"name": "groups", "value": "IT Administrators", "roles": ["editor"]},
        {"name": "groups", "value": "Security", "roles": ["auditor", "reviewer"]},
        {"name": "groups", "value": "Auditors", "roles": ["auditor"]},
        {"name": "groups", "value": "Engineering", "roles": ["access"]},
        {"name": "groups", "value": "*", "roles": ["okta-requester"]},
    ])
}

/// One person of each kind, out of the scan; anybody at all where the organization has no such groups.
async fn people(remote: &Remote) -> anyhow::Result<Vec<String>> {
    let mut people: Vec<String> = Vec::new();
    for group in GROUPS {
        let sql = format!(
            "SELECT p.identity FROM access_path p JOIN nodes n ON n.id = p.identity_id \
             WHERE p.action_type = 'membership' AND p.resource = '{group}' \
             AND n.properties ->> 'status' = 'ACTIVE' ORDER BY 1 LIMIT 1"
        );
        people.extend(first_of(remote, &sql).await);
    }
    if people.is_empty() {
        let sql = "SELECT name FROM nodes WHERE sub_kind = 'okta_user' ORDER BY name LIMIT 1";
        people.extend(first_of(remote, sql).await);
    }
    people.dedup();
    Ok(people)
}

async fn first_of(remote: &Remote, sql: &str) -> Option<String> {
    let body = json!({"sql": sql});
    let answer: Value = remote
        .send_json(Method::POST, "/api/v1/query", &body)
        .await
        .ok()?;
    answer["rows"][0][0].as_str().map(str::to_owned)
}

//! `portolan connectors`: ways to sign in, seen, tried and changed.

mod look;
mod write;

use super::print::{self, cell};
use super::rules::show;
use crate::cli::{Connectors, Shape};
use crate::remote::{Remote, segment};
use serde_json::Value;
use write::Wanted;

pub(super) use write::mapping;

const CONNECTORS: &str = "/api/v1/connectors";

pub(super) async fn run(what: Connectors) -> anyhow::Result<()> {
    match what {
        Connectors::Ls { asking } => {
            let mut list: Value = Remote::new(&asking.server)?.get(CONNECTORS).await?;
            if asking.format == Shape::Table {
                for one in list["connectors"].as_array_mut().into_iter().flatten() {
                    one["provider"] = provider_of(one);
                }
            }
            let columns = ["name", "kind", "display", "provider", "updated_at"];
            show(&list, "connectors", &columns, asking.format)
        }
        Connectors::Show { name, asking } => {
            let connector: Value = Remote::new(&asking.server)?.get(&path_of(&name)).await?;
            tell(&connector, asking.format)
        }
        Connectors::Add { what } => write::add(what).await,
        Connectors::Edit {
            name,
            shared,
            saml,
            oidc,
            confirm,
            asking,
        } => write::edit(&name, Wanted { shared, saml, oidc }, confirm, &asking).await,
        Connectors::Test { name, asking } => look::run(&name, &asking).await,
        Connectors::Rm { name, asking } => write::rm(&name, &asking).await,
    }
}

fn path_of(name: &str) -> String {
    format!("{CONNECTORS}/{}", segment(name))
}

/// Who vouches: the entity id of a SAML provider, the issuer of the other kind.
fn provider_of(connector: &Value) -> Value {
    match connector["kind"] == "oidc" {
        true => connector["oidc"]["issuer"].clone(),
        false => connector["identity_provider"]["entity_id"].clone(),
    }
}

fn tell(connector: &Value, format: Shape) -> anyhow::Result<()> {
    if format == Shape::Json {
        print::pretty(connector);
        return Ok(());
    }
    print::text(&told(connector))
}

fn told(connector: &Value) -> String {
    let (ours, theirs) = (&connector["service_provider"], &connector["identity_provider"]);
    let (set, client) = (&connector["oidc"], &connector["oidc_client"]);
    let mut text = String::new();
    for (name, value) in [
        ("name", &connector["name"]),
        ("kind", &connector["kind"]),
        ("display", &connector["display"]),
        ("sign-in redirect URI", &client["redirect_url"]),
        ("sign-out redirect URI", &client["post_logout_url"]),
        ("issuer", &set["issuer"]),
        ("client id", &set["client_id"]),
        ("proves itself by", &set["client_auth"]),
        ("public key for Okta", &client["public_jwk"]),
        ("scopes", &set["scopes"]),
        ("single sign-on URL", &ours["acs_url"]),
        ("audience URI", &ours["entity_id"]),
        ("our metadata", &ours["metadata_url"]),
        ("single logout URL", &ours["slo_url"]),
        ("identity provider", &theirs["entity_id"]),
        ("sign-in at", &theirs["sso_url"]),
        ("vouches for people of", &connector["organization"]),
        ("updated", &connector["updated_at"]),
    ] {
        if !cell(value).is_empty() {
            text.push_str(&format!("{name:<23}{}\n", cell(value)));
        }
    }
    for key in theirs["keys"].as_array().into_iter().flatten() {
        let (print, ends) = (cell(&key["fingerprint"]), cell(&key["expires_at"]));
        text.push_str(&format!("{:<23}{print} until {ends}\n", "pinned key"));
    }
    let spec = if set.is_null() { &connector["spec"] } else { set };
    for line in spec["attributes_to_roles"].as_array().into_iter().flatten() {
        let (name, value, roles) = (cell(&line["name"]), cell(&line["value"]), cell(&line["roles"]));
        text.push_str(&format!("{:<23}{name} = {value} gives {roles}\n", "mapping"));
    }
    text
}

#[cfg(test)]
mod tests;

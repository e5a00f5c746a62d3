//! `portolan connectors add`, `edit` and `rm`.

use super::{CONNECTORS, path_of, tell};
use crate::cli::{AddConnector, Asking, ClientAuth, OidcSet, SamlSet, SharedSet};
use crate::commands::resources::read;
use crate::commands::{Usage, note};
use crate::remote::Remote;
use anyhow::Context as _;
use reqwest::Method;
use serde_json::{Value, json};

/// What is set, whatever the kind.
pub(super) struct Wanted {
    pub(super) shared: SharedSet,
    pub(super) saml: SamlSet,
    pub(super) oidc: OidcSet,
}

/// Makes one.
pub(super) async fn add(what: AddConnector) -> anyhow::Result<()> {
    let (kind, name, wanted, asking) = match what {
        AddConnector::Saml {
            name,
            shared,
            saml,
            asking,
        } => {
            let oidc = OidcSet::default();
            ("saml", name, Wanted { shared, saml, oidc }, asking)
        }
        AddConnector::Oidc {
            name,
            shared,
            oidc,
            asking,
        } => {
            let saml = SamlSet::default();
            ("oidc", name, Wanted { shared, saml, oidc }, asking)
        }
    };
    let mut body = body(kind, &wanted, json!({}))?;
    body["name"] = name.into();
    let remote = Remote::new(&asking.server)?;
    let made: Value = remote.send_json(Method::POST, CONNECTORS, &body).await?;
    tell(&made, asking.format)
}

/// Changes one: what is not named stays.
pub(super) async fn edit(name: &str, wanted: Wanted, confirm: bool, asking: &Asking) -> anyhow::Result<()> {
    let remote = Remote::new(&asking.server)?;
    let before: Value = remote.get(&path_of(name)).await?;
    let kind = before["kind"].as_str().unwrap_or_default();
    let known = before[member(kind)].clone();
    let mut body = body(kind, &wanted, known)?;
    body["revision"] = before["revision"].clone();
    body["confirm"] = confirm.into();
    let changed: Value = remote.send_json(Method::PUT, &path_of(name), &body).await?;
    tell(&changed, asking.format)
}

/// Removes one.
pub(super) async fn rm(name: &str, asking: &Asking) -> anyhow::Result<()> {
    let remote = Remote::new(&asking.server)?;
    let _: Value = remote
        .send_json(Method::DELETE, &path_of(name), &Value::Null)
        .await?;
    note(&format!("{name} removed"));
    Ok(())
}

/// Where the API has what is set of a connector of this kind.
fn member(kind: &str) -> &'static str {
    if kind == "oidc" { "oidc" } else { "spec" }
}

/// What is sent: what is known, with what is wanted in its place.
fn body(kind: &str, wanted: &Wanted, known: Value) -> anyhow::Result<Value> {
    let (saml, oidc) = (saml_fields(&wanted.saml)?, oidc_fields(&wanted.oidc));
    let foreign = if kind == "oidc" { &saml } else { &oidc };
    let has_secret = wanted.oidc.client_secret_file.is_some() && kind != "oidc";
    if has_secret || !foreign.is_empty() {
        return Err(Usage::error(format!(
            "this is a connector of the kind {kind}, and these flags are of the other kind: \
             `portolan connectors add --help` shows those of both"
        )));
    }
    let mut spec = known;
    for (field, value) in shared_fields(&wanted.shared)?.into_iter().chain(saml).chain(oidc) {
        spec[field] = value;
    }
    let mut body = json!({});
    body[member(kind)] = spec;
    if let Some(file) = &wanted.oidc.client_secret_file {
        let (_, text) = read(file)?;
        body["client_secret"] = text.trim().into();
    }
    Ok(body)
}

type Fields = Vec<(&'static str, Value)>;

/// Those that are set.
fn set(all: Vec<(&'static str, Option<Value>)>) -> Fields {
    let set = all.into_iter();
    set.filter_map(|(name, value)| Some((name, value?))).collect()
}

fn shared_fields(wanted: &SharedSet) -> anyhow::Result<Fields> {
    let lines: Vec<Value> = wanted
        .mapping
        .iter()
        .map(|line| mapping(line))
        .collect::<anyhow::Result<_>>()?;
    Ok(set(vec![
        ("display", wanted.display.clone().map(Value::from)),
        ("organization", wanted.organization.clone().map(Value::from)),
        ("force_authn", wanted.force_authn.map(Value::from)),
        (
            "attributes_to_roles",
            Some(lines).filter(|lines| !lines.is_empty()).map(Value::from),
        ),
    ]))
}

/// A line of the mapping. The value may hold `=`, as distinguished names do.
pub(in crate::commands) fn mapping(line: &str) -> anyhow::Result<Value> {
    let parts = line
        .split_once('=')
        .and_then(|(name, rest)| Some((name, rest.rsplit_once('=')?)));
    let Some((name, (value, roles))) = parts else {
        return Err(Usage::error(format!(
            "`{line}` is no line of a mapping; write it as groups=IT-*=editor"
        )));
    };
    let roles: Vec<&str> = roles
        .split(',')
        .map(str::trim)
        .filter(|role| !role.is_empty())
        .collect();
    Ok(json!({ "name": name.trim(), "value": value.trim(), "roles": roles }))
}

fn saml_fields(wanted: &SamlSet) -> anyhow::Result<Fields> {
    let text = |value: &Option<String>| value.clone().map(Value::from);
    let mut fields = set(vec![
        ("audience", text(&wanted.audience)),
        ("allow_idp_initiated", wanted.allow_idp_initiated.map(Value::from)),
        ("sign_requests", wanted.sign_requests.map(Value::from)),
        ("single_logout", wanted.single_logout.map(Value::from)),
        ("name_id_format", text(&wanted.name_id_format)),
        ("name_attribute", text(&wanted.name_attribute)),
    ]);
    // What was read from the one does not go together with the other.
    if let Some(url) = &wanted.metadata_url {
        fields.extend([("metadata_url", url.clone().into()), ("metadata_xml", "".into())]);
    }
    if let Some(file) = &wanted.metadata_file {
        let (name, xml) = read(file)?;
        if xml.trim().is_empty() {
            return Err(Usage::error("there is no metadata in it")).context(name);
        }
        fields.extend([("metadata_url", Value::Null), ("metadata_xml", xml.into())]);
    }
    Ok(fields)
}

fn oidc_fields(wanted: &OidcSet) -> Fields {
    let text = |value: &Option<String>| value.clone().map(Value::from);
    let auth = wanted.client_auth.map(|auth| match auth {
        ClientAuth::ClientSecretBasic => "client_secret_basic",
        ClientAuth::ClientSecretPost => "client_secret_post",
        ClientAuth::PrivateKeyJwt => "private_key_jwt",
    });
    set(vec![
        ("issuer", text(&wanted.issuer)),
        ("client_id", text(&wanted.client_id)),
        ("client_auth", auth.map(Value::from)),
        ("scopes", wanted.scopes.clone().map(Value::from)),
        ("name_claim", text(&wanted.name_claim)),
    ])
}

#[cfg(test)]
mod tests;

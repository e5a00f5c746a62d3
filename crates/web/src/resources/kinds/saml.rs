//! `saml`: a way to sign in through a SAML identity provider. Keys of this side are never shown; one that is brought to
//! another server gets new ones there.

use async_trait::async_trait;
use futures_util::FutureExt as _;
use http::StatusCode;
use saml::compare_metadata;
use serde_json::{Map, Value, json};

use super::connector::{self, CALLS};
use crate::app::App;
use crate::connectors::load;
use crate::connectors::provider::{provider, read, view};
use crate::error::ApiError;
use crate::resources::kind::{About, Asked, Change, Kind};
use crate::resources::shape::{Field, Shape, field, foreign};
use crate::view::{
    ConnectorRequest, ConnectorView, IdentityProviderView, ResourceMetadata, ResourceView, SamlSpec,
};

const COMPUTED: &str = "it is this server's own address; `status` shows it; remove it";
const PINNED: &str = "the keys are those of `entity_descriptor`; remove it";

const MAPPING: &[Field] = &[
    field("name", Shape::Text, "Name of the attribute, for example `groups`"),
    field(
        "value",
        Shape::Text,
        "One of its values must be like this; `*` stands for any text",
    ),
    field("roles", Shape::Texts, "Names of roles"),
];

static ABOUT: About = About {
    word: "saml",
    plural: "samls",
    versions: &["v2"],
    meaning: "A way to sign in through a SAML identity provider",
    fields: &[
        field("display", Shape::Text, "What the button on the sign-in page says"),
        field(
            "entity_descriptor",
            Shape::Text,
            "The identity provider's metadata, as XML",
        ),
        field(
            "entity_descriptor_url",
            Shape::Text,
            "Where its metadata can be read again",
        ),
        field(
            "audience",
            Shape::Text,
            "Our entity id; the ACS address when left out",
        ),
        field(
            "attributes_to_roles",
            Shape::Many(MAPPING),
            "The union of all that match",
        ),
        field(
            "allow_idp_initiated",
            Shape::Flag,
            "Whether a sign-in may begin in Okta",
        ),
        field("sign_requests", Shape::Flag, "Whether our requests are signed"),
        field(
            "single_logout",
            Shape::Flag,
            "Whether signing out here ends the session at the identity provider, too",
        ),
        field(
            "force_authn",
            Shape::Flag,
            "Whether people authenticate anew each time",
        ),
        field(
            "name_id_format",
            Shape::Text,
            "The name format that is asked for; any when left out",
        ),
        field(
            "name_attribute",
            Shape::Text,
            "The attribute that holds the login; the NameID when left out",
        ),
        field(
            "organization",
            Shape::Text,
            "The organization for whose people it vouches; that of the sign-in address when left out",
        ),
        foreign("acs", COMPUTED),
        foreign("service_provider_issuer", "`audience` is both here; remove it"),
        foreign("issuer", PINNED),
        foreign("sso", PINNED),
        foreign("cert", PINNED),
        foreign(
            "signing_key_pair",
            "the key is made here and in no file; write `sign_requests: true`",
        ),
        foreign(
            "assertion_key_pair",
            "keys of this server are in no file; remove it",
        ),
        foreign("provider", "providers are treated alike; remove it"),
    ],
    describes: false,
    calls: CALLS,
    places: &[
        ("name", "metadata.name"),
        ("metadata_xml", "spec.entity_descriptor"),
        ("metadata_url", "spec.entity_descriptor_url"),
        ("roles", "spec.attributes_to_roles"),
    ],
};

/// What is called otherwise here and by the pages: our word, Teleport's.
const RENAMED: [(&str, &str); 2] = [
    ("metadata_xml", "entity_descriptor"),
    ("metadata_url", "entity_descriptor_url"),
];

/// The pages' form of a spec.
fn inside(spec: &Value) -> Result<SamlSpec, ApiError> {
    let mut map = spec.as_object().cloned().unwrap_or_default();
    for (ours, theirs) in RENAMED {
        if let Some(value) = map.remove(theirs) {
            map.insert(ours.to_owned(), value);
        }
    }
    serde_json::from_value(Value::Object(map)).map_err(|error| ApiError::invalid("spec", error.to_string()))
}

/// The resource's form of a spec: without what is empty or off.
fn outside(spec: SamlSpec) -> Result<Value, ApiError> {
    let value = serde_json::to_value(spec).map_err(ApiError::internal)?;
    let mut out = Map::new();
    for (name, value) in value.as_object().cloned().unwrap_or_default() {
        let is_nothing = match &value {
            Value::Null | Value::Bool(false) => true,
            Value::String(text) => text.is_empty(),
            Value::Array(items) => items.is_empty(),
            _ => false,
        };
        let theirs = RENAMED.iter().find(|(ours, _)| *ours == name);
        if !is_nothing {
            out.insert(theirs.map_or(name, |(_, theirs)| (*theirs).to_owned()), value);
        }
    }
    Ok(Value::Object(out))
}

fn resource(connector: ConnectorView) -> Result<ResourceView, ApiError> {
    let (ours, theirs) = (connector.service_provider, connector.identity_provider);
    let keys = |idp: &IdentityProviderView| -> Vec<String> {
        idp.keys.iter().map(|key| key.fingerprint.clone()).collect()
    };
    Ok(ResourceView {
        kind: ABOUT.word.to_owned(),
        version: ABOUT.version().to_owned(),
        metadata: ResourceMetadata {
            name: connector.name,
            revision: Some(connector.revision.to_string()),
            ..ResourceMetadata::default()
        },
        spec: connector.spec.map(outside).transpose()?.unwrap_or_default(),
        status: json!({
            "acs": ours.as_ref().map(|ours| &ours.acs_url),
            "entity_id": ours.as_ref().map(|ours| &ours.entity_id),
            "metadata_url": ours.as_ref().map(|ours| &ours.metadata_url),
            "identity_provider": theirs.as_ref().map(|theirs| &theirs.entity_id),
            "keys": theirs.as_ref().map(keys),
        }),
    })
}

fn request_of(asked: &Asked<'_>, change: &Change) -> Result<ConnectorRequest, ApiError> {
    Ok(ConnectorRequest {
        name: Some(change.name().to_owned()),
        spec: Some(inside(&change.wanted.spec)?),
        oidc: None,
        client_secret: None,
        revision: change.revision(),
        confirm: asked.confirm,
    })
}

#[async_trait]
impl Kind for Saml {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn whole(&self, spec: Value) -> Result<Value, ApiError> {
        outside(inside(&spec)?)
    }

    async fn all(&self, app: &App) -> Result<Vec<ResourceView>, ApiError> {
        let rows = app.parts.state.connectors().await?.into_iter();
        let rows = rows.filter(|row| row.kind == ABOUT.word);
        rows.map(|row| resource(view(app, &provider(app, row)?, None)))
            .collect()
    }

    async fn one(&self, app: &App, name: &str) -> Result<Option<ResourceView>, ApiError> {
        let row = app.parts.state.connector(name).await?;
        let row = row.filter(|row| row.kind == ABOUT.word);
        row.map(|row| resource(view(app, &provider(app, row)?, None)))
            .transpose()
    }

    async fn check(&self, asked: &Asked<'_>, change: &Change) -> Result<(), ApiError> {
        let spec = inside(&change.wanted.spec)?;
        connector::check(asked, change, &spec.attributes_to_roles, "attributes_to_roles")
            .boxed()
            .await?;
        if spec.metadata_xml.is_empty() {
            // It is read from its address when it is brought in.
            return Ok(());
        }
        let idp = read(asked.app, &spec.metadata_xml)
            .map_err(|fault| ApiError::invalid("metadata_xml", fault.to_string()))?;
        let Some(before) = load(asked.app, change.name()).boxed().await? else {
            return Ok(());
        };
        let changes = compare_metadata(&before.idp, &idp);
        if !asked.confirm && changes.iter().any(saml::MetadataChange::needs_confirmation) {
            let told: Vec<String> = changes.iter().map(ToString::to_string).collect();
            return Err(
                ApiError::new(StatusCode::CONFLICT, "needs_confirmation", told.join("; "))
                    .hint("if that is what changed in Okta, send the same with `--confirm` (`confirm=true`)"),
            );
        }
        Ok(())
    }

    async fn put(&self, asked: &Asked<'_>, change: &Change) -> Result<(), ApiError> {
        connector::put(asked, change, request_of(asked, change)?)
            .boxed()
            .await
    }

    async fn remove(&self, asked: &Asked<'_>, name: &str) -> Result<(), ApiError> {
        connector::remove(asked, name).boxed().await
    }
}

/// `saml`
pub(in crate::resources) struct Saml;

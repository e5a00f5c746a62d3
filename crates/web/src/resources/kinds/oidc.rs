//! `oidc`: a way to sign in through an OpenID Connect provider. A client secret may be brought, and is never shown.

use async_trait::async_trait;
use domain::Secret;
use futures_util::FutureExt as _;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::connector::{self, CALLS};
use crate::app::App;
use crate::connectors::oidc::{self as connectors, OIDC};
use crate::error::ApiError;
use crate::resources::kind::{About, Asked, Change, Kind, typed, whole};
use crate::resources::shape::{Field, Shape, field, foreign};
use crate::view::{
    ConnectorRequest, ConnectorView, OidcClientAuth, OidcSpec, ResourceMetadata, ResourceView, RoleMapping,
    usual_scopes,
};

const ANEW: &str = "write it as `force_authn`";
const ALIKE: &str = "providers are treated alike; remove it";

const MAPPING: &[Field] = &[
    field("claim", Shape::Text, "Name of the claim, for example `groups`"),
    field(
        "value",
        Shape::Text,
        "One of its values must be like this; `*` stands for any text",
    ),
    field("roles", Shape::Texts, "Names of roles"),
];

static ABOUT: About = About {
    word: OIDC,
    plural: "oidcs",
    versions: &["v3", "v2"],
    meaning: "A way to sign in through an OpenID Connect provider",
    fields: &[
        field("display", Shape::Text, "What the button on the sign-in page says"),
        field(
            "issuer_url",
            Shape::Text,
            "The organization's address, or that of an authorization server, letter by letter",
        ),
        field("client_id", Shape::Text, "Our name there"),
        field(
            "client_secret",
            Shape::Text,
            "The client secret; never shown, and the one that is kept stays when it is left out",
        ),
        field(
            "client_auth",
            Shape::Text,
            "How we prove to be that client: `client_secret_basic`, `client_secret_post`, or `private_key_jwt` with a key \
             that is made here and whose public half `status` shows",
        ),
        field("scope", Shape::Texts, "What is asked for beside `openid`"),
        field(
            "claims_to_roles",
            Shape::Many(MAPPING),
            "The union of all that match",
        ),
        field(
            "username_claim",
            Shape::Text,
            "The claim that holds the login; `preferred_username` when left out",
        ),
        field(
            "force_authn",
            Shape::Flag,
            "Whether people authenticate anew each time",
        ),
        field(
            "organization",
            Shape::Text,
            "The organization for whose people it vouches; that of the issuer's address when left out",
        ),
        foreign(
            "redirect_url",
            "it is this server's own address; `status` shows it; remove it",
        ),
        foreign("prompt", ANEW),
        foreign("max_age", ANEW),
        foreign(
            "acr_values",
            "the sign-on policy of the app in Okta says how people authenticate; remove it",
        ),
        foreign("provider", ALIKE),
        foreign("google_service_account", ALIKE),
        foreign("google_service_account_uri", ALIKE),
        foreign("google_admin_email", ALIKE),
        foreign("entra_id_groups_provider", ALIKE),
        foreign(
            "allow_unverified_email",
            "people are known by the subject, not by e-mail; remove it",
        ),
        foreign("pkce_mode", "it is always used; remove it"),
        foreign("request_object_mode", "there are none; remove it"),
        foreign(
            "client_redirect_settings",
            "sign-ins end in the browser alone; remove it",
        ),
        foreign("mfa", "the provider asks for it; remove it"),
        foreign("user_matchers", "every connector has its button; remove it"),
    ],
    describes: false,
    calls: CALLS,
    places: &[
        ("name", "metadata.name"),
        ("issuer", "spec.issuer_url"),
        ("scopes", "spec.scope"),
        ("roles", "spec.claims_to_roles"),
        ("attributes_to_roles", "spec.claims_to_roles"),
        ("name_claim", "spec.username_claim"),
    ],
};

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Spec {
    #[serde(skip_serializing_if = "String::is_empty")]
    display: String,
    issuer_url: String,
    client_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_secret: Option<String>,
    client_auth: OidcClientAuth,
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    claims_to_roles: Vec<Line>,
    #[serde(skip_serializing_if = "Option::is_none")]
    username_claim: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    organization: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    force_authn: bool,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Line {
    claim: String,
    value: String,
    roles: Vec<String>,
}

impl Spec {
    fn of(spec: OidcSpec) -> Self {
        let line = |line: RoleMapping| Line {
            claim: line.name,
            value: line.value,
            roles: line.roles,
        };
        Self {
            display: spec.display,
            issuer_url: spec.issuer,
            client_id: spec.client_id,
            client_secret: None,
            client_auth: spec.client_auth,
            scope: Some(spec.scopes),
            claims_to_roles: spec.attributes_to_roles.into_iter().map(line).collect(),
            username_claim: spec.name_claim,
            organization: spec.organization,
            force_authn: spec.force_authn,
        }
    }

    /// The pages' form, and the secret.
    fn inside(self) -> (OidcSpec, Option<String>) {
        let line = |line: Line| RoleMapping {
            name: line.claim,
            value: line.value,
            roles: line.roles,
        };
        let spec = OidcSpec {
            display: self.display,
            issuer: self.issuer_url,
            client_id: self.client_id,
            client_auth: self.client_auth,
            scopes: self.scope.unwrap_or_else(usual_scopes),
            name_claim: self.username_claim,
            organization: self.organization,
            force_authn: self.force_authn,
            attributes_to_roles: self.claims_to_roles.into_iter().map(line).collect(),
        };
        (spec, self.client_secret)
    }
}

fn resource(connector: ConnectorView) -> Result<ResourceView, ApiError> {
    let client = connector.oidc_client;
    let spec = connector.oidc.map(Spec::of).unwrap_or_default();
    Ok(ResourceView {
        kind: ABOUT.word.to_owned(),
        version: ABOUT.version().to_owned(),
        metadata: ResourceMetadata {
            name: connector.name,
            revision: Some(connector.revision.to_string()),
            ..ResourceMetadata::default()
        },
        spec: serde_json::to_value(spec).map_err(ApiError::internal)?,
        status: json!({
            "redirect_url": client.as_ref().map(|client| &client.redirect_url),
            "post_logout_url": client.as_ref().map(|client| &client.post_logout_url),
            "has_secret": client.as_ref().map(|client| client.has_secret),
            "public_jwk": client.as_ref().and_then(|client| client.public_jwk.as_ref()),
        }),
    })
}

#[async_trait]
impl Kind for Oidc {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn whole(&self, spec: Value) -> Result<Value, ApiError> {
        let mut spec: Spec = serde_json::from_value(whole::<Spec>(spec)?).map_err(ApiError::internal)?;
        spec.scope.get_or_insert_with(usual_scopes);
        serde_json::to_value(spec).map_err(ApiError::internal)
    }

    async fn is_same(
        &self,
        app: &App,
        wanted: &ResourceView,
        before: &ResourceView,
    ) -> Result<bool, ApiError> {
        let mut spec: Spec = typed(wanted)?;
        let sent = spec.client_secret.take();
        if serde_json::to_value(spec).map_err(ApiError::internal)? != before.spec {
            return Ok(false);
        }
        let Some(sent) = sent else { return Ok(true) };
        let client = connectors::named(app, &before.metadata.name).boxed().await?;
        let kept = client.proof.secret.as_ref().map_or("", Secret::reveal);
        Ok(crate::session::same(kept, sent.trim()))
    }

    async fn all(&self, app: &App) -> Result<Vec<ResourceView>, ApiError> {
        let rows = app.parts.state.connectors().await?.into_iter();
        let rows = rows.filter(|row| row.kind == ABOUT.word);
        rows.map(|row| resource(connectors::view(app, &connectors::client(app, row)?)))
            .collect()
    }

    async fn one(&self, app: &App, name: &str) -> Result<Option<ResourceView>, ApiError> {
        let client = connectors::load(app, name).boxed().await?;
        client
            .map(|client| resource(connectors::view(app, &client)))
            .transpose()
    }

    async fn check(&self, asked: &Asked<'_>, change: &Change) -> Result<(), ApiError> {
        let (spec, secret) = typed::<Spec>(&change.wanted)?.inside();
        connector::check(asked, change, &spec.attributes_to_roles, "claims_to_roles")
            .boxed()
            .await?;
        let spec = connectors::fit(asked.app, spec)?;
        let before = connectors::load(asked.app, change.name()).boxed().await?;
        connectors::secret(asked.app, change.name(), &spec, secret, before.as_ref())?;
        Ok(())
    }

    async fn put(&self, asked: &Asked<'_>, change: &Change) -> Result<(), ApiError> {
        let (spec, secret) = typed::<Spec>(&change.wanted)?.inside();
        let wanted = ConnectorRequest {
            name: Some(change.name().to_owned()),
            spec: None,
            oidc: Some(spec),
            client_secret: secret,
            revision: change.revision(),
            confirm: asked.confirm,
        };
        connector::put(asked, change, wanted).boxed().await
    }

    async fn remove(&self, asked: &Asked<'_>, name: &str) -> Result<(), ApiError> {
        connector::remove(asked, name).boxed().await
    }
}

/// `oidc`
pub(in crate::resources) struct Oidc;

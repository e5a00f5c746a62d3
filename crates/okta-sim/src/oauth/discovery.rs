//! Keys and discovery documents; open to everybody and not limited.

use serde_json::{Value, json};

use super::jose;
use crate::call::Call;
use crate::reply::{Answer, Reply};
use crate::state::Org;

const SCOPE_FAMILIES: &[&str] = &[
    "users",
    "groups",
    "apps",
    "appGrants",
    "clients",
    "policies",
    "roles",
    "apiTokens",
    "idps",
    "factors",
    "orgs",
    "networkZones",
    "devices",
    "authenticators",
    "authorizationServers",
    "eventHooks",
    "inlineHooks",
    "logStreams",
    "schemas",
    "userTypes",
    "trustedOrigins",
    "behaviors",
    "threatInsights",
    "sessions",
    "linkedObjects",
    "profileMappings",
    "principalRateLimits",
    "rateLimits",
    "features",
    "realms",
    "agentPools",
    "domains",
    "brands",
    "templates",
];
const AUTH_METHODS: &[&str] = &[
    "client_secret_basic",
    "client_secret_post",
    "client_secret_jwt",
    "private_key_jwt",
    "none",
];
const GRANT_TYPES: &[&str] = &[
    "authorization_code",
    "implicit",
    "refresh_token",
    "password",
    "client_credentials",
];
const RESPONSE_TYPES: &[&str] = &[
    "code",
    "token",
    "id_token",
    "code id_token",
    "code token",
    "id_token token",
    "code id_token token",
];

pub(super) fn keys(org: &Org, _call: &Call<'_>) -> Answer {
    Ok(Reply::json(json!({"keys": org.oauth.public_keys()}))
        .header("cache-control", "max-age=1314240, must-revalidate"))
}

pub(super) fn authorization_server(_org: &Org, call: &Call<'_>) -> Answer {
    Ok(Reply::json(document(call.base)))
}

pub(super) fn openid(_org: &Org, call: &Call<'_>) -> Answer {
    let mut all = document(call.base);
    if let Value::Object(members) = &mut all {
        members.insert(
            "userinfo_endpoint".to_owned(),
            json!(format!("{}/oauth2/v1/userinfo", call.base)),
        );
        members.insert(
            "id_token_signing_alg_values_supported".to_owned(),
            json!(["RS256"]),
        );
        members.insert(
            "claims_supported".to_owned(),
            json!([
                "iss", "ver", "sub", "aud", "iat", "exp", "jti", "amr", "email", "name"
            ]),
        );
    }
    Ok(Reply::json(all))
}

pub(super) fn organization(org: &Org, call: &Call<'_>) -> Answer {
    Ok(Reply::json(json!({
        "id": org.identity.id,
        "cell": "sim1",
        "_links": {"organization": {"href": call.base}},
        "pipeline": "idx",
        "settings": {
            "analyticsCollectionEnabled": false, "bugReportingEnabled": false, "omEnabled": false, "pssoEnabled": false,
            "desktopMFAEnabled": false, "itpEnabled": false,
        },
    })))
}

fn document(base: &str) -> Value {
    let mut scopes: Vec<String> = SCOPE_FAMILIES
        .iter()
        .flat_map(|family| [format!("okta.{family}.manage"), format!("okta.{family}.read")])
        .collect();
    scopes.extend(
        [
            "okta.logs.read",
            "openid",
            "email",
            "profile",
            "address",
            "phone",
            "offline_access",
            "groups",
        ]
        .map(str::to_owned),
    );
    json!({
        "issuer": base,
        "authorization_endpoint": format!("{base}/oauth2/v1/authorize"),
        "token_endpoint": format!("{base}/oauth2/v1/token"),
        "registration_endpoint": format!("{base}/oauth2/v1/clients"),
        "jwks_uri": format!("{base}/oauth2/v1/keys"),
        "response_types_supported": RESPONSE_TYPES,
        "response_modes_supported": ["query", "fragment", "form_post", "okta_post_message"],
        "grant_types_supported": GRANT_TYPES,
        "subject_types_supported": ["public"],
        "scopes_supported": scopes,
        "token_endpoint_auth_methods_supported": AUTH_METHODS,
        "claims_supported": ["ver", "jti", "iss", "aud", "iat", "exp", "cid", "uid", "scp", "sub"],
        "code_challenge_methods_supported": ["S256"],
        "introspection_endpoint": format!("{base}/oauth2/v1/introspect"),
        "introspection_endpoint_auth_methods_supported": AUTH_METHODS,
        "revocation_endpoint": format!("{base}/oauth2/v1/revoke"),
        "revocation_endpoint_auth_methods_supported": AUTH_METHODS,
        "end_session_endpoint": format!("{base}/oauth2/v1/logout"),
        "request_parameter_supported": true,
        "request_object_signing_alg_values_supported": ["HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "ES256", "ES384", "ES512"],
        "device_authorization_endpoint": format!("{base}/oauth2/v1/device/authorize"),
        "pushed_authorization_request_endpoint": format!("{base}/oauth2/v1/par"),
        "dpop_signing_alg_values_supported": jose::ALGORITHMS,
    })
}

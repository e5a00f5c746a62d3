//! From a code to somebody for whom the provider vouches.

use domain::{Secret, Timestamp};
use futures_util::FutureExt as _;
use oidc::{
    Callback, Claims, ClientAuth, Discovery, Expected, Pkce, Refusal, TokenAnswer, TokenRequest,
    add_user_info, verify_id_token,
};
use store::state::{SingleSignOn, SsoRequest, hint_place};

use super::{Remembered, place};
use crate::app::App;
use crate::connectors::Space;
use crate::connectors::oidc::{Client, redirect_url};
use crate::error::ApiError;
use crate::loops::ProviderCall;
use crate::session::new_secret;
use crate::sso::enter::{Refused, SUBJECT, Vouched};
use crate::sso::judge::{NO_NAME, Outcome};
use crate::sso::{login, map};
use crate::view::OidcClientAuth;

/// The claim that holds the login, where the connector names none: at Okta the user name.
const LOGIN: &str = "preferred_username";
/// A code that no provider gives.
const NO_CODE: &str = "portolan-asks-whether-it-is-known";

/// Exchanges the code, verifies what comes, and maps its claims.
pub(super) async fn exchange(
    app: &App,
    client: &Client,
    waiting: &SsoRequest,
    answer: &Callback,
) -> Result<Result<Vouched, Refused>, ApiError> {
    let opened = app.parts.vault.open(&waiting.detail, &place(&waiting.id));
    let opened = opened.map_err(ApiError::internal)?;
    let remembered: Remembered = serde_json::from_str(opened.reveal()).map_err(ApiError::internal)?;
    let (claims, id_token) = match claims(app, client, waiting, remembered, answer).await {
        Ok(claims) => claims,
        Err(refusal) => return Ok(Err(refused(&refusal))),
    };
    let mut attributes = claims.attributes;
    attributes.insert(SUBJECT.to_owned(), vec![claims.subject.clone()]);
    let (matched, roles) = map(&client.spec.attributes_to_roles, &attributes);
    let claim = client.spec.name_claim.as_deref().unwrap_or(LOGIN);
    let name = attributes.get(claim).and_then(|values| values.first());
    let name = name.map(|name| name.trim().to_owned()).unwrap_or_default();
    let outcome = Outcome {
        name: Some(name.clone()).filter(|name| login::fault(name).is_none()),
        attributes,
        matched,
        roles,
        ..Outcome::default()
    };
    if let Some(fault) = login::fault(&name) {
        return Ok(Err(Refused {
            code: NO_NAME.to_owned(),
            message: format!("the claim `{claim}` holds no login: it {fault}"),
            advice: "ask for the scope `profile`, or name another claim in the connector".to_owned(),
            outcome,
        }));
    }
    let connector = client.row.name.clone();
    let hint = app
        .parts
        .vault
        .seal(&Secret::new(id_token), &hint_place(&connector));
    Ok(Ok(Vouched {
        name,
        issuer: client.spec.issuer.clone(),
        space: Space::of_oidc(client),
        subject: Some(claims.subject.clone()),
        behind: SingleSignOn {
            connector,
            name_id: claims.subject,
            session_index: claims.session,
            sealed_hint: Some(hint.map_err(ApiError::internal)?),
        },
        // It was asked for a moment ago, by us.
        said: None,
        until: None,
        outcome,
    }))
}

/// Why, for the administrator.
pub(super) fn refused(refusal: &Refusal) -> Refused {
    Refused {
        code: refusal.code().to_owned(),
        message: refusal.to_string(),
        advice: refusal.advice().to_owned(),
        outcome: Outcome::default(),
    }
}

/// What the provider says of the person, verified, and the token that says it.
async fn claims(
    app: &App,
    client: &Client,
    waiting: &SsoRequest,
    remembered: Remembered,
    answer: &Callback,
) -> Result<(Claims, String), Refusal> {
    let provider = app.oidc.provider(app, &client.spec.issuer).await?;
    let code = answer.code(&provider)?;
    let tokens = tokens(app, client, &provider, code, remembered.verifier)
        .boxed()
        .await?;
    let expected = Expected {
        issuer: &provider.issuer,
        client_id: &client.spec.client_id,
        nonce: &remembered.nonce,
        access_token: &tokens.access_token,
        now_s: seconds(app.now()),
        authenticated_after_s: client.spec.force_authn.then(|| seconds(waiting.created)),
    };
    let keys = app.oidc.keys(app, &provider).await?;
    let mut judged = verify_id_token(&tokens.id_token, &keys, &expected);
    if matches!(judged, Err(Refusal::UnknownKey(_)))
        && let Some(keys) = app.oidc.newer_keys(app, &provider).await?
    {
        judged = verify_id_token(&tokens.id_token, &keys, &expected);
    }
    let mut claims = judged?;
    if let Some(place) = &provider.userinfo_endpoint {
        let call = ProviderCall {
            url: place.clone(),
            form: None,
            authorization: Some(Secret::new(format!("Bearer {}", tokens.access_token))),
        };
        let info = app
            .parts
            .loops
            .call_provider(call)
            .await
            .map_err(|_| Refusal::UserInfo)?;
        add_user_info(&mut claims, info.status, &info.body)?;
    }
    Ok((claims, tokens.id_token))
}

/// Whether the provider takes this client: a code that nobody was given is exchanged, and the provider looks at the
/// client before it looks at the code (RFC 6749 section 5.2).
pub(super) async fn is_taken(
    app: &App,
    client: &Client,
    provider: &Discovery,
) -> Result<Option<bool>, Refusal> {
    let verifier = new_secret();
    match tokens(app, client, provider, NO_CODE, verifier).boxed().await {
        Err(Refusal::Token(word)) => Ok(match word.as_str() {
            "invalid_grant" => Some(true),
            "invalid_client" | "unauthorized_client" => Some(false),
            _ => None,
        }),
        Err(refusal) => Err(refusal),
        Ok(_) => Ok(None),
    }
}

async fn tokens(
    app: &App,
    client: &Client,
    provider: &Discovery,
    code: &str,
    verifier: String,
) -> Result<TokenAnswer, Refusal> {
    let secret = client.proof.secret.as_ref().map_or("", Secret::reveal);
    let auth = match (client.spec.client_auth, &client.proof.key) {
        (OidcClientAuth::PrivateKeyJwt, Some(key)) => ClientAuth::Key(key),
        (OidcClientAuth::ClientSecretPost, _) => ClientAuth::Post(secret),
        _ => ClientAuth::Basic(secret),
    };
    let (pkce, redirect_uri, id) = (
        Pkce::known(verifier),
        redirect_url(app, &client.row.name),
        new_secret(),
    );
    let request = TokenRequest::new(
        provider,
        &client.spec.client_id,
        auth,
        (code, &pkce, &redirect_uri),
        (&id, seconds(app.now())),
    )?;
    let call = ProviderCall {
        url: provider.token_endpoint.clone(),
        form: Some(Secret::new(request.form)),
        authorization: request.authorization.map(Secret::new),
    };
    let answer = app.parts.loops.call_provider(call).await;
    let answer = answer.map_err(|fault| Refusal::Token(fault.message))?;
    TokenAnswer::read(answer.status, &answer.body)
}

fn seconds(at: Timestamp) -> i64 {
    at.as_ms().div_euclid(1000)
}

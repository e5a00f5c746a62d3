//! API tokens, and what service apps prove themselves with and were granted.

use super::ScanError;
use super::apps::{AppBrief, Apps};
use super::context::{Context, Tally};
use super::directory::time;
use domain::facts::{ApiToken, ClientKey, ClientSecret, FactSink, Grant, NetworkLimit, ObjectClass, Rows};
use okta::{Fault, Object};

/// Reads the list of API tokens; it is put out once their owners are known.
pub(super) async fn tokens<S: FactSink>(
    context: &Context<'_, S>,
) -> Result<Vec<Object<okta::ApiToken>>, Fault> {
    context.begin(ObjectClass::ApiTokens, None);
    context.client(ObjectClass::ApiTokens).api_tokens().all().await
}

/// Puts the tokens out.
pub(super) fn put_tokens<S: FactSink>(
    context: &Context<'_, S>,
    tokens: Result<Vec<Object<okta::ApiToken>>, Fault>,
) -> Result<(), ScanError> {
    let class = ObjectClass::ApiTokens;
    let tokens = match tokens {
        Ok(tokens) => tokens,
        Err(fault) => return context.end(class, Err(fault)),
    };
    for token in &tokens {
        let include: Vec<&str> = token.network.include.iter().map(String::as_str).collect();
        let exclude: Vec<&str> = token.network.exclude.iter().map(String::as_str).collect();
        let row = ApiToken {
            id: &token.id,
            name: &token.name,
            owner_id: &token.user_id,
            owner: context.book().users.get(&token.user_id),
            client_name: token.client_name.as_deref(),
            network: NetworkLimit {
                connection: &token.network.connection,
                include: &include,
                exclude: &exclude,
            },
            created: time(token.created),
            last_updated: time(token.last_updated),
            expires: time(token.expires_at),
            raw: token.raw.get(),
        };
        context.put(class, Rows::ApiTokens(&[row]))?;
        context.step(class, 1);
    }
    context.end(class, Ok(Tally::default()))
}

/// Reads grants, secrets and keys of service apps.
pub(super) async fn of_service_apps<S: FactSink>(
    context: &Context<'_, S>,
    apps: &Apps,
) -> Result<(), ScanError> {
    let services: Vec<&AppBrief> = apps.all.iter().filter(|app| app.is_service).collect();
    let count = Some(services.len() as u64);

    context.begin(ObjectClass::Grants, count);
    let outcome = context
        .each(ObjectClass::Grants, services.clone(), |app| grants(context, app))
        .await?;
    context.end(ObjectClass::Grants, outcome)?;

    context.begin(ObjectClass::ClientSecrets, count);
    let outcome = context
        .each(ObjectClass::ClientSecrets, services.clone(), |app| {
            secrets(context, app)
        })
        .await?;
    context.end(ObjectClass::ClientSecrets, outcome)?;

    context.begin(ObjectClass::ClientKeys, count);
    let outcome = context
        .each(ObjectClass::ClientKeys, services, |app| keys(context, app))
        .await?;
    context.end(ObjectClass::ClientKeys, outcome)
}

/// The grants of one app.
pub(super) async fn grants<S: FactSink>(
    context: &Context<'_, S>,
    app: &AppBrief,
) -> Result<Result<u64, Fault>, ScanError> {
    let grants = match context
        .client(ObjectClass::Grants)
        .app_grants(&app.id)
        .all()
        .await
    {
        Ok(grants) => grants,
        Err(fault) => return Ok(Err(fault)),
    };
    let rows: Vec<Grant<'_>> = grants
        .iter()
        .map(|grant| Grant {
            id: &grant.id,
            app: app.ordinal,
            scope: &grant.scope_id,
            status: &grant.status,
            created: time(grant.created),
        })
        .collect();
    context.put(ObjectClass::Grants, Rows::Grants(&rows))?;
    Ok(Ok(rows.len() as u64))
}

/// The secrets of one app.
pub(super) async fn secrets<S: FactSink>(
    context: &Context<'_, S>,
    app: &AppBrief,
) -> Result<Result<u64, Fault>, ScanError> {
    let secrets = match context
        .client(ObjectClass::ClientSecrets)
        .app_secrets(&app.id)
        .all()
        .await
    {
        Ok(secrets) => secrets,
        Err(fault) => return Ok(Err(fault)),
    };
    let rows: Vec<ClientSecret<'_>> = secrets
        .iter()
        .map(|secret| ClientSecret {
            id: &secret.id,
            app: app.ordinal,
            status: &secret.status,
            created: time(secret.created),
            last_updated: time(secret.last_updated),
        })
        .collect();
    context.put(ObjectClass::ClientSecrets, Rows::ClientSecrets(&rows))?;
    Ok(Ok(rows.len() as u64))
}

/// The keys of one app.
pub(super) async fn keys<S: FactSink>(
    context: &Context<'_, S>,
    app: &AppBrief,
) -> Result<Result<u64, Fault>, ScanError> {
    let keys = match context
        .client(ObjectClass::ClientKeys)
        .app_keys(&app.id)
        .all()
        .await
    {
        Ok(keys) => keys,
        Err(fault) => return Ok(Err(fault)),
    };
    let rows: Vec<ClientKey<'_>> = keys
        .iter()
        .map(|key| {
            let kid = key.kid.as_deref().unwrap_or("");
            ClientKey {
                id: key.id.as_deref().unwrap_or(kid),
                app: app.ordinal,
                kid,
                key_type: &key.kty,
                status: key.status.as_deref().unwrap_or("ACTIVE"),
                created: time(key.created),
            }
        })
        .collect();
    context.put(ObjectClass::ClientKeys, Rows::ClientKeys(&rows))?;
    Ok(Ok(rows.len() as u64))
}

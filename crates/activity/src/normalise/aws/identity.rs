//! `userIdentity`: who called, with which key, on whose behalf.

use crate::event::{Draft, Field};
use crate::json::Value;
use crate::normalise::{Scratch, push_item};

pub(super) fn fill(identity: Value<'_>, scratch: &mut Scratch, draft: &mut Draft<'_>) {
    let text = |name| identity.get(name).map_or("", Value::source);
    let (kind, arn, principal) = (text("type"), text("arn"), text("principalId"));
    push_item(&mut scratch.signals, &["identity:", kind]);
    draft.put(Field::ActorId, if arn.is_empty() { principal } else { arn });
    let tail = arn.rsplit('/').next().unwrap_or("");
    let session = principal.split_once(':').map_or("", |(_, session)| session);
    let (actor_kind, name) = match kind {
        "Root" => ("admin", "root"),
        "AWSService" | "AWSAccount" => ("system", text("invokedBy")),
        "AssumedRole" => ("role", if session.is_empty() { tail } else { session }),
        "SAMLUser" | "WebIdentityUser" => (
            "user",
            if text("userName").is_empty() {
                session
            } else {
                text("userName")
            },
        ),
        "FederatedUser" => ("user", tail),
        _ => (
            "user",
            if text("userName").is_empty() {
                tail
            } else {
                text("userName")
            },
        ),
    };
    draft.put(Field::ActorKind, actor_kind);
    draft.put(Field::ActorName, name);
    if draft.get(Field::ActorName).is_none() {
        draft.put(Field::ActorName, principal);
    }
    if draft.get(Field::ActorId).is_none() {
        draft.copy(Field::ActorName, Field::ActorId);
    }
    draft.put(Field::CredentialId, text("accessKeyId"));
    match kind {
        "SAMLUser" => draft.put(Field::AuthMethod, "saml"),
        "WebIdentityUser" => draft.put(Field::AuthMethod, "oidc"),
        _ => {}
    }
    draft.put(Field::IdpId, text("identityProvider"));
    if let Some(context) = identity.get("sessionContext") {
        session_context(context, principal, scratch, draft);
    }
}

fn session_context(context: Value<'_>, principal: &str, scratch: &mut Scratch, draft: &mut Draft<'_>) {
    if let Some(mfa) = context
        .at(&["attributes", "mfaAuthenticated"])
        .and_then(Value::truth)
    {
        draft.mfa(Some(mfa));
    }
    if let Some(issuer) = context.at(&["sessionIssuer", "arn"]) {
        draft.put_value(Field::OnBehalfOf, issuer);
        draft.put(Field::SessionId, principal);
    }
    if let Some(root) = context.get("sourceIdentity") {
        draft.put_value(Field::SessionRoot, root);
    }
    if context
        .get("webIdFederationData")
        .is_some_and(|data| data.members().count() > 0)
    {
        push_item(&mut scratch.signals, &["federated"]);
    }
}

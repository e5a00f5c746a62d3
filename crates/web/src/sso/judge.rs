//! What an answer of the identity provider comes to.

use std::collections::BTreeMap;

use saml::{Refusal, Rules, SignIn, Waiting, verify_response};
use serde::{Deserialize, Serialize};
use store::state::SsoRequest;

use super::map;
use crate::app::App;
use crate::connectors::Provider;
use crate::connectors::provider::instant;
use crate::error::ApiError;
use crate::view::RoleMapping;

/// What is said holds no login.
pub(super) const NO_NAME: &str = "no_name";
/// The outcome of a trial that would have let the person in.
pub(crate) const ACCEPTED: &str = "accepted";
/// The person has no role.
pub(super) const NO_ROLES: &str = "no_roles";
/// A lock is in force, or the person is inactive.
pub(super) const BARRED: &str = "barred";
/// The login has come to somebody else.
pub(super) const OTHER_PERSON: &str = "other_person";
/// The login was that of somebody who has another one now.
pub(super) const FORMER_NAME: &str = "former_name";
/// Somebody of another organization, or of another connector, has the name.
pub(super) const OTHER_CONNECTOR: &str = "other_connector";
/// A local person has the name.
pub(super) const LOCAL_NAME: &str = "local_name";

/// Everything an administrator may see of a sign-in.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Outcome {
    /// Why it was refused.
    pub(crate) message: Option<String>,
    /// What to do about it.
    pub(crate) advice: Option<String>,
    /// The login.
    pub(crate) name: Option<String>,
    /// Every attribute.
    pub(crate) attributes: BTreeMap<String, Vec<String>>,
    /// Lines of the mapping that match.
    pub(crate) matched: Vec<RoleMapping>,
    /// The roles that result.
    pub(crate) roles: Vec<String>,
    /// The assertion as it was signed; only kept of trials.
    pub(crate) assertion_xml: Option<String>,
}

/// A sign-in that the protocol accepts.
pub(super) struct Accepted {
    pub(super) sign_in: SignIn,
    pub(super) name: String,
    pub(super) outcome: Outcome,
}

/// Judges the form field `SAMLResponse`, uses the assertion up, and maps its attributes.
pub(super) async fn judge(
    app: &App,
    provider: &Provider,
    field: &str,
    waiting: Option<&SsoRequest>,
) -> Result<Result<Accepted, Refusal>, ApiError> {
    let now = app.now();
    let rules = Rules {
        allow_idp_initiated: provider.spec.allow_idp_initiated,
        name_id_format: provider.spec.name_id_format.clone(),
        authenticated_after: waiting
            .filter(|_| provider.spec.force_authn)
            .map(|request| instant(request.created)),
        ..Rules::default()
    };
    let awaited = waiting.map_or(Waiting::Nothing, |request| Waiting::Request(&request.id));
    let verified = match verify_response(field, &provider.sp, &provider.idp, &rules, awaited, instant(now)) {
        Ok(verified) => verified,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let one_use = verified.one_use();
    let until = domain::Timestamp::from_ms(one_use.until.as_millisecond());
    let is_first = app
        .parts
        .state
        .use_assertion(
            &one_use.issuer,
            &one_use.assertion_id,
            one_use.request_id.as_deref(),
            until,
            now,
        )
        .await?;
    Ok(verified
        .accept(is_first)
        .map(|sign_in| accepted(provider, sign_in)))
}

fn accepted(provider: &Provider, sign_in: SignIn) -> Accepted {
    let attributes: BTreeMap<String, Vec<String>> = sign_in
        .attributes
        .iter()
        .map(|attribute| (attribute.name.clone(), attribute.values.clone()))
        .collect();
    let named = provider.spec.name_attribute.as_deref();
    let name = named
        .and_then(|attribute| attributes.get(attribute)?.first())
        .unwrap_or(&sign_in.name_id.value)
        .trim()
        .to_owned();
    let (matched, roles) = map(&provider.spec.attributes_to_roles, &attributes);
    let outcome = Outcome {
        name: Some(name.clone()),
        attributes,
        matched,
        roles,
        ..Outcome::default()
    };
    Accepted {
        sign_in,
        name,
        outcome,
    }
}

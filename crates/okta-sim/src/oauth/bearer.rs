//! Calls that carry an access token.

use super::dpop::{self, Expected};
use super::find_client;
use super::token::addresses;
use crate::call::Call;
use crate::caller::{Caller, Principal};
use crate::reply::Refusal;
use crate::rights::Rights;
use crate::state::Org;

/// The caller behind an access token. `proof_scheme` tells that it came as `DPoP <token>`, not as `Bearer <token>`.
pub(crate) fn by_access_token(
    org: &Org,
    call: &Call<'_>,
    token: &str,
    proof_scheme: bool,
) -> Result<Caller, Refusal> {
    let issued = org
        .oauth
        .issued(token, call.now)
        .ok_or_else(Refusal::invalid_token)?;
    match (&issued.bound_to, proof_scheme) {
        (None, false) => {}
        (None, true) => {
            let refusal = Refusal::oauth(
                401,
                "invalid_token",
                "The presented access_token is not DPoP bound.",
            );
            return Err(refusal.header("www-authenticate", "DPoP error=\"invalid_token\""));
        }
        (Some(_), false) => {
            return Err(refused(
                "The resource request must use the DPoP authentication scheme when using a DPoP bound token.",
            ));
        }
        (Some(bound_to), true) => {
            let Some(proof) = dpop::proof(&call.request.headers)? else {
                return Err(refused("The resource request requires a DPoP proof."));
            };
            let addresses = addresses(org, call);
            let expected = Expected {
                method: call.request.method.as_str(),
                addresses: &addresses,
                now: call.now,
                access_token: Some(token),
                nonce: false,
            };
            if dpop::check(&org.oauth, proof, &expected)? != *bound_to {
                return Err(dpop::invalid(
                    "The access_token is not bound to the provided DPoP proof.",
                ));
            }
        }
    }
    let app =
        find_client(org, &issued.client_id).filter(|app| org.apps.get(*app).is_some_and(|app| app.active));
    let app = app.ok_or_else(Refusal::invalid_token)?;
    Ok(Caller {
        principal: Principal::App(app),
        credential: issued.jti,
        rights: Rights::of_client(org, &issued.client_id, issued.scopes),
    })
}

fn refused(description: &str) -> Refusal {
    let refusal = Refusal::oauth(400, "invalid_request", description);
    refusal.header("www-authenticate", "DPoP error=\"invalid_request\"")
}

//! What of a connector decides who can sign in as whom, and who may decide that.

use futures_util::FutureExt as _;
use saml::MetadataChange;

use crate::app::App;
use crate::error::ApiError;
use crate::people::giving::{check_giving, check_trusting};
use crate::session::{Principal, roles_named};
use crate::view::{OidcSpec, RoleMapping, SamlSpec};

/// Whether a change of a SAML connector gives trust: to somebody else, or in something else that is said.
pub(super) fn gives_saml(before: &SamlSpec, after: &SamlSpec, metadata: &[MetadataChange]) -> bool {
    metadata.iter().any(MetadataChange::needs_confirmation)
        || before.metadata_url != after.metadata_url
        || before.audience != after.audience
        || before.name_attribute != after.name_attribute
        || before.name_id_format != after.name_id_format
        || before.organization != after.organization
        || (after.allow_idp_initiated && !before.allow_idp_initiated)
        || (before.force_authn && !after.force_authn)
}

/// Whether a change of an OpenID Connect connector does.
pub(super) fn gives_oidc(before: &OidcSpec, after: &OidcSpec) -> bool {
    before.issuer != after.issuer
        || before.client_id != after.client_id
        || before.name_claim != after.name_claim
        || before.organization != after.organization
        || (before.force_authn && !after.force_authn)
}

/// Refuses a mapping that gives what the caller may not do, to whomever: lines that are new or other than before count each
/// by itself, for the same role can go to somebody else. A line that goes must not free anybody of what its roles forbid.
pub(super) async fn check_lines(
    app: &App,
    caller: &Principal,
    before: &[RoleMapping],
    after: &[RoleMapping],
) -> Result<(), ApiError> {
    check_giving(app, caller, &roles_of(before), &roles_of(after)).await?;
    check_giving(app, caller, &[], &roles_of(&beside(after, before))).await?;
    let gone = roles_of(&beside(before, after));
    let gone = roles_named(&app.parts.state, &gone).boxed().await?;
    match gone.iter().any(|role| !role.deny.rules.is_empty()) {
        true => check_trusting(caller),
        false => Ok(()),
    }
}

/// The lines that are not among the others.
fn beside(lines: &[RoleMapping], others: &[RoleMapping]) -> Vec<RoleMapping> {
    let is_new = |line: &&RoleMapping| !others.contains(line);
    lines.iter().filter(is_new).cloned().collect()
}

/// The roles that a mapping can give.
fn roles_of(lines: &[RoleMapping]) -> Vec<String> {
    lines.iter().flat_map(|line| line.roles.iter().cloned()).collect()
}

#[cfg(test)]
mod tests;

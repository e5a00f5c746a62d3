//! The event types that the simulator writes, with what Okta shows beside them.

use std::borrow::Cow;

/// What is fixed for an event type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Kind {
    /// `eventType`.
    pub(crate) name: Cow<'static, str>,
    /// `displayMessage`.
    pub(crate) message: Cow<'static, str>,
    /// `legacyEventType`, when there is one.
    pub(crate) legacy: Option<&'static str>,
    /// `severity`.
    pub(crate) severity: &'static str,
}

/// The kind with this name. Types that are not in the table are written with their own name as message.
pub(crate) fn find(name: &str) -> Kind {
    let Some(&(name, message, legacy, severity)) = KINDS.iter().find(|(each, ..)| *each == name) else {
        let name = name.to_owned();
        return Kind {
            message: Cow::Owned(name.replace('.', " ")),
            name: Cow::Owned(name),
            legacy: None,
            severity: "INFO",
        };
    };
    let legacy = if legacy.is_empty() { None } else { Some(legacy) };
    Kind {
        name: Cow::Borrowed(name),
        message: Cow::Borrowed(message),
        legacy,
        severity,
    }
}

type Line = (&'static str, &'static str, &'static str, &'static str);

#[rustfmt::skip]
const KINDS: &[Line] = &[
    ("user.session.start", "User login to Okta", "core.user_auth.login_success", "INFO"),
    ("user.session.end", "User logout from Okta", "core.user_auth.logout_success", "INFO"),
    ("user.session.clear", "Clear user session", "core.user_auth.session_clear", "INFO"),
    ("user.session.access_admin_app", "User accessing Okta admin app", "app.admin.sso.login.success", "INFO"),
    ("user.session.impersonation.grant", "Enable impersonation grant", "core.user.impersonation.grant.enabled", "INFO"),
    ("user.session.impersonation.extend", "Extend impersonation grant", "core.user.impersonation.grant.extended", "INFO"),
    ("user.session.impersonation.revoke", "Revoke impersonation grant", "core.user.impersonation.grant.revoked", "INFO"),
    ("user.authentication.sso", "User single sign on to app", "app.auth.sso", "INFO"),
    ("user.authentication.auth_via_mfa", "Authentication of user via MFA", "core.user.factor.attempt_success", "INFO"),
    ("app.generic.unauth_app_access_attempt", "User attempted unauthorized access to app", "app.generic.unauth_app_access_attempt", "WARN"),
    ("user.authentication.verify", "Verify user identity", "", "INFO"),
    ("policy.evaluate_sign_on", "Evaluation of sign-on policy", "", "INFO"),
    ("app.oauth2.token.grant.access_token", "OIDC access token is granted", "app.oauth2.token.grant.access_token_success", "INFO"),
    ("app.oauth2.as.token.grant", "OAuth2 token request", "app.oauth2.as.token.grant_success", "INFO"),
    ("user.account.lock", "Max sign in attempts exceeded", "core.user_auth.account_locked", "DEBUG"),
    ("user.account.unlock_by_admin", "User account unlock by admin", "core.user.config.user_status.account_unlocked_by_admin", "INFO"),
    ("user.account.reset_password", "Fired when the user's Okta password is reset", "core.user.config.user_status.password_reset", "INFO"),
    ("user.account.update_password", "User update password for Okta", "core.user.config.password_update.success", "INFO"),
    ("user.account.expire_password", "Expire user's Okta password", "core.user.config.user_status.password_expired", "INFO"),
    ("user.account.update_profile", "Update user profile for Okta", "core.user.config.profile_update.success", "INFO"),
    ("user.account.report_suspicious_activity_by_enduser", "User report suspicious activity", "core.user.account.report_suspicious_activity_by_enduser", "WARN"),
    ("user.account.privilege.grant", "Grant user privilege", "core.user.admin_privilege.granted", "INFO"),
    ("user.account.privilege.revoke", "Revoke user privilege", "core.user.admin_privilege.revoked", "INFO"),
    ("group.privilege.grant", "Group privilege granted", "group.privilege.grant", "INFO"),
    ("group.privilege.revoke", "Group privilege revoked", "group.privilege.revoke", "INFO"),
    ("app.oauth2.client.privilege.grant", "OAuth 2.0 client privilege granted", "", "INFO"),
    ("app.oauth2.client.privilege.revoke", "OAuth 2.0 client privilege revoked", "", "INFO"),
    ("user.lifecycle.create", "Create Okta user", "core.user.config.user_creation.success", "INFO"),
    ("user.lifecycle.activate", "Activate Okta user", "core.user.config.user_activated", "INFO"),
    ("user.lifecycle.reactivate", "Reactivate Okta user", "core.user.config.user_status.reactivated", "INFO"),
    ("user.lifecycle.deactivate", "Deactivate Okta user", "core.user.config.user_deactivated", "INFO"),
    ("user.lifecycle.suspend", "Suspend Okta user", "core.user.config.user_status.suspended", "INFO"),
    ("user.lifecycle.unsuspend", "Unsuspend Okta user", "core.user.config.user_status.unsuspended", "INFO"),
    ("user.lifecycle.delete.initiated", "Delete Okta user initiated", "core.user.config.user_delete.initiated", "INFO"),
    ("user.lifecycle.delete.completed", "Delete Okta user completed", "core.user.config.user_delete.completed", "INFO"),
    ("user.mfa.factor.activate", "Activate factor or authenticator enrollment method for user", "core.user.factor.activate", "INFO"),
    ("user.mfa.factor.deactivate", "Reset factor for user", "core.user.factor.deactivate", "INFO"),
    ("user.mfa.factor.reset_all", "Reset all factors for user", "core.user.factor.reset_all", "INFO"),
    ("user.mfa.factor.update", "Update factor for user", "core.user.factor.update", "INFO"),
    ("user.mfa.okta_verify.deny_push", "User rejected Okta push verify", "core.user.factor.verify_push_rejected", "INFO"),
    ("system.push.send_factor_verify_push", "Send push for factor verification", "system.push.send_factor_verify_push", "INFO"),
    ("group.lifecycle.create", "Create Okta group", "", "INFO"),
    ("group.lifecycle.delete", "Delete Okta group", "", "INFO"),
    ("group.profile.update", "Okta group profile updated", "", "INFO"),
    ("group.user_membership.add", "Add user to group membership", "core.user_group_member.user_add", "INFO"),
    ("group.user_membership.remove", "Remove user from group membership", "core.user_group_member.user_remove", "INFO"),
    ("group.user_membership.rule.trigger", "Trigger group membership rule", "", "INFO"),
    ("group.user_membership.rule.deactivated", "Deactivate group membership rule", "", "INFO"),
    ("group.application_assignment.add", "Add assigned application to group", "", "INFO"),
    ("group.application_assignment.remove", "Remove assigned application from group", "", "INFO"),
    ("group.application_assignment.update", "Update assigned application in group", "", "INFO"),
    ("application.lifecycle.create", "Create application", "app.generic.config.app_created", "INFO"),
    ("application.lifecycle.update", "Update application", "app.generic.config.app_updated", "INFO"),
    ("application.lifecycle.activate", "Activate application", "app.generic.config.app_activated", "INFO"),
    ("application.lifecycle.deactivate", "Deactivate application", "app.generic.config.app_deactivated", "INFO"),
    ("application.lifecycle.delete", "Delete application", "app.generic.config.app_deleted", "INFO"),
    ("application.user_membership.add", "Add user to application membership", "app.generic.provision.assign_user_to_app", "INFO"),
    ("application.user_membership.remove", "Remove user's application membership", "app.generic.provision.deactivate_user_from_app", "INFO"),
    ("application.user_membership.update", "Update user application property", "app.user_management.user.property_update", "INFO"),
    ("app.oauth2.client.lifecycle.create", "Create OAuth client", "", "INFO"),
    ("app.oauth2.client.lifecycle.update", "Update OAuth client", "", "INFO"),
    ("app.oauth2.client.lifecycle.delete", "Delete OAuth client", "", "INFO"),
    ("app.oauth2.credentials.lifecycle.create", "OAuth client credentials created", "", "INFO"),
    ("app.oauth2.credentials.lifecycle.activate", "OAuth client credentials activated", "", "INFO"),
    ("app.oauth2.credentials.lifecycle.deactivate", "OAuth client credentials deactivated", "", "INFO"),
    ("app.oauth2.credentials.lifecycle.delete", "OAuth client credentials deleted", "", "INFO"),
    ("app.oauth2.as.consent.grant", "User granted consent to app", "", "INFO"),
    ("app.oauth2.as.consent.revoke", "Consent revoked", "", "INFO"),
    ("app.keys.generate", "New signing key generated", "", "INFO"),
    ("iam.role.create", "Custom admin role is created", "", "INFO"),
    ("iam.role.update", "Custom admin role update", "", "INFO"),
    ("iam.role.delete", "Custom admin role is deleted", "", "INFO"),
    ("iam.role.permissions.add", "Permissions are added to a custom admin role", "", "INFO"),
    ("iam.role.permissions.delete", "Permissions are deleted from a custom admin role", "", "INFO"),
    ("iam.resourceset.create", "Resource set is created", "", "INFO"),
    ("iam.resourceset.update", "Resource set update", "", "INFO"),
    ("iam.resourceset.delete", "Resource set is deleted", "", "INFO"),
    ("iam.resourceset.resources.add", "Resources are added to a resource set", "", "INFO"),
    ("iam.resourceset.resources.delete", "Resources are deleted from a resource set", "", "INFO"),
    ("iam.resourceset.bindings.add", "Admin role assignment is created", "", "INFO"),
    ("iam.resourceset.bindings.delete", "Admin assignment is deleted", "", "INFO"),
    ("system.api_token.create", "Create API token", "api.token.create", "INFO"),
    ("system.api_token.update", "Update API token", "", "INFO"),
    ("system.api_token.revoke", "Revoke API token", "api.token.revoke", "INFO"),
    ("system.api_token.request_outside_allowed_range", "API token request outside allowed range", "", "WARN"),
    ("system.idp.lifecycle.create", "Create identity provider", "", "INFO"),
    ("system.idp.lifecycle.update", "Update identity provider", "", "INFO"),
    ("system.idp.lifecycle.activate", "Activate identity provider", "", "INFO"),
    ("system.idp.lifecycle.deactivate", "Deactivate identity provider", "", "INFO"),
    ("system.idp.lifecycle.delete", "Delete identity provider", "", "INFO"),
    ("policy.lifecycle.create", "Create policy", "policy.created", "INFO"),
    ("policy.lifecycle.update", "Update policy", "policy.updated", "INFO"),
    ("policy.lifecycle.activate", "Activate policy", "policy.activated", "INFO"),
    ("policy.lifecycle.deactivate", "Deactivate policy", "policy.deactivated", "INFO"),
    ("policy.lifecycle.delete", "Delete policy", "policy.deleted", "INFO"),
    ("policy.rule.add", "Add policy rule", "policy.rule.added", "INFO"),
    ("policy.rule.update", "Update policy rule", "policy.rule.updated", "INFO"),
    ("policy.rule.activate", "Activate policy rule", "policy.rule.activated", "INFO"),
    ("policy.rule.deactivate", "Deactivate policy rule", "policy.rule.deactivated", "INFO"),
    ("policy.rule.delete", "Delete policy rule", "policy.rule.deleted", "INFO"),
    ("zone.create", "Network zone create", "", "INFO"),
    ("zone.update", "Network zone update", "", "INFO"),
    ("zone.activate", "Network zone activate", "", "INFO"),
    ("zone.deactivate", "Network zone deactivate", "", "INFO"),
    ("zone.delete", "Network zone delete", "", "INFO"),
    ("security.threat.detected", "Request from suspicious actor", "security.threat.detected", "WARN"),
    ("system.org.rate_limit.warning", "Rate limit warning", "core.framework.ratelimit.warning", "WARN"),
    ("system.org.rate_limit.violation", "Rate limit violation", "core.framework.ratelimit.exceeded", "WARN"),
    ("system.operation.rate_limit.violation", "Operation rate limit violation", "", "WARN"),
];

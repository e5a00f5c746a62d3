//! What Teleport's public reference calls the same thing: name and code of its audit event, so that what people already
//! search for finds our entries, too.

use super::AuditRow;

/// Our action, the event's name there as far as it is published, its code.
const KNOWN: &[(&str, &str, &str)] = &[
    ("user.create", "user.create", "T1002I"),
    ("user.update", "user.update", "T1003I"),
    ("user.disable", "user.update", "T1003I"),
    ("user.rename", "user.update", "T1003I"),
    ("user.lock", "user.update", "T1003I"),
    ("user.deactivate", "user.update", "T1003I"),
    ("user.restore", "user.update", "T1003I"),
    ("user.withdraw", "user.update", "T1003I"),
    ("user_sync.run", "okta.user.sync", "TOK007I"),
    ("user_sync.hold", "okta.user.sync", "TOK007E"),
    ("user_sync.fail", "okta.sync.failure", "TOK003E"),
    ("user.password.reset", "user.update", "T1003I"),
    ("user.delete", "user.delete", "T1004I"),
    ("user.password", "user.password_change", "T1005I"),
    ("user.second_factor.add", "mfa.add", "T1006I"),
    ("user.passkey.add", "mfa.add", "T1006I"),
    ("user.second_factor.remove", "mfa.delete", "T1007I"),
    ("user.passkey.remove", "mfa.delete", "T1007I"),
    ("oidc.create", "oidc.created", "T8100I"),
    ("oidc.delete", "oidc.deleted", "T8101I"),
    ("oidc.update", "oidc.updated", "T8102I"),
    ("saml.create", "saml.created", "T8200I"),
    ("saml.delete", "saml.deleted", "T8201I"),
    ("saml.update", "saml.updated", "T8202I"),
    ("role.create", "role.created", "T9000I"),
    ("role.delete", "role.deleted", "T9001I"),
    ("role.update", "role.updated", "T9002I"),
    ("lock.create", "lock.created", "TLK00I"),
    ("lock.delete", "lock.deleted", "TLK01I"),
    ("integration.create", "plugin.create", "PG001I"),
    ("integration.update", "plugin.update", "PG002I"),
    ("user_sync.update", "plugin.update", "PG002I"),
    ("integration.delete", "plugin.delete", "PG003I"),
    ("scim.user.create", "", "TSCP001I"),
    ("scim.user.delete", "", "TSCP002I"),
    ("scim.user.update", "", "TSCP003I"),
    ("scim.user.activate", "", "TSCP003I"),
    ("scim.user.deactivate", "", "TSCP003I"),
    ("scim.group.create", "", "TSCP004I"),
    ("scim.group.delete", "", "TSCP005I"),
    ("scim.group.update", "", "TSCP006I"),
];

impl AuditRow {
    /// Name (empty where only the code is published) and code of the event in the public reference; `None` where it has
    /// none.
    pub fn public_name(&self) -> Option<(&'static str, &'static str)> {
        let by_connector = self.detail.contains("\"connector\":");
        match (self.action.as_str(), by_connector) {
            ("session.create", false) => Some(("user.login", "T1000I")),
            ("session.create", true) => Some(("user.login", "T1001I")),
            ("session.refuse", false) => Some(("user.login", "T1000W")),
            ("session.refuse", true) => Some(("user.login", "T1001W")),
            (action, _) => KNOWN
                .iter()
                .find(|(known, ..)| *known == action)
                .map(|(_, event, code)| (*event, *code)),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use domain::Timestamp;

    use super::{AuditRow, KNOWN};

    fn row(action: &str, detail: &str) -> AuditRow {
        AuditRow {
            seq: 1,
            at: Timestamp::from_ms(0),
            actor: "ada".to_owned(),
            action: action.to_owned(),
            target: String::new(),
            detail: detail.to_owned(),
            previous: String::new(),
            hash: String::new(),
        }
    }

    #[test]
    fn entries_have_the_names_that_people_know() {
        let known = |action: &str, detail: &str| row(action, detail).public_name();
        assert_eq!(known("user.create", "{}"), Some(("user.create", "T1002I")));
        assert_eq!(known("session.create", "{}"), Some(("user.login", "T1000I")));
        let by_okta = "{\"connector\":\"okta\"}";
        assert_eq!(known("session.create", by_okta), Some(("user.login", "T1001I")));
        assert_eq!(known("session.refuse", by_okta), Some(("user.login", "T1001W")));
        assert_eq!(known("scim.group.delete", "{}"), Some(("", "TSCP005I")));
        assert_eq!(known("forward.create", "{}"), None);
        let actions: BTreeSet<&str> = KNOWN.iter().map(|(action, ..)| *action).collect();
        assert_eq!(actions.len(), KNOWN.len());
    }
}

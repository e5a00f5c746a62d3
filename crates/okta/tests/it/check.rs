//! The check of a credential.

use okta::{Cause, Credential, Outcome, SigningKey};

use crate::fake::{Fake, Reply, client, client_with, path};

const WELL_KNOWN: &str = r#"{"id":"00o1","pipeline":"idx"}"#;

fn denied() -> Reply {
    Reply::json(r#"{"errorCode":"E0000006","errorSummary":"You do not have permission"}"#).status(403)
}

/// What a read-only administrator's token gets.
fn read_only(path: &str) -> Reply {
    let bare = path.split('?').next().unwrap();
    match bare {
        "/.well-known/okta-organization" => Reply::json(WELL_KNOWN),
        "/api/v1/users/me" => Reply::json(r#"{"id":"00u1","profile":{"login":"reader@acme.com"}}"#),
        "/api/v1/users/me/roles" => {
            Reply::json(r#"[{"id":"ra1","type":"READ_ONLY_ADMIN","status":"ACTIVE"}]"#)
        }
        "/api/v1/org" => Reply::json(r#"{"id":"00o1"}"#),
        "/api/v1/api-tokens" | "/api/v1/users/00x1/roles" | "/api/v1/groups/00x1/roles" => denied(),
        _ if bare.starts_with("/api/v1/iam") || bare.ends_with("/grants") => denied(),
        _ if bare.ends_with("/logs") => Reply::json("[]").next("/api/v1/logs?after=1"),
        _ => Reply::json(r#"[{"id":"00x1"}]"#),
    }
}

#[tokio::test(start_paused = true)]
async fn a_read_only_administrator_is_usable_and_told_what_is_missing() {
    let report = client(Fake::new(|request| read_only(path(request))))
        .check()
        .await;
    assert!(report.is_usable(), "{report:#?}");
    assert_eq!(report.holder.as_deref(), Some("reader@acme.com"));
    assert_eq!(report.excess_roles().count(), 0);
    let missing: Vec<_> = report.missing().map(|row| row.part.name).collect();
    assert_eq!(
        missing,
        [
            "admins",
            "user_roles",
            "group_roles",
            "custom_roles",
            "resource_sets",
            "api_tokens",
            "grants"
        ]
    );
    let admins = report.missing().next().unwrap();
    assert!(admins.part.role.contains("custom role"));
    assert!(matches!(&admins.outcome, Outcome::Fault(fault) if fault.cause == Cause::Forbidden));
}

#[tokio::test(start_paused = true)]
async fn an_app_without_a_role_is_found_out() {
    let key = SigningKey::generate().unwrap();
    let fake = Fake::new(|request| match path(request) {
        "/.well-known/okta-organization" => Reply::json(WELL_KNOWN),
        "/oauth2/v1/token" => {
            Reply::json(r#"{"token_type":"Bearer","access_token":"AT1","scope":"okta.users.read"}"#)
        }
        path if path.starts_with("/api/v1/iam") => denied(),
        _ => Reply::json("[]"),
    });
    let credential = Credential::ServiceApp {
        client_id: "0oa1".to_owned(),
        key,
        scopes: vec![],
        dpop: false,
    };
    let report = client_with(fake, credential).check().await;
    assert!(!report.is_usable());
    let fault = report.fault.unwrap();
    assert_eq!(fault.cause, Cause::NoAdminRole);
    assert!(fault.advice().contains("Admin roles"));
    assert_eq!(
        report.scopes.as_deref(),
        Some(&["okta.users.read".to_owned()][..])
    );
}

#[tokio::test(start_paused = true)]
async fn a_super_administrators_token_is_more_than_needed() {
    let fake = Fake::new(|request| match path(request) {
        "/api/v1/users/me/roles" => Reply::json(r#"[{"id":"ra1","type":"SUPER_ADMIN","status":"ACTIVE"}]"#),
        "/api/v1/iam/roles" => Reply::json(r#"{"roles":[]}"#),
        "/api/v1/iam/resource-sets" => Reply::json(r#"{"resource-sets":[]}"#),
        path if path.starts_with("/api/v1/iam/assignees") => Reply::json(r#"{"value":[{"id":"00u1"}]}"#),
        "/api/v1/api-tokens" => Reply::json("[]"),
        path if path.contains("/grants") || path.contains("/roles") => Reply::json("[]"),
        path => read_only(path),
    });
    let report = client(fake).check().await;
    assert!(report.is_usable());
    assert_eq!(report.missing().count(), 0, "{report:#?}");
    assert_eq!(report.excess_roles().collect::<Vec<_>>(), ["SUPER_ADMIN"]);
}

#[tokio::test(start_paused = true)]
async fn what_is_no_okta_or_no_token_is_one_clear_fault() {
    let html = Reply::json("<html>").header("content-type", "text/html");
    let report = client(Fake::script(vec![html])).check().await;
    assert_eq!(report.fault.as_ref().unwrap().cause, Cause::NotJson);
    assert!(!report.is_usable());
    let fake = Fake::new(|request| match path(request) {
        "/.well-known/okta-organization" => Reply::json(WELL_KNOWN),
        _ => Reply::json(r#"{"errorCode":"E0000011"}"#).status(401),
    });
    let report = client(fake.clone()).check().await;
    assert_eq!(report.fault.as_ref().unwrap().cause, Cause::InvalidToken);
    let asked = fake.asked.lock().unwrap();
    assert!(
        !asked[0].headers.contains_key("authorization"),
        "everybody may read it"
    );
    assert_eq!(asked.len(), 2);
}

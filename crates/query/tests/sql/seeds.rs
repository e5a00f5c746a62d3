//! The six queries of the product's source, word for word, with the answers that the small world has.

use crate::world::Asked;

#[tokio::test]
async fn everything_from_okta() {
    let asked = Asked::new();
    let rows = asked
        .rows(r#"SELECT * FROM nodes WHERE labels @> '{"teleport.dev/origin": "okta"}';"#)
        .await;
    let all = asked.rows("SELECT id FROM nodes").await;
    assert_eq!(rows.len(), all.len());
    // Organization, 4 people, 4 groups, 3 apps, 4 roles, resource set, token, secret, rule, provider, policy, zone.
    assert_eq!(rows.len(), 1 + 4 + 4 + 3 + 4 + 1 + 1 + 1 + 1 + 1 + 1 + 1);
}

#[tokio::test]
async fn everything_of_one_organization() {
    let asked = Asked::new();
    let ours = asked
        .rows(r#"SELECT * FROM nodes WHERE labels @> '{"okta/org": "https://acme.okta.com"}';"#)
        .await;
    assert_eq!(ours.len(), 23);
    let theirs = asked
        .rows(r#"SELECT * FROM nodes WHERE labels @> '{"okta/org": "https://your-org.okta.com"}';"#)
        .await;
    assert!(theirs.is_empty());
}

#[tokio::test]
async fn all_paths_of_a_user() {
    let asked = Asked::new();
    let wanted = "SELECT * FROM access_path WHERE identity = 'bob' AND kind = 'ALLOWED';";
    // Two groups, github directly and through eng, slack through Everyone, help desk and custom role over eng.
    assert_eq!(asked.rows(wanted).await.len(), 7);
    let shown = asked
        .rows("SELECT resource, action, identity_group FROM access_path WHERE identity = 'bob' AND kind = 'ALLOWED'")
        .await;
    let shown: Vec<String> = shown.iter().map(|row| row.join(" ")).collect();
    insta::assert_snapshot!(shown.join("\n"), @r"
    Everyone member []
    eng Help Desk Admin []
    eng member []
    eng reset []
    github access []
    github access [eng]
    slack access [Everyone]
    ");
}

#[tokio::test]
async fn all_users_of_an_app() {
    let asked = Asked::new();
    let sql = r#"SELECT * FROM access_path WHERE resource = 'github' AND resource_labels @> '{"teleport.dev/origin": "okta"}';"#;
    // alice and bob through eng, bob directly, alice and her token as its administrators.
    assert_eq!(asked.rows(sql).await.len(), 5);
}

#[tokio::test]
async fn all_members_of_a_group() {
    let asked = Asked::new();
    let sql = r#"SELECT * FROM access_path WHERE resource = 'Everyone' AND resource_labels @> '{"teleport.dev/origin": "okta"}';"#;
    assert_eq!(asked.rows(sql).await.len(), 4);
}

#[tokio::test]
async fn users_with_standing_privileges() {
    let asked = Asked::new();
    let sql = r#"SELECT * FROM access_path WHERE standing_privileges >= 1 AND resource_labels @> '{"teleport.dev/origin": "okta"}';"#;
    assert_eq!(asked.rows(sql).await.len(), 23);
}

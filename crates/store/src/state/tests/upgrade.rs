//! A database of an earlier version, brought up to date.

use sqlx::any::AnyPoolOptions;

use crate::state::schema::STEPS;

#[tokio::test]
async fn what_scim_and_user_sync_said_before_is_told_apart_after() {
    sqlx::any::install_default_drivers();
    let one = AnyPoolOptions::new().max_connections(1);
    let pool = one.connect("sqlite::memory:").await.unwrap();
    let run = async |text: &'static str| {
        sqlx::raw_sql(text).execute(&pool).await.unwrap();
    };
    for (_, _, text) in STEPS.iter().filter(|(version, ..)| *version < 9) {
        run(text).await;
    }
    // User sync has exchanged two names, and found one person gone and one suspended.
    run("INSERT INTO users (id, name, name_key, password_hash, roles, created, origin, okta_id, inactive, traits) VALUES
             ('1', 'Bob', 'bob', '', '[]', 0, 'okta', '00u1', NULL, '{}'),
             ('2', 'ann', 'ann', '', '[]', 0, 'okta', '00u2', NULL, '{}'),
             ('3', 'cy', 'cy', '', '[]', 0, 'okta', '00u3', 7, '{}'),
             ('4', 'dan', 'dan', '', '[]', 0, 'okta', '00u4', 7, '{}'),
             ('5', 'eve', 'eve', '', '[]', 0, 'sso', NULL, NULL, '{\"groups\":[\"eng\"]}');
         INSERT INTO scim_users (id, plugin, user_name, user_name_key, is_active, document, version, created, modified)
             VALUES ('1', 'okta', 'ann', 'ann', 1, '{}', 1, 0, 5), ('2', 'okta', 'bob', 'bob', NULL, '{}', 1, 0, 5),
             ('3', 'okta', 'cy', 'cy', 1, '{}', 1, 0, 5), ('4', 'okta', 'dan', 'dan', 0, '{}', 1, 0, 5);
         INSERT INTO locks (id, target_kind, target, target_key, cause, message, created, created_by) VALUES
             ('3', 'user', 'cy', 'cy', 'sync', 'gone', 0, 'user-sync'),
             ('4', 'user', 'dan', 'dan', 'sync', 'suspended in Okta', 0, 'user-sync'),
             ('r', 'role', 'cy', 'cy', 'manual', '', 0, 'ada')")
    .await;
    for (_, _, text) in STEPS.iter().filter(|(version, ..)| *version >= 9) {
        run(text).await;
    }
    let told: Vec<String> = sqlx::query_scalar(
        "SELECT s.user_name || ' ' || s.user_name_key || ' ' || COALESCE(s.is_active, 2) || ' told ' || s.told_name
             || ' ' || COALESCE(s.told_active, 2) || ' gone ' || COALESCE(u.sync_gone, 0)
         FROM scim_users s JOIN users u ON u.id = s.id ORDER BY s.id",
    )
    .fetch_all(&pool)
    .await
    .unwrap();
    assert_eq!(
        told,
        [
            "Bob bob 1 told ann 1 gone 0",
            "ann ann 2 told bob 2 gone 0",
            "cy cy 0 told cy 1 gone 7",
            "dan dan 0 told dan 0 gone 0",
        ]
    );
    let locks: Vec<Option<String>> = sqlx::query_scalar("SELECT okta_id FROM locks ORDER BY id")
        .fetch_all(&pool)
        .await
        .unwrap();
    assert_eq!(locks, [Some("00u3".to_owned()), Some("00u4".to_owned()), None]);
    let traits: Vec<String> = sqlx::query_scalar("SELECT traits || sso_traits FROM users WHERE id = '5'")
        .fetch_all(&pool)
        .await
        .unwrap();
    assert_eq!(traits, [r#"{}{"groups":["eng"]}"#]);
}
